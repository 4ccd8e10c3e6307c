"""Small hand-made series that every check is silent about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from liangrong.core.calendar import mainland
from liangrong.market.schemas import conform
from liangrong.market.tables import table

FIRST = date(2023, 3, 1)


def sessions(count: int, first: date = FIRST) -> list[date]:
    """``count`` sessions from ``first``."""
    calendar = mainland()
    return [calendar.offset(first, n) for n in range(count)]


def totals(count: int = 30, exchange: str = "SSE") -> pl.DataFrame:
    """Totals that roll forward exactly and wobble a little."""
    rows, balance, shares = [], 800_000_000_000, 4_000_000_000
    for n, day in enumerate(sessions(count)):
        buys, sold = 50_000_000_000 + 900_000_000 * (n % 7), 80_000_000 + 1_000_000 * (n % 5)
        repaid, returned = 49_000_000_000 + 1_100_000_000 * (n % 6), 79_000_000 + 1_300_000 * (n % 4)
        balance, shares = balance + buys - repaid, shares + sold - returned
        short = shares * 15
        rows.append({
            "exchange": exchange, "trade_date": day, "financing_balance": balance, "financing_buy_amount": buys,
            "financing_repay_amount": repaid, "short_balance": short, "short_quantity": shares, "short_sell_quantity": sold,
            "short_repay_quantity": returned, "margin_trading_balance": balance + short, "rounding": 0,
        })  # fmt: skip
    return conform(table("market_totals"), pl.DataFrame(rows), source="sse")


def quotes(count: int = 30, security: str = "600519.SH") -> pl.DataFrame:
    """Quotes whose previous close is the last close."""
    rows, close = [], Decimal("100.00")
    for n, day in enumerate(sessions(count)):
        before, close = close, close + Decimal(n % 5 - 2) / 4
        low, high = min(before, close) - 1, max(before, close) + 1
        volume = 1_000_000 + 1_000 * n
        rows.append({
            "security_id": security, "trade_date": day, "open": before, "high": high, "low": low, "close": close,
            "previous_close": before, "volume": volume, "turnover": (low + high) / 2 * volume,
        })  # fmt: skip
    return conform(table("quotes"), pl.DataFrame(rows), source="qmt")


def detail(day: date, before: pl.DataFrame | None = None, names: int = 40) -> pl.DataFrame:
    """One day's list; rolls forward from ``before``."""
    known = {} if before is None else {row["security_id"]: row for row in before.iter_rows(named=True)}
    rows = []
    for n in range(names):
        security = f"60{n:04d}.SH"
        earlier = known.get(security, {"financing_balance": 1_000_000_000 + n * 7_000_000, "short_quantity": 500_000 + n * 1_000})
        step = day.toordinal() % 11
        buys, repaid = 90_000_000 + 1_000_003 * (n + step), 89_000_000 + 1_100_009 * (n + step)
        sold, returned = 20_000 + 10 * (n + step), 19_000 + 13 * (n + step)
        balance, shares = earlier["financing_balance"] + buys - repaid, earlier["short_quantity"] + sold - returned
        rows.append({
            "security_id": security, "trade_date": day, "financing_balance": balance, "financing_buy_amount": buys,
            "financing_repay_amount": repaid, "short_balance": shares * 10, "short_quantity": shares, "short_sell_quantity": sold,
            "short_repay_quantity": returned, "margin_trading_balance": balance + shares * 10, "rounding": 0,
        })  # fmt: skip
    return conform(table("margin_detail"), pl.DataFrame(rows), source="sse")


def totals_of(rows: pl.DataFrame) -> pl.DataFrame:
    """The totals that a day's list adds up to, with half a per cent of removed securities in the balances."""
    cells = ["financing_balance", "financing_buy_amount", "financing_repay_amount", "short_balance", "short_quantity",
             "short_sell_quantity", "margin_trading_balance"]  # fmt: skip
    summed = rows.group_by("trade_date").agg(pl.col(cells).sum()).with_columns(exchange=pl.lit("SSE"), rounding=pl.lit(0))
    removed = (pl.col("financing_balance").cast(pl.Float64) * 0.005).round(0)
    summed = summed.with_columns(removed.alias("_removed"))
    return conform(
        table("market_totals"),
        summed.with_columns(
            pl.col("financing_balance").cast(pl.Float64) + pl.col("_removed"),
            pl.col("margin_trading_balance").cast(pl.Float64) + pl.col("_removed"),
        ).drop("_removed"),
        source="sse",
    )


def accounts(of: pl.DataFrame) -> pl.DataFrame:
    """Account statistics a few million off the totals."""
    rows = of.select(
        "trade_date",
        pl.col("financing_balance") + 30_000_000,
        pl.col("short_balance") + 1_000_000,
        "financing_buy_amount",
        average_maintenance_ratio=2.6 + pl.int_range(pl.len()) % 5 / 100,
        rounding=pl.lit(5_000_000),
    )
    return conform(table("account_statistics"), rows, source="eastmoney")


def with_cell(frame: pl.DataFrame, at: int, **cells: object) -> pl.DataFrame:
    """The frame with some cells of row ``at`` replaced."""
    here = pl.int_range(pl.len()) == at
    return frame.with_columns(
        pl.when(here).then(pl.lit(value)).otherwise(pl.col(name)).cast(frame.schema[name]).alias(name)
        for name, value in cells.items()
    )


def scaled(frame: pl.DataFrame, at: int, name: str, factor: int) -> pl.DataFrame:
    """The frame with one cell multiplied."""
    return with_cell(frame, at, **{name: frame[name][at] * factor})
