"""Finds the printed dates and windows of a text; what days they are is resolved in ``periods.py``."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from liangrong.research.claims.reading.dates_en import RULES_EN, SINCE_EN
from liangrong.research.claims.reading.dates_zh import RULES_ZH, SINCE_ZH
from liangrong.research.claims.reading.mention import Mention
from liangrong.research.claims.reading.numerals import ordinary

__all__ = ["mentions"]

_MAY_BE_CHINESE: Final = re.compile(r"[0-9年月日周期季昨今明前隔上本当下]")
_MAY_BE_ENGLISH: Final = re.compile(
    r"[0-9]|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|last|this|next|past|prior|previous|preceding|current"
    r"|coming|year|half|quarter|ytd|so far|today|yesterday|tomorrow|first|second|third|fourth|latter)",
    re.IGNORECASE,
)
_LOOK_BACK: Final = 64
_ALONE: Final = -9
_IN_BRACKETS: Final = re.compile(r"\s?[(（]\s?(?:19|20)\d{2}年?\s?[)）]")
"""A year behind its day: 12月23日（2025年）."""
_BESIDE: Final = re.compile(r"\s?[,，(（]?\s?(?:是|为|即|恰逢|正值|适逢|(?:is|was|falls\son|fell\son)\s(?:a\s)?)?", re.IGNORECASE)
"""What stands between a date and the weekday that it is said to be."""
_FROM_ZH: Final = re.compile(r"自从?$")
_EVENT_ZH: Final = re.compile(r"[^，,。；;、\d]{1,14}?(?:以来|至今(?!年|日|天|晨))")
"""What happened on a day from which something is told: 自10月9日节后开市以来."""
_GLUE: Final = " ,，“”\"'‘’的"
_ONWARD: Final = re.compile(r"\s(?:on(?:ward|wards)?|forward)\b(?!\s+(?:the|a)\b)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def mentions(text: str) -> tuple[Mention, ...]:
    """Every date or window that a text prints, in order, none overlapping; the longer of two at one place wins.

    Examples
    --------
    >>> [(one.month, one.day) for one in mentions("截至9月17日，较8月有所增长")]
    [(9, 17), (8, None)]
    """
    plain = ordinary(text)
    found: list[tuple[int, int, int, Mention]] = []
    rules = (*(RULES_ZH if _MAY_BE_CHINESE.search(plain) else ()), *(RULES_EN if _MAY_BE_ENGLISH.search(plain) else ()))
    for order, (pattern, build, need) in enumerate(rules):
        if not need.search(plain):
            continue
        found.extend((match.start(), -match.end(), order, build(match)) for match in pattern.finditer(plain))
    found.sort(key=lambda one: one[:3])
    kept: list[Mention] = []
    behind = 0
    for start, _, _, mention in found:
        if start >= behind:
            kept.append(_with_since(plain, mention))
            behind = kept[-1].end
    return tuple(_merged(plain, kept))


def _merged(text: str, found: list[Mention]) -> list[Mention]:
    """去年“9·24” is one day, and so is ``Tuesday, Jan 13``."""
    kept: list[Mention] = []
    for one in found:
        before = kept[-1] if kept else None
        if before is not None and _belongs(before, one) and not text[before.end : one.start].strip(_GLUE):
            kept[-1] = replace(one, start=before.start, weekday=before.day if before.relative == "weekday" else one.weekday)
        elif before is not None and _is_beside(before, one) and _BESIDE.fullmatch(text, before.end, one.start):
            kept[-1] = replace(before, weekday=one.day)
        elif before is not None and _is_year_of(before, one) and _IN_BRACKETS.match(text, before.end):
            kept[-1] = replace(before, end=one.end, year=one.year)
        else:
            kept.append(one)
    return kept


def _belongs(before: Mention, one: Mention) -> bool:
    is_year_word = before.year_offset is not None and before.month is None and not before.part and not before.since
    return (one.named and is_year_word) or (before.relative == "weekday" and one.day is not None and one.month is not None)


def _is_year_of(before: Mention, one: Mention) -> bool:
    """Whether a year stands alone behind a day or a month that has none."""
    is_year = one.year is not None and one.month is None and not one.part and not one.relative and not one.last_year
    return is_year and before.month is not None and before.year is None and before.year_offset is None and not before.relative


def _is_beside(before: Mention, one: Mention) -> bool:
    """Whether a weekday stands behind its date: it names no other day."""
    return one.relative == "weekday" and one.offset == _ALONE and before.month is not None and before.day is not None


def _with_since(text: str, mention: Mention) -> Mention:
    if text[mention.end - 1] == "的":
        mention = replace(mention, end=mention.end - 1)
    if mention.relative in ("past", "next", "session", "day", "echo", "prior"):
        return mention
    after = SINCE_ZH.match(text, mention.end)
    if not after and _FROM_ZH.search(text[max(0, mention.start - 3) : mention.start]):
        after = _EVENT_ZH.match(text, mention.end)
    if after:
        return replace(mention, end=after.end(), since=True)
    before = SINCE_EN.search(text[max(0, mention.start - _LOOK_BACK) : mention.start])
    if before and (not before[0].lower().startswith("from") or _ONWARD.match(text, mention.end)):
        return replace(mention, since=True)
    return mention
