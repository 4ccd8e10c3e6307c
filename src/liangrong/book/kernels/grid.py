"""Put many scenarios to the accounts of a partition, each position read once, and decide without evaluation what cannot be called.

Scenarios stand in columns, those alike side by side, in groups of ``LANES``. An account is decided in three steps: at the worst
prices of all scenarios (most need no more), at the worst prices of each group, and in each scenario from the first group that could
call it to the last. Worst prices are lowest for what is held and highest for what is owed: no scenario calls an account that they do
not. A block of accounts takes the first two steps together, so that it is known what the third will read. The inner loops run over scenarios and are vectors to the processor, always ``SPAN`` scenarios or a multiple of it: no rest is left
over for a slower loop.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from liangrong.book.kernels.prefetch import prefetched
from liangrong.book.kernels.sales import PRO_RATA, STATE_ROWS, done, laid, part_of, settled, shares_of_part
from liangrong.book.scales import LI_PER_FEN

__all__ = ["LANES", "SPAN", "Answers", "Bounds", "Levels", "gridded"]

LANES = 8
"""Scenarios of a group."""
SPAN = 16
"""Scenarios, or groups, of one turn of an inner loop: a multiple of ``LANES``."""

_AHEAD = 2
"""So many accounts ahead of the one that is evaluated, their prices are asked for: tables of all securities do not fit the inner caches."""
_GROUPS = SPAN // LANES
_HALF = SPAN // 2
"""Cells of eight bytes on a line of memory; of prices, ``SPAN`` lie on one."""
_LI = LI_PER_FEN
_ASSETS, _DEBT, _LEAST, _OWED = range(4)
_WHO, _FROM, _TO, _SHORT, _SHORT_END = range(5)
_QUEUE_ROWS = 5
_SOLD = 1
_EVERYTHING = np.iinfo(np.int64).max


class Bounds(NamedTuple):
    """By security number: the lowest price that counts and the highest price, of all scenarios and of each group (a row of them).

    ``plain``: traded, by buyers and sellers, at the price that counts, and not worthless, in all scenarios. ``falling``, of all securities: no
    price is higher in a later scenario.
    """

    lowest: NDArray[np.uint32]
    highest: NDArray[np.uint32]
    group_lowest: NDArray[np.uint32]
    group_highest: NDArray[np.uint32]
    plain: NDArray[np.bool_]
    falling: bool


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

    ``sums``: by level: accounts, assets, debt, cash. ``onward``: the same of accounts that lie in a level from a scenario on, in all
    that follow, without their assets. ``sold``: repaid from own cash, still missing. ``shares``: sold and bought back, by security.
    ``work``, not by scenario: accounts, account-groups and account-scenarios evaluated.
    """

    sums: NDArray[np.int64]
    onward: NDArray[np.int64]
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
    price, counted, low_price, plain = market.price, market.counted, bounds.group_lowest, bounds.plain
    held, shares, lent, bought = positions.security, positions.quantity, contracts.security, contracts.quantity
    seller, short, short_shares = shorts.account, shorts.security, shorts.quantity
    cash, held_at, lent_at = accounts.cash, accounts.position_offsets, accounts.contract_offsets
    table, sums, onward, amounts, gone, work = levels.table, out.sums, out.onward, out.sold, out.shares, out.work
    scenarios, spans = price.shape[1], np.int64(price.shape[1] // SPAN)
    value, owed, within = _row(scenarios), _row(scenarios), np.empty((2, scenarios), np.int64)
    part, worst = np.empty(scenarios, np.uint32), np.empty((2, low_price.shape[1]), np.int64)
    state, at, queue = _row(STATE_ROWS), np.empty((4, block), np.int64), np.empty((_QUEUE_ROWS, block), np.int64)
    line, per_line, going = table[levels.call, 0], table[levels.call, 1], gone[0]
    s, o = np.searchsorted(seller, first), np.searchsorted(others.account, first)
    for begin in range(first, last, block):
        end = min(begin + block, last)
        s_end, o = _valued(
            buffer, begin, end, s, o, accounts, positions, contracts, shorts, others, bounds.lowest, bounds.highest, at
        )
        count = _queued(
            queue,
            begin,
            end,
            s,
            s_end,
            at,
            accounts,
            positions,
            contracts,
            shorts,
            bounds,
            line,
            per_line,
            spans,
            screened,
            worst,
            work,
        )
        for m in range(-_AHEAD, count):
            if m + _AHEAD < count:
                i, a, b = queue[_WHO, m + _AHEAD], queue[_FROM, m + _AHEAD], queue[_TO, m + _AHEAD]
                _fetch(counted, going, held, np.int64(held_at[i]), np.int64(held_at[i + 1]), a, b)
                _fetch(counted, going, lent, np.int64(lent_at[i]), np.int64(lent_at[i + 1]), a, b)
            if m < 0:
                continue
            i, a, b, s, t = queue[_WHO, m], queue[_FROM, m], queue[_TO, m], queue[_SHORT, m], queue[_SHORT_END, m]
            fixed, debt, own = at[_ASSETS, i - begin], at[_DEBT, i - begin], cash[i] * _LI
            p, p_end, c, c_end = np.int64(held_at[i]), np.int64(held_at[i + 1]), np.int64(lent_at[i]), np.int64(lent_at[i + 1])
            work[2] += (b - a) * SPAN
            _fill(value, fixed, a, b)
            _add(value, counted, held, shares, p, p_end, a, b)
            _add(value, counted, lent, bought, c, c_end, a, b)
            any_sold = False
            if s < t:
                _fill(owed, debt, a, b)
                _add(owed, price, short, short_shares, s, t, a, b)
                any_sold = _sum_each(value, owed, within, a, b, own, table, levels.first, levels.sale, sums)
            else:
                for level in range(levels.first, table.shape[0]):
                    if debt < table[level, 3]:
                        break
                    mark = np.int64(level == levels.sale)
                    found = _sum(value, within, mark, a, b, _below(debt, table, level), level, sums)
                    if not found:
                        break
                    any_sold |= mark == _SOLD
                    if bounds.falling:
                        onward[level, 0, b * SPAN - found] += 1
                        onward[level, 2, b * SPAN - found] += debt
                        onward[level, 3, b * SPAN - found] += own
                    else:
                        _tally(within, mark, a, b, debt, own, level, sums)
            if not any_sold:
                continue
            start = a * SPAN
            while not within[_SOLD, start]:
                start += 1
            alike = target.policy == PRO_RATA and s == t and own >= 0
            for k in range(p, p_end):
                alike &= plain[held[k]]
            for k in range(c, c_end):
                alike &= plain[lent[k]]
            if alike:
                a = start // SPAN
                spent, per_li = min(own, debt), target.numerator - target.denominator
                due = target.numerator * debt - spent * per_li
                anything, unmet, spared = _part(value, within, part, a, b, fixed, due, spent, per_li, target.denominator, amounts)
                if unmet:
                    _leave(value, within, a, b, fixed, due, debt - spent, per_li, target.denominator, amounts)
                if spared:
                    _spare(value, within, a, b, due, per_li, target.denominator, amounts)
                if anything:
                    _sell(gone, held, shares, p, p_end, part, a, b)
                    _sell(gone, lent, bought, c, c_end, part, a, b)
                continue
            for j in range(start, b * SPAN):
                if within[_SOLD, j]:
                    rows = laid(desk, i, s, t, positions, contracts, shorts, accounts, market, target.policy)
                    due = debt if s == t else owed[j]
                    repaid, missing = settled(desk, rows, state, i, s, t, j, value[j], due, accounts, shorts, market, target)
                    done(desk, rows, gone, j)
                    amounts[0, j] += repaid
                    amounts[1, j] += missing
        s = s_end


@njit(nogil=True, cache=True, inline="always")
def _row(size):
    return np.empty(size, np.int64)


@njit(nogil=True, cache=True, inline="always")
def _columns(a, b):
    """Scenarios of the spans ``a`` to ``b``."""
    return range(np.uintp(a) * np.uintp(SPAN), np.uintp(b) * np.uintp(SPAN))


@njit(nogil=True, cache=True)
def _valued(buffer, begin, end, s, o, accounts, positions, contracts, shorts, others, lowest, highest, at):
    """Write, by account of a block: assets and debt that no price moves, assets at the lowest and debt at the highest prices.

    Running sums as in ``kernels.revaluation``: value of positions, value of contracts' shares, principal. The answer is which
    short sale and which other collateral follow the block.
    """
    p, c = accounts.position_offsets[begin], accounts.contract_offsets[begin]
    value, owed = np.int64(0), np.int64(0)
    buffer[0, 0], buffer[1, 0], buffer[2, 0] = 0, 0, 0
    for k in range(p, accounts.position_offsets[end]):
        value += np.int64(positions.quantity[k]) * np.int64(lowest[positions.security[k]])
        buffer[0, k - p + 1] = value
    value = np.int64(0)
    for k in range(c, accounts.contract_offsets[end]):
        value += np.int64(contracts.quantity[k]) * np.int64(lowest[contracts.security[k]])
        owed += contracts.principal[k] * _LI
        buffer[1, k - c + 1] = value
        buffer[2, k - c + 1] = owed
    value, owed = np.int64(0), np.int64(0)
    for i in range(end - begin):
        b, e = accounts.position_offsets[begin + i + 1] - p, accounts.contract_offsets[begin + i + 1] - c
        value_next, owed_next = buffer[0, b] + buffer[1, e], buffer[2, e]
        at[_ASSETS, i] = accounts.cash[begin + i] * _LI
        at[_DEBT, i] = accounts.charges[begin + i] * _LI + owed_next - owed
        at[_LEAST, i] = at[_ASSETS, i] + value_next - value
        at[_OWED, i] = at[_DEBT, i]
        value, owed = value_next, owed_next
    while o < others.account.size and others.account[o] < end:
        at[_ASSETS, others.account[o] - begin] += others.value[o] * _LI
        at[_LEAST, others.account[o] - begin] += others.value[o] * _LI
        o += 1
    while s < shorts.account.size and shorts.account[s] < end:
        at[_OWED, shorts.account[s] - begin] += np.int64(shorts.quantity[s]) * np.int64(highest[shorts.security[s]])
        s += 1
    return s, o


@njit(nogil=True, cache=True)
def _queued(
    queue, begin, end, s, s_end, at, accounts, positions, contracts, shorts, bounds, line, per_line, spans, screened, worst, work
):
    """Queue the accounts of a block that are evaluated: each with its spans of scenarios and its short sales; how many they are.

    ``worst``: working room, assets at the lowest and debt at the highest prices of each group.
    """
    low_price, high_price = bounds.group_lowest, bounds.group_highest
    groups, turns = spans * _GROUPS, np.int64(low_price.shape[1] // SPAN)
    none, low, high, count = np.int64(0), worst[0], worst[1], np.int64(0)
    for n in range(end - begin):
        if screened and (at[_OWED, n] <= 0 or at[_LEAST, n] * per_line >= at[_OWED, n] * line):
            continue
        i = begin + n
        while s < s_end and shorts.account[s] < i:
            s += 1
        t = s
        while t < s_end and shorts.account[t] == i:
            t += 1
        queue[_WHO, count], queue[_FROM, count], queue[_TO, count], queue[_SHORT, count], queue[_SHORT_END, count] = (
            i,
            none,
            spans,
            s,
            t,
        )
        if screened:
            work[0] += 1
            work[1] += groups
            p, p_end = np.int64(accounts.position_offsets[i]), np.int64(accounts.position_offsets[i + 1])
            c, c_end = np.int64(accounts.contract_offsets[i]), np.int64(accounts.contract_offsets[i + 1])
            _fill(low, at[_ASSETS, n], none, turns)
            _add(low, low_price, positions.security, positions.quantity, p, p_end, none, turns)
            _add(low, low_price, contracts.security, contracts.quantity, c, c_end, none, turns)
            _fill(high, at[_DEBT, n], none, turns)
            _add(high, high_price, shorts.security, shorts.quantity, s, t, none, turns)
            g, h = none, groups - 1
            while g <= h and (high[g] <= 0 or low[g] * per_line >= high[g] * line):
                g += 1
            if g > h:
                continue
            while high[h] <= 0 or low[h] * per_line >= high[h] * line:
                h -= 1
            queue[_FROM, count], queue[_TO, count] = g // _GROUPS, h // _GROUPS + 1
        count += 1
    return count


@njit(nogil=True, cache=True)
def _fetch(prices, going, security, k, k_end, a, b):
    """Ask for what evaluating some positions will read: their prices, and where their sold shares are added."""
    for m in range(k, k_end):
        for span in range(a, b):
            prefetched(prices, security[m], span * SPAN)
            prefetched(going, security[m], span * SPAN)
            prefetched(going, security[m], span * SPAN + _HALF)


@njit(nogil=True, cache=True)
def _fill(row, number, a, b):
    for j in _columns(a, b):
        row[j] = number


@njit(nogil=True, cache=True)
def _add(row, prices, security, quantity, k, k_end, a, b):
    """Add some positions at their prices in some scenarios."""
    for m in range(k, k_end):
        n, number = security[m], np.int64(quantity[m])
        for j in _columns(a, b):
            row[j] += number * np.int64(prices[n, j])


@njit(nogil=True, cache=True, inline="always")
def _below(debt, table, level):
    """The least assets that do not lie in a level."""
    numerator, denominator, equal = table[level, 0], table[level, 1], table[level, 2]
    return _EVERYTHING if denominator == 0 else -(-(debt * numerator + equal) // denominator)


@njit(nogil=True, cache=True)
def _sum(value, within, mark, a, b, line, level, sums):
    """Add the assets of an account to the sums of a level; mark in which scenarios it lies there, and answer in how many."""
    found = np.int64(0)
    for j in _columns(a, b):
        inside = -np.int64(value[j] < line)
        within[mark, j] = inside
        sums[level, 1, j] += value[j] & inside
        found -= inside
    return found


@njit(nogil=True, cache=True)
def _tally(within, mark, a, b, debt, cash, level, sums):
    """Add an account, its debt and cash, to the sums of a level where it is marked."""
    for j in _columns(a, b):
        sums[level, 0, j] -= within[mark, j]
        sums[level, 2, j] += debt & within[mark, j]
        sums[level, 3, j] += cash & within[mark, j]


@njit(nogil=True, cache=True)
def _sum_each(value, owed, within, a, b, cash, table, first, sale, sums):
    """Add an account whose debt moves too to the sums of all levels; mark where it is sold, and answer whether anywhere."""
    any_sold = False
    for j in _columns(a, b):
        within[_SOLD, j] = 0
        for level in range(first, table.shape[0]):
            if owed[j] < table[level, 3] or (
                table[level, 1] and value[j] * table[level, 1] >= owed[j] * table[level, 0] + table[level, 2]
            ):
                break
            sums[level, 0, j] += 1
            sums[level, 1, j] += value[j]
            sums[level, 2, j] += owed[j]
            sums[level, 3, j] += cash
            if level == sale:
                any_sold, within[_SOLD, j] = True, -1
    return any_sold


@njit(nogil=True, cache=True, error_model="numpy")
def _part(value, within, part, a, b, fixed, due, spent, per_li, denominator, amounts):
    """Find the part of all holdings that goes in each scenario, own cash first; whether anything goes, is unmet, is spared of own cash.

    ``kernels.sales`` in vectors for accounts that owe no shares, whose cash is not negative, and whose holdings all trade at the price
    that counts: where a part of them restores the target, it brings no more than is owed. ``due`` less ``denominator`` times the assets is what
    is missing when all own cash that repays is ``spent``.
    """
    found, unmet, spared = np.int64(0), np.int64(0), np.int64(0)
    for j in _columns(a, b):
        left = (due - denominator * value[j]) & within[_SOLD, j]
        gain, missing = per_li * (value[j] - fixed), max(0, left)
        part[j] = part_of(missing, gain)
        amounts[0, j] += spent & within[_SOLD, j]
        found |= missing
        unmet |= max(0, missing - gain)
        spared |= min(0, left)
    return found != 0, unmet != 0, spared != 0


@njit(nogil=True, cache=True)
def _leave(value, within, a, b, fixed, due, debt, per_li, denominator, amounts):
    """Add what is missing when everything is sold."""
    for j in _columns(a, b):
        left = (due - denominator * value[j]) & within[_SOLD, j]
        amounts[1, j] += max(0, left - per_li * min(value[j] - fixed, debt))


@njit(nogil=True, cache=True, error_model="numpy")
def _spare(value, within, a, b, due, per_li, denominator, amounts):
    """Take off what of the own cash is not needed, to the fen."""
    for j in _columns(a, b):
        left = (due - denominator * value[j]) & within[_SOLD, j]
        if left < 0:
            amounts[0, j] -= -left // (per_li * _LI) * _LI


@njit(nogil=True, cache=True)
def _sell(shares, security, quantity, k, k_end, part, a, b):
    """Add what some positions sell in some scenarios."""
    for m in range(k, k_end):
        n, number = security[m], np.int64(quantity[m])
        for j in _columns(a, b):
            shares[0, n, j] += shares_of_part(number, part[j])
