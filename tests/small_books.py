"""Small books drawn by a seed: accounts near their lines, with common holdings, for tests of what must be sold."""

from __future__ import annotations

from datetime import date

import numpy as np

from liangrong.book.columns import Accounts, Book, Contracts, OtherCollateral, Partition, Positions, Shorts
from liangrong.book.marks import MarkTable

DAY = date(2026, 1, 30)


def small_market(securities: int = 12, *, seed: int = 3, turnover: float = 4e7, width: float = 0.1) -> MarkTable:
    """Securities of 10 to 60 元 with one liquidity."""
    draw = np.random.default_rng([seed, 0])
    price = draw.integers(1000, 6000, securities) * 10
    return MarkTable(
        on=DAY,
        securities=tuple(f"6{n:05d}.SH" for n in range(securities)),
        price=price,
        fair_price=price,
        conversion_ratio=draw.integers(40, 65, securities) * 100,
        previous_close=price,
        limit_width=np.full(securities, width),
        suspended=np.zeros(securities, bool),
        turnover=np.full(securities, turnover),
        volatility=np.full(securities, 0.03),
        industry=np.zeros(securities, np.uint16),
        industries=("",),
        asset_class=("",) * securities,
    )


def small_partition(market: MarkTable, accounts: int = 300, *, seed: int = 3, first: int = 0, shorts: int = 0) -> Partition:
    """Accounts with two to six holdings, one or two contracts, and maintenance ratios between about 1.3 and 4."""
    draw = np.random.default_rng([seed, 1, first])
    held, lent = draw.integers(2, 7, accounts), draw.integers(1, 3, accounts)

    def rows(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        offsets = np.append(0, np.cumsum(counts)).astype(np.uint32)
        owner = np.repeat(np.arange(accounts), counts)
        security = draw.integers(0, market.size, len(owner))
        order = np.lexsort((security, owner))
        return offsets, owner, security[order].astype(np.uint16)

    p_offsets, _, p_security = rows(held)
    c_offsets, c_owner, c_security = rows(lent)
    p_quantity = draw.integers(1, 80, len(p_security)) * 100
    c_quantity = draw.integers(1, 80, len(c_security)) * 100
    worth = lambda q, s, off: np.add.reduceat(q * market.price[s], off[:-1].astype(int))  # noqa: E731
    assets = worth(p_quantity, p_security, p_offsets) + worth(c_quantity, c_security, c_offsets)
    cash = draw.integers(0, 20_000_00, accounts) * (draw.random(accounts) < 0.4)
    debt = (assets + cash * 10) / draw.uniform(1.3, 4.0, accounts)
    c_value = c_quantity * market.price[c_security]
    part = c_value / np.add.reduceat(c_value, c_offsets[:-1].astype(int))[c_owner]
    principal = (debt[c_owner] * part / 10).astype(np.int64) + 1
    short_rows = np.sort(draw.choice(accounts, shorts, replace=False)) if shorts else np.zeros(0, int)
    return Partition(
        Accounts(cash.astype(np.int64), draw.integers(0, 50_000, accounts), p_offsets, c_offsets),
        Positions(p_security, p_quantity.astype(np.uint32)),
        Contracts(c_security, c_quantity.astype(np.uint32), principal, np.full(len(c_security), 10_000, np.uint16)),
        Shorts(
            short_rows.astype(np.uint32),
            draw.integers(0, market.size, len(short_rows)).astype(np.uint16),
            (draw.integers(1, 5, len(short_rows)) * 100).astype(np.uint32),
            draw.integers(1_000_00, 3_000_00, len(short_rows)),
            np.full(len(short_rows), 5_000, np.uint16),
        ),
        OtherCollateral(short_rows[::2].astype(np.uint32), np.full(len(short_rows[::2]), 500_000)),
        first,
    )


def small_book(market: MarkTable, *sizes: int, seed: int = 3, shorts: int = 0) -> Book:
    """A book of partitions of these sizes (one of 300 when none is given)."""
    firsts = np.append(0, np.cumsum(sizes or (300,)))
    parts = tuple(
        small_partition(market, size, seed=seed, first=int(first), shorts=shorts)
        for size, first in zip(sizes or (300,), firsts, strict=False)
    )
    return Book(DAY, market.securities, parts, "synthetic")
