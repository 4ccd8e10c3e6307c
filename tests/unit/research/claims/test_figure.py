"""Breaks if a hedge opens the wrong side, or rounding is taken in the wrong unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval

YI = Decimal(10**8)


def figure(value: str, hedge: Hedge = Hedge.NONE, *, half: str = "0.005", upper: str | None = None, size: Decimal = YI) -> Figure:
    top = None if upper is None else Decimal(upper)
    return Figure(0, 1, "x", Decimal(value), "亿元", Kind.MONEY, size, Decimal(half), hedge, upper=top)


def test_a_printed_figure_stands_for_its_rounding_interval_in_yuan() -> None:
    assert figure("25145.96").interval() == Interval.of(2_514_595_500_000, 2_514_596_500_000)
    assert figure("25145.96").base == 2_514_596_000_000


def test_another_size_moves_the_whole_interval() -> None:
    assert figure("2.5").interval(Decimal(10)) == Interval.of(Decimal("24.95"), Decimal("25.05"))


@pytest.mark.parametrize(
    ("hedge", "low", "high"),
    [
        (Hedge.OVER, 700, None),
        (Hedge.AT_LEAST, 700, None),
        (Hedge.UNDER, None, "700.5"),
        (Hedge.AT_MOST, None, "700.5"),
        (Hedge.ABOUT, 699, 701),
        (Hedge.NEARLY, 630, "700.5"),
        (Hedge.NONE, "699.5", "700.5"),
    ],
)
def test_a_hedge_opens_its_side(hedge: Hedge, low: object, high: object) -> None:
    ends = [None if end is None else Decimal(str(end)) for end in (low, high)]
    assert figure("700", hedge, half="0.5", size=Decimal(1)).interval() == Interval.of(*ends)


def test_more_than_a_fall_is_a_deeper_fall() -> None:
    fall = figure("-85", Hedge.OVER, half="0.5", size=Decimal(1))
    assert fall.interval() == Interval.of(None, -85)


def test_a_range_reaches_from_the_lower_to_the_upper_end() -> None:
    assert figure("6", half="0.5", upper="8", size=Decimal(1)).interval() == Interval.of(Decimal("5.5"), Decimal("8.5"))
