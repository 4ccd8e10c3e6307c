"""How much each account owns besides what it bought on credit: what spreads maintenance ratios."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.accounts.terms import Terms
from liangrong.book.generator.parameters import Parameters
from liangrong.book.scales import LI_PER_FEN, LI_PER_YUAN
from liangrong.core.errors import UsageError

__all__ = ["own_of"]

_ROUNDS: Final = 6
"""Rounds in which the others give what cured accounts have received."""


def own_of(
    rng: np.random.Generator,
    parameters: Parameters,
    debt: NDArray[np.int64],
    tied: NDArray[np.int64],
    demanded: NDArray[np.float64],
    holds: NDArray[np.bool_],
    *,
    maintenance_ratio: float,
    collateral: int,
    terms: Terms,
) -> NDArray[np.int64]:
    """By account, 厘: what it owns, in cash and positions, besides its purchases and the proceeds of its short sales.

    In debt: what its contracts demanded when they were opened, and beyond that a lognormal multiple of the debt, scaled so that assets of
    all are the maintenance ratio times debt. Most of those whose losses since would have brought them below the call line have been
    called before and have cured: they lie a little above the cure target. Where the maintenance ratio leaves less than what was
    demanded, everybody has lost the same part of it. Without debt: what is left of the total of collateral, lognormal, many with nothing.

    Parameters
    ----------
    debt, tied
        By account, 厘: all debt, and the value of purchases and proceeds.
    demanded
        By account, 厘: the least that it must own besides, see ``demanded_of``.
    holds
        By account: whether it owns anything.
    collateral
        Assets of all accounts, 厘.

    Raises
    ------
    UsageError
        The maintenance ratio and the collateral contradict each other, or what the purchases are worth.
    """
    n = len(debt)
    wanted = maintenance_ratio * float(debt.sum()) - float(tied.sum())
    rest = collateral - float(tied.sum()) - wanted
    idle = np.exp(parameters.holding_spread * rng.standard_normal(n)) * (holds & (debt == 0))
    if wanted <= 0 or rest < -LI_PER_FEN or (rest > 0 and not idle.any() and (debt == 0).any()):
        amount = collateral / LI_PER_YUAN
        raise UsageError(
            reason=f"A maintenance ratio of {maintenance_ratio:.2%} and collateral of {amount:,.0f} yuan contradict each other or what the "
            "purchases are worth by now.",
            reason_zh=f"平均维持担保比例 {maintenance_ratio:.2%}、担保物总价值 {amount:,.0f} 元与融资买入证券的现值相互矛盾。",
            hint="In a small book a lot of every security may cost more than is owed: take more accounts.",
            hint_zh="账簿过小时，每只证券买一手就可能超过负债：请增加户数。",
        )
    multiple = np.exp(parameters.collateral_spread * rng.standard_normal(n)) * debt.astype(np.float64)
    call, cure = float(terms.call_line), float(terms.cure_target)
    cured = np.maximum((cure + (cure - call) * rng.random(n)) * debt - tied, 0)
    has_cured = rng.random(n) >= parameters.uncured_share
    free = debt > 0
    own = _shared_out(wanted, demanded, multiple, free)
    for _ in range(_ROUNDS):
        low = has_cured & free & (own + tied < call * debt)
        own[low] = cured[low]
        free &= ~low
        own[free] = _shared_out(max(wanted - float(own[~free].sum()), 0), demanded, multiple, free)[free]
    if idle.any():
        own += idle * (rest / idle.sum())
    return np.asarray(np.round(own).astype(np.int64))


def _shared_out(
    total: float, demanded: NDArray[np.float64], multiple: NDArray[np.float64], free: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """What is demanded of the free ones and, of what is left of the total, parts as large as their multiples."""
    least, parts = demanded * free, multiple * free
    beyond = max(total - float(least.sum()), 0)
    return np.asarray(least * ((total - beyond) / max(float(least.sum()), 1)) + parts * (beyond / max(float(parts.sum()), 1)))
