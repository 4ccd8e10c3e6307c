"""Whether two claims speak of the same thing at the same time, and over which days a growth runs.

A tie is firm where the text prints it, loose where it was carried over or read off the article's own day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import Final

from liangrong.core.calendar import Calendar
from liangrong.core.errors import BeyondCalendar
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.period import Period

__all__ = [
    "LEVELS",
    "Tie",
    "Window",
    "adjoins",
    "earlier",
    "is_printed",
    "near_ends",
    "next_to",
    "quantity",
    "same_day",
    "same_period",
    "settled_days",
    "window_of",
    "year_before",
]

LEVELS: Final = frozenset({Aspect.LEVEL, Aspect.RECORD, Aspect.CROSSING, Aspect.COUNT, Aspect.SHARE})
"""What is so at a time, unlike what changed over one."""

_RECENT: Final = timedelta(days=10)
"""How long before the article's own day the day of its data may lie."""
_FUZZY: Final = 0.05
"""How far apart two ends of loosely printed windows may lie, as a share of the window."""
_FUZZY_LEAST: Final = timedelta(days=15)
_RELATIVE: Final = re.compile(r"近|过去|\b(?:past|last|recent|previous)\b", re.IGNORECASE)
"""A window told by its length alone: its days are read off the article's own."""
_WORDS: Final = 16
_BEFORE_ZH: Final = re.compile(r"[”\"’]?(?:行情)?(?:之前|以前|前)的?(?P<count>\d{1,2}|[一二三四五六七八九十])年")
_BEFORE_EN: Final = re.compile(
    r"\b(?P<count>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten) years (?:before|to|until|up to) (?:the )?$", re.IGNORECASE
)
_NUMBERS: Final = {
    **{word: place for place, word in enumerate("一二三四五六七八九十", 1)},
    **{word: place for place, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 2)},
}
_YEAR_ON_YEAR: Final = re.compile(
    r"同比|较上年|比上年|year[- ]on[- ]year|year[- ]over[- ]year|\byoy\b|(?:from|than|over) (?:a|the) (?:year|prior year|previous year)",
    re.IGNORECASE,
)


class Tie(IntEnum):
    """How sure it is that two figures belong together."""

    NONE = 0
    LOOSE = 1
    FIRM = 2


@dataclass(frozen=True, slots=True)
class Window:
    """From the close of one day to the close of another, as far as told."""

    start: date
    end: date
    firm: bool

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start


def quantity(claim: Claim) -> tuple[str, str] | None:
    """What is measured of whom; ``None`` where the text does not say both."""
    whom = claim.scope or re.sub(r"[\s“”\"'’]+", " ", claim.subject).strip().casefold()
    return (claim.metric, whom) if claim.metric and whom else None


def is_printed(claim: Claim, period: Period | None) -> bool:
    """Whether a period stands in the sentence of the claim itself."""
    return period is not None and claim.passage.start <= period.at[0] and period.at[1] <= claim.passage.end


def same_day(one: Claim, other: Claim) -> Tie:
    """Whether two levels are of one time."""
    a, b = one.period, other.period
    if a is None or b is None:
        return Tie.LOOSE if one.passage.item == other.passage.item else Tie.NONE
    if (a.start, a.end) == (b.start, b.end) and not a.open_end and not b.open_end:
        firm = one.passage == other.passage or (is_printed(one, a) and is_printed(other, b))
        return Tie.FIRM if firm else Tie.LOOSE
    overlap = a.start <= b.end and b.start <= a.end
    return Tie.LOOSE if overlap and one.passage.item == other.passage.item else Tie.NONE


def same_period(one: Claim, other: Claim) -> bool:
    """Whether two claims name the same days to compare, wherever they print them."""
    return _days(one.period) == _days(other.period) and _days(one.base) == _days(other.base)


def _days(period: Period | None) -> tuple[date, date] | None:
    return None if period is None else (period.start, period.end)


def settled_days(claims: Iterable[Claim]) -> dict[tuple[int, str], date]:
    """The latest day that levels of a metric are printed for, by item: where a window that is left open ends."""
    found: dict[tuple[int, str], date] = {}
    for claim in claims:
        if (
            claim.aspect in LEVELS
            and claim.metric
            and claim.period is not None
            and claim.period.is_day
            and is_printed(claim, claim.period)
        ):
            key = (claim.passage.item, claim.metric)
            found[key] = max(found.get(key, date.min), claim.period.end)
    return found


