"""One quantity told twice with other values: the same measure of the same thing at the same time, where one value is the other after a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.closure.near import is_slip
from liangrong.research.claims.verify.coherence.outline import Outline
from liangrong.research.claims.verify.comparison import digits_of
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_retold"]

_KINDS: Final = frozenset({Kind.MONEY, Kind.PERCENT, Kind.SHARES, Kind.POINTS})
_LEVELS: Final = frozenset({Aspect.LEVEL, Aspect.CROSSING, Aspect.SHARE})
_ASPECTS: Final = _LEVELS | {Aspect.CHANGE, Aspect.GROWTH}
_ELSEWHEN: Final = re.compile(
    r"前一|上[一个]?[日周月季年交]|此前|当时|去年|上年|同期|昨|年初|月初|从|由|自|曾|预计|预期|有望|将|目标|较|修正|修订|更正|初值"
    r"|\b(?:previous|prior|earlier|ago|last|from|then|had been|was at|since|before|until|expected?|forecast|target|could|would|revised|preliminary|compared|against|versus|by)\b",
    re.IGNORECASE,
)
_SLIP_DIGITS: Final = 3
_BEFORE: Final = 24
_BEHIND: Final = 12
"""Characters around a figure in which words of another time are looked for."""


def check_retold(outline: Outline) -> Iterator[Ruling]:
    """Refute the one of two tellings that the rest of the text speaks against: the line that sums up, the value told once, the later one."""
    told = [one for one in outline.claims if _tells(outline, one)]
    for first, second in combinations(told, 2):
        if not _one_thing(first, second) or not _slipped(first, second):
            continue
        counts = [sum(_agrees(one, other) for other in told if _one_thing(one, other)) for one in (first, second)]
        briefs = [bool((line := outline.line(one)) and line.is_brief) for one in (first, second)]
        wrong, right = (
            (first, second) if counts[0] < counts[1] or (counts[0] == counts[1] and briefs == [True, False]) else (second, first)
        )
        assert wrong.figure is not None, "chosen for its figure"
        assert right.figure is not None, "chosen for its figure"
        reason = Note(
            f"文中另一处为{right.figure.text.strip()}，此处为{wrong.figure.text.strip()}。",
            f"Elsewhere the text has {right.figure.text.strip()}, here {wrong.figure.text.strip()}.",
        )
        yield from refute([wrong], "cross_statement", reason, quoted(right.passage), corrected=right.figure.text.strip())


def _tells(outline: Outline, claim: Claim) -> bool:
    figure, line = claim.figure, outline.line(claim)
    if figure is None or line is None or figure.kind not in _KINDS or claim.nature is not Nature.FACT or claim.stripped:
        return False
    if not claim.metric or claim.group or figure.upper is not None or claim.aspect not in _ASPECTS:
        return False
    text, base = claim.passage.text, claim.passage.start
    around = (
        text[max(0, figure.start - base - _BEFORE) : figure.start - base]
        + "#"
        + text[figure.end - base : figure.end - base + _BEHIND]
    )
    return digits_of(figure) >= _SLIP_DIGITS and figure.hedge in (Hedge.NONE, Hedge.ABOUT) and not _ELSEWHEN.search(around)


def _one_thing(first: Claim, second: Claim) -> bool:
    """Whether two claims speak of one quantity at one time; a time that is not printed is that of the text."""
    if first.passage == second.passage or first.passage.item != second.passage.item:
        return False
    aspects = {first.aspect, second.aspect}
    if (
        (first.metric, first.ambiguous) != (second.metric, second.ambiguous)
        or not (len(aspects) == 1 or aspects <= _LEVELS)
        or first.signed != second.signed
    ):
        return False
    if (first.scope or first.subject) != (second.scope or second.subject) or _kind(first) is not _kind(second):
        return False
    spans = [(one.period.start, one.period.end) if one.period is not None else None for one in (first, second)]
    printed = [one.period is not None and one.period.at != (-1, -1) for one in (first, second)]
    if spans[0] is None or spans[1] is None or spans[0] == spans[1]:
        return spans[0] == spans[1]
    return (
        all(printed)
        and spans[0][1] == spans[1][1]
        and (spans[0][0].year, spans[0][0].month) == (spans[1][0].year, spans[1][0].month)
    )


def _kind(claim: Claim) -> Kind | None:
    return claim.figure.kind if claim.figure is not None else None


def _agrees(first: Claim, second: Claim) -> bool:
    assert first.figure is not None, "chosen for its figure"
    assert second.figure is not None, "chosen for its figure"
    return first.figure.interval().meets(second.figure.interval())


def _slipped(first: Claim, second: Claim) -> bool:
    one, two = first.figure, second.figure
    assert one is not None, "chosen for its figure"
    assert two is not None, "chosen for its figure"
    if one.interval().meets(two.interval()) or (one.currency != two.currency and one.currency and two.currency):
        return False
    return _is_slip(one, two) or _is_slip(two, one)


def _is_slip(one: Figure, two: Figure) -> bool:
    return one.half_ulp > 0 and is_slip(one, two.rounding())
