"""Cells that a source leaves empty and an identity gives back; each filled cell is named in ``derived``.

A published cell is never replaced, and null stays null where the identity lacks a term.
"""

from __future__ import annotations

import polars as pl

from liangrong.core.calendar import Calendar
from liangrong.market.rollforward import sessions
from liangrong.market.schemas import MONEY

__all__ = ["with_repayments", "with_short_balance"]


def with_short_balance(detail: pl.DataFrame, quotes: pl.DataFrame) -> pl.DataFrame:
    """Fill ``short_balance`` by quantity x close, and ``margin_trading_balance`` by the sum.

    Parameters
    ----------
    detail
        Rows of ``margin_detail``; SSE publishes no short balance per security.
    quotes
        Rows of ``quotes``, one per security and day, unadjusted.

    Returns
    -------
    pl.DataFrame
        The same rows in the same order. Where nothing is lent the balance is 0 without a quote.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.market.schemas import conform
    >>> from liangrong.market.tables import table
    >>> day = {"security_id": "600519.SH", "trade_date": date(2026, 1, 30)}
    >>> detail = conform(table("margin_detail"), pl.DataFrame([{**day, "short_quantity": 100}]), source="sse")
    >>> quotes = conform(table("quotes"), pl.DataFrame([{**day, "close": 1400}]), source="qmt")
    >>> with_short_balance(detail, quotes).select("short_balance", "derived").row(0)
    (Decimal('140000.000'), ['short_balance'])
    """
    beside = quotes.select("security_id", "trade_date", pl.col("close").alias("_close")).unique(
        ["security_id", "trade_date"], keep="first"
    )
    rows = detail.join(beside, on=["security_id", "trade_date"], how="left", maintain_order="left")
    value = (pl.col("short_quantity").cast(pl.Decimal(38, 0)) * pl.col("_close").cast(pl.Decimal(20, 3))).cast(MONEY)
    nothing = pl.when(pl.col("short_quantity") == 0).then(pl.lit(0, dtype=MONEY))
    rows = _filled(rows, "short_balance", pl.coalesce(value, nothing))
    rows = _filled(rows, "margin_trading_balance", pl.col("financing_balance") + pl.col("short_balance"))
    return rows.drop("_close")


def with_repayments(rows: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """Fill ``financing_repay_amount`` and ``short_repay_quantity`` by the roll-forward from the session before.

    Parameters
    ----------
    rows
        Rows of ``market_totals`` or ``margin_detail``, one per key; SZSE and BSE publish no repayments.

    Returns
    -------
    pl.DataFrame
        The same rows in the same order. The first row of a series, and a row after a missing session, keep their nulls.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.core.calendar import mainland
    >>> from liangrong.market.schemas import conform
    >>> from liangrong.market.tables import table
    >>> days = {"exchange": ["SZSE"] * 2, "trade_date": [date(2026, 1, 29), date(2026, 1, 30)]}
    >>> cells = {"financing_balance": [1000, 1100], "financing_buy_amount": [250, 300]}
    >>> totals = conform(table("market_totals"), pl.DataFrame({**days, **cells}), source="szse")
    >>> with_repayments(totals, mainland())["financing_repay_amount"].to_list()
    [None, Decimal('200.000')]
    """
    place = "exchange" if "exchange" in rows.columns else "security_id"
    numbered = rows.with_row_index("_row").join(sessions(calendar), on="trade_date", how="left").sort(place, "trade_date")
    step = pl.col("_session") - pl.col("_session").shift().over(place)
    numbered = numbered.with_columns(
        _adjacent=step == 1,
        _balance=pl.col("financing_balance").shift().over(place),
        _quantity=pl.col("short_quantity").shift().over(place),
    )
    adjacent = pl.when("_adjacent")
    repaid = pl.col("_balance") + pl.col("financing_buy_amount") - pl.col("financing_balance")
    returned = pl.col("_quantity") + pl.col("short_sell_quantity") - pl.col("short_quantity")
    numbered = _filled(numbered, "financing_repay_amount", adjacent.then(repaid))
    numbered = _filled(numbered, "short_repay_quantity", adjacent.then(returned))
    return numbered.sort("_row").select(rows.columns)


def _filled(rows: pl.DataFrame, name: str, value: pl.Expr) -> pl.DataFrame:
    fills = pl.col(name).is_null() & value.is_not_null()
    return rows.with_columns(
        pl.coalesce(pl.col(name), value).cast(rows.schema[name]).alias(name),
        pl.when(fills).then(pl.concat_list("derived", pl.lit(name))).otherwise("derived").alias("derived"),
    )
