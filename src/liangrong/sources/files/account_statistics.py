"""The account statistics (平均维持担保比例 …) as a CSV of 亿元 and percent, collected from Eastmoney."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from liangrong.core.outcomes import Outcome
from liangrong.core.units import Unit
from liangrong.sources.fetcher import Batch, Hints
from liangrong.sources.files.casting import Field, cast_fields, read_rows, rounding_of
from liangrong.sources.files.layout import Layout, has_columns
from liangrong.sources.files.reading import ROW, batch, keep_sessions, keep_unique

__all__ = ["LAYOUTS"]

_FIELDS: Final = (
    Field("date", "trade_date"),
    Field("fin_balance", "financing_balance", Unit.YI_YUAN),
    Field("loan_balance", "short_balance", Unit.YI_YUAN),
    Field("fin_buy", "financing_buy_amount", Unit.YI_YUAN, required=False),
    Field("guarantee", "average_maintenance_ratio", Unit.PERCENT, required=False),
)


def _parse(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    rows = read_rows(content)
    reading = cast_fields("account_statistics", "account_statistics", rows, _FIELDS)
    printed = rows.select(ROW, rounding=rounding_of(["fin_balance", "loan_balance", "fin_buy"], Unit.YI_YUAN))
    reading = replace(reading, frame=reading.frame.join(printed, on=ROW, how="left"))
    total = pl.col("financing_balance") + pl.col("short_balance")
    reading = replace(
        reading, frame=reading.frame.with_columns(margin_trading_balance=total, derived=pl.lit(["margin_trading_balance"]))
    )
    return batch(keep_unique(keep_sessions(reading)), source="eastmoney")


_COLUMNS: Final = tuple(f.column for f in _FIELDS)

LAYOUTS: Final = (
    Layout(
        "account_statistics",
        "两融账户统计（亿元）",
        "account statistics in 亿元",
        has_columns(*_COLUMNS),
        _parse,
        _COLUMNS,
    ),
)
