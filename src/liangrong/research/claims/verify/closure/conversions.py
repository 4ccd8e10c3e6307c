"""One amount in two units: 0.07 亿元 is 700 万元; at so many won to the dollar, trillions of won are so many dollars."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.closure.near import is_slip, off_by, point_of
from liangrong.research.claims.verify.grammar.quantities import Quantity, alike
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, informative, slip, value_in

__all__ = ["check_conversions"]

_AGAIN: Final = re.compile(
    r"^\s*[，,(（]?\s*(?:折合|约合|合计?约?|即|也即|也就是|相当于|换算(?:成|为)?|or|that is|i\.e\.|equal to|equivalent to|equals)(?:\s|约|人民币|为|,)*$",
    re.IGNORECASE,
)
_RATES: Final = (
    re.compile(
        r"(?:1|一)\s?(?P<one>美元|港元|欧元|元人民币|人民币)\s?(?:兑|合|折合|等于|=)\s?(?P<rate>[\d,]+(?:\.\d+)?)\s?(?P<other>元人民币|人民币|元|韩元|日元|港元|美元|新台币)"
    ),
    re.compile(
        r"(?P<rate>[\d,]+(?:\.\d+)?)\s(?P<other>won|yen|yuan|RMB|Hong Kong dollars)\s(?:to|per|for)\s(?:the|a|one|each)?\s?(?P<one>US dollar|dollar|yuan|euro)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:1|one|a)\s(?P<one>US dollar|dollar|yuan|euro)\s(?:to|=|equals|at|for|buys|being)\s(?P<rate>[\d,]+(?:\.\d+)?)\s(?P<other>won|yen|yuan|Hong Kong dollars)",
        re.IGNORECASE,
    ),
)
_CODES: Final = {
    "美元": "USD", "港元": "HKD", "欧元": "EUR", "元人民币": "CNY", "人民币": "CNY", "元": "CNY", "韩元": "KRW", "日元": "JPY", "新台币": "TWD",
    "won": "KRW", "yen": "JPY", "yuan": "CNY", "rmb": "CNY", "us dollar": "USD", "dollar": "USD", "euro": "EUR", "hong kong dollars": "HKD",
}  # fmt: skip
_CUE: Final = re.compile(
    r"合|折|换算|相当于|等于|\b(?:equals?|equivalent|amounts? to|translates?|works? out|worth|or|that is|is about)\b",
    re.IGNORECASE,
)
_CLOSE: Final = Fraction(1, 5)
_REACH: Final = 2
_ODD: Final = Fraction(1, 200)


@dataclass(frozen=True, slots=True)
class _Rate:
    one: str
    other: str
    value: Interval
    start: int
    end: int


def check_conversions(operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """Rule on amounts that are printed again in another unit or another currency."""
    for first, second in pairwise(operands):
        if first.sentence == second.sentence and _AGAIN.match(second.before) and alike(first, second):
            yield from _again(first, second)
    for one in operands:
        if (
            one.figure.kind is Kind.MONEY
            and one.figure.upper is None
            and _CUE.search(one.before + one.figure.text)
            and (rate := _rate_of(one))
        ):
            yield from _exchanged(one, rate, operands)


def _again(first: Quantity, second: Quantity) -> Iterator[Ruling]:
    if first.figure.kind is not Kind.MONEY or first.figure.size == second.figure.size or Hedge.NONE is not first.figure.hedge:
        return
    made = first.rounding
    working = f"{shown(first.figure)} = {value_in(point_of(made), second.figure)}"
    if second.stated.meets(made):
        yield from closes([first, second], working)
    elif off_by(second.figure, made) is not None:
        yield from failed(
            [second], [first, second], working, slip(second, made) or value_in(point_of(made), second.figure), "unit_slip"
        )


def _rate_of(one: Quantity) -> _Rate | None:
    """The exchange rate that the sentence of an amount prints before it."""
    passage = one.claim.passage
    for words in _RATES:
        for match in words.finditer(passage.text):
            start, end = passage.start + match.start(), passage.start + match.end()
            codes = _CODES[match["one"].lower()], _CODES[match["other"].lower()]
            if start < one.figure.end and one.figure.start < end:
                return None
            if len(set(codes)) > 1 and end <= one.figure.start:
                printed = match["rate"].replace(",", "")
                half = Fraction(1, 2 * 10 ** len(printed.partition(".")[2]))
                return _Rate(*codes, Interval.around(Fraction(printed), half), start, end)
    return None


def _exchanged(one: Quantity, rate: _Rate, operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """An amount against the nearest one before it in the other currency of the rate."""
    currency = one.figure.currency or "CNY"
    if currency not in (rate.one, rate.other):
        return
    wanted = rate.other if currency == rate.one else rate.one
    before = [
        each
        for each in operands[: one.place]
        if one.sentence - each.sentence <= _REACH
        and each.figure.kind is Kind.MONEY
        and each.figure.upper is None
        and (each.figure.currency or "CNY") == wanted
        and not rate.start <= each.figure.start < rate.end
        and each.figure.base > 0
        and each.figure.hedge in (Hedge.NONE, Hedge.ABOUT)
    ]
    slack = Interval.around(0, _ODD * abs(Fraction(one.figure.base)))
    stated = one.stated if one.figure.hedge is Hedge.NONE else one.stated + slack
    for each in reversed(before):
        made = _made(each, rate, currency)
        if stated.meets(made):
            if informative(made):
                yield from closes([one], f"{shown(each.figure)} → {value_in(point_of(made), one.figure)}")
            return
    if len(before) == 1:
        made = _made(before[0], rate, currency)
        if off_by(one.figure, made + slack) is not None or is_slip(one.figure, made) or _near(one, made):
            corrected = slip(one, made + slack)
            right = corrected or value_in(point_of(made), one.figure)
            working = f"{shown(before[0].figure)} → {value_in(point_of(made), one.figure)}"
            yield from failed([one], [one, before[0]], working, right, "unit_slip" if corrected else "arithmetic")


def _made(each: Quantity, rate: _Rate, currency: str) -> Interval:
    return each.rounding.over(rate.value) if currency == rate.one else each.rounding.times(rate.value)


def _near(one: Quantity, made: Interval) -> bool:
    return abs(point_of(made) - Fraction(one.figure.base)) <= _CLOSE * point_of(made)
