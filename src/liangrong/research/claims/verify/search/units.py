"""One amount in two units, and amounts of one order of which one is printed in the unit next door: 3.5亿元 is 350 million; 2.665 billion after 2.659 trillion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.search.asking import Form
from liangrong.research.claims.verify.search.closure import Closure
from liangrong.research.claims.verify.search.numbers import Number
from liangrong.research.claims.verify.search.relations import is_change, is_old
from liangrong.research.claims.verify.search.telling import denied, proved
from liangrong.research.claims.verify.search.weighing import TENS

__all__ = ["other_unit"]

_SAME: Final = re.compile(
    r"即|也就是|折合|换算|换成|相当于|写[作成]|英文|译|口径|合(?!计|约)|\b(?:i\.e|that is|or|equals?|equivalent|in other words|in (?:Chinese|English|the Chinese|the English)|reads?|written?|wrote|translat\w*|namely)\b|[(（=]\s*$",
    re.IGNORECASE,
)
_LIKE: Final = 0.05
"""Levels of a day and the day before differ by less than this."""
_STEPS: Final = (1e3, 1e-3, 1e4, 1e-4)
_FEWEST: Final = 3
_PEER: Final = re.compile(
    r"则[为是报]|前一|昨|上一?[日周月]|\b(?:the (?:day|session|week|month) before|previous|against|from|compared|after)\b",
    re.IGNORECASE,
)


def other_unit(one: Number, near: Sequence[Number]) -> Iterator[tuple[Closure, list[Ruling]]]:
    """What an amount says of the one just before it, if both are money."""
    if one.kind is not Kind.MONEY or one.bounded or is_change(one):
        return
    before = [each for each in near if each.kind is Kind.MONEY and each.place < one.place and each.sentence == one.sentence]
    if not before or before[-1].place != one.place - 1:
        return
    other = before[-1]
    first, second = other.quantity.figure, one.quantity.figure
    same = Closure(Form.SUM, other.low, other.high, (other,), "{0}")
    if first.unit != second.unit and _SAME.search(one.before):
        if same.meets(one.low, one.high) and max(one.width, other.width) < _LIKE * one.value:
            yield same, proved(one, same)
        elif any(same.meets(one.low * factor, one.high * factor) for factor in TENS):
            yield same, denied(one, same, "unit_slip")
    elif first.size != second.size and one.digits >= _FEWEST and not _SAME.search(one.before) and _PEER.search(one.near):
        yield from (
            (same, denied(one, same, "unit_slip"))
            for factor in _STEPS
            if other.digits >= _FEWEST
            and not is_old(other)
            and abs(one.value * factor - other.value) < _LIKE * other.value
            and abs(float(abs(second.value)) - float(abs(first.value))) < _LIKE * float(abs(first.value))
        )
