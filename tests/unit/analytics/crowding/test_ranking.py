"""The most crowded stocks of a day: strict order, parts beside it, and what is not known."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.analytics.crowding.ranking import crowded
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.market import SimulatedMarket
from tests.unit.analytics.crowding import stocks

DAY = date(2026, 1, 30)


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    market = SimulatedMarket.generate()
    recent = pl.col("trade_date") >= date(2025, 9, 1)
    found = {name: market.table(name).filter(recent) for name in ("market_totals", "margin_detail", "quotes", "caps")}
    return found | {name: market.table(name) for name in ("securities", "memberships", "industry_classes")}


@pytest.fixture(scope="module")
def market(tables: dict[str, pl.DataFrame]) -> MarketSnapshot:
    return MarketSnapshot.of(tables, DAY)


def test_order_is_strict_and_every_stock_comes_once(market: MarketSnapshot) -> None:
    rows = crowded(market, day=DAY, top=1000, participation=0.2).data
    assert rows["rank"].to_list() == list(range(1, rows.height + 1))
    assert rows["crowding"].is_sorted(descending=True)
    assert rows["security_id"].n_unique() == rows.height
    tied = rows.filter(pl.col("crowding").is_duplicated())
    assert tied.height, "there are ties in this market"
    assert all(group["security_id"].is_sorted() for _, group in tied.group_by("crowding"))


def test_the_composite_is_the_mean_of_the_parts_shown(market: MarketSnapshot) -> None:
    row = crowded(market, day=DAY, top=1, participation=0.2).data.row(0, named=True)
    parts = [value for name, value in row.items() if name.endswith("_percentile")]
    assert len(parts) == 4
    assert row["crowding"] == pytest.approx(sum(parts) / 4)
    assert row["financing_balance_to_float_cap"] == pytest.approx(float(row["financing_balance"] / row["float_cap"]))


def test_a_part_of_the_market_keeps_the_percentiles_of_the_whole(market: MarketSnapshot) -> None:
    whole = crowded(market, day=DAY, top=1000, participation=0.2).data
    part = crowded(market, "industry:sw1:电子", day=DAY, top=1000, participation=0.2).data
    assert 0 < part.height < whole.height
    same = part.join(whole, on="security_id")
    assert (same["crowding"] == same["crowding_right"]).all()
    assert part["rank"].to_list() == list(range(1, part.height + 1))


def test_the_participation_changes_no_order_but_the_days(market: MarketSnapshot) -> None:
    slow, fast = (crowded(market, day=DAY, top=50, participation=part).data for part in (0.1, 0.2))
    assert slow["security_id"].to_list() == fast["security_id"].to_list()
    assert slow["days_to_unwind"][0] == pytest.approx(2 * fast["days_to_unwind"][0])


def test_an_exchange_without_detail_is_named(tables: dict[str, pl.DataFrame]) -> None:
    part = tables | {"margin_detail": tables["margin_detail"].filter(~pl.col("security_id").str.ends_with("SH"))}
    found = crowded(MarketSnapshot.of(part, DAY), day=DAY, top=3, participation=0.2)
    assert any("no detail of SSE" in note.en for note in found.warnings)
    assert not any(
        "no detail" in note.en for note in crowded(MarketSnapshot.of(tables, DAY), day=DAY, top=3, participation=0.2).warnings
    )


def test_an_excerpt_is_called_one(tables: dict[str, pl.DataFrame]) -> None:
    few = tables | {
        "margin_detail": tables["margin_detail"].filter(pl.col("security_id").str.slice(3, 3).cast(pl.Int64) % 2 == 0)
    }
    said = [any("excerpt" in note.en for note in crowded(MarketSnapshot.of(given, DAY), day=DAY, top=3, participation=0.2).warnings)
            for given in (tables, few)]  # fmt: skip
    assert said == [False, True]


def test_without_caps_the_part_is_missing_and_said(tables: dict[str, pl.DataFrame]) -> None:
    bare = {name: rows for name, rows in tables.items() if name != "caps"}
    found = crowded(MarketSnapshot.of(bare, DAY), day=DAY, top=3, participation=0.2)
    assert found.data["missing_parts"].to_list() == [["financing_balance_to_float_cap"]] * 3
    assert any("balance over float cap" in note.en and "left out" in note.en for note in found.warnings)
    assert found.data["float_cap"].null_count() == 3


def test_an_estimate_is_marked_in_the_row_and_in_words(tables: dict[str, pl.DataFrame]) -> None:
    earlier = tables | {"caps": tables["caps"].filter(pl.col("trade_date") < DAY)}
    found = crowded(MarketSnapshot.of(earlier, DAY), day=DAY, top=3, participation=0.2, proxy=True)
    assert found.data["derived"].to_list() == [["float_cap", "financing_balance_to_float_cap"]] * 3
    assert any("2026-01-29" in note.en and "estimate" in note.en for note in found.warnings)


def test_a_day_without_detail_or_without_anything_to_measure(tables: dict[str, pl.DataFrame]) -> None:
    with pytest.raises(NoData, match="2026-01-30"):
        crowded(MarketSnapshot.of(tables, date(2026, 2, 2)), day=date(2026, 2, 2), top=3, participation=0.2)
    alone = {"margin_detail": stocks.rows(stocks.codes(40), [DAY], financing_balance=lambda s, r: s + 1)}
    with pytest.raises(NoData, match="crowding"):
        crowded(stocks.market(alone), day=DAY, top=3, participation=0.2)
