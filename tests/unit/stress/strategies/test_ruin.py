"""Probabilities against truths known in closed form."""

from __future__ import annotations

import math
import sys
from datetime import date
from decimal import Decimal as D
from functools import partial
from statistics import NormalDist

import pytest

from liangrong.core.errors import ExtraMissing, UsageError
from liangrong.stress.strategies.paths import SESSIONS_A_YEAR, SYNTHETIC, geometric_brownian
from liangrong.stress.strategies.ruin import path_seeds, ruin
from liangrong.stress.strategies.setup import Setup
from liangrong.stress.strategies.shipped import Fixed
from tests.unit.stress.strategies.paths_by_hand import BOOK

START = date(2024, 1, 2)
TWICE = Fixed(leverage=D(2))


def free(**more: object) -> Setup:
    """No costs, no interest, and own money bought last, so that twice is twice."""
    return Setup(**{"rulebook": BOOK, "rate": D(0), "costs": False, "financing_first": True, "conversion_ratios": {SYNTHETIC: D("0.65")},
                    "interest_cushion_days": 0, **more})  # fmt: skip


def probability_of_passing(fall: float, *, volatility: float, drift: float, sessions: int) -> float:
    """Probability that a close of a geometric Brownian motion lies below ``fall`` times the start within some sessions.

    The reflection principle for continuous time, at a barrier moved down by 0.5826 σ √Δt for closes alone
    (Broadie, Glasserman and Kou 1997).
    """
    step = 1 / SESSIONS_A_YEAR
    years, trend = sessions * step, drift - volatility**2 / 2
    barrier = math.log(fall) - 0.5826 * volatility * math.sqrt(step)
    spread, normal = volatility * math.sqrt(years), NormalDist()
    reflected = math.exp(2 * trend * barrier / volatility**2) * normal.cdf((barrier + trend * years) / spread)
    return normal.cdf((barrier - trend * years) / spread) + reflected


@pytest.mark.slow
def test_twice_without_costs_is_called_as_often_as_the_formula_of_first_passage_says() -> None:
    # at twice the ratio is 2 S / S₀: below 1.30 where the price has lost more than 35 %; a night moves nothing, so the price of
    # the purchase is the first close
    motion = {"start": START, "sessions": 31, "drift": 0.0, "volatility": 1.2, "price": 1000.0, "overnight": 0.0}
    found = ruin(TWICE, partial(geometric_brownian, **motion), free(cash=D(10**9)), paths=300, seed=11)
    expected = probability_of_passing(0.65, volatility=1.2, drift=0.0, sessions=31)
    assert 0.2 < expected < 0.4
    assert found.called.low < expected < found.called.high
    assert found.called.high - found.called.low < 0.12


def test_the_formula_of_first_passage_is_right_where_it_is_known() -> None:
    # without trend the continuous probability is 2 Φ(ln a / σ√T); with many sessions the correction vanishes
    assert probability_of_passing(0.65, volatility=0.3, drift=0.045, sessions=10**7) == pytest.approx(
        2
        * NormalDist().cdf(
            (math.log(0.65) - 0.5826 * 0.3 / math.sqrt(SESSIONS_A_YEAR)) / (0.3 * math.sqrt(10**7 / SESSIONS_A_YEAR))
        )
    )


def test_without_leverage_nobody_is_called() -> None:
    make = partial(geometric_brownian, start=START, sessions=30, drift=-1.0, volatility=1.0)
    found = ruin(Fixed(leverage=D(1)), make, free(), paths=30, seed=2)
    assert (found.called.hits, found.forced.hits, found.indebted.hits) == (0, 0, 0)
    assert found.lost.share < 1


def test_the_interval_of_no_hit_is_the_exact_one() -> None:
    # Clopper and Pearson: 1 − 0.025^(1/n)
    make = partial(geometric_brownian, start=START, sessions=2, drift=0.0, volatility=0.1)
    found = ruin(TWICE, make, free(), paths=20, seed=2)
    assert (found.called.hits, found.called.low) == (0, 0.0)
    assert found.called.high == pytest.approx(1 - 0.025 ** (1 / 20))


def test_a_certain_gap_ruins_every_path() -> None:
    make = partial(geometric_brownian, start=START, sessions=60, drift=-8.0, volatility=0.0)
    found = ruin(TWICE, make, free(), paths=3, seed=2, loss=D("0.9"))
    assert (found.lost.hits, found.called.hits, found.forced.hits) == (3, 3, 3)
    assert found.lost.share == 1.0
    assert found.median_return == found.worst_return < -0.5


def test_the_seed_decides_and_more_paths_begin_with_the_same() -> None:
    make = partial(geometric_brownian, start=START, sessions=5, drift=0.0, volatility=0.5)
    first, again, other = (ruin(TWICE, make, free(), paths=6, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first.seeds != other.seeds
    assert path_seeds(1, 9)[:6] == first.seeds
    assert len(set(first.seeds)) == 6


@pytest.mark.parametrize("wrong", [{"paths": 0}, {"loss": D(0)}, {"loss": D("1.1")}])
def test_a_question_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    make = partial(geometric_brownian, start=START, sessions=2, drift=0.0, volatility=0.1)
    with pytest.raises(UsageError):
        ruin(TWICE, make, free(), **wrong)


def test_without_the_extra_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.stats", None)
    make = partial(geometric_brownian, start=START, sessions=2, drift=0.0, volatility=0.1)
    with pytest.raises(ExtraMissing, match="stress"):
        ruin(TWICE, make, free())
