"""Account counts and the overview of all context series: each with its own population and coverage."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.analytics.context.accounts import accounts
from liangrong.analytics.context.overview import overview
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot

DAYS = [date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30)]


def statistics(**columns: list[int | float | None]) -> pl.DataFrame:
    return pl.DataFrame({"trade_date": DAYS, **columns})


COUNTED = statistics(
    individual_investors=[780, 790, 795], institutional_investors=[5, 5, 5], trading_investors=[40, 41, None],
    indebted_investors=[190, None, 200],
)  # fmt: skip
UNCOUNTED = statistics(average_maintenance_ratio=[2.9, None, 2.8])


def market(table: pl.DataFrame, **others: pl.DataFrame) -> MarketSnapshot:
    return MarketSnapshot.of({"account_statistics": table, **others}, DAYS[-1])


def test_the_share_in_debt_is_formed_within_one_row() -> None:
    found = accounts(market(COUNTED), start=DAYS[0], end=DAYS[-1])
    assert found.data["indebted_share"].to_list() == [pytest.approx(190 / 785), None, pytest.approx(200 / 800)]
    assert found.data["trading_investors"].to_list() == [40, 41, None]
    assert any("Newly opened accounts" in note.en for note in found.warnings)


def test_statistics_without_counts_say_what_they_have() -> None:
    with pytest.raises(NoData) as caught:
        accounts(market(UNCOUNTED), start=DAYS[0], end=DAYS[-1])
    assert "3 rows" in caught.value.hint("en")
    assert "没有户数" in caught.value.hint("zh")


def test_the_nearest_day_with_counts_is_named() -> None:
    late = COUNTED.with_columns(pl.when(pl.col("trade_date") == DAYS[0]).then(pl.exclude("trade_date")))
    with pytest.raises(NoData, match="2026-01-28"):
        accounts(market(late), start=DAYS[1], end=DAYS[-1])


def test_the_overview_has_one_row_for_each_population() -> None:
    north = pl.DataFrame({"exchange": ["SSE"] * 2, "trade_date": [DAYS[0], DAYS[2]], "turnover": [7, 9]})
    rows = {row["series"]: row for row in overview(market(UNCOUNTED, northbound=north)).data.iter_rows(named=True)}
    assert len(rows) == 9
    ratio = rows["average_maintenance_ratio"]
    assert (ratio["state"], ratio["last_day"], ratio["ratio_value"], ratio["missing_sessions"]) == ("current", DAYS[2], 2.8, 1)
    assert (ratio["amount"], ratio["accounts"]) == (None, None)
    through = rows["northbound_turnover_sse"]
    assert (int(through["amount"]), through["known_sessions"], through["missing_sessions"]) == (9, 2, 1)
    assert rows["northbound_turnover_szse"]["state"] == "not_stored"
    assert rows["northbound_net_sse"]["state"] == "ended", "also where no value of before is stored"
    assert rows["indebted_investors"]["state"] == "not_stored"


def test_a_series_that_stops_long_before_is_behind() -> None:
    later = MarketSnapshot.of({"account_statistics": UNCOUNTED}, date(2026, 2, 9))
    states = [
        overview(snapshot).data.filter(pl.col("series") == "average_maintenance_ratio")["state"].item()
        for snapshot in (MarketSnapshot.of({"account_statistics": UNCOUNTED}, date(2026, 2, 6)), later)
    ]
    assert states == ["current", "behind"], "five sessions later, and six"


def test_an_empty_store_has_no_overview() -> None:
    with pytest.raises(NoData):
        overview(MarketSnapshot.of({}, DAYS[-1]))
