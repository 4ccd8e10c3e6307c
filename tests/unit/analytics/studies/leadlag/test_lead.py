"""Leads: a planted one is found at its lag, answers of x to y are none, and nothing is found in about 5 % of cases."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from liangrong.analytics.studies.leadlag.autoregression import autoregression, lagged
from liangrong.analytics.studies.leadlag.lead import lead
from liangrong.core.errors import NotKnown

Pair = tuple[np.ndarray, np.ndarray]


def path(draw: np.random.Generator, memory: float, length: int = 240) -> np.ndarray:
    shocks = draw.standard_normal(length + 50)
    for t in range(1, length + 50):
        shocks[t] += memory * shocks[t - 1]
    return shocks[50:]


def planted(seed: int, ahead: int, strength: float, memory: float = 0.0) -> Pair:
    draw = np.random.default_rng(seed)
    x, y = path(draw, memory), draw.standard_normal(240)
    y[ahead:] += strength * x[:-ahead]
    return x, y


@pytest.mark.parametrize("memory", [0.0, 0.6, 0.9])
def test_a_lead_of_three_sessions_is_found_at_three(memory: float) -> None:
    """Lag by lag, a memory of 0.9 smears the lead over its neighbours."""
    found = [lead(*planted(seed, 3, 0.45, memory), seed=seed) for seed in range(25)]
    assert [f.lag for f in found] == [3] * 25
    assert max(f.p_value for f in found) <= 0.05


def independent(seed: int) -> Pair:
    draw = np.random.default_rng(seed)
    return path(draw, 0.6), path(draw, 0.2)


def answering(seed: int) -> Pair:
    """x answers y on the day and the day after, and y remembers itself: no lead, but correlation everywhere."""
    draw = np.random.default_rng(seed)
    y = path(draw, 0.3)
    x = path(draw, 0.3) + 0.8 * y
    x[1:] += 0.8 * y[:-1]
    return x, y


def wild(seed: int) -> Pair:
    """Both are wild in the same half of the sample: a test that takes the variance for constant rejects some 15 %."""
    draw = np.random.default_rng(seed)
    scale = np.where(np.arange(240) < 60, 5.0, 1.0)
    return draw.standard_normal(240) * scale, draw.standard_normal(240) * scale


@pytest.mark.parametrize("nothing", [independent, answering, wild])
def test_nothing_is_found_in_about_one_case_of_twenty(nothing: Callable[[int], Pair]) -> None:
    rejected = sum(lead(*nothing(seed), seed=seed, draws=199).p_value <= 0.05 for seed in range(400))
    assert 0.02 <= rejected / 400 <= 0.085


def test_the_seed_decides() -> None:
    x, y = independent(5)
    assert lead(x, y, seed=1).p_values.tolist() == lead(x, y, seed=1).p_values.tolist()
    assert lead(x, y, seed=1).p_values.tolist() != lead(x, y, seed=2).p_values.tolist()


def test_the_family_wise_p_of_the_strongest_lag_is_the_smallest() -> None:
    found = lead(*planted(9, 2, 0.3))
    assert found.p_value == found.p_values.min() == found.p_values[np.argmax(np.abs(found.statistics))]
    assert found.lag == 2


def test_only_the_lags_asked_for_are_tested() -> None:
    x, y = planted(1, 1, 0.8)
    found = lead(x, y, least=2, most=6)
    assert found.lags == (2, 3, 4, 5, 6)
    assert found.p_value > 0.05


def test_no_lag_reaches_over_a_hole() -> None:
    """With a hole of 10 sessions, 1 + 10 sessions after it lose a lag of y (order 0) or one of the ten of x."""
    x, y = planted(2, 3, 0.45)
    whole = lead(x, y).sessions
    x[100:110], y[100:110] = np.nan, np.nan
    assert whole - lead(x, y).sessions == 20


def test_too_few_sessions_say_how_many() -> None:
    """Of 50 sessions, ten lags and the four lags that the weekly cycle of x takes leave 36."""
    with pytest.raises(NotKnown, match="there are 36"):
        lead(np.arange(50.0) % 7, np.arange(50.0) % 5, most=10)


def test_lags_by_hand() -> None:
    assert lagged(np.array([1.0, 2.0, 3.0, 4.0]), [2]).T.tolist()[0][2:] == [1.0, 2.0]
    assert lagged(np.array([1.0, 2.0]), [5]).shape == (2, 1)


def test_the_filter_of_an_autoregression_leaves_what_it_should() -> None:
    """x[t] = 0.5 x[t-1] exactly after a start: the residual is nothing, the filtered series as well."""
    draw = np.random.default_rng(8)
    model = autoregression(path(draw, 0.7, 2000))
    assert model.order >= 1
    assert model.coefficients[0] == pytest.approx(0.7, abs=0.05)
    values = np.array([8.0, 4.0, 2.0])
    assert model.filtered(values)[model.order :].tolist() == pytest.approx(
        [values[t] - sum(c * values[t - 1 - i] for i, c in enumerate(model.coefficients)) for t in range(model.order, 3)]
    )
