"""The same quantity printed twice, and lines that are crossed against levels: intervals must meet, bounds must hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Figure, Hedge
from liangrong.research.claims.verify.arithmetic import computing
from liangrong.research.claims.verify.arithmetic.equation import Equation, Topic
from liangrong.research.claims.verify.arithmetic.sheet import Sheet
from liangrong.research.claims.verify.arithmetic.times import LEVELS, Tie, quantity, same_day, same_period

__all__ = ["printed_alike", "same_levels"]

_OVER_TIME: Final = frozenset({Aspect.MEAN, Aspect.CHANGE, Aspect.GROWTH})
_FROM: Final = re.compile(r"从|由|自|较|比|\b(?:from|between|than|versus|vs)\b", re.IGNORECASE)
_TO: Final = re.compile(
    r"至|到|较|比|前一|此前|昨日|原|上[个一周月日]|去年|上年|升|降|增|减|涨|跌|提高|调整|\b(?:to|from|than|and|versus|vs|previous|prior|earlier|rose|fell|up|down|compared)\b",
    re.IGNORECASE,
)
_TRADED: Final = re.compile(
    r"\b(?:bought|purchased|sold|repaid|borrowed)(?: back)?(?: (?:about|some|another|a|only))?\s*(?:CNY|RMB)?\s*$", re.IGNORECASE
)
_MANY: Final = 40
"""What is printed more often than this is the column of a table, and not one quantity."""
_LEAD: Final = 16
_BOUNDS: Final = frozenset({Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST})
_HIGH: Final = Fraction(1, 4)
"""A level this share above a line is not what an author has in mind who says that the line is crossed."""
_LOOSELY_HIGH: Final = Fraction(1, 10)


def same_levels(sheet: Sheet) -> Iterator[Equation]:
    """The same quantity printed twice, and lines that are crossed against levels."""
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in sheet.facts():
        what, figure = quantity(claim), claim.figure
        if (
            what is not None
            and figure is not None
            and not _is_traded(claim, figure)
            and (claim.aspect in LEVELS or claim.aspect in _OVER_TIME)
        ):
            groups[(*what, _family(claim), figure.kind, figure.currency)].append(claim)
    for claims in (some for some in groups.values() if len(some) <= _MANY):
        told = [one for one in claims if not _is_bound(one) and one.figure is not None]
        for one, other in combinations(claims, 2):
            yield from _same(sheet, one, other, told)


def _is_traded(claim: Claim, figure: Figure) -> bool:
    """Whether a verb of trade stands before an amount, which is no level then whatever else is named."""
    return _TRADED.search(claim.passage.text[: figure.start - claim.passage.start]) is not None


def _family(claim: Claim) -> str:
    if claim.aspect is Aspect.COUNT:
        bound = claim.threshold
        return f"{claim.figure.unit if claim.figure else ''} {claim.direction} above {bound.base if bound else ''}"
    if claim.aspect is Aspect.SHARE and "_to_" not in claim.metric:
        return f"share {claim.text}"
    return "level" if claim.aspect in LEVELS else f"{claim.aspect} {claim.direction}"


def _same(sheet: Sheet, one: Claim, other: Claim, told: Sequence[Claim]) -> Iterator[Equation]:
    if (
        one.figure is None
        or other.figure is None
        or _between(sheet, one, other)
        or (one.attribution and other.attribution and one.attribution != other.attribution)
    ):
        return
    tie = same_day(one, other)
    if tie is Tie.NONE:
        return
    bounds = [claim for claim in (one, other) if _is_bound(claim)]
    if len(bounds) == 1:
        sure = tie if bounds[0].aspect is Aspect.CROSSING or one.passage != other.passage else Tie.LOOSE
        yield from _crossed(sheet, other if bounds[0] is one else one, bounds[0], sure, told)
    if bounds or printed_alike(one, other):
        return
    if one.aspect in _OVER_TIME and (one.base is None or one.base != other.base):
        tie = Tie.LOOSE
    if (
        one.passage == other.passage
        or not one.scope
        or one.ambiguous != other.ambiguous
        or one.figure.upper is not None
        or other.figure.upper is not None
    ):
        tie = min(tie, Tie.LOOSE)
    fine, coarse = sorted(
        (one, other),
        key=lambda claim: claim.figure.half_ulp * claim.figure.size if claim.figure else 0,
    )
    yield Equation(
        Topic.SAME, (sheet.term(fine), sheet.term(coarse)), "{0}", (computing.first,), firm=tie is Tie.FIRM, blame="all", supports=(1,),
        error="cross_statement", repeats=True,
    )  # fmt: skip


def _is_bound(claim: Claim) -> bool:
    """Whether a claim says only on which side of a figure the quantity lies."""
    return claim.aspect is Aspect.CROSSING or (claim.figure is not None and claim.figure.hedge in _BOUNDS)


def printed_alike(one: Claim, other: Claim) -> bool:
    """Whether two claims print the same digits in the same unit: a repetition, which proves nothing."""
    a, b = one.figure, other.figure
    return a is not None and b is not None and (a.value, a.unit, a.hedge) == (b.value, b.unit, b.hedge)


def _crossed(sheet: Sheet, level: Claim, crossing: Claim, tie: Tie, told: Sequence[Claim]) -> Iterator[Equation]:
    """The level must lie above the line, or below it; far away it says nothing, nor where the text tells levels of one time on both sides."""
    line = crossing.figure
    if level.figure is None or line is None or line.base <= 0 or crossing.aspect in _OVER_TIME or not crossing.scope:
        return
    above = Fraction(level.figure.base) / Fraction(line.base) - 1
    below = line.hedge in (Hedge.UNDER, Hedge.AT_MOST) or (line.hedge is Hedge.NONE and crossing.direction in ("down", "below"))
    said = crossing.aspect is Aspect.CROSSING
    near = abs(above) <= (_HIGH if tie is Tie.FIRM else _LOOSELY_HIGH) and (said or tie is Tie.FIRM)
    sides = {one.figure.base >= line.base for one in told if one.figure is not None and same_period(one, crossing)}
    near = near and (tie is Tie.FIRM or len(sides) <= 1)
    exact = replace(sheet.term(crossing), figure=replace(line, half_ulp=Decimal(0)), at_least=False)
    yield Equation(
        Topic.CROSSING, (sheet.term(level), exact), "{0}", (computing.first,), "at_most" if below else "at_least",
        firm=tie is Tie.FIRM, supports=(1,) if near else (-1,), error="cross_statement",
    )  # fmt: skip


def _between(sheet: Sheet, one: Claim, other: Claim) -> bool:
    """Whether two figures of one sentence are the ends of a move, and not one quantity."""
    if one.passage != other.passage or one.figure is None or other.figure is None:
        return False
    left, right = sorted((one.figure, other.figure), key=lambda figure: figure.start)
    before = sheet.article.text[max(one.passage.start, left.start - _LEAD) : left.start]
    return bool(_FROM.search(before) or _TO.search(sheet.article.text[left.end : right.start]))
