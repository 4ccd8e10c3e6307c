"""Put many scenarios to the accounts of a partition, each position read once, and decide without evaluation what cannot be called.

Scenarios stand in columns, those alike side by side, in groups of ``LANES``. An account is decided in three steps: at the worst
prices of all scenarios (most need no more), at the worst prices of each group, and in each scenario from the first group that could
call it to the last. Worst prices are lowest for what is held and highest for what is owed: no scenario calls an account that they do
not. The inner loops run over scenarios and are vectors to the processor.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from liangrong.book.kernels.sales import PRO_RATA, STATE_ROWS, done, laid, raised, settled, shares_of_part
from liangrong.book.scales import LI_PER_FEN

__all__ = ["LANES", "Answers", "Bounds", "Levels", "gridded"]

LANES = 8
"""Scenarios of a group."""

_LI = LI_PER_FEN
_VALUE, _OWED, _INSIDE, _SOLD, _WANTED, _WHOLE = range(6)
_EVERYTHING = np.iinfo(np.int64).max


class Bounds(NamedTuple):
    """By security number: the lowest price that counts and the highest price, of all scenarios and of each group (a row of them).

    ``plain``: traded, by buyers and sellers, at the price that counts, and not worthless, in all scenarios.
    """

    lowest: NDArray[np.int64]
    highest: NDArray[np.int64]
    group_lowest: NDArray[np.uint32]
    group_highest: NDArray[np.uint32]
    plain: NDArray[np.bool_]


class Levels(NamedTuple):
    """Which accounts are summed: level by level those of the one before that are worse; zones are differences of levels.

    ``table``: ``(levels, 4)`` for ``assets · t1 < debt · t0 + t2`` and ``debt >= t3``, without the first where ``t1`` is zero. Sums are
    formed from level ``first`` on; ``call`` and ``sale`` are the levels of the call line and of the line below which accounts are sold.
    """

    table: NDArray[np.int64]
    first: int
    call: int
    sale: int


class Answers(NamedTuple):
    """What is added to, by scenario (the last axis).

    ``sums``: by level: accounts, assets, debt, cash. ``sold``: repaid from own cash, still missing. ``shares``: sold and bought back, by security. ``work``, not by scenario: accounts, account-groups and account-scenarios evaluated.
    """

    sums: NDArray[np.int64]
    sold: NDArray[np.int64]
    shares: NDArray[np.int64]
    work: NDArray[np.int64]


@njit(nogil=True, cache=True, error_model="numpy")
def gridded(
    first,
    last,
    block,
    buffer,
    desk,
    accounts,
    positions,
    contracts,
    shorts,
    others,
    market,
    bounds,
    levels,
    target,
    screened,
    out,
):
    """Answer for the accounts ``first`` to ``last``.

    Parameters
    ----------
    block
        Accounts in one run.
    buffer
        Working room, ``(3, n + 1)`` for the longest run of positions or contracts of a block, int64.
    desk
        Working room of ``kernels.sales``.
    screened
        Whether accounts and groups are passed over that cannot be below the call line.
    """
    scenarios, groups = market.price.shape[1], bounds.group_lowest.shape[1]
    row, ratio = np.empty((6, scenarios), np.int64), np.empty(scenarios, np.float64)
    edge, state = np.empty((2, groups), np.int64), np.empty(STATE_ROWS, np.int64)
    line, per_line = levels.table[levels.call, 0], levels.table[levels.call, 1]
    s, o = np.searchsorted(shorts.account, first), np.searchsorted(others.account, first)
    for begin in range(first, last, block):
        end = min(begin + block, last)
        p_first, c_first = accounts.position_offsets[begin], accounts.contract_offsets[begin]
        _run(buffer, begin, end, accounts, positions, contracts, bounds.lowest)
        for i in range(begin, end):
            p, p_end = accounts.position_offsets[i], accounts.position_offsets[i + 1]
            c, c_end = accounts.contract_offsets[i], accounts.contract_offsets[i + 1]
            cash = accounts.cash[i] * _LI
            fixed, worst = cash, np.int64(0)
            s_begin = s
            while s < shorts.account.size and shorts.account[s] == i:
                worst += np.int64(shorts.quantity[s]) * bounds.highest[shorts.security[s]]
                s += 1
            while o < others.account.size and others.account[o] == i:
                fixed += others.value[o] * _LI
                o += 1
            debt = accounts.charges[i] * _LI + buffer[2, c_end - c_first] - buffer[2, c - c_first]
            least = (
                fixed + buffer[0, p_end - p_first] - buffer[0, p - p_first] + buffer[1, c_end - c_first] - buffer[1, c - c_first]
            )
            begin_at, end_at = 0, scenarios
            if screened:
                if debt + worst <= 0 or least * per_line >= (debt + worst) * line:
                    continue
                out.work[0] += 1
                out.work[1] += scenarios // LANES
                for g in range(groups):
                    edge[0, g], edge[1, g] = fixed, debt
                for k in range(p, p_end):
                    _add(edge, 0, bounds.group_lowest, positions.security[k], positions.quantity[k], 0, groups)
                for k in range(c, c_end):
                    _add(edge, 0, bounds.group_lowest, contracts.security[k], contracts.quantity[k], 0, groups)
                for k in range(s_begin, s):
                    _add(edge, 1, bounds.group_highest, shorts.security[k], shorts.quantity[k], 0, groups)
                begin_at, end_at = scenarios, 0
                for g in range(scenarios // LANES):
                    if edge[1, g] > 0 and edge[0, g] * per_line < edge[1, g] * line:
                        begin_at = min(begin_at, g * LANES)
                        end_at = (g + 1) * LANES
                if begin_at >= end_at:
                    continue
            out.work[2] += end_at - begin_at
            for j in range(np.uintp(begin_at), np.uintp(end_at)):
                row[_VALUE, j], row[_OWED, j] = fixed, debt
            for k in range(p, p_end):
                _add(row, _VALUE, market.counted, positions.security[k], positions.quantity[k], begin_at, end_at)
            for k in range(c, c_end):
                _add(row, _VALUE, market.counted, contracts.security[k], contracts.quantity[k], begin_at, end_at)
            for k in range(s_begin, s):
                _add(row, _OWED, market.price, shorts.security[k], shorts.quantity[k], begin_at, end_at)
            step, any_sold = end_at - begin_at if s == s_begin else 1, np.int64(0)
            for j in range(begin_at, end_at, step):
                any_sold |= _summed(row, j, j + step, cash, row[_OWED, j], levels, out.sums)
            if not any_sold:
                continue
            while not row[_SOLD, begin_at]:
                begin_at += 1
            while not row[_SOLD, end_at - 1]:
                end_at -= 1
            plain = target.policy == PRO_RATA and s == s_begin and cash >= 0
            for k in range(p, p_end):
                plain &= bounds.plain[positions.security[k]]
            for k in range(c, c_end):
                plain &= bounds.plain[contracts.security[k]]
            if not plain:
                for j in range(begin_at, end_at):
                    if row[_SOLD, j]:
                        count = laid(desk, i, s_begin, s, positions, contracts, shorts, accounts, market, target.policy)
                        worth, owed = row[_VALUE, j], row[_OWED, j]
                        repaid, missing = settled(
                            desk, count, state, i, s_begin, s, j, worth, owed, accounts, shorts, market, target
                        )
                        done(desk, count, out.shares, j)
                        out.sold[0, j] += repaid
                        out.sold[1, j] += missing
                continue
            if not _parted(row, ratio, begin_at, end_at, cash, fixed, debt, target, out.sold):
                continue
            for k in range(p, p_end):
                _sell(out.shares, positions.security[k], positions.quantity[k], row, ratio, begin_at, end_at)
            for k in range(c, c_end):
                _sell(out.shares, contracts.security[k], contracts.quantity[k], row, ratio, begin_at, end_at)


@njit(nogil=True, cache=True, inline="always")
def _run(buffer, begin, end, accounts, positions, contracts, price):
    """Running sums over a block: value of its positions, value of its contracts' shares, principal."""
    p, c = accounts.position_offsets[begin], accounts.contract_offsets[begin]
    value, owed = np.int64(0), np.int64(0)
    buffer[0, 0], buffer[1, 0], buffer[2, 0] = 0, 0, 0
    for k in range(p, accounts.position_offsets[end]):
        value += np.int64(positions.quantity[k]) * price[positions.security[k]]
        buffer[0, k - p + 1] = value
    value = np.int64(0)
    for k in range(c, accounts.contract_offsets[end]):
        value += np.int64(contracts.quantity[k]) * price[contracts.security[k]]
        owed += contracts.principal[k] * _LI
        buffer[1, k - c + 1] = value
        buffer[2, k - c + 1] = owed


