"""Growth told beside the change itself, where only one of the two levels is printed: 4.9 % where 1.57 were added and 33.43 stand there now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.other_base import has_other_base, is_bare_move
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.grammar.called import label_words, phrase_of
from liangrong.research.claims.verify.grammar.pairs import Pair, is_base, pairs_of
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.verdicts import closes, doubted, failed, informative, value_in

__all__ = ["check_growths"]

_BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_LEAST: Final = (Hedge.OVER, Hedge.AT_LEAST)
_RATES: Final = (Kind.PERCENT, Kind.MULTIPLE, Kind.RATIO)
_SLIPPED: Final = 3
"""What is left is so many times what should be: then it is a level that slipped, and which cannot be told."""
_REACH: Final = 2
_CANDIDATES: Final = 4
_FAR: Final = 20
"""Sentences between a move from one ratio to another and its mention again."""
_RATIO: Final = re.compile(r"比例|比率|利率|费率|占比|下限|门槛|\b(?:ratio|rate|requirement|margin|floor|share)\b", re.IGNORECASE)
_LED: Final = re.compile(r"(?:至|到)\s*$|^\s*to\s*$", re.IGNORECASE)
_SEGMENT: Final = re.compile(r"[;；]")


def check_growths(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """Growth against a change and one level, and against two ratios that are points apart."""
    every = [pair for pair in pairs_of(quantities) if pair.sure]
    pairs = [pair for pair in every if _is_ratio(pair)]
    for one in quantities:
        if one.part is not Part.GROWTH or one.figure.kind is not Kind.PERCENT or one.figure.upper is not None:
            continue
        yield from _of_change(one, quantities)
        yield from _of_points(one, pairs)
        yield from _of_bounds(one, every)


def _of_change(one: Quantity, quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    change = _change_before(one, quantities)
    if (
        change is None
        or change.sentence != one.sentence
        or change.part is not Part.CHANGE
        or change.figure.kind is Kind.PERCENTAGE_POINT
    ):
        return
    if change.figure.hedge in _BOUNDS or change.figure.upper is not None:
        return
    levels = [
        other
        for other in quantities[max(0, change.place - 2 * _CANDIDATES) : change.place + 3]
        if other.part in (Part.LEVEL, Part.TOTAL)
        and 0 <= one.sentence - other.sentence <= _REACH
        and alike(other, change)
        and other.figure.hedge not in _BOUNDS
        and (other.place < change.place or other.sentence == one.sentence)
    ]
    levels.sort(key=lambda other: (one.sentence - other.sentence, abs(other.place - change.place)))
    levels = levels[:_CANDIDATES]
    made = [
        (level, is_old, value)
        for level in levels
        for is_old in _ways(level, change)
        if (value := _growth(change, level, one, is_old=is_old))
    ]
    for level, is_old, value in made:
        if informative(value) and one.stated.meets(value) and _telling(one):
            yield from closes([one, change], _working(change, level, one, value, is_old=is_old))
            return
    sure = _certain(change, levels, one)
    if sure is None or not made:
        return
    level, is_old = sure
    value = _growth(change, level, one, is_old=is_old)
    if (
        value is not None
        and value.low is not None
        and value.high is not None
        and not (one.stated.meets(value) or _tenfold(one, value))
    ):
        right = value_in((value.low + value.high) / 2, one.figure)
        yield from failed([one], [one, change, level], _working(change, level, one, value, is_old=is_old), right, "arithmetic")


def _change_before(one: Quantity, quantities: Sequence[Quantity]) -> Quantity | None:
    """The change just before, or before the level that it led to: rose by 3.2 to 35.2, a gain of 10 %."""
    before = quantities[one.place - 1] if one.place else None
    earlier = quantities[one.place - 2] if one.place > 1 else None
    if before is None or earlier is None or before.part is Part.CHANGE or earlier.sentence != one.sentence:
        return before
    return earlier if earlier.part is Part.CHANGE and _LED.search(before.before) and alike(before, earlier) else before


def _certain(change: Quantity, levels: Sequence[Quantity], one: Quantity) -> tuple[Quantity, bool] | None:
    """The level that a change is of, and whether it is the old one, where the words leave no doubt."""
    if not is_bare_move(one.before) or has_other_base(one.before, one.after, change.before, change.after):
        return None
    passage = one.claim.passage
    said = _SEGMENT.split(passage.text[: change.figure.start - passage.start])[-1]
    begins = change.figure.start - len(said)
    near = [level for level in levels if begins <= level.figure.start < one.figure.start and level.sentence == one.sentence]
    if len(near) == 1:
        return near[0], is_base(near[0], change)
    before = [level for level in levels if level.sentence == one.sentence - 1]
    return (before[0], False) if not near and len(before) == 1 and len(levels) == 1 else None


def _growth(change: Quantity, level: Quantity, one: Quantity, *, is_old: bool) -> Interval | None:
    """The growth that a change is of a level; of a new level what it was before is found first."""
    by, now = change.rounding, level.rounding
    old = now if is_old else now + by if one.falls or change.falls else now - by
    if by.low is None or by.low < 0 or old.low is None or old.low <= 0:
        return None
    return by.over(old)


def _ways(level: Quantity, change: Quantity) -> tuple[bool, bool]:
    """The old level first where the words say that it is one."""
    old = is_base(level, change)
    return old, not old


def _tenfold(one: Quantity, made: Interval) -> bool:
    """Whether only a unit that slipped stands between a growth and what was found: then one of the amounts is in doubt."""
    return any(one.stated.scaled(Fraction(10) ** power).meets(made) for power in (-4, -3, -2, -1, 1, 2, 3, 4))


def _telling(one: Quantity) -> bool:
    return len(one.figure.value.as_tuple().digits) > 1


def _working(change: Quantity, level: Quantity, one: Quantity, made: Interval, *, is_old: bool) -> str:
    sign = "+" if one.falls or change.falls else "-"
    by, now = shown(change.figure), shown(level.figure)
    low = made.low or Fraction(0)
    middle = value_in(low if made.high is None else (low + made.high) / 2, one.figure)
    return f"{by}/{now} = {middle}" if is_old else f"{by}/({now} {sign} {by}) = {middle}"


def _of_bounds(one: Quantity, pairs: Sequence[Pair]) -> Iterator[Ruling]:
    """A fall by more than so much that the two levels beside it leave no room for, however far their own bounds and hedges reach."""
    if not one.falls or one.figure.hedge not in _LEAST:
        return
    ahead_of = one.claim.text[: max(0, one.figure.start - one.claim.start)]
    for pair in pairs:
        ahead = pair.new.sentence - one.sentence
        old, new = pair.old, pair.new
        if ahead not in (0, 1) or old.claim.passage.item != one.claim.passage.item or old.figure.kind in _RATES:
            continue
        if len({each.claim.metric for each in (one, old, new)} - {""}) > 1 or has_other_base(ahead_of, one.after, old.before):
            continue
        high, low = _top(old), new.rounding.low
        if high is None or not low or low >= high:
            continue
        most, said, working = 1 - low / high, Fraction(one.figure.base), f"{shown(old.figure)} → {shown(new.figure)}"
        if said < most or 1 - most > (1 - said) * _SLIPPED:
            continue
        right = value_in(most, one.figure)
        reason = Note(f"{working}最多下降{right}。", f"{working} is a fall of {right} at most.")
        yield from doubted([one], [one, new, old], reason, "arithmetic")
        return


def _top(level: Quantity) -> Fraction | None:
    """The most that a level can have been: over 700 is said of less than 800."""
    if level.figure.hedge in _LEAST:
        step = Fraction(10) ** level.figure.value.adjusted() * Fraction(level.figure.size)
        return Fraction(level.figure.base) + step
    return level.stated.high


def _is_ratio(pair: Pair) -> bool:
    return pair.new.figure.kind is pair.old.figure.kind is Kind.PERCENT and pair.new.figure.value != pair.old.figure.value


def _of_points(one: Quantity, pairs: Sequence[Pair]) -> Iterator[Ruling]:
    """A ratio said to be 20 % higher that went from 80 % to 100 %: these are points."""
    passage = one.claim.passage
    clause = re.split(r"[，。；;,]", passage.text[: one.figure.start - passage.start])[-1]
    if not _RATIO.search(clause) or one.figure.hedge is not Hedge.NONE:
        return
    phrase = phrase_of(clause)
    for pair in pairs:
        same = pair.new.claim.passage.item == passage.item and 0 < one.sentence - pair.new.sentence <= _FAR
        label = label_words(pair.new.claim.passage.text)
        shared = any(run & label for run in (*phrase.metrics, *phrase.runs))
        if not same or not shared or (one.falls and pair.direction == "up"):
            continue
        points = abs(pair.new.figure.value - pair.old.figure.value)
        grown = _relative(pair)
        if points == abs(one.figure.value) and not one.stated.meets(grown) and points >= 1:
            new, old = shown(pair.new.figure).lstrip("<>≤≥≈"), shown(pair.old.figure).lstrip("<>≤≥≈")
            low = grown.low or Fraction(0)
            right = value_in(low if grown.high is None else (low + grown.high) / 2, one.figure)
            yield from doubted(
                [one],
                [one, pair.new, pair.old],
                Note(
                    f"由{old}到{new}相差{points.normalize():f}个百分点，相对变动为{right}。",
                    f"From {old} to {new} is {points.normalize():f} percentage points, or {right} in relative terms.",
                ),
                "arithmetic",
            )
            return


def _relative(pair: Pair) -> Interval:
    made = pair.new.rounding.over(pair.old.rounding) - Interval.of(1, 1)
    return -made if made.high is not None and made.high < 0 else made
