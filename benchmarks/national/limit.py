"""How fast the memory of this machine is, and how much of it a revaluation needs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from liangrong.book.columns import Partition

RUNS = 9
THREADS = 2
WRITTEN = 25
"""Bytes that a revaluation writes for an account: assets, debt, margin, zone."""
PIECE = 8 << 20


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    """The least seconds of a call; the first, which compiles and warms, is not counted."""
    work()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def columns_of(partitions: Sequence[Partition]) -> Iterator[NDArray[Any]]:
    """The columns that a revaluation reads."""
    for part in partitions:
        for table in (part.accounts, part.positions, part.contracts, part.shorts, part.others):
            yield from table


def needed(partitions: Sequence[Partition], *, written: bool = True) -> int:
    """Bytes that a revaluation must read, and write."""
    return sum(column.nbytes for column in columns_of(partitions)) + written * WRITTEN * sum(part.size for part in partitions)


def reading(partitions: Sequence[Partition]) -> float:
    """Bytes a second at which two threads add up these columns, as 64-bit words."""
    from numba import njit

    @njit(nogil=True)
    def added(words: NDArray[np.uint64]) -> int:
        total = np.uint64(0)
        for i in range(words.size):
            total += words[i]
        return total

    pieces = []
    for column in columns_of(partitions):
        raw = column.view(np.uint8)
        words = raw[: len(raw) // 8 * 8].view(np.uint64)
        pieces += np.array_split(words, max(1, words.nbytes // PIECE))
    with ThreadPoolExecutor(THREADS) as pool:
        taken = best(lambda: list(pool.map(added, pieces)))
    return sum(piece.nbytes for piece in pieces) / taken
