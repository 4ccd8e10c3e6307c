"""When a figure holds, and what it is compared with: the period beside it, in its clause, in its sentence, or the last one spoken of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.extract.clauses import Clause
from liangrong.research.claims.extract.memory import Memory
from liangrong.research.claims.extract.sentence import Sentence
from liangrong.research.claims.extract.vocabulary import cues
from liangrong.research.claims.period import Period

if TYPE_CHECKING:
    from liangrong.research.claims.extract.figures import Bound

__all__ = ["is_earlier", "times"]

_CHANGE: Final = re.compile(rf"{cues.UP_ZH}|{cues.DOWN_ZH}|[,，;；]|\b{cues.UP_EN}\b|\b{cues.DOWN_EN}\b", re.IGNORECASE)
_HORIZON: Final = re.compile(
    r"首次|首度|新高|新低|最高|最低|第一次|头一[回次遭]|\bfirst\b|\bhighest\b|\blowest\b|\brecord\b|\blargest\b|\bstrongest\b",
    re.IGNORECASE,
)
_NOW: Final = re.compile(r"目前|当前|现在|如今|眼下|\bcurrent(?:ly)?\b|\bnow\b", re.IGNORECASE)
_THEN: Final = re.compile(r"其中|当时|当日|同日|彼时|\bof which\b|\bthat day\b|\bat the time\b|\bthen\b", re.IGNORECASE)
_CHANGES: Final = (Aspect.GROWTH, Aspect.CHANGE)
_TO: Final = re.compile(r"\bto\s*$|(?:至|到)\s*$", re.IGNORECASE)
_YEAR: Final = re.compile(r"同比|year[- ]on[- ]year|year[- ]over[- ]year|from a year (?:ago|earlier)", re.IGNORECASE)
_A_YEAR: Final = (350, 380)
"""Days between a period and the same one a year before, give or take."""
_AGAINST: Final = re.compile(
    r" (?:above|below|under|short of|ahead of|(?:higher|lower|more|less) than) (?:the|its|that|last|an?)\b", re.IGNORECASE
)
_UNTIL: Final = re.compile(r"\b(?:by|until|from)\s*$", re.IGNORECASE)
_OWN: Final = re.compile(r"(?: yuan)? (?:since|as of|on|in|at|for|by)? ?(?:the )?", re.IGNORECASE)
_APART: Final = re.compile(r"[,;]|\b(?:and|to|against|after|versus)\b")
"""Between a period and a figure that is not of it, but of the period right behind the figure."""
_WHEN: Final = re.compile(
    r"\bwhen (?:it|they|the \w+|that \w+) (?:was|were|stood|had|came|amounted|hit|reached)\b|^\W*当时|^\W*彼时", re.IGNORECASE
)
"""A clause that goes back to the time named right before it."""
_BESIDE: Final = 4
"""Room for the word between a figure and its own day: 139,400 in August."""
_PARAGRAPH: Final = 4
"""How many lines back a value may stand that the sentence goes back to."""


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
    if aspect in _CHANGES and _AGAINST.match(sentence.between(end, clause.end)):
        behind = [one for one in (*sentence.periods, *sentence.bases) if end <= one.at[0] and one.at[1] <= clause.end]
        base = behind[0] if behind else base
        period = None if period in behind else period
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
    if aspect in _CHANGES and not own and base is None and (pair := _moved(sentence, clause, start, metric, memory, done)):
        return pair
    if base is None and aspect in _CHANGES and done:
        base = done[-1].claim.base
    if period is None and done and not own:
        said = [
            bound.claim.period
            for bound in done
            if bound.claim.period is not None
            and not bound.compared
            and (bound.claim.figure is not None or bound.claim.period.text)
        ]
        period = said[-1] if said and (said[-1].text or aspect in _CHANGES) else None
    if period is None:
        since_day = base is not None and aspect in _CHANGES
        period = memory.carried(metric, aspect, now=since_day or bool(_NOW.search(text)), then=bool(_THEN.search(text)))
    return period, base


def is_earlier(claim: Claim, memory: Memory) -> bool:
    """Whether a value is only told to compare with: of an earlier time than the one before it in the same line."""
    if claim.aspect is not Aspect.LEVEL or claim.period is None or not claim.period.text:
        return False
    near = [one for one in memory.levels if one.passage.line >= claim.passage.line - _PARAGRAPH]
    alike = [one for one in near if (one.metric, one.scope, one.subject) == (claim.metric, claim.scope, claim.subject)]
    return bool(alike) and alike[-1].period is not None and claim.period.end < alike[-1].period.start


def _moved(
    sentence: Sentence, clause: Clause, start: int, metric: str, memory: Memory, done: Sequence[Bound]
) -> tuple[Period, Period] | None:
    """From when to when a change was that prints no time itself, and follows two values of the same thing: the newer one, and the one before."""
    since = max([sentence.passage.start, *(figure.end for figure in sentence.figures if figure.end <= start)])
    until = min([clause.end, *(figure.start for figure in sentence.figures if figure.start > start)])
    if any(since <= period.at[0] and period.at[1] <= until for period in (*sentence.periods, *sentence.bases)):
        beside = [figure for figure in sentence.figures if figure.end == since]
        said_of = {period.at for period in sentence.periods if beside and 0 <= period.at[0] - since <= _BESIDE}
        if any(
            since <= one.at[0] and one.at[1] <= until and one.at not in said_of for one in (*sentence.periods, *sentence.bases)
        ):
            return None
    own = [bound.claim for bound in done if bound.claim.aspect is Aspect.LEVEL and bound.claim.metric == metric]
    if not own and (sentence.periods or sentence.bases):
        return None
    line = sentence.passage.line
    before = [one for one in memory.levels if metric and one.passage.line >= (line - _PARAGRAPH if own else line)]
    levels = [one for one in (*before, *own) if one.metric == metric and one.period is not None and one.figure is not None]
    if len(levels) < 2:
        return None
    last = levels[-1]
    alike = [one for one in levels[:-1] if (one.scope, one.subject) == (last.scope, last.subject)]
    if not alike:
        return None
    times_told = [one.period for one in (*alike, last) if one.period is not None]
    newest = max(times_told, key=lambda one: one.end)
    other = times_told[-1] if times_told[-1].end < newest.start else times_told[-2]
    if _YEAR.search(clause.text):
        year = [one for one in times_told if _A_YEAR[0] <= (newest.end - one.end).days <= _A_YEAR[1]]
        other = year[-1] if year else other
    return (newest, other) if other.end < newest.start else None


def _own_base(sentence: Sentence, start: int, end: int) -> Period | None:
    """A period that is compared with, of which the figure itself is the value: 低于2020年的12%, the 1.8 trillion recorded at the end of June."""
    for period in sentence.bases:
        if period.at[1] <= start:
            gap = sentence.between(period.at[1], start)
            moved = _CHANGE.search(gap) or _TO.search(gap)
            if len(gap) <= 40 and not moved and not _figure_between(sentence, period.at[1], start):
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
    apart = not before or bool(_APART.search(sentence.between(before[-1].at[1], start)))
    if behind and apart and not sentence.chinese and _OWN.fullmatch(sentence.between(end, behind[0].at[0])):
        return behind[0]
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
    if _WHEN.search(sentence.between(clause.start, start)):
        told = [one for one in (*sentence.periods, *sentence.bases) if 0 <= clause.start - one.at[1] <= _BESIDE]
        if told:
            return replace(told[-1], end=told[-1].start, open_end=False) if told[-1].open_end else told[-1]
    earlier = [period for period in sentence.periods if period.at[1] <= clause.start and (horizon or not period.open_end)]
    if earlier:
        return earlier[-1]
    later = [
        period
        for period in sentence.periods
        if period.at[0] >= clause.end and not period.open_end and not _UNTIL.search(sentence.between(clause.end, period.at[0]))
    ]
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
