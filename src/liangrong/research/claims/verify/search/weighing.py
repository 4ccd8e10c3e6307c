"""How easily a relation would close by accident, and whether a miss looks like a slip of the hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.verify.search.asking import Form
from liangrong.research.claims.verify.search.closure import Closure
from liangrong.research.claims.verify.search.numbers import Number

__all__ = ["TENS", "chance", "is_slip", "misses", "stated", "unlikely_slip"]

TENS: Final = tuple(10.0**power for power in (1, -1, 2, -2, 3, -3, 4, -4))
_OVER: Final = 1 + 1 / 2
"""Nobody says "more than 3 %" of 5 %."""
_NEARLY: Final = 0.9
_VAGUE: Final = 0.25
"""What a figure in words may be off by before it is false: as a share of itself."""
_HEDGED: Final = 0.15
_ABOUT: Final = 0.05
_SLACK: Final = 0.001
_EXACT: Final = (Form.SUM, Form.REMAINDER, Form.DIFFERENCE, Form.REST, Form.POINTS, Form.AFTER, Form.BEFORE)
"""Relations in which nobody cuts digits off."""


def stated(one: Number) -> tuple[float, float]:
    """Where the true value may lie if the author is right, sign dropped: rounding and hedge."""
    hedge, loose = one.quantity.figure.hedge, one.width
    match hedge:
        case Hedge.OVER | Hedge.AT_LEAST:
            return one.value, one.value * _OVER
        case Hedge.UNDER | Hedge.AT_MOST:
            return one.value / _OVER, one.value
        case Hedge.NEARLY:
            return one.value * _NEARLY, one.high
        case Hedge.ABOUT:
            return one.low - loose / 2, one.high + loose / 2
    if one.quantity.figure.is_word:
        half = float(one.quantity.figure.half_ulp * one.quantity.figure.size) or one.value * _SLACK
        return one.value - half, one.value + half
    return one.low, one.high


def chance(closure: Closure, tried: Sequence[Closure], one: Number) -> float:
    """How likely one of the relations tried up to this one would meet a figure by accident.

    Parameters
    ----------
    tried
        All relations that were as likely as this one to be looked at.
    """
    far = closure.far(one)
    looks = sum(1 for each in tried if each.far(one) <= far)
    low, high = stated(one)
    open_ = max(high - low, 0.0 if one.width else float(one.quantity.figure.size))
    return looks * (closure.high - closure.low + open_) / max(one.value, 1e-12)


def misses(one: Number, closure: Closure) -> bool:
    """Whether a figure is too far from a computed one for any rounding, cutting or loose way of speaking.

    The words "nearly", "about" and figures in words allow a quarter; a bound is held to what it says.
    """
    low, high = stated(one)
    figure = one.quantity.figure
    if figure.hedge in (Hedge.OVER, Hedge.AT_LEAST):
        return closure.high < one.value * (1 - _SLACK)
    if figure.hedge in (Hedge.UNDER, Hedge.AT_MOST):
        return closure.low > one.value * (1 + _SLACK)
    if figure.is_word or figure.hedge is Hedge.NEARLY:
        low, high = (low, high) if figure.hedge is Hedge.NEARLY else (one.value, one.value)
        vague = _VAGUE if figure.hedge is Hedge.NONE else _HEDGED
        return closure.high < low * (1 - vague) or closure.low > high * (1 + vague)
    slack = 0.0 if closure.form in _EXACT else one.width
    if figure.hedge is Hedge.ABOUT:
        slack = max(one.width, one.value * _ABOUT)
    return closure.high < low - slack or closure.low > high + slack


def is_slip(one: Number, value: float) -> bool:
    """Whether a figure is a computed one but for one digit, or two neighbouring digits that changed places."""
    step = one.width or float(one.quantity.figure.size)
    printed, right = str(round(one.value / step)), str(round(value / step))
    if printed == right or len(printed) != len(right):
        return False
    wrong = [place for place in range(len(printed)) if printed[place] != right[place]]
    if len(wrong) == 1:
        return True
    first, second = wrong[0], wrong[-1]
    swapped: bool = (printed[first], printed[second]) == (right[second], right[first])
    return swapped and len(wrong) == 2 and second - first == 1


def unlikely_slip(one: Number, looks: int, most: float) -> bool:
    """Whether so many looks would hardly find a figure one slip away by accident."""
    digits = len(str(round(one.value / (one.width or float(one.quantity.figure.size)))))
    return looks * float(9 * digits + digits - 1) < most * 10.0**digits
