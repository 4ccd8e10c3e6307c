"""Which accounts a fall can have reached: a bound on each, exact because it never leaves one out."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.book.kernels.screening import STEPS
from liangrong.book.working import EVERY

__all__ = ["GROUPS", "LEVELS", "bits_of", "groups_by", "hot_groups"]

GROUPS: Final = 64
"""Into how many groups securities are put: one bit each."""

LEVELS: Final = 256


def groups_by(expected: NDArray[np.float64]) -> NDArray[np.int64]:
    """Put securities that are expected to fall alike into one group.

    An account is left alone while no group that it holds has fallen as far as would reach it: groups that fall together sort better.
    """
    order = np.argsort(expected, kind="stable")
    groups = np.empty(len(order), np.int64)
    groups[order] = np.arange(len(order)) * GROUPS // max(len(order), 1)
    return groups


def bits_of(groups: NDArray[np.int64]) -> NDArray[np.uint64]:
    """The bit of each security's group."""
    return np.left_shift(np.uint64(1), groups.astype(np.uint64))


def hot_groups(anchor: NDArray[np.int64], now: NDArray[np.int64], groups: NDArray[np.int64]) -> NDArray[np.uint64]:
    """For each level of fall the groups in which a price fell further, in whole numbers.

    An account whose level is ``j`` is not called while all it holds has fallen by no more than ``j / STEPS`` since the anchor. Level 0 is
    hot at any rate: accounts at their line and accounts with short sales, which a rise reaches, are always looked at.

    Examples
    --------
    >>> found = hot_groups(np.array([1000, 1000]), np.array([1000, 900]), np.array([0, 1]))
    >>> [int(found[level]) for level in (1, 25, 26)]
    [2, 2, 0]
    """
    beyond = -(-np.maximum(anchor - now, 0) * STEPS // anchor)
    deepest = np.zeros(GROUPS, np.int64)
    np.maximum.at(deepest, groups, beyond)
    hot = np.zeros(LEVELS, np.uint64)
    np.bitwise_or.at(hot, np.maximum(deepest, 1) - 1, np.where(deepest > 0, bits_of(np.arange(GROUPS)), np.uint64(0)))
    hot = np.bitwise_or.accumulate(hot[::-1])[::-1].copy()
    hot[0] = EVERY
    return hot
