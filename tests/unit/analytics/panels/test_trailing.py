"""Trailing means and deviations, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from liangrong.analytics.panels.trailing import trailing_mean, trailing_rms

NAN = float("nan")


def column(*values: float) -> np.ndarray:
    return np.array(values, dtype=float)[:, None]


def test_the_mean_is_of_the_last_rows_this_one_included() -> None:
    assert trailing_mean(column(1, 2, 6, 10), 2, least=2).ravel().tolist() == [pytest.approx(NAN, nan_ok=True), 1.5, 4, 8]


def test_unknown_rows_are_left_out_and_counted() -> None:
    values = column(1, NAN, 5, NAN, NAN)
    assert np.allclose(trailing_mean(values, 3, least=1).ravel(), [1, 1, 3, 5, 5])
    assert np.isnan(trailing_mean(values, 3, least=2).ravel()).tolist() == [True, True, False, True, True]


def test_the_deviation_is_about_zero() -> None:
    assert trailing_rms(column(3, 4), 2, least=2).ravel()[1] == pytest.approx(np.sqrt(12.5))


def test_a_large_past_does_not_blur_a_calm_present() -> None:
    steps = column(4e9, *[3.0, -4.0] * 30)
    assert trailing_rms(steps, 60, least=60).ravel()[60] == pytest.approx(np.sqrt(12.5), rel=1e-6)


def test_a_name_that_never_moves_has_no_deviation() -> None:
    assert trailing_rms(column(*[0.0] * 5), 3, least=3).ravel()[2:].tolist() == [0, 0, 0]


@pytest.mark.parametrize("window", [1, 2, 3, 5, 8, 60])
def test_any_window_agrees_with_adding_up(window: int) -> None:
    values = np.random.default_rng(window).normal(size=(90, 2))
    naive = [values[max(0, row - window + 1) : row + 1].mean(axis=0) for row in range(90)]
    assert np.allclose(trailing_mean(values, window, least=1), naive)


def test_names_do_not_mix() -> None:
    both = np.hstack([column(1, 2, 3), column(10, 20, 30)])
    assert trailing_mean(both, 2, least=2)[1:].tolist() == [[1.5, 15], [2.5, 25]]
