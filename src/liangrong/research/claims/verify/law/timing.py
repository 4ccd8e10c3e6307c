"""The day that stands beside a figure: of several dates of a sentence, the one in the figure's own clause, and whether it is a beginning."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.periods import periods_in

__all__ = ["begins_with", "own_times", "with_own_day", "within"]

_BREAK: Final = re.compile(r"[,，;；。:：()（）]|\b(?:and|while|whereas|but|then)\b", re.IGNORECASE)
_SINCE: Final = re.compile(
    r"(?:\bsince|\bas of|\b(?:starting|beginning|effective)(?: on| from)?|\bfrom)\s*(?:the\s)?$|(?:自|从)\s*$", re.IGNORECASE
)
_ONWARD: Final = re.compile(r"\s*(?:起|以来|之后|onwards?\b)|^\s*收[市盘]后起", re.IGNORECASE)
_A_DAY: Final = re.compile(r"[日号]|\d{4}-\d{1,2}-\d{1,2}|[A-Z][a-z]{2,8}\.? \d{1,2}(?!\d)|(?<!\d)\d{1,2} [A-Z][a-z]{2,8}")
_A_MONTH: Final = re.compile(r"月|\d{4}-\d{1,2}|[A-Z][a-z]{2,8}")
_BARE_DAY: Final = re.compile(r"(?:自|从)?\s*(\d{1,2})\s*[日号]")
_TRAILING: Final = re.compile(r"[^,;.，。；]{0,40}, (?:in|on|from|since|as of) ", re.IGNORECASE)
_PART: Final = re.compile(r"[;；。]|(?<=[a-z%]): ")
_PAST: Final = re.compile(r"\b(?:rose|was|were|had|fell|raised|lowered|went|became|since)\b|已|曾|了(?!结)|以来", re.IGNORECASE)
_TODAY: Final = re.compile(r"目前|现在|现行|当前|如今|\b(?:currently|now|today|at present)\b", re.IGNORECASE)
_LEAP: Final = (2, 29)
_SOON: Final = timedelta(days=92)
"""A change is announced at most so long before it takes effect, or its year is printed."""
_SINCE_WITHIN: Final = re.compile(r"^(?:since|from|as of|自|从)|(?:起|以来)$", re.IGNORECASE)


def with_own_day(article: Article, claim: Claim) -> Claim:
    """The claim with the day of its figure's own clause, where exactly one date stands in it; or the only day that the sentence prints, where the claim has none of its own."""
    figure = claim.figure
    if figure is None:
        return claim
    printed = [one for one in periods_in(article, claim.passage) if one.at != (-1, -1)]
    found = [_ahead(article, claim, _in_its_year(one, printed)) for one in printed]
    if not found:
        return claim
    begin, end = _clause(claim, found)
    if len(found) == 1 and not _TODAY.search(claim.passage.text[begin - claim.passage.start : end - claim.passage.start]):
        beside = found[0].at[0] < end and (found[0].is_day or found[0].open_end)
        return (
            replace(claim, period=found[0])
            if beside and (claim.period is None or claim.period.at in ((-1, -1), found[0].at))
            else claim
        )
    if _TODAY.search(claim.passage.text[begin - claim.passage.start : end - claim.passage.start]) and not any(
        begin <= one.at[0] < end for one in found
    ):
        return replace(claim, period=None)
    inside = [one for one in found if begin <= one.at[0] < end] or [one for one in found if _trails(claim, figure.end, one)]
    inside = inside or _just_before(claim, found, begin)
    return replace(claim, period=inside[0]) if len(inside) == 1 and inside[0] != claim.period else claim


def _trails(claim: Claim, end: int, period: Period) -> bool:
    """Whether a date closes the clause of a figure behind a comma: cut to so much, in September."""
    between = claim.passage.text[end - claim.passage.start : max(period.at[0] - claim.passage.start, 0)]
    return period.at[0] < claim.end and bool(_TRAILING.fullmatch(between))


