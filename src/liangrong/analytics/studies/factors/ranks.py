"""Ranks across names, session by session: ties share their average rank, unknown names have none."""

from __future__ import annotations

import numpy as np

from liangrong.analytics.panels.panel import Floats

__all__ = ["rank_correlation", "ranks"]


def ranks(values: Floats) -> Floats:
    """Average ranks from 1 along each row; NaN stays NaN.

    Examples
    --------
    >>> ranks(np.array([[30.0, 10.0, np.nan, 10.0]])).tolist()
    [[3.0, 1.5, nan, 1.5]]
    """
    if values.size == 0:
        return values.copy()
    order = np.argsort(values, axis=1, kind="stable")
    ordered = np.take_along_axis(values, order, axis=1)
    place = np.broadcast_to(np.arange(values.shape[1]), values.shape)
    starts = np.ones(values.shape, dtype=bool)
    starts[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    ends = np.ones(values.shape, dtype=bool)
    ends[:, :-1] = starts[:, 1:]
    first = np.maximum.accumulate(np.where(starts, place, 0), axis=1)
    last = np.minimum.accumulate(np.where(ends, place, values.shape[1])[:, ::-1], axis=1)[:, ::-1]
    found = np.empty(values.shape)
    np.put_along_axis(found, order, (first + last) / 2 + 1, axis=1)
    return np.where(np.isnan(values), np.nan, found)


def rank_correlation(first: Floats, second: Floats, *, least: int = 3) -> tuple[Floats, Floats]:
    """Spearman's correlation of each row over the names known in both, and how many they are.

    NaN where fewer than ``least`` names are known, or all of one side are tied.

    Examples
    --------
    >>> a, b = np.array([[1.0, 2.0, 3.0, np.nan]]), np.array([[10.0, 30.0, 20.0, 40.0]])
    >>> [part.tolist() for part in rank_correlation(a, b)]
    [[0.5], [3.0]]
    """
    both = ~(np.isnan(first) | np.isnan(second))
    count = both.sum(axis=1).astype(np.float64)
    one, other = (_centred(ranks(np.where(both, values, np.nan)), count) for values in (first, second))
    spread = np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    known = (count >= least) & (spread > 0)
    found = np.full(len(count), np.nan)
    np.divide((one * other).sum(axis=1), spread, out=found, where=known)
    return found, count


def _centred(ranked: Floats, count: Floats) -> Floats:
    """Deviations from the middle rank; 0 where there is no rank."""
    return np.nan_to_num(ranked - (count[:, None] + 1) / 2)
