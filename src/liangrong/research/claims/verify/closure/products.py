"""Products: shares at a price, an amount at a ratio, a loan at a rate for so many days; quotients and shares are not judged here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.closure.near import exact_enough, is_slip, off_by, point_of
from liangrong.research.claims.verify.grammar.quantities import Quantity
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, slip, value_in

__all__ = ["check_products"]

_PRICE: Final = re.compile(
    r"(?:收盘价|收盘|收于|股价|价格|单价|每[股份]|净值|报)[^，。；\d]{0,6}$|\b(?:price|priced|closing|close|closed|quoted|trading) (?:of|at|was|is)\b[^,.;]{0,16}$",
    re.IGNORECASE,
)
_WORTH: Final = re.compile(
    r"(?:余额|市值|金额|价值|合计|折合|约合|合)[^，。；\d]{0,6}$|\b(?:worth|value[ds]?|balance|amounts?|equals?|or)\b[^.;]{0,24}$",
    re.IGNORECASE,
)
_SHARED: Final = re.compile(
    r"(?:折算为|折算成|计入?|可充抵|冻结|缴纳|缴存|提供|准备|补足)[^，。；\d]{0,12}$"
    r"|\b(?:count(?:s|ed)? (?:as|for)|post(?:s|ed)?|set aside|put up|deposits?|lodge|provide|pledge|come(?:s)? to)\b[^.;]{0,20}$",
    re.IGNORECASE,
)
_RATED: Final = re.compile(
    r"(?:折算率|保证金比例|按|以)[^，。；\d]{0,8}$|\b(?:at|converted at|of)\b\s*(?:the|a|an)?\s*$|\brequirement of\s*$",
    re.IGNORECASE,
)
_RATED_AFTER: Final = re.compile(
    r"^\s*(?:requirement|ratio|conversion|haircut|margin)\b|^的?(?:折算率|保证金比例|比例)", re.IGNORECASE
)
_CLOSE: Final = Fraction(1, 5)
_EXACT: Final = (Hedge.NONE, Hedge.ABOUT)
_MOST: Final = 4


def check_products(operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """Rule on every amount that stands with its two factors in one sentence."""
    for one in operands:
        if one.figure.kind is not Kind.MONEY or one.figure.upper is not None or one.figure.value <= 0:
            continue
        near = [
            each
            for each in operands[max(0, one.place - _MOST) : one.place + _MOST]
            if each.sentence == one.sentence and each is not one
        ]
        yield from _priced(one, [each for each in near if each.place < one.place])
        yield from _rated(one, near)


def _priced(one: Quantity, before: Sequence[Quantity]) -> Iterator[Ruling]:
    """So many shares at such a price."""
    shares = [each for each in before if each.figure.kind is Kind.SHARES and each.figure.value > 0 and each.figure.upper is None]
    if not shares or not _WORTH.search(one.before):
        return
    prices = [
        each
        for each in before
        if each.place > shares[-1].place
        and each.figure.kind is Kind.MONEY
        and each.figure.size == 1
        and _PRICE.search(each.before)
    ]
    if len(prices) == 1 and prices[0].place == one.place - 1:
        yield from _judged(one, shares[-1], prices[0])


def _rated(one: Quantity, near: Sequence[Quantity]) -> Iterator[Ruling]:
    """Such a share of an amount."""
    if not _SHARED.search(one.before):
        return
    rates = [
        each
        for each in near
        if each.figure.kind is Kind.PERCENT
        and each.figure.upper is None
        and (_RATED.search(each.before) or _RATED_AFTER.match(each.after))
    ]
    amounts = [
        each
        for each in near
        if each.figure.kind is Kind.MONEY and each.place < one.place and each.figure.value > 0 and each.figure.upper is None
    ]
    if len(rates) == len(amounts) == 1:
        yield from _judged(one, amounts[0], rates[0], inverse=True)


def _judged(one: Quantity, first: Quantity, second: Quantity, *, inverse: bool = False) -> Iterator[Ruling]:
    if first.figure.hedge not in _EXACT or second.figure.hedge not in _EXACT:
        return
    if any(each.rounding.low is None or each.rounding.low < 0 for each in (first, second)):
        return
    made = first.rounding.times(second.rounding)
    working = f"{shown(first.figure)} × {shown(second.figure)} = {value_in(point_of(made), one.figure)}"
    if one.stated.meets(made):
        if exact_enough(made, one.figure):
            yield from closes([one], working)
        return
    turned = inverse and second.rounding.low and one.stated.meets(first.rounding.over(second.rounding))
    if turned or is_slip(one.figure, made) or off_by(one.figure, _loose(made)) is not None or _near(one, made):
        corrected = slip(one, _loose(made))
        right = corrected or value_in(point_of(made), one.figure)
        yield from failed([one], [one, first, second], working, right, "unit_slip" if corrected else "arithmetic")


def _loose(made: Interval) -> Interval:
    """A product with what a closing price in fewer digits leaves open."""
    return made + Interval.around(0, point_of(made) / 100)


def _near(one: Quantity, made: Interval) -> bool:
    far = abs(point_of(made) - Fraction(one.figure.base))
    return point_of(made) / 100 < far <= _CLOSE * point_of(made)
