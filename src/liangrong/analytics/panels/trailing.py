"""Means, spreads and highs over the last sessions, for all columns of a panel at once; unknown cells are left out.

Nothing is ever subtracted from a running total, so a large past leaves no trace in a small present.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from liangrong.analytics.panels.panel import Floats

__all__ = [
    "change_over",
    "highest_before",
    "mean_before",
    "share_below",
    "spread_before",
    "trailing_mean",
    "trailing_rms",
]


def trailing_mean(values: Floats, window: int, *, least: int) -> Floats:
    """The mean of the last ``window`` rows, each row's own among them; NaN where fewer than ``least`` of them are known.

    Examples
    --------
    >>> trailing_mean(np.array([[1.0], [3.0], [np.nan], [5.0]]), 2, least=1).ravel().tolist()
    [1.0, 2.0, 3.0, 5.0]
    """
    total, known = _sums(values, window)
    enough = known >= least
    return np.where(enough, total / np.where(enough, known, 1.0), np.nan)


def trailing_rms(steps: Floats, window: int, *, least: int) -> Floats:
    """The root mean square of the last ``window`` rows: their standard deviation about zero.

    Examples
    --------
    >>> trailing_rms(np.array([[3.0], [-4.0], [0.0]]), 2, least=2).round(4).ravel().tolist()
    [nan, 3.5355, 2.8284]
    """
    return np.asarray(np.sqrt(trailing_mean(steps**2, window, least=least)))


def mean_before(values: Floats, window: int, *, least: int) -> Floats:
    """The mean of the ``window`` rows before each row, its own not among them; NaN where fewer than ``least`` are known.

    Examples
    --------
    >>> mean_before(np.array([[1.0], [3.0], [9.0]]), 2, least=2).ravel().tolist()
    [nan, nan, 2.0]
    """
    return _down(trailing_mean(values, window, least=least), 1, np.nan)


def spread_before(values: Floats, window: int, *, least: int) -> Floats:
    """The sample standard deviation (n - 1) of the same rows."""
    if not len(values):
        return values
    first = np.argmax(~np.isnan(values), axis=0)
    centred = values - values[first, np.arange(values.shape[1])]
    total, known = _sums(centred, window)
    squares, _ = _sums(centred**2, window)
    number = np.maximum(known, 2)
    variance = np.maximum(squares - total**2 / number, 0.0) / (number - 1)
    return _down(np.where(known >= max(least, 2), np.sqrt(variance), np.nan), 1, np.nan)


def highest_before(values: Floats, window: int | None, *, least: int) -> Floats:
    """The highest known value of the ``window`` rows before each row (``None``: of all rows before)."""
    known = _down(_sums(values, window or len(values))[1], 1)
    if window is None:
        highest = _down(np.fmax.accumulate(values, axis=0), 1, np.nan)
    else:
        highest = np.full(values.shape, np.nan)
        for earlier in _earlier(values, window):
            np.fmax(highest, earlier, out=highest)
    return np.where(known >= least, highest, np.nan)


def share_below(values: Floats, window: int, *, least: int) -> Floats:
    """The share of the known values of the ``window`` rows before each row that lie below its own."""
    below = np.zeros(values.shape)
    for earlier in _earlier(values, window):
        below += earlier < values
    known = _down(_sums(values, window)[1], 1)
    return np.where((known >= least) & ~np.isnan(values), below / np.maximum(known, 1), np.nan)


def change_over(values: Floats, sessions: int) -> Floats:
    """Each value over that of ``sessions`` rows before, minus 1; NaN where that one is unknown or not above zero.

    Examples
    --------
    >>> change_over(np.array([[2.0], [3.0]]), 1).ravel().tolist()
    [nan, 0.5]
    """
    before = _down(values, sessions, np.nan)
    above = before > 0
    return np.where(above, values / np.where(above, before, 1.0) - 1, np.nan)


def _earlier(values: Floats, window: int) -> Iterator[Floats]:
    """The rows 1, 2 … ``window`` before each row; NaN beyond the first."""
    for step in range(1, min(window, len(values) - 1) + 1):
        yield _down(values, step, np.nan)


def _sums(values: Floats, window: int) -> tuple[Floats, Floats]:
    """Sum and number of the known values of the last ``window`` rows, of all rows so far where there are fewer."""
    known = ~np.isnan(values)
    return _added(np.where(known, values, 0.0), window), _added(known.astype(np.float64), window)


def _added(cells: Floats, window: int) -> Floats:
    """Put together from sums of 1, 2, 4 … rows."""
    total, doubled, taken, length = np.zeros_like(cells), cells, 0, 1
    while taken < window:
        if window & length:
            total = total + _down(doubled, taken)
            taken += length
        doubled = doubled + _down(doubled, length)
        length *= 2
    return total


def _down(cells: Floats, by: int, above: float = 0.0) -> Floats:
    """The rows moved down by so many, ``above`` in the rows that are left at the top."""
    if not by:
        return cells
    moved = np.full_like(cells, above)
    moved[by:] = cells[:-by]
    return moved
