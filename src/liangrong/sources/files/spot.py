"""Eastmoney's screen of all A-shares after one close: quotes and float caps. The screen carries no date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from liangrong.core.outcomes import Failed, Outcome
from liangrong.core.units import Unit
from liangrong.sources.fetcher import Batch, Hints
from liangrong.sources.files.casting import Field, cast_fields, read_rows
from liangrong.sources.files.hinted import session_of, with_day
from liangrong.sources.files.layout import Layout, has_columns
from liangrong.sources.files.reading import Finding, Reading, batch, beside, flag, keep_unique, with_security_ids

__all__ = ["LAYOUTS"]

_CODE: Final = Field("代码", "security_id")
_QUOTES: Final = (
    _CODE,
    Field("名称", "name", required=False),
    Field("今开", "open", required=False),
    Field("最高", "high", required=False),
    Field("最低", "low", required=False),
    Field("最新价", "close", required=False),
    Field("昨收", "previous_close", required=False),
    Field("涨跌额", "_change", like="close", required=False, signed=True),
    Field("成交量", "volume", Unit.LOT, required=False),
    Field("成交额", "turnover", required=False),
)
_CAPS: Final = (
    _CODE,
    Field("流通市值", "float_cap", required=False),
    Field("总市值", "total_cap", required=False),
    Field("换手率", "turnover_rate", Unit.PERCENT, required=False),
)
_NOT_A_SHARE: Final = Finding(
    "known_security",
    "security_id",
    expected="an A-share code",
    severity="info",
    zh="第 {row} 行的代码“{observed}”不是 A 股（如定向可转债），略去",
    en="row {row}: '{observed}' is not the code of an A-share (a convertible bond, for instance); it is left out",
)


def _parse(content: bytes, hints: Hints) -> Outcome[Batch]:
    day = session_of(hints)
    if isinstance(day, Failed):
        return day
    rows = read_rows(content)
    quotes = _of_day(cast_fields("eastmoney_spot", "quotes", rows, _QUOTES), day, hints)
    caps = _of_day(cast_fields("eastmoney_spot", "caps", rows, _CAPS), day, Hints())
    gone = Finding(
        "never_traded_again",
        "close",
        severity="info",
        zh="有 {observed} 只证券既无成交也无市值（已退市），略去",
        en="{observed} securities have neither a price nor a cap (delisted); they are left out",
    )
    valued = caps.frame.filter(pl.col("float_cap").is_not_null() | pl.col("total_cap").is_not_null())
    alive = pl.col("close").is_not_null() | pl.col("security_id").is_in(valued["security_id"].to_list())
    living = quotes.frame.filter(alive)
    if living.height < quotes.frame.height:
        quotes = quotes.note(gone, observed=f"{quotes.frame.height - living.height}", day=day)
    quotes = _check_change(replace(quotes, frame=living))
    return batch(keep_unique(quotes), keep_unique(beside(replace(caps, frame=valued), quotes)), source="eastmoney")


def _of_day(reading: Reading, day: date, hints: Hints) -> Reading:
    return with_day(_known(reading), day, hints)


def _known(reading: Reading) -> Reading:
    known = with_security_ids(reading, _NOT_A_SHARE)
    return replace(known, frame=known.frame.filter(pl.col("security_id").is_not_null()))


def _check_change(reading: Reading) -> Reading:
    change = pl.col("close") - pl.col("previous_close")
    broken = Finding(
        "printed_change",
        "close",
        severity="error",
        zh="第 {row} 行的涨跌额为 {observed}，而最新价 − 昨收 = {expected}；该行标为可疑",
        en="row {row}: the printed change is {observed} but close - previous close = {expected}; the row is marked suspect",
    )
    return flag(reading, pl.col("_change") != change, broken, observed="_change", expected=change)


_COLUMNS: Final = tuple(dict.fromkeys(f.column for f in (*_QUOTES, *_CAPS)))

LAYOUTS: Final = (
    Layout(
        "eastmoney_spot",
        "东方财富 A 股行情快照",
        "Eastmoney snapshot of all A-shares",
        has_columns(*_COLUMNS),
        _parse,
        _COLUMNS,
    ),
)
