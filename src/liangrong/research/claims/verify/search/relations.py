"""What percentages, points and multiples can follow from: two amounts, an amount and its change, two percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.search.asking import Form, goes
from liangrong.research.claims.verify.search.closure import Closure
from liangrong.research.claims.verify.search.numbers import AMOUNTS, Number, alike

__all__ = ["is_change", "is_new", "is_old", "relations_of", "way_of"]

_OLD_BEFORE: Final = re.compile(
    r"(?:由|从|自|较|(?<![环同占对])比(?![例重率]))[^，。；至到]{0,14}$|(?:此前|以前|前一|[日周月年]前|[上去]一?[日周月年]|昨|年初|月初|起点|期初|原|曾|当时)[^，。；]{0,10}$"
    r"|\b(?:from|than|against|versus|after|before|earlier|previous\w*|had been|had stood|originally|above|below|peak|high)\b[^,.;]{0,24}$|\b(?:on|in) (?:the )?(?:previous|prior|preceding)\b[^,.;]*$",
    re.IGNORECASE,
)
_OLD_AFTER: Final = re.compile(
    r"^[^,.;，。；]{0,24}\b(?:the (?:day|week|month|year|session) before|before|earlier|ago|previously|last (?:week|month|year|\w+day)|at the (?:start|beginning))\b",
    re.IGNORECASE,
)
_NEW: Final = re.compile(
    r"(?:至|到|达|为|成|如今|现|目前|最新)[^，。；]{0,4}$|\b(?:to|at|reach\w*|now|hit|becom\w*|stands? at)\b[^,.;]{0,8}$",
    re.IGNORECASE,
)
_CHANGE: Final = re.compile(
    r"(?:增加|减少|净增|净减|新增|净买入|净偿还|净流入|净流出|下降|上升|增|减|升|降|涨|跌|多|少|回落|缩水)(?:了|约|近|逾)*\s*$"
    r"|\b(?:by|added?|adding|gain(?:ed)?(?: of)?|(?:rise|fall|drop|increase|decrease|decline|change|inflow|outflow) of|lost|shed|net (?:buying|selling|purchases|inflow|outflow)s?(?: of)?|up|down)\s*(?:a net|about|some|CNY|RMB|\s)*$",
    re.IGNORECASE,
)

_MOST: Final = 4
"""More percentages in a sentence are a list."""


def relations_of(one: Number, near: Sequence[Number], *, grown: bool = False) -> Iterator[Closure]:
    """Everything that a percentage, points or a multiple could be.

    Parameters
    ----------
    grown
        Read points as if per cent stood there.
    """
    percents = [each for each in near if each.kind is Kind.PERCENT and each.low > 0]
    pairs = [_sorted(first, second) for first, second in combinations(_amounts(near), 2) if alike(first, second)]
    match Kind.PERCENT if grown else one.kind:
        case Kind.PERCENT:
            for small, big in pairs:
                yield from _shares(small, big)
                yield from _growths(small, big)
            own = [each for each in percents if each.sentence == one.sentence]
            for first, second in combinations(own if len(own) <= _MOST else (), 2):
                yield from _growths(*_sorted(first, second))
                yield from _compounded(one, first, second)
                if goes(first) or goes(second):
                    continue
                yield from _shares(*_sorted(first, second))
            yield from _rests(one, percents)
            yield from _moved(one, near, percents)
        case Kind.PERCENTAGE_POINT | Kind.BASIS_POINT:
            for first, second in combinations(percents, 2):
                small, big = _sorted(first, second)
                yield Closure(
                    Form.POINTS, max(0.0, big.low - small.high), big.high - small.low, (big, small), "{0} - {1}", way_of(small, big)
                )  # fmt: skip
        case _:
            for small, big in (*pairs, *(_sorted(first, second) for first, second in combinations(percents, 2))):
                yield Closure(Form.TIMES, big.low / small.high, big.high / small.low, (big, small), "{0}/{1}")


def is_old(one: Number) -> bool:
    """Whether the words make a level the one that something is compared with."""
    return bool(_OLD_BEFORE.search(one.before) or _OLD_AFTER.match(one.after))


def is_new(one: Number) -> bool:
    """Whether the words make an amount the level that something came to."""
    return bool(_NEW.search(one.before))


def is_change(one: Number) -> bool:
    """Whether an amount is called a change of something, not a level."""
    return bool(_CHANGE.search(one.before)) or one.quantity.figure.value < 0


def way_of(small: Number, big: Number) -> int:
    """Whether it went up from the small one or down from the big one, where words or days say which came before."""
    old = is_old(small), is_old(big)
    if old[0] != old[1]:
        return 1 if old[0] else -1
    first, second = (each.quantity.claim.period for each in (small, big))
    if first is not None and second is not None and first.start and second.start and first.start != second.start:
        return 1 if first.start < second.start else -1
    new = is_new(small), is_new(big)
    return 0 if new[0] == new[1] else -1 if new[0] else 1


def _amounts(near: Sequence[Number]) -> list[Number]:
    return [each for each in near if (each.kind in AMOUNTS or each.kind is Kind.DURATION) and each.low > 0]


def _sorted(first: Number, second: Number) -> tuple[Number, Number]:
    return (first, second) if first.value <= second.value else (second, first)


def _shares(small: Number, big: Number) -> Iterator[Closure]:
    yield Closure(Form.SHARE, small.low / big.high, small.high / big.low, (small, big), "{0}/{1}")


def _growths(small: Number, big: Number) -> Iterator[Closure]:
    way = way_of(small, big)
    changed = is_change(small) and not is_change(big) and small.value < big.value / 2
    if changed:
        up = goes(small)
        if up >= 0 and big.low > small.high:
            yield Closure(
                Form.GROWTH, small.low / (big.high - small.low), small.high / (big.low - small.high), (small, big), "{0}/({1} - {0})", up
            )  # fmt: skip
        if up <= 0:
            yield Closure(
                Form.GROWTH, small.low / (big.high + small.low), small.high / (big.low + small.high), (small, big), "{0}/({1} + {0})", up
            )  # fmt: skip
        yield Closure(Form.GROWTH, small.low / big.high, small.high / big.low, (small, big), "{0}/{1}", up)
        return
    if way >= 0:
        yield Closure(Form.GROWTH, max(0.0, big.low / small.high - 1), big.high / small.low - 1, (big, small), "{0}/{1} - 1", 1)
    if way <= 0:
        yield Closure(Form.GROWTH, max(0.0, 1 - small.high / big.low), 1 - small.low / big.high, (small, big), "1 - {0}/{1}", -1)


def _compounded(one: Number, first: Number, second: Number) -> Iterator[Closure]:
    ways = [goes(each) or goes(one) or 1 for each in (first, second)]
    ends = [(1 + ways[0] * a) * (1 + ways[1] * b) - 1 for a in (first.low, first.high) for b in (second.low, second.high)]
    low, high = min(ends), max(ends)
    signs = ["+" if way > 0 else "-" for way in ways]
    formula = f"(1 {signs[0]} {{0}}) × (1 {signs[1]} {{1}}) - 1"
    if low * high > 0:
        yield Closure(
            Form.COMPOUND, min(abs(low), abs(high)), max(abs(low), abs(high)), (first, second), formula, 1 if low > 0 else -1
        )


def _rests(one: Number, percents: Sequence[Number]) -> Iterator[Closure]:
    own = [each for each in percents if each.sentence == one.sentence and not goes(each)]
    for size in (1, 2, 3):
        for parts in combinations(own, size):
            low, high = 1 - sum(each.high for each in parts), 1 - sum(each.low for each in parts)
            if low > 0:
                yield Closure(Form.REST, low, high, parts, "100%" + "".join(f" - {{{place}}}" for place in range(size)))


def _moved(one: Number, near: Sequence[Number], percents: Sequence[Number]) -> Iterator[Closure]:
    """A percentage after its move by so many points."""
    for points in near:
        if points.kind not in (Kind.PERCENTAGE_POINT, Kind.BASIS_POINT) or points.sentence != one.sentence:
            continue
        for level in percents:
            if goes(level) and not is_old(level):
                continue
            if goes(points) >= 0:
                yield Closure(Form.AFTER, level.low + points.low, level.high + points.high, (level, points), "{0} + {1}", 1)
            if goes(points) <= 0 and level.low > points.high:
                yield Closure(Form.AFTER, level.low - points.high, level.high - points.low, (level, points), "{0} - {1}", -1)
