"""Growth of adjoining windows against the growth, or the levels, from the first beginning to the last end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.arithmetic import computing
from liangrong.research.claims.verify.arithmetic.equation import Equation, Outcome, Topic
from liangrong.research.claims.verify.arithmetic.levels import Windows
from liangrong.research.claims.verify.arithmetic.sheet import Sheet
from liangrong.research.claims.verify.arithmetic.times import LEVELS, Tie, Window, adjoins, is_printed, near_ends, quantity

__all__ = ["anchored", "compounding"]


def anchored(sheet: Sheet, found: Windows, equations: Sequence[Equation]) -> Windows:
    """The windows, with those of growths that follow exactly from printed levels set to the days of those levels.

    "Over the past decade" is the window of two printed levels where the growth printed for it is theirs to the digit.
    """
    by_number = {claim.number: claim for claim in sheet.claims}
    windows = dict(found)
    for one in equations:
        if (
            one.topic is not Topic.GROWTH
            or one.formula != "{1}/{0} - 1"
            or one.outcome() is not Outcome.CLOSES
            or not one.is_telling()
        ):
            continue
        start, end = (by_number[term.claims[0]] for term in one.terms[:2])
        if start.period is None or end.period is None or not (start.period.is_day and end.period.is_day):
            continue
        if is_printed(start, start.period) and is_printed(end, end.period):
            for number in one.terms[2].claims:
                windows[number] = Window(start.period.end, end.period.end, firm=True)
    return windows


_MANY: Final = 16
"""As many growths, or levels, of one quantity are tried with every other."""
_REACH: Final = 12
"""How many passages apart the legs of one story may stand in a text with more."""
_MOST: Final = 60
"""Growths, or levels, of one quantity in one text: more are no legs of one story, and every three of them would be tried."""


def compounding(sheet: Sheet, windows: Windows) -> Iterator[Equation]:
    """(1 + a)(1 + b) - 1 against the whole."""
    growths: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    levels: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in sheet.facts():
        what = quantity(claim)
        if what is None or claim.figure is None:
            continue
        if claim.aspect is Aspect.GROWTH and claim.figure.kind is Kind.PERCENT and claim.number in windows:
            growths[what].append(claim)
        elif claim.aspect in LEVELS and claim.period is not None and claim.period.is_day:
            levels[what].append(claim)
    for what, claims in growths.items():
        if len(claims) > _MOST or len(levels[what]) > _MOST:
            continue
        for first in claims:
            near, ends = _within_reach(claims, first), _within_reach(levels[what], first)
            for second in near:
                a, b = windows[first.number], windows[second.number]
                tie = Tie.NONE if second is first else adjoins(a, b, sheet.desk.calendar)
                if tie is Tie.NONE or first.passage.item != second.passage.item or first.ambiguous != second.ambiguous:
                    continue
                yield from _totals(sheet, first, second, [one for one in near if one not in (first, second)], windows, tie)
                yield from _between_levels(sheet, first, second, ends, windows, tie)


def _within_reach(claims: Sequence[Claim], first: Claim) -> Sequence[Claim]:
    """All of a text; of a text with many, those around one of them."""
    if len(claims) <= _MANY:
        return claims
    return [one for one in claims if abs(one.passage.number - first.passage.number) <= _REACH]


def _totals(
    sheet: Sheet, first: Claim, second: Claim, others: Sequence[Claim], windows: Mapping[int, Window], tie: Tie
) -> Iterator[Equation]:
    start, end = windows[first.number].start, windows[second.number].end
    for whole in others:
        near = near_ends(windows[whole.number], start, end)
        if near is Tie.NONE or whole.passage.item != first.passage.item:
            continue
        terms = tuple(sheet.term(one) for one in (first, second, whole))
        yield Equation(
            Topic.COMPOUNDING,
            terms,
            "(1 + {0}) × (1 + {1}) - 1",
            (computing.compounded,),
            firm=min(tie, near) is Tie.FIRM,
            blame="all",
        )


def _between_levels(
    sheet: Sheet, first: Claim, second: Claim, levels: Sequence[Claim], windows: Mapping[int, Window], tie: Tie
) -> Iterator[Equation]:
    start, end = windows[first.number].start, windows[second.number].end
    for low in levels:
        for high in levels:
            if low.period is None or high.period is None or (low.period.end, high.period.end) != (start, end):
                continue
            if low.figure is None or high.figure is None or low.figure.kind is not high.figure.kind:
                continue
            firm = tie is Tie.FIRM and is_printed(low, low.period) and is_printed(high, high.period)
            terms = (*(sheet.term(one) for one in (low, first, second)), sheet.term(high))
            yield Equation(Topic.COMPOUNDING, terms, "{0} × (1 + {1}) × (1 + {2})", (_grown,), firm=firm, blame="rates")


def _grown(operands: Sequence[Interval]) -> Interval | None:
    made = computing.compounded(operands[1:])
    return None if made is None else computing.product([operands[0], made + Interval.around(1)])
