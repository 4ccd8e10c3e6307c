"""The mean of a series with memory: its error by hand, and how often nothing is called something."""

from __future__ import annotations

import numpy as np
import pytest

from liangrong.analytics.studies.long_run import long_run_error, mean_test


def test_the_error_of_four_values_by_hand() -> None:
    """One cosine: weights √½·(0.92388, 0.38268, -0.38268, -0.92388) on deviations -1.5 … 1.5 give -2.23044; √(4.97487 / 4)."""
    error, degrees = long_run_error(np.array([1.0, 2.0, 3.0, 4.0]))
    assert (degrees, error) == (1, pytest.approx(1.115221, abs=1e-5))


def test_unknown_values_are_left_out() -> None:
    values = np.random.default_rng(1).standard_normal(80)
    holed = np.concatenate([values[:40], [np.nan] * 7, values[40:]])
    assert mean_test(holed) == mean_test(values)


def test_two_values_have_no_error() -> None:
    found = mean_test(np.array([1.0, 3.0]))
    assert (found.mean, found.size, np.isnan(found.p_value)) == (2.0, 2, True)


def test_overlap_leaves_fewer_degrees() -> None:
    values = np.random.default_rng(2).standard_normal(240)
    assert [mean_test(values, overlap=h).degrees for h in (1, 5, 20)] == [15, 15, 6]


@pytest.mark.parametrize(("memory", "overlap"), [(0.0, 1), (0.5, 1), (0.0, 5)])
def test_nothing_is_found_in_about_one_case_of_twenty(memory: float, overlap: int) -> None:
    """800 paths without a mean; a plain t-test rejects 26 % of those with a memory of 0.5 and 38 % of sums of five."""
    draw, rejected = np.random.default_rng(3), 0
    for _ in range(800):
        shocks = draw.standard_normal(260)
        path = np.convolve(shocks, np.ones(overlap), "valid")
        if memory:
            for t in range(1, len(path)):
                path[t] += memory * path[t - 1]
        rejected += mean_test(path[-240:], overlap=overlap).p_value <= 0.05
    assert 0.03 <= rejected / 800 <= 0.08
