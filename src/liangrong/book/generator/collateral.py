"""What accounts own: cash, and positions in whole lots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.book.generator.lots import Lots
from liangrong.book.generator.parameters import Parameters
from liangrong.book.generator.purchases import Purchases

__all__ = ["Collateral", "collateral_of"]


_ROUNDS: Final = 4
"""Rounds in which the share of cash is lowered by what whole lots leave uninvested."""


@dataclass(frozen=True, eq=False, slots=True)
class Collateral:
    """Positions in order of account and security, and the cash of every account of the partition, 厘."""

    account: NDArray[np.int64]
    security: NDArray[np.int64]
    quantity: NDArray[np.int64]
    cash: NDArray[np.int64]


def collateral_of(
    rng: np.random.Generator,
    parameters: Parameters,
    own: NDArray[np.int64],
    *,
    cash: int,
    purchases: Purchases,
    preference: NDArray[np.float64],
    lots: Lots,
) -> Collateral:
    """Divide what each account owns into cash and positions, to the 厘.

    Parameters
    ----------
    own
        By account of the partition, 厘.
    cash
        What all of them hold in cash, 厘: met but for what whole lots leave over.
    preference
        By security: chances of a position, for those that do not repeat a purchase.
    """
    n, size = len(own), len(preference)
    bought = np.bincount(purchases.account, minlength=n)
    mean = np.where(bought > 0, parameters.positions_per_borrower, parameters.positions_per_other)
    account = np.repeat(np.arange(n), np.where(own > 0, rng.geometric(1 / mean), 0))
    security = np.searchsorted(np.cumsum(preference) / preference.sum(), rng.random(len(account)), side="right")
    security = np.minimum(security, size - 1)
    repeated = (bought[account] > 0) & (rng.random(len(account)) < parameters.overlap)
    which = (np.cumsum(bought) - bought)[account] + np.floor(rng.random(len(account)) * bought[account]).astype(np.int64)
    security[repeated] = purchases.security[which[repeated]]
    weight = rng.standard_exponential(len(account))
    share = weight / np.bincount(account, weight, n)[account]
    kept = rng.random(n) ** parameters.cash_skew * own
    account, security, share = _merged(account, security, share, size)
    price, scale = lots.price[security], 0.0
    for _ in range(_ROUNDS):
        invested = own - np.minimum(kept * scale, own)
        quantity = lots.at_most(invested[account] * share / price, security)
        left = float(own.sum()) - float((quantity * price).sum())
        scale = max(0.0, scale + (cash - left) / max(float(kept.sum()), 1.0))
    held = quantity > 0
    account, security, quantity = account[held], security[held], quantity[held]
    spent = np.bincount(account, quantity * lots.price[security], n).astype(np.int64)  # exact: whole numbers below 2^53
    return Collateral(account, security, quantity, own - spent)


def _merged(
    account: NDArray[np.int64], security: NDArray[np.int64], share: NDArray[np.float64], size: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Positions in order of account and security, those in the same security made one."""
    key = account * size + security
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.empty(0, dtype=np.int64)
    sums = np.add.reduceat(share[order], first) if len(key) else share
    return key[first] // size, key[first] % size, sums
