"""What is always true of the rulebook, whatever the pack and the contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.core.errors import LooseningOverlay
from liangrong.rules.packs import Pack, PackRule
from liangrong.rules.parameters import Reach
from liangrong.rules.rulebook import Rulebook

BOOK = Rulebook.load()
FIRST, LAST = date(2010, 3, 31), date(2026, 3, 31)
DAYS = st.dates(FIRST, LAST)
CONTRACTS = st.lists(DAYS, min_size=2, max_size=5).map(sorted)
"""Opened on the first day, asked about on the last, rolled over on those between."""
REACHES: st.SearchStrategy[Reach | None] = st.sampled_from([None, "all", "new_contracts"])


def laid_over(start: date, value: Decimal, reach: Reach | None, end: date | None = None) -> Rulebook:
    rule = PackRule("financing_margin_ratio", start, value, "合同", "H", end=end, applies_to=reach)
    return BOOK.amend(Pack("any", "任意", "any", False, "合同", "H", (rule,), "any.yaml"))


def ratio(book: Rulebook, days: list[date], *, agreed: bool = False) -> Decimal:
    opened, *rolled, on = days
    return book.at(on).number("financing_margin_ratio", opened_on=opened, rolled_on=tuple(rolled), agreed=agreed)


@given(DAYS, st.integers(50, 200), REACHES, CONTRACTS, st.booleans(), st.none() | DAYS)
def test_no_pack_ever_loosens_any_contract(
    start: date, percent: int, reach: Reach | None, days: list[date], agreed: bool, end: date | None
) -> None:
    value = Decimal(percent) / 100
    end = end if end and end > start else None
    if value < BOOK.at(start).number("financing_margin_ratio"):
        with pytest.raises(LooseningOverlay):
            laid_over(start, value, reach, end)
        return
    law, amended = ratio(BOOK, days, agreed=agreed), ratio(laid_over(start, value, reach, end), days, agreed=agreed)
    assert law <= amended <= max(law, value)
    if days[-1] < start:
        assert amended == law
    if end is None and days[0] >= start:
        assert amended == max(law, value)


@given(CONTRACTS)
def test_agreeing_never_costs_a_client(days: list[date]) -> None:
    assert ratio(BOOK, days, agreed=True) <= ratio(BOOK, days)


@given(CONTRACTS)
def test_a_financing_contract_never_has_a_ratio_that_no_new_contract_had_since_it_was_opened(days: list[date]) -> None:
    opened, *_, on = days
    seen = {BOOK.at(opened).number("financing_margin_ratio")}
    seen |= {dated.value for dated in BOOK.parameter("financing_margin_ratio").history("SSE") if opened < dated.start <= on}
    assert ratio(BOOK, days) in seen


@given(CONTRACTS)
def test_a_rollover_changes_nothing_for_financing_and_never_lowers_for_shorting(days: list[date]) -> None:
    opened, *rolled, on = days
    rules = BOOK.at(on)
    assert ratio(BOOK, days) == ratio(BOOK, [opened, on])
    short = rules.number("short_margin_ratio", opened_on=opened, rolled_on=tuple(rolled))
    assert rules.number("short_margin_ratio", opened_on=opened) <= short <= rules.number("short_margin_ratio")
