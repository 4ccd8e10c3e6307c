"""Rolling z-scores against a loop that is slow and obvious."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.panels.zscores import rolling_z


def by_loop(values: Floats, window: int, least: int) -> Floats:
    found = np.full(values.shape, np.nan)
    for row in range(len(values)):
        for column in range(values.shape[1]):
            before = values[max(0, row - window) : row, column]
            before = before[~np.isnan(before)]
            if len(before) >= least and before.min() < before.max():
                above = before - before.min()  # a mean of large numbers alike would lose what tells them apart
                found[row, column] = (values[row, column] - before.min() - above.mean()) / above.std(ddof=1)
    return found


def agree(ours: Floats, theirs: Floats) -> None:
    assert np.array_equal(np.isnan(ours), np.isnan(theirs))
    np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-9)


def test_by_hand() -> None:
    """1, 3 have the mean 2 and s = √2; the day's 6 stands (6 - 2)/√2 above, and itself changes neither."""
    z = rolling_z(np.array([[1.0], [3.0], [6.0]]), window=2)
    assert z[2, 0] == pytest.approx(4 / 2**0.5)
    assert np.isnan(z[:2]).all()


def test_a_jump_does_not_dilute_itself() -> None:
    """Were the day among its own sixty, no z could pass (n - 1)/√n = 7.6."""
    walk = np.random.default_rng(1).normal(0, 1, (61, 1))
    walk[60] = 1_000
    assert rolling_z(walk)[60, 0] > 500


@pytest.mark.parametrize(("window", "least"), [(60, 40), (7, 5), (13, 2), (200, 150)])
def test_against_a_loop(window: int, least: int) -> None:
    """With holes, a stretch that does not move, a level far from zero, a spike and a step."""
    rng = np.random.default_rng(window)
    values = np.exp(np.cumsum(rng.normal(0, 0.02, (300, 8)), axis=0)) * 1e9
    values[rng.random(values.shape) < 0.15] = np.nan
    values[100:250, 0] = 5.0
    values[:, 1] = 3.0
    values[50:60, 2] = 1e15
    values[200:, 3] += 1e13
    values[:180, 4] = np.nan
    values[:, 5] = np.nan
    values[:, 6] = 1e12 + rng.normal(0, 1, 300)
    agree(rolling_z(values, window=window, least=least), by_loop(values, window, least))


def test_two_thirds_must_be_known() -> None:
    values = np.arange(10.0)[:, None] ** 2
    values[1:4] = np.nan
    z = rolling_z(values, window=9)
    assert np.isfinite(z[9, 0]), "6 of 9 are known"
    assert np.isnan(rolling_z(values, window=9, least=7)[9, 0])


def test_what_never_moved_has_no_score() -> None:
    values = np.full((70, 1), 0.1)
    values[65] = 7.0
    assert np.isnan(rolling_z(values)[65, 0])


@settings(deadline=None, max_examples=30)
@given(
    arrays.arrays(np.float64, st.tuples(st.integers(0, 30), st.integers(1, 3)), elements=st.integers(-5, 5).map(float)),
    st.integers(2, 12),
)
def test_small_integers_against_a_loop(values: Floats, window: int) -> None:
    agree(rolling_z(values, window=window, least=2), by_loop(values, window, 2))


def test_the_future_changes_nothing() -> None:
    values = np.random.default_rng(3).normal(0, 1, (300, 4))
    later = values.copy()
    later[200:] += 50
    np.testing.assert_allclose(rolling_z(values)[:200], rolling_z(later)[:200], rtol=1e-9, equal_nan=True)
