"""Balances by group sum up to the market, on whole days only."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.analytics.rotation.balances import balances
from liangrong.core.errors import NoData, UsageError
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.market import SimulatedMarket

END, BEFORE = date(2026, 1, 30), date(2026, 1, 29)
TABLES = ("market_totals", "margin_detail", "memberships", "industry_classes", "securities")


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    market = SimulatedMarket.generate()
    kept = {name: market.table(name) for name in TABLES}
    return kept | {"margin_detail": kept["margin_detail"].filter(pl.col("trade_date") >= date(2026, 1, 26))}


@pytest.mark.parametrize("by", ["sw1", "board", "exchange"])
def test_the_groups_sum_up_to_the_detail(tables: dict[str, pl.DataFrame], by: str) -> None:
    found = balances(MarketSnapshot.of(tables, END), by, [(END, END)])
    whole = tables["margin_detail"].filter(pl.col("trade_date") == END)["financing_balance"].sum()
    assert found.frame["value"].sum() == whole
    assert found.frame["date"].unique().to_list() == [END]


def test_funds_are_a_group_and_the_unclassified_are_named(tables: dict[str, pl.DataFrame]) -> None:
    some = tables["memberships"]["security_id"].unique().sort()[:20]
    fewer = tables | {"memberships": tables["memberships"].filter(~pl.col("security_id").is_in(some.implode()))}
    found = balances(MarketSnapshot.of(fewer, END), "sw1", [(END, END)])
    assert {"funds", "unclassified"} <= set(found.frame["group_name"])
    assert "unclassified" not in found.mapped["group_name"].to_list()
    assert any("no list maps" in note.en for note in found.notes)


def test_a_day_without_an_exchange_is_no_day(tables: dict[str, pl.DataFrame]) -> None:
    part = tables["margin_detail"].filter(~((pl.col("trade_date") == BEFORE) & pl.col("security_id").str.ends_with("SH")))
    market = MarketSnapshot.of(tables | {"margin_detail": part}, END)
    with pytest.raises(NoData) as caught:
        balances(market, "sw1", [(BEFORE, BEFORE)])
    assert "Nearest known: 2026-01-28" in caught.value.message("en")
    assert BEFORE not in balances(market, "sw1", [(None, END)]).frame["date"].to_list()


def test_a_stock_that_changes_its_group_counts_with_each_and_is_named(tables: dict[str, pl.DataFrame]) -> None:
    market = MarketSnapshot.of(tables, END)
    assert not any("Changed group" in note.en for note in balances(market, "sw1", [(BEFORE, BEFORE), (END, END)]).notes)
    spells = tables["memberships"].filter(pl.col("scheme") == "sw")
    listed = tables["margin_detail"].filter(pl.col("trade_date") == END)["security_id"]
    one = spells.filter(pl.col("security_id").is_in(listed.implode())).sort("security_id").head(1)
    other = spells.filter(pl.col("group") != one["group"][0]).sort("security_id").head(1)
    moved = one.with_columns(from_date=pl.lit(END), group=pl.lit(other["group"][0]), group_name=pl.lit(other["group_name"][0]))
    changed = MarketSnapshot.of(tables | {"memberships": pl.concat([tables["memberships"], moved])}, END)
    found = balances(changed, "sw3", [(BEFORE, BEFORE), (END, END)])
    assert any(
        "Changed group between the days looked at: 1 (" in note.en and one["security_id"][0] in note.en for note in found.notes
    )


def test_overlapping_baskets_and_strange_measures_are_refused(tables: dict[str, pl.DataFrame]) -> None:
    market = MarketSnapshot.of(tables, END)
    code = tables["margin_detail"]["security_id"][0]
    with pytest.raises(UsageError, match="do not overlap"):
        balances(market, "baskets", [(END, END)], baskets={"a": [code], "b": [code]})
    with pytest.raises(UsageError, match="no shares by group"):
        balances(market, "sw1", [(END, END)], measure="short_quantity")
