"""Numbers of a run against hand arithmetic, and what is said where a number has no meaning."""

from __future__ import annotations

import sys
from decimal import Decimal as D

import numpy as np
import pytest

from liangrong.core.errors import ExtraMissing
from liangrong.stress.strategies.backtest import Backtest, backtest
from liangrong.stress.strategies.performance import compare, performance
from liangrong.stress.strategies.shipped import Fixed, HalfPosition
from tests.unit.stress.strategies.paths_by_hand import path_of, setup

FREE = {"costs": False, "rate": D(0)}


def held(*closes: float | str, leverage: str = "1", **more: object) -> Backtest:
    """Bought at the first close's price, without costs; 100,000 shares are a million."""
    return backtest(Fixed(leverage=D(leverage)), path_of([10, *closes]), setup(**{**FREE, **more}))


def test_growth_of_one_per_cent_a_day_is_what_it_compounds_to() -> None:
    found = performance(held(10, "10.1", "10.201"))
    assert found.sessions == 3
    assert found.end_equity == D(1020100)
    assert found.total_return == pytest.approx(0.0201)
    assert found.annual_return == pytest.approx(1.0201 ** (242 / 3) - 1)


def test_volatility_is_of_242_sessions() -> None:
    # daily returns 0, +10 %, −10 %: mean 0, standard deviation of a sample 0.1
    found = performance(held(10, 11, "9.9"))
    assert found.volatility == pytest.approx(0.1 * 242**0.5)
    assert found.sharpe == pytest.approx(0.0, abs=1e-12)


def test_sharpe_and_sortino_by_hand() -> None:
    # daily returns 0, +10 %, −5 %: mean 1/60; squares about it 0.0116667, of which the root of the half is 0.076376;
    # below zero √(0.0025 / 3) = 0.0288675
    found = performance(held(10, 11, "10.45"))
    assert found.sharpe == pytest.approx(1 / 60 / 0.0763763 * 242**0.5, rel=1e-5)
    assert found.sortino == pytest.approx(1 / 60 / 0.0288675 * 242**0.5, rel=1e-5)


def test_drawdown_and_calmar_by_hand() -> None:
    found = performance(held(10, 12, 9, 11))  # from 12 to 9
    assert found.max_drawdown == pytest.approx(-0.25)
    assert found.calmar == pytest.approx((1.1 ** (242 / 4) - 1) / 0.25)


def test_a_first_fall_counts_from_the_money_put_in() -> None:
    assert performance(held(9, 9)).max_drawdown == pytest.approx(-0.1)


def test_value_at_risk_is_the_fifth_percentile_and_the_shortfall_its_mean() -> None:
    closes, price = [], D(1000)
    moves = [D("0.01")] * 38 + [D("-0.04"), D("-0.08")]
    for move in moves:
        price *= 1 + move
        closes.append(str(round(price, 6)))
    run = backtest(Fixed(leverage=D(1)), path_of([1000, 1000, *closes]), setup(**FREE))
    found = performance(run)
    returns = np.array([0.0, *map(float, moves)])  # the session of the purchase moves nothing
    assert found.value_at_risk == pytest.approx(np.percentile(returns, 5), abs=1e-6)
    assert found.expected_shortfall == pytest.approx((-0.08 - 0.04 + 0) / 3, abs=1e-6)  # the third of 41 is the percentile itself


def test_the_account_says_what_empyrical_cannot() -> None:
    run = held(10, "6.9", "6.4", "6.4", "6.4", "6.4", leverage="2", financing_first=True)
    found = performance(run)
    assert (found.calls, found.forced_sales) == (1, 1)
    assert found.sessions_warned == sum(
        1 for day in run.days if day.maintenance_ratio is not None and day.maintenance_ratio < D("1.40")
    )
    assert found.sessions_warned >= 3
    assert found.sessions_called == sum(day.line in ("called", "forced") for day in run.days) == 2
    assert found.worst_ratio == min(day.maintenance_ratio for day in run.days if day.maintenance_ratio is not None) < D("1.29")
    assert found.debt_left == 0


def test_where_the_money_is_lost_ratios_are_not_given() -> None:
    found = performance(held(10, 4, 4, 4, leverage="2", financing_first=True))
    assert found.total_return < -1
    assert found.debt_left == -found.end_equity > 0
    assert (found.annual_return, found.sharpe, found.max_drawdown, found.value_at_risk) == (None, None, None, None)


def test_where_nothing_moves_ratios_are_not_given() -> None:
    found = performance(held(10, 10))
    assert (found.total_return, found.sharpe, found.volatility) == (0.0, None, None)


def test_strategies_stand_side_by_side_on_the_same_path() -> None:
    path = path_of([10, 10, 9, 8])
    found = compare({"half": HalfPosition(), "full": HalfPosition(share=D(1))}, path, setup(**FREE, financing_first=True))
    # half the money at twice is an exposure of once: −20 %; the whole at twice: −40 %
    assert found["half"][1].total_return == pytest.approx(-0.2)
    assert found["full"][1].total_return == pytest.approx(-0.4)


def test_without_the_extra_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "empyrical", None)
    with pytest.raises(ExtraMissing) as told:
        performance(held(10, 11))
    assert "liangrong[stress]" in told.value.hint("zh")
