"""Rolling figures against plain loops; a row that saw itself or the future would break these."""

from __future__ import annotations

import numpy as np
import pytest

from liangrong.analytics.panels.trailing import (
    change_over,
    highest_before,
    mean_before,
    share_below,
    spread_before,
    trailing_mean,
)

WINDOW, LEAST = 7, 4


@pytest.fixture
def values() -> np.ndarray:
    noise = np.random.default_rng(2)
    cells = noise.normal(50, 3, (40, 3))
    cells[noise.random(cells.shape) < 0.25] = np.nan
    return cells


def earlier(values: np.ndarray, row: int, column: int, *, own: bool = False) -> np.ndarray:
    window = values[max(row - WINDOW + own, 0) : row + own, column]
    return window[~np.isnan(window)]


def test_against_plain_loops(values: np.ndarray) -> None:
    found = {
        "mean": mean_before(values, WINDOW, least=LEAST),
        "until": trailing_mean(values, WINDOW, least=LEAST),
        "spread": spread_before(values, WINDOW, least=LEAST),
        "highest": highest_before(values, WINDOW, least=LEAST),
        "below": share_below(values, WINDOW, least=LEAST),
    }
    for row, column in np.ndindex(values.shape):
        seen, with_own = earlier(values, row, column), earlier(values, row, column, own=True)
        enough = len(seen) >= LEAST
        expected = {
            "mean": seen.mean() if enough else np.nan,
            "until": with_own.mean() if len(with_own) >= LEAST else np.nan,
            "spread": seen.std(ddof=1) if enough else np.nan,
            "highest": seen.max() if enough else np.nan,
            "below": (seen < values[row, column]).mean() if enough and not np.isnan(values[row, column]) else np.nan,
        }
        for name, value in expected.items():
            assert found[name][row, column] == pytest.approx(value, nan_ok=True), (name, row, column)


def test_the_highest_of_all_before(values: np.ndarray) -> None:
    found = highest_before(values, None, least=LEAST)
    for row, column in np.ndindex(values.shape):
        seen = values[:row, column]
        seen = seen[~np.isnan(seen)]
        assert found[row, column] == pytest.approx(seen.max() if len(seen) >= LEAST else np.nan, nan_ok=True)


def test_the_future_has_no_say(values: np.ndarray) -> None:
    changed = values.copy()
    changed[30:] *= 7
    for compute in (mean_before, spread_before, highest_before, share_below):
        assert np.array_equal(
            compute(values, WINDOW, least=LEAST)[:30], compute(changed, WINDOW, least=LEAST)[:30], equal_nan=True
        )


def test_change_from_nothing_is_not_known() -> None:
    assert change_over(np.array([[0.0], [4.0], [1.0]]), 1).ravel()[1:].tolist() == pytest.approx([np.nan, -0.75], nan_ok=True)
    assert np.isnan(change_over(np.array([[1.0]]), 5)).all(), "shorter than the step"


def test_small_spreads_of_large_values_do_not_cancel() -> None:
    cells = 1e9 + np.arange(10.0)[:, None]
    assert spread_before(cells, 5, least=5)[9, 0] == pytest.approx(np.arange(5.0).std(ddof=1), rel=1e-3)
