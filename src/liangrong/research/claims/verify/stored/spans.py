"""From which session to which a change is counted: texts leave it open, so every usual way of counting is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from liangrong.core.errors import BeyondCalendar
from liangrong.research.claims.desk import Fact
from liangrong.research.claims.verify.stored.asking import Question

__all__ = ["Span", "spans", "wider_spans"]

_OPEN: Final = 4
"""Sessions before an article's day to which "since then" may reach."""
_LOOSE: Final = 3
"""Sessions by which an end may be meant otherwise, before a change is called wrong."""
_SHORT: Final = 20
"""Days of a window for each session by which an end may be moved."""
_YEAR: Final = (timedelta(days=350), timedelta(days=380))
"""A window of about a year, which texts also count from the end of the year before."""
_ON_YEAR: Final = re.compile(r"同比|year[- ]on[- ]year|year[- ]over[- ]year|YoY|from a year (?:ago|earlier)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Two known values, and whether the text would have to be read loosely to mean them."""

    start: Fact
    end: Fact
    loose: bool = False


def spans(asked: Question, measure: str) -> Iterator[Span]:
    """The spans that a claim's words may mean, the plainest first."""
    for start, end, loose in _pairs(asked, measure):
        before, after = asked.value(measure, start), asked.value(measure, end)
        if before is not None and after is not None and before.day < after.day:
            yield Span(before, after, loose)


def wider_spans(asked: Question, measure: str) -> Iterator[Span]:
    """The same with each end some sessions earlier or later: what none of them gives is not a matter of counting.

    The ends of a short window are not moved: a day's change is not that of a week.
    """
    for start, end, loose in _pairs(asked, measure):
        by = min(_LOOSE, (end - start).days // _SHORT)
        for first in asked.near(start, by, by):
            for last in asked.near(end, by, by):
                before, after = asked.value(measure, first), asked.value(measure, last)
                if before is not None and after is not None and before.day < after.day:
                    yield Span(before, after, loose=loose)


def _pairs(asked: Question, measure: str) -> Iterator[tuple[date, date, bool]]:
    claim, period = asked.claim, asked.claim.period
    if period is None:
        return
    ends = [period.end]
    if period.open_end and not period.is_day:
        ends = [fact.day for fact in asked.latest(measure, _OPEN)] or ends
    for end in ends:
        for start, loose in _starts(asked, end):
            yield start, end, loose
    if claim.base is not None and period.is_day and claim.base.end > period.end:
        yield period.start, claim.base.end, False


def _starts(asked: Question, end: date) -> Iterator[tuple[date, bool]]:
    """The day counted from: one that is named, the session before a day, or the first day of a window and the session before it."""
    claim, period = asked.claim, asked.claim.period
    assert period is not None, "only claims with days come here"
    if claim.base is not None:
        yield claim.base.end, False
        if not claim.base.is_day:
            yield claim.base.start, False
        return
    if _ON_YEAR.search(claim.text):
        yield _year_before(end), False
        return
    first = end if period.is_day else period.start
    if not period.is_day:
        yield first, False
    try:
        yield asked.desk.calendar.previous(first), False
    except BeyondCalendar:
        return
    if not period.is_day and _YEAR[0] <= end - period.start <= _YEAR[1]:
        yield date(period.start.year - 1, 12, 31), True


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
