"""Intervals of exact numbers: what a printed figure leaves open, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

__all__ = ["Exact", "Interval"]

Exact: TypeAlias = Fraction | Decimal | int


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included; ``None`` is no bound.

    Two printed figures agree where their intervals meet: comparing points would call rounding an error.

    Examples
    --------
    >>> Interval.of(2, 3).meets(Interval.of(3, 5)), Interval.of(2, 3).meets(Interval.of(4, None))
    (True, False)
    """

    low: Fraction | None
    high: Fraction | None

    def __post_init__(self) -> None:
        assert self.low is None or self.high is None or self.low <= self.high, f"{self.low} > {self.high}"

    @classmethod
    def of(cls, low: Exact | None, high: Exact | None) -> Interval:
        """From any exact numbers."""
        return cls(None if low is None else Fraction(low), None if high is None else Fraction(high))

    @classmethod
    def around(cls, value: Exact, half_width: Exact = 0) -> Interval:
        """``value`` give or take ``half_width``."""
        return cls(Fraction(value) - Fraction(half_width), Fraction(value) + Fraction(half_width))

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return not self.below(other) and not other.below(self)

    def below(self, other: Interval) -> bool:
        """Whether every number here is smaller than every number there."""
        return self.high is not None and other.low is not None and self.high < other.low

    def contains(self, value: Exact) -> bool:
        """Whether a number lies in it."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def common(self, other: Interval) -> Interval | None:
        """What lies in both; ``None`` where nothing does."""
        if not self.meets(other):
            return None
        lows = [bound for bound in (self.low, other.low) if bound is not None]
        highs = [bound for bound in (self.high, other.high) if bound is not None]
        return Interval(max(lows, default=None), min(highs, default=None))

    def __add__(self, other: Interval) -> Interval:
        """The sum of any number here and any there."""
        return Interval(_plus(self.low, other.low), _plus(self.high, other.high))

    def __neg__(self) -> Interval:
        """Every number with the other sign."""
        return Interval(None if self.high is None else -self.high, None if self.low is None else -self.low)

    def __sub__(self, other: Interval) -> Interval:
        """The difference of any number here and any there."""
        return self + -other

    def scaled(self, factor: Exact) -> Interval:
        """Every number times ``factor``.

        Examples
        --------
        >>> Interval.of(1, None).scaled(-2)
        Interval(low=None, high=Fraction(-2, 1))
        """
        number = Fraction(factor)
        if number == 0:
            return Interval(Fraction(0), Fraction(0))
        low, high = (None if bound is None else bound * number for bound in (self.low, self.high))
        return Interval(low, high) if number > 0 else Interval(high, low)

    def times(self, other: Interval) -> Interval:
        """The product of two intervals without negative numbers.

        Raises
        ------
        ValueError
            A number may be negative.
        """
        if self.low is None or other.low is None or self.low < 0 or other.low < 0:
            raise ValueError("a product of intervals needs bounds from zero on")
        high = None if self.high is None or other.high is None else self.high * other.high
        return Interval(self.low * other.low, high)

    def over(self, other: Interval) -> Interval:
        """The quotient of an interval without negative numbers and one above zero.

        Raises
        ------
        ValueError
            The dividend may be negative, or the divisor zero or less.
        """
        if self.low is None or other.low is None or self.low < 0 or other.low <= 0:
            raise ValueError("a quotient of intervals needs a dividend from zero on and a divisor above it")
        low = Fraction(0) if other.high is None else self.low / other.high
        return Interval(low, None if self.high is None else self.high / other.low)

    @classmethod
    def total(cls, parts: Iterable[Interval]) -> Interval:
        """The sum of all of them."""
        return sum(parts, start=cls(Fraction(0), Fraction(0)))


def _plus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other
