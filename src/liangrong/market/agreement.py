"""How far one day's detail agrees with the totals and with the quotes: measured, whether or not a check minds.

The checks of ``reconciliation`` say what is wrong; this says what was compared and how it came out.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from liangrong.market.schemas import MONEY

__all__ = ["AGREEMENT", "detail_and_quotes", "detail_and_totals"]

AGREEMENT: Final[dict[str, pl.DataType]] = {
    "trade_date": pl.Date(),
    "exchange": pl.String(),
    "column": pl.String(),
    "unit": pl.String(),
    "securities": pl.Int64(),
    "detail_sum": MONEY,
    "compared_with": MONEY,
    "difference": MONEY,
    "ratio": pl.Float64(),
    "largest_difference": MONEY,
}
"""Columns of both comparisons. ``difference`` = detail_sum - compared_with, ``ratio`` = difference / compared_with,
``largest_difference`` that of one security (null where only sums are compared)."""

CELLS: Final = (
    "financing_balance",
    "financing_buy_amount",
    "financing_repay_amount",
    "short_balance",
    "short_quantity",
    "short_sell_quantity",
    "margin_trading_balance",
)

_EXCHANGE: Final = pl.col("security_id").str.slice(-2).replace_strict(
    {"SH": "SSE", "SZ": "SZSE", "BJ": "BSE"}, default=None, return_dtype=pl.String()
)  # fmt: skip


def detail_and_totals(detail: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """Sums of the detail beside the totals of the same exchange and day, cell by cell.

    Parameters
    ----------
    detail
        Rows of ``margin_detail``.
    totals
        Rows of ``market_totals``, one per exchange and day.

    Returns
    -------
    pl.DataFrame
        ``AGREEMENT``. Balances of the detail lie below the totals, which also hold securities that left the list
        (exchanges' note of 2014-09-22); flows are equal. Cells that either side lacks are left out.
    """
    days = detail.group_by(_EXCHANGE.alias("exchange"), "trade_date").agg(
        pl.len().cast(pl.Int64).alias("securities"),
        *[pl.when(pl.col(c).count() > 0).then(pl.col(c).sum()).cast(MONEY).alias(c) for c in CELLS],
    )
    mine = days.unpivot(CELLS, index=["trade_date", "exchange", "securities"], variable_name="column", value_name="detail_sum")
    theirs = totals.select("trade_date", "exchange", *[pl.col(c).cast(MONEY) for c in CELLS]).unpivot(
        CELLS, index=["trade_date", "exchange"], variable_name="column", value_name="compared_with"
    )
    both = mine.join(theirs, on=["trade_date", "exchange", "column"]).drop_nulls(["detail_sum", "compared_with"])
    return _compared(both.with_columns(largest_difference=pl.lit(None, dtype=MONEY)))


def detail_and_quotes(detail: pl.DataFrame, quotes: pl.DataFrame) -> pl.DataFrame:
    """Short balances beside quantity x close, over the securities that have all three and something lent.

    Parameters
    ----------
    detail
        Rows of ``margin_detail``.
    quotes
        Rows of ``quotes``, unadjusted, one per security and day.

    Returns
    -------
    pl.DataFrame
        ``AGREEMENT`` with the column named ``short_balance = short_quantity x close``.
    """
    rows = detail.join(quotes.select("security_id", "trade_date", "close"), on=["security_id", "trade_date"])
    rows = rows.filter(pl.col("short_quantity") > 0).drop_nulls(["short_balance", "close"])
    value = (pl.col("short_quantity").cast(pl.Decimal(38, 0)) * pl.col("close")).cast(MONEY)
    days = rows.group_by(_EXCHANGE.alias("exchange"), "trade_date").agg(
        securities=pl.len().cast(pl.Int64),
        detail_sum=pl.col("short_balance").sum().cast(MONEY),
        compared_with=value.sum().cast(MONEY),
        largest_difference=(pl.col("short_balance") - value).abs().max().cast(MONEY),
    )
    return _compared(days.with_columns(column=pl.lit("short_balance = short_quantity x close")))


def _compared(both: pl.DataFrame) -> pl.DataFrame:
    apart = (pl.col("detail_sum") - pl.col("compared_with")).cast(MONEY)
    whole = pl.when(pl.col("compared_with") != 0).then(pl.col("compared_with").cast(pl.Float64))
    shares = pl.col("column").str.ends_with("_quantity")
    rows = both.with_columns(
        difference=apart,
        ratio=apart.cast(pl.Float64) / whole,
        unit=pl.when(shares).then(pl.lit("股")).otherwise(pl.lit("元")),
        _order=pl.col("column").replace_strict({c: n for n, c in enumerate(CELLS)}, default=len(CELLS), return_dtype=pl.Int8),
    )
    return rows.sort("trade_date", "exchange", "_order").select(pl.col(name).cast(dtype) for name, dtype in AGREEMENT.items())
