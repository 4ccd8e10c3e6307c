"""What a series says about itself: lags, and the autoregression that leaves white residuals.

Series lie on a grid of sessions with NaN where nothing is known, so that a lag never jumps over a hole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from liangrong.analytics.panels.panel import Floats

__all__ = ["MOST_LAGS", "Autoregression", "autoregression", "lagged"]

MOST_LAGS: Final = 5
"""The longest memory that is looked for: a week of sessions."""


@dataclass(frozen=True, slots=True, eq=False)
class Autoregression:
    """``values[t] = constant + sum(coefficients[i] * values[t - 1 - i]) + residuals[t]``.

    Parameters
    ----------
    residuals
        On the grid of the series; NaN where a lag is not known.
    """

    constant: float
    coefficients: Floats
    residuals: Floats

    @property
    def order(self) -> int:
        """The number of lags."""
        return len(self.coefficients)

    def filtered(self, values: Floats) -> Floats:
        """Another series through the same filter: its value minus the weighted sum of its own lags."""
        filtered: Floats = values - lagged(values, range(1, self.order + 1)) @ self.coefficients
        return filtered


def lagged(values: Floats, lags: Sequence[int]) -> Floats:
    """Column ``i`` holds the value ``lags[i]`` sessions before; NaN outside the grid.

    Examples
    --------
    >>> lagged(np.array([1.0, 2.0, 3.0]), [1, -1]).tolist()
    [[nan, 2.0], [1.0, 3.0], [2.0, nan]]
    """
    size = len(values)
    laid = np.full((size, len(lags)), np.nan)
    for place, lag in enumerate(lags):
        if abs(lag) < size:
            laid[max(lag, 0) : size + min(lag, 0), place] = values[max(-lag, 0) : size - max(lag, 0)]
    return laid


def autoregression(values: Floats, *, most: int = MOST_LAGS) -> Autoregression:
    """Fit 0 to ``most`` lags by least squares and keep the order with the lowest BIC, all judged on the same sessions.

    Examples
    --------
    >>> noise = np.random.default_rng(1).standard_normal(500)
    >>> path = np.zeros(500)
    >>> for t in range(1, 500):
    ...     path[t] = 0.6 * path[t - 1] + noise[t]
    >>> autoregression(path).order
    1
    """
    past = lagged(values, range(1, most + 1))
    known = ~np.isnan(values) & ~np.isnan(past).any(axis=1)
    target, design = values[known], np.column_stack([np.ones(known.sum()), past[known]])
    products, moments, total = design.T @ design, design.T @ target, float(target @ target)
    size = len(target)
    best, chosen = np.inf, np.zeros(1)
    for order in range(min(most, max(size // 10, 0)) + 1):
        fitted = np.linalg.lstsq(products[: order + 1, : order + 1], moments[: order + 1], rcond=None)[0]
        error = max(total - float(fitted @ moments[: order + 1]), np.finfo(float).tiny)
        criterion = size * np.log(error / size) + (order + 1) * np.log(size)
        if criterion < best:
            best, chosen = criterion, fitted
    residuals: Floats = values - chosen[0] - past[:, : len(chosen) - 1] @ chosen[1:] if len(chosen) > 1 else values - chosen[0]
    return Autoregression(float(chosen[0]), chosen[1:], residuals)
