"""What is left of an amount when a part is taken away: cash loans made up so much, which leaves so much; the remaining, 剩下的."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.closure.near import is_slip, off_by, point_of
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, informative, slip, value_in

__all__ = ["check_remainders"]

_REST: Final = re.compile(
    r"(?:其余|剩余|剩下|余下)(?:的|部分|约|为|有|是){0,3}\s*$|\b(?:the (?:remaining|other|rest|remainder|balance)|leav(?:es|ing))\b[^.;,]{0,24}$",
    re.IGNORECASE,
)
_LEVELS: Final = (Part.LEVEL, Part.TOTAL)
_EXACT: Final = (Hedge.NONE, Hedge.ABOUT)
_REACH: Final = 3
_FEWEST: Final = 2
_FAR: Final = 3
"""A whole that is more than three times the part is of something else."""


def check_remainders(operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """Rule on remainders behind the part that is taken away, whose whole stands before both."""
    for one in operands:
        if one.figure.kind is Kind.PERCENT and _REST.search(one.before):
            yield from _of_hundred(one, operands)
        part = operands[one.place - 1] if one.place else None
        if one.figure.kind is not Kind.MONEY or part is None or not _REST.search(one.before) or not _is_part(one, part):
            continue
        whole = next((each for each in reversed(operands[: part.place]) if _is_whole(each, part, one)), None)
        if whole is None:
            continue
        made = whole.rounding - part.rounding
        working = f"{shown(whole.figure)} - {shown(part.figure)} = {value_in(point_of(made), one.figure)}"
        if one.stated.meets(made):
            if informative(made):
                yield from closes([one, part], working)
        elif whole.sentence == one.sentence and (is_slip(one.figure, made, fewest=2) or off_by(one.figure, made) is not None):
            corrected = slip(one, made)
            right = corrected or value_in(point_of(made), one.figure)
            yield from failed([one], [one, part, whole], working, right, "unit_slip" if corrected else "arithmetic")


def _of_hundred(one: Quantity, operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """The remaining share of a whole whose other shares stand before it in the sentence."""
    parts = [
        each
        for each in operands[: one.place]
        if each.sentence == one.sentence
        and each.part in (Part.SHARE, Part.LEVEL)
        and alike(each, one)
        and each.figure.hedge in _EXACT
    ]
    if len(parts) < _FEWEST or not any(each.part is Part.SHARE for each in parts):
        return
    made = Interval.of(1, 1) - Interval.total(each.rounding for each in parts)
    working = f"100% - {' - '.join(shown(each.figure) for each in parts)} = {value_in(point_of(made), one.figure)}"
    if one.stated.meets(made):
        yield from closes([one, *parts], working)
    elif (len(parts) == _FEWEST or is_slip(one.figure, made, fewest=2)) and made.low is not None and made.low > 0:
        nested = any((Interval.of(1, 1) - each.rounding).meets(one.stated) for each in parts)
        if not nested:
            yield from failed([one], [one, *parts], working, value_in(point_of(made), one.figure), "arithmetic")


def _is_part(one: Quantity, part: Quantity) -> bool:
    return part.sentence == one.sentence and alike(one, part) and part.part in _LEVELS and part.figure.hedge in _EXACT


def _is_whole(whole: Quantity, part: Quantity, one: Quantity) -> bool:
    """Whether an amount before a part is the one that it is taken from: larger, and not by far."""
    if one.sentence - whole.sentence > _REACH or whole.claim.passage.item != one.claim.passage.item:
        return False
    small, large = Fraction(part.figure.base), Fraction(whole.figure.base)
    return alike(whole, part) and whole.part in _LEVELS and whole.figure.hedge in _EXACT and 0 < small < large < _FAR * small
