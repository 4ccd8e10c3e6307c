"""The mean after less the mean before, against statsmodels and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from liangrong.analytics.studies.events.differences import differences


@pytest.mark.slow
@pytest.mark.parametrize("half", [5, 20, 60])
def test_the_error_is_that_of_statsmodels(half: int) -> None:
    sm = pytest.importorskip("statsmodels.api")
    cells = np.random.default_rng(1).standard_normal((3, 2 * half)).cumsum(axis=1)
    found = differences(cells)
    step = sm.add_constant(np.repeat([0.0, 1.0], half))
    lags = int(4 * (2 * half / 100) ** (2 / 9))
    for row, reading in enumerate(cells):
        fit = sm.OLS(reading, step).fit(cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True})
        assert found.effect[row] == pytest.approx(fit.params[1])
        assert found.error[row] == pytest.approx(fit.bse[1])


def test_by_hand() -> None:
    """1, 3 | 4, 6: means 2 and 5, scores 0.5, -0.5, -0.5, 0.5; squares sum to 1, products at lag 1 to -0.25 with weight 1/2, twice:
    (1 - 0.25) x 4 / (4 - 2) = 1.5.
    """
    found = differences(np.array([[1.0, 3.0, 4.0, 6.0]]))
    assert (found.before.item(), found.after.item(), found.effect.item()) == (2.0, 5.0, 3.0)
    assert found.error.item() == pytest.approx(1.5**0.5)


def test_unknown_readings_are_left_out_not_zero() -> None:
    found = differences(np.array([[1.0, np.nan, 3.0, 10.0, 20.0, np.nan]]))
    assert (found.before.item(), found.after.item()) == (2.0, 15.0)
    assert (found.n_before.item(), found.n_after.item()) == (2, 2)


def test_a_side_without_any_reading_has_no_effect() -> None:
    found = differences(np.array([[np.nan, np.nan, 1.0, 2.0]]))
    assert np.isnan(found.effect.item())
    assert found.n_before.item() == 0
