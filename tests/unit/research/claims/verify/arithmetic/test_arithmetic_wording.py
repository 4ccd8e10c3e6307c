"""Breaks if numbers are shown in another unit than the page's, or with digits that nobody printed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.verify.arithmetic.wording import money, number, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(25_145_960, 1000), "25,145.96"), (Decimal("1.50"), "1.5"), (Decimal(100), "100"), (Decimal(-3), "-3")],
)
def test_numbers(value: Fraction | Decimal, text: str) -> None:
    assert number(value) == text


def test_a_number_is_cut_to_places() -> None:
    assert number(Fraction(2, 3), 3) == "0.667"


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(0, 1, "", Decimal("14.86"), "billion yuan", Kind.MONEY, Decimal(10**9)), "14.86 billion yuan"),
        (Figure(0, 1, "", Decimal(700), "亿元", Kind.MONEY, Decimal(10**8), hedge=Hedge.OVER), ">700亿元"),
        (Figure(0, 1, "", Decimal(6), "%", Kind.PERCENT, Decimal("0.01"), upper=Decimal(8)), "6-8%"),
        (Figure(0, 1, "", Decimal(2), "1:n", Kind.RATIO), "1:2"),
    ],
)
def test_figures_as_printed(figure: Figure, text: str) -> None:
    assert shown(figure) == text


def test_an_amount_in_the_unit_of_a_figure() -> None:
    assert (
        money(Fraction(676_447_000_000), Figure(0, 1, "", Decimal(1), "billion yuan", Kind.MONEY, Decimal(10**9)), 3)
        == "676.447 billion yuan"
    )
