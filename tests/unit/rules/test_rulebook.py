"""Names and groups, assumptions and supposed reforms: books made from the book."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.core.errors import BadInput, UnknownName, UsageError
from liangrong.rules.rulebook import Rulebook

BOOK = Rulebook.load()


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_a_rule_has_other_names() -> None:
    rules = BOOK.at(day("2020-01-02"))
    assert rules.ruling("defaults.call").parameter == "call_line"
    assert rules.ruling("conversion_ratio_cap.etf") == rules.ruling("conversion_ratio_cap", key="etf")
    assert rules.value("call_line_floor.value") == rules.value("call_line_floor")


def test_a_group_lists_its_members_its_namesake_first() -> None:
    assert BOOK.groups["call_line_floor"][0] == "call_line_floor"
    assert {"cure_days_max", "cure_target_floor"} < set(BOOK.groups["call_line_floor"])
    assert {"call_line", "warning_line", "immediate_line", "cure_target", "netting"} <= set(BOOK.groups["defaults"])


def test_a_name_that_is_not_there_is_answered_with_its_neighbours() -> None:
    with pytest.raises(UnknownName, match=r"no rule parameter called 'finacing_margin_ratio'. Known: financing_margin_ratio,"):
        BOOK.parameter("finacing_margin_ratio")


def test_an_assumption_can_be_made_otherwise() -> None:
    kept = BOOK.assume("short_margin_ratio", day("2023-10-30"), on_rollover="keep").at(day("2024-02-01"))
    asked = {"opened_on": day("2023-09-01"), "rolled_on": (day("2023-12-01"),)}
    assert kept.number("short_margin_ratio", **asked) == Decimal("0.50")
    assert BOOK.at(day("2024-02-01")).number("short_margin_ratio", **asked) == Decimal("0.80")
    with pytest.raises(UsageError, match=r"starts on 2023-10-31; values start on 2010-03-31"):
        BOOK.assume("short_margin_ratio", day("2023-10-31"), on_rollover="keep")


def test_answers_of_one_book_are_not_those_of_another() -> None:
    on = day("2026-02-02")
    assert BOOK.at(on).number("financing_margin_ratio") == 1
    assert BOOK.reform("financing_margin_ratio", Decimal("0.5"), on).at(on).number("financing_margin_ratio") == Decimal("0.5")
    assert BOOK.at(on).number("financing_margin_ratio") == 1


def test_a_supposed_reform_may_loosen_and_spares_what_was_open() -> None:
    book = BOOK.reform("financing_margin_ratio", Decimal("0.60"), day("2024-03-01"))
    assert book.at(day("2024-02-29")).number("financing_margin_ratio") == Decimal("0.80")
    found = book.at(day("2024-03-01")).ruling("financing_margin_ratio", venue="BSE")
    assert (found.value, found.authority) == (Decimal("0.60"), "reform")
    open_before = book.at(day("2024-03-01")).ruling("financing_margin_ratio", opened_on=day("2024-01-02"))
    assert (open_before.value, open_before.authority) == (Decimal("0.80"), "exchanges")
    assert book.at(day("2026-01-19")).number("financing_margin_ratio") == 1


def test_a_reform_takes_the_place_of_a_value_of_the_same_day() -> None:
    book = BOOK.reform("financing_margin_ratio", Decimal("0.90"), day("2026-01-19"), venues=("SSE",), applies_to="all")
    rules = book.at(day("2026-01-19"))
    assert rules.number("financing_margin_ratio", opened_on=day("2025-12-10")) == Decimal("0.90")
    assert rules.number("financing_margin_ratio", venue="SZSE") == 1
    starts = [dated.start for dated in book.parameter("financing_margin_ratio").history("SSE")]
    assert starts == sorted(set(starts))


def test_a_reform_is_in_the_unit_of_its_rule() -> None:
    with pytest.raises(BadInput, match=r"reform: financing_margin_ratio 2027-01-04: value is 90, which looks like a percentage"):
        BOOK.reform("financing_margin_ratio", 90, day("2027-01-04"))
    with pytest.raises(BadInput, match=r"value lacks private_fund"):
        BOOK.reform("short_margin_ratio", {"general": Decimal(1)}, day("2027-01-04"))


def test_two_rules_of_one_name_are_refused() -> None:
    rule = BOOK.parameter("call_line")
    with pytest.raises(BadInput, match=r"brokers/call_line.yaml: call_line: parameter: the name call_line is taken"):
        Rulebook.of([rule, rule])
