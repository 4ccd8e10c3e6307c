"""The mean of a series whose neighbours resemble each other, with errors that know it (HAC).

The long-run variance is the average of the squared weights of the slowest cosines, the statistic follows Student's t with
as many degrees of freedom: of the estimators in use it keeps its size best in samples of a few hundred sessions (Lazarus,
Lewis, Stock and Watson 2018, "HAR Inference: Recommendations for Practice", JBES 36(4)).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from liangrong.analytics.panels.panel import Floats

__all__ = ["CONFIDENCE", "MeanTest", "long_run_error", "mean_test"]

CONFIDENCE: Final = 0.95
"""Of every interval of the studies; the nominal size of their tests is what it leaves."""
_FREQUENCIES: Final = 0.4
"""The recommended number of cosines is this times n to the power of two thirds."""
_KEPT_BASES: Final = 64


@dataclass(frozen=True, slots=True)
class MeanTest:
    """The mean of a series against zero.

    Parameters
    ----------
    mean, error
        The mean and its HAC standard error, in the unit of the series.
    t, degrees, p_value
        The statistic, its degrees of freedom, and the two-sided p-value under a mean of zero.
    low, high
        The interval that holds the mean with ``CONFIDENCE``.
    size
        How many values were known.
    """

    mean: float
    error: float
    t: float
    degrees: int
    p_value: float
    low: float
    high: float
    size: int


def mean_test(values: Floats, *, overlap: int = 1) -> MeanTest:
    """Test the mean of a series against zero; unknown values are left out.

    Parameters
    ----------
    values
        In order of time.
    overlap
        How many neighbours share the same days, such as the horizon of overlapping returns: cosines that are no slower
        than that are not used.

    Returns
    -------
    MeanTest
        NaN errors where fewer than three values are known.

    Examples
    --------
    >>> found = mean_test(np.array([1.0, -1.0] * 50) + 0.5)
    >>> round(found.mean, 3), found.size, found.p_value < 0.001
    (0.5, 100, True)
    """
    known = values[~np.isnan(values)]
    size = len(known)
    if size < 3:
        nothing = float("nan")
        return MeanTest(float(known.mean()) if size else nothing, nothing, nothing, 0, nothing, nothing, nothing, size)
    from scipy.special import stdtr, stdtrit

    mean = float(known.mean())
    error, degrees = long_run_error(known, overlap=overlap)
    t = mean / error if error > 0 else np.inf * np.sign(mean) if mean else 0.0
    reach = float(stdtrit(degrees, (1 + CONFIDENCE) / 2)) * error
    return MeanTest(mean, error, float(t), degrees, float(2 * stdtr(degrees, -abs(t))), mean - reach, mean + reach, size)


def long_run_error(values: Floats, *, overlap: int = 1) -> tuple[float, int]:
    """The HAC standard error of the mean of known values, and its degrees of freedom."""
    size = len(values)
    degrees = max(1, min(int(_FREQUENCIES * size ** (2 / 3)), size // (2 * overlap) if overlap > 1 else size - 1))
    weights = _cosines(size, degrees) @ (values - values.mean())
    return float(np.sqrt((weights**2).mean() / size)), degrees


@lru_cache(maxsize=_KEPT_BASES)
def _cosines(size: int, count: int) -> Floats:
    """``count x size``: the type-II cosines of the frequencies 1, 2, …, orthonormal."""
    waves = np.outer(np.arange(1, count + 1), np.arange(size) + 0.5)
    basis: Floats = np.sqrt(2 / size) * np.cos(np.pi * waves / size)
    return basis
