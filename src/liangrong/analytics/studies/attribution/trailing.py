"""The sessions before each session, of many names at once: their mean, spread, highest value, and where a value stands among them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from liangrong.analytics.panels.panel import Floats

__all__ = ["change_over", "highest_before", "mean_before", "mean_until", "share_below", "spread_before"]


def mean_before(values: Floats, sessions: int, *, least: int) -> Floats:
    """The mean of the known values of the ``sessions`` rows before each row, its own not among them; NaN below ``least`` of them.

    Examples
    --------
    >>> mean_before(np.array([[1.0], [3.0], [9.0]]), 2, least=2).ravel().tolist()
    [nan, nan, 2.0]
    """
    total, known = _sums(values, sessions)
    return np.where(known >= least, total / np.maximum(known, 1), np.nan)


def mean_until(values: Floats, sessions: int, *, least: int) -> Floats:
    """The mean of the known values of the last ``sessions`` rows, each row's own among them.

    Examples
    --------
    >>> mean_until(np.array([[1.0], [3.0], [9.0]]), 2, least=2).ravel().tolist()
    [nan, 2.0, 6.0]
    """
    longer = np.vstack([values, np.full((1, values.shape[1]), np.nan)])
    return mean_before(longer, sessions, least=least)[1:]


def spread_before(values: Floats, sessions: int, *, least: int) -> Floats:
    """The sample standard deviation of the same rows."""
    if not len(values):
        return values
    first = np.argmax(~np.isnan(values), axis=0)
    centred = values - values[first, np.arange(values.shape[1])]
    total, known = _sums(centred, sessions)
    squares, _ = _sums(centred**2, sessions)
    number = np.maximum(known, 2)
    variance = np.maximum(squares - total**2 / number, 0.0) / (number - 1)
    return np.where(known >= max(least, 2), np.sqrt(variance), np.nan)


def highest_before(values: Floats, sessions: int | None, *, least: int) -> Floats:
    """The highest known value of the ``sessions`` rows before each row (``None``: of all rows before)."""
    known = _sums(values, sessions or len(values))[1]
    if sessions is None:
        highest = np.vstack([np.full((1, values.shape[1]), np.nan), np.fmax.accumulate(values, axis=0)[:-1]])
    else:
        highest = np.full(values.shape, np.nan)
        for earlier in _earlier(values, sessions):
            np.fmax(highest, earlier, out=highest)
    return np.where(known >= least, highest, np.nan)


def share_below(values: Floats, sessions: int, *, least: int) -> Floats:
    """The share of the known values of the ``sessions`` rows before each row that lie below its own."""
    below = np.zeros(values.shape)
    for earlier in _earlier(values, sessions):
        below += earlier < values
    known = _sums(values, sessions)[1]
    return np.where((known >= least) & ~np.isnan(values), below / np.maximum(known, 1), np.nan)


def change_over(values: Floats, sessions: int) -> Floats:
    """Each value over that of ``sessions`` rows before, minus 1; NaN where that one is unknown or not above zero.

    Examples
    --------
    >>> change_over(np.array([[2.0], [3.0]]), 1).ravel().tolist()
    [nan, 0.5]
    """
    found = np.full(values.shape, np.nan)
    before = values[:-sessions]
    with np.errstate(divide="ignore", invalid="ignore"):
        found[sessions:] = np.where(before > 0, values[sessions:] / before - 1, np.nan)
    return found


def _earlier(values: Floats, sessions: int) -> Iterator[Floats]:
    """The rows 1, 2 … ``sessions`` before each row; NaN beyond the first."""
    for step in range(1, min(sessions, len(values) - 1) + 1):
        shifted = np.full(values.shape, np.nan)
        shifted[step:] = values[:-step]
        yield shifted


def _sums(values: Floats, sessions: int) -> tuple[Floats, Floats]:
    """Sum and number of the known values of the ``sessions`` rows before each row."""
    known = ~np.isnan(values)
    return _before(np.where(known, values, 0.0), sessions), _before(known.astype(np.float64), sessions)


def _before(values: Floats, sessions: int) -> Floats:
    run = np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    row = np.arange(len(values))
    found: Floats = run[row] - run[np.maximum(row - sessions, 0)]
    return found
