"""Parts of a whole in words, and the thirds, quarters and halves that are none; each case worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.reading.figures import read_figures


@pytest.mark.parametrize(
    ("text", "value", "hedge"),
    [
        ("The portfolio shed nearly two thirds of its worth.", "66.67", Hedge.NEARLY),
        ("Positions are down by over three quarters.", "75", Hedge.OVER),
        ("Three-quarters of the desks agreed.", "75", Hedge.NONE),
        ("Volume dropped by roughly a quarter.", "25", Hedge.ABOUT),
        ("Volume dropped a third in May.", "33.33", Hedge.NONE),
        ("Beijing supplies just over half of the sum.", "50", Hedge.OVER),
        ("The gap shrank by half since May.", "50", Hedge.NONE),
        ("The price was cut in half.", "50", Hedge.NONE),
        ("One in four desks lost money.", "25", Hedge.NONE),
        ("Some six in ten desks lost money.", "60", Hedge.ABOUT),
        ("9 in 10 desks lost money.", "90", Hedge.NONE),
        ("One retail desk in twenty lost money.", "5", Hedge.NONE),
        ("约占三分之二", "66.67", Hedge.ABOUT),
        ("规模不足同业的一半", "50", Hedge.UNDER),
        ("过半数个股下跌", "50", Hedge.OVER),
        ("余额不到上年的四分之一", "25", Hedge.UNDER),
    ],
)
def test_a_part_in_words_is_a_percentage(text: str, value: str, hedge: Hedge) -> None:
    figure = read_figures(text)[0]
    assert (figure.value, figure.kind, figure.hedge) == (Decimal(value), Kind.PERCENT, hedge)


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind"),
    [
        ("It raised half a billion yuan.", "0.5", "billion yuan", Kind.MONEY),
        ("The rate is half a percentage point lower.", "0.5", "pp", Kind.PERCENTAGE_POINT),
        ("The rate fell by a quarter of a point.", "0.25", "pp", Kind.PERCENTAGE_POINT),
    ],
)
def test_a_part_of_one_unit_is_so_much_of_it(text: str, value: str, unit: str, kind: Kind) -> None:
    figure = read_figures(text)[0]
    assert (figure.value, figure.unit, figure.kind) == (Decimal(value), unit, kind)


@pytest.mark.parametrize(
    "text",
    [
        "Profits fell in the third quarter.",
        "A third party signed.",
        "In the first half of the year it recovered.",
        "The second half of the match was dull.",
        "A half-year report was filed.",
        "It lost money for a quarter.",
        "He won one race in a row.",
        "前半年与后半年不同",
    ],
)
def test_times_and_ranks_are_no_parts(text: str) -> None:
    assert [one for one in read_figures(text) if one.kind is Kind.PERCENT] == []
