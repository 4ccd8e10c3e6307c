"""Where a value stands among all values up to its own day: the past grows, the future is not there yet."""

from __future__ import annotations

from bisect import bisect_right, insort
from math import ceil
from typing import Final

import numpy as np

from liangrong.analytics.panels.panel import Floats

__all__ = ["LEAST", "expanding_percentile", "expanding_quantile"]

LEAST: Final = 250
"""About a year of sessions; before that a percentile is not given."""


def expanding_percentile(values: Floats, *, least: int = LEAST) -> Floats:
    """For each value the share of the values so far, its own included, that are at or below it; NaN before ``least`` of them.

    Examples
    --------
    >>> expanding_percentile(np.array([3.0, 1.0, 2.0, 4.0]), least=2).round(3).tolist()
    [nan, 0.5, 0.667, 1.0]
    """
    past: list[float] = []
    found = np.full(values.size, np.nan)
    for place, value in enumerate(values):
        insort(past, value)
        if len(past) >= least:
            found[place] = bisect_right(past, value) / len(past)
    return found


def expanding_quantile(values: Floats, share: float, *, least: int = LEAST) -> Floats:
    """For each value the level that it had to reach for its percentile to be at least ``share``.

    Examples
    --------
    >>> expanding_quantile(np.array([3.0, 1.0, 2.0, 4.0]), 0.75, least=2).tolist()
    [nan, 3.0, 3.0, 3.0]
    """
    past: list[float] = []
    found = np.full(values.size, np.nan)
    for place, value in enumerate(values):
        insort(past, value)
        if len(past) >= least:
            found[place] = past[ceil(share * len(past) - 1e-9) - 1]
    return found
