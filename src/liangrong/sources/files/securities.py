"""tushare's lists of stocks and of indices: names, initials, listing dates, the vendor's own industry label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from liangrong.core.outcomes import Outcome
from liangrong.sources.fetcher import Batch, Hints
from liangrong.sources.files.casting import Field, cast_fields, read_rows
from liangrong.sources.files.layout import Layout, has_columns
from liangrong.sources.files.reading import Finding, Reading, batch, keep_unique, security_ids, with_security_ids

__all__ = ["LAYOUTS", "read_listings"]

_KNOWN: Final = (
    Field("ts_code", "security_id"),
    Field("name", "name", required=False),
    Field("cnspell", "pinyin", required=False),
    Field("list_date", "list_date", required=False),
    Field("delist_date", "delist_date", required=False),
    Field("industry", "industry_label", required=False),
)


def read_listings(layout: str, rows: pl.DataFrame, hints: Hints, *, leave_out: Sequence[str] = ()) -> Reading:
    """The listings of a file as of the hinted day, else as of its newest listing, which is then reported as assumed."""
    reading = cast_fields(layout, "securities", rows, [f for f in _KNOWN if f.column in rows.columns])
    newest = reading.frame["list_date"].max()
    day = hints.day or newest
    reading = replace(reading, frame=reading.frame.with_columns(trade_date=pl.lit(day, dtype=pl.Date)))
    if hints.day is None and isinstance(newest, date):
        assumed = Finding(
            "assumed_day",
            "trade_date",
            severity="info",
            zh=f"名录没有写明日期，按其中最新的上市日期 {newest} 计",
            en=f"the list has no date; its newest listing date, {newest}, is assumed",
        )
        reading = reading.note(assumed, observed=f"{newest}", day=newest)
    kept = reading.frame.filter(~pl.col("security_id").is_in(list(leave_out)))
    return keep_unique(with_security_ids(replace(reading, frame=kept)))


def _parse_stocks(content: bytes, hints: Hints) -> Outcome[Batch]:
    return batch(read_listings("tushare_stocks", read_rows(content), hints), source="tushare")


def _parse_indices(content: bytes, hints: Hints) -> Outcome[Batch]:
    """Indices; the total-return and foreign-currency variants have no six-digit code and are left out, said once."""
    rows = read_rows(content)
    unknown = [code for code, found in security_ids(rows["ts_code"]).items() if found is None]
    reading = read_listings("tushare_indices", rows, hints, leave_out=unknown)
    if unknown:
        variants = Finding(
            "known_security",
            "security_id",
            severity="info",
            zh="有 {observed} 个指数的代码不是六位数字（全收益、净收益、外币版本等），略去",
            en="{observed} indices have no six-digit code (total-return and foreign-currency variants); they are left out",
        )
        reading = reading.note(variants, observed=f"{len(unknown)}")
    return batch(reading, source="tushare")


_STOCKS: Final = ("ts_code", "symbol", "name", "industry", "list_date")
_INDICES: Final = ("ts_code", "name", "market", "publisher", "category", "base_date", "base_point", "list_date")

LAYOUTS: Final = (
    Layout(
        "tushare_stocks",
        "tushare 股票列表",
        "tushare list of stocks",
        has_columns(*_STOCKS, without=("con_code",)),
        _parse_stocks,
        _STOCKS,
    ),
    Layout(
        "tushare_indices",
        "tushare 指数列表",
        "tushare list of indices",
        has_columns(*_INDICES),
        _parse_indices,
        _INDICES,
    ),
)
