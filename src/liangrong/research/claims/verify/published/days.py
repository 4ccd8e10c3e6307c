"""The days that a row of a figures file is about, in the forms in which people write them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final, TypeAlias

__all__ = ["Days", "days_of"]

Days: TypeAlias = tuple[date | None, date | None]
"""First and last day; ``None`` where that end is open or not said."""

_NOWHERE: Final[Days] = (None, None)
_DAY: Final = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_MONTH: Final = re.compile(r"(\d{4})[-./年](\d{1,2})月?(?:\s*(?:MTD|本月至今))?", re.IGNORECASE)
_HALF: Final = re.compile(r"(?:(\d{4})\s*H([12]))|(?:H([12])\s*(\d{4}))|(?:([12])H\s*(\d{4}))", re.IGNORECASE)
_QUARTER: Final = re.compile(r"(?:(\d{4})\s*Q([1-4]))|(?:Q([1-4])\s*(\d{4}))", re.IGNORECASE)
_YEAR: Final = re.compile(r"(\d{4})年?(?:\s*(?:YTD|全年))?", re.IGNORECASE)
_EDGE: Final = re.compile(r"(.+?)\s*(start|begin(?:ning)?|初|年初|end|末|年末|年底|底)", re.IGNORECASE)
_BEGINNINGS: Final = ("start", "begin", "beginning", "初", "年初")
_MONTHS: Final = 12


def days_of(text: str) -> Days:
    """Read a day, a month, a half, a quarter, a year, one of their edges, or a span of any two of them.

    Returns
    -------
    tuple
        Both ends; a single day has both equal, words without a date have neither.

    Raises
    ------
    ValueError
        There are digits, but no date that exists; or the span ends before it starts.

    Examples
    --------
    >>> days_of("2015-06-18/2025-09-17")
    (datetime.date(2015, 6, 18), datetime.date(2025, 9, 17))
    >>> days_of("2026-01-19.."), days_of("2025 start")
    ((datetime.date(2026, 1, 19), None), (datetime.date(2025, 1, 1), datetime.date(2025, 1, 1)))
    """
    asked = text.strip()
    if not any(character.isdigit() for character in asked):
        return _NOWHERE
    found = _one(asked) or _span(asked)
    if found is None:
        raise ValueError(asked)
    start, end = found
    if start is not None and end is not None and start > end:
        raise ValueError(asked)
    return found


def _span(text: str) -> Days | None:
    for sign in ("..", "/", "~", "～", "—", "–", "至", " to ", "-"):
        before, found, after = (part.strip() for part in text.partition(sign))
        if not found:
            continue
        start, end = _one(before) if before else _NOWHERE, _one(after) if after else _NOWHERE
        if start is not None and end is not None:
            return start[0], end[1]
    return None


def _one(text: str) -> Days | None:
    if edge := _EDGE.fullmatch(text):
        whole = _one(edge[1])
        day = None if whole is None else whole[0] if edge[2].lower() in _BEGINNINGS else whole[1]
        return None if day is None else (day, day)
    if match := _DAY.fullmatch(text):
        day = date(*(int(part) for part in match.groups() if part is not None))
        return day, day
    if match := _MONTH.fullmatch(text):
        return _months(int(match[1]), int(match[2]), int(match[2]))
    for pattern, months in ((_HALF, _MONTHS // 2), (_QUARTER, _MONTHS // 4)):
        if match := pattern.fullmatch(text):
            year, part = sorted((int(found) for found in match.groups() if found), reverse=True)
            return _months(year, (part - 1) * months + 1, part * months)
    if match := _YEAR.fullmatch(text):
        return _months(int(match[1]), 1, _MONTHS)
    return None


def _months(year: int, first: int, last: int) -> Days:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])
