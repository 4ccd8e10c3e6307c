"""Which accounts of a partition a fall of prices has brought below their call line, without valuing all of them again.

``surveyed`` values accounts and says how far each is from the line; from then on ``screened`` finds those that a fall can have reached.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from liangrong.book.kernels.revaluation import BLOCK
from liangrong.book.scales import LI_PER_FEN
from liangrong.book.working import EVERY

__all__ = ["NEVER", "REACHED", "STEPS", "screened", "step_of", "surveyed"]

STEPS = 254
"""Into how many steps a fall of 100 % is divided for the screening."""
REACHED, NEVER = 254, 255
"""Levels of accounts that are to be taken into work, and of those that no fall reaches or that are there already."""

_NONE = np.uint64(0)
_LI = LI_PER_FEN


@njit(nogil=True, cache=True, error_model="numpy")
def surveyed(
    first, last, buffer, accounts, positions, contracts, shorts, others, price, counted, group, call, screen, sums, held
):
    """Value all accounts from ``first`` to ``last`` that are not in work, and write for each how far it is from the call line.

    Blocks of accounts are read in straight runs, as in ``kernels.revaluation``.

    Parameters
    ----------
    buffer
        Working room, ``(3, n + 1)`` for the longest run of positions or contracts of a block, int64.
    price, counted
        By security; from what counts now later falls are measured.
    group
        Bit of the group of each security, uint64.
    sums
        ``(4,)`` int64, of accounts that owe: number, cash and other collateral, debt apart from shares owed (厘); then accounts valued.
    held
        ``(2, securities)``: shares held and shares owed by accounts that owe.
    """
    s, o = np.searchsorted(shorts.account, first), np.searchsorted(others.account, first)
    own, debt, owed = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    bits, keep = np.empty((2, buffer.shape[1]), np.uint64), np.full(buffer.shape[1], EVERY)
    buffer[:, 0] = 0
    for begin in range(first, last, BLOCK):
        end = min(begin + BLOCK, last)
        p, c = accounts.position_offsets[begin], accounts.contract_offsets[begin]
        _run(
            accounts.position_offsets[begin : end + 1],
            positions.security,
            positions.quantity,
            counted,
            group,
            keep,
            buffer[0],
            bits[0],
            held[0],
        )
        _run(
            accounts.contract_offsets[begin : end + 1],
            contracts.security,
            contracts.quantity,
            counted,
            group,
            keep,
            buffer[1],
            bits[1],
            held[0],
        )
        principal = np.int64(0)
        for k in range(c, accounts.contract_offsets[end]):
            principal += contracts.principal[k]
            buffer[2, k - c + 1] = principal
        for i in range(begin, end):
            d, e = accounts.contract_offsets[i] - c, accounts.contract_offsets[i + 1] - c
            own[i - begin], owed[i - begin] = accounts.cash[i] * _LI, 0
            debt[i - begin] = (accounts.charges[i] + buffer[2, e] - buffer[2, d]) * _LI
        started = s
        while s < shorts.account.size and shorts.account[s] < end:
            owed[shorts.account[s] - begin] += np.int64(shorts.quantity[s]) * price[shorts.security[s]]
            s += 1
        while o < others.account.size and others.account[o] < end:
            own[others.account[o] - begin] += others.value[o] * _LI
            o += 1
        for i in range(begin, end):
            j, owes = i - begin, debt[i - begin] + owed[i - begin]
            if screen.level[i] == NEVER or owes <= 0:
                for k in range(accounts.position_offsets[i], accounts.position_offsets[i + 1]):
                    held[0, positions.security[k]] -= np.int64(positions.quantity[k])
                for k in range(accounts.contract_offsets[i], accounts.contract_offsets[i + 1]):
                    held[0, contracts.security[k]] -= np.int64(contracts.quantity[k])
                screen.level[i] = NEVER
                continue
            a, b = accounts.position_offsets[i] - p, accounts.position_offsets[i + 1] - p
            d, e = accounts.contract_offsets[i] - c, accounts.contract_offsets[i + 1] - c
            value = buffer[0, b] - buffer[0, a] + buffer[1, e] - buffer[1, d]
            screen.level[i] = step_of((own[j] + value) * call[1] - owes * call[0], value * call[1])
            screen.groups[i] = (bits[0, b] if b > a else _NONE) | (bits[1, e] if e > d else _NONE)
            sums[0] += 1
            sums[1] += own[j]
            sums[2] += debt[j]
            sums[3] += 1
        for t in range(started, s):
            i = shorts.account[t]
            if screen.level[i] != NEVER:
                held[1, shorts.security[t]] += np.int64(shorts.quantity[t])
                if screen.level[i] != REACHED:
                    screen.level[i], screen.groups[i] = 0, EVERY


@njit(nogil=True, cache=True, error_model="numpy")
def screened(first, last, hot, screen):
    """Mark those of the accounts ``first`` to ``last`` that the fall since they were surveyed can have reached, and count them.

    Parameters
    ----------
    hot
        ``(256,)`` uint64: for each level the groups in which some security fell further than that.
    """
    found = 0
    for i in range(first, last):
        if screen.groups[i] & hot[screen.level[i]]:
            screen.level[i] = REACHED
            found += 1
    return found


@njit(nogil=True, cache=True, error_model="numpy")
def step_of(room, at_stake):
    """The step of the least fall of all that is ``at_stake`` that uses up the room above the call line, or the one before it.

    ``room * STEPS`` would not fit 64 bits for an account of a few billion yuan under a line of four decimals.
    """
    if room < 0:
        return REACHED
    return room // (at_stake // STEPS + 1) if room < at_stake else STEPS - 1


@njit(nogil=True, cache=True, error_model="numpy")
def _run(offsets, security, quantity, counted, group, keep, value, bits, held):
    """Read the rows of a block: running value, bits of the groups of each account so far, shares by security."""
    p = offsets[0]
    for i in range(len(offsets) - 1):
        keep[offsets[i] - p] = _NONE
    total, found = np.int64(0), _NONE
    for k in range(p, offsets[len(offsets) - 1]):
        n, shares = security[k], np.int64(quantity[k])
        total += shares * counted[n]
        found = (found & keep[k - p]) | group[n]
        value[k - p + 1] = total
        bits[k - p + 1] = found
        held[n] += shares
    for i in range(len(offsets) - 1):
        keep[offsets[i] - p] = EVERY
