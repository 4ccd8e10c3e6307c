"""Add up what accounts hold and owe, by zone and security."""

from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["exposed"]


@njit(nogil=True, cache=True)
def exposed(first, last, accounts, positions, contracts, shorts, zone, sums):
    """Add the accounts ``first`` to ``last`` to ``sums``.

    Parameters
    ----------
    zone
        Number of the zone of each account.
    sums
        ``(5, zones, securities)`` int64: shares free, in financing contracts, owed; principal of the contracts and proceeds of the
        short sales in fen.
    """
    s = np.searchsorted(shorts.account, first)
    for i in range(first, last):
        z = zone[i]
        for k in range(accounts.position_offsets[i], accounts.position_offsets[i + 1]):
            sums[0, z, positions.security[k]] += np.int64(positions.quantity[k])
        for k in range(accounts.contract_offsets[i], accounts.contract_offsets[i + 1]):
            n = contracts.security[k]
            sums[1, z, n] += np.int64(contracts.quantity[k])
            sums[3, z, n] += contracts.principal[k]
        while s < shorts.account.size and shorts.account[s] == i:
            n = shorts.security[s]
            sums[2, z, n] += np.int64(shorts.quantity[s])
            sums[4, z, n] += shorts.proceeds[s]
            s += 1
