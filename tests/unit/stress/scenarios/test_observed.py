"""What happened once: own moves, industries' where those are missing, the market's for the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl

from liangrong.core.results import Note
from liangrong.stress.scenarios.observed import ObservedMoves, index_move, moves_between
from tests.unit.stress.small_market import market

START, MIDDLE, END = date(2024, 2, 1), date(2024, 2, 2), date(2024, 2, 5)


def observed(by_security: dict[str, float], least: int = 1) -> ObservedMoves:
    return ObservedMoves(spelling="day:x", story=Note("甲", "a"), start=START, end=END, by_security=by_security,
                         market_move=-0.01, market_source="000985.SH", least_members=least)  # fmt: skip


def moves(step: ObservedMoves) -> list[float]:
    return (step.change(market()).price / market().price - 1).round(3).tolist()


def test_own_then_industry_then_market() -> None:
    step = observed({"600519.SH": 0.05, "688981.SH": -0.2})
    assert moves(step) == [-0.01, -0.01, -0.01, 0.05, -0.2, -0.2]
    (note,) = step.notes(market())
    assert "2 securities take their own move, 1 the mean of their industry, 3 that of the market" in note.en


def test_too_few_members_do_not_stand_for_an_industry() -> None:
    assert moves(observed({"688981.SH": -0.2}, least=2)) == [-0.01, -0.01, -0.01, -0.01, -0.2, -0.01]


def test_securities_without_an_industry_are_no_industry() -> None:
    """Two have none: the move of the one says nothing of the other."""
    nameless = market().industries.index("")
    industry = market().industry.copy()
    industry[2] = nameless
    alike = replace(market(), industry=industry)
    after = observed({"510300.SH": -0.3}).change(alike)
    assert (after.price / alike.price - 1).round(3).tolist()[1:3] == [-0.3, -0.01]


def test_nothing_is_said_where_everything_is_known() -> None:
    assert observed(dict.fromkeys(market().securities, -0.1)).notes(market()) == ()


def quotes() -> pl.DataFrame:
    rows = [("A", START, 8.0, 10.0), ("A", MIDDLE, 9.0, 10.0), ("A", END, 4.5, 5.0), ("B", START, 7.0, 10.0), ("C", END, 11.0, 10.0),
            ("D", END, None, 10.0), ("E", END, 5.0, 0.0)]  # fmt: skip
    return pl.DataFrame(rows, schema=["security_id", "trade_date", "close", "previous_close"], orient="row")


def test_moves_compound_over_sessions_after_the_start_and_through_ex_rights() -> None:
    assert moves_between(quotes(), START, END) == {"A": -0.19, "C": 0.1}


def test_an_index_needs_both_closes() -> None:
    levels = pl.DataFrame({"security_id": ["I"] * 2, "trade_date": [START, END], "close": [100.0, 90.0]})
    assert index_move(levels, "I", START, END) == np.float64(90) / 100 - 1
    assert index_move(levels, "I", START, MIDDLE) is None
    assert index_move(levels, "J", START, END) is None
