"""Words of order, streak, record and direction against the standings of an article: which standing a claim speaks of, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.extract.mentions import mentions_in
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import Outline
from liangrong.research.claims.verify.coherence.prose_standings import in_bullets, in_line
from liangrong.research.claims.verify.coherence.sayings import AMOUNT, counts_hold, place_holds, sum_holds, ways_hold
from liangrong.research.claims.verify.coherence.series_sayings import (
    overall_holds,
    record_holds,
    step_holds,
    streak_holds,
    trend_holds,
)
from liangrong.research.claims.verify.coherence.standings import Standing
from liangrong.research.claims.verify.coherence.table_standings import in_tables
from liangrong.research.claims.verify.document.content_words import content
from liangrong.research.claims.verify.document.grid_groups import is_hinted
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_told"]

_NEAR: Final = 6
_LONGEST: Final = 160
_OPEN: Final = re.compile(
    r"不是|并非|没有|是否|若|如果|预计|可能|[?？]|之一|几乎|最[多高低少](?:可|能|放大|只|不|达|为)|[几多]少?倍|\b(?:not|no longer|never|n't|if|would|could|(?-i:may)|might|expect\w*|likely|(?:one|some|many|most) of the|among the|(?:two|three|four) of the (?=(?:largest|biggest|most|top))|almost|nearly)\b",
    re.IGNORECASE,
)
_SAYINGS: Final = (
    streak_holds,
    trend_holds,
    step_holds,
    record_holds,
    overall_holds,
    sum_holds,
    counts_hold,
    place_holds,
    ways_hold,
)
_TYPES: Final = {
    "streak_holds": "count_mismatch",
    "counts_hold": "count_mismatch",
    "ways_hold": "wrong_sign",
    "overall_holds": "wrong_sign",
}
_SAID: Final = (Aspect.STREAK, Aspect.COUNT, Aspect.RANK, Aspect.RECORD, Aspect.ORDER, Aspect.LEVEL)


def check_told(outline: Outline) -> Iterator[Ruling]:
    """Rule on claims in words, and on those that say a place, a record or a streak beside their figure."""
    prose = [one for line in outline.lines for one in in_line(line)]
    whole = [one for one in prose if len(one.entries) > 1]
    standings = [*whole, *in_bullets(outline), *in_tables(outline.article), *_paragraphs(prose)]
    if not standings:
        return
    for claim in outline.claims:
        if claim.nature is not Nature.FACT or claim.stripped or claim.passage.role in ("row", "furniture"):
            continue
        if (claim.figure is not None and claim.aspect not in _SAID) or len(claim.text) > _LONGEST or _OPEN.search(claim.text):
            continue
        yield from _ruled(claim, standings)


def _ruled(claim: Claim, standings: Sequence[Standing]) -> Iterator[Ruling]:
    groups = list(_meant(claim, standings))
    for saying in (record_holds, sum_holds) if AMOUNT.search(claim.text) else _SAYINGS:
        found = [
            (group[0], verdicts.pop())
            for group in groups
            if len(verdicts := {saying(claim.text, one) for one in group}) == 1 and None not in verdicts
        ]
        if not found:
            continue
        standing, holds = found[0]
        reason = Note(f"文中所列：{standing.shown}。", f"The text has {standing.shown.replace('、', ', ')}.")
        if not holds:
            yield from refute([claim], _TYPES.get(saying.__name__, "sort_order"), reason, quoted(standing.entries[0].passage))
        elif all(one for _, one in found) and (not standing.is_joined or saying is sum_holds):
            yield from support([claim], reason, quoted(standing.entries[0].passage))
        return


def _meant(claim: Claim, standings: Sequence[Standing]) -> Iterator[list[Standing]]:
    """The standings that a claim may speak of, the nearest first; the columns of one table together, those it means alone."""
    near = [
        one for one in standings if one.item == claim.passage.item and _distance(claim, one) <= _NEAR and not _holds(claim, one)
    ]
    near.sort(key=lambda one: (one.is_joined, _distance(claim, one), one.first > claim.passage.number))
    done: set[int] = set()
    for one in near:
        if not one.is_table:
            if _fits(claim, one):
                yield [one]
        elif one.first not in done:
            done.add(one.first)
            columns = [other for other in near if other.is_table and other.first == one.first]
            meant = [other for other in columns if claim.metric and claim.metric in other.metrics]
            yield meant or [other for other in columns if _is_meant(claim.text, other)] or columns


def _distance(claim: Claim, standing: Standing) -> int:
    number = claim.passage.number
    return max(standing.first - number, number - standing.last, 0)


def _holds(claim: Claim, standing: Standing) -> bool:
    """Whether the words of a claim are those in which the standing itself is told."""
    inside = sum(claim.start <= one.figure.start < claim.end for one in standing.entries)
    own = claim.aspect is Aspect.LEVEL and any(one.figure == claim.figure for one in standing.entries)
    return inside > 1 or own


def _fits(claim: Claim, standing: Standing) -> bool:
    """Whether a claim names no other measure, and nobody else."""
    if standing.is_timed and claim.scope and standing.scopes and claim.scope not in standing.scopes:
        return False
    named = _metrics(claim.text)
    return not named or not standing.metrics or bool(named & standing.metrics) or _flows(named) == _flows(standing.metrics)


@lru_cache(maxsize=64)
def _metrics(text: str) -> frozenset[str]:
    """The measures that a text names."""
    return frozenset(one.term.metric for one in mentions_in(text))


def _flows(metrics: frozenset[str] | set[str]) -> bool:
    return any(re.search(r"net_|flow|purchase|repay", one) for one in metrics)


def _is_meant(text: str, standing: Standing) -> bool:
    named = _metrics(text)
    if named & standing.metrics:
        return True
    head = standing.head.partition(" ")[0]
    words = content(head)
    return bool(words and words <= content(text)) or is_hinted(text, head)


def _paragraphs(lines: Sequence[Standing]) -> Iterator[Standing]:
    """Standings of the names of two or three sentences that follow each other and measure one thing."""
    for number, first in enumerate(lines):
        joined = [first]
        for other in lines[number + 1 : number + 3]:
            if other.item == first.item and other.first - joined[-1].last == 1 and other.joins(first):
                joined.append(other)
                yield replace(
                    first, entries=tuple(entry for one in joined for entry in one.entries), last=other.last, is_joined=True
                )
