"""What a rule change does to an account: worked by hand from the margin ratios of the notices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.core.errors import NoData, UnknownName
from liangrong.research.reports.kinds.rule_change.draft import chosen_event
from liangrong.research.reports.kinds.rule_change.effects import held_margins, limits
from liangrong.rules.rulebook import Rulebook

BOOK = Rulebook.load()
MILLION = Decimal(1_000_000)


def test_a_million_before_and_after_the_rise_of_2026() -> None:
    """1,000,000 / 0.80 = 1,250,000 and 1,000,000 / 1.00 = 1,000,000; shorts are as before."""
    found = {(limit.side, limit.investor): limit for limit in limits(BOOK, date(2026, 1, 16), date(2026, 1, 19), MILLION)}
    assert (found["financing", "general"].before, found["financing", "general"].after) == (Decimal(1_250_000), MILLION)
    assert (found["short", "general"].before, found["short", "general"].after) == (MILLION, MILLION)


def test_a_private_fund_before_and_after_the_rise_of_2024() -> None:
    """1,000,000 / 1.00 and 1,000,000 / 1.20 = 833,333.33."""
    found = {(limit.side, limit.investor): limit for limit in limits(BOOK, date(2024, 7, 19), date(2024, 7, 22), MILLION)}
    fund = found["short", "private_fund"]
    assert fund.before == MILLION
    assert fund.after is not None
    assert round(fund.after, 2) == Decimal("833333.33")


def test_older_financing_contracts_and_their_rollovers_are_spared_in_2026() -> None:
    held = {(each.side, each.case): each for each in held_margins(BOOK, date(2026, 1, 16), date(2026, 1, 19), MILLION)}
    assert held["financing", "kept"].margin == held["financing", "rolled"].margin == Decimal(800_000)
    assert held["financing", "new"].margin == MILLION
    assert held["financing", "kept"].left == Decimal(200_000)


def test_a_rolled_over_short_takes_the_new_ratio_in_2024() -> None:
    held = {(each.side, each.case): each for each in held_margins(BOOK, date(2024, 7, 19), date(2024, 7, 22), MILLION)}
    assert held["short", "kept"].margin == Decimal(800_000)
    assert held["short", "rolled"].margin == held["short", "new"].margin == MILLION


def test_an_agreed_contract_may_take_the_lower_ratio_in_2023() -> None:
    held = {(each.side, each.case): each for each in held_margins(BOOK, date(2023, 9, 8), date(2023, 9, 11), MILLION)}
    assert held["financing", "kept"].margin == MILLION
    assert held["financing", "agreed"].margin == Decimal(800_000)


def test_there_is_no_limit_before_there_was_a_rule() -> None:
    assert limits(BOOK, date(2009, 12, 31), date(2010, 1, 4), MILLION) == ()


def test_an_event_is_chosen_by_name_by_day_or_as_the_last() -> None:
    day = date(2024, 8, 1)
    assert chosen_event("bse_starts", None, day).date == date(2023, 2, 13)
    assert chosen_event(None, date(2023, 9, 11), day).event == "financing_ratio_80_2023"
    assert chosen_event(None, None, day).event == "short_ratio_100_2024"
    with pytest.raises(UnknownName):
        chosen_event("bse_ends", None, day)
    with pytest.raises(NoData) as nothing:
        chosen_event(None, date(2023, 9, 12), day)
    assert "2023-09-11" in nothing.value.message("en")
    with pytest.raises(NoData):
        chosen_event(None, None, date(2009, 1, 5))
