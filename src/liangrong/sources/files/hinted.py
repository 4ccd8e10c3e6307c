"""What a file leaves open and somebody must supply: its day. Told when it came from nothing better than the name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from liangrong.core.calendar import mainland
from liangrong.core.errors import BeyondCalendar
from liangrong.core.outcomes import Failed, FailureKind
from liangrong.sources.fetcher import Hints
from liangrong.sources.files.reading import Finding, Reading

__all__ = ["session_of", "with_day"]


def session_of(hints: Hints) -> date | Failed:
    """The session the hints name, or the sentence that asks for one."""
    if hints.day is None:
        return Failed(
            FailureKind.AMBIGUOUS,
            "the file does not say which day it speaks of; name it, for instance --day 2026-01-30",
            "文件没有写明是哪一天，请指明，例如 --day 2026-01-30",
        )
    try:
        if mainland().is_session(hints.day):
            return hints.day
        nearest = mainland().on_or_before(hints.day)
    except BeyondCalendar as error:
        return Failed(FailureKind.DATE_MISMATCH, error.message("en"), error.message("zh"))
    return Failed(
        FailureKind.DATE_MISMATCH,
        f"{hints.day} was not a session, so the file cannot speak of it; the session before is {nearest}",
        f"{hints.day} 不是交易日，文件不可能是这一天的；此前最近的交易日是 {nearest}",
    )


def with_day(reading: Reading, day: date, hints: Hints) -> Reading:
    """Put ``day`` on every row, and say so when it was read from the file's name."""
    reading = replace(reading, frame=reading.frame.with_columns(trade_date=pl.lit(day)))
    if not hints.from_name:
        return reading
    told = Finding(
        "hint_from_name",
        "trade_date",
        severity="info",
        zh=f"文件内容没有日期，按文件名取 {day}",
        en=f"the content has no date; {day} is taken from the file's name",
    )
    return reading.note(told, observed=f"{day}", day=day)
