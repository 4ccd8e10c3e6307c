"""Records, crossings and changes that can be checked against what was published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.analytics.changes import changes
from liangrong.analytics.crossings import first_crossing
from liangrong.analytics.records import record_state, records
from liangrong.core.errors import HistoryTruncated
from liangrong.market.snapshot import MarketSnapshot

pytestmark = pytest.mark.real
TOTAL = "margin_trading_balance"
HOLES = "2018-12-18…2018-12-19, 2018-12-24…2019-12-31"


def test_nine_records_in_september_2025_eight_in_a_row(real_market: MarketSnapshot) -> None:
    found = records(real_market, TOTAL, start=date(2025, 9, 1), end=date(2025, 9, 17)).data
    assert found.height == 9
    assert found["date"][0] == date(2025, 9, 1)
    assert found["streak"][-1] == 8
    assert found["previous_high_date"][0] == date(2015, 6, 18)
    state = record_state(real_market, TOTAL, start=date(2025, 9, 1), end=date(2025, 9, 17)).data
    assert state.select("is_record", "records_in_window", "streak", "sessions_since_last_record").row(0) == (True, 9, 8, 0)


def test_the_hole_is_named_and_bounded_by_the_other_basis(real_market: MarketSnapshot) -> None:
    answer = records(real_market, TOTAL, start=date(2025, 9, 1), end=date(2025, 9, 1))
    row = answer.data.row(0, named=True)
    assert (row["status"], row["holes"], row["bound_basis"]) == ("bounded", HOLES, "account_statistics")
    assert row["bound"] == Decimal(1019385000000)
    assert any("10,193.85 亿元" in note.zh and HOLES in note.en for note in answer.warnings)


def test_august_2025_holds_no_record_although_eighteen_days_are_highs_since_2020(real_market: MarketSnapshot) -> None:
    window = {"start": date(2025, 8, 4), "end": date(2025, 8, 29)}
    assert records(real_market, TOTAL, **window).data.is_empty()
    assert records(real_market, TOTAL, since=date(2020, 1, 1), **window).data.height == 18


@pytest.mark.parametrize(
    ("measure", "threshold", "day"),
    [
        ("financing_balance", "2.5e12", date(2025, 12, 23)),
        (TOTAL, "2.5e12", date(2025, 10, 29)),
        (TOTAL, "2.4e12", date(2025, 9, 17)),
    ],
)
def test_first_crossings(real_market: MarketSnapshot, measure: str, threshold: str, day: date) -> None:
    row = first_crossing(real_market, measure, Decimal(threshold)).data.row(0, named=True)
    assert (row["date"], row["status"]) == (day, "bounded")


def test_a_crossing_before_the_hole_does_not_need_it_bounded(real_market: MarketSnapshot) -> None:
    row = first_crossing(real_market, TOTAL, Decimal("1e12")).data.row(0, named=True)
    assert row["status"] == "complete"
    assert row["date"] == date(2014, 12, 19)


def test_ever_is_refused_on_a_truncated_history(since_2020: MarketSnapshot) -> None:
    with pytest.raises(HistoryTruncated, match="2010-03-31"):
        records(since_2020, TOTAL, start=date(2025, 9, 1), end=date(2025, 9, 17))
    with pytest.raises(HistoryTruncated, match="2010-03-31"):
        first_crossing(since_2020, TOTAL, Decimal("2.5e12"))
    since = first_crossing(since_2020, TOTAL, Decimal("2.5e12"), since=date(2020, 1, 2)).data
    assert since["date"].to_list() == [date(2025, 10, 29)]


def test_a_crossing_inside_the_hole_is_refused(real_market: MarketSnapshot) -> None:
    with pytest.raises(HistoryTruncated, match="2019-04-22"):
        first_crossing(real_market, TOTAL, Decimal("1e12"), since=date(2018, 6, 1))


def test_without_the_account_statistics_nothing_bounds_the_hole(real_totals: dict[str, pl.DataFrame]) -> None:
    market = MarketSnapshot.of({"market_totals": real_totals["market_totals"]}, date(2026, 1, 30))
    with pytest.raises(HistoryTruncated, match="2018-12-18"):
        first_crossing(market, TOTAL, Decimal("2.5e12"))


def test_the_change_of_23_december_2025(real_market: MarketSnapshot) -> None:
    day = date(2025, 12, 23)
    found = changes(real_market, "financing_balance", start=day, end=day).data
    assert f"{found['value'][0] / 10**8:.2f}" == "148.59"
    assert found.filter(pl.col("part") != "total")["value"].sum() == found["value"][0]


def test_every_split_adds_up_on_every_day(real_market: MarketSnapshot) -> None:
    found = changes(real_market, TOTAL).data
    total = found.filter(part="total").select("date", total="value")
    sides = pl.col("part").is_in(["financing", "short"])
    sums = found.filter(pl.col("part") != "total").group_by("date", sides.alias("sides")).agg(pl.col("value").sum())
    joined = sums.join(total, on="date")
    assert joined.height == 2 * total.height
    assert joined.filter(pl.col("value") != pl.col("total")).is_empty()
