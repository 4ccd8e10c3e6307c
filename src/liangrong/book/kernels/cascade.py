"""One session of a deleveraging cascade: what accounts in work do.

``advanced`` fills their orders, repays, tests their lines, and gives the orders of the next session.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from liangrong.book.kernels.screening import NEVER, REACHED, step_of
from liangrong.book.scales import LI_PER_FEN
from liangrong.book.working import (
    CASH,
    CHARGES,
    CURES,
    DEADLINE,
    EVERY,
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
    "NORMAL",
    "POLICIES",
    "PRICE",
    "RANK",
    "STATE",
    "TALLIES",
    "Agreed",
    "advanced",
]  # fmt: skip

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
_NONE = np.uint64(0)
_OF_NONE = np.int64(-1)
_AT_CALL = 1 << 32
_FILL_BITS = np.int64(20)
_DRAWN_BITS = np.int64(33)
_PRO_RATA_BITS = np.int64(16)


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


@njit(nogil=True, cache=True, error_model="numpy")
def advanced(session, work, market, anchor, group, hot, agreed, may_order, room, tallies, flows):
    """Carry accounts in work through the session, and say how many were valued: fills, repayment, payments, lines, orders for the next one.

    Parameters
    ----------
    session
        Its number; the start of the cascade is 0, when nothing is ordered yet.
    market
        ``(securities, 5)`` int64.
    anchor, group, hot
        What counted of each security when accounts were surveyed, the bit of its group, and ``hot`` as in ``screened``: accounts that
        were cured are left alone as well, until a fall can have reached them.
    may_order
        Whether forced sales are allowed in the next session.
    room
        ``(n, 3)`` int64 working room, ``n`` for the most lots of an account.
    tallies, flows
        ``TALLIES`` and ``(FLOWS, securities)``, added to.
    """
    rows, lots, level, groups, visited = work.accounts, work.lots, work.screen.level, work.screen.groups, 0
    for i in range(len(work.accounts)):
        if not groups[i] & hot[level[i]]:
            continue
        visited += 1
        begin, end = work.lot_offsets[i], work.lot_offsets[i + 1]
        _filled(rows, i, lots, begin, end, session, market, agreed.seed, agreed.interest_first, tallies, flows)
        assets, financed, shares = rows[i, CASH] + rows[i, OTHERS], rows[i, CHARGES], np.int64(0)
        for k in range(begin, end):
            assets += lots[k, QUANTITY] * market[lots[k, SECURITY], COUNTED]
            financed += lots[k, PRINCIPAL]
            shares += lots[k, QUANTITY]
        debt, own = financed, rows[i, CASH]
        for k in range(work.short_offsets[i], work.short_offsets[i + 1]):
            debt += work.shorts[k, QUANTITY] * market[work.shorts[k, SECURITY], PRICE]
            own -= work.shorts[k, PROCEEDS]
        if debt <= 0:
            rows[i, PHASE], level[i] = CLOSED, NEVER
            tallies[_CLOSINGS] += 1
            tallies[_LEFT_CASH] += rows[i, CASH] + rows[i, OTHERS]
            for k in range(begin, end):
                flows[_LEFT, lots[k, SECURITY]] += lots[k, QUANTITY]
            continue
        missing = agreed.target[0] * debt - agreed.target[1] * assets
        if rows[i, CURES] == session and missing > 0:
            paid = -(-missing // agreed.target[1])
            rows[i, CASH] += paid
            assets += paid
            missing = 0
            tallies[_PAID] += paid
        _tested(rows, i, session, agreed, assets, debt, missing, tallies)
        level[i], groups[i] = 0, EVERY
        if rows[i, PHASE] == NORMAL:
            if work.short_offsets[i] == work.short_offsets[i + 1]:
                bits, value = _NONE, np.int64(0)
                for k in range(begin, end):
                    bits |= group[lots[k, SECURITY]]
                    value += lots[k, QUANTITY] * anchor[lots[k, SECURITY]]
                step = step_of(
                    (rows[i, CASH] + rows[i, OTHERS] + value) * agreed.call[1] - debt * agreed.call[0], value * agreed.call[1]
                )
                if step != REACHED:
                    level[i], groups[i] = step, bits
            continue
        if rows[i, PHASE] == FORCED and shares == 0 and financed > 0 and own <= 0:
            rows[i, PHASE], level[i] = CLOSED, NEVER
            tallies[_CLOSINGS] += 1
            tallies[_LOST] += max(0, debt - assets)
            continue
        tallies[_OPEN] += 1
        tallies[_DEBT] += debt
        if rows[i, PHASE] == FORCED:
            tallies[_LIQUIDATED] += 1
        if rows[i, PHASE] != FORCED or rows[i, START] > session + 1:
            tallies[_LATER] += 1
        elif may_order:
            num, den = agreed.sale_target
            wanted = max(0, min(financed, -(-(num * debt - den * assets) // (num - den))))
            paid = _repaid(rows, i, lots, begin, end, _OF_NONE, max(0, min(own, wanted)), agreed.interest_first)
            rows[i, CASH] -= paid
            tallies[_OWN] += paid
            _ordered(wanted - paid, lots, begin, end, market, agreed.policy, room, flows)
    return visited


@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def _draw(seed, account, session, salt):
    """A number below 2⁵³ that depends on nothing else (SplitMix64, Steele, Lea & Flood 2014)."""
    x = np.uint64(seed) + np.uint64(account) * _A + np.uint64(session) * _B + np.uint64(salt) * _C
    x = (x ^ (x >> np.uint64(30))) * _B
    x = (x ^ (x >> np.uint64(27))) * _C
    x = (x ^ (x >> np.uint64(31))) * _B
    return np.int64((x ^ (x >> np.uint64(29))) >> np.uint64(11))


@njit(nogil=True, cache=True, error_model="numpy")
def _filled(rows, i, lots, begin, end, session, market, seed, interest_first, tallies, flows):
    """Sell what the market takes of the open orders of an account, and repay with it, order by order.

    Of an order its part is filled, rounded up or down by a draw, so that small orders are not left out.
    """
    for k in range(begin, end):
        wanted, n = lots[k, WANTED], lots[k, SECURITY]
        if wanted:
            sold = (wanted * market[n, FILL] + (_draw(seed, rows[i, NUMBER], session, k - begin) >> _DRAWN_BITS)) >> _FILL_BITS
            amount = sold * market[n, PRICE]
            lots[k, QUANTITY] -= sold
            lots[k, WANTED] = 0
            repaid = _repaid(rows, i, lots, begin, end, n, amount, interest_first)
            rows[i, CASH] += amount - repaid
            flows[_SALES, n] += sold
            flows[_UNFILLED, n] += wanted - sold
            tallies[_SOLD] += amount
            tallies[_REPAID] += repaid
            tallies[_KEPT] += amount - repaid


@njit(nogil=True, cache=True, error_model="numpy")
def _repaid(rows, i, lots, begin, end, n, amount, interest_first):
    """What a sum repays: charges where interest comes first, contracts of security ``n``, the others in order, charges else."""
    left = amount
    for turn in range(4):
        if 1 <= turn <= 2:
            for k in range(begin, end):
                if (lots[k, SECURITY] == n) == (turn == 1):
                    paid = min(left, lots[k, PRINCIPAL])
                    lots[k, PRINCIPAL] -= paid
                    left -= paid
        elif interest_first == (turn == 0):
            paid = min(left, rows[i, CHARGES])
            rows[i, CHARGES] -= paid
            left -= paid
    return amount - left


@njit(nogil=True, cache=True, error_model="numpy")
def _tested(rows, i, session, agreed, assets, debt, missing, tallies):
    """Where an account stands after the clearing: the rules of ``accounts.calls.lines.next_line``."""
    broken = assets * agreed.immediate[1] < debt * agreed.immediate[0]
    if rows[i, PHASE] == NORMAL:
        if assets * agreed.call[1] >= debt * agreed.call[0]:
            return
        tallies[_CALLS] += 1
        rows[i, PHASE], rows[i, DEADLINE], rows[i, START], rows[i, CURES] = (
            CALLED,
            session + agreed.deadline,
            session + agreed.start,
            -1,
        )
        draw = _draw(agreed.seed, rows[i, NUMBER], session, _AT_CALL)
        if broken or draw < agreed.leave_share:
            rows[i, DEADLINE], rows[i, START] = session, session + 1
        elif draw < agreed.leave_share + agreed.cure_share:
            rows[i, CURES] = session + agreed.cure_delay
    elif missing <= 0:
        rows[i, PHASE], rows[i, CURES] = NORMAL, -1
        tallies[_CURED] += 1
        return
    elif broken and rows[i, DEADLINE] > session:
        rows[i, DEADLINE], rows[i, START] = session, min(rows[i, START], session + 1)
    if rows[i, PHASE] == CALLED and session >= rows[i, DEADLINE]:
        rows[i, PHASE] = FORCED
        tallies[_FORCINGS] += 1


@njit(nogil=True, cache=True, error_model="numpy")
def _ordered(wanted, lots, begin, end, market, policy, room, flows):
    """Order sales worth ``wanted`` of the lots of one account: securities by the policy, what waits at its limit last, the suspended never.

    ``room`` takes a line for each security of the account: its number, shares, floating result of its open contracts.
    """
    count = np.int64(0)
    for k in range(begin, end):
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
            for k in range(begin, end):
                if lots[k, SECURITY] == n:
                    lots[k, WANTED] = min(chosen, lots[k, QUANTITY])
                    chosen -= lots[k, WANTED]


@njit(nogil=True, cache=True, error_model="numpy")
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
