"""What a missed result was by one slip of the hand: a digit, two digits swapped, a ten-power, points for percent, growths that were added."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.search.asking import Form, goes
from liangrong.research.claims.verify.search.closure import Closure
from liangrong.research.claims.verify.search.numbers import AMOUNTS, Number
from liangrong.research.claims.verify.search.relations import relations_of
from liangrong.research.claims.verify.search.telling import denied
from liangrong.research.claims.verify.search.weighing import TENS, is_slip, unlikely_slip

__all__ = ["added", "confused", "slipped"]

_DIGIT: Final = 0.09
_TEN: Final = 0.05
_TIGHT: Final = 3
_SHARP: Final = 0.1
_FORMS: Final = (
    Form.SUM,
    Form.REMAINDER,
    Form.DIFFERENCE,
    Form.MEAN,
    Form.PRODUCT,
    Form.PERCENT_OF,
    Form.SHARE,
    Form.GROWTH,
    Form.COMPOUND,
    Form.REST,
    Form.POINTS,
    Form.TIMES,
)


_LEVEL: Final = re.compile(r"(?<!came )(?<!comes )(?<!amounted )(?<!amounts )\b(?:at|to)\s*$|[升降涨跌][至到]$", re.IGNORECASE)
"""In front of a level, which is no growth."""


def confused(one: Number, only: Sequence[Closure], near: Sequence[Number]) -> bool:
    """Whether a figure that misses its only relation is right in another unit: a ten-power away, points for per cent, or per cent for points."""
    if one.kind in AMOUNTS:
        sharp = [each for each in only if each.high - each.low <= _SHARP * each.high]
        return any(each.meets(one.low * factor, one.high * factor) for each in sharp for factor in TENS)
    if one.kind is Kind.PERCENT and only[0].form is Form.GROWTH and all(each.kind is Kind.PERCENT for each in only[0].operands):
        first, second = only[0].operands
        return abs(abs(first.value - second.value) - one.value) <= (first.width + second.width + one.width) / 2
    if one.kind is Kind.PERCENTAGE_POINT:
        made = [each for each in relations_of(one, near, grown=True) if {*map(id, each.operands)} == {*map(id, only[0].operands)}]
        return any(each.meets(one.low, one.high) for each in made)
    return False


def slipped(one: Number, cued: Sequence[Closure]) -> Iterator[tuple[Closure, list[Ruling]]]:
    """The refutation of a result that one slip explains, beyond chance, with the relation that was missed."""
    if one.bounded or one.quantity.figure.is_word:
        return
    for closure in sorted((each for each in cued if each.form in _FORMS), key=lambda each: each.far(one)):
        far = closure.far(one)
        looks = sum(1 for each in cued if each.far(one) <= far)
        narrow = closure.high - closure.low <= _TIGHT * max(one.width, 1e-12)
        if closure.form is Form.SUM and _leaves_out(one, closure, cued):
            continue
        if closure.form is Form.GROWTH and one.kind is Kind.PERCENT and _LEVEL.search(one.quantity.before):
            continue
        if any(each.kind is one.kind is Kind.PERCENT for each in closure.operands) and closure.form in (Form.GROWTH, Form.SHARE):
            continue
        if narrow and is_slip(one, closure.point) and unlikely_slip(one, looks, _DIGIT):
            yield closure, denied(one, closure, "arithmetic")
        if one.kind in AMOUNTS or one.kind is Kind.PERCENT:
            for factor in TENS:
                low, high = closure.low * factor, closure.high * factor
                if low <= one.high and one.low <= high and looks * len(TENS) * (high - low + one.width) / one.value < _TEN:
                    yield closure, denied(one, closure, "unit_slip" if one.kind in AMOUNTS else "arithmetic")


def _leaves_out(one: Number, closure: Closure, cued: Sequence[Closure]) -> bool:
    """Whether a longer run of the same sentence is to be added."""
    return any(
        each.form is Form.SUM
        and len(each.operands) > len(closure.operands)
        and all(part.sentence == one.sentence for part in each.operands)
        for each in cued
    )


def added(one: Number, cued: Sequence[Closure], near: Sequence[Number]) -> Iterator[tuple[Closure, list[Ruling]]]:
    """Growth upon growth that was added where it compounds."""
    if one.kind is not Kind.PERCENT:
        return
    for first, second in combinations([each for each in near if each.kind is Kind.PERCENT and each.sentence == one.sentence], 2):
        ways = [goes(each) or goes(one) or 1 for each in (first, second)]
        total = abs(ways[0] * first.value + ways[1] * second.value)
        made = [each for each in cued if each.form is Form.COMPOUND and {*map(id, each.operands)} == {id(first), id(second)}]
        if made and abs(total - one.value) < one.width and all(one.place > each.place for each in (first, second)):
            yield made[0], denied(one, made[0], "arithmetic")
