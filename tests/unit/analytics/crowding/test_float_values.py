"""Float caps: stored ones first, estimates only where asked, and said."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.crowding.denominators import FloatValues, float_values
from liangrong.analytics.panels.margin import margin_panel
from liangrong.analytics.panels.returns import quote_panel
from tests.unit.analytics.crowding import stocks

NAMES = ["600000.SH", "600001.SH"]
DAYS = stocks.days(3)
LATER, MUCH_LATER = date(2026, 2, 3), date(2026, 3, 2)


def values(caps: pl.DataFrame, quotes: pl.DataFrame, *, proxy: bool) -> FloatValues:
    margin = stocks.rows(NAMES, DAYS, financing_balance=lambda s, r: 100)
    snapshot = stocks.market({"margin_detail": margin, "caps": caps, "quotes": quotes})
    panel = margin_panel(snapshot, ("financing_balance",))
    return float_values(snapshot, panel, quote_panel(snapshot, start=DAYS[0], end=DAYS[-1]), proxy=proxy)


def quoted() -> pl.DataFrame:
    """Closes of 10 in January, of 20 in February, of 40 in March."""
    spans = [(DAYS, 10), ([LATER], 20), ([MUCH_LATER], 40)]
    return pl.concat([stocks.quotes(NAMES, days, turnover=lambda s, r: 1, close=lambda s, r, at=at: at) for days, at in spans])


def capped(*told: tuple[str, date, int | None]) -> pl.DataFrame:
    return pl.DataFrame([{"security_id": name, "trade_date": day, "float_cap": cap} for name, day, cap in told])


def test_shares_of_the_nearest_snapshot_times_the_close_of_the_day() -> None:
    caps = capped((NAMES[0], LATER, 4000), (NAMES[0], MUCH_LATER, 99_999), (NAMES[1], LATER, 600))
    found = values(caps, quoted(), proxy=True)
    assert found.cap[-1].tolist() == [4000 / 20 * 10, 600 / 20 * 10]
    assert found.snapshot_day == LATER
    assert found.estimated.tolist() == [True, True]
    assert np.isnan(found.cap[:-1]).all(), "days before the one asked for are never estimated"


def test_nothing_is_estimated_unless_asked() -> None:
    found = values(capped((NAMES[0], LATER, 4000)), quoted(), proxy=False)
    assert np.isnan(found.cap).all()
    assert found.snapshot_day is None


def test_a_stored_cap_is_never_replaced() -> None:
    found = values(capped((NAMES[0], DAYS[-1], 1234), (NAMES[0], LATER, 4000), (NAMES[1], LATER, 600)), quoted(), proxy=True)
    assert found.cap[-1].tolist() == [1234.0, 300.0]
    assert found.estimated.tolist() == [False, True]


def test_the_earlier_of_two_equally_near_snapshots() -> None:
    before, after = date(2026, 1, 29), date(2026, 1, 31)
    quotes = pl.concat([quoted(), stocks.quotes(NAMES, [after], turnover=lambda s, r: 1, close=lambda s, r: 5)])
    found = values(capped((NAMES[0], before, 100), (NAMES[0], after, 999)), quotes, proxy=True)
    assert found.snapshot_day == before
    assert found.cap[-1, 0] == pytest.approx(100.0)


def test_without_a_close_on_the_snapshot_day_there_is_no_estimate() -> None:
    quotes = quoted().filter(~((pl.col("trade_date") == LATER) & (pl.col("security_id") == NAMES[1])))
    found = values(capped((NAMES[0], LATER, 4000), (NAMES[1], LATER, 600)), quotes, proxy=True)
    assert found.cap[-1, 0] == 2000.0
    assert np.isnan(found.cap[-1, 1])


def test_a_cap_of_nothing_is_no_denominator() -> None:
    assert np.isnan(values(capped((NAMES[0], DAYS[-1], 0)), quoted(), proxy=False).cap).all()
