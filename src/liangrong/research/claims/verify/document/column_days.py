"""Which of two columns is the older, by the days that their heads name; no calendar is asked."""

from __future__ import annotations

import re
from typing import Final, Literal

from liangrong.research.claims.reading.mention import Mention
from liangrong.research.claims.reading.mentions import mentions

__all__ = ["day_of", "first_of", "is_earlier", "span_of"]

_EARLIER: Final = re.compile(
    r"上[一周月年季期]|前一|去年|期初|年初|\bago\b|\b(?:previous|prior|preceding|last|earlier)\b", re.IGNORECASE
)
_LATER: Final = re.compile(r"本[周月年季期]|今年|期末|最新|现|\b(?:latest|this|current|now)\b", re.IGNORECASE)
_PARTS: Final = ("start", "early", "q1", "h1", "q2", "mid", "q3", "h2", "q4", "late", "end")
_UNITS: Final[dict[Literal["week", "month", "quarter", "year"], re.Pattern[str]]] = {
    "week": re.compile(r"周|\bweek", re.IGNORECASE),
    "month": re.compile(r"月|\bmonth", re.IGNORECASE),
    "quarter": re.compile(r"季|\bquarter", re.IGNORECASE),
    "year": re.compile(r"年|\byear", re.IGNORECASE),
}
_MONTH: Final = 31
_QUARTER: Final = 3
_WEEK: Final = (7, 8)
_HALF_YEAR: Final = 6


def first_of(one: str, other: str) -> int | None:
    """Which of two heads names the earlier time: 0, 1, or ``None`` where they do not say.

    Examples
    --------
    >>> first_of("5月15日", "5月8日"), first_of("End-2024", "End-2025"), first_of("本周", "上周"), first_of("余额", "占比")
    (1, 0, 1, None)
    """
    for early, late in ((0, 1), (1, 0)):
        heads = (one, other)
        if is_earlier(heads[early]) and _LATER.search(heads[late]):
            return early
    found = [mentions(head) for head in (one, other)]
    if any(len(each) != 1 for each in found):
        return None
    mine, its = found[0][0], found[1][0]
    return None if _told(mine) != _told(its) else _earlier(mine, its)


def day_of(head: str) -> str:
    """The words of a head that name its time; empty where it names none, or several."""
    found = mentions(head)
    return head[found[0].start : found[0].end] if len(found) == 1 else ""


def span_of(one: str, other: str) -> Literal["", "week", "month", "quarter", "year"]:
    """How far the times of two heads lie apart, where that is one unit of the calendar.

    Examples
    --------
    >>> span_of("5月15日", "5月8日"), span_of("End-May", "End-June"), span_of("2024", "2025"), span_of("余额", "a week ago")
    ('week', 'month', 'year', 'week')
    """
    for unit, pattern in _UNITS.items():
        if is_earlier(one) + is_earlier(other) == 1 and pattern.search(f"{one} {other}"):
            return unit
    found = [mentions(head) for head in (one, other)]
    if any(len(each) != 1 for each in found):
        return ""
    mine, its = found[0][0], found[1][0]
    years, months = (abs((a or 0) - (b or 0)) for a, b in ((mine.year, its.year), (mine.month, its.month)))
    if mine.day and its.day and not years:
        days = abs((mine.month or 0) * _MONTH + mine.day - (its.month or 0) * _MONTH - its.day)
        return "week" if days in _WEEK else "month" if days == _MONTH else ""
    if mine.part.startswith("q") and its.part.startswith("q") and not years:
        return "quarter" if abs(int(mine.part[1]) - int(its.part[1])) == 1 else ""
    if mine.month and its.month and not years:
        return "month" if months == 1 else "quarter" if months == _QUARTER else ""
    return "year" if years == 1 and not months and mine.part == its.part else ""


def is_earlier(head: str) -> bool:
    """Whether a head names an earlier time by a word alone: a week ago, 上周末."""
    return _EARLIER.search(head) is not None


def _told(one: Mention) -> tuple[bool, ...]:
    """What is printed of a time: only times of one make can be ordered."""
    named = (one.year, one.year_offset, one.month, one.day)
    return (*(each is not None for each in named), bool(one.part), bool(one.relative))


def _earlier(one: Mention, other: Mention) -> int | None:
    keys = [
        (
            each.year or each.year_offset or 0,
            each.offset,
            each.month or 0,
            _PARTS.index(each.part) if each.part in _PARTS else 0,
            each.day or 0,
        )
        for each in (one, other)
    ]
    if keys[0] == keys[1]:
        return None
    months = [each.month or 0 for each in (one, other)]
    turned = one.year is None and one.year_offset is None and abs(months[0] - months[1]) > _HALF_YEAR
    return int((keys[1] < keys[0]) is not turned)
