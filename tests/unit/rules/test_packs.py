"""Packs: read, refused where they loosen, laid over the law, overtaken by it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.core.errors import BadInput, LooseningOverlay, UnknownName
from liangrong.rules.packs import Pack, load_pack, packs, parse_pack
from liangrong.rules.rulebook import Rulebook, RulesInForce

BOOK = Rulebook.load()
HEAD = "{pack: mine, title_zh: 我的合同, title_en: my contract, example: false, citation: 合同第八条, confidence: H, rules: [%s]}"


def day(text: str) -> date:
    return date.fromisoformat(text)


def pack(*rules: str) -> Pack:
    return parse_pack(HEAD % ", ".join(f"{{{rule}}}" for rule in rules), "mine.yaml")


def amended(on: str, *rules: str) -> RulesInForce:
    return BOOK.amend(pack(*rules)).at(day(on))


@pytest.mark.parametrize("name", packs())
def test_a_shipped_pack_is_a_labelled_example_that_loosens_nothing(name: str) -> None:
    shipped = load_pack(name)
    assert shipped.name == name
    assert shipped.example
    assert "示例" in shipped.title_zh
    assert "example" in shipped.title_en
    assert BOOK.amend(shipped).overlays[f"pack:{name}"]


def test_an_unknown_pack_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownName, match=r"no rule pack called 'east_money'. Known: .*east_money_2018"):
        load_pack("east_money")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[1, 2]", "mine.yaml: a mapping of fields is expected"),
        (HEAD.replace("pack: mine", "pack: yours") % "", "yours: pack differs from the name of the file"),
        (HEAD.replace("example: false", "example: perhaps") % "", "mine: example is 'perhaps', not true or false"),
        (HEAD % "", "mine: rules must be a list with at least one entry"),
        (HEAD.replace("citation: 合同第八条", "citation: ''") % "{}", "mine: citation is ''; a text is expected"),
        (HEAD % "{parameter: call_line, from: 2024-01-02}", "mine: missing: value"),
        (HEAD % "{parameter: call_line, from: soon, value: 1.40}", r"mine.call_line soon: from is 'soon', not a date"),
        (HEAD % "{parameter: call_line, from: 2024-01-02, to: 2024-01-02, value: 1.40}", "to is 2024-01-02, not after from"),
        (HEAD % "{parameter: call_line, from: 2024-01-02, value: 1.40, venues: [NYSE]}", "venues is 'NYSE', not one of SSE"),
        (
            HEAD % "{parameter: call_line, from: 2024-01-02, value: 1.40, applies_to: some}",
            "applies_to is 'some', not one of all",
        ),
        (HEAD % "{parameter: call_line, from: 2024-01-02, value: 1.40, note: x}", "unknown: note; the fields are parameter"),
    ],
)
def test_a_pack_that_cannot_be_read_says_where(text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        parse_pack(text, "mine.yaml")


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        (["parameter: call_lin, from: 2024-01-02, value: 1.40"], r"mine.call_lin 2024-01-02: parameter is not in the rulebook"),
        (["parameter: call_line, from: 2024-01-02, value: 140"], r"mine.call_line 2024-01-02: value is 140, .* write 1.4"),
        (["parameter: call_line, from: 2024-01-02, value: {general: 1.40}"], r"unit ratio asks for a number"),
        (["parameter: short_margin_ratio, from: 2024-08-01, value: 1.10"], r"one value for each investor is expected"),
        (["parameter: price_limit, from: 2024-08-01, value: {moon: 0.1}"], r"value has the key 'moon', not one of main"),
        (["parameter: call_line, from: 2024-01-02, value: 1.40", "parameter: defaults.call, from: 2024-01-02, value: 1.45"],
         r"two values begin on this day"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_its_rule_is_refused_when_it_is_laid_over(rules: list[str], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        BOOK.amend(pack(*rules))


@pytest.mark.parametrize(
    ("rule", "parameter", "on", "value", "bound"),
    [
        # higher is tighter: below the floor of the first day
        ("parameter: financing_margin_ratio, from: 2018-06-01, value: 0.90", "financing_margin_ratio", "2018-06-01", "0.90", "1.00"),
        # on one exchange, for one class of investor
        ("parameter: short_margin_ratio, from: 2024-08-01, venues: [SZSE], value: {private_fund: 1.10}",
         "short_margin_ratio.private_fund", "2024-08-01", "1.10", "1.20"),
        # lower is tighter: above the cap
        ("parameter: conversion_ratio_cap, from: 2020-01-02, value: {etf: 0.95}", "conversion_ratio_cap.etf", "2020-01-02", "0.95", "0.90"),
        # no number at all where there is a floor
        ("parameter: financing_margin_ratio, from: 2018-06-01, value: null", "financing_margin_ratio", "2018-06-01", "none", "1.00"),
        # not to be departed from, in neither direction
        ("parameter: price_limit, from: 2020-09-01, value: {chinext: 0.15}", "price_limit.chinext", "2020-09-01", "0.15", "0.20"),
        # practice bounded by the law: 130 % until 2019-08-18, on any day that the value covers
        ("parameter: call_line, from: 2018-01-02, value: 1.20", "call_line", "2018-01-02", "1.20", "1.30"),
        # lower is tighter, bounded by the law: two sessions until 2015-06-30
        ("parameter: cure_deadline_sessions, from: 2012-01-04, value: 3", "cure_deadline_sessions", "2012-01-04", "3", "2"),
    ],
)  # fmt: skip
def test_a_pack_that_loosens_is_refused_by_name(rule: str, parameter: str, on: str, value: str, bound: str) -> None:
    with pytest.raises(LooseningOverlay) as refusal:
        BOOK.amend(pack(rule))
    details = refusal.value.details
    assert (details["place"], details["parameter"], f"{details['on']}") == ("mine", parameter, on)
    assert (details["value"], details["bound"]) == (value, bound)
    assert details["citation"]
    assert "Pack mine loosens" in refusal.value.message("en")
    assert "规则包 mine 放宽了" in refusal.value.message("zh")
    assert refusal.value.exit_code == 4


def test_a_call_line_below_130_is_allowed_once_the_floor_is_gone() -> None:
    rules = amended("2020-01-02", "parameter: call_line, from: 2019-08-19, value: 1.20")
    assert rules.number("call_line") == Decimal("1.20")
    assert rules.ruling("call_line").authority == "pack:mine"


def test_a_value_whose_last_day_is_before_a_looser_law_is_held_to_the_law_of_its_days() -> None:
    with pytest.raises(LooseningOverlay):
        BOOK.amend(pack("parameter: call_line, from: 2019-08-16, to: 2019-08-19, value: 1.20"))


def test_a_bound_that_comes_while_the_value_holds_is_found() -> None:
    """A supposed floor of 125 % from 2025 catches a call line of 120 % agreed in 2020, on the floor's first day."""
    book = BOOK.reform("call_line_floor", Decimal("1.25"), day("2025-01-02"), applies_to="all")
    with pytest.raises(LooseningOverlay) as refusal:
        book.amend(pack("parameter: call_line, from: 2020-01-02, value: 1.20"))
    assert refusal.value.details["on"] == day("2025-01-02")


