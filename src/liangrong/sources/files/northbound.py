"""Eastmoney's history of northbound trading by channel, in 百万元, with the index close beside it.

Net figures ended on 2024-08-16; those cells stay null after it.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

import polars as pl

from liangrong.core.outcomes import Outcome
from liangrong.core.units import Unit
from liangrong.market.tables import table
from liangrong.sources.fetcher import Batch, Hints
from liangrong.sources.files.casting import Field, cast_fields, read_rows
from liangrong.sources.files.layout import Layout, has_columns
from liangrong.sources.files.reading import Finding, Reading, batch, flag, keep_sessions, keep_unique

__all__ = ["LAYOUTS"]

SUM_TOLERANCE: Final = Decimal(20_000)
"""Each addend is printed in 百万元 with two decimals: three roundings of 5,000 元, and a little."""
AVERAGE_TRADE: Final = (Decimal(2_000), Decimal(500_000))
"""A session's northbound trade has averaged some 12,000 to 82,000 元 since 2014; a wrong unit (万, 亿) is a factor of 100."""

_CHANNELS: Final = {"001": "SSE", "003": "SZSE"}
_INDICES: Final = {"SSE": "000001.SH", "SZSE": "399001.SZ"}
_MILLION: Final = Unit.MILLION_YUAN
_FIELDS: Final = (
    Field("MUTUAL_TYPE", "exchange"),
    Field("TRADE_DATE", "trade_date"),
    Field("BUY_AMT", "buy_amount", _MILLION, required=False),
    Field("SELL_AMT", "sell_amount", _MILLION, required=False),
    Field("NET_DEAL_AMT", "net_buy_amount", _MILLION, required=False, signed=True),
    Field("DEAL_AMT", "turnover", _MILLION),
    Field("DEAL_NUM", "trades", required=False),
    Field("HOLD_MARKET_CAP", "holdings_cap", required=False),
    Field("INDEX_CLOSE_PRICE", "index_close", required=False),
    Field("INDEX_CHANGE_RATE", "index_change_ratio", Unit.PERCENT, required=False, signed=True),
)
_SUMS: Final = (
    ("turnover", pl.col("buy_amount") + pl.col("sell_amount"), "DEAL_AMT", "BUY_AMT + SELL_AMT"),
    ("net_buy_amount", pl.col("buy_amount") - pl.col("sell_amount"), "NET_DEAL_AMT", "BUY_AMT − SELL_AMT"),
)


def _parse(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    reading = cast_fields("northbound_history", "northbound", read_rows(content), _FIELDS)
    other = Finding(
        "known_channel",
        "exchange",
        expected="001 (沪股通) or 003 (深股通)",
        zh="第 {row} 行的 MUTUAL_TYPE 为 {observed}，不是沪股通（001）或深股通（003），该行未采用",
        en="row {row}: MUTUAL_TYPE {observed} is neither 001 (Shanghai) nor 003 (Shenzhen); the row is left out",
    )
    reading = flag(reading, ~pl.col("exchange").is_in(list(_CHANNELS)), other)
    reading = replace(
        reading, frame=reading.frame.with_columns(pl.col("exchange").replace_strict(_CHANNELS, return_dtype=pl.String))
    )
    reading = _check_unit(_check_sums(keep_unique(keep_sessions(reading))))
    return batch(reading, _index_of(reading), source="eastmoney")


def _check_sums(reading: Reading) -> Reading:
    for name, expected, label, meaning in _SUMS:
        broken = Finding(
            "northbound_sum",
            name,
            severity="error",
            zh=f"第 {{row}} 行的 {label} 为 {{observed}} 元，而 {meaning} = {{expected}} 元；该行标为可疑",
            en=f"row {{row}}: {label} is {{observed}} yuan but {meaning} = {{expected}} yuan; the row is marked suspect",
        )
        reading = flag(reading, (pl.col(name) - expected).abs() > SUM_TOLERANCE, broken, expected=expected)
    return reading


def _check_unit(reading: Reading) -> Reading:
    """The turnover against the number of trades: the only witness of the unit once buys and sells are gone."""
    low, high = AVERAGE_TRADE
    average = pl.col("turnover") / pl.col("trades").cast(pl.Decimal(20, 0))
    broken = Finding(
        "average_trade",
        "turnover",
        expected=f"{low:,} to {high:,} yuan per trade",
        severity="error",
        zh="第 {row} 行的成交额除以笔数为每笔 {observed} 元，不合常理，可能单位有误；该行标为可疑",
        en="row {row}: turnover over trades is {observed} yuan per trade, which no session has had; the row is marked suspect",
    )
    return flag(reading, (pl.col("trades") > 0) & ~average.is_between(low, high), broken, observed=average.round(2))


def _index_of(reading: Reading) -> Reading:
    frame = reading.frame.select(
        "_row",
        "trade_date",
        pl.col("exchange").replace_strict(_INDICES, return_dtype=pl.String).alias("security_id"),
        close="index_close",
        change_ratio="index_change_ratio",
    ).filter(pl.col("close").is_not_null())
    return Reading(reading.layout, table("index_quotes"), frame)


_COLUMNS: Final = tuple(f.column for f in _FIELDS)

LAYOUTS: Final = (
    Layout(
        "northbound_history",
        "东方财富沪深股通历史",
        "Eastmoney northbound history",
        has_columns(*_COLUMNS),
        _parse,
        _COLUMNS,
    ),
)
