"""The few formulas that equations use, on intervals; each says ``None`` where the operands do not allow it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from liangrong.research.claims.interval import Interval

__all__ = [
    "compounded",
    "difference",
    "first",
    "growth",
    "growth_of_points",
    "one_over",
    "product",
    "quotient",
    "share_of_end",
    "total",
]

_ONE = Interval.around(1)


def first(operands: Sequence[Interval]) -> Interval:
    """The first of them, as it is."""
    return operands[0]


def total(operands: Sequence[Interval]) -> Interval:
    """Their sum."""
    return Interval.total(operands)


def difference(operands: Sequence[Interval]) -> Interval:
    """The second less the first."""
    return operands[1] - operands[0]


def quotient(operands: Sequence[Interval]) -> Interval | None:
    """The first by the second, with the sign of the first."""
    return _by(operands[0], operands[1])


def growth(operands: Sequence[Interval]) -> Interval | None:
    """From the first to the second, as a share of the first."""
    made = _by(operands[1], operands[0])
    return None if made is None else made - _ONE


def growth_of_points(operands: Sequence[Interval]) -> Interval | None:
    """The growth of the figures as printed, where what rounding leaves open is beside the point."""
    middles = []
    for one in operands:
        if one.low is None or one.high is None:
            return None
        middles.append(Interval.around((one.low + one.high) / 2))
    return growth(middles)


def share_of_end(operands: Sequence[Interval]) -> Interval | None:
    """The growth that a change (first) is, where the level that it ended at (second) is known."""
    change, end = operands
    if None in (change.low, change.high, end.low, end.high):
        return None
    start = end - change
    made = _by(end, start)
    if made is None or made.low is None:
        return None
    # Both sides hold the change: the corners are exact, the quotient of intervals is too wide.
    corners = [c / (e - c) for c in (change.low, change.high) for e in (end.low, end.high)]  # type: ignore[operator]
    return Interval(min(corners), max(corners))


def compounded(operands: Sequence[Interval]) -> Interval | None:
    """One growth after the other."""
    whole = [one + _ONE for one in operands]
    if any(one.low is None or one.low < 0 for one in whole):
        return None
    return reduce(Interval.times, whole) - _ONE


def one_over(operands: Sequence[Interval]) -> Interval | None:
    """The inverse."""
    return _by(_ONE, operands[0])


def product(operands: Sequence[Interval]) -> Interval | None:
    """All of them multiplied."""
    if any(one.low is None or one.low < 0 for one in operands):
        return None
    return reduce(Interval.times, operands)


def _by(one: Interval, other: Interval) -> Interval | None:
    """A quotient; the dividend may be negative throughout, the divisor must be above zero."""
    if other.low is None or other.low <= Fraction(0):
        return None
    if one.low is not None and one.low >= 0:
        return one.over(other)
    if one.high is not None and one.high <= 0:
        return -((-one).over(other))
    if one.low is None or one.high is None:
        return None
    return Interval(one.low / other.low, one.high / other.low)
