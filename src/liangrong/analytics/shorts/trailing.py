"""Means and deviations of the sessions just past, for many names at once; unknown cells are left out and counted."""

from __future__ import annotations

import numpy as np

from liangrong.analytics.panels.panel import Floats

__all__ = ["trailing_mean", "trailing_rms"]


def trailing_mean(values: Floats, window: int, *, least: int) -> Floats:
    """The mean of the last ``window`` rows, this one included; NaN where fewer than ``least`` of them are known.

    Examples
    --------
    >>> trailing_mean(np.array([[1.0], [3.0], [np.nan], [5.0]]), 2, least=1).ravel().tolist()
    [1.0, 2.0, 3.0, 5.0]
    """
    known = ~np.isnan(values)
    count = _sums(known.astype(np.float64), window)
    enough = count >= least
    return np.where(enough, _sums(np.where(known, values, 0.0), window) / np.where(enough, count, 1.0), np.nan)


def trailing_rms(steps: Floats, window: int, *, least: int) -> Floats:
    """The root mean square of the last ``window`` rows: their standard deviation about zero.

    Examples
    --------
    >>> trailing_rms(np.array([[3.0], [-4.0], [0.0]]), 2, least=2).round(4).ravel().tolist()
    [nan, 3.5355, 2.8284]
    """
    return np.asarray(np.sqrt(trailing_mean(steps**2, window, least=least)))


def _sums(values: Floats, window: int) -> Floats:
    """The sums of the last ``window`` rows, of all rows so far where there are fewer.

    Put together from sums of 1, 2, 4 … rows: nothing is ever subtracted, so a large past leaves no trace.
    """
    total, doubled, taken, length = np.zeros_like(values), values, 0, 1
    while taken < window:
        if window & length:
            total = total + _down(doubled, taken)
            taken += length
        doubled = doubled + _down(doubled, length)
        length *= 2
    return total


def _down(values: Floats, by: int) -> Floats:
    """The rows moved down, zeros above them."""
    if not by:
        return values
    moved = np.zeros_like(values)
    moved[by:] = values[:-by]
    return moved
