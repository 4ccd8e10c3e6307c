"""Breaks if rounding is called an error, a slip of unit is not named, a fall loses its sign, or a hedge counts as exactness."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.comparison import compared, digits_of, slipped_unit
from tests.unit.research.claims.verify.one_sentence import YI, figure, sentence


def point(yi: str) -> Interval:
    value = Decimal(yi) * YI
    return Interval.of(value, value)


@pytest.mark.parametrize(
    ("printed", "unit", "hedge", "truth", "expected"),
    [
        ("2.41", "万亿元", Hedge.NONE, "24054.44", "agrees"),
        ("2.41", "万亿元", Hedge.NONE, "24151", "wrong_value"),
        ("24,054.44", "billion yuan", Hedge.NONE, "24054.44", "unit_slip"),
        ("700", "亿元", Hedge.OVER, "703.85", "agrees"),
        ("700", "亿元", Hedge.OVER, "1100", "beyond"),
        ("700", "亿元", Hedge.OVER, "650", "wrong_value"),
        ("2.4", "万亿元", Hedge.ABOUT, "25300", "near"),
        ("2.4", "万亿元", Hedge.ABOUT, "27000", "wrong_value"),
    ],
)
def test_a_level(printed: str, unit: str, hedge: Hedge, truth: str, expected: str) -> None:
    _, claim = sentence(printed, printed, unit, hedge=hedge)
    assert compared(claim, point(truth)) == expected


@pytest.mark.parametrize(
    ("direction", "truth", "expected"), [("down", "-62", "agrees"), ("down", "62", "wrong_sign"), ("up", "-62", "wrong_sign")]
)
def test_a_fall_is_negative(direction: str, truth: str, expected: str) -> None:
    _, claim = sentence("62", "62", "%", aspect=Aspect.GROWTH, direction=direction)
    change = Decimal(truth) / 100
    assert compared(claim, Interval.of(change, change)) == expected


def test_a_printed_minus_is_not_turned_again() -> None:
    _, claim = sentence("-62", "-62", "%", aspect=Aspect.GROWTH, direction="down")
    assert compared(claim, Interval.of(Decimal("-0.62"), Decimal("-0.62"))) == "agrees"


def test_a_level_that_fell_is_no_negative_level() -> None:
    _, claim = sentence("降至100.2", "100.2", "亿元", direction="down")
    assert compared(claim, point("100.18")) == "agrees"


def test_the_unit_that_was_meant_is_named() -> None:
    _, claim = sentence("24,054.44", "24,054.44", "billion yuan")
    assert slipped_unit(claim, point("24054.44")) == ("亿元", YI)


def test_two_digits_fit_too_many_units_to_name_one() -> None:
    _, claim = sentence("25", "25", "billion yuan")
    assert slipped_unit(claim, point("25")) is None


@pytest.mark.parametrize(("printed", "expected"), [("36.8", 3), ("25,145.96", 7), ("2", 1), ("2.30", 3), ("0.05", 1)])
def test_digits_that_say_something(printed: str, expected: int) -> None:
    assert digits_of(figure(printed, "亿元")) == expected
