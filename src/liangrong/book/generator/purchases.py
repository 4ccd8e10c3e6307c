"""Margin purchases: who has financed what, when, and how much is still owed for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.book.generator.borrowers import Borrowers
from liangrong.book.generator.exact_parts import counts_of
from liangrong.book.generator.lots import Lots
from liangrong.book.generator.parameters import Parameters
from liangrong.book.generator.vintages import Vintages
from liangrong.book.generator.whole_lots import in_whole_lots
from liangrong.book.scales import LI_PER_FEN

__all__ = ["Purchases", "affordable", "fitted", "purchases_of"]

_ROUNDS: Final = 12
"""Rounds of proportional fitting: after them the debts of accounts have settled; balances by security are exact after each."""


_EXCHANGES: Final = 8
"""Rounds in which contracts change their securities with one another."""

_EVENNESS: Final = 2.0
"""Shape of the gamma distribution of contracts of one account: higher is more even."""


@dataclass(frozen=True, eq=False, slots=True)
class Purchases:
    """Financing contracts, in order of account and security.

    Parameters
    ----------
    account
        Number of the account in the partition.
    session
        Number of the opening session in the history.
    principal
        Fen.
    """

    account: NDArray[np.int64]
    security: NDArray[np.int64]
    session: NDArray[np.int64]
    quantity: NDArray[np.int64]
    principal: NDArray[np.int64]


def purchases_of(
    rng: np.random.Generator,
    parameters: Parameters,
    borrowers: Borrowers,
    balance: NDArray[np.int64],
    *,
    vintages: Vintages,
    prices: NDArray[np.int32],
    lots: Lots,
) -> Purchases:
    """Draw contracts whose principals are, security by security, the balance to the fen.

    Contracts were opened in whole lots at the close of a session of the history, see ``in_whole_lots``.

    Parameters
    ----------
    balance
        By security, fen.
    prices
        ``(days, securities)``, 厘.
    """
    weight = borrowers.debt**parameters.contracts_growth
    several = rng.poisson(
        (parameters.contracts_per_borrower - 1) * weight / weight.mean() * rng.standard_exponential(len(weight))
    )
    counts = counts_of(balance.astype(np.float64), len(several) + int(several.sum()))
    lacking = int(counts.sum()) - len(several) - int(several.sum())
    if lacking:
        several += rng.multinomial(lacking, weight / weight.sum())
    owner = np.repeat(np.arange(len(several)), several + 1)
    amounts = rng.standard_gamma(_EVENNESS, len(owner))
    amounts *= (borrowers.debt / np.bincount(owner, amounts))[owner]
    security = rng.permutation(np.repeat(np.arange(len(counts)), counts))
    security = affordable(rng, security, amounts * LI_PER_FEN, lots)
    order = np.argsort(owner * len(counts) + security, kind="stable")
    owner, security, amounts = owner[order], security[order], amounts[order]
    amounts = fitted(amounts, owner, security, borrowers.debt, balance)
    session = vintages.drawn(rng, security)
    cost = prices[session, security].astype(np.int64)
    cost = np.where(cost > 0, cost, lots.price[security])
    quantity, principal = in_whole_lots(rng, amounts, cost, security, balance, lots)
    kept = principal > 0
    owner, security, session, quantity, principal = (column[kept] for column in (owner, security, session, quantity, principal))
    return Purchases(borrowers.account[owner], security, session, quantity, principal)


def affordable(
    rng: np.random.Generator, security: NDArray[np.int64], amounts: NDArray[np.float64], lots: Lots
) -> NDArray[np.int64]:
    """Let contracts that do not pay for one lot of their security change it with others, where both can then pay.

    How often each security occurs stays the same.

    Parameters
    ----------
    amounts
        厘.
    """
    security, dear = security.copy(), lots.minimum * lots.price
    for _ in range(_EXCHANGES):
        short = np.flatnonzero(dear[security] > amounts)
        partner = rng.permutation(len(security))[: len(short)]
        agreed = (dear[security[short]] <= amounts[partner]) & (dear[security[partner]] <= amounts[short])
        short, partner = short[agreed], partner[agreed]
        once = ~np.isin(partner, short)
        short, partner = short[once], partner[once]
        security[short], security[partner] = security[partner], security[short]
    return security


def fitted(
    amounts: NDArray[np.float64],
    owner: NDArray[np.int64],
    security: NDArray[np.int64],
    debts: NDArray[np.float64],
    balance: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Scale amounts in turn to the debts of their owners and to the balances of their securities (Deming and Stephan 1940).

    The last turn is that of the securities: their balances are met, the debts of accounts are near.
    """
    for _ in range(_ROUNDS):
        amounts = amounts * (debts / np.maximum(np.bincount(owner, amounts, len(debts)), 1e-300))[owner]
        held = np.bincount(security, amounts, len(balance))
        amounts = amounts * (balance / np.where(held > 0, held, 1))[security]
    return amounts
