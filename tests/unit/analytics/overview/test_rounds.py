"""Round thresholds between two values: up, down, several at once, for the first time or again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.analytics.overview.rounds import ROUND_STEP, Passed, passed
from liangrong.core.calendar import mainland
from liangrong.market.snapshot import MarketSnapshot
from tests.small_market import FIRST

MEASURE = "financing_balance"
DAYS = mainland().between(FIRST, mainland().offset(FIRST, 3))


def steps(*levels: float) -> MarketSnapshot:
    """One session after the other at so many thresholds, from the first session of all."""
    values = [Decimal(str(level)) * ROUND_STEP for level in levels]
    rows = pl.DataFrame({"exchange": ["SSE+SZSE"] * len(values), "trade_date": DAYS[: len(values)], MEASURE: values})
    return MarketSnapshot.of({"market_totals": rows}, DAYS[len(values) - 1])


def asked(*levels: float) -> Passed | None:
    before, now = (Decimal(str(level)) * ROUND_STEP for level in levels[-2:])
    return passed(steps(*levels), MEASURE, DAYS[len(levels) - 1], before=before, now=now)


def test_between_thresholds_nothing_is_passed() -> None:
    assert asked(1.2, 1.9) is None


def test_at_the_threshold_counts_as_reached() -> None:
    assert asked(1.9, 2.0) == Passed(2 * ROUND_STEP, upwards=True, first_ever=True)


@pytest.mark.parametrize(("levels", "first"), [((1.9, 2.1), True), ((1.2, 1.9, 2.1), True), ((1.9, 2.1, 1.9, 2.2), False)])
def test_only_the_first_crossing_of_all_is_the_first(levels: tuple[float, ...], first: bool) -> None:
    found = asked(*levels)
    assert found is not None
    assert (found.threshold, found.upwards) == (2 * ROUND_STEP, True)
    assert found.first_ever is first


def test_a_leap_names_the_highest_and_a_fall_the_lowest_threshold() -> None:
    up, down = asked(1.9, 4.5), asked(4.5, 1.9)
    assert up is not None
    assert down is not None
    assert (up.threshold, up.upwards) == (4 * ROUND_STEP, True)
    assert (down.threshold, down.upwards, down.first_ever) == (2 * ROUND_STEP, False, None)


def test_where_the_history_cannot_tell_it_is_not_called_the_first() -> None:
    late = mainland().between(date(2015, 3, 2), date(2015, 3, 6))
    values = [Decimal("1.9") * ROUND_STEP, Decimal("2.1") * ROUND_STEP]
    rows = pl.DataFrame({"exchange": ["SSE+SZSE"] * 2, "trade_date": late[:2], MEASURE: values})
    found = passed(MarketSnapshot.of({"market_totals": rows}, late[1]), MEASURE, late[1], before=values[0], now=values[1])
    assert found == Passed(2 * ROUND_STEP, upwards=True, first_ever=None)
