"""Borrowing alone thickens the tail, as Thurner, Farmer & Geanakoplos (2012) found; all six leverages: ``benchmarks/cascade.py``."""

from __future__ import annotations

import numpy as np
import pytest

from liangrong.core.errors import UsageError
from liangrong.stress.cascade.leverage_cycle import LeverageCycle, simulate_returns, tail_index


def test_leverage_makes_losses_heavier_tailed_and_ruins_funds() -> None:
    none, much = (simulate_returns(leverage, periods=120, warm_up=300, runs=200, seed=2) for leverage in (1, 8))
    thin, fat = tail_index(none.losses), tail_index(much.losses)
    assert thin > 4.5
    assert 2 < fat < 0.75 * thin, "in so few periods funds have not grown to what they reach: published are 5.6 and 2.2"
    assert much.failures > 100 > none.failures


def test_without_funds_returns_are_those_of_the_noise_traders() -> None:
    alone = LeverageCycle(aggressions=(0.0,))
    found = simulate_returns(1, economy=alone, periods=400, warm_up=0, runs=100)
    assert found.log_returns.std() == pytest.approx(alone.noise, rel=0.03)
    assert abs(found.log_returns.mean()) < 0.001


@pytest.mark.parametrize("exponent", [2.0, 3.0, 5.0])
def test_the_index_of_a_power_law_is_its_exponent(exponent: float) -> None:
    losses = np.random.default_rng(1).pareto(exponent, 40_000) + 1
    assert tail_index(losses) == pytest.approx(exponent, rel=0.06)


def test_a_leverage_below_one_is_refused() -> None:
    with pytest.raises(UsageError, match="below 1"):
        simulate_returns(0.5)
