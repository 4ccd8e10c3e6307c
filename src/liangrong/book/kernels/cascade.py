"""One session of a deleveraging cascade: which accounts a fall has reached, and what those already called do.

``screened`` goes over accounts that nothing has happened to and values only those that the fall can have reached. ``advanced`` goes over
accounts in work: fills their orders, repays, tests their lines, and gives the orders of the next session.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from liangrong.book.scales import LI_PER_FEN
from liangrong.book.working import (
    CASH,
    CHARGES,
    CURES,
    DEADLINE,
    NUMBER,
    OTHERS,
    PHASE,
    PRINCIPAL,
    PROCEEDS,
    QUANTITY,
    SECURITY,
    START,
    WANTED,
)

__all__ = [
    "CALLED",
    "CLOSED",
    "COUNTED",
    "FILL",
    "FILLED",
    "FLOWS",
    "FORCED",
    "NEVER",
    "NORMAL",
    "POLICIES",
    "PRICE",
    "RANK",
    "REACHED",
    "STATE",
    "STEPS",
    "TALLIES",
    "Agreed",
    "Screen",
    "advanced",
    "screened",
]  # fmt: skip

STEPS = 254
"""Into how many steps a fall of 100 % is divided for the screening."""
REACHED, NEVER = 254, 255
"""Levels of accounts that were found called, and of those that no fall reaches."""
NORMAL, CALLED, FORCED, CLOSED = 0, 1, 2, 3
FILLED = 1 << 20
"""A fill of one."""

POLICIES = ("risk", "position", "loss", "pro_rata")
TALLIES = (
    "called", "cured", "forced", "closed", "sold", "repaid", "kept", "own_cash", "paid_in", "uncollected", "left_cash", "open_calls",
    "in_liquidation", "due_later", "debt_called",
)  # fmt: skip
"""What a session adds up: accounts newly called, cured, newly forced, closed; 厘 sold, of it repaid and kept as cash; repaid with own cash,
paid in by clients, owed by accounts that are sold out, cash of accounts that no longer owe; then, at the close: accounts with an open
call, of them in liquidation, of them not to be sold in the next session yet, and the debt of all of them."""
PRICE, COUNTED, FILL, STATE, RANK = range(5)
"""Columns of a session's market: price at which orders fill and what the ratio counts (厘), the part of ``FILLED`` that is filled, whether
it trades (0), waits at its limit (1) or is suspended (2), and its place in sales by risk."""
FLOWS = ("ordered", "sold", "unfilled", "left")
"""Shares by security: ordered for the next session, sold, ordered but not sold, held by accounts that no longer owe."""

_CALLS, _CURED, _FORCINGS, _CLOSINGS, _SOLD, _REPAID, _KEPT, _OWN, _PAID, _LOST, _LEFT_CASH, _OPEN, _LIQUIDATED, _LATER, _DEBT = (
    range(15)
)
_ORDERED, _SALES, _UNFILLED, _LEFT = range(4)
_LI = LI_PER_FEN
_NOT_TRADED = 2
_PRO_RATA = 3
_A, _B, _C = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_AT_CALL = 1 << 32
_FILL_BITS = np.int64(20)
_DRAWN_BITS = np.int64(33)
_PRO_RATA_BITS = np.int64(16)


class Screen(NamedTuple):
    """By account: the step of the least fall that reaches its call line, and the groups of securities that it holds."""

    level: NDArray[np.uint8]
    groups: NDArray[np.uint64]


class Agreed(NamedTuple):
    """Terms of the book and behaviour of its clients, the same in every session.

    Lines are numerators and denominators. ``cure_share`` and ``leave_share`` are probabilities in units of 2⁻⁵³.
    """

    call: tuple[int, int]
    immediate: tuple[int, int]
    target: tuple[int, int]
    sale_target: tuple[int, int]
    deadline: int
    start: int
    interest_first: bool
    policy: int
    cure_share: int
    cure_delay: int
    leave_share: int
    seed: int


@njit(nogil=True, cache=True)
def screened(
    first, last, accounts, positions, contracts, shorts, others, price, counted, group, hot, call, anchor, screen, sums, held
):
    """Find the accounts ``first`` to ``last`` that stand below the call line now; valued are those that the fall can have reached.

    Parameters
    ----------
    group
        Bit of the group of each security, uint64.
    hot
        ``(256,)`` uint64: for each level the groups in which some security fell further than that, since the anchor.
    anchor
        0: only look; 1: these prices are the new anchor, write levels and groups; 2: the first time, sum the book as well.
    sums
        ``(4,)`` int64, of accounts that owe: number, cash and other collateral, debt apart from shares owed (厘); then accounts valued.
    held
        ``(2, securities)``: shares held and shares owed by accounts that owe.
    """
    s, o = np.searchsorted(shorts.account, first), np.searchsorted(others.account, first)
    for i in range(first, last):
        if not screen.groups[i] & hot[screen.level[i]]:
            continue
        sums[3] += 1
        own, debt = accounts.cash[i] * _LI, accounts.charges[i] * _LI
        c, d = accounts.contract_offsets[i], accounts.contract_offsets[i + 1]
        for k in range(c, d):
            debt += contracts.principal[k] * _LI
        while s < shorts.account.size and shorts.account[s] < i:
            s += 1
        begin, owed = s, np.int64(0)
        while s < shorts.account.size and shorts.account[s] == i:
            owed += np.int64(shorts.quantity[s]) * price[shorts.security[s]]
            if anchor == 2:
                held[1, shorts.security[s]] += np.int64(shorts.quantity[s])
            s += 1
        if debt + owed <= 0:
            screen.level[i] = NEVER
            continue
        while o < others.account.size and others.account[o] < i:
            o += 1
        while o < others.account.size and others.account[o] == i:
            own += others.value[o] * _LI
            o += 1
        bits, value = np.uint64(0), np.int64(0)
        for k in range(accounts.position_offsets[i], accounts.position_offsets[i + 1]):
            n, quantity = positions.security[k], np.int64(positions.quantity[k])
            value += quantity * counted[n]
            bits |= group[n]
            if anchor == 2:
                held[0, n] += quantity
        for k in range(c, d):
            n, quantity = contracts.security[k], np.int64(contracts.quantity[k])
            value += quantity * counted[n]
            bits |= group[n]
            if anchor == 2:
                held[0, n] += quantity
        if anchor == 2:
            sums[0] += 1
            sums[1] += own
            sums[2] += debt
        room = (own + value) * call[1] - (debt + owed) * call[0]
        if room < 0:
            screen.level[i] = REACHED
        elif anchor and s == begin:
            at_stake = max(value * call[1], 1)
            screen.level[i] = room * STEPS // at_stake if room < at_stake else STEPS - 1
            screen.groups[i] = bits


@njit(nogil=True, cache=True)
def advanced(first, last, session, work, market, agreed, may_order, room, tallies, flows):
    """Carry the accounts ``first`` to ``last`` through the session: fills, repayment, payments, lines, orders for the next one.

    Parameters
    ----------
    session
        Its number; the start of the cascade is 0, when nothing is ordered yet.
    market
        ``(securities, 5)`` int64.
    may_order
        Whether forced sales are allowed in the next session.
    room
        ``(n, 3)`` int64 working room, ``n`` for the most lots of an account.
    tallies, flows
        ``TALLIES`` and ``(FLOWS, securities)``, added to.
    """
    for i in range(first, last):
        one = work.accounts[i]
        if one[PHASE] == CLOSED:
            continue
        lots = work.lots[work.lot_offsets[i] : work.lot_offsets[i + 1]]
        _filled(one, lots, session, market, agreed.seed, agreed.interest_first, tallies, flows)
        assets, financed, shares = one[CASH] + one[OTHERS], one[CHARGES], np.int64(0)
        for k in range(len(lots)):
            assets += lots[k, QUANTITY] * market[lots[k, SECURITY], COUNTED]
            financed += lots[k, PRINCIPAL]
            shares += lots[k, QUANTITY]
        debt, own = financed, one[CASH]
        for k in range(work.short_offsets[i], work.short_offsets[i + 1]):
            debt += work.shorts[k, QUANTITY] * market[work.shorts[k, SECURITY], PRICE]
            own -= work.shorts[k, PROCEEDS]
        if debt <= 0:
            one[PHASE] = CLOSED
            tallies[_CLOSINGS] += 1
            tallies[_LEFT_CASH] += one[CASH] + one[OTHERS]
            for k in range(len(lots)):
                flows[_LEFT, lots[k, SECURITY]] += lots[k, QUANTITY]
            continue
        missing = agreed.target[0] * debt - agreed.target[1] * assets
        if one[CURES] == session and missing > 0:
            paid = -(-missing // agreed.target[1])
            one[CASH] += paid
            assets += paid
            missing = 0
            tallies[_PAID] += paid
        _tested(one, session, agreed, assets, debt, missing, tallies)
        if one[PHASE] == NORMAL:
            continue
        if one[PHASE] == FORCED and shares == 0 and financed > 0 and own <= 0:
            one[PHASE] = CLOSED
            tallies[_CLOSINGS] += 1
            tallies[_LOST] += max(0, debt - assets)
            continue
        tallies[_OPEN] += 1
        tallies[_DEBT] += debt
        if one[PHASE] == FORCED:
            tallies[_LIQUIDATED] += 1
        if one[PHASE] != FORCED or one[START] > session + 1:
            tallies[_LATER] += 1
        elif may_order:
            num, den = agreed.sale_target
            wanted = max(0, min(financed, -(-(num * debt - den * assets) // (num - den))))
            paid = _repaid(one, lots, -1, max(0, min(own, wanted)), agreed.interest_first)
            one[CASH] -= paid
            tallies[_OWN] += paid
            _ordered(wanted - paid, lots, market, agreed.policy, room, flows)


@njit(nogil=True, cache=True, inline="always")
def _draw(seed, account, session, salt):
    """A number below 2⁵³ that depends on nothing else (SplitMix64, Steele, Lea & Flood 2014)."""
    x = np.uint64(seed) + np.uint64(account) * _A + np.uint64(session) * _B + np.uint64(salt) * _C
    x = (x ^ (x >> np.uint64(30))) * _B
    x = (x ^ (x >> np.uint64(27))) * _C
    x = (x ^ (x >> np.uint64(31))) * _B
    return np.int64((x ^ (x >> np.uint64(29))) >> np.uint64(11))


@njit(nogil=True, cache=True)
def _filled(one, lots, session, market, seed, interest_first, tallies, flows):
    """Sell what the market takes of the open orders of an account, and repay with it, order by order.

    Of an order its part is filled, rounded up or down by a draw, so that small orders are not left out.
    """
    for k in range(len(lots)):
        wanted, n = lots[k, WANTED], lots[k, SECURITY]
        if wanted:
            sold = (wanted * market[n, FILL] + (_draw(seed, one[NUMBER], session, k) >> _DRAWN_BITS)) >> _FILL_BITS
            amount = sold * market[n, PRICE]
            lots[k, QUANTITY] -= sold
            lots[k, WANTED] = 0
            repaid = _repaid(one, lots, n, amount, interest_first)
            one[CASH] += amount - repaid
            flows[_SALES, n] += sold
            flows[_UNFILLED, n] += wanted - sold
            tallies[_SOLD] += amount
            tallies[_REPAID] += repaid
            tallies[_KEPT] += amount - repaid


@njit(nogil=True, cache=True)
def _repaid(one, lots, n, amount, interest_first):
    """What a sum repays: charges where interest comes first, contracts of security ``n``, the others in order, charges else."""
    left = amount
    for turn in range(4):
        if 1 <= turn <= 2:
            for k in range(len(lots)):
                if (lots[k, SECURITY] == n) == (turn == 1):
                    paid = min(left, lots[k, PRINCIPAL])
                    lots[k, PRINCIPAL] -= paid
                    left -= paid
        elif interest_first == (turn == 0):
            paid = min(left, one[CHARGES])
            one[CHARGES] -= paid
            left -= paid
    return amount - left


@njit(nogil=True, cache=True)
def _tested(one, session, agreed, assets, debt, missing, tallies):
    """Where an account stands after the clearing: the rules of ``accounts.calls.lines.next_line``."""
    broken = assets * agreed.immediate[1] < debt * agreed.immediate[0]
    if one[PHASE] == NORMAL:
        if assets * agreed.call[1] >= debt * agreed.call[0]:
            return
        tallies[_CALLS] += 1
        one[PHASE], one[DEADLINE], one[START], one[CURES] = CALLED, session + agreed.deadline, session + agreed.start, -1
        draw = _draw(agreed.seed, one[NUMBER], session, _AT_CALL)
        if broken or draw < agreed.leave_share:
            one[DEADLINE], one[START] = session, session + 1
        elif draw < agreed.leave_share + agreed.cure_share:
            one[CURES] = session + agreed.cure_delay
    elif missing <= 0:
        one[PHASE], one[CURES] = NORMAL, -1
        tallies[_CURED] += 1
        return
    elif broken and one[DEADLINE] > session:
        one[DEADLINE], one[START] = session, min(one[START], session + 1)
    if one[PHASE] == CALLED and session >= one[DEADLINE]:
        one[PHASE] = FORCED
        tallies[_FORCINGS] += 1


@njit(nogil=True, cache=True)
def _ordered(wanted, lots, market, policy, room, flows):
    """Order sales worth ``wanted`` of the lots of one account: securities by the policy, what waits at its limit last, the suspended never.

    ``room`` takes a line for each security of the account: its number, shares, floating result of its open contracts.
    """
    count = 0
    for k in range(len(lots)):
        if lots[k, QUANTITY]:
            n, j = lots[k, SECURITY], 0
            while j < count and room[j, 0] != n:
                j += 1
            if j == count:
                room[j, 0], room[j, 1], room[j, 2] = n, 0, 0
                count += 1
            room[j, 1] += lots[k, QUANTITY]
            if lots[k, PRINCIPAL]:
                room[j, 2] += lots[k, QUANTITY] * market[n, PRICE] - lots[k, PRINCIPAL]
    for state in range(_NOT_TRADED):
        total = np.int64(0)
        for j in range(count):
            if market[room[j, 0], STATE] == state:
                total += room[j, 1] * market[room[j, 0], PRICE]
        left = min(wanted, total)
        wanted -= left
        part = -((-left << _PRO_RATA_BITS) // max(total, 1))
        while left > 0:
            j = _next_sale(count, state, policy, room, market)
            n, price = room[j, 0], market[room[j, 0], PRICE]
            chosen = min(room[j, 1], -(-left // price))
            if policy == _PRO_RATA:
                chosen = min(chosen, -((-room[j, 1] * part) >> _PRO_RATA_BITS))
            room[j, 1] = 0
            left -= chosen * price
            flows[_ORDERED, n] += chosen
            for k in range(len(lots)):
                if lots[k, SECURITY] == n:
                    lots[k, WANTED] = min(chosen, lots[k, QUANTITY])
                    chosen -= lots[k, WANTED]


@njit(nogil=True, cache=True)
def _next_sale(count, state, policy, room, market):
    """Which line goes next, as ``accounts.calls.sale_positions`` orders them: by risk, by value or by loss; ties by value, then number."""
    best, best_key, best_value = -1, np.int64(0), np.int64(0)
    for j in range(count):
        n = room[j, 0]
        if market[n, STATE] == state and room[j, 1]:
            value = room[j, 1] * market[n, PRICE]
            key = market[n, RANK] if policy == 0 else room[j, 2] if policy == 2 else np.int64(0)
            tied = value > best_value or (value == best_value and n < room[best, 0])
            if best < 0 or key < best_key or (key == best_key and tied):
                best, best_key, best_value = j, key, value
    return best
