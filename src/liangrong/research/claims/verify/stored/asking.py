"""What a claim asks of the store: which measures its words may mean, on which sessions, known to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from liangrong.analytics.measures import MEASURES
from liangrong.core.errors import BeyondCalendar
from liangrong.core.units import Dimension
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk, Fact, Facts
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.period import Period
from liangrong.research.claims.verify.today import today_of

__all__ = ["CLOSE", "RETURN", "Question", "questions"]

CLOSE: Final = "index_level"
RETURN: Final = "daily_return"
_OF_INDEX: Final = ("", "index_level", "price", "close")
"""Metrics by which a text may mean the points of an index that it names."""
_KINDS: Final = {
    Dimension.MONEY: Kind.MONEY, Dimension.SHARES: Kind.SHARES, Dimension.RATIO: Kind.PERCENT, Dimension.COUNT: Kind.COUNT,
    Dimension.POINTS: Kind.POINTS,
}  # fmt: skip
_CODE: Final = re.compile(r"(?<!\d)\d{6}(?!\d)")
_YEAR: Final = timedelta(days=366)
_FAR: Final = timedelta(days=40)
"""Reaches beyond the longest holiday, so that some sessions lie in it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A claim with what is needed to look it up.

    Parameters
    ----------
    measures
        What its metric may be among the stored measures, the likeliest first.
    today
        The article's own day, or the latest that it prints.
    has_dateline
        Whether it is its own.
    """

    claim: Claim
    measures: tuple[str, ...]
    facts: Facts
    desk: Desk
    today: date | None
    has_dateline: bool = True

    @property
    def scope(self) -> str:
        """The scope asked about."""
        return self.claim.scope

    @property
    def is_dated(self) -> bool:
        """Whether the text itself prints the days, so that a contradiction can be laid to it and not to our reading.

        A year that was read off another date is believed where the day then lies in the year before the text.
        """
        period = self.claim.period
        if period is None or period.at == (-1, -1):
            return False
        return period.certain or (self.today is not None and timedelta() <= self.today - period.end <= _YEAR)

    def in_year(self, years: int) -> Question:
        """The same question some years earlier or later, to try whether a year was read wrongly."""
        claim = self.claim
        moved = replace(claim, period=_moved(claim.period, years), base=_moved(claim.base, years))
        return replace(self, claim=moved)

    @property
    def may_be_another_year(self) -> bool:
        """Whether the year is none that the text prints, and the text has no day of its own to read it off."""
        period = self.claim.period
        return period is not None and not period.certain and not self.has_dateline

    def kind(self, measure: str) -> Kind | None:
        """What the values of a measure are."""
        if measure == CLOSE:
            return Kind.POINTS
        if measure == RETURN:
            return Kind.PERCENT
        known = MEASURES.get(measure)
        return _KINDS.get(known.unit.dimension) if known else None

    def session(self, day: date) -> date | None:
        """The day itself or the last session before it; ``None`` outside the calendar."""
        try:
            return self.desk.calendar.on_or_before(day)
        except BeyondCalendar:
            return None

    def near(self, day: date, before: int, after: int = 0) -> tuple[date, ...]:
        """The session of a day with so many sessions before and after it."""
        calendar, centre = self.desk.calendar, self.session(day)
        if centre is None:
            return ()
        try:
            return calendar.between(
                calendar.back(centre, before) if before else centre, calendar.offset(centre, after) if after else centre
            )
        except BeyondCalendar:
            return (centre,)

    def value(self, measure: str, day: date) -> Fact | None:
        """The value of the session of a day; nothing where that session is not known."""
        session = self.session(day)
        return None if session is None else self.facts.at(measure, self.scope, session)

    def window(self, measure: str, start: date, end: date) -> Sequence[Fact]:
        """The known values of a window."""
        return self.facts.series(measure, self.scope, start, end)

    def is_whole(self, found: Sequence[Fact], start: date, end: date) -> bool:
        """Whether a window has a value on every session."""
        try:
            return bool(found) and len(found) == len(self.desk.calendar.between(start, end))
        except BeyondCalendar:
            return False

    def latest(self, measure: str, sessions: int) -> Sequence[Fact]:
        """The last known values up to the article's day, newest first."""
        if self.today is None:
            return ()
        return tuple(reversed(self.window(measure, self.today - _FAR, self.today)))[:sessions]


def questions(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterator[Question]:
    """The claims that a store can be asked about: of a known scope, and of a stored measure or an index."""
    if desk.facts is None:
        return
    todays = today_of(article, claims)
    for said in claims:
        claim = _until(_with_window(said), todays[said.passage.item])
        measures = _measures(claim)
        if measures and claim.scope and claim.nature is Nature.FACT and not _is_of_another(claim):
            dated = article.day(claim.passage.item) is not None
            yield Question(claim, measures, desk.facts, desk, todays[claim.passage.item], dated)


def _with_window(claim: Claim) -> Claim:
    """A window that is counted over (since September; from June to December) is the claim's own time where no other day is printed."""
    base, period = claim.base, claim.period
    if base is None or base.is_day or claim.aspect in (Aspect.RELATION, Aspect.CROSSING):
        return claim
    is_printed = period is not None and period.at != (-1, -1)
    return claim if is_printed else replace(claim, period=base, base=None)


def _until(claim: Claim, today: date | None) -> Claim:
    """A window that reaches beyond the text's own day ends on it: nobody tells what is still to come."""
    period = claim.period
    if period is None or today is None or not period.start <= today < period.end:
        return claim
    return replace(claim, period=replace(period, end=today))


def _moved(period: Period | None, years: int) -> Period | None:
    return None if period is None else replace(period, start=_in_year(period.start, years), end=_in_year(period.end, years))


def _in_year(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _is_of_another(claim: Claim) -> bool:
    """Whether words in a row of a table of securities were taken for words about the market: a row is about its own security."""
    return claim.passage.role == "row" and claim.scope == "market" and bool(_CODE.search(claim.passage.text))


def _measures(claim: Claim) -> tuple[str, ...]:
    if claim.scope.startswith("index:") and claim.metric in _OF_INDEX:
        return (CLOSE,)
    if claim.metric == RETURN:
        return (RETURN,)
    return tuple(dict.fromkeys(name for name in (claim.metric, *claim.ambiguous) if name in MEASURES))
