"""Settle one called account after the other as ``accounts.calls.desk`` does, in whole shares, without lots, costs and interest.

What an account holds and owes is laid on a desk: a table of one column per position. ``STATE`` is what changes while orders are given:
cash, short proceeds frozen in it, debt that money repays (all 厘), what is missing (``n·D − d·A`` for a target of ``n / d``), what own
cash has repaid.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from liangrong.book.scales import LI_PER_FEN

__all__ = [
    "DESK_ROWS", "LOSS", "ORDER", "PART_BITS", "PRO_RATA", "STATE_ROWS", "WHOLE", "Market", "Target", "done", "laid", "part_of", "settled",
    "shares_of_part", "sold",
]  # fmt: skip

ORDER, LOSS, PRO_RATA = 0, 1, 2
"""What the first key of a position is: that of its security; its floating result; everything held goes in one proportion."""

_SECURITY, _LEFT, _PRICE, _COUNTED, _OPEN, _SHORT, _TIED, _OWED, _KEY, _VALUE, _RANK, _TRADED, _PLACE = range(13)
DESK_ROWS = 13
_CASH, _FROZEN, _REPAYABLE, _MISSING, _PAID = range(5)
STATE_ROWS = 5

_EACH = -1
_LI = LI_PER_FEN
PART_BITS = 32
WHOLE = 2**PART_BITS - 1
"""The part that is everything: of fewer than 2³² shares, what it leaves is less than one."""
_SIGN = 63
_RAISED = 2.0**PART_BITS * (1 + 2.0**-50)
"""Makes a float quotient a number of parts that is certainly not too small."""


class Market(NamedTuple):
    """By security number: its prices in each scenario (a row), what the maintenance ratio counts, both 厘; who trades; what sorts it."""

    price: NDArray[np.uint32]
    counted: NDArray[np.uint32]
    sell: NDArray[np.bool_]
    buy: NDArray[np.bool_]
    key: NDArray[np.int64]
    rank: NDArray[np.int64]


class Target(NamedTuple):
    """What sales restore, as a fraction, and which of ``ORDER``, ``LOSS``, ``PRO_RATA`` says what goes first."""

    numerator: int
    denominator: int
    policy: int


@njit(nogil=True, cache=True)
def sold(first, last, desk, accounts, positions, contracts, shorts, others, market, line, target, rows, below, shares):
    """Settle the accounts ``first`` to ``last`` that lie below a line.

    Parameters
    ----------
    desk
        Working room, ``(DESK_ROWS, positions of the largest account)`` int64.
    line
        Numerator and denominator.
    rows
        ``(4, accounts)`` int64: repaid from own cash, sold, bought back (厘), still missing (厘 times the target's denominator).
    below
        Whether an account lies below the line.
    shares
        ``(2, securities, 1)`` int64: shares sold and bought back are added.
    """
    state, only = np.empty(STATE_ROWS, np.int64), np.int64(0)
    s, o = np.searchsorted(shorts.account, first), np.searchsorted(others.account, first)
    for i in range(first, last):
        s_begin = s
        while s < shorts.account.size and shorts.account[s] == i:
            s += 1
        other = np.int64(0)
        while o < others.account.size and others.account[o] == i:
            other += others.value[o] * _LI
            o += 1
        count = laid(desk, i, s_begin, s, positions, contracts, shorts, accounts, market, target.policy)
        assets, debt = accounts.cash[i] * _LI + other, accounts.charges[i] * _LI
        for c in range(accounts.contract_offsets[i], accounts.contract_offsets[i + 1]):
            debt += contracts.principal[c] * _LI
        for j in range(count):
            if desk[_SHORT, j]:
                debt += desk[_LEFT, j] * np.int64(market.price[desk[_SECURITY, j], 0])
            else:
                assets += desk[_LEFT, j] * np.int64(market.counted[desk[_SECURITY, j], 0])
        if debt <= 0 or assets * line[1] >= debt * line[0]:
            continue
        rows[0, i], rows[3, i] = settled(desk, count, state, i, s_begin, s, only, assets, debt, accounts, shorts, market, target)
        below[i] = True
        rows[1, i], rows[2, i] = done(desk, count, shares, only)


@njit(nogil=True, cache=True)
def done(desk, count, shares, scenario):
    """Add the shares that an account has sold and bought back; what they came to, 厘."""
    sale, purchase = np.int64(0), np.int64(0)
    for j in range(count):
        if desk[_SHORT, j]:
            purchase += desk[_TRADED, j] * desk[_PRICE, j]
        else:
            sale += desk[_TRADED, j] * desk[_PRICE, j]
        shares[desk[_SHORT, j], desk[_SECURITY, j], scenario] += desk[_TRADED, j]
    return sale, purchase


@njit(nogil=True, cache=True)
def laid(desk, i, s_begin, s_end, positions, contracts, shorts, accounts, market, policy):
    """Lay an account on the desk: what it holds, by security unless all goes in one proportion, then what it owes; how many positions."""
    p, p_end = np.int64(accounts.position_offsets[i]), np.int64(accounts.position_offsets[i + 1])
    c, c_end = np.int64(accounts.contract_offsets[i]), np.int64(accounts.contract_offsets[i + 1])
    count = 0
    while p < p_end or c < c_end:
        free = c >= c_end or (p < p_end and positions.security[p] <= contracts.security[c])
        n = np.int64(positions.security[p]) if free else np.int64(contracts.security[c])
        quantity = np.int64(positions.quantity[p]) if free else np.int64(contracts.quantity[c])
        owed = np.int64(0) if free else contracts.principal[c] * _LI
        if free:
            p += 1
        else:
            c += 1
        if policy == PRO_RATA or count == 0 or desk[_SECURITY, count - 1] != n:
            desk[_SECURITY, count], desk[_LEFT, count], desk[_SHORT, count] = n, 0, 0
            desk[_TIED, count], desk[_OWED, count], desk[_OPEN, count] = 0, 0, market.sell[n]
            count += 1
        desk[_LEFT, count - 1] += quantity
        if not free and quantity:
            desk[_TIED, count - 1] += quantity
            desk[_OWED, count - 1] += owed
    for t in range(s_begin, s_end):
        n, quantity = np.int64(shorts.security[t]), np.int64(shorts.quantity[t])
        desk[_SECURITY, count], desk[_LEFT, count], desk[_SHORT, count] = n, quantity, 1
        desk[_TIED, count], desk[_OWED, count], desk[_OPEN, count] = quantity, shorts.proceeds[t] * _LI, market.buy[n]
        count += 1
    return count


@njit(nogil=True, cache=True)
def settled(desk, count, state, i, s_begin, s_end, scenario, assets, debt, accounts, shorts, market, target):
    """Give the orders that lift an account on the desk to the target, or all that it can: what own cash repaid, what is still missing."""
    shorted = np.int64(0)
    for j in range(count):
        n = desk[_SECURITY, j]
        desk[_PRICE, j], desk[_COUNTED, j] = np.int64(market.price[n, scenario]), np.int64(market.counted[n, scenario])
        value = desk[_LEFT, j] * desk[_PRICE, j]
        desk[_VALUE, j], desk[_RANK, j], desk[_TRADED, j], desk[_KEY, j] = value, market.rank[n], 0, 0
        if target.policy == ORDER:
            desk[_KEY, j] = market.key[n]
        elif target.policy == LOSS:
            result = desk[_TIED, j] * desk[_PRICE, j] - desk[_OWED, j]
            desk[_KEY, j] = -result if desk[_SHORT, j] else result
    for j in range(count):
        if desk[_SHORT, j]:
            shorted += desk[_VALUE, j]
    _sort(desk, count)
    state[_CASH] = accounts.cash[i] * _LI
    state[_FROZEN] = np.int64(0)
    for t in range(s_begin, s_end):
        state[_FROZEN] += shorts.proceeds[t] * _LI
    state[_REPAYABLE] = debt - shorted
    state[_MISSING] = target.numerator * debt - target.denominator * assets
    state[_PAID] = 0
    before = state[_MISSING] + 1
    while 0 < state[_MISSING] < before:
        before = state[_MISSING]
        _pay(state, target)
        if target.policy == PRO_RATA:
            _sell_alike(desk, count, state, target)
        for place in range(count):
            j = desk[_PLACE, place]
            if desk[_SHORT, j]:
                _cover(desk, j, state, target)
                _pay(state, target)
            elif target.policy != PRO_RATA:
                _sell(desk, j, state, target)
        if s_end > s_begin:
            _fund(desk, count, state, target)
    return state[_PAID], max(0, state[_MISSING])


@njit(nogil=True, cache=True, inline="always")
def part_of(wanted, whole):
    """Which part of all holdings brings what is wanted of what all of them bring: ``⌈wanted · 2³² / whole⌉``, at most ``WHOLE``.

    The estimate is the quotient rounded down, or the integer just above it where that is nearer than floats can tell. Products wrap
    around; what the estimate leaves is small, and so exact.
    """
    found = np.int64(wanted / max(whole, 1) * _RAISED)
    found -= (found * whole - (wanted << PART_BITS)) >> _SIGN
    return min(found, WHOLE) if wanted < whole else np.int64(WHOLE)


@njit(nogil=True, cache=True, inline="always")
def shares_of_part(quantity, part):
    """``⌈quantity · part / 2³²⌉``, both below 2³²: at most one share more than if the part were not rounded.

    ``WHOLE`` takes every share, zero none.
    """
    return np.int64((np.uint64(quantity) * np.uint64(part) + np.uint64(WHOLE)) >> np.uint64(PART_BITS))


@njit(nogil=True, cache=True)
def _sort(desk, count):
    """Places in the order of key, greater value, name; what is held before what is owed."""
    for j in range(count):
        at = j
        while at > 0:
            k = desk[_PLACE, at - 1]
            if desk[_KEY, k] != desk[_KEY, j]:
                later = desk[_KEY, k] > desk[_KEY, j]
            elif desk[_VALUE, k] != desk[_VALUE, j]:
                later = desk[_VALUE, k] < desk[_VALUE, j]
            else:
                later = desk[_RANK, k] > desk[_RANK, j]
            if not later:
                break
            desk[_PLACE, at] = k
            at -= 1
        desk[_PLACE, at] = j


@njit(nogil=True, cache=True)
def _pay(state, target):
    """Repay from own cash, in whole fen, as little as does it."""
    per_li = target.numerator - target.denominator
    amount = min(state[_CASH] - state[_FROZEN], state[_REPAYABLE])
    if state[_MISSING] <= 0 or amount <= 0:
        return
    if state[_MISSING] < amount * per_li:
        amount = min(amount, -(-state[_MISSING] // (per_li * _LI)) * _LI)
    state[_CASH] -= amount
    state[_REPAYABLE] -= amount
    state[_MISSING] -= amount * per_li
    state[_PAID] += amount


@njit(nogil=True, cache=True)
def _sell(desk, j, state, target):
    """Sell the least of a position that restores the target or repays all; what is over stays in cash."""
    price = desk[_PRICE, j]
    if not desk[_OPEN, j] or price == 0 or state[_MISSING] <= 0 or state[_REPAYABLE] <= 0:
        return
    gain = target.numerator * price - target.denominator * desk[_COUNTED, j]
    quantity = min(desk[_LEFT, j], -(-state[_REPAYABLE] // price))
    if gain > 0:
        quantity = min(quantity, -(-state[_MISSING] // gain))
    _book(desk, j, state, target, quantity)


@njit(nogil=True, cache=True)
def _sell_alike(desk, count, state, target):
    """Sell the same part of all that is held: what restores the target or repays all; what is over stays in cash."""
    if state[_MISSING] > 0 and state[_REPAYABLE] > 0:
        each = np.int64(_EACH)
        worth, counted = _worth(desk, count, each, np.int64(WHOLE))
        gain = target.numerator * worth - target.denominator * counted
        _book_all(desk, count, each, min(part_of(state[_MISSING], gain), part_of(state[_REPAYABLE], worth)), state, target)


@njit(nogil=True, cache=True, inline="always")
def _sale(desk, j, alone, amount):
    """Shares of a position that go: of each this part, or of the position ``alone`` so many."""
    if desk[_SHORT, j] or not desk[_OPEN, j] or desk[_PRICE, j] == 0 or alone not in (j, _EACH):
        return np.int64(0)
    return shares_of_part(desk[_LEFT, j], amount) if alone == _EACH else np.int64(amount)


@njit(nogil=True, cache=True)
def _worth(desk, count, alone, amount):
    """What a sale brings, and what the shares counted for."""
    value, counted = np.int64(0), np.int64(0)
    for j in range(count):
        quantity = _sale(desk, j, alone, amount)
        value += quantity * desk[_PRICE, j]
        counted += quantity * desk[_COUNTED, j]
    return value, counted


@njit(nogil=True, cache=True)
def _book_all(desk, count, alone, amount, state, target):
    for j in range(count):
        _book(desk, j, state, target, _sale(desk, j, alone, amount))


@njit(nogil=True, cache=True, inline="always")
def _book(desk, j, state, target, quantity):
    """Book a sale: it repays, and what is over stays in cash."""
    value = quantity * desk[_PRICE, j]
    repaid = min(value, state[_REPAYABLE])
    state[_CASH] += value - repaid
    state[_REPAYABLE] -= repaid
    left = value - repaid - quantity * desk[_COUNTED, j]
    state[_MISSING] -= target.numerator * repaid + target.denominator * left
    desk[_LEFT, j] -= quantity
    desk[_TRADED, j] += quantity


@njit(nogil=True, cache=True, inline="always")
def _bought(desk, j, missing, cash, target):
    """How many shares of a short sale are bought back for what is missing, as far as cash goes."""
    price = desk[_PRICE, j]
    if missing <= 0 or cash <= 0 or price == 0 or not desk[_OPEN, j]:
        return np.int64(0)
    return min(desk[_LEFT, j], cash // price, -(-missing // (price * (target.numerator - target.denominator))))


@njit(nogil=True, cache=True)
def _cover(desk, j, state, target):
    """Buy back and return; the proceeds of the shares returned are frozen no longer, to the fen."""
    quantity = _bought(desk, j, state[_MISSING], state[_CASH], target)
    if quantity <= 0:
        return
    amount = quantity * desk[_PRICE, j]
    released = desk[_OWED, j]
    if quantity < desk[_LEFT, j]:
        fen = desk[_OWED, j] // _LI
        whole, rest = fen // desk[_LEFT, j], fen % desk[_LEFT, j]
        released = (whole * quantity + (2 * rest * quantity + desk[_LEFT, j]) // (2 * desk[_LEFT, j])) * _LI
    state[_CASH] -= amount
    state[_FROZEN] -= released
    state[_MISSING] -= amount * (target.numerator - target.denominator)
    desk[_OWED, j] -= released
    desk[_LEFT, j] -= quantity
    desk[_TRADED, j] += quantity


@njit(nogil=True, cache=True)
def _covered(desk, count, target, missing, cash):
    """Whether so much cash buys back all that is needed, or all that can be bought."""
    complete = True
    for place in range(count):
        j = desk[_PLACE, place]
        if desk[_SHORT, j] and desk[_OPEN, j]:
            quantity = _bought(desk, j, missing, cash, target)
            cash -= quantity * desk[_PRICE, j]
            missing -= quantity * desk[_PRICE, j] * (target.numerator - target.denominator)
            complete = complete and quantity == desk[_LEFT, j]
    return complete or missing <= 0


@njit(nogil=True, cache=True)
def _fund(desk, count, state, target):
    """Sell to pay for buying back, where money repays nothing more and cash does not suffice."""
    for place in range(1 if target.policy == PRO_RATA else count):
        if state[_MISSING] <= 0:
            return
        alone = np.int64(_EACH) if target.policy == PRO_RATA else desk[_PLACE, place]
        low, high = np.int64(0), np.int64(WHOLE) if alone == _EACH else desk[_LEFT, alone]
        while low < high:
            middle = (low + high) // 2
            value, counted = _worth(desk, count, alone, middle)
            missing = state[_MISSING] + target.denominator * (counted - value)
            if _covered(desk, count, target, missing, state[_CASH] + value):
                high = middle
            else:
                low = middle + 1
        _book_all(desk, count, alone, high, state, target)
        for at in range(count):
            if desk[_SHORT, desk[_PLACE, at]]:
                _cover(desk, desk[_PLACE, at], state, target)
