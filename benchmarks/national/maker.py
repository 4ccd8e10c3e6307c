"""The book that is measured: as many accounts, positions and contracts as the issue names, every account in debt. Invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import overload

import numpy as np
from numpy.typing import NDArray

from liangrong.book.columns import Accounts, Book, Contracts, OtherCollateral, Partition, Positions, Shorts
from liangrong.book.marks import MarkTable

DAY = date(2026, 1, 30)
ACCOUNTS = 15_640_000
SECURITIES = 5_500
INDUSTRIES = 31
POSITIONS, CONTRACTS = 64 / 15.64, 31 / 15.64
"""Per account."""
PARTITION = 1_000_000
"""Accounts of a partition, as the generator of the product makes them."""
POPULARITY = 1.2
"""Tail index of how many hold a security."""
SHORT, OTHER = 0.001, 0.01
"""Shares of accounts that are short, that have other collateral."""
RATIO = 2.7
"""Assets over debt of the whole book: the official average of the last years."""
NEAR = 0.02
"""Share of the accounts left below the lines, of those who would be there by chance; the others have paid in."""

Ints = NDArray[np.int64]


def market(seed: int = 1) -> MarkTable:
    """5,500 securities of 3 to 300 yuan, with turnover and volatility in proportion to their popularity."""
    rng = np.random.default_rng([seed, 0])
    price = np.rint(np.exp(rng.normal(9.6, 0.8, SECURITIES))).astype(np.int64) + 1000
    return MarkTable(
        on=DAY,
        securities=tuple(f"{600_000 + number}.SH" for number in range(SECURITIES)),
        price=price,
        fair_price=price,
        conversion_ratio=rng.integers(0, 7001, SECURITIES),
        previous_close=price,
        limit_width=np.full(SECURITIES, 0.1),
        suspended=np.zeros(SECURITIES, np.bool_),
        turnover=3e12 * _popularity() / _popularity().sum(),
        volatility=rng.uniform(0.015, 0.04, SECURITIES),
        industry=rng.integers(0, INDUSTRIES, SECURITIES).astype(np.uint16),
        industries=tuple(f"industry {number}" for number in range(INDUSTRIES)),
        asset_class=("other_a_share",) * SECURITIES,
    )


def partition(number: int, accounts: int, marks: MarkTable, *, first: int = 0, seed: int = 1) -> Partition:
    """Some accounts, the same for the same seed and number.

    Cash is what lifts the book to ``RATIO`` and nearly all accounts above their lines.
    """
    rng = np.random.default_rng([seed, 1, number])
    size = rng.lognormal(10.2, 1.5, accounts)
    position_offsets, positions = _held(rng, rng.poisson(POSITIONS, accounts), size * 0.6, marks)
    contract_offsets, contracts = _held(rng, rng.poisson(CONTRACTS - 1, accounts) + 1, size, marks)
    security, quantity = contracts
    cost = marks.price[security] * rng.lognormal(0.0, 0.2, len(security))
    principal = (quantity * cost / 10).astype(np.int64)
    ratio = rng.choice(np.array([5000, 8000, 10000], np.uint16), len(security), p=[0.02, 0.5, 0.48])
    debt = _by_run(principal, contract_offsets) * 10
    held = _by_run(positions[1] * marks.price[positions[0]], position_offsets) + _by_run(
        quantity * marks.price[security], contract_offsets
    )
    least = np.where(rng.random(accounts) < NEAR, 1.05, 1.31) + rng.exponential(0.6, accounts)
    cash = np.maximum(least * debt - held, 0) + rng.exponential(0.05, accounts) * debt
    cash += max(0.0, (RATIO * debt.sum() - held.sum() - cash.sum()) / debt.sum()) * debt
    short = np.flatnonzero(rng.random(accounts) < SHORT).astype(np.uint32)
    owed = rng.integers(0, SECURITIES, len(short)).astype(np.uint16)
    borrowed = np.full(len(short), 1000, np.uint32)
    proceeds = borrowed * marks.price[owed] // 10
    other = np.flatnonzero(rng.random(accounts) < OTHER).astype(np.uint32)
    cash = (cash / 10).astype(np.int64)
    cash[short] += proceeds
    return Partition(
        Accounts(cash, (debt / 10 * rng.uniform(0, 0.02, accounts)).astype(np.int64), position_offsets, contract_offsets),
        Positions(positions[0].astype(np.uint16), positions[1].astype(np.uint32)),
        Contracts(security.astype(np.uint16), quantity.astype(np.uint32), principal, ratio),
        Shorts(short, owed, borrowed, proceeds, np.full(len(short), 10000, np.uint16)),
        OtherCollateral(other, rng.integers(1_000_000, 100_000_000, len(other))),
        first,
    )


class Partitions(Sequence[Partition]):
    """Partitions that are made when they are asked for and not kept."""

    def __init__(self, accounts: int, marks: MarkTable) -> None:
        self.sizes = [min(PARTITION, accounts - begin) for begin in range(0, accounts, PARTITION)]
        self.marks = marks

    def __len__(self) -> int:
        return len(self.sizes)

    @overload
    def __getitem__(self, at: int, /) -> Partition: ...
    @overload
    def __getitem__(self, at: slice, /) -> Sequence[Partition]: ...
    def __getitem__(self, at: int | slice, /) -> Partition | Sequence[Partition]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        return partition(range(len(self))[at], self.sizes[at], self.marks, first=PARTITION * (at % len(self)))


def national(accounts: int = ACCOUNTS, *, kept: bool = True) -> tuple[Book, MarkTable]:
    """The book and its market; in memory, or made as it is read."""
    marks = market()
    found = Partitions(accounts, marks)
    return Book(DAY, marks.securities, list(found) if kept else found, "synthetic"), marks


def _popularity() -> NDArray[np.float64]:
    return (np.arange(SECURITIES) + 10.0) ** -POPULARITY


def _held(
    rng: np.random.Generator, count: Ints, size: NDArray[np.float64], marks: MarkTable
) -> tuple[NDArray[np.uint32], tuple[Ints, Ints]]:
    """Offsets, and securities with shares: in order within each account, lots of a hundred."""
    offsets = np.concatenate(([0], np.cumsum(count))).astype(np.uint32)
    edges = np.cumsum(_popularity())
    drawn = np.searchsorted(edges, rng.random(int(offsets[-1]), dtype=np.float32) * edges[-1] * (1 - 1e-6))
    owner = np.repeat(np.arange(len(count)), count)
    security = np.sort(owner * SECURITIES + drawn) % SECURITIES
    value = np.repeat(size, count) * rng.exponential(1.0, len(security)) * 1000
    return offsets, (security, 100 * (1 + np.minimum(value / marks.price[security] / 100, 4e7).astype(np.int64)))


def _by_run(values: Ints, offsets: NDArray[np.uint32]) -> Ints:
    running = np.concatenate((np.zeros(1, np.int64), np.cumsum(values)))
    return np.diff(running[offsets])
