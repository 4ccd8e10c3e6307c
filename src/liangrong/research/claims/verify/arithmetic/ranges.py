"""Ranges of one rate in several places: one inside the other is what two careful authors print of the same thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations

from liangrong.research.claims.claim import Claim
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.arithmetic.equation import Equation, Topic
from liangrong.research.claims.verify.arithmetic.sheet import Sheet
from liangrong.research.claims.verify.arithmetic.times import LEVELS

__all__ = ["ranges"]


def ranges(sheet: Sheet) -> Iterator[Equation]:
    """The narrower range inside the wider, of the same metric and kind; a range that lies elsewhere may be another broker's."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in sheet.facts():
        figure = claim.figure
        if claim.metric and claim.aspect in LEVELS and figure is not None and figure.upper is not None:
            groups[claim.metric, claim.scope, figure.kind, figure.currency, claim.ambiguous].append(claim)
    for claims in groups.values():
        for inner, outer in permutations(claims, 2):
            a, b = inner.figure, outer.figure
            if a is None or b is None or a.upper is None or b.upper is None or (a.value, a.upper) == (b.value, b.upper):
                continue
            if b.value <= a.value and a.upper <= b.upper:
                yield Equation(Topic.RANGE, (sheet.term(inner), sheet.term(outer)), "{0}", (_inside,), "inside")


def _inside(operands: Sequence[Interval]) -> Interval:
    return operands[0]
