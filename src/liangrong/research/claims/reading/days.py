"""The days of one printed date or window, counted from the article's own day where a part is not printed."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from typing import Final

from liangrong.core.calendar import mainland
from liangrong.core.errors import BeyondCalendar
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.mention import Mention

__all__ = ["Anchor", "date_of", "days_of", "echoed", "is_impossible"]

_AHEAD: Final = timedelta(days=366)
_SOON: Final = timedelta(days=31)
"""How far ahead a weekday may tell that a day is meant that is still to come."""
"""How far a date without a year may lie behind the article's day where the words look forward."""
_LEAP: Final = 2000
_MONTHS_OF: Final = {"h1": (1, 6), "h2": (7, 12), "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12)}


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that dates are counted from.

    Parameters
    ----------
    is_known
        Whether the article says that it is its own day; otherwise it is the latest day it prints.
    ahead
        Whether the words before the date look forward.
    """

    day: date
    is_known: bool = True
    ahead: bool = False


def is_impossible(one: Mention) -> bool:
    """Whether no calendar holds it: 2月30日, a 13th month."""
    months = [month for month in (one.month, one.last_month) if month is not None]
    if one.relative or not all(1 <= month <= 12 for month in months):
        return not one.relative
    for day in (one.day, one.last_day):
        if day is not None and not 1 <= day <= monthrange(one.year or _LEAP, one.month or 1)[1]:
            return True
    return False


def days_of(one: Mention, anchor: Anchor | None) -> Period | None:
    """The period of a printed date; ``None`` where it is impossible, vague, or needs a day that nobody knows."""
    if one.vague or is_impossible(one):
        return None
    try:
        return _relative(one, anchor) if one.relative else _absolute(one, anchor)
    except (ValueError, OverflowError, BeyondCalendar):
        return None


def echoed(one: Mention, base: Period) -> Period | None:
    """The period that is counted from another of the same sentence: a year earlier, 次日, 前一周; ``None`` where no calendar reaches.

    Examples
    --------
    >>> may = Period(date(2026, 5, 1), date(2026, 5, 31))
    >>> str(echoed(Mention(0, 0, relative="echo", offset=-1, step="months"), may))
    '2026-04-01..2026-04-30'
    """
    if one.vague:
        return None
    try:
        return _prior(one, base) if one.relative == "prior" else _shifted(one, base)
    except (ValueError, OverflowError, BeyondCalendar):
        return None


def _shifted(one: Mention, base: Period) -> Period:
    match one.step:
        case "days":
            days = timedelta(days=one.offset)
            return Period(base.end + days, base.end + days, certain=False)
        case "sessions":
            day = mainland().back(mainland().on_or_before(base.end), -one.offset)
            return Period(day, day, certain=False)
        case "weeks":
            weeks = timedelta(weeks=one.offset)
            return Period(base.start + weeks, base.end + weeks, certain=False)
    months = one.offset * {"years": 12, "quarters": 3}.get(one.step, 1)
    end = _end_kept(base.end, months)
    return Period(end if base.is_day else _shift(base.start, months), end, certain=False)


def _end_kept(day: date, months: int) -> date:
    """So many months away; the last day of a month stays a last day."""
    if day == _month_end(day.year, day.month):
        return _month_after(day, months)[1]
    return _shift(day, months)


def _prior(one: Mention, base: Period) -> Period:
    day = base.start
    match one.step:
        case "weeks":
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=one.offset)
            return Period(monday, monday + timedelta(days=6), certain=False)
        case "years":
            return Period(date(day.year + one.offset, 1, 1), date(day.year + one.offset, 12, 31), certain=False)
        case "quarters":
            first, _ = _month_after(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3 * one.offset)
            return Period(first, _month_end(first.year, first.month + 2), certain=False)
    return Period(*_month_after(day, one.offset), certain=False)


def _absolute(one: Mention, anchor: Anchor | None) -> Period | None:
    certain = one.year is not None and not one.inherited
    year = one.year
    if year is None and anchor is not None:
        year = anchor.day.year + one.year_offset if one.year_offset is not None else _nearest_year(one, anchor)
    if year is None or not 1900 <= year < MAXYEAR:
        return None
    month = one.month
    if month is None and one.day is not None:
        if anchor is None:
            return None
        year, month = _nearest_month(one.day, anchor)
    first, last = _bounds(one, year, month)
    if one.at_end:
        first = last
    this_year = one.year_offset == 0 or one.part == "to_date"
    if anchor is not None and this_year and one.part in {"", "to_date"} and month is None and first <= anchor.day <= last:
        last = anchor.day
    if one.since:
        if anchor is None:
            return None
        return Period(
            first, max(last if one.day is None and first > anchor.day else first, anchor.day), certain=certain, open_end=True
        )
    return Period(first, last, certain=certain)


def _bounds(one: Mention, year: int, month: int | None) -> tuple[date, date]:
    if month is not None and one.day is not None:
        first = date(year, month, one.day)
        return first, date(year, month, one.last_day) if one.last_day and one.last_day >= one.day else first
    if month is not None:
        last_month = one.last_month if one.last_month is not None and one.last_month >= month else month
        end = _month_end(year, last_month)
        match one.part:
            case "early":
                return date(year, month, 1), date(year, month, 10)
            case "mid":
                return date(year, month, 11), date(year, month, 20)
            case "late":
                return date(year, month, 21), end
            case "end":
                return end, end
            case "start":
                return date(year, month, 1), date(year, month, 1)
        return date(year, month, 1), end
    if one.last_year is not None:
        return date(year, 1, 1), date(max(year, one.last_year), 12, 31)
    if one.part in _MONTHS_OF:
        low, high = _MONTHS_OF[one.part]
        return date(year, low, 1), _month_end(year, high)
    match one.part:
        case "first_months":
            return date(year, 1, 1), _month_end(year, min(max(one.count, 1), 12))
        case "end":
            return date(year, 12, 31), date(year, 12, 31)
        case "start":
            return date(year, 1, 1), date(year, 1, 31)
        case "early":
            return date(year, 1, 1), date(year, 3, 31)
        case "late":
            return date(year, 10, 1), date(year, 12, 31)
        case "mid":
            return date(year, 6, 1), date(year, 7, 31)
    return date(year, 1, 1), date(year, 12, 31)


def _nearest_year(one: Mention, anchor: Anchor) -> int:
    """The latest year in which it does not begin behind the anchor; a day ahead is allowed where the words look forward."""
    if one.month is None and one.day is not None:
        return anchor.day.year
    if (soon := _soon(one, anchor)) is not None:
        return soon
    for year in (anchor.day.year, anchor.day.year - 1, anchor.day.year - 2, anchor.day.year - 3, anchor.day.year - 4):
        try:
            first, _ = _bounds(one, year, one.month)
        except ValueError:
            continue
        if first <= anchor.day or (anchor.ahead and first <= anchor.day + _AHEAD):
            return year
    return anchor.day.year


def _soon(one: Mention, anchor: Anchor) -> int | None:
    """The year of a day in the coming weeks, where the weekday beside it fits that day and not the last of its name."""
    if one.weekday is None or one.month is None or one.day is None:
        return None
    for year in (anchor.day.year, anchor.day.year + 1):
        try:
            coming, past = date(year, one.month, one.day), date(year - 1, one.month, one.day)
        except ValueError:
            continue
        if anchor.day < coming <= anchor.day + _SOON and coming.weekday() == one.weekday != past.weekday():
            return year
    return None


def _nearest_month(day: int, anchor: Anchor) -> tuple[int, int]:
    year, month = anchor.day.year, anchor.day.month
    for _ in range(3):
        if day <= monthrange(year, month)[1] and (date(year, month, day) <= anchor.day or anchor.ahead):
            return year, month
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return year, month


def _relative(one: Mention, anchor: Anchor | None) -> Period | None:
    if anchor is None:
        return None
    day = anchor.day
    match one.relative:
        case "day":
            found = day + timedelta(days=one.offset)
            return Period(found, found, certain=anchor.is_known)
        case "session":
            found = mainland().previous(day)
            return Period(found, found, certain=False)
        case "weekday":
            found = _weekday(one, day)
            return Period(found, found, certain=False)
        case "week":
            monday = day - timedelta(days=day.weekday()) + timedelta(weeks=one.offset)
            return _since(Period(monday, monday + timedelta(days=6), certain=False), one, day)
        case "month":
            first, last = _month_after(day, one.offset)
            part = (
                _bounds(Mention(0, 0, part=one.part, year=first.year, month=first.month), first.year, first.month)
                if one.part
                else (first, last)
            )
            return _since(Period(*part, certain=False), one, day)
        case "quarter":
            first, _ = _month_after(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3 * one.offset)
            return _since(Period(first, _month_end(first.year, first.month + 2), certain=False), one, day)
        case "past":
            return Period(_back(day, one), day, certain=False)
        case "next":
            return Period(day, _forward(day, one), certain=False)
    return None


def _since(period: Period, one: Mention, day: date) -> Period:
    return Period(period.start, max(day, period.start), certain=period.certain, open_end=True) if one.since else period


def _weekday(one: Mention, day: date) -> date:
    assert one.day is not None, "a weekday has its number"
    if one.offset == -9:
        return day - timedelta(days=(day.weekday() - one.day) % 7)
    return day - timedelta(days=day.weekday()) + timedelta(weeks=one.offset, days=one.day)


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _month_after(day: date, months: int) -> tuple[date, date]:
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, 1), _month_end(year, month + 1)


def _shift(day: date, months: int) -> date:
    first, last = _month_after(day, months)
    return date(first.year, first.month, min(day.day, last.day))


def _back(day: date, one: Mention) -> date:
    match one.step:
        case "years":
            return _shift(day, -12 * one.offset)
        case "quarters":
            return _shift(day, -3 * one.offset)
        case "months":
            return _shift(day, -one.offset)
        case "weeks":
            return day - timedelta(weeks=one.offset)
        case "sessions":
            return mainland().back(mainland().on_or_before(day), max(one.offset - 1, 0))
    return day - timedelta(days=one.offset)


def _forward(day: date, one: Mention) -> date:
    match one.step:
        case "years":
            return _shift(day, 12 * one.offset)
        case "quarters":
            return _shift(day, 3 * one.offset)
        case "months":
            return _shift(day, one.offset)
        case "weeks":
            return day + timedelta(weeks=one.offset)
        case "sessions":
            return mainland().offset(day, one.offset)
    return day + timedelta(days=one.offset)


def date_of(year: int, month: int, day: int) -> date | None:
    """The day; ``None`` where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
