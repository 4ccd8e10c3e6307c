"""Which securities each account owns, and in what proportion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from liangrong.book.generator.parameters import Parameters
from liangrong.book.generator.purchases import Purchases

__all__ = ["Portfolios", "portfolios_of"]


@dataclass(frozen=True, eq=False, slots=True)
class Portfolios:
    """Holdings in order of account and security; the shares of an account sum up to one."""

    account: NDArray[np.int64]
    security: NDArray[np.int64]
    share: NDArray[np.float64]


def portfolios_of(
    rng: np.random.Generator,
    parameters: Parameters,
    holds: NDArray[np.bool_],
    *,
    purchases: Purchases,
    preference: NDArray[np.float64],
    conversion_ratio: NDArray[np.int64],
) -> Portfolios:
    """Draw what accounts own, before it is known how much.

    Accounts in debt own what counts as margin: their chances are the preference times 折算率.

    Parameters
    ----------
    holds
        By account of the partition: whether it owns anything.
    preference
        By security: chances of a position, for those that do not repeat a purchase.
    """
    n, size = len(holds), len(preference)
    bought = np.bincount(purchases.account, minlength=n)
    mean = np.where(bought > 0, parameters.positions_per_borrower, parameters.positions_per_other)
    account = np.repeat(np.arange(n), np.where(holds, rng.geometric(1 / mean), 0))
    chance, pledged = rng.random(len(account)), preference * conversion_ratio
    security = _drawn(preference, chance)
    if pledged.any():
        security = np.where(bought[account] > 0, _drawn(pledged, chance), security)
    repeated = (bought[account] > 0) & (rng.random(len(account)) < parameters.overlap)
    which = (np.cumsum(bought) - bought)[account] + np.floor(rng.random(len(account)) * bought[account]).astype(np.int64)
    repeated[repeated] = conversion_ratio[purchases.security[which[repeated]]] > 0
    security[repeated] = purchases.security[which[repeated]]
    weight = rng.standard_exponential(len(account))
    return _merged(account, security, weight / np.bincount(account, weight, n)[account], size)


def _drawn(weights: NDArray[np.float64], chance: NDArray[np.float64]) -> NDArray[np.int64]:
    """Securities whose weights the chances fall on, none without a weight."""
    cumulated = np.cumsum(weights)
    last = int(np.flatnonzero(weights)[-1])
    return np.minimum(np.searchsorted(cumulated / cumulated[-1], chance, side="right"), last)


def _merged(account: NDArray[np.int64], security: NDArray[np.int64], share: NDArray[np.float64], size: int) -> Portfolios:
    """Holdings in order of account and security, those in the same security made one."""
    key = account * size + security
    order = np.argsort(key, kind="stable")
    key = key[order]
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1])) if len(key) else np.empty(0, dtype=np.int64)
    sums = np.add.reduceat(share[order], first) if len(key) else share
    return Portfolios(key[first] // size, key[first] % size, sums)
