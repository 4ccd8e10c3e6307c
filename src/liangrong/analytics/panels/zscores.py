"""How far each day stands from the days before it, in their standard deviations, for all columns of a panel at once."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats

__all__ = ["WINDOW", "rolling_z"]

WINDOW: Final = 60
"""Sessions before the day: about a quarter."""
_CLOSE: Final = 1e-6
"""A spread below this share of what its block ranges over is computed again, from its own window alone."""
_COLUMNS: Final = 256
"""Columns at a time: a block of them stays in the processor's own memory."""
_AT_A_TIME: Final = 1 << 17
"""Windows that are computed again together: what they need stays below a hundred megabytes."""


def rolling_z(values: Floats, *, window: int = WINDOW, least: int | None = None) -> Floats:
    """z(t) = (x(t) - mean) / s, over the known values of the ``window`` sessions before t; the day itself is not among them.

    A jump is therefore measured against the time before it and does not dilute itself. s is the sample standard deviation (n - 1).

    Parameters
    ----------
    values
        Sessions x securities; NaN where it is not known.
    window
        Sessions before the day.
    least
        How many of them must be known, by default two thirds; two at least.

    Returns
    -------
    numpy.ndarray
        The same shape; NaN where the day is not known, too few sessions before it are, or these were all the same.

    Notes
    -----
    Sums run over blocks of ``window`` sessions from a local origin, never over the whole history, so that the oldest figures cost the
    newest no digits; where a window hardly moves beside its block, it is computed again by itself.

    Examples
    --------
    >>> rolling_z(np.array([[1.0], [3.0], [2.0], [5.0]]), window=3, least=3).round(4).ravel().tolist()
    [nan, nan, nan, 3.0]
    """
    least = max(2, -(-2 * window // 3) if least is None else least)
    found = np.full(values.shape, np.nan)
    for left in range(0, values.shape[1], _COLUMNS):
        columns = slice(left, left + _COLUMNS)
        for start in range(0, len(values), window):
            low = max(0, start - window)
            found[start : start + window, columns] = _of_block(values[low : start + window, columns], start - low, window, least)
    return found


def _of_block(block: Floats, lead: int, window: int, least: int) -> Floats:
    """The scores of the rows of a block after its first ``lead``, which is all of a window or nothing."""
    known = ~np.isnan(block)
    counts = known.sum(axis=0)
    centred = np.where(known, block, 0.0)
    centred -= np.divide(centred.sum(axis=0), counts, out=np.zeros(block.shape[1]), where=counts > 0)
    centred[~known] = 0.0
    number, total, squares = (_before(cells, lead) for cells in (known, centred, centred * centred))
    judged = known[lead:] & (number >= least)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / number
        spread = squares - total * mean
        z = (centred[lead:] - mean) / np.sqrt(np.maximum(spread, 0.0) / (number - 1))
    flat = judged & (spread <= _CLOSE * np.square(centred).max(axis=0))
    if flat.any():
        z[flat] = _directly(block, flat, lead, window)
    z[~judged] = np.nan
    return z


def _before(cells: Floats | NDArray[np.bool_], lead: int) -> Floats:
    """For each row after the first ``lead``, the sum of the ``lead`` rows before it; without a lead, of all rows before it."""
    sums = np.zeros((len(cells), cells.shape[1]))
    np.cumsum(cells[:-1], axis=0, out=sums[1:])
    found = sums[lead:]
    if lead:
        found = found - sums[: len(found)]
    return found


def _directly(block: Floats, wanted: NDArray[np.bool_], lead: int, window: int) -> Floats:
    """The same of single cells, each from its own window; NaN where nothing moved in it."""
    rows, columns = np.nonzero(wanted)
    padded = np.vstack([np.full((window, block.shape[1]), np.nan), block])
    found = np.empty(len(rows))
    for start in range(0, len(rows), _AT_A_TIME):
        row, column = rows[start : start + _AT_A_TIME] + lead, columns[start : start + _AT_A_TIME]
        around, today = padded[row[:, None] + np.arange(window), column[:, None]], block[row, column]
        known = ~np.isnan(around)
        number = known.sum(axis=1)
        low = np.where(known, around, np.inf).min(axis=1)
        above = np.where(known, around - low[:, None], 0.0)
        mean = above.sum(axis=1) / number
        deviation = np.where(known, above - mean[:, None], 0.0)
        spread = np.sqrt(np.square(deviation).sum(axis=1) / (number - 1))
        with np.errstate(divide="ignore", invalid="ignore"):
            found[start : start + _AT_A_TIME] = np.where(above.max(axis=1) > 0, (today - low - mean) / spread, np.nan)
    return found