def window_of(claim: Claim, text: str, calendar: Calendar, settled: dict[tuple[int, str], date]) -> Window | None:
    """From where to where a change or a growth runs; ``None`` where the text does not say.

    Parameters
    ----------
    text
        The article's.
    settled
        The last day of data, by item and metric.
    """
    period, base = claim.period, claim.base
    if period is None:
        return None
    if period.is_day and base is None and is_printed(claim, period) and (years := _years_before(text, period)):
        return Window(_earlier(period.start, years), period.end, firm=False)
    end, firm = period.end, is_printed(claim, period) and not _RELATIVE.search(period.text)
    if period.open_end:
        last = settled.get((claim.passage.item, claim.metric))
        if last is not None and timedelta(0) <= period.end - last <= _RECENT:
            end = last
        else:
            firm = False
    if base is not None:
        start, firm = base.end, firm and is_printed(claim, base)
    elif not period.is_day:
        start = period.start
    elif (before := _previous(calendar, period.end)) is not None and claim.aspect is Aspect.CHANGE:
        start, firm = before, False
    else:
        return None
    return Window(start, end, firm) if start < end else None


def next_to(window: Window, day: date, calendar: Calendar, *, at_start: bool) -> Tie:
    """Whether a level of a day stands at an end of a window.

    A window that begins on a day counts from the close of that day or of the session before, as people use both.
    """
    edge = window.start if at_start else window.end
    sure = Tie.FIRM if window.firm else Tie.LOOSE
    if day == edge:
        return sure
    if at_start and (day == edge - timedelta(days=1) or day == _previous(calendar, edge)):
        return sure
    slack = max(_FUZZY_LEAST, window.length * _FUZZY) if not window.firm else timedelta(days=3)
    return Tie.LOOSE if abs(day - edge) <= slack else Tie.NONE


def adjoins(first: Window, second: Window, calendar: Calendar) -> Tie:
    """Whether one window begins where the other ends, or a session later."""
    if second.start == first.end or (second.start > first.end and _steps(calendar, first.end, second.start) <= 1):
        return Tie.FIRM if first.firm and second.firm else Tie.LOOSE
    slack = max(_FUZZY_LEAST, min(first.length, second.length) * _FUZZY)
    return Tie.LOOSE if abs(second.start - first.end) <= slack else Tie.NONE


def near_ends(outer: Window, start: date, end: date) -> Tie:
    """Whether a window runs from about one day to about another."""
    if (outer.start, outer.end) == (start, end):
        return Tie.FIRM if outer.firm else Tie.LOOSE
    slack = max(_FUZZY_LEAST, outer.length * _FUZZY)
    return Tie.LOOSE if abs(outer.start - start) <= slack and abs(outer.end - end) <= slack else Tie.NONE


def year_before(claim: Claim) -> Period | None:
    """The same period a year earlier, for a claim that compares with it without naming it."""
    period = claim.period
    return Period(*earlier(period)) if period is not None and _YEAR_ON_YEAR.search(claim.text) else None


def earlier(period: Period, years: int = 1) -> tuple[date, date]:
    """The two days of a period so many years before."""
    return _earlier(period.start, years), _earlier(period.end, years)


def _years_before(text: str, period: Period) -> int:
    """How many years before a day a text speaks of: 9 of "the 9 years before", 0 where it does not."""
    if found := _BEFORE_ZH.match(text[period.at[1] : period.at[1] + _WORDS]):
        return _NUMBERS.get(found["count"]) or int(found["count"])
    if found := _BEFORE_EN.search(text[max(0, period.at[0] - 2 * _WORDS) : period.at[0]]):
        return _NUMBERS.get(found["count"].lower()) or int(found["count"])
    return 0


def _earlier(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - years)


def _previous(calendar: Calendar, day: date) -> date | None:
    try:
        return calendar.previous(day)
    except BeyondCalendar:
        return None


def _steps(calendar: Calendar, start: date, end: date) -> int:
    try:
        return calendar.count(start, end)
    except BeyondCalendar:
        return (end - start).days
