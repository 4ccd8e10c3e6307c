"""Breaks if a bound is lost, swapped, or rounded."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.research.claims.interval import Interval

WHOLE = st.integers(-1000, 1000)
BOUNDED = st.tuples(WHOLE, WHOLE).map(lambda ends: Interval.of(min(ends), max(ends)))
POSITIVE = st.tuples(st.integers(1, 1000), st.integers(1, 1000)).map(lambda ends: Interval.of(min(ends), max(ends)))


def inside(interval: Interval) -> st.SearchStrategy[Fraction]:
    assert interval.low is not None
    assert interval.high is not None
    return st.fractions(interval.low, interval.high, max_denominator=97)


@given(st.data(), BOUNDED, BOUNDED)
def test_a_sum_or_difference_lies_where_it_is_said_to(data: st.DataObject, one: Interval, other: Interval) -> None:
    a, b = data.draw(inside(one)), data.draw(inside(other))
    assert (one + other).contains(a + b)
    assert (one - other).contains(a - b)
    assert (-one).contains(-a)
    assert one.scaled(-3).contains(-3 * a)


@given(st.data(), POSITIVE, POSITIVE)
def test_a_product_or_quotient_lies_where_it_is_said_to(data: st.DataObject, one: Interval, other: Interval) -> None:
    a, b = data.draw(inside(one)), data.draw(inside(other))
    assert one.times(other).contains(a * b)
    assert one.over(other).contains(a / b)


@given(POSITIVE, POSITIVE)
def test_the_bounds_of_a_quotient_are_reached(one: Interval, other: Interval) -> None:
    quotient = one.over(other)
    assert quotient.low == one.low / other.high  # type: ignore[operator]
    assert quotient.high == one.high / other.low  # type: ignore[operator]


def test_touching_intervals_meet_and_open_ends_reach_everywhere() -> None:
    assert Interval.of(1, 2).meets(Interval.of(2, 3))
    assert not Interval.of(1, 2).meets(Interval.of(Decimal("2.001"), None))
    assert Interval.of(None, None).meets(Interval.of(5, 5))
    assert Interval.of(1, None).common(Interval.of(None, 4)) == Interval.of(1, 4)
    assert Interval.of(1, 2).common(Interval.of(3, 4)) is None


def test_an_open_end_stays_open() -> None:
    assert Interval.of(1, None) + Interval.of(2, 3) == Interval.of(3, None)
    assert Interval.of(10, 20).over(Interval.of(2, None)) == Interval.of(0, 10)
    assert Interval.total([Interval.of(1, 2), Interval.of(3, None)]) == Interval.of(4, None)
    assert Interval.of(None, 5).scaled(0) == Interval.of(0, 0)


def test_what_may_be_negative_is_not_multiplied() -> None:
    with pytest.raises(ValueError, match="from zero on"):
        Interval.of(-1, 1).times(Interval.of(1, 2))
    with pytest.raises(ValueError, match="above it"):
        Interval.of(1, 2).over(Interval.of(0, 1))
