"""When a figure holds, and what it is compared with: the period beside it, in its clause, in its sentence, or the last one spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.extract.clauses import Clause
from liangrong.research.claims.extract.memory import Memory
from liangrong.research.claims.extract.sentence import Sentence
from liangrong.research.claims.extract.vocabulary import cues
from liangrong.research.claims.period import Period

if TYPE_CHECKING:
    from liangrong.research.claims.extract.figures import Bound

__all__ = ["times"]

_CHANGE: Final = re.compile(rf"{cues.UP_ZH}|{cues.DOWN_ZH}|[,，;；]|\b{cues.UP_EN}\b|\b{cues.DOWN_EN}\b", re.IGNORECASE)
_HORIZON: Final = re.compile(
    r"首次|首度|新高|新低|最高|最低|第一次|\bfirst\b|\bhighest\b|\blowest\b|\brecord\b|\blargest\b|\bstrongest\b", re.IGNORECASE
)
_NOW: Final = re.compile(r"目前|当前|现在|如今|眼下|\bcurrent(?:ly)?\b|\bnow\b", re.IGNORECASE)
_THEN: Final = re.compile(r"其中|当时|当日|同日|彼时|\bof which\b|\bthat day\b|\bat the time\b|\bthen\b", re.IGNORECASE)
_CHANGES: Final = (Aspect.GROWTH, Aspect.CHANGE)


def times(
    sentence: Sentence, clause: Clause, start: int, end: int, metric: str, aspect: Aspect, memory: Memory, done: Sequence[Bound]
) -> tuple[Period | None, Period | None]:
    """The period of a claim and the period that it compares with.

    Parameters
    ----------
    start, end
        Where the figure stands, or the clause of a claim in words.
    """
    text = sentence.between(clause.start, clause.end)
    own = _own_base(sentence, start, end) if aspect not in (*_CHANGES, Aspect.SHARE) else None
    period = own or _nearest(
        sentence, clause, start, end, horizon=aspect in _CHANGES or metric.startswith("net_") or "flow" in metric
    )
    base = None if own else _base(sentence, clause, start)
    if (
        period is not None
        and not own
        and not period.is_day
        and aspect not in (*_CHANGES, Aspect.STREAK, Aspect.COUNT)
        and _HORIZON.search(text)
    ):
        days = [one for one in sentence.periods if one.is_day and one.at[1] <= start]
        if days or period.open_end:
            period, base = (days[-1] if days else None), base or period
    if base is None and aspect in _CHANGES and done:
        base = done[-1].claim.base
    if period is None and done and not own:
        said = [bound.claim.period for bound in done if bound.claim.period is not None and not bound.compared]
        period = said[-1] if said and (said[-1].text or aspect in _CHANGES) else None
    if period is None:
        since_day = base is not None and aspect in _CHANGES
        period = memory.carried(metric, aspect, now=since_day or bool(_NOW.search(text)), then=bool(_THEN.search(text)))
    return period, base


def _own_base(sentence: Sentence, start: int, end: int) -> Period | None:
    """A period that is compared with, of which the figure itself is the value: 低于2020年的12%, the 1.8 trillion recorded at the end of June."""
    for period in sentence.bases:
        if period.at[1] <= start:
            gap = sentence.between(period.at[1], start)
            if len(gap) <= 40 and not _CHANGE.search(gap) and not _figure_between(sentence, period.at[1], start):
                return period
        elif period.at[0] >= end:
            gap = sentence.between(end, period.at[0])
            if (
                len(gap) <= 40
                and not re.search(r"[,，;；]|\bfrom\b|较|比", gap)
                and not _figure_between(sentence, end, period.at[0])
            ):
                return period
    return None


def _nearest(sentence: Sentence, clause: Clause, start: int, end: int, *, horizon: bool) -> Period | None:
    """The period beside a figure, in its clause, or in its sentence; a mere horizon (since 2015) of another clause is none of a value's."""
    here = [period for period in sentence.periods if clause.start <= period.at[0] and period.at[1] <= clause.end]
    before = [period for period in here if period.at[1] <= start]
    behind = [period for period in here if period.at[0] >= end]
    around = [
        period for period in here if period.at[0] < end and start < period.at[1] and (period.at[0], period.at[1]) != (start, end)
    ]
    if around:
        return around[0]
    if (
        behind
        and (not before or (not sentence.chinese and _figure_between(sentence, before[-1].at[1], start)))
        and not _figure_between(sentence, end, behind[0].at[0])
    ):
        return behind[0]
    if before:
        return before[-1]
    if behind:
        return behind[0]
    earlier = [period for period in sentence.periods if period.at[1] <= clause.start and (horizon or not period.open_end)]
    if earlier:
        return earlier[-1]
    later = [period for period in sentence.periods if period.at[0] >= clause.end and not period.open_end]
    return later[0] if later and not sentence.chinese else None


def _base(sentence: Sentence, clause: Clause, start: int) -> Period | None:
    before = [period for period in sentence.bases if period.at[1] <= start and period.at[0] >= clause.start]
    if before:
        return before[-1]
    here = [period for period in sentence.bases if clause.start <= period.at[0] and period.at[1] <= clause.end]
    if here:
        return here[0]
    framed = [
        period
        for period in sentence.bases
        if period.at[1] <= clause.start and not _figure_between(sentence, period.at[1], clause.start)
    ]
    return framed[-1] if framed else None


def _figure_between(sentence: Sentence, start: int, end: int) -> bool:
    return any(start <= figure.start and figure.end <= end for figure in sentence.figures)
