"""Levels without gaps: what fills a hole, what does not, and what is never read off it."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.analytics.heat.prices import COMPOSITE, LONGEST_HOLE, prices
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot
from tests.unit.analytics.heat.levels import of_closes, sessions


def test_one_missing_close_is_the_previous_close_of_the_next_row() -> None:
    """121 after a rise of 10 % came from 110, wherever the close before the hole stood."""
    levels = of_closes([100.0, None, 121.0], change_ratio=[None, None, 0.1])
    assert levels.frame["close"].round(9).to_list() == [100.0, 110.0, 121.0]
    assert levels.frame["is_known"].to_list() == [True, False, True]
    assert "1 sessions" in levels.notes[0].en


def test_two_missing_closes_are_the_implied_one_and_an_even_step() -> None:
    """110 is implied for the later day; the day before lies evenly, in logarithms, between 100 and 110."""
    levels = of_closes([100.0, None, None, 121.0], change_ratio=[None, None, None, 0.1])
    assert levels.frame["close"][1] == pytest.approx((100 * 110) ** 0.5)
    assert levels.frame["close"][2] == pytest.approx(110)
    assert levels.known.height == 2


def test_a_long_hole_stays_a_hole() -> None:
    hole = [None] * (LONGEST_HOLE + 1)
    levels = of_closes([100.0, *hole, 121.0])
    assert levels.frame["close"].null_count() == LONGEST_HOLE + 1
    assert f"{LONGEST_HOLE + 1} further" in levels.notes[0].en


def test_the_composite_also_stands_beside_the_account_statistics() -> None:
    days = sessions(2)
    rows = pl.DataFrame({"trade_date": days, "sse_composite_close": [4000.0, 4100.0]})
    levels = prices(MarketSnapshot.of({"account_statistics": rows}, days[-1]), COMPOSITE)
    assert levels.frame["close"].to_list() == [4000.0, 4100.0]


def test_a_stock_is_chained_over_its_ex_rights_day() -> None:
    """10 to 11, then a split in two: 5.5 before, 6.05 after. Each step is 10 %, so the chain reads 10, 11, 12.1."""
    days = sessions(3)
    rows = pl.DataFrame({
        "security_id": "600519.SH", "trade_date": days, "close": [10.0, 11.0, 6.05], "previous_close": [10.0, 10.0, 5.5],
        "high": [10.0, 11.0, 6.6],
    })  # fmt: skip
    levels = prices(MarketSnapshot.of({"quotes": rows}, days[-1]), "600519.SH")
    assert levels.frame["close"].round(9).to_list() == [10.0, 11.0, 12.1]
    assert levels.frame["high"].round(9).to_list() == [10.0, 11.0, 13.2]


def test_a_gap_in_a_stocks_quotes_keeps_its_step() -> None:
    """Rows missing on two sessions: the step over the gap is close to close, 10 to 13, whatever previous close is printed."""
    days = sessions(4)
    rows = pl.DataFrame({
        "security_id": "600519.SH", "trade_date": [days[0], days[3]], "close": [10.0, 13.0], "previous_close": [10.0, 12.5],
    })  # fmt: skip
    levels = prices(MarketSnapshot.of({"quotes": rows}, days[-1]), "600519.SH")
    assert levels.frame["close"][0] == pytest.approx(10)
    assert levels.frame["close"][2] == pytest.approx(12.5), "the previous close of the next row"
    assert levels.frame["close"][3] == pytest.approx(13)


def test_what_is_not_stored_is_said_with_what_is() -> None:
    days = [date(2026, 1, 30)]
    rows = pl.DataFrame({"security_id": "000300.SH", "trade_date": days, "close": [4000.0]})
    with pytest.raises(NoData, match=r"000300\.SH"):
        prices(MarketSnapshot.of({"index_quotes": rows}, days[0]), "399001.SZ")
