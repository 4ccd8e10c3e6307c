"""How good a series of nowcasts was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from liangrong.analytics.panels.panel import Floats

__all__ = ["WITHIN", "Score", "score"]

WITHIN: Final = 0.03
"""Three percentage points of the ratio: what the nowcast is held to."""


@dataclass(frozen=True, slots=True)
class Score:
    """Over the sessions that have both values.

    Parameters
    ----------
    sessions
        How many they are.
    hits
        Share of them with an error of at most ``WITHIN``.
    bias, error, root_mean_square
        Mean error (nowcast less official), mean absolute error and root mean squared error, as ratios.
    covered
        Share of the official values inside the band, of those that have one.
    """

    sessions: int
    hits: float
    bias: float
    error: float
    root_mean_square: float
    covered: float


def score(official: Floats, value: Floats, low: Floats | None = None, high: Floats | None = None) -> Score:
    """Compare; NaN throughout where nothing can be compared.

    Examples
    --------
    >>> found = score(np.array([2.60, 2.70, np.nan]), np.array([2.62, 2.75, 2.8]))
    >>> found.sessions, found.hits, round(found.error, 3)
    (2, 0.5, 0.035)
    """
    both = ~np.isnan(official) & ~np.isnan(value)
    if not both.any():
        return Score(0, *[np.nan] * 5)
    errors = (value - official)[both]
    covered = np.nan
    if low is not None and high is not None:
        banded = both & ~np.isnan(low)
        inside = (official >= low) & (official <= high)
        covered = float(inside[banded].mean()) if banded.any() else np.nan
    sizes = np.abs(errors)
    return Score(
        len(errors), float((sizes <= WITHIN).mean()), float(errors.mean()), float(sizes.mean()),
        float(np.sqrt((errors**2).mean())), covered,
    )  # fmt: skip