def test_tightening_reaches_contracts_opened_from_then_on() -> None:
    rule = "parameter: financing_margin_ratio, from: 2018-06-01, value: 1.10"
    rules = amended("2018-07-02", rule)
    assert rules.number("financing_margin_ratio", opened_on=day("2018-05-31")) == 1
    assert rules.number("financing_margin_ratio", opened_on=day("2018-06-01")) == Decimal("1.10")
    for_all = amended("2018-07-02", f"{rule}, applies_to: all")
    assert for_all.number("financing_margin_ratio", opened_on=day("2018-05-31")) == Decimal("1.10")


def test_a_line_reaches_every_contract_at_once() -> None:
    rules = amended("2020-02-03", "parameter: warning_line, from: 2020-01-02, value: 1.50")
    assert rules.number("warning_line", opened_on=day("2019-09-02")) == Decimal("1.50")


def test_what_a_pack_leaves_open_it_takes_from_the_rule_it_tightens() -> None:
    book = BOOK.amend(pack(
        "parameter: financing_margin_ratio, from: 2023-10-09, value: 0.90",
        "parameter: short_margin_ratio, from: 2024-08-01, value: {general: 1.10}",
        "parameter: conversion_ratio_cap, from: 2024-01-02, value: {etf: 0.80}",
    ))  # fmt: skip
    laid = {name: (said[0].applies_to, said[0].on_rollover, said[0].venues) for name, said in book.overlays["pack:mine"].items()}
    everywhere = ("SSE", "SZSE", "BSE")
    assert laid == {
        "financing_margin_ratio": ("new_contracts", "keep", everywhere),  # an agreement tightens nothing
        "short_margin_ratio": ("new_contracts", "adopt", everywhere),
        "conversion_ratio_cap": ("all", "adopt", everywhere),
    }


