"""Lengths of time in two pieces, and so many in a row; each case worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.reading.figures import read_figures


@pytest.mark.parametrize(
    ("text", "value", "unit", "hedge"),
    [
        ("The freeze held for three years and five months.", "41", "months", Hedge.NONE),
        ("The freeze held for roughly 1 year and 11 months.", "23", "months", Hedge.ABOUT),
        ("The freeze held for one and a half years.", "1.5", "years", Hedge.NONE),
        ("历时三年零两个月", "38", "months", Hedge.NONE),
        ("已过去一年零七个多月", "19", "months", Hedge.OVER),
        ("前后共2年9个月", "33", "months", Hedge.NONE),
    ],
)
def test_a_length_in_two_pieces_is_one_figure(text: str, value: str, unit: str, hedge: Hedge) -> None:
    figures = [one for one in read_figures(text) if one.kind is Kind.DURATION]
    assert [(one.value, one.unit, one.hedge) for one in figures] == [(Decimal(value), unit, hedge)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("It slid for the fourth day in a row.", "4", "days"),
        ("That was a sixth daily loss in a row.", "6", "days"),
        ("That was the third weekly gain running.", "3", "weeks"),
        ("A fifth consecutive monthly rise followed.", "5", "months"),
        ("Four straight quarterly losses followed.", "4", "quarters"),
        ("It rose for the 12th straight session.", "12", "sessions"),
        ("余额三连升", "3", "times"),
        ("指数6连阴", "6", "times"),
        ("余额连续第五日回落", "5", "days"),
        ("余额连续第七周增加", "7", "weeks"),
    ],
)
def test_so_many_in_a_row(text: str, value: str, unit: str) -> None:
    figures = read_figures(text)
    assert [(one.value, one.unit) for one in figures] == [(Decimal(value), unit)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Seven securities firms took part.", "7", "firms"),
        ("The other 12 saw clients leave.", "12", ""),
        ("Three dozen funds took part.", "36", "funds"),
        ("A hundred and six funds took part.", "106", "funds"),
        ("主板占据五席", "5", "席"),
    ],
)
def test_who_is_counted(text: str, value: str, unit: str) -> None:
    figures = [one for one in read_figures(text) if one.kind is Kind.COUNT]
    assert [(one.value, one.unit) for one in figures] == [(Decimal(value), unit)]


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("bring the cushion up to 100 percent", Hedge.NONE),
        ("the three sums add up to 21 billion yuan", Hedge.NONE),
        ("lend up to 100 percent", Hedge.AT_MOST),
        ("raise up to 3 billion yuan", Hedge.AT_MOST),
        ("规模超过同业的三倍", Hedge.OVER),
        ("约占全部的3%", Hedge.ABOUT),
        ("比率高于同业的3%", Hedge.NONE),
    ],
)
def test_a_bound_is_told_from_the_end_of_a_way(text: str, hedge: Hedge) -> None:
    assert read_figures(text)[-1].hedge is hedge


def test_a_ratio_to_one_is_read_from_its_larger_side() -> None:
    assert [(one.value, one.unit) for one in read_figures("盈亏比为4比1，杠杆为1:2")] == [(4, "n:1"), (2, "1:n")]
