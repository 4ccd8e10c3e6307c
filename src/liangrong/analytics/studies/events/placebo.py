"""Sessions on which nothing happened, and where an effect stands among the effects found there."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats

__all__ = ["MIN_PLACEBOS", "quiet_places", "rank_p_value"]

MIN_PLACEBOS = 19
"""Fewer cannot give a p-value of one in twenty."""


def quiet_places(length: int, busy: Iterable[int], distance: int) -> NDArray[np.int64]:
    """The places that lie at least ``distance`` sessions from every busy one.

    Examples
    --------
    >>> quiet_places(8, [3], 3).tolist()
    [0, 6, 7]
    """
    quiet = np.ones(length, dtype=np.bool_)
    for place in busy:
        quiet[max(place - distance + 1, 0) : max(place + distance, 0)] = False
    return np.flatnonzero(quiet)


def rank_p_value(effect: float, placebos: Floats) -> float | None:
    """How often a placebo is at least as far from zero as the effect; the effect itself counts as one of them.

    Two-sided; the null is that the event is a session like any other (Fisher's randomisation test). ``None`` where fewer than
    ``MIN_PLACEBOS`` are known. Windows of neighbouring placebos overlap: they are many, but not independent.

    Examples
    --------
    >>> rank_p_value(3.0, np.arange(-9.5, 10.0))
    0.7142857142857143
    """
    known = placebos[np.isfinite(placebos)]
    if len(known) < MIN_PLACEBOS or not np.isfinite(effect):
        return None
    return float((1 + np.count_nonzero(np.abs(known) >= abs(effect))) / (1 + len(known)))
