"""Multiples and comparisons between neighbours: A is k times B; A, more than T."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.other_base import is_bare_move
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.grammar.pairs import pairs_of
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.verdicts import closes, doubted, failed, informative, middle_in
from liangrong.research.claims.words.movement import RISE_NOUN_ZH, RISE_ZH

__all__ = ["check_comparisons", "check_multiples"]

_TIMES: Final = re.compile(
    r"(?:是|为|相当于|达到?|超过?|近|不足|约|逾|的)[^，。；]*$|\b(?:is|was|were|are|or|nearly|about|almost|some|more than|less than|over)\b[^,.;]*$",
    re.IGNORECASE,
)
_OF: Final = re.compile(r"^\s*(?:the|that|as (?:much|many)|of|what)?\b[^,.;]*$", re.IGNORECASE)
_DOUBLED: Final = re.compile(r"翻[了一]?[番倍]|\bdoubl(?:ed|ing|e)\b", re.IGNORECASE)
_GROWN: Final = re.compile(rf"(?:{RISE_ZH}|{RISE_NOUN_ZH})(?:了|约|近|超过?|逾|达|为)*\s*$")
"""由2家增至9家，增长3.5倍: what was added, not what it came to."""
_HEDGES: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_NEXT: Final = re.compile(r"^[，,、]?\s*(?:(?:已|仍|均|也|首次|再度|为|报|达)*|(?:well |still |just |already )*)$", re.IGNORECASE)


def check_multiples(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """``A is k times B`` against A and B where both stand in its sentence."""
    pairs = {(pair.old.place, pair.new.place) for pair in pairs_of(quantities) if pair.sure}
    for one in quantities:
        if one.part is not Part.MULTIPLE or one.figure.kind is not Kind.MULTIPLE:
            continue
        near = [other for other in quantities if other.sentence == one.sentence and other.part in (Part.LEVEL, Part.CHANGE)]
        before = [other for other in near if other.place < one.place and other.figure.kind not in (Kind.MULTIPLE, Kind.PERCENT)]
        after = [other for other in near if other.place == one.place + 1]
        if len(before) >= 2 and alike(before[-1], before[-2]):
            beside = before[-1].place == one.place - 1
            if (before[-2].place, before[-1].place) in pairs and beside and one.rises and is_bare_move(one.before):
                yield from _judged(one, before[-1], before[-2], sure=True)
                continue
            sure = beside and "的" in one.before[:3]
            turned = not sure and _closes(one, before[-1], before[-2])
            yield from _judged(one, *((before[-1], before[-2]) if turned else (before[-2], before[-1])), sure=sure)
        elif before and after and alike(before[-1], after[0]) and before[-1].place == one.place - 1:
            yield from _judged(one, before[-1], after[0], sure=_OF.match(one.after) is not None and "the" in one.after)


def _closes(one: Quantity, above: Quantity, below: Quantity) -> bool:
    low = below.rounding.low
    return (
        low is not None and low > 0 and (above.rounding.low or 0) >= 0 and one.stated.meets(above.rounding.over(below.rounding))
    )


def _judged(one: Quantity, above: Quantity, below: Quantity, *, sure: bool) -> Iterator[Ruling]:
    low = below.rounding.low
    if low is None or low <= 0 or above.rounding.low is None or above.rounding.low < 0:
        return
    made = above.rounding.over(below.rounding)
    grown = bool(_GROWN.search(one.before))
    made = made - Interval.around(1) if grown else made
    working = f"{shown(above.figure)}/{shown(below.figure)}{' - 1' if grown else ''} = {middle_in(made, one)}"
    if one.stated.meets(made):
        if informative(made) and not _far(one, made):
            yield from closes([one, above, below], working)
    elif sure and not (not grown and one.rises and one.stated.meets(made - Interval.around(1))):
        yield from failed([one], [one, above, below], working, middle_in(made, one), "arithmetic")


def _far(one: Quantity, made: Interval) -> bool:
    """Whether "more than k times" is said of what is very much more."""
    value = Fraction(one.figure.value)
    return one.figure.hedge in (Hedge.OVER, Hedge.AT_LEAST) and made.low is not None and made.low > value * Fraction(3, 2)


def check_comparisons(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """``A, more than T`` and ``below T, at A`` against both figures."""
    for one, other in itertools.pairwise(quantities):
        if one.sentence != other.sentence or not alike(one, other) or one.part is Part.GROWTH:
            continue
        plain, bound = (one, other) if other.figure.hedge in _HEDGES else (other, one)
        if bound.figure.hedge not in _HEDGES or plain.figure.hedge in _HEDGES or plain.figure.hedge is Hedge.ABOUT:
            continue
        if not _NEXT.match(other.before):
            continue
        holds = bound.stated.meets(plain.rounding)
        said, level = shown(bound.figure), shown(plain.figure)
        if holds:
            yield from closes([bound], f"{level} {_sign(bound)} {_plain(bound)}")
        else:
            yield from doubted(
                [bound],
                [plain, bound],
                Note(f"文中给出的数是{level}，并不符合“{said}”。", f"The text itself gives {level}, which is not {said}."),
                "cross_statement",
            )


def _plain(one: Quantity) -> str:
    """A figure without the sign of its hedge."""
    return shown(one.figure).lstrip("<>≤≥≈")


def _sign(bound: Quantity) -> str:
    return {Hedge.OVER: ">", Hedge.AT_LEAST: "≥", Hedge.UNDER: "<", Hedge.AT_MOST: "≤"}[bound.figure.hedge]
