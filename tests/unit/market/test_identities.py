"""Each check inside one row fires on a planted fault."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.market.acceptance import examine
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from tests.unit.market import samples

DAY = date(2023, 3, 1)


def found(name: str, **cells: object) -> set[str]:
    frame = conform(table(name), pl.DataFrame([{"trade_date": DAY, **cells}]), source="file")
    return {d.check for d in examine(name, frame)}


@pytest.mark.parametrize(
    ("check", "name", "good", "bad"),
    [
        ("balance_sum", "market_totals", {"exchange": "SSE", "financing_balance": 5, "short_balance": 3, "margin_trading_balance": 8},
         {"margin_trading_balance": 10}),
        ("collateral_sum", "account_statistics", {"collateral_value": 9, "collateral_cash": 4, "collateral_securities_value": 5},
         {"collateral_cash": 40}),
        ("collateral_covers_debt", "account_statistics", {"margin_trading_balance": 5, "collateral_value": 9}, {"collateral_value": 4}),
        ("ratio_bounds", "account_statistics", {"average_maintenance_ratio": 2.6}, {"average_maintenance_ratio": 26.0}),
        ("sign", "northbound", {"exchange": "SSE", "turnover": 5}, {"turnover": -5}),
        ("northbound_turnover", "northbound", {"exchange": "SSE", "turnover": 90_000, "buy_amount": 50_000, "sell_amount": 40_000},
         {"turnover": 900_000}),
        ("northbound_net", "northbound", {"exchange": "SSE", "net_buy_amount": 10_000, "buy_amount": 50_000, "sell_amount": 40_000},
         {"net_buy_amount": 100_000}),
        ("northbound_etf_part", "northbound", {"exchange": "SSE", "turnover": 90_000, "etf_turnover": 5_000}, {"etf_turnover": 95_000}),
        ("bar_order", "quotes", {"security_id": "600519.SH", "open": 10, "high": 11, "low": 9, "close": 10}, {"open": 12}),
        ("bar_order", "index_quotes", {"security_id": "000300.SH", "open": 10, "high": 11, "low": 9, "close": 10}, {"high": 8}),
        ("mean_price_within_range", "quotes",
         {"security_id": "600519.SH", "high": 11, "low": 9, "volume": 1_000_000, "turnover": 10_000_000}, {"turnover": 100_000_000}),
        ("float_cap_at_most_total", "caps", {"security_id": "600519.SH", "float_cap": 5, "total_cap": 9}, {"float_cap": 50}),
        ("free_float_cap_at_most_float", "caps", {"security_id": "600519.SH", "free_float_cap": 4, "float_cap": 5}, {"free_float_cap": 6}),
        ("sold_short_stays", "market_totals", {"exchange": "BSE", "short_quantity": 5_754, "short_sell_quantity": 1_000},
         {"short_sell_quantity": 10_000}),
        ("short_balance_without_shares", "market_totals", {"exchange": "BSE", "short_quantity": 0, "short_balance": 0},
         {"short_balance": 500}),
    ],
)  # fmt: skip
def test_fires_on_the_fault_alone(check, name, good, bad):
    assert found(name, **good) == set()
    assert check in found(name, **(good | bad))


def test_rounded_figures_may_miss_by_their_rounding():
    cells = {"exchange": "SZSE", "financing_balance": 1_265_714_000_000, "short_balance": 10_815_000_000}
    assert found("market_totals", **cells, margin_trading_balance=1_276_530_000_000, rounding=500_000) == set()
    assert found("market_totals", **cells, margin_trading_balance=1_276_530_000_000, rounding=0) == {"balance_sum"}


def test_block_trades_of_beijing_may_leave_the_range():
    cells = {"high": 18.98, "low": 18.0, "volume": 1_732_400, "turnover": 26_858_000}
    assert found("quotes", security_id="920008.BJ", **cells) == set()
    assert found("quotes", security_id="600519.SH", **cells) == {"mean_price_within_range"}


def test_a_finding_names_place_day_and_both_figures():
    broken = samples.with_cell(samples.totals(), 10, margin_trading_balance=5)
    first = next(d for d in examine("market_totals", broken) if d.check == "balance_sum")
    assert (first.place, first.trade_date, first.column, first.observed) == (
        "SSE",
        broken["trade_date"][10],
        "margin_trading_balance",
        "5.0",
    )
    whole = broken["financing_balance"][10] + broken["short_balance"][10]
    assert first.expected == f"{whole:.0f}"
