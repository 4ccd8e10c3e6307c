"""Each check of what is unlike its neighbours fires on a planted fault, and on nothing else."""

from __future__ import annotations

import polars as pl
import pytest

from liangrong.market.acceptance import examine
from liangrong.market.outliers import JUMPS
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES, table
from tests.unit.market import samples


def about(name, frame, previous=None, **context):
    return {(d.check, d.trade_date) for d in examine(name, frame, previous, context=context)}


@pytest.mark.parametrize("factor", [10, 100, -1])
def test_a_jump_of_account_statistics_without_any_other_witness(factor):
    clean = samples.accounts(samples.totals())
    for name in ("financing_balance", "short_balance", "financing_buy_amount"):
        broken = samples.scaled(clean, 15, name, factor)
        assert clean["trade_date"][15] in {day for _, day in about("account_statistics", broken)}, name


def test_a_level_that_moved_for_good_is_said_once():
    clean = samples.accounts(samples.totals()).drop("financing_buy_amount")
    moved = clean.with_columns(
        short_balance=pl.when(pl.int_range(pl.len()) >= 15).then(pl.col("short_balance") * 3).otherwise(pl.col("short_balance"))
    )
    moved = conform(table("account_statistics"), moved)
    assert about("account_statistics", moved) == {("jump", clean["trade_date"][15])}


def test_small_figures_may_jump():
    clean = samples.totals().with_columns(
        short_sell_quantity=pl.lit(1_000), short_quantity=pl.lit(5_000), short_repay_quantity=pl.lit(1_000)
    )
    quiet = clean.with_columns(short_balance=pl.lit(75_000), margin_trading_balance=pl.col("financing_balance") + 75_000)
    quiet = conform(table("market_totals"), quiet)
    assert about("market_totals", samples.scaled(quiet, 15, "short_sell_quantity", 5)) == set()


def test_a_turned_sign_of_a_ratio_is_a_jump():
    days = samples.sessions(10)
    index = pl.DataFrame(
        {"security_id": "000300.SH", "trade_date": days, "close": [4000.0 + n for n in range(10)], "pe": [14.0] * 10}
    )
    index = conform(table("index_quotes"), index, source="csindex")
    assert about("index_quotes", index) == set()
    assert about("index_quotes", samples.scaled(index, 5, "pe", -1)) >= {("jump", days[5])}


def test_a_run_of_missing_sessions_is_one_finding():
    clean = samples.accounts(samples.totals())
    holed = pl.concat([clean.head(10), clean.tail(10)])
    said = [d for d in examine("account_statistics", holed) if d.check == "hole"]
    assert [(d.trade_date, d.observed) for d in said] == [
        (clean["trade_date"][20], f"10 sessions missing after {clean['trade_date'][9]}")
    ]


def test_northbound_rests_with_hong_kong():
    days = samples.sessions(12)
    rows = pl.DataFrame({"exchange": "SSE", "trade_date": days, "turnover": [50_000_000_000 + n for n in range(12)]})
    rows = conform(table("northbound"), rows, source="sse")
    week = rows.filter(~pl.col("trade_date").is_in(days[4:8]))
    assert about("northbound", week) == set()


def test_names_that_vanish_together():
    codes = [f"{600000 + n}.SH" for n in range(1, 400)]
    days = samples.sessions(2)
    caps = pl.DataFrame(
        [{"security_id": code, "trade_date": day, "total_cap": 9, "float_cap": 5} for day in days for code in codes]
    )
    caps = conform(table("caps"), caps, source="eastmoney")
    one = caps.filter((pl.col("trade_date") == days[0]) | (pl.col("security_id") != codes[7]))
    page = caps.filter((pl.col("trade_date") == days[0]) | ~pl.col("security_id").is_in(codes[100:120]))
    assert about("caps", one) == set()
    assert about("caps", page) == {("missing_names", days[1])}


def test_limits_are_about_columns_that_exist():
    for name, jumps in JUMPS.items():
        assert {jump.column for jump in jumps} <= set(TABLES[name].values)


def test_names_of_another_year_are_not_missed():
    codes = [f"{600000 + n}.SH" for n in range(1, 100)]
    days = [samples.sessions(1)[0], samples.sessions(200)[-1]]
    caps = pl.DataFrame([
        {"security_id": code, "trade_date": day, "total_cap": 9, "float_cap": 5} for day in days for code in codes[: 90 if day == days[1] else 99]
    ])  # fmt: skip
    assert about("caps", conform(table("caps"), caps, source="eastmoney")) == set()
