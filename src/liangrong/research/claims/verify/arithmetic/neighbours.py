"""Figures that stand side by side and close to the digit: a change between two levels, a share of two amounts, a mean of so many sessions.

Nothing but the agreement itself ties them, so that a failure says nothing here, and an agreement must be close.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.verify.arithmetic import computing
from liangrong.research.claims.verify.arithmetic.equation import Equation, Topic
from liangrong.research.claims.verify.arithmetic.sheet import Sheet
from liangrong.research.claims.verify.arithmetic.term import Term, alike
from liangrong.research.claims.verify.arithmetic.times import LEVELS

__all__ = ["neighbours"]

_EXACT: Final = frozenset({Hedge.NONE, Hedge.ABOUT, Hedge.NEARLY})
_DAILY: Final = re.compile(
    r"日均|平均每[个]?(?:交易)?日|\b(?:a|per|each) (?:day|session)\b|daily average|average daily", re.IGNORECASE
)
_MOST: Final = 8
"""A sentence of more figures than this is a table, where some pair always agrees."""
_AMOUNTS: Final = frozenset({Kind.MONEY, Kind.COUNT, Kind.SHARES})


def neighbours(sheet: Sheet) -> Iterator[Equation]:
    """All of them, none firm."""
    for number in sorted(sheet.by_passage):
        here = _facts(sheet, number)
        before = [one for one in _facts(sheet, number - 1) if here and one.passage.item == here[0].passage.item]
        if len(here) > _MOST:
            continue
        near = [*before, *here] if len(before) + len(here) <= _MOST else here
        for claim in here:
            if claim.aspect in (Aspect.CHANGE, Aspect.GROWTH):
                yield from _moves(sheet, claim, near)
            elif claim.figure is not None and claim.figure.kind is Kind.MULTIPLE and claim.aspect is Aspect.LEVEL:
                yield from _multiples(sheet, claim, near)
            elif claim.aspect is Aspect.SHARE:
                yield from _shares(sheet, claim, here, near)
            if _DAILY.search(claim.text) and claim.figure is not None and claim.figure.kind is Kind.MONEY:
                yield from _daily(sheet, claim, here)


def _facts(sheet: Sheet, number: int) -> list[Claim]:
    found: dict[tuple[int, int], Claim] = {}
    for one in sheet.facts_of(number):
        if one.figure is not None:
            found.setdefault((one.figure.start, one.figure.end), one)
    return list(found.values())


def _moves(sheet: Sheet, move: Claim, near: Sequence[Claim]) -> Iterator[Equation]:
    levels = [
        one
        for one in near
        if one.aspect in LEVELS
        and one.threshold is None
        and one.figure is not None
        and one.figure.hedge in _EXACT
        and _fits(one, move)
    ]
    figure = move.figure
    assert figure is not None, "facts have figures"
    for first, last in permutations(levels, 2):
        if (
            first.figure is None
            or last.figure is None
            or not alike(first.figure, last.figure)
            or first.scope != last.scope
            or first.metric != last.metric
        ):
            continue
        terms = (_bare(sheet.term(first)), _bare(sheet.term(last)), sheet.term(move))
        if figure.kind is Kind.PERCENT and first.figure.kind in _AMOUNTS:
            yield Equation(Topic.GROWTH, terms, "{1}/{0} - 1", (computing.growth,))
        elif (alike(figure, first.figure) and first.figure.kind in _AMOUNTS) or (
            figure.kind is Kind.PERCENTAGE_POINT and first.figure.kind is Kind.PERCENT
        ):
            yield Equation(Topic.CHANGE, terms, "{1} - {0}", (computing.difference,))


def _fits(level: Claim, move: Claim) -> bool:
    """Whether nothing says that a level and a change are of different things."""
    return (not move.metric or not level.metric or level.metric == move.metric) and (
        not move.scope or not level.scope or level.scope == move.scope
    )


def _multiples(sheet: Sheet, times: Claim, near: Sequence[Claim]) -> Iterator[Equation]:
    """So many times: one level by another of the same quantity."""
    levels = [
        one
        for one in near
        if one.aspect in LEVELS
        and one.figure is not None
        and one.figure.kind in _AMOUNTS
        and one.figure.hedge in _EXACT
        and one.metric
    ]
    for first, last in permutations(levels, 2):
        if (
            first.figure
            and last.figure
            and alike(first.figure, last.figure)
            and (first.metric, first.scope) == (last.metric, last.scope)
        ):
            yield Equation(
                Topic.MULTIPLE,
                (_bare(sheet.term(last)), _bare(sheet.term(first)), _bare(sheet.term(times))),
                "{0}/{1}",
                (computing.quotient,),
            )


def _shares(sheet: Sheet, share: Claim, here: Sequence[Claim], near: Sequence[Claim]) -> Iterator[Equation]:
    """The amount in front of a share, as a part of another amount of the same kind."""
    figure = share.figure
    if figure is None or figure.kind is not Kind.PERCENT or figure.hedge not in _EXACT:
        return
    parts = [one for one in here if one.figure is not None and one.figure.end <= figure.start and one.figure.kind in _AMOUNTS]
    for part in parts[-1:]:
        for whole in near:
            if (
                part.figure is None
                or whole.figure is None
                or whole is part
                or not alike(part.figure, whole.figure)
                or whole.figure.base <= part.figure.base
            ):
                continue
            if whole.figure.hedge in _EXACT and part.figure.hedge in _EXACT:
                yield Equation(
                    Topic.SHARE,
                    (_bare(sheet.term(part)), _bare(sheet.term(whole)), _bare(sheet.term(share))),
                    "{0}/{1}",
                    (computing.quotient,),
                )


def _daily(sheet: Sheet, mean: Claim, here: Sequence[Claim]) -> Iterator[Equation]:
    """A total over the sessions that the sentence counts."""
    sessions = [
        one for one in here if one.figure is not None and one.figure.kind is Kind.DURATION and one.figure.unit == "sessions"
    ]
    for whole in here:
        if (
            whole is mean
            or whole.figure is None
            or mean.figure is None
            or not alike(whole.figure, mean.figure)
            or whole.figure.base <= mean.figure.base
        ):
            continue
        for count in sessions:
            figure = count.figure
            assert figure is not None, "chosen for its figure"
            exact = replace(sheet.term(count), figure=replace(figure, half_ulp=figure.half_ulp * 0))
            yield Equation(
                Topic.MEAN, (_bare(sheet.term(whole)), exact, _bare(sheet.term(mean))), "{0}/{1}", (computing.quotient,)
            )


def _bare(term: Term) -> Term:
    return replace(term, shifts=(0,), at_least=False)
