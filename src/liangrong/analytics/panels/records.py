"""Record highs and how many stand in a row, for all columns of a panel at once; the rule of ``analytics.records``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats

__all__ = ["is_record", "record_streaks"]


def is_record(values: Floats) -> NDArray[np.bool_]:
    """Whether each cell is strictly above all known ones before it in its column.

    The first known value counts, for there is none before it. An unknown cell is no record, and says nothing about later ones.

    Examples
    --------
    >>> is_record(np.array([[1.0], [np.nan], [1.0], [2.0]])).ravel().tolist()
    [True, False, False, True]
    """
    found = np.empty(values.shape, dtype=np.bool_)
    high = np.full(values.shape[1], -np.inf)
    for row, today in enumerate(values):
        np.greater(today, high, out=found[row])
        np.fmax(high, today, out=high)
    return found


def record_streaks(values: Floats) -> NDArray[np.int32]:
    """How many records on neighbouring sessions end at each cell; 0 where it is none.

    A session that is no record, or is not known, ends the streak.

    Examples
    --------
    >>> record_streaks(np.array([[1.0], [2.0], [2.0], [3.0]])).ravel().tolist()
    [1, 2, 0, 1]
    """
    found = np.zeros(values.shape, dtype=np.int32)
    streak = np.zeros(values.shape[1], dtype=np.int32)
    for row, records in enumerate(is_record(values)):
        streak = np.where(records, streak + 1, 0).astype(np.int32)
        found[row] = streak
    return found
