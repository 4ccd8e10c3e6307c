"""Contracts in whole lots at the price of their opening, whose sums by security are nevertheless exact."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.book.generator.exact_parts import whole_numbers
from liangrong.book.generator.lots import Lots
from liangrong.book.scales import LI_PER_FEN

__all__ = ["in_whole_lots"]

_ROUNDS: Final = 4
"""Rounds in which contracts above one lot make room for those that must buy one."""

_Integers = NDArray[np.int64]


def in_whole_lots(
    rng: np.random.Generator, amounts: NDArray[np.float64], cost: _Integers, security: _Integers, balance: _Integers, lots: Lots
) -> tuple[_Integers, _Integers]:
    """Turn amounts into shares bought and the money still owed for them.

    Each amount buys whole lots, rounded up or down by chance, one at least, for which those above one lot buy less; what they cost
    is owed. The largest contract of each security then buys as many lots more as its balance lacks, and has repaid what is too
    much; where that is more than it owes, all contracts of the security have repaid the same share.

    Parameters
    ----------
    amounts
        Fen, summing up to the balances.
    cost
        Price of a share when the contract was opened, 厘.
    balance
        By security, fen.

    Returns
    -------
    tuple
        Quantities in shares, and principals in fen whose sums by security are the balances.
    """
    chance = rng.random(len(amounts)) * lots.step[security]
    least = lots.minimum[security]
    quantity = np.maximum(lots.at_most(amounts * LI_PER_FEN / cost + chance, security), least)
    for _ in range(_ROUNDS):
        above = np.bincount(security, (quantity > least) * quantity * cost / LI_PER_FEN, len(balance))
        factor = np.maximum(1 - _excess(quantity, cost, security, balance) / np.where(above > 0, above, np.inf), 0)
        amounts = amounts * factor[security]
        quantity = np.maximum(lots.at_most(amounts * LI_PER_FEN / cost + chance, security), least)
    largest = np.full(len(balance), -1)
    order = np.argsort(amounts, kind="stable")
    largest[security[order]] = order
    held = np.flatnonzero(largest >= 0)
    top = largest[held]
    lacking = np.maximum(_excess(quantity, cost, security, balance)[held] * -LI_PER_FEN, 0)
    step = lots.step[held]
    quantity[top] += -(-lacking // (step * cost[top])) * step
    principal = quantity * cost // LI_PER_FEN
    excess = _excess(quantity, cost, security, balance)
    settled = np.zeros(len(balance), dtype=np.bool_)
    settled[held] = excess[held] < principal[top]
    principal[top[settled[held]]] -= excess[held][settled[held]]
    rest = ~settled[security]
    owed = balance + excess
    shares = principal[rest] * (balance / np.where(owed > 0, owed, 1))[security[rest]]
    principal[rest] = whole_numbers(shares, security[rest], balance)
    return quantity, principal


def _excess(quantity: _Integers, cost: _Integers, security: _Integers, balance: _Integers) -> _Integers:
    """By security: what all contracts cost beyond its balance, fen."""
    return np.bincount(security, quantity * cost // LI_PER_FEN, len(balance)).astype(np.int64) - balance