def _in_its_year(period: Period, printed: Sequence[Period]) -> Period:
    """A day without a year within the month or year that the sentence printed before it (July 2024: from July 22), or without a month in that of the day before it."""
    if bare := _BARE_DAY.match(period.text):
        printed_before = [
            one.start for one in printed if one.is_day and one.at[1] <= period.at[0] and not _BARE_DAY.match(one.text)
        ]
        number = int(bare[1])
        if printed_before and printed_before[-1].day < number <= monthrange(printed_before[-1].year, printed_before[-1].month)[1]:
            start = printed_before[-1].replace(day=number)
            return replace(period, start=start, end=max(start, period.end) if period.open_end else start)
    if period.certain or not period.is_day:
        return period
    for wide in printed:
        if wide.certain and not wide.is_day and wide.at[1] <= period.at[0] and (period.start.month, period.start.day) != _LEAP:
            day = period.start.replace(year=wide.start.year)
            if wide.start <= day <= wide.end:
                return replace(period, start=day, end=day, certain=True)
    return period


def own_times(article: Article, claim: Claim) -> list[Period]:
    """The times that a clause prints, else the one that its sentence prints before it."""
    printed = [one for one in periods_in(article, claim.passage) if one.at != (-1, -1)]
    found = [_ahead(article, claim, _in_its_year(one, printed)) for one in printed]
    own = [one for one in found if claim.start <= one.at[0] < claim.end] or _just_before(claim, found, claim.start)
    told = claim.period
    return own or ([told] if told is not None and told.at != (-1, -1) else [])


def within(day: date, period: Period) -> bool:
    """Whether a day lies in a printed time, of which a beginning (since July 2024) is the printed month or year itself."""
    if not period.open_end:
        return period.start <= day <= period.end
    if _A_DAY.search(period.text):
        return day == period.start
    if _A_MONTH.search(period.text):
        return (day.year, day.month) == (period.start.year, period.start.month)
    return day.year == period.start.year


def _just_before(claim: Claim, periods: Sequence[Period], begin: int) -> list[Period]:
    """The last date in front of the clause within its part of the sentence: what follows a date and a comma goes on from it."""
    text = claim.passage.text
    start = claim.passage.start + max((found.end() for found in _PART.finditer(text, 0, begin - claim.passage.start)), default=0)
    return [one for one in periods if start <= one.at[0] and one.at[1] <= begin][-1:]


def _ahead(article: Article, claim: Claim, period: Period) -> Period:
    """A beginning without a year that the article announces: the next such day, where the article says nothing in the past."""
    today = article.day(claim.passage.item)
    if (
        today is None
        or period.certain
        or not period.is_day
        or _PAST.search(claim.passage.text)
        or (period.start.month, period.start.day) == _LEAP
    ):
        return period
    later = period.start.replace(year=period.start.year + 1)
    if not timedelta() < later - today <= _SOON or not begins_with(replace(claim, period=period)):
        return period
    return replace(period, start=later, end=later)


def begins_with(claim: Claim) -> bool:
    """Whether the claim's day is printed as a beginning: since, from, 自 … 起."""
    period = claim.period
    if period is None or period.at == (-1, -1) or not claim.passage.start <= period.at[0] < claim.passage.end:
        return False
    text = claim.passage.text
    start, end = (place - claim.passage.start for place in period.at)
    return bool(
        _SINCE.search(text[max(start - 24, 0) : start]) or _ONWARD.match(text, end) or _SINCE_WITHIN.search(text[start:end])
    )


def _clause(claim: Claim, periods: Sequence[Period]) -> tuple[int, int]:
    """From where to where the figure's clause goes; commas inside of dates are none of its ends."""
    figure, passage = claim.figure, claim.passage
    assert figure is not None, "only claims with figures come here"
    breaks = [
        (passage.start + found.start(), passage.start + found.end())
        for found in _BREAK.finditer(passage.text)
        if not any(one.at[0] <= passage.start + found.start() < one.at[1] for one in periods)
        and not figure.start <= passage.start + found.start() < figure.end
    ]
    begin = max((end for _, end in breaks if end <= figure.start), default=passage.start)
    return begin, min((start for start, _ in breaks if start >= figure.end), default=passage.end)
