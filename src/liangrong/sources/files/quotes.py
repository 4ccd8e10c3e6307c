"""Daily quotes as QMT (xtquant) writes them: a Parquet of many securities, or one CSV per security and year.

Both count volume in 手. The CSV has no code, and its ``datetime`` is in UTC and so shows the calendar day before.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from liangrong.core.errors import InvalidSecurity
from liangrong.core.outcomes import Failed, FailureKind, Outcome
from liangrong.core.securities import SecurityId
from liangrong.core.units import Unit
from liangrong.sources.fetcher import Batch, Hints
from liangrong.sources.files.casting import Field, cast_fields, read_rows
from liangrong.sources.files.layout import Layout, has_columns
from liangrong.sources.files.reading import Finding, batch, flag, keep_sessions, keep_unique, with_security_ids

__all__ = ["LAYOUTS"]

_BARS: Final = (
    Field("date", "trade_date"),
    Field("open", "open", required=False),
    Field("high", "high", required=False),
    Field("low", "low", required=False),
    Field("close", "close"),
    Field("preClose", "previous_close", required=False),
    Field("volume", "volume", Unit.LOT),
    Field("amount", "turnover"),
)
_MANY: Final = (*_BARS, Field("code", "security_id"))
_ONE: Final = (*_BARS, Field("time", "_time", like="volume", signed=True))
_MILLISECONDS_OF_DAY: Final = 86_400_000
_SHANGHAI_OFFSET: Final = 8 * 3_600_000


def _parse_many(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    reading = cast_fields("qmt_quotes", "quotes", read_rows(content), _MANY)
    return batch(keep_unique(keep_sessions(with_security_ids(reading))), source="qmt")


def _parse_one(content: bytes, hints: Hints) -> Outcome[Batch]:
    if hints.security_id is None:
        return Failed(
            FailureKind.AMBIGUOUS,
            "the file does not say which security it is about; name it, for instance --security 600519.SH",
            "文件没有写明是哪只证券，请指明，例如 --security 600519.SH",
        )
    try:
        security = str(SecurityId.parse(hints.security_id))
    except InvalidSecurity as error:
        return Failed(FailureKind.AMBIGUOUS, error.message("en"), error.message("zh"))
    reading = cast_fields("qmt_quotes_of_one", "quotes", read_rows(content), _ONE)
    reading = replace(reading, frame=reading.frame.with_columns(security_id=pl.lit(security)))
    midnight = pl.col("trade_date").cast(pl.Datetime("ms")).dt.timestamp("ms") - _SHANGHAI_OFFSET
    shifted = Finding(
        "date_matches_time",
        "trade_date",
        zh="第 {row} 行的 date 为 {observed}，与其 time 时间戳所指的 {expected} 不符，该行未采用",
        en="row {row}: date is {observed} but the time stamp says {expected}; the row is left out",
    )
    stamp = pl.col("_time")
    told = pl.from_epoch(stamp + _SHANGHAI_OFFSET, time_unit="ms").dt.date()
    reading = flag(reading, (stamp < midnight) | (stamp >= midnight + _MILLISECONDS_OF_DAY), shifted, expected=told)
    if hints.from_name:
        reading = reading.note(_named(security), observed=security, place=security)
    return batch(keep_unique(keep_sessions(reading)), source="qmt")


def _named(security: str) -> Finding:
    return Finding(
        "hint_from_name",
        "security_id",
        severity="info",
        zh=f"文件内容没有证券代码，按文件名取 {security}",
        en=f"the content names no security; {security} is taken from the file's name",
    )


LAYOUTS: Final = (
    Layout(
        "qmt_quotes",
        "QMT 日行情（多只证券）",
        "QMT daily quotes of many securities",
        has_columns(*(f.column for f in _MANY)),
        _parse_many,
        tuple(f.column for f in _MANY),
    ),
    Layout(
        "qmt_quotes_of_one",
        "QMT 日行情（单只证券）",
        "QMT daily quotes of one security",
        has_columns(*(f.column for f in _ONE), without=("code",)),
        _parse_one,
        tuple(f.column for f in _ONE),
    ),
)
