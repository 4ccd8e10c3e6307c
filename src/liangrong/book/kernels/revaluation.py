"""Mark accounts to market: assets, debt, available margin and zone of each, and sums by zone.

A block of accounts is read in three straight runs: over all its positions, over all its contracts, over its accounts. The runs keep
running sums, and an account is the difference of two of them: no loop of four turns, whose end the processor would
guess wrongly for every account, and no branch on a loss or a zone, which it would guess as badly (both together cost
half of the time). Whole numbers make the differences exact, even where a running sum wraps around.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from liangrong.book.lines import CALL, IMMEDIATE, NO_DEBT, NORMAL, WARNING, WITHDRAWABLE
from liangrong.book.scales import BASIS_POINTS, LI_PER_FEN

__all__ = ["BLOCK", "Prices", "Rows", "revalued", "zone_of"]

BLOCK = 64
"""Accounts in one run: their running sums and the prices of the securities most held fit the nearest cache."""

_ONE = BASIS_POINTS
_LI = LI_PER_FEN


class Prices(NamedTuple):
    """By security number: the price, the price that the maintenance ratio counts (both 厘), 折算率 (basis points), price × 折算率."""

    price: NDArray[np.int64]
    counted: NDArray[np.int64]
    conversion: NDArray[np.int64]
    weighted: NDArray[np.int64]


class Rows(NamedTuple):
    """What is written, by account: assets and debt (厘), available margin (厘 × basis points), number of the zone."""

    assets: NDArray[np.int64]
    debt: NDArray[np.int64]
    margin: NDArray[np.int64]
    zone: NDArray[np.uint8]


@njit(nogil=True, cache=True)
def revalued(first, last, buffer, accounts, positions, contracts, shorts, others, prices, lines, netted, rows, kept, totals):
    """Value the accounts ``first`` to ``last``: writes their ``rows`` and adds to ``totals``.

    Parameters
    ----------
    buffer
        Working room, ``(5, n + 1)`` for the longest run of positions or contracts of a block, int64.
    lines
        ``(5, 2)``: withdrawal, warning, call, immediate, cure target, as numerators and denominators.
    netted
        Whether profits and losses of an account are netted by security before they are weighed.
    kept
        Whether ``rows`` has a place for every account. Otherwise it is working room for one block.
    totals
        ``(zones, 5)`` int64: accounts; assets, debt, cash in 厘; shortfall in 厘 times the denominator of the cure target.
    """
    price, counted, conversion, weighted = prices.price, prices.counted, prices.conversion, prices.weighted
    by_contract = np.int64(not netted)
    s, o = np.searchsorted(shorts.account, first), np.searchsorted(others.account, first)
    for begin in range(first, last, BLOCK):
        end = min(begin + BLOCK, last)
        place = begin if kept else 0
        assets, debt = rows.assets[place : place + end - begin], rows.debt[place : place + end - begin]
        margin, zone = rows.margin[place : place + end - begin], rows.zone[place : place + end - begin]
        cash, charges = accounts.cash[begin:end], accounts.charges[begin:end]
        p, c = accounts.position_offsets[begin], accounts.contract_offsets[begin]
        value, weight = np.int64(0), np.int64(0)
        for k in range(p, accounts.position_offsets[end]):
            n, quantity = positions.security[k], np.int64(positions.quantity[k])
            value += quantity * counted[n]
            weight += quantity * weighted[n]
            buffer[0, k - p + 1] = value
            buffer[1, k - p + 1] = weight
        value, weight, owed = np.int64(0), np.int64(0), np.int64(0)
        for k in range(c, accounts.contract_offsets[end]):
            n, quantity = contracts.security[k], np.int64(contracts.quantity[k])
            principal = contracts.principal[k] * _LI
            result = quantity * price[n] - principal
            weight += by_contract * _weighed(result, conversion[n]) - principal * np.int64(contracts.margin_ratio[k])
            value += quantity * counted[n]
            owed += principal
            buffer[2, k - c + 1] = value
            buffer[3, k - c + 1] = owed
            buffer[4, k - c + 1] = weight
        buffer[:, 0] = 0
        value, weight, owed = np.int64(0), np.int64(0), np.int64(0)
        for i in range(end - begin):
            b, e = accounts.position_offsets[begin + i + 1] - p, accounts.contract_offsets[begin + i + 1] - c
            own, due = cash[i] * _LI, charges[i] * _LI
            value_next, weight_next, owed_next = buffer[0, b] + buffer[2, e], buffer[1, b] + buffer[4, e], buffer[3, e]
            assets[i] = own + value_next - value
            debt[i] = due + owed_next - owed
            margin[i] = (own - due) * _ONE + weight_next - weight
            value, weight, owed = value_next, weight_next, owed_next
        started = s
        while s < shorts.account.size and shorts.account[s] < end:
            i, n = shorts.account[s] - begin, shorts.security[s]
            now, sold = np.int64(shorts.quantity[s]) * price[n], shorts.proceeds[s] * _LI
            debt[i] += now
            margin[i] -= sold * _ONE + now * np.int64(shorts.margin_ratio[s])
            margin[i] += by_contract * _weighed(sold - now, conversion[n])
            s += 1
        if netted:
            t = started
            for i in range(begin, end):
                u = t
                while u < s and shorts.account[u] == i:
                    u += 1
                c, d = accounts.contract_offsets[i], accounts.contract_offsets[i + 1]
                margin[i - begin] += _netted(c, d, contracts, t, u, shorts, price, conversion)
                t = u
        while o < others.account.size and others.account[o] < end:
            assets[others.account[o] - begin] += others.value[o] * _LI
            o += 1
        for i in range(end - begin):
            zone[i] = zone_of(assets[i], debt[i], lines)
        for i in range(end - begin):
            found = zone[i]
            totals[found, 0] += 1
            totals[found, 1] += assets[i]
            totals[found, 2] += debt[i]
            totals[found, 3] += cash[i] * _LI
            if found >= CALL:
                totals[found, 4] += max(0, lines[4, 0] * debt[i] - lines[4, 1] * assets[i])


@njit(nogil=True, cache=True, inline="always")
def zone_of(assets, debt, lines):
    """Between which lines a ratio lies; numbers as in ``book.lines.ZONES``: the worse line wins, above the withdrawal line none counts."""
    found = NORMAL
    found = WARNING if assets * lines[1, 1] < debt * lines[1, 0] else found
    found = CALL if assets * lines[2, 1] < debt * lines[2, 0] else found
    found = IMMEDIATE if assets * lines[3, 1] < debt * lines[3, 0] else found
    found = WITHDRAWABLE if assets * lines[0, 1] > debt * lines[0, 0] else found
    return found if debt > 0 else NO_DEBT


@njit(nogil=True, cache=True, inline="always")
def _weighed(result, conversion):
    """A floating profit after conversion, a floating loss in full: 厘 × basis points."""
    return result * conversion + min(result, 0) * (_ONE - conversion)


@njit(nogil=True, cache=True)
def _netted(c, c_end, contracts, s, s_end, shorts, price, conversion):
    """Profits of one account after conversion and losses in full, contracts of one security netted first."""
    total = np.int64(0)
    while c < c_end or s < s_end:
        n = (
            contracts.security[c]
            if s >= s_end or (c < c_end and contracts.security[c] <= shorts.security[s])
            else shorts.security[s]
        )
        result = np.int64(0)
        while c < c_end and contracts.security[c] == n:
            result += np.int64(contracts.quantity[c]) * price[n] - contracts.principal[c] * _LI
            c += 1
        while s < s_end and shorts.security[s] == n:
            result += shorts.proceeds[s] * _LI - np.int64(shorts.quantity[s]) * price[n]
            s += 1
        total += _weighed(result, conversion[n])
    return total
