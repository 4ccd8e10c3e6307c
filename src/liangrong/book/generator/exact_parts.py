"""Divide whole numbers so that the parts sum up to them again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["counts_of", "part_of", "whole_numbers"]

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def part_of(totals: Integers, first: int, last: int, of: int, offset: Floats | float = 0.0) -> Integers:
    """What falls to the places ``first`` to ``last`` of ``of``: in proportion, and over all places exactly the total.

    Parameters
    ----------
    offset
        Between 0 and 1, excluding 1: where the units of a small total fall. With zeros they fall late.

    Examples
    --------
    >>> [int(part_of(np.array([10]), a, a + 1, 4)[0]) for a in range(4)]
    [2, 3, 2, 3]
    """
    return np.asarray(_up_to(totals, last, of, offset) - _up_to(totals, first, of, offset))


def counts_of(weights: Floats, total: int) -> Integers:
    """Divide a number among weights, with at least one for every weight that is not zero.

    The total is raised where there are more weights than that.

    Examples
    --------
    >>> counts_of(np.array([0.0, 1.0, 1000.0]), 5).tolist()
    [0, 1, 4]
    """
    wanted = weights > 0
    rest = max(total - int(wanted.sum()), 0)
    shares = weights * (rest / weights.sum())
    counts = np.floor(shares).astype(np.int64)
    lacking = rest - int(counts.sum())
    counts[np.argsort(counts - shares, kind="stable")[:lacking]] += 1
    return np.asarray(counts + wanted)


def whole_numbers(amounts: Floats, group: Integers, totals: Integers) -> Integers:
    """Amounts as whole numbers that sum up, group by group, to the totals: rounded down, the last of a group takes the rest.

    Parameters
    ----------
    amounts
        Whose sums are the totals already, but for the rounding of floating point.
    group
        Group of each amount. Every group with a total has one.

    Examples
    --------
    >>> whole_numbers(np.array([1.5, 2.5, 7.0]), np.array([0, 0, 1]), np.array([4, 7])).tolist()
    [1, 3, 7]
    """
    found = np.floor(amounts).astype(np.int64)
    last = np.full(len(totals), -1)
    last[group] = np.arange(len(group))
    held = np.bincount(group, found, len(totals)).astype(np.int64)  # exact: sums of whole numbers below 2^53
    present = last >= 0
    found[last[present]] += (totals - held)[present]
    return found


def _up_to(totals: Integers, place: int, of: int, offset: Floats | float) -> Integers:
    if place <= 0:
        return np.zeros_like(totals)
    if place >= of:
        return totals
    return np.asarray(np.minimum(np.floor(totals * (place / of) + offset).astype(np.int64), totals))
