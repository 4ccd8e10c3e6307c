"""Files in tushare's layouts: exchange totals, margin detail, and the Shanghai totals of its first generation.

The exchanges do not publish every cell tushare serves: what the vendor computed is listed in ``derived``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from liangrong.core.outcomes import Outcome
from liangrong.sources.fetcher import Batch, Hints
from liangrong.sources.files.casting import Field, cast_fields, read_rows
from liangrong.sources.files.layout import Layout, has_columns
from liangrong.sources.files.reading import Finding, Reading, batch, flag, keep_sessions, keep_unique, with_security_ids

__all__ = ["LAYOUTS"]

PAGE_ROWS: Final = {"market_totals": 4_000, "margin_detail": 6_000}
"""tushare cuts an answer at so many rows; a dump of exactly that length has probably lost the rest of its last day."""

_MARGIN: Final = (
    Field("rzye", "financing_balance"),
    Field("rzmre", "financing_buy_amount"),
    Field("rzche", "financing_repay_amount", signed=True, required=False),
    Field("rqye", "short_balance", required=False),
    Field("rqmcl", "short_sell_quantity"),
    Field("rqyl", "short_quantity"),
    Field("rzrqye", "margin_trading_balance", required=False),
)
_TOTALS: Final = (Field("trade_date", "trade_date"), Field("exchange_id", "exchange"), *_MARGIN)
_DETAIL: Final = (
    Field("trade_date", "trade_date"),
    Field("ts_code", "security_id"),
    *_MARGIN,
    Field("rqchl", "short_repay_quantity", signed=True, required=False),
)
_SHANGHAI: Final = (
    Field("opDate", "trade_date"),
    Field("rqmcl", "short_sell_quantity"),
    Field("rzmre", "financing_buy_amount"),
    Field("rqyl", "short_quantity"),
    Field("rzye", "financing_balance"),
)


def _parse_totals(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    reading = cast_fields("tushare_margin_totals", "market_totals", read_rows(content), _TOTALS)
    unknown = Finding(
        "known_exchange",
        "exchange",
        expected="SSE, SZSE or BSE",
        zh="第 {row} 行的交易所写作“{observed}”，只认 SSE、SZSE、BSE，该行未采用",
        en="row {row}: no exchange is called '{observed}'; the row is left out",
    )
    reading = flag(reading, ~pl.col("exchange").is_in(["SSE", "SZSE", "BSE"]), unknown)
    reading = _to_the_yuan(keep_unique(keep_sessions(reading)))
    vendor = pl.when(pl.col("exchange") == "SSE").then(pl.lit([], dtype=pl.List(pl.String)))
    reading = _derived(reading, vendor.otherwise(pl.lit(["financing_repay_amount"])))
    return batch(_cut_page(reading), source="tushare")


def _parse_detail(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    rows = read_rows(content)
    names = (Field("name", "name", required=False),) if "name" in rows.columns else ()
    reading = cast_fields("tushare_margin_detail", "margin_detail", rows, (*_DETAIL, *names))
    reading = _to_the_yuan(keep_unique(keep_sessions(with_security_ids(reading))))
    shanghai = pl.col("security_id").str.ends_with(".SH")
    vendor = pl.when(shanghai).then(pl.lit(["short_balance", "margin_trading_balance"]))
    reading = _derived(reading, vendor.otherwise(pl.lit(["financing_repay_amount", "short_repay_quantity"])))
    return batch(_cut_page(reading), source="tushare")


def _parse_shanghai(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    reading = cast_fields("tushare_sh_margins", "market_totals", read_rows(content), _SHANGHAI)
    reading = replace(reading, frame=reading.frame.with_columns(exchange=pl.lit("SSE")))
    return batch(_to_the_yuan(keep_unique(keep_sessions(reading))), source="tushare")


def _derived(reading: Reading, names: pl.Expr) -> Reading:
    return replace(reading, frame=reading.frame.with_columns(derived=names))


def _to_the_yuan(reading: Reading) -> Reading:
    return replace(reading, frame=reading.frame.with_columns(rounding=pl.lit(0)))


def _cut_page(reading: Reading) -> Reading:
    served = PAGE_ROWS[reading.table.name]
    if not reading.frame.height or reading.frame.height % served:
        return reading
    told = Finding(
        "page_limit",
        "trade_date",
        expected="all rows",
        severity="warning",
        zh=f"文件恰为 {{observed}} 行，正是 tushare 单次 {served:,} 行的上限，最后一天很可能被截断",
        en=f"the file has exactly {{observed}} rows, tushare's limit of {served:,} per answer: its last day is probably cut",
    )
    return reading.note(told, observed=f"{reading.frame.height:,}")


LAYOUTS: Final = (
    Layout(
        "tushare_margin_totals",
        "tushare 融资融券交易汇总",
        "tushare margin totals by exchange",
        has_columns(*(f.column for f in _TOTALS)),
        _parse_totals,
        tuple(f.column for f in _TOTALS),
    ),
    Layout(
        "tushare_margin_detail",
        "tushare 融资融券交易明细",
        "tushare margin detail by security",
        has_columns(*(f.column for f in _DETAIL)),
        _parse_detail,
        tuple(f.column for f in _DETAIL),
    ),
    Layout(
        "tushare_sh_margins",
        "tushare 旧版沪市融资融券汇总",
        "tushare Shanghai margin totals, first generation",
        has_columns(*(f.column for f in _SHANGHAI), without=("stockCode",)),
        _parse_shanghai,
        tuple(f.column for f in _SHANGHAI),
    ),
)
