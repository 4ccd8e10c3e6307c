"""How far two levels lie apart that a text prints beside each other: from 980 to 1,530, 550 more; the day before it had been X, so the increase was D."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.other_base import has_other_base
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.closure.near import exact_enough, is_slip, off_by, point_of
from liangrong.research.claims.verify.comparison import bare_digits
from liangrong.research.claims.verify.grammar.pairs import Pair, pairs_of
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, informative, slip, value_in
from liangrong.research.claims.words.movement import FALL_NOUN_ZH, FALL_ZH, RISE_NOUN_ZH, RISE_ZH

__all__ = ["check_differences"]

_KINDS: Final = (Kind.MONEY, Kind.COUNT, Kind.SHARES, Kind.POINTS, Kind.NUMBER, Kind.PERCENTAGE_POINT)
_CUE: Final = re.compile(r"(?:缩量|放量|扩容|多出|高出|少了|多了|相差|差距|净增加?|净减少?)(?:了|约|近|为)*\s*$")
_CUE_AFTER: Final = re.compile(
    r"^\s*(?:more|fewer|less|higher|lower|larger|smaller|bigger|wider|narrower)\b|^的?(?:差距|差额|缺口)", re.IGNORECASE
)
_BEFORE: Final = re.compile(
    r"^\s*(?:more|fewer|less|higher|lower|larger|smaller) than (?:before|previously|earlier|until then)\b", re.IGNORECASE
)
_BASE: Final = re.compile(
    r"(?:由|从|自|较|比)[^，。；]{0,16}$|(?:此前|前一|上一?|昨|去年|上年|年初|月初|当时|原)[^，。；]{0,14}$"
    r"|\b(?:from|than|against|versus|compared (?:with|to)|previous(?:ly)?|before|earlier|had been|had (?:stood|lent|held)|prior|at its peak|at the extreme|ago)\b[^;。]{0,60}$",
    re.IGNORECASE,
)
_OTHER_TIME: Final = re.compile(
    r"其中|单[月日周季]|\d+月|当[月日周]|本[月周]|\b(?:alone|having|since|of which|including|during|in (?:January|February|March|April|May|June|July|August|September|October|November|December))\b",
    re.IGNORECASE,
)
_MEANS: Final = re.compile(r"平均|日均|\b(?:average|mean|target|forecast|limit|cap)\b|目标|上限|预测", re.IGNORECASE)
_GROWN: Final = re.compile(
    rf"^[，,]?(?:(?:较|比)[^，。；]{{1,12}}?|同比|环比)?(?:已|累计|大幅|又|共)?(?:{RISE_ZH}|{FALL_ZH}|{RISE_NOUN_ZH}|{FALL_NOUN_ZH})(?:了|约|近|达|为)*$"
)
_RATIO: Final = re.compile(r"比[例重率]|占|[费利息]率|率|份额|%|％")
"""What points can be of."""
_BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_LEVELS: Final = (Part.LEVEL, Part.SHARE, Part.TOTAL)
_PAIR: Final = 2
_AHEAD: Final = 24
_FAR: Final = 2
"""A level more than three times the other one is in another unit, or another thing."""


def check_differences(operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """Rule on differences whose two levels stand before them, in their sentence or the one before."""
    pairs = [pair for pair in pairs_of(operands) if pair.sure]
    for one in operands:
        yield from _in_points(one, operands)
        if not _is_difference(one) or any(_turned(one, pair) for pair in pairs):
            continue
        own = _levels(one, operands, 0)
        if len(own) == _PAIR:
            yield from _judged(one, own[0], own[1], sure=bool(_BASE.search(own[0].before) or _BASE.search(own[1].before)))
        elif len(own) == 1 and len(before := [each for each in _levels(one, operands, 1) if _of_one_size(each, own[0])]) == 1:
            based = (
                bool(_BASE.search(own[0].before)) and bool(own[0].claim.metric) and own[0].claim.metric == before[0].claim.metric
            )
            yield from _judged(one, before[0], own[0], sure=based)


def _in_points(one: Quantity, operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """A difference of amounts that is told in points: from 2.08 to 1.92 trillion, 0.16 points."""
    if one.figure.kind is not Kind.PERCENTAGE_POINT:
        return
    own = [each for each in operands[: one.place] if each.sentence == one.sentence and each.figure.upper is None]
    passage = one.claim.passage
    if own and own[-1].place == one.place - 1 and _GROWN.match(one.before) and not _RATIO.search(passage.text):
        level, unit = own[-1], f"{one.figure.value.normalize():f}%"
        if level.part in _LEVELS and level.figure.kind in (Kind.MONEY, Kind.SHARES, Kind.COUNT):
            working = f"{shown(level.figure)}: {shown(one.figure)} → {unit}"
            yield from failed([one], [one, level], working, unit, "unit_slip")
            return
    amounts = [each for each in own if each.figure.kind in (Kind.MONEY, Kind.SHARES, Kind.COUNT) and each.part is not Part.CHANGE]
    if len(amounts) != _PAIR or not alike(*amounts) or any(each.figure.kind is Kind.PERCENT for each in own):
        return
    high, low = sorted(amounts, key=lambda each: -each.figure.base)
    made = high.rounding - low.rounding
    printed = Interval.around(abs(Fraction(one.figure.value)), Fraction(one.figure.half_ulp)).scaled(Fraction(high.figure.size))
    grown = [made.over(each.rounding) for each in (low, high) if (made.low or 0) > 0]
    if any(one.figure.rounding().meets(each) and informative(each) for each in grown) and bare_digits(one.figure) > 1:
        right = f"{one.figure.value.normalize():f}%"
        yield from failed([one], [one, high, low], f"{shown(high.figure)}/{shown(low.figure)} - 1 = {right}", right, "unit_slip")
    elif printed.meets(made) and exact_enough(made, high.figure):
        right = value_in(point_of(made), high.figure)
        yield from failed([one], [one, high, low], f"{shown(high.figure)} - {shown(low.figure)} = {right}", right, "unit_slip")


def _turned(one: Quantity, pair: Pair) -> bool:
    """Whether the levels of a difference's own sentence moved the other way than it is said to; its size proves nothing then."""
    if pair.new.sentence != one.sentence or not (one.rises or one.falls):
        return False
    return (
        pair.new.figure.base < pair.old.figure.base
        if one.claim.direction in ("up", "in")
        else pair.new.figure.base > pair.old.figure.base
    )


