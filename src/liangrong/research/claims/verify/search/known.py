"""What is known by now of a quantity as it stands: the latest published row of it, and the exact figure that the text itself gives and that held.

A text of one day speaks, where it prints no day, of the same level all the way through; how such a level may be told otherwise is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.check import Judged
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence
from liangrong.research.claims.verify.closure.near import off_by
from liangrong.research.claims.verify.comparison import BALANCES, digits_of
from liangrong.research.claims.verify.document.verdicts import quoted
from liangrong.research.claims.verify.published.matching import kind_of
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.sentences import as_evidence

__all__ = ["STANDING", "Known", "is_of_now", "known_now"]

STANDING: Final = frozenset({Aspect.LEVEL, Aspect.CROSSING, Aspect.SHARE, Aspect.RECORD})
"""What stands at a time."""
_EXACT: Final = 4
"""Digits from which a figure of the text is told exactly."""
_LATELY: Final = timedelta(days=10)
_SESSION: Final = Fraction(1, 20)
"""No balance of the market moves by more in one session."""
_TAKEN_FOR: Final = {"financing_balance": "margin_trading_balance", "margin_trading_balance": "financing_balance"}
"""Whose level it is that was printed under the name of the other balance."""


@dataclass(frozen=True, slots=True)
class Known:
    """A value that holds at the time of the text.

    Parameters
    ----------
    metric, scope, side
        ``side`` is ``level``, or ``change`` for that of the last session.
    value
        In base units; a fall is negative.
    item
        The item of the page that it holds for.
    proves
        Whether agreement with it is support: not with a row that was taken from this very text.
    text
        As a reader knows it.
    day, today
        Of which day it is, and that of the text.
    number
        The claim that it was read from, -1 for a published row.
    """

    metric: str
    scope: str
    side: str
    value: Interval
    item: int
    proves: bool
    text: str
    evidence: tuple[Evidence, ...]
    day: date
    today: date
    number: int = -1


def known_now(article: Article, judged: Sequence[Judged], desk: Desk) -> list[Known]:
    """All values that are known for the times of the items of a page."""
    own = own_sources(article, desk.published)
    found: list[Known] = []
    for item in sorted({one.claim.passage.item for one in judged}):
        here = [one for one in judged if one.claim.passage.item == item]
        today = article.day(item) or _last_day(here)
        if today is None:
            continue
        rows = list(_latest(desk.published, own, item, today))
        found += [*_told(here, rows, item, today), *rows]
    return found


def is_of_now(claim: Claim) -> bool:
    """Whether a claim prints no time of its own."""
    return claim.period is None or claim.period.at == (-1, -1)


def _last_day(judged: Iterable[Judged]) -> date | None:
    """The last day that levels are printed for: that of the text where it has no date."""
    days = [
        one.claim.period.end
        for one in judged
        if one.claim.aspect in STANDING
        and one.claim.metric in BALANCES
        and one.claim.scope == "market"
        and one.claim.period is not None
        and one.claim.period.is_day
        and one.claim.period.at != (-1, -1)
    ]
    return max(days, default=None)


def _told(judged: Iterable[Judged], rows: Sequence[Known], item: int, today: date) -> Iterator[Known]:
    """The exact levels of the text that held, or hold but for a unit that a published row sets right."""
    for one in judged:
        claim, figure = one.claim, one.claim.figure
        if figure is None or claim.aspect not in STANDING or not claim.metric or not claim.scope or claim.ambiguous:
            continue
        if digits_of(figure) < _EXACT or figure.hedge is not Hedge.NONE or figure.upper is not None or claim.period is None:
            continue
        if not timedelta() <= today - claim.period.end <= _LATELY:
            continue
        value: Interval | None = None
        metric = claim.metric
        if one.judgement.verdict.support == "supported":
            value = figure.rounding()
        elif one.judgement.error_types == ("label_mixup",) and metric in _TAKEN_FOR:
            value, metric = figure.rounding(), _TAKEN_FOR[metric]
        elif one.judgement.error_types == ("unit_slip",):
            same = (row for row in rows if (row.metric, row.scope, row.side) == (claim.metric, claim.scope, "level"))
            value = next((row.value for row in same if off_by(figure, row.value) is not None), None)
        if value is not None:
            yield Known(
                metric, claim.scope, "level", value, item, proves=True, text=figure.text.strip(), evidence=quoted(claim),
                day=claim.period.end, today=today, number=claim.number,
            )  # fmt: skip


def _latest(published: Iterable[PublishedFigure], own: frozenset[str], item: int, today: date) -> Iterator[Known]:
    """The last published row of each quantity before a text."""
    last: dict[tuple[str, str, str], PublishedFigure] = {}
    for row in map(_crossed, published):
        fits = row.usable and row.end is not None and row.start == row.end and row.aspect in ("level", "change")
        if not fits or row.end is None or row.interval.low is None or row.interval.high is None:
            continue
        if not timedelta() <= today - row.end <= _LATELY or kind_of(row.metric, row.aspect) is None:
            continue
        key = (row.metric, row.scope, row.aspect)
        if key not in last or (last[key].end or date.min) < row.end:
            last[key] = row
    for (metric, scope, side), row in last.items():
        assert row.end is not None, "chosen for its day"
        yield Known(
            metric, scope, side, row.interval, item, row.source not in own, row.shown, (as_evidence(row),), row.end, today
        )


def _crossed(row: PublishedFigure) -> PublishedFigure:
    """The level of the day on which a line was first passed: no further above it than one session goes."""
    if row.aspect != "first" or row.interval.low is None:
        return row
    return replace(row, aspect="level", interval=Interval(row.interval.low, row.interval.low * (1 + _SESSION)))
