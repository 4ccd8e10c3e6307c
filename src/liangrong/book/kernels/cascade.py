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

__all__ = [
    "CALLED", "CLOSED", "FILLED", "FLOWS", "FORCED", "NEVER", "NORMAL", "POLICIES", "REACHED", "STEPS", "TALLIES", "Agreed", "Screen",
    "Session", "advanced", "screened",
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
FLOWS = ("ordered", "sold", "unfilled", "left")
"""Shares by security: ordered for the next session, sold, ordered but not sold, held by accounts that no longer owe."""

_CALLS, _CURED, _FORCINGS, _CLOSINGS, _SOLD, _REPAID, _KEPT, _OWN, _PAID, _LOST, _LEFT_CASH, _OPEN, _LIQUIDATED, _LATER, _DEBT = (
    range(15)
)
_ORDERED, _SALES, _UNFILLED, _LEFT = range(4)
_LI = LI_PER_FEN
_WAITS, _NOT_TRADED = 1, 2
_A, _B, _C = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_AT_CALL = 1 << 32
_FILL_BITS = np.int64(20)
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


class Session(NamedTuple):
    """The market of a session by security: price at which orders fill and what the ratio counts (厘), fill, state and rank.

    ``fill`` is a part of ``FILLED``; ``state`` 0 trades, 1 waits at its limit, 2 is suspended; ``rank`` orders sales by risk.
    """

    price: NDArray[np.int64]
    counted: NDArray[np.int64]
    fill: NDArray[np.int64]
    state: NDArray[np.int64]
    rank: NDArray[np.int64]


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
        bits, value, owed = np.uint64(0), np.int64(0), np.int64(0)
        own, debt = accounts.cash[i] * _LI, accounts.charges[i] * _LI
        for k in range(accounts.position_offsets[i], accounts.position_offsets[i + 1]):
            n = positions.security[k]
            value += np.int64(positions.quantity[k]) * counted[n]
            bits |= group[n]
        for k in range(accounts.contract_offsets[i], accounts.contract_offsets[i + 1]):
            n = contracts.security[k]
            value += np.int64(contracts.quantity[k]) * counted[n]
            debt += contracts.principal[k] * _LI
            bits |= group[n]
        while s < shorts.account.size and shorts.account[s] < i:
            s += 1
        begin = s
        while s < shorts.account.size and shorts.account[s] == i:
            owed += np.int64(shorts.quantity[s]) * price[shorts.security[s]]
            s += 1
        while o < others.account.size and others.account[o] < i:
            o += 1
        while o < others.account.size and others.account[o] == i:
            own += others.value[o] * _LI
            o += 1
        if debt + owed <= 0:
            screen.level[i] = NEVER
            continue
        if anchor == 2:
            sums[0] += 1
            sums[1] += own
            sums[2] += debt
            for k in range(accounts.position_offsets[i], accounts.position_offsets[i + 1]):
                held[0, positions.security[k]] += np.int64(positions.quantity[k])
            for k in range(accounts.contract_offsets[i], accounts.contract_offsets[i + 1]):
                held[0, contracts.security[k]] += np.int64(contracts.quantity[k])
            for k in range(begin, s):
                held[1, shorts.security[k]] += np.int64(shorts.quantity[k])
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
    may_order
        Whether forced sales are allowed in the next session.
    room
        ``(3, n)`` int64 working room, ``n`` for the most positions and contracts of an account.
    tallies, flows
        ``TALLIES`` and ``(FLOWS, securities)``, added to.
    """
    for i in range(first, last):
        if work.phase[i] == CLOSED:
            continue
        _filled(i, session, work, market, agreed, tallies, flows)
        assets, financed, owed, shares = _valued(i, work, market)
        debt = financed + owed
        if debt <= 0:
            tallies[_CLOSINGS] += 1
            tallies[_LEFT_CASH] += work.cash[i] + work.others[i]
            for k in range(work.position_offsets[i], work.position_offsets[i + 1]):
                flows[_LEFT, work.position_security[k]] += work.position_quantity[k]
            for k in range(work.contract_offsets[i], work.contract_offsets[i + 1]):
                flows[_LEFT, work.contract_security[k]] += work.contract_quantity[k]
            work.phase[i] = CLOSED
            continue
        missing = agreed.target[0] * debt - agreed.target[1] * assets
        if work.cures[i] == session and missing > 0:
            paid = -(-missing // agreed.target[1])
            work.cash[i] += paid
            assets += paid
            missing = 0
            tallies[_PAID] += paid
        _tested(i, session, work, agreed, assets, debt, missing, tallies)
        if work.phase[i] == NORMAL:
            continue
        if shares == 0 and financed > 0 and work.phase[i] == FORCED and work.cash[i] <= 0:
            work.phase[i] = CLOSED
            tallies[_CLOSINGS] += 1
            tallies[_LOST] += max(0, debt - assets)
            continue
        tallies[_OPEN] += 1
        tallies[_DEBT] += debt
        if work.phase[i] == FORCED:
            tallies[_LIQUIDATED] += 1
        if work.phase[i] != FORCED or work.start[i] > session + 1:
            tallies[_LATER] += 1
        elif may_order:
            num, den = agreed.sale_target
            wanted = min(financed, -(-(num * debt - den * assets) // (num - den)))
            if wanted > 0:
                wanted -= _own_cash_repays(i, work, agreed, wanted, tallies)
                _ordered(i, work, market, agreed.policy, wanted, room, flows)


@njit(nogil=True, cache=True, inline="always")
def _draw(seed, account, session, salt):
    """A number below 2⁵³ that depends on nothing else (SplitMix64, Steele, Lea & Flood 2014)."""
    x = np.uint64(seed) + np.uint64(account) * _A + np.uint64(session) * _B + np.uint64(salt) * _C
    x = (x ^ (x >> np.uint64(30))) * _B
    x = (x ^ (x >> np.uint64(27))) * _C
    x = (x ^ (x >> np.uint64(31))) * _B
    return np.int64((x ^ (x >> np.uint64(29))) >> np.uint64(11))


@njit(nogil=True, cache=True)
def _filled(i, session, work, market, agreed, tallies, flows):
    """Sell what the market takes of the open orders of an account, and repay with it, order by order."""
    for k in range(work.contract_offsets[i], work.contract_offsets[i + 1]):
        if work.contract_wanted[k]:
            n = work.contract_security[k]
            sold = _taken(
                work.contract_wanted[k], market.fill[n], agreed.seed, work.account[i], session, k - work.contract_offsets[i]
            )
            work.contract_quantity[k] -= sold
            _booked(i, n, sold, work.contract_wanted[k] - sold, work, market, agreed, tallies, flows)
            work.contract_wanted[k] = 0
    for k in range(work.position_offsets[i], work.position_offsets[i + 1]):
        if work.position_wanted[k]:
            n = work.position_security[k]
            sold = _taken(
                work.position_wanted[k], market.fill[n], agreed.seed, work.account[i], session, work.position_offsets[i] - k - 1
            )
            work.position_quantity[k] -= sold
            _booked(i, n, sold, work.position_wanted[k] - sold, work, market, agreed, tallies, flows)
            work.position_wanted[k] = 0


@njit(nogil=True, cache=True)
def _taken(wanted, fill, seed, account, session, row):
    """Shares of an order that are filled: its part, rounded up or down by a draw, so that small orders are not left out."""
    return (wanted * fill + (_draw(seed, account, session, row) >> np.int64(33))) >> _FILL_BITS


@njit(nogil=True, cache=True)
def _booked(i, n, sold, unfilled, work, market, agreed, tallies, flows):
    amount = sold * market.price[n]
    flows[_SALES, n] += sold
    flows[_UNFILLED, n] += unfilled
    tallies[_SOLD] += amount
    repaid = _repaid(i, n, amount, work, agreed)
    tallies[_REPAID] += repaid
    tallies[_KEPT] += amount - repaid
    work.cash[i] += amount - repaid


@njit(nogil=True, cache=True)
def _repaid(i, n, amount, work, agreed):
    """What a sum repays: charges where interest comes first, contracts of security ``n``, the others in order, charges else."""
    left = amount
    if agreed.interest_first:
        paid = min(left, work.charges[i])
        work.charges[i] -= paid
        left -= paid
    for own in (True, False):
        for k in range(work.contract_offsets[i], work.contract_offsets[i + 1]):
            if (work.contract_security[k] == n) == own:
                paid = min(left, work.contract_principal[k])
                work.contract_principal[k] -= paid
                left -= paid
    paid = min(left, work.charges[i])
    work.charges[i] -= paid
    return amount - (left - paid)


@njit(nogil=True, cache=True)
def _valued(i, work, market):
    """Assets, financing debt with charges, shares owed (all 厘), and shares held, of one account."""
    assets, financed, owed, shares = work.cash[i] + work.others[i], work.charges[i], np.int64(0), np.int64(0)
    for k in range(work.position_offsets[i], work.position_offsets[i + 1]):
        assets += work.position_quantity[k] * market.counted[work.position_security[k]]
        shares += work.position_quantity[k]
    for k in range(work.contract_offsets[i], work.contract_offsets[i + 1]):
        assets += work.contract_quantity[k] * market.counted[work.contract_security[k]]
        financed += work.contract_principal[k]
        shares += work.contract_quantity[k]
    for k in range(work.short_offsets[i], work.short_offsets[i + 1]):
        owed += work.short_quantity[k] * market.price[work.short_security[k]]
    return assets, financed, owed, shares


@njit(nogil=True, cache=True)
def _tested(i, session, work, agreed, assets, debt, missing, tallies):
    """Where an account stands after the clearing: the rules of ``accounts.calls.lines.next_line``."""
    broken = assets * agreed.immediate[1] < debt * agreed.immediate[0]
    if work.phase[i] == NORMAL:
        if assets * agreed.call[1] >= debt * agreed.call[0]:
            return
        tallies[_CALLS] += 1
        work.phase[i], work.deadline[i], work.start[i], work.cures[i] = (
            CALLED,
            session + agreed.deadline,
            session + agreed.start,
            -1,
        )
        if broken:
            work.deadline[i], work.start[i] = session, session + 1
        else:
            draw = _draw(agreed.seed, work.account[i], session, _AT_CALL)
            if draw < agreed.leave_share:
                work.deadline[i], work.start[i] = session, session + 1
            elif draw < agreed.leave_share + agreed.cure_share:
                work.cures[i] = session + agreed.cure_delay
    elif missing <= 0:
        work.phase[i], work.cures[i] = NORMAL, -1
        tallies[_CURED] += 1
        return
    elif broken and work.deadline[i] > session:
        work.deadline[i], work.start[i] = session, min(work.start[i], session + 1)
    if work.phase[i] == CALLED and session >= work.deadline[i]:
        work.phase[i] = FORCED
        tallies[_FORCINGS] += 1


@njit(nogil=True, cache=True)
def _own_cash_repays(i, work, agreed, wanted, tallies):
    """Repay with own cash, which short sales brought none of; it is free and goes first."""
    own = work.cash[i]
    for k in range(work.short_offsets[i], work.short_offsets[i + 1]):
        own -= work.short_proceeds[k]
    paid = _repaid(i, -1, max(0, min(own, wanted)), work, agreed)
    work.cash[i] -= paid
    tallies[_OWN] += paid
    return paid


@njit(nogil=True, cache=True)
def _ordered(i, work, market, policy, wanted, room, flows):
    """Order sales worth ``wanted``: securities by the policy, those that wait at their limit last, the suspended not at all."""
    p, q, c, d = work.position_offsets[i], work.position_offsets[i + 1], work.contract_offsets[i], work.contract_offsets[i + 1]
    count = 0
    for k in range(p, q):
        count = _gathered(work.position_security[k], work.position_quantity[k], np.int64(0), count, room, market)
    for k in range(c, d):
        count = _gathered(work.contract_security[k], work.contract_quantity[k], work.contract_principal[k], count, room, market)
    for state in range(_NOT_TRADED):
        total = np.int64(0)
        for j in range(count):
            if market.state[room[0, j]] == state:
                total += room[1, j] * market.price[room[0, j]]
        part = min(1 << _PRO_RATA_BITS, -(-(min(wanted, total) << _PRO_RATA_BITS) // max(total, 1)))
        left = min(wanted, total)
        while left > 0:
            j = _next_sale(count, state, policy, room, market)
            n, shares, price = room[0, j], room[1, j], market.price[room[0, j]]
            if policy == 3:
                chosen = min(shares, -(-(shares * part) // (1 << _PRO_RATA_BITS)), -(-left // price))
            else:
                chosen = min(shares, -(-left // price))
            room[1, j] = 0
            left -= chosen * price
            wanted -= chosen * price
            flows[_ORDERED, n] += chosen
            for k in range(c, d):
                if work.contract_security[k] == n:
                    work.contract_wanted[k] = min(chosen, work.contract_quantity[k])
                    chosen -= work.contract_wanted[k]
            for k in range(p, q):
                if work.position_security[k] == n:
                    work.position_wanted[k] = min(chosen, work.position_quantity[k])
                    chosen -= work.position_wanted[k]
        if wanted <= 0:
            return


@njit(nogil=True, cache=True)
def _gathered(n, quantity, principal, count, room, market):
    """Add a row to the security's line in the working room: security, shares, floating result."""
    if quantity == 0:
        return count
    j = 0
    while j < count and room[0, j] != n:
        j += 1
    if j == count:
        room[0, j], room[1, j], room[2, j] = n, 0, 0
    room[1, j] += quantity
    if principal > 0:
        room[2, j] += quantity * market.price[n] - principal
    return max(count, j + 1)


@njit(nogil=True, cache=True)
def _next_sale(count, state, policy, room, market):
    """Which line goes next, as ``accounts.calls.sale_positions`` orders them: by risk, by value or by loss; ties by value, then number."""
    best, best_key, best_value = -1, np.int64(0), np.int64(0)
    for j in range(count):
        n = room[0, j]
        if market.state[n] != state or room[1, j] == 0:
            continue
        value = room[1, j] * market.price[n]
        key = market.rank[n] if policy == 0 else room[2, j] if policy == 2 else np.int64(0)
        if (
            best < 0
            or key < best_key
            or (key == best_key and (value > best_value or (value == best_value and n < room[0, best])))
        ):
            best, best_key, best_value = j, key, value
    return best
