"""What amounts can follow from: sums of neighbours, what is left of a whole, differences, means, products, levels before and after a growth."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.search.asking import FALL, Form, goes
from liangrong.research.claims.verify.search.closure import Closure
from liangrong.research.claims.verify.search.numbers import AMOUNTS, Number, alike
from liangrong.research.claims.verify.search.relations import is_change, is_old, way_of

__all__ = ["amounts_of"]

_LONGEST: Final = 8
_EACH: Final = re.compile(
    r"均|每|人手|\b(?:each|apiece|per (?!cent)|averag\w*|mean|a (?:share|head|day|session|week|month|year|client|account))\b|@|\bat (?:an? )?(?:price|average)|股价|价",
    re.IGNORECASE,
)
_MOST: Final = 30.0
"""A percentage above three thousand is no growth to go back from."""


def amounts_of(one: Number, near: Sequence[Number]) -> Iterator[Closure]:
    """Everything that an amount could be."""
    same = [each for each in near if each.kind in AMOUNTS and each.low > 0 and alike(each, one)]
    yield from _sums(same)
    for first, second in combinations(same, 2):
        small, big = (first, second) if first.value <= second.value else (second, first)
        if goes(first) * goes(second) < 0 and is_change(first) and is_change(second):
            yield Closure(Form.SUM, big.low - small.high, big.high - small.low, (big, small), "{0} - {1}")
        yield Closure(
            Form.DIFFERENCE, max(0.0, big.low - small.high), big.high - small.low, (big, small), "{0} - {1}", way_of(small, big)
        )
    yield from _means_and_products(one, same, near)
    yield from _levels(same, near)


def _sums(same: Sequence[Number]) -> Iterator[Closure]:
    for start in range(len(same)):
        for size in range(2, min(_LONGEST, len(same) - start) + 1):
            run = tuple(same[start : start + size])
            if len({each.sentence for each in run}) > 2 and size > 2:
                break
            low, high = sum(each.low for each in run), sum(each.high for each in run)
            yield Closure(Form.SUM, low, high, run, " + ".join(f"{{{place}}}" for place in range(size)))
            whole = max(run, key=lambda each: each.value)
            rest = [each for each in run if each is not whole]
            left = whole.low - sum(each.high for each in rest), whole.high - sum(each.low for each in rest)
            if left[0] > 0:
                yield Closure(Form.REMAINDER, *left, (whole, *rest), " - ".join(f"{{{place}}}" for place in range(size)), 0)


def _means_and_products(one: Number, same: Sequence[Number], near: Sequence[Number]) -> Iterator[Closure]:
    counts = [
        each
        for each in near
        if each.kind in (Kind.COUNT, Kind.DURATION, Kind.NUMBER, Kind.SHARES) and each.low >= 0 and each.value >= 2
    ]
    for amount in same:
        for count in counts:
            if amount is count or (count.kind is one.kind and count.quantity.figure.unit == one.quantity.figure.unit != ""):
                continue
            if count.low > 0 and amount.value > one.value:
                yield Closure(Form.MEAN, amount.low / count.high, amount.high / count.low, (amount, count), "{0}/{1}")
            if amount.value < one.value * 10 and (count.kind is not Kind.DURATION or _EACH.search(amount.clause)):
                yield Closure(Form.PRODUCT, amount.low * count.low, amount.high * count.high, (amount, count), "{0} × {1}")


def _levels(same: Sequence[Number], near: Sequence[Number]) -> Iterator[Closure]:
    for percent in near:
        if percent.kind is not Kind.PERCENT or not percent.low > 0 or percent.value > _MOST:
            continue
        way = goes(percent)
        for level in same:
            if percent.value != 1:
                yield Closure(Form.PERCENT_OF, level.low * percent.low, level.high * percent.high, (level, percent), "{0} × {1}")
            grown = (1 + percent.low, 1 + percent.high) if way > 0 else (1 - percent.high, 1 - percent.low)
            formula = "{0}/(1 + {1})" if way > 0 else "{0}/(1 - {1})"
            if way == 0 or grown[0] <= 0:
                continue
            if is_old(level):
                after = formula.replace("/", " × ")
                yield Closure(Form.AFTER, level.low * grown[0], level.high * grown[1], (level, percent), after, way)
            else:
                yield Closure(Form.BEFORE, level.low / grown[1], level.high / grown[0], (level, percent), formula)
    for change in same:
        if not is_change(change):
            continue
        falls = bool(FALL.search(change.near)) or goes(change) < 0
        for level in same:
            if level is change or is_change(level):
                continue
            more, less = (level.low + change.low, level.high + change.high), (level.low - change.high, level.high - change.low)
            if is_old(level):
                yield Closure(Form.AFTER, *(less if falls else more), (level, change), "{0} - {1}" if falls else "{0} + {1}")
            else:
                yield Closure(Form.BEFORE, *(more if falls else less), (level, change), "{0} + {1}" if falls else "{0} - {1}")
