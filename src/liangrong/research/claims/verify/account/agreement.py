"""Whether a printed figure of an example is the one that was worked out: its rounding, its hedge, and what may have been rounded on the way."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.account.state import Value

__all__ = ["agrees", "is_near", "is_tenfold", "stated_of"]

_SLACK: Final = Fraction(1, 250)
"""Relative distance up to which a result may have been rounded on the way."""
_EXACT: Final = Fraction(1, 40)
"""How far an amount of an example may be from its figure to be confirmed, whatever its digits leave open."""
_COARSE: Final = Fraction(1, 10)
"""Beyond which distance an amount is another one, even where its single digit leaves it open."""
_TENS: Final = tuple(Fraction(10) ** power for power in (-3, -2, -1, 1, 2, 3))
_BOUND: Final = Fraction(1, 30)
"""How near a value must be to a figure that is said to be above or below it."""
_THREE: Final = 1000
"""Three digits are not rounded further."""


def stated_of(figure: Figure) -> Interval:
    """Where the author puts it; "at most" belongs to the rule."""
    found = (
        _roughly(figure)
        if figure.hedge is Hedge.ABOUT
        else figure.interval()
        if figure.hedge in (Hedge.ABOUT, Hedge.NEARLY, Hedge.OVER, Hedge.UNDER)
        else figure.rounding()
    )
    return -found if figure.value < 0 else found


def _roughly(figure: Figure) -> Interval:
    """Of an amount that is about so much the zeros at its end may be rounded."""
    step = Fraction(figure.size)
    digits = abs(Fraction(figure.value))
    while digits and digits % 10 == 0 and digits >= _THREE:
        digits, step = digits / 10, step * 10
    rounded = Interval.around(Fraction(figure.base), step / 2)
    return rounded if step > figure.size else figure.interval()


def agrees(stated: Interval, value: Value, figure: Figure) -> bool:
    """Whether a value is the one that is printed."""
    printed = abs(Fraction(figure.base))
    if figure.hedge in (Hedge.OVER, Hedge.UNDER, Hedge.NEARLY) and abs(value.amount - printed) > printed * _BOUND:
        return False
    exact = figure.kind is not Kind.MONEY or figure.hedge is Hedge.ABOUT or abs(value.amount - printed) <= printed * _EXACT
    return exact and stated.contains(value.amount)


def is_near(stated: Interval, value: Value, figure: Figure) -> bool:
    """Whether an amount may have been rounded to the figure; of a single digit, not everything that rounds to it is meant."""
    off = abs(value.amount - abs(Fraction(figure.base)))
    coarse = figure.kind is Kind.MONEY and figure.hedge in (Hedge.NONE, Hedge.AT_MOST) and off > value.amount * _COARSE
    return stated.meets(Interval.around(value.amount, value.amount * _SLACK)) and not coarse


def is_tenfold(values: Sequence[Value], figure: Figure) -> bool:
    """Whether a figure that its hedge leaves open is a power of ten away from the only value there is."""
    printed = abs(Fraction(figure.base))
    slipped = [value.amount * ten for value in values for ten in _TENS]
    return figure.hedge in (Hedge.OVER, Hedge.UNDER) and any(abs(one - printed) <= one * _BOUND for one in slipped)
