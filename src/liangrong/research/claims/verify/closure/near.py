"""Whether a printed figure misses a computed one by a slip that hands make: a digit, two digits swapped, the decimal point, the unit."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Figure
from liangrong.research.claims.interval import Interval

__all__ = ["exact_enough", "is_slip", "off_by", "point_of"]

_FEWEST: Final = 3
"""Digits from which one wrong digit says more than chance."""
_TENS: Final = tuple(Fraction(10) ** power for power in (1, -1, 2, -2, 3, -3, 4, -4))


def point_of(made: Interval) -> Fraction:
    """The middle of a bounded interval."""
    assert made.low is not None, "computed from printed figures"
    assert made.high is not None, "computed from printed figures"
    return (made.low + made.high) / 2


def exact_enough(made: Interval, figure: Figure, *, share: Fraction = Fraction(1, 20)) -> bool:
    """Whether a computed interval is narrower than a share of what is printed, so that its meeting says something."""
    if made.low is None or made.high is None:
        return False
    return made.high - made.low <= share * abs(Fraction(figure.base)) or made.high - made.low <= 4 * Fraction(
        figure.half_ulp * figure.size
    )


def off_by(figure: Figure, made: Interval) -> Fraction | None:
    """The power of ten that brings a printed figure to a computed one; ``None`` where none does."""
    size = figure.rounding()
    printed = -size if figure.value < 0 else size
    return next((factor for factor in _TENS if printed.scaled(factor).meets(made)), None)


def is_slip(figure: Figure, made: Interval, *, fewest: int = _FEWEST) -> bool:
    """Whether a printed figure is a computed one but for one digit, or two digits that changed places.

    Parameters
    ----------
    fewest
        So many digits it needs; fewer where the words leave no doubt that it is the one computed.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from liangrong.research.claims.figure import Kind
    >>> printed = Figure(0, 4, "6.25", Decimal("6.25"), "亿元", Kind.MONEY, Decimal(10**8), Decimal("0.005"))
    >>> is_slip(printed, Interval.around(525_000_000)), is_slip(printed, Interval.around(431_000_000))
    (True, False)
    """
    step = Fraction(figure.half_ulp * 2) or Fraction(1)
    printed = abs(round(Fraction(figure.value) / step))
    right = abs(round(point_of(made) / Fraction(figure.size) / step))
    one, other = str(printed), str(right)
    if len(one) != len(other) or one == other:
        return False
    wrong = [place for place in range(len(one)) if one[place] != other[place]]
    if len(wrong) == 1:
        return len(one) >= fewest
    swapped = len(wrong) == 2 and wrong[1] - wrong[0] == 1
    return swapped and (one[wrong[0]], one[wrong[1]]) == (other[wrong[1]], other[wrong[0]])
