"""Levels against the changes and growths between them, wherever the document prints them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.arithmetic import computing
from liangrong.research.claims.verify.arithmetic.equation import Equation, Topic
from liangrong.research.claims.verify.arithmetic.other_base import has_other_base
from liangrong.research.claims.verify.arithmetic.sheet import Sheet
from liangrong.research.claims.verify.arithmetic.times import (
    LEVELS,
    Tie,
    Window,
    earlier,
    is_printed,
    next_to,
    quantity,
    same_period,
    settled_days,
    window_of,
    year_before,
)

__all__ = ["Windows", "changes", "windows"]

Windows: TypeAlias = Mapping[int, Window]
"""From where to where each change and growth runs, by the number of its claim."""

_CONSEQUENCE: Final = re.compile(
    r"也就是说|换言之|换句话说|即|由此|据此|可见|\bthat is\b|\bi\.e\.|\bin other words\b|\bmeaning\b|\bhence\b|\bthus\b|\btherefore\b|\bor\b",
    re.IGNORECASE,
)
_SURE: Final = 0.75
"""How much of the longer window two windows must share before loosely dated levels are held against a growth."""
_A_SESSION: Final = timedelta(days=12)
"""From one session to the next, over the longest holiday."""
_MANY: Final = 16
"""As many levels of one quantity are held against every change of it."""
_NEIGHBOURS: Final = 2
"""How many passages back a growth without days may find its levels."""


def windows(sheet: Sheet) -> Windows:
    """The windows of all changes and growths."""
    settled, text, calendar = settled_days(sheet.claims), sheet.article.text, sheet.desk.calendar
    found: dict[int, Window] = {}
    last: Claim | None = None
    for claim in sheet.facts():
        if claim.aspect not in (Aspect.CHANGE, Aspect.GROWTH):
            continue
        window = window_of(claim, text, calendar, settled)
        if window is None and last is not None and _continues(last, claim):
            window = replace(found[last.number], firm=False)
        if window is not None:
            found[claim.number], last = window, claim
    return found


def changes(sheet: Sheet, found: Windows) -> Iterator[Equation]:
    """Level less earlier level is the change; the change as a share of the earlier level is the growth."""
    levels: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    lines: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    moves: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in sheet.facts():
        what = quantity(claim)
        if what is None:
            continue
        if claim.aspect is Aspect.CROSSING:
            lines[what if claim.scope else (claim.metric, _scope_before(sheet, claim))].append(claim)
        elif claim.aspect in LEVELS and claim.threshold is None:
            levels[what].append(claim)
        elif claim.aspect in (Aspect.CHANGE, Aspect.GROWTH):
            moves[what].append(claim)
    for what, some in moves.items():
        for move in some:
            for start, end in _pairs(_within_reach(levels[what], move)):
                tie = _spans(sheet, move, start, end, found.get(move.number))
                if tie is not Tie.NONE:
                    yield from _moved(sheet, move, start, end, tie)
        for change in some:
            near = (_within_reach(levels[what], change), _within_reach(lines[what], change))
            yield from _crossing_now(sheet, change, *near, found.get(change.number))
        growths: dict[int, list[Claim]] = defaultdict(list)
        for growth in some:
            if growth.aspect is Aspect.GROWTH:
                growths[growth.passage.number].append(growth)
        for change, growth in ((a, b) for a in some if a.aspect is Aspect.CHANGE for b in growths[a.passage.number]):
            if change.direction == growth.direction and same_period(change, growth):
                yield from _both(sheet, change, growth, _within_reach(levels[what], growth), found.get(growth.number))


def _within_reach(levels: Sequence[Claim], move: Claim) -> Sequence[Claim]:
    """All levels of a text; of a text with many, those near a change."""
    if len(levels) <= _MANY:
        return levels
    return [one for one in levels if abs(one.passage.number - move.passage.number) <= _NEIGHBOURS]


def _scope_before(sheet: Sheet, claim: Claim) -> str:
    """Of whom a line is spoken that is crossed by nobody in particular: of whom the sentence before spoke."""
    near = [one for one in sheet.facts() if one.metric == claim.metric and one.scope and one.passage.item == claim.passage.item]
    last = [one for one in near if 0 <= claim.passage.number - one.passage.number <= 1 and one.start < claim.start]
    return last[-1].scope if last else ""


def _continues(last: Claim, claim: Claim) -> bool:
    """Whether a growth of the same sentence, metric and day leaves out what the one before compared with."""
    return (
        last.passage == claim.passage
        and (last.metric, last.aspect) == (claim.metric, claim.aspect)
        and same_period(replace(last, base=None), claim)
    )


def _pairs(levels: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """An earlier and a later level of one kind; equal printings at one time count once."""
    seen = set()
    for start in levels:
        for end in levels:
            if start.figure is None or end.figure is None or start is end or start.figure.kind is not end.figure.kind:
                continue
            if start.figure.currency != end.figure.currency or (
                start.period and end.period and start.period.end >= end.period.end
            ):
                continue
            key = (start.figure.value, start.figure.unit, str(start.period), end.figure.value, end.figure.unit, str(end.period))
            if key not in seen:
                seen.add(key)
                yield start, end


def _spans(sheet: Sheet, move: Claim, start: Claim, end: Claim, window: Window | None) -> Tie:
    """Whether a change runs from one level to the other."""
    if move.passage.item != start.passage.item or move.passage.item != end.passage.item:
        return Tie.NONE
    a, b = start.period, end.period
    firm = start.ambiguous == end.ambiguous == move.ambiguous
    if (
        move.base is None
        and (before := year_before(move)) is not None
        and a is not None
        and b is not None
        and move.period is not None
    ):
        together = start.passage == end.passage == move.passage and (a.start, a.end) == earlier(b)
        exact = (a.start, a.end, b.start, b.end) == (before.start, before.end, move.period.start, move.period.end)
        return (
            (Tie.FIRM if firm and is_printed(start, a) and is_printed(end, b) else Tie.LOOSE) if exact or together else Tie.NONE
        )
    if move.base is not None and a is not None and b is not None and move.period is not None and not a.is_day:
        exact = (a.start, a.end, b.start, b.end) == (move.base.start, move.base.end, move.period.start, move.period.end)
        return (Tie.FIRM if firm and all(map(is_printed, (start, end), (a, b))) else Tie.LOOSE) if exact else Tie.NONE
    if a is None or b is None or window is None or not a.is_day or not b.is_day:
        near = (
            move.passage.number - _NEIGHBOURS <= min(start.passage.number, end.passage.number)
            and max(start.passage.number, end.passage.number) <= move.passage.number
        )
        current = window is None or a is None or next_to(window, a.end, sheet.desk.calendar, at_start=True) is not Tie.NONE
        return Tie.LOOSE if current and (near or (a is not None and a.is_day and window is not None)) else Tie.NONE
    calendar = sheet.desk.calendar
    tie = min(next_to(window, a.end, calendar, at_start=True), next_to(window, b.end, calendar, at_start=False))
    sure = is_printed(start, a) and is_printed(end, b)
    if tie is Tie.FIRM and firm and sure:
        return Tie.FIRM
    if tie is Tie.NONE and not _overlap(window, a.end, b.end):
        return Tie.NONE
    follows = 0 <= move.passage.number - max(start.passage.number, end.passage.number) <= _NEIGHBOURS
    if firm and sure and follows and not window.firm and _CONSEQUENCE.search(_lead(sheet, move)):
        return Tie.FIRM
    return Tie.LOOSE


def _overlap(window: Window, start: date, end: date) -> bool:
    both = (min(window.end, end) - max(window.start, start)) / timedelta(days=1)
    either = (max(window.end, end) - min(window.start, start)) / timedelta(days=1)
    return both >= _SURE * either


def _moved(sheet: Sheet, move: Claim, start: Claim, end: Claim, tie: Tie) -> Iterator[Equation]:
    figure, level = move.figure, start.figure
    assert figure is not None, "facts have figures"
    assert level is not None, "facts have figures"
    terms = (sheet.term(start), sheet.term(end), sheet.term(move))
    if (
        tie is Tie.FIRM
        and year_before(move) is None
        and has_other_base(*(_words_at(sheet, one) for one in (move, move, start, end)))
    ):
        tie = Tie.LOOSE
    points = level.kind is Kind.PERCENT and figure.kind in (Kind.PERCENTAGE_POINT, Kind.BASIS_POINT)
    if move.aspect is Aspect.CHANGE and (points or (figure.kind is level.kind and level.kind is not Kind.PERCENT)):
        yield Equation(Topic.CHANGE, terms, "{1} - {0}", (computing.difference,), firm=tie is Tie.FIRM)
    elif move.aspect is Aspect.GROWTH and figure.kind in (Kind.PERCENT, Kind.MULTIPLE):
        yield Equation(Topic.GROWTH, terms, "{1}/{0} - 1", (computing.growth,), firm=tie is Tie.FIRM)


def _both(sheet: Sheet, change: Claim, growth: Claim, levels: Sequence[Claim], window: Window | None) -> Iterator[Equation]:
    """A change and a growth of one sentence, with either level."""
    if change.figure is None or growth.figure is None or growth.figure.kind is not Kind.PERCENT:
        return
    calendar = sheet.desk.calendar
    for level in levels:
        if (
            level.figure is None
            or level.figure.kind is not change.figure.kind
            or level.period is None
            or window is None
            or not level.period.is_day
        ):
            continue
        at_start = next_to(window, level.period.end, calendar, at_start=True)
        at_end = next_to(window, level.period.end, calendar, at_start=False)
        printed = is_printed(level, level.period)
        if at_start is not Tie.NONE:
            terms = (sheet.term(change), sheet.term(level), sheet.term(growth))
            yield Equation(Topic.GROWTH, terms, "{0}/{1}", (computing.quotient,), firm=printed and at_start is Tie.FIRM)
        elif at_end is not Tie.NONE:
            terms = (sheet.term(change), sheet.term(level), sheet.term(growth))
            yield Equation(Topic.GROWTH, terms, "{0}/({1} - {0})", (computing.share_of_end,), firm=printed and at_end is Tie.FIRM)


def _crossing_now(
    sheet: Sheet, change: Claim, levels: Sequence[Claim], lines: Sequence[Claim], window: Window | None
) -> Iterator[Equation]:
    """A line that is first crossed on a day lies between the level of that day and the level before its change."""
    if change.aspect is not Aspect.CHANGE or change.figure is None or change.figure.kind is not Kind.MONEY or change.signed < 0:
        return
    if window is None or window.length > _A_SESSION:
        return
    for level in levels:
        if (
            level.figure is None
            or level.period is None
            or not level.period.is_day
            or level.period.end != window.end
            or level.figure.kind is not Kind.MONEY
        ):
            continue
        for line in lines:
            if (
                line.figure is not None
                and line.first
                and line.period is not None
                and line.period.start <= window.end <= line.period.end
            ):
                bare = replace(sheet.term(line), at_least=False)
                terms = (
                    sheet.term(level),
                    sheet.term(change),
                    replace(bare, figure=replace(bare.figure, hedge=Hedge.NONE, half_ulp=Decimal(0))),
                )
                firm = line.period.is_day and is_printed(line, line.period) and is_printed(level, level.period)
                yield Equation(
                    Topic.CROSSING, terms, "{0} - {1}", (_before,), "at_most", firm=firm, supports=(1,), error="cross_statement"
                )


def _before(operands: Sequence[Interval]) -> Interval:
    """What the level was before its change."""
    return operands[0] - operands[1]


def _words_at(sheet: Sheet, claim: Claim) -> str:
    """The clause of a figure, up to it."""
    assert claim.figure is not None, "facts have figures"
    return re.split(r"[，,；;。]", sheet.article.text[claim.passage.start : claim.figure.start])[-1]


def _lead(sheet: Sheet, move: Claim) -> str:
    return sheet.article.text[move.passage.start : move.end]