def test_the_law_governs_again_where_it_overtakes_the_pack() -> None:
    """A pack asks 90 % from 2023-10-09 over 80 % of the law; on 2026-01-19 the law asks 100 % of new contracts."""
    rule = "parameter: financing_margin_ratio, from: 2023-10-09, value: 0.90"
    before, after = amended("2026-01-16", rule), amended("2026-01-19", rule)
    assert (before.number("financing_margin_ratio"), before.ruling("financing_margin_ratio").authority) == (
        Decimal("0.90"),
        "pack:mine",
    )
    assert (after.number("financing_margin_ratio"), after.ruling("financing_margin_ratio").authority) == (
        Decimal("1.00"),
        "exchanges",
    )
    kept = after.ruling("financing_margin_ratio", opened_on=day("2024-01-02"))
    assert (kept.value, kept.authority) == (Decimal("0.90"), "pack:mine")


def test_before_its_first_day_a_pack_says_nothing() -> None:
    found = amended("2023-10-08", "parameter: financing_margin_ratio, from: 2023-10-09, value: 0.90").ruling(
        "financing_margin_ratio"
    )
    assert (found.value, found.authority) == (Decimal("0.80"), "exchanges")


def test_a_value_ends_for_new_contracts_and_stays_with_those_opened_under_it() -> None:
    rule = "parameter: financing_margin_ratio, from: 2024-01-02, to: 2024-07-01, value: 1.10"
    rules = amended("2024-07-01", rule)
    assert rules.number("financing_margin_ratio") == Decimal("0.80")
    assert rules.number("financing_margin_ratio", opened_on=day("2024-06-28")) == Decimal("1.10")
    line = amended("2024-07-01", "parameter: call_line, from: 2024-01-02, to: 2024-07-01, value: 1.45")
    assert line.number("call_line", opened_on=day("2024-06-28")) == Decimal("1.30")


def test_a_pack_may_name_one_key_and_leave_the_others_to_the_law() -> None:
    rules = amended("2024-08-01", "parameter: short_margin_ratio, from: 2024-08-01, value: {general: 1.10}")
    assert rules.number("short_margin_ratio") == Decimal("1.10")
    assert rules.number("short_margin_ratio", key="private_fund") == Decimal("1.20")


def test_what_brokers_settle_freely_is_replaced() -> None:
    rules = amended("2024-08-01", "parameter: day_count_basis, from: 2024-01-02, value: 365")
    found = rules.ruling("day_count_basis")
    assert (found.value, found.authority, found.citation, found.confidence) == (365, "pack:mine", "合同第八条", "H")
    assert "pack mine" in found.reason.en
    assert "规则包 mine" in found.reason.zh


def test_an_equal_value_leaves_the_word_to_the_law() -> None:
    assert amended("2026-02-02", "parameter: financing_margin_ratio, from: 2026-01-19, value: 1.00").ruling(
        "financing_margin_ratio"
    ).authority == "exchanges"  # fmt: skip


def test_of_two_packs_the_tighter_governs() -> None:
    other = parse_pack(
        (HEAD % "{parameter: financing_margin_ratio, from: 2018-06-01, value: 1.20}").replace("mine", "other"), "other.yaml"
    )
    book = BOOK.amend(other).amend(pack("parameter: financing_margin_ratio, from: 2018-06-01, value: 1.10"))
    found = book.at(day("2018-06-04")).ruling("financing_margin_ratio")
    assert (found.value, found.authority) == (Decimal("1.20"), "pack:other")


def test_a_term_agreed_or_supposed_stands_before_a_pack_but_not_before_a_tighter_law() -> None:
    on = day("2024-08-01")
    laid = BOOK.amend(pack(
        "parameter: call_line, from: 2024-01-02, value: 1.45",
        "parameter: financing_margin_ratio, from: 2024-01-02, value: 0.90",
    ))  # fmt: skip
    rules = (
        laid.reform("call_line", Decimal("1.25"), on, authority="agreed")
        .reform("financing_margin_ratio", Decimal("0.70"), on)
        .at(on)
    )
    assert (rules.number("call_line"), rules.ruling("call_line").authority) == (Decimal("1.25"), "agreed")
    assert (rules.number("financing_margin_ratio"), rules.ruling("financing_margin_ratio").authority) == (
        Decimal("0.90"),
        "pack:mine",
    )


def test_east_money_asks_what_its_notice_says() -> None:
    rules = BOOK.amend(load_pack("east_money_2018")).at(day("2018-06-01"))
    assert (rules.number("financing_margin_constant"), rules.number("financing_margin_least")) == (Decimal("1.70"), 1)
