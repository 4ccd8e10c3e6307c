"""The real market in memory, read from ``../shared/data/real`` by a loader of the tests' own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot

LAST = date(2026, 1, 30)
_TUSHARE = {
    "rzye": "financing_balance", "rzmre": "financing_buy_amount", "rzche": "financing_repay_amount", "rqye": "short_balance",
    "rqyl": "short_quantity", "rqmcl": "short_sell_quantity", "rqchl": "short_repay_quantity", "rzrqye": "margin_trading_balance",
}  # fmt: skip
_EASTMONEY = {
    3: "financing_balance", 5: "financing_buy_amount", 6: "financing_repay_amount", 8: "short_balance", 9: "short_quantity",
    10: "short_sell_quantity", 11: "short_repay_quantity", 13: "margin_trading_balance",
}  # fmt: skip
_QUANTITIES = {"short_quantity", "short_sell_quantity", "short_repay_quantity"}
_YI = 100_000_000


def _typed(names: Mapping[str, str]) -> list[pl.Expr]:
    return [
        pl.col(raw).cast(pl.Float64).cast(pl.Int64).alias(ours) if ours in _QUANTITIES else pl.col(raw).cast(MONEY).alias(ours)
        for raw, ours in names.items()
    ]


def _by_exchange(folder: Path) -> pl.DataFrame:
    raw = pl.read_csv(folder / "market_by_exchange_tushare_2020_2026" / "margin_20200101_20260203.csv", infer_schema=False)
    present = {raw_name: ours for raw_name, ours in _TUSHARE.items() if raw_name in raw.columns}
    day = pl.col("trade_date").str.to_date("%Y%m%d")
    return raw.select(pl.col("exchange_id").alias("exchange"), day, *_typed(present), source=pl.lit("tushare"))


def _two_exchanges(folder: Path) -> pl.DataFrame:
    raw = pl.read_csv(folder / "market_total_eastmoney_2010_2018" / "rzrq.csv", infer_schema=False, null_values=["-"])
    raw.columns = [f"c{place}" for place in range(len(raw.columns))]
    day = pl.col("c0").str.replace("^2018-12-2$", "2018-12-20").str.replace("^2018-11-3$", "2018-11-30")
    day = day.str.replace("^2018-12-1$", "2018-12-10").str.to_date()
    named = {f"c{place}": ours for place, ours in _EASTMONEY.items()}
    rows = raw.filter(pl.col("c0").is_not_null()).select(day.alias("trade_date"), *_typed(named))
    return rows.unique("trade_date").with_columns(exchange=pl.lit("SSE+SZSE"), source=pl.lit("eastmoney"))


def _account_statistics(folder: Path) -> pl.DataFrame:
    raw = pl.read_csv(folder / "market_total_account_stats_2012_2026" / "margin.csv", infer_schema=False)

    def money(name: str) -> pl.Expr:
        return (pl.col(name).cast(pl.Decimal(20, 10)).cast(pl.Float64) * _YI).round(3).cast(MONEY)

    return raw.select(
        pl.col("date").str.to_date().alias("trade_date"),
        money("fin_balance").alias("financing_balance"),
        money("loan_balance").alias("short_balance"),
        (money("fin_balance") + money("loan_balance")).cast(MONEY).alias("margin_trading_balance"),
        money("fin_buy").alias("financing_buy_amount"),
        average_maintenance_ratio=pl.col("guarantee").cast(pl.Float64) / 100,
        source=pl.lit("eastmoney"),
    )


def _index_quotes(folder: Path) -> pl.DataFrame:
    raw = pl.read_csv(folder / "index_history" / "csindex_000985_2015_2025.csv", infer_schema=False)
    return raw.select(
        pl.lit("000985.SH").alias("security_id"),
        pl.col("date").str.to_date().alias("trade_date"),
        pl.col("close").cast(pl.Float64),
        (pl.col("amount_yi").cast(pl.Float64) * _YI).round(0).cast(MONEY).alias("turnover"),
        source=pl.lit("csindex"),
    )


def _detail(folder: Path) -> pl.DataFrame:
    raw = pl.read_csv(folder / "stock_margin_detail_tushare" / "margin_detail_20260130.csv", infer_schema=False)
    day = pl.col("trade_date").str.to_date("%Y%m%d")
    return raw.select(pl.col("ts_code").alias("security_id"), day, *_typed(_TUSHARE), source=pl.lit("tushare"))


def _quotes(folder: Path) -> pl.DataFrame:
    raw = pl.scan_parquet(folder / "quotes_daily_qmt" / "quotes_all_stocks_20251103_20260202.parquet")
    day = pl.col("date").cast(pl.String).str.to_date("%Y%m%d")
    return (
        raw.select(
            pl.col("code").alias("security_id"),
            day.alias("trade_date"),
            pl.col("close").cast(MONEY),
            (pl.col("volume") * 100).cast(pl.Int64),
            pl.col("amount").cast(MONEY).alias("turnover"),
            source=pl.lit("qmt"),
        )
        .filter(pl.col("trade_date") >= date(2026, 1, 26))
        .collect()
    )


@pytest.fixture(scope="session")
def real_tables(shared_data: Path) -> dict[str, pl.DataFrame]:
    """The standard tables that the real files fill."""
    folder = shared_data / "real"
    return {
        "market_totals": pl.concat([_by_exchange(folder), _two_exchanges(folder)], how="diagonal"),
        "account_statistics": _account_statistics(folder),
        "index_quotes": _index_quotes(folder),
        "margin_detail": _detail(folder),
        "quotes": _quotes(folder),
    }


@pytest.fixture(scope="session")
def real_market(real_tables: dict[str, pl.DataFrame]) -> MarketSnapshot:
    """Everything known up to 2026-01-30."""
    return MarketSnapshot.of(real_tables, LAST)


@pytest.fixture(scope="session")
def since_2020(real_tables: dict[str, pl.DataFrame]) -> MarketSnapshot:
    """The same without the totals before 2020: a truncated history, account statistics still at hand."""
    tables = real_tables | {"market_totals": real_tables["market_totals"].filter(pl.col("trade_date") >= date(2020, 1, 1))}
    return MarketSnapshot.of(tables, LAST)
