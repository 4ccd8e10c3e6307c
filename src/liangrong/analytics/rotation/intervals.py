"""Growth as it is known: a point and the two bounds that rounding leaves open, kept as exact fractions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from liangrong.analytics.changes import Printed
from liangrong.core.errors import UsageError
from liangrong.core.units import Quantity, Unit

__all__ = ["Growth", "parse_growth"]


@dataclass(frozen=True, slots=True)
class Growth:
    """A growth (0.5 is a rise by half) with the lowest and the highest value it can have.

    A balance is never negative, so growth is never below -1.
    """

    point: Fraction
    low: Fraction
    high: Fraction

    @classmethod
    def printed(cls, figure: Printed) -> Growth:
        """Growth that somebody printed with a few digits.

        Raises
        ------
        UsageError
            It is below -100 %.

        Examples
        --------
        >>> found = Growth.printed(Printed.parse("145%"))
        >>> float(found.low), float(found.high)
        (1.445, 1.455)
        """
        point, half = Fraction(figure.value), Fraction(figure.half_width)
        if point < -1:
            shown = f"{float(point) * 100:g}%"
            raise UsageError(
                reason=f"a balance cannot grow by {shown}: below -100 % it would be negative",
                reason_zh=f"余额不可能增长 {shown}：低于 -100% 意味着余额为负",
            )
        return cls(point, max(point - half, Fraction(-1)), point + half)

    @classmethod
    def between(cls, first: Printed, last: Printed) -> Growth:
        """Growth from one level to another, each known within its rounding.

        Raises
        ------
        UsageError
            The first level may be zero or less, or the last one less than zero.

        Examples
        --------
        >>> round(float(Growth.between(Printed.parse("1038.3亿"), Printed.parse("5080.57亿")).point), 4)
        3.8932
        """
        floor, bottom = (Fraction(side.value) - Fraction(side.half_width) for side in (first, last))
        if floor <= 0 or bottom < 0:
            raise UsageError(
                reason="growth needs a first level above zero and a last one not below it",
                reason_zh="计算增长需要起点大于零、终点不小于零",
            )
        ceiling, top = (Fraction(side.value) + Fraction(side.half_width) for side in (first, last))
        return cls(Fraction(last.value) / Fraction(first.value) - 1, bottom / ceiling - 1, top / floor - 1)

    @classmethod
    def compounded(cls, legs: Iterable[Growth]) -> Growth:
        """(1 + a)(1 + b)… - 1 for the points and for both bounds.

        Examples
        --------
        >>> legs = [Growth.printed(Printed.parse(text)) for text in ("98%", "145%")]
        >>> found = Growth.compounded(legs)
        >>> [round(float(side), 4) for side in (found.point, found.low, found.high)]
        [3.851, 3.8289, 3.8732]
        """
        one = cls(Fraction(0), Fraction(0), Fraction(0))
        return reduce(cls.then, legs, one)

    def then(self, other: Growth) -> Growth:
        """The growth of this and then another."""
        return Growth(
            (1 + self.point) * (1 + other.point) - 1,
            (1 + self.low) * (1 + other.low) - 1,
            (1 + self.high) * (1 + other.high) - 1,
        )

    def beyond(self, part: Growth) -> Growth | None:
        """The growth that must come on top of ``part`` to make this one; ``None`` where ``part`` may end at nothing."""
        if part.low <= -1:
            return None
        return Growth(
            (1 + self.point) / (1 + part.point) - 1,
            (1 + self.low) / (1 + part.high) - 1,
            (1 + self.high) / (1 + part.low) - 1,
        )


def parse_growth(text: str) -> Growth:
    """Read printed growth such as ``145%`` or ``-37.14%``; half of its last digit is what it may be off by.

    Raises
    ------
    UsageError
        The text carries no percent sign, so that 98 could be 98 % or 9,800 %; or it is below -100 %.
    UnknownName
        There is no number.

    Examples
    --------
    >>> float(parse_growth("-37.14%").low)
    -0.37145
    """
    if Quantity.parse(text).unit not in (Unit.PERCENT, Unit.PER_MILLE):
        raise UsageError(
            reason=f"growth is '{text}'; write it with its percent sign, such as 98% or -37.14%",
            reason_zh=f"增长率“{text}”须带百分号，例如 98% 或 -37.14%",
        )
    return Growth.printed(Printed.parse(text))