def _is_difference(one: Quantity) -> bool:
    if one.figure.kind not in _KINDS or one.figure.upper is not None or one.figure.value <= 0:
        return False
    cued = one.part is Part.CHANGE or _CUE.search(one.before) or _CUE_AFTER.match(one.after)
    return bool(cued) and (bool(_BEFORE.match(one.after)) or not has_other_base(one.before, one.after))


def _levels(one: Quantity, operands: Sequence[Quantity], back: int) -> list[Quantity]:
    """The levels of one sentence before a difference that it can be one of."""
    found = [
        other
        for other in operands[: one.place]
        if one.sentence - other.sentence == back
        and other.claim.passage.item == one.claim.passage.item
        and (other.part in _LEVELS or (other.part is Part.GROWTH and one.figure.kind is Kind.PERCENTAGE_POINT))
        and other.figure.hedge not in _BOUNDS
        and _fits(one, other)
    ]
    return [other for other in found if not _MEANS.search(other.before[-12:])]


def _of_one_size(one: Quantity, other: Quantity) -> bool:
    first, second = sorted((Fraction(one.figure.base), Fraction(other.figure.base)))
    return 0 < second < _FAR * first


def _fits(one: Quantity, level: Quantity) -> bool:
    if one.figure.kind is Kind.PERCENTAGE_POINT:
        return level.figure.kind is Kind.PERCENT and level.figure.upper is None
    return alike(one, level)


def _judged(one: Quantity, first: Quantity, second: Quantity, *, sure: bool) -> Iterator[Ruling]:
    if len({each.claim.metric for each in (first, second)} - {""}) > 1 and not (
        sure and one.figure.kind is Kind.PERCENTAGE_POINT
    ):
        return
    high, low = sorted((first, second), key=lambda each: -each.figure.base)
    made = high.rounding - low.rounding
    working = f"{shown(high.figure)} - {shown(low.figure)} = {value_in(point_of(made), one.figure)}"
    if one.stated.meets(made):
        if (exact_enough(made, one.figure) and bare_digits(one.figure) > 1) or (sure and informative(made)):
            yield from closes([one, first, second], working)
        return
    if one.figure.hedge in _BOUNDS or _OTHER_TIME.search(one.before) or _OTHER_TIME.search(one.after[:_AHEAD]):
        return
    near = is_slip(one.figure, made) or off_by(one.figure, made) is not None
    if (near and (sure or first.sentence == second.sentence)) or (
        sure and first.sentence == second.sentence == one.sentence and _tight(made, low)
    ):
        corrected = slip(one, made)
        yield from failed(
            [one],
            [one, first, second],
            working,
            corrected or value_in(point_of(made), one.figure),
            "unit_slip" if corrected else "arithmetic",
        )


def _tight(made: Interval, low: Quantity) -> bool:
    """Whether two levels differ by more than rounding leaves open, and yet are of one size: neither is in a wrong unit."""
    assert made.low is not None, "computed from printed figures"
    assert made.high is not None, "computed from printed figures"
    return made.low > 0 and made.high < _FAR * Fraction(low.figure.base)
