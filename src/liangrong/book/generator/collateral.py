"""What accounts own: cash, and positions in whole lots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.book.generator.lots import Lots
from liangrong.book.generator.parameters import Parameters
from liangrong.book.generator.portfolios import Portfolios

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
    rng: np.random.Generator, parameters: Parameters, own: NDArray[np.int64], least: NDArray[np.float64], *, cash: int,
    portfolios: Portfolios, lots: Lots,
) -> Collateral:  # fmt: skip
    """Divide what each account owns into cash and positions, to the 厘.

    Parameters
    ----------
    own
        By account of the partition, 厘.
    least
        By account: what of it lies in positions at least, 厘, but for what whole lots leave over.
    cash
        What all of them hold in cash, 厘: met but for what whole lots leave over.
    """
    n = len(own)
    account, security, share = portfolios.account, portfolios.security, portfolios.share
    spare = np.maximum(own - least, 0)
    kept = rng.random(n) ** parameters.cash_skew * spare
    price, scale = lots.price[security], 0.0
    for _ in range(_ROUNDS):
        invested = own - np.minimum(kept * scale, spare)
        quantity = lots.at_most(invested[account] * share / price, security)
        left = float(own.sum()) - float((quantity * price).sum())
        scale = max(0.0, scale + (cash - left) / max(float(kept.sum()), 1.0))
    held = quantity > 0
    account, security, quantity = account[held], security[held], quantity[held]
    spent = np.bincount(account, quantity * lots.price[security], n).astype(np.int64)  # exact: whole numbers below 2^53
    return Collateral(account, security, quantity, own - spent)
