"""Every fault of an account, as a sentence that names field, row, date and rule."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from liangrong.accounts.intake.checks import problems
from liangrong.accounts.intake.layouts import Document, read_accounts
from liangrong.accounts.intake.problems import Problem
from liangrong.rules.packs import load_pack, parse_pack
from liangrong.rules.rulebook import Rulebook


def _found(**cells: object) -> tuple[Problem, ...]:
    (entry,) = read_accounts(Document("a.json", _account(**cells)))
    return problems(entry, Rulebook.load())


def _account(**cells: object) -> dict[str, object]:
    return {"as_of": "2026-02-02", "cash": "1000000", **cells}


def _loan(**cells: str) -> dict[str, list[Mapping[str, object]]]:
    loan = {
        "security": "600519",
        "opened_on": "2025-12-10",
        "quantity": "1000",
        "purchase_price": "10",
        "price": "10",
        "margin_ratio": "0.80",
    }
    return {"financing": [{**loan, **cells}]}


def _short(**cells: str) -> dict[str, list[Mapping[str, object]]]:
    short = {
        "security": "600519",
        "opened_on": "2025-12-10",
        "quantity": "1000",
        "sale_price": "10",
        "price": "10",
        "margin_ratio": "1.20",
    }
    return {"shorts": [{**short, **cells}]}


def _held(**cells: str) -> dict[str, list[Mapping[str, object]]]:
    return {"collateral": [{"security": "600519", "quantity": "1000", "price": "10", **cells}]}


def test_an_account_that_can_be_has_no_problems():
    assert _found(**_held(conversion_ratio="0.70"), **_loan()) == ()


@pytest.mark.parametrize(
    ("cells", "field", "said"),
    [
        ({"cash": "-5"}, "cash", "cannot be negative"),
        ({"charges": "-1"}, "charges", "cannot be negative"),
        ({"credit_line": "-1"}, "credit_line", "cannot be negative"),
        (_held(quantity="-100"), "quantity", "is -100; a holding is positive"),
        (_held(quantity="0"), "quantity", "is 0"),
        (_held(price="0"), "price", "a price is positive"),
        (_held(price="-3"), "price", "a price is positive"),
        (_held(conversion_ratio="-0.1"), "conversion_ratio", "cannot be negative"),
        (_held(conversion_ratio="70"), "conversion_ratio", "for 70 % write 0.7"),
        (_held(bought="2000"), "bought", "not between 0 and the holding of 1000"),
        (_loan(quantity="-1", principal="10"), "quantity", "positive quantity"),
        (_loan(purchase_price="0"), "principal", "must be positive"),
        (_loan(rate="6.5"), "rate", "for 6.5 % write 0.065"),
        (_loan(rate="-0.01"), "rate", "cannot be negative"),
        (_loan(accrued="-1"), "accrued", "cannot be negative"),
        (_loan(margin_ratio="80"), "margin_ratio", "write a ratio, 0.80 (or 80%)"),
        (_loan(due_on="2025-12-01"), "due_on", "before its opening, 2025-12-10"),
        (_short(quantity="0", proceeds="10"), "quantity", "positive quantity"),
        (_short(sale_price="0"), "proceeds", "must be positive"),
    ],
)
def test_a_number_that_cannot_be_is_an_error_of_its_field(cells, field, said):
    (problem,) = [each for each in _found(**cells) if each.severity == "error"]
    assert problem.field == field
    assert said in problem.en
    assert problem.zh


def test_a_ratio_under_the_floor_of_its_day_names_floor_day_and_notice():
    (problem,) = _found(**_loan(margin_ratio="0.60"))
    sentence = problem.sentence("en")
    assert sentence.startswith("a.json, financing contract 1 (600519), margin_ratio: is 0.60; ")
    assert "opened on 2025-12-10 may not be below 0.80, the floor since 2023-09-11" in sentence
    assert "2023" in problem.citation
    assert sentence.endswith(f"({problem.citation}).")
    assert "2025-12-10 开立的合约不得低于 0.80" in problem.sentence("zh")


@pytest.mark.parametrize(
    ("cells", "floor"),
    [
        # Worked example 11: 0.50 until 2015-11-20, 1.00 from 2015-11-23, 0.80 from 2023-09-11, 1.00 from 2026-01-19.
        (_loan(opened_on="2015-11-20", margin_ratio="0.50", rolled_on="2016-05-20"), None),
        (_loan(opened_on="2015-11-20", margin_ratio="0.49"), "0.50"),
        (_loan(opened_on="2026-01-19"), "1.00"),
        (_loan(opened_on="2026-01-16"), None),
        # A contract opened at 100 % may have been lowered to 80 % by agreement after 2023-09-11.
        (_loan(opened_on="2023-03-01", margin_ratio="0.80"), None),
        (_loan(opened_on="2023-03-01", margin_ratio="0.79"), "0.80"),
        # Shorts: 0.80 general and 1.00 private fund from 2023-10-30, 1.00 and 1.20 from 2024-07-22, adopted on rollover.
        (_short(opened_on="2024-07-19", margin_ratio="0.80"), None),
        (_short(opened_on="2024-07-19", margin_ratio="0.80", rolled_on="2024-07-22"), "1.00"),
        (_short(opened_on="2024-07-22", margin_ratio="0.99"), "1.00"),
        ({**_short(opened_on="2024-07-22", margin_ratio="1.19"), "investor": "private_fund"}, "1.20"),
        ({**_short(opened_on="2024-07-22", margin_ratio="1.20"), "investor": "私募基金"}, None),
    ],
)
def test_the_floor_is_that_of_the_contracts_vintage(cells, floor):
    errors = [problem for problem in _found(**cells) if problem.severity == "error"]
    if floor is None:
        assert errors == []
    else:
        assert [problem.field for problem in errors] == ["margin_ratio"]
        assert f"may not be below {floor}," in errors[0].en


@pytest.mark.parametrize(
    ("cells", "field", "said"),
    [
        (_loan(opened_on="2010-03-30"), "opened_on", "margin trading on SSE began on 2010-03-31"),
        (_loan(security="920002", opened_on="2023-02-10"), "opened_on", "margin trading on BSE began on 2023-02-13"),
        (_loan(opened_on="2026-02-03"), "opened_on", "after the account's day, 2026-02-02"),
        (_loan(opened_on="2014-06-03", rolled_on="2014-12-01"), "rolled_on", "possible since 2015-07-01"),
        (_loan(rolled_on="2025-12-01"), "rolled_on", "not between its opening, 2025-12-10, and the account's day, 2026-02-02"),
        (_loan(rolled_on="2026-03-01"), "rolled_on", "not between"),
    ],
)
def test_a_day_on_which_it_could_not_happen_is_an_error(cells, field, said):
    errors = [problem for problem in _found(**cells) if problem.severity == "error"]
    assert [problem.field for problem in errors] == [field]
    assert said in errors[0].en


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (_loan(opened_on="2025-12-13"), "2025-12-13 was no trading day"),
        (_loan(opened_on="2025-06-03"), "more than 6 months before 2026-02-02; give rolled_on"),
        (_loan(due_on="2026-12-10"), "more than 6 months after 2025-12-10"),
        # due 2026-02-18, so 2026-08-18 after one rollover, whenever in its term that was applied for
        (_loan(opened_on="2025-08-18", rolled_on="2026-01-20", due_on="2026-08-20"), "(2026-08-18); give every rollover"),
        (_loan(opened_on="2024-06-03", rolled_on="2024-12-02"), "came due by 2025-06-03, before 2026-02-02; give every rollover"),
        (_loan(quantity="0", principal="10"), "only the debt is left"),
        ({"cash": "1", **_short()}, "cash includes these proceeds"),
    ],
)
def test_what_may_be_so_is_a_warning(cells, said):
    (problem,) = _found(**cells)
    assert problem.severity == "warning"
    assert said in problem.en


def test_other_collateral_before_2019_is_told_not_to_count():
    (problem,) = _found(as_of="2018-06-01", other_collateral="100")
    assert (problem.severity, problem.field) == ("warning", "other_collateral")


def test_a_valuation_before_margin_trading_existed_is_an_error():
    (problem,) = _found(as_of="2010-03-30")
    assert problem.field == "as_of"
    assert problem.en == "is 2010-03-30; margin trading began on 2010-03-31"
    assert problem.citation


@pytest.mark.parametrize("day", ["1999-12-31", "9999-12-31"])
def test_a_valuation_beyond_the_calendar_is_an_error(day):
    (problem,) = _found(as_of=day, **_loan(opened_on=day))
    assert problem.field == "as_of"
    assert "The trading calendar covers" in problem.en


@pytest.mark.parametrize(
    ("security", "asset_class", "ratio", "cap"),
    [
        ("600519", "", "0.71", "0.70"),  # a share may be a member of the large index, never more
        ("600519", "other_a_share", "0.66", "0.65"),
        ("600519", "risk_warned", "0.10", "0"),
        ("510300", "etf", "0.91", "0.90"),
        ("510300", "", "0.96", "0.95"),  # a fund may be a money-market fund
        ("019547.SH", "", "0.96", "0.95"),
        ("贵州茅台", "", "0.96", "0.95"),  # no class is known, so no class but cash allows it
    ],
)
def test_a_conversion_ratio_above_the_cap_of_its_class_names_the_cap(security, asset_class, ratio, cap):
    (problem,) = _found(**_held(security=security, asset_class=asset_class, conversion_ratio=ratio))
    assert problem.field == "conversion_ratio"
    assert f"is {ratio}, above the cap of {cap} on 2026-02-02" in problem.en
    assert problem.citation


@pytest.mark.parametrize(("security", "ratio"), [("600519", "0.70"), ("510300", "0.90"), ("贵州茅台", "0.95"), ("TB", "0.95")])
def test_a_conversion_ratio_at_the_cap_is_allowed(security, ratio):
    assert _found(**_held(security=security, conversion_ratio=ratio)) == ()


@pytest.mark.parametrize(
    ("terms", "field", "said"),
    [
        ({"call_line": "1.45", "cure_target": "1.50"}, "terms", "on 2026-02-02 warning_line 1.40 lies below call_line 1.45"),
        ({"追保线": "1.45", "追保目标": "1.5"}, "terms", "warning_line 1.40 lies below call_line 1.45"),
        ({"call_lime": "1.35"}, "terms.call_lime", "did you mean call_line?"),
        ({"call_line": "130"}, "terms.call_line", "write a ratio, 1.30 (or 130%)"),
        ({"call_line": "high"}, "terms.call_line", "where a number is expected"),
        ({"call_line": "-1.3"}, "terms.call_line", "cannot be negative"),
        ({"netting": "per_day"}, "terms.netting", "known: per_contract, per_security"),
        ({"interest_first": "maybe"}, "terms.interest_first", "true or false"),
        ({"cure_deadline_sessions": "1.5"}, "terms.cure_deadline_sessions", "whole number"),
        ({"financing_margin_ratio": "0.5"}, "terms.financing_margin_ratio", "looser than the 1.00 that holds on 2026-02-02"),
        ({"withdrawal_line": "2.00"}, "terms.withdrawal_line", "looser than the 3.00"),
        ({"short_margin_ratio": "1.5"}, "terms.short_margin_ratio", "put it into a broker pack"),
    ],
)
def test_terms_that_cannot_be_agreed_are_errors(terms, field, said):
    errors = [problem for problem in _found(terms=terms) if problem.severity == "error"]
    assert [problem.field for problem in errors] == [field]
    assert said in errors[0].en


def test_terms_stricter_than_the_law_are_allowed():
    terms = {
        "call_line": "135%",
        "warning_line": "1.45",
        "cure_target": "1.50",
        "netting": "per_security",
        "day_count_basis": "365",
    }
    assert _found(terms=terms) == ()


def test_a_call_line_under_the_floor_of_its_time_is_looser_than_the_law():
    (problem,) = _found(as_of="2014-06-03", terms={"call_line": "1.25"})
    assert "looser than the 1.30 that holds on 2014-06-03" in problem.en
    assert _found(as_of="2020-06-03", terms={"call_line": "1.25"}) == ()  # abolished in 2019


@pytest.mark.parametrize(
    ("events", "field", "said"),
    [
        ([{"event": "deposit", "on": "2026-01-30", "amount": "1"}], "on", "before the account's day, 2026-02-02"),
        (
            [{"event": "deposit", "on": "2026-02-04", "amount": "1"}, {"event": "deposit", "on": "2026-02-03", "amount": "1"}],
            "on",
            "before the event before it, 2026-02-04",
        ),
        ([{"event": "deposit", "on": "2026-02-03", "amount": "-1"}], "amount", "must be positive"),
        ([{"event": "融资买入", "on": "2026-02-03", "security": "600519", "quantity": "0", "price": "1"}], "quantity", "must be positive"),
        ([{"event": "financing_buy", "on": "2026-02-03", "security": "600519", "quantity": "100", "price": "1", "costs": "-1"}],
         "costs", "cannot be negative"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_is_an_error_of_its_row(events, field, said):
    (problem,) = _found(events=events)
    assert (problem.field, problem.row.en) == (field, f"event {len(events)}")
    assert said in problem.en


def test_all_problems_of_an_account_are_told_at_once():
    found = _found(cash="-5", **_held(quantity="0"), **_loan(margin_ratio="0.60"), terms={"cure_target": "1.20"})
    assert [problem.field for problem in found] == ["cash", "quantity", "margin_ratio", "terms"]


def test_a_contract_is_held_against_the_law_not_against_a_brokers_present_terms():
    strict = """
    {pack: strict, title_zh: 严, title_en: strict, example: true, citation: 合同, confidence: H, rules: [
      {parameter: financing_margin_ratio, from: 2024-01-02, value: 1.10},
      {parameter: conversion_ratio_cap, from: 2024-01-02, value: {index_a_share: 0.50, other_a_share: 0.50}}]}
    """
    (entry,) = read_accounts(Document("a.json", _account(**_loan(conversion_ratio="0.65"))))
    assert problems(entry, Rulebook.load().amend(parse_pack(strict, "strict.yaml"))) == ()


def test_a_contract_of_the_first_day_is_as_old_as_one_can_be():
    assert _found(as_of="2010-04-01", **_loan(opened_on="2010-03-31", margin_ratio="0.50")) == ()
    assert _found(as_of="2023-02-14", **_loan(security="920002", opened_on="2023-02-13", margin_ratio="1.00")) == ()


def test_lines_are_ordered_together_with_those_of_the_pack():
    # Scheme B warns at 1.45; a call line of 1.42 lies above the 1.40 of common practice.
    (entry,) = read_accounts(Document("a.json", _account(terms={"call_line": "1.42", "cure_target": "1.45"})))
    assert [problem.field for problem in problems(entry, Rulebook.load())] == ["terms"]
    assert problems(entry, Rulebook.load().amend(load_pack("line_scheme_b"))) == ()


def test_a_rollover_adds_to_the_end_of_the_term_not_to_its_own_day() -> None:
    """Opened on 2025-08-18 and due six months later; applied for on 2026-01-20, it runs to 2026-08-18."""
    assert _found(**_loan(opened_on="2025-08-18", rolled_on="2026-01-20", due_on="2026-08-18")) == ()


def test_a_trade_on_a_day_without_trading_is_remarked_on() -> None:
    """2026-02-07 is a Saturday; cash may come in on it, shares may not be bought."""
    buy = {"event": "collateral_buy", "on": "2026-02-07", "security": "600519", "quantity": "100", "price": "10"}
    paid_in = {"event": "deposit", "on": "2026-02-07", "amount": "100"}
    (problem,) = _found(**_held(), events=[paid_in, buy])
    assert (problem.severity, problem.row.en, problem.field) == ("warning", "event 2", "on")
    assert "2026-02-07, no trading day" in problem.sentence("en")