@njit(nogil=True, cache=True, inline="always")
def _add(sums, which, prices, security, quantity, begin, end):
    """Add a position at its prices in some scenarios."""
    number = np.int64(quantity)
    for j in range(np.uintp(begin), np.uintp(end)):
        sums[which, j] += number * np.int64(prices[security, j])


@njit(nogil=True, cache=True, inline="always")
def _summed(row, begin, end, cash, debt, levels, sums):
    """Add an account to the sums of the levels that it lies in; mark in which scenarios it is sold, and say whether in any."""
    begin, end = np.uintp(begin), np.uintp(end)
    any_sold = np.int64(0)
    for j in range(begin, end):
        row[_SOLD, j] = 0
    for level in range(np.uintp(levels.first), np.uintp(levels.table.shape[0])):
        numerator, denominator, equal = levels.table[level, 0], levels.table[level, 1], levels.table[level, 2]
        if debt < levels.table[level, 3]:
            break
        line = _EVERYTHING if denominator == 0 else -(-(debt * numerator + equal) // denominator)
        found = np.int64(0)
        for j in range(begin, end):
            inside = -np.int64(row[_VALUE, j] < line)
            row[_INSIDE, j] = inside
            found |= inside
        if not found:
            break
        for j in range(begin, end):
            sums[level, 0, j] -= row[_INSIDE, j]
        for j in range(begin, end):
            sums[level, 1, j] += row[_VALUE, j] & row[_INSIDE, j]
        for j in range(begin, end):
            sums[level, 2, j] += debt & row[_INSIDE, j]
        for j in range(begin, end):
            sums[level, 3, j] += cash & row[_INSIDE, j]
        if level == levels.sale:
            any_sold = found
            for j in range(begin, end):
                row[_SOLD, j] = row[_INSIDE, j]
    return any_sold


@njit(nogil=True, cache=True, inline="always")
def _parted(row, ratio, begin, end, cash, fixed, debt, target, sold):
    """Find the part of all holdings that goes in each scenario, own cash first; whether anything goes in any of them.

    ``kernels.sales`` in vectors for accounts that owe no shares, whose cash is not negative, and whose holdings all trade at the price
    that counts: where a part of them restores the target, it brings no more than is owed.
    """
    begin, end = np.uintp(begin), np.uintp(end)
    per_li, own = target.numerator - target.denominator, min(cash, debt)
    owed = target.numerator * debt - own * per_li
    found, spared, unmet = np.int64(0), np.int64(0), np.int64(0)
    for j in range(begin, end):
        left = (owed - target.denominator * row[_VALUE, j]) & row[_SOLD, j]
        gain, missing = per_li * (row[_VALUE, j] - fixed), max(0, left)
        enough = missing < gain
        row[_WANTED, j] = missing if enough else min(1, missing)
        row[_WHOLE, j] = gain if enough else 1
        spared |= min(0, left)
        unmet |= max(0, missing - gain)
        found |= missing
    for j in range(begin, end):
        ratio[j] = raised(row[_WANTED, j] / row[_WHOLE, j])
    for j in range(begin, end):
        sold[0, j] += own & row[_SOLD, j]
    if unmet:
        for j in range(begin, end):
            left = (owed - target.denominator * row[_VALUE, j]) & row[_SOLD, j]
            sold[1, j] += max(0, left - per_li * min(row[_VALUE, j] - fixed, debt - own))
    if spared:
        for j in range(begin, end):
            left = (owed - target.denominator * row[_VALUE, j]) & row[_SOLD, j]
            if left < 0:
                sold[0, j] -= -left // (per_li * _LI) * _LI
    return found


@njit(nogil=True, cache=True, inline="always")
def _sell(shares, security, quantity, row, ratio, begin, end):
    """Add what a position sells in some scenarios."""
    number = np.int64(quantity)
    for j in range(np.uintp(begin), np.uintp(end)):
        shares[0, security, j] += shares_of_part(number, row[_WANTED, j], row[_WHOLE, j], ratio[j])
