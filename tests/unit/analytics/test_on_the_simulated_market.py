"""What the real files lack, proven where it is known: caps of every kind, industries, turnover of every stock."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.analytics.levels import level
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.market import SimulatedMarket

DAY = date(2026, 1, 30)
TABLES = (
    "market_totals", "margin_detail", "quotes", "caps", "securities", "memberships", "industry_classes", "index_quotes",
)  # fmt: skip


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    market = SimulatedMarket.generate()
    return {name: market.table(name) for name in TABLES}


@pytest.fixture(scope="module")
def market(tables: dict[str, pl.DataFrame]) -> MarketSnapshot:
    return MarketSnapshot.of(tables, DAY)


def value(market: MarketSnapshot, measure: str, scope: str = "market") -> float:
    return float(level(market, measure, scope, start=DAY, end=DAY).data["value"].item())


def on_day(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("trade_date") == DAY)


@pytest.mark.parametrize("cap", ["float_cap", "free_float_cap", "total_cap"])
def test_the_market_against_each_cap(market: MarketSnapshot, tables: dict[str, pl.DataFrame], cap: str) -> None:
    total = on_day(tables["market_totals"])["margin_trading_balance"].sum()
    caps = on_day(tables["caps"])[cap].sum()
    assert value(market, f"margin_trading_balance_to_{cap}") == pytest.approx(float(total) / float(caps))


def test_industries_add_up_to_the_stocks(market: MarketSnapshot, tables: dict[str, pl.DataFrame]) -> None:
    names = tables["industry_classes"]["level1_name"].unique()
    stocks = on_day(tables["margin_detail"]).join(tables["caps"].select("security_id").unique(), on="security_id", how="semi")
    sums = sum(value(market, "financing_balance", f"industry:sw1:{name}") for name in names)
    assert sums == pytest.approx(float(stocks["financing_balance"].sum()))


def test_shares_of_turnover_by_hand(market: MarketSnapshot, tables: dict[str, pl.DataFrame]) -> None:
    both = on_day(tables["margin_detail"]).join(on_day(tables["quotes"]), on="security_id").filter(pl.col("turnover") > 0)
    stocks = both.join(tables["caps"].select("security_id").unique(), on="security_id", how="semi")
    bought, traded = (stocks[name].cast(pl.Float64) for name in ("financing_buy_amount", "turnover"))
    assert value(market, "financing_buy_to_turnover_weighted") == pytest.approx(bought.sum() / traded.sum())
    assert value(market, "financing_buy_to_turnover_mean") == pytest.approx((bought / traded).mean())
