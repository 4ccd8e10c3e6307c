"""Lists of margin underlyings that people export from trading terminals, and the quote screens beside them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from liangrong.core.outcomes import Failed, FailureKind, Outcome
from liangrong.core.units import Unit
from liangrong.sources.fetcher import Batch, Hints, Sample
from liangrong.sources.files.casting import Field, cast_fields, read_rows
from liangrong.sources.files.hinted import session_of, with_day
from liangrong.sources.files.layout import Layout, bare, has_columns, header
from liangrong.sources.files.reading import Finding, Reading, batch, beside, flag, keep_sessions, keep_unique, with_security_ids

__all__ = ["LAYOUTS"]

AVERAGE_TOLERANCE: Final = 0.006
"""Prices and the average price (均价) are printed with two decimals."""

_MARK: Final = "通达信风格-融资融券"
_TDX: Final = (
    Field("股票代码", "security_id"),
    Field("股票简称", "name", required=False),
)
_TDX_COLUMNS: Final = ("股票代码", "股票简称", "现价", "所属行业", _MARK)

_SCREEN_CODE: Final = Field("代码", "security_id")
_SCREEN_QUOTES: Final = (
    _SCREEN_CODE,
    Field("名称", "name", required=False),
    Field("最新", "close", required=False),
    Field("涨跌", "_change", like="close", required=False, signed=True),
    Field("最低", "low", required=False),
    Field("总手", "volume", Unit.LOT, required=False),
    Field("总额", "turnover", Unit.WAN_YUAN, required=False),
    Field("均价", "_average", like="close", required=False),
)
_SCREEN_CAPS: Final = (
    _SCREEN_CODE,
    Field("流通市值", "float_cap", Unit.WAN_YUAN, required=False),
    Field("总市值", "total_cap", Unit.WAN_YUAN, required=False),
)
_SCREEN_COLUMNS: Final = tuple(dict.fromkeys(f.column for f in (*_SCREEN_QUOTES, *_SCREEN_CAPS)))
_SCREEN_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})")
_SUSPENDED: Final = Finding(
    "suspended",
    "close",
    severity="info",
    zh="有 {observed} 只证券没有最新价（停牌），没有行情可取",
    en="{observed} securities have no price (suspended), so they have no quote",
)


def _parse_tdx(content: bytes, hints: Hints) -> Outcome[Batch]:
    day = session_of(hints)
    if isinstance(day, Failed):
        return day
    rows = read_rows(content)
    mark = next(name for name in rows.columns if bare(name) == _MARK)
    reading = cast_fields("tdx_margin_list", "underlying_securities", rows.filter(pl.col(mark) == "融资融券"), _TDX)
    reading = with_day(with_security_ids(reading), day, hints)
    frame = reading.frame.with_columns(financing_eligible=pl.lit(value=True), short_eligible=pl.lit(value=True))
    return batch(keep_unique(replace(reading, frame=frame)), source="tdx")


def _parse_screen(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    rows = read_rows(content)
    day = _screen_day(rows.columns[1])
    if day is None:
        return Failed(
            FailureKind.SCHEMA_CHANGED,
            f"the header should begin with the day (month/day/year), not '{rows.columns[1]}'",
            f"表头应以日期（月/日/年）开头，而不是“{rows.columns[1]}”",
        )
    quotes = _dated(cast_fields("quote_screen", "quotes", rows, _SCREEN_QUOTES), day)
    quotes = replace(quotes, frame=quotes.frame.with_columns(previous_close=pl.col("close") - pl.col("_change")))
    caps = _dated(cast_fields("quote_screen", "caps", rows, _SCREEN_CAPS), day)
    quotes, idle = _without_empty(quotes, "close"), quotes.frame["close"].null_count()
    if idle:
        quotes = quotes.note(_SUSPENDED, observed=f"{idle}", day=day)
    return batch(_check_average(quotes), beside(_without_empty(caps, "float_cap", "total_cap"), quotes), source="file")


def _without_empty(reading: Reading, *columns: str) -> Reading:
    return replace(reading, frame=reading.frame.filter(~pl.all_horizontal(pl.col(columns).is_null())))


def _dated(reading: Reading, day: date) -> Reading:
    return keep_unique(keep_sessions(with_day(with_security_ids(reading), day, Hints())))


def _check_average(reading: Reading) -> Reading:
    """The average price is the witness for the units of volume (手) and turnover (万元)."""
    average = pl.col("turnover").cast(pl.Float64) / pl.col("volume")
    rounding = 5_000 / pl.col("volume") + AVERAGE_TOLERANCE
    broken = Finding(
        "average_price",
        "turnover",
        severity="error",
        zh="第 {row} 行的均价为 {observed}，而总额 ÷ 总手 = {expected}；该行标为可疑",
        en="row {row}: the average price is {observed} but turnover over volume is {expected}; the row is marked suspect",
    )
    off = (pl.col("_average").cast(pl.Float64) - average).abs() > rounding
    return flag(reading, (pl.col("volume") > 0) & off, broken, observed="_average", expected=average.round(3))


def _screen_day(cell: str) -> date | None:
    match = _SCREEN_DAY.fullmatch(cell.strip())
    if match is None:
        return None
    month, day, year = (int(part) for part in match.groups())
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _is_screen(seen: Sample) -> bool:
    return has_columns(*_SCREEN_COLUMNS)(seen) and seen.text is not None and _screen_day(header(seen)[0]) is not None


LAYOUTS: Final = (
    Layout(
        "tdx_margin_list",
        "通达信两融标的导出",
        "TDX list of margin underlyings",
        has_columns(*_TDX_COLUMNS),
        _parse_tdx,
        _TDX_COLUMNS,
    ),
    Layout(
        "quote_screen",
        "行情软件报价表（表头为日期）",
        "terminal quote screen headed by its day",
        _is_screen,
        _parse_screen,
        _SCREEN_COLUMNS,
    ),
)
