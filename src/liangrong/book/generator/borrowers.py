"""Who is in debt, who is an institution, and how much each owes."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from liangrong.book.generator.parameters import Parameters
from liangrong.book.scales import FEN_PER_YUAN

__all__ = ["Borrowers", "borrowers_of", "sizes"]


@dataclass(frozen=True, eq=False, slots=True)
class Borrowers:
    """Accounts in debt of a partition.

    Parameters
    ----------
    account
        Their numbers in it, in order.
    debt
        What each shall owe for financing, fen.
    private_fund
        By account of the partition, in debt or not.
    """

    account: NDArray[np.int64]
    debt: NDArray[np.float64]
    private_fund: NDArray[np.bool_]


def borrowers_of(
    rng: np.random.Generator, parameters: Parameters, *, accounts: int, borrowers: int, institutions: int, total: int
) -> Borrowers:
    """Draw who owes how much, so that all together owe ``total`` fen."""
    account = np.sort(rng.permutation(accounts)[:borrowers])
    institution = np.zeros(accounts, dtype=np.bool_)
    institution[rng.permutation(accounts)[:institutions]] = True
    debt = sizes(rng, parameters, institution[account], total / borrowers)
    private_fund = institution & (rng.random(accounts) < parameters.private_fund_share)
    return Borrowers(account, debt * (total / debt.sum()), private_fund)


def sizes(rng: np.random.Generator, parameters: Parameters, institution: NDArray[np.bool_], mean: float) -> NDArray[np.float64]:
    """Debts of about a mean: a lognormal body whose upper end is a Pareto tail, cut at the largest debt.

    Parameters
    ----------
    mean
        Fen, as the result.
    """
    spread, index, share = parameters.debt_spread, parameters.debt_tail_index, parameters.debt_tail_share
    normal = rng.standard_normal(len(institution))
    relative = np.exp(spread * normal)
    begin = NormalDist().inv_cdf(1 - share) if share else np.inf
    tail = normal > begin
    if tail.any():
        relative[tail] = np.exp(spread * begin) * (1 - rng.random(int(tail.sum()))) ** (-1 / index)
    relative[institution] *= parameters.institution_multiple
    most = parameters.largest_debt * FEN_PER_YUAN
    return np.asarray(np.minimum(relative * (mean / relative.mean()), most))
