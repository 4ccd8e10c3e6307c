"""What each account must own today for every one of its contracts to have been opened with margin to spare."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from liangrong.book.scales import BASIS_POINTS

__all__ = ["Holdings", "Opened", "demanded"]

_ONE = BASIS_POINTS


class Opened(NamedTuple):
    """Contracts in order of account, those of account ``i`` from ``offsets[i]``: shares below zero are sold short.

    ``session``: number of the opening session; ``cost``: price then, 厘; ``principal``: still owed, 厘; ``ratio``: margin ratio, basis points.
    """

    offsets: NDArray[np.int64]
    security: NDArray[np.int64]
    session: NDArray[np.int64]
    quantity: NDArray[np.int64]
    cost: NDArray[np.int64]
    principal: NDArray[np.int64]
    ratio: NDArray[np.int64]


class Holdings(NamedTuple):
    """What accounts own, in order of account: securities, and the share of own collateral that lies in each.

    ``cash_first``: by account, whether margin was paid in cash and own collateral bought with it after the opening.
    """

    offsets: NDArray[np.int64]
    security: NDArray[np.int64]
    share: NDArray[np.float64]
    cash_first: NDArray[np.bool_]


@njit(nogil=True, cache=True)
def demanded(opened, holdings, prices, conversion, found):
    """Write by account what it must own, 厘; 0 where what it owns does not count as margin.

    Parameters
    ----------
    prices
        ``(sessions, securities)``, 厘, above zero; the last session is today.
    conversion
        折算率 by security, basis points.
    """
    today = prices.shape[0] - 1
    for i in range(found.size):
        found[i] = 0.0
        for j in range(opened.offsets[i], opened.offsets[i + 1]):
            then = opened.session[j]
            margin = 0.0
            for k in range(opened.offsets[i], opened.offsets[i + 1]):
                if opened.session[k] <= then:
                    n, quantity = opened.security[k], float(opened.quantity[k])
                    result = quantity * (prices[then, n] - opened.cost[k])
                    owed = opened.principal[k] if quantity > 0 else -quantity * prices[then, n]
                    margin += owed * opened.ratio[k] - result * (conversion[n] if result > 0 else _ONE)
            counted = 0.0
            for k in range(holdings.offsets[i], holdings.offsets[i + 1]):
                n = holdings.security[k]
                worth_then = prices[then, n] / prices[today, n]
                counted += holdings.share[k] * (
                    _ONE * worth_then if holdings.cash_first[i] else min(conversion[n] * worth_then, _ONE)
                )
            if counted > 0:
                found[i] = max(found[i], margin / counted)
