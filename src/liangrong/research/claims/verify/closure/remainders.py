"""What is left of an amount when a part is taken away: cash loans made up so much, which leaves so much; the remaining, 剩下的."""

from __future__ import annotations

import itertools
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
_OF: Final = re.compile(r"\s*(?:out )?of (?:the |its |their )?", re.IGNORECASE)
_AMONG: Final = re.compile(r"^[^，。；,;]{0,10}(?:中|里)[，,]?(?:已|有|的)*$")
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
        if one.figure.kind is Kind.MONEY and _REST.search(one.before) and (several := _of_several(one, operands)) is not None:
            yield from several
            continue
        if one.figure.kind is Kind.COUNT and _REST.search(one.before):
            yield from _of_so_many(one, operands)
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


def _of_several(one: Quantity, operands: Sequence[Quantity]) -> list[Ruling] | None:
    """What a whole leaves that stands in a sentence before, when all parts of the sentence are taken away; ``None`` where there is no such whole."""
    parts = [each for each in operands[: one.place] if each.sentence == one.sentence and alike(each, one)]
    if len(parts) < _FEWEST or not all(each.part in _LEVELS and each.figure.hedge in _EXACT for each in parts):
        return None
    taken = Interval.total(each.rounding for each in parts)
    for whole in operands[: parts[0].place]:
        if 0 < one.sentence - whole.sentence <= _REACH and alike(whole, one) and whole.part in _LEVELS:
            made = whole.rounding - taken
            if one.stated.meets(made) and (made.low or 0) > 0:
                working = f"{shown(whole.figure)} - {' - '.join(shown(each.figure) for each in parts)}"
                return closes([one, *parts], f"{working} = {value_in(point_of(made), one.figure)}")
    return None


def _of_so_many(one: Quantity, operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """What is left of a number of which the sentence before, or its own, took some: 64 of 80 branches, the remaining 16."""
    for part, other in itertools.pairwise(operands[: one.place]):
        if not 0 <= one.sentence - part.sentence <= 1 or part.sentence != other.sentence:
            continue
        few, all_ = (
            (part, other) if _OF.fullmatch(other.before) else (other, part) if _AMONG.search(other.before) else (None, None)
        )
        if few is None or all_ is None or not all(each.figure.kind is Kind.COUNT for each in (few, all_)) or not alike(one, all_):
            continue
        made = all_.rounding - few.rounding
        working = f"{shown(all_.figure)} - {shown(few.figure)} = {value_in(point_of(made), one.figure)}"
        if one.stated.meets(made):
            yield from closes([one], working)
        elif made.low is not None and made.low > 0 and one.figure.hedge is Hedge.NONE and one.figure.base < all_.figure.base:
            yield from failed([one], [one, few, all_], working, value_in(point_of(made), one.figure), "arithmetic")


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
