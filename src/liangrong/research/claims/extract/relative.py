"""Periods that are told by another one: 去年同期, 当时, a week earlier, of that time.

Which day is meant lies in what was printed before, in the sentence or before it; a plain reader of dates cannot know it. Periods that stand on
their own are none of its business.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from liangrong.research.claims.extract.sentence import Sentence
from liangrong.research.claims.period import Period

__all__ = ["resolved"]

_TOLD: Final = re.compile(
    r"(?P<year>(?:去|上)年同(?:期|月|日|季))|(?P<then>当时(?!的?(?:市场|环境|情况))|彼时)|(?P<before>前一(?:周|个?月|季度?|年)(?!度))|(?P<month>当月|该月)|(?P<same>\b(?:of|at|in) that time\b)"
    r"|\b(?P<en>(?:a|one) (?P<unit>week|month|quarter|year) (?:earlier|before|ago))\b",
    re.IGNORECASE,
)
_LENGTH: Final = re.compile(
    r"\b(?:in|over|for|during) the (?P<unit>week|month|quarter|year) (?:to|ended|ending|through|up to) (?:the )?$", re.IGNORECASE
)
_FROM_THEN: Final = re.compile(
    r"\bfrom (?:that (?:day|date|point|session)|then)(?: on)?,? (?:until|to|through|up to) (?:the )?$|(?:自|从)?(?:那|该|此|当)(?:天|日|时)?起?(?:一直)?(?:至|到)$",
    re.IGNORECASE,
)
_COMPARED: Final = re.compile(r"(?:较|比|与|同|相比)\s*$")
_OF_IT: Final = re.compile(r"的(?:约|近)?[\d一二三四五六七八九十]")
_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_UNITS: Final = {"周": "week", "月": "month", "季": "quarter", "度": "quarter", "年": "year"}
_WEEK: Final = timedelta(days=7)


def resolved(sentence: Sentence, spoken: Period | None) -> Sentence:
    """The sentence with such periods put in their place, for those that are compared with and for the others.

    Parameters
    ----------
    spoken
        The last period that the text printed before this sentence; without any, such words tell nothing.
    """
    told = (_lengthened(sentence, _begun(sentence, period, spoken)) for period in sentence.periods)
    sentence = replace(sentence, periods=tuple(told))
    found = list(_found(sentence, spoken))
    if not found:
        return sentence
    spans = [period.at for period, _ in found]
    kept = [period for period in sentence.periods if not _meets(period, spans)]
    bases = [period for period in sentence.bases if not _meets(period, spans)]
    kept.extend(period for period, is_base in found if not is_base)
    bases.extend(period for period, is_base in found if is_base)
    return replace(
        sentence,
        periods=tuple(sorted(kept, key=lambda one: one.at)),
        bases=tuple(sorted(bases, key=lambda one: one.at)),
    )


def _found(sentence: Sentence, spoken: Period | None) -> Iterator[tuple[Period, bool]]:
    for match in _TOLD.finditer(sentence.passage.text):
        start, end = sentence.passage.start + match.start(), sentence.passage.start + match.end()
        before = sentence.passage.text[: match.start()]
        named = [one for one in (*sentence.periods, *sentence.bases) if one.at[1] <= start]
        anchor = max(named, key=lambda one: one.at, default=spoken)
        if anchor is None:
            continue
        is_base = bool(_COMPARED.search(before) or _OF_IT.match(sentence.passage.text, match.end()) or match["same"])
        if match["en"]:
            moved = _earlier(anchor, match["unit"].lower())
            is_base = bool(before.strip())
        elif match["before"]:
            if any(one.at[0] < end and start < one.at[1] for one in (*sentence.periods, *sentence.bases)):
                continue
            moved = _earlier(anchor, _UNITS[match["before"][-1]])
        elif match["year"]:
            moved = _earlier(anchor, "year")
        elif match["month"]:
            moved = _month_of(anchor)
        else:
            moved = anchor
        yield replace(moved, text=match[0], at=(start, end), certain=False, open_end=False), is_base


def _lengthened(sentence: Sentence, period: Period) -> Period:
    """A day that ends a window of which only the length is told: in the year to June 30."""
    told = _LENGTH.search(sentence.between(sentence.passage.start, period.at[0]))
    if told is None or not period.is_day:
        return period
    return replace(period, start=_earlier(period, told["unit"].lower()).start, certain=False)


def _begun(sentence: Sentence, period: Period, spoken: Period | None) -> Period:
    """A day that ends a window which begins with the days just spoken of: from that day until …."""
    told = _FROM_THEN.search(sentence.between(sentence.passage.start, period.at[0]))
    if told is None or spoken is None or spoken.start > period.end:
        return period
    end = period.end
    if not period.certain and end.year > spoken.start.year and (end.month, end.day) >= (spoken.end.month, spoken.end.day):
        end = end.replace(year=spoken.start.year)
    return replace(period, start=spoken.start, end=end, certain=False)


def _meets(period: Period, spans: list[tuple[int, int]]) -> bool:
    return any(period.at[0] < end and start < period.at[1] for start, end in spans)


def _earlier(period: Period, unit: str) -> Period:
    """The same period one unit before; the end of a month stays the end of a month."""
    if unit == "week":
        return replace(period, start=period.start - _WEEK, end=period.end - _WEEK)
    months = _MONTHS[unit]
    end = _back(period.end, months, last=_is_last(period.end))
    return replace(period, start=end if period.is_day else _back(period.start, months, last=False), end=end)


def _month_of(period: Period) -> Period:
    day = period.end
    return replace(period, start=day.replace(day=1), end=day.replace(day=monthrange(day.year, day.month)[1]))


def _is_last(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _back(day: date, months: int, *, last: bool) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    longest = monthrange(year, month + 1)[1]
    return date(year, month + 1, longest if last else min(day.day, longest))
