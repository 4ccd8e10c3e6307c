"""The compiled loop that carries vintages from session to session; what it means stands in ``vintages.py``."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["GAIN_BOUND", "Models", "Rows", "Schedule", "carried"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GAIN_BOUND = np.log(2.0)
"""Logarithmic profits beyond this count as this."""

_PACE = 20
"""Sessions from which the pace of buying at the beginning of a history is taken."""
_NEWTON = 6
_LARGEST_STEP = 2.0
_DEEPEST = 0.97
"""At most so much of the balance of the evening before is repaid; the rest of the repayments are of the day's own buys."""
_ROUNDS = 3
_TINY = 1e-300
_SUMS = {"reassoc", "contract"}
"""Sums may be taken in any order: the processor then takes four at once."""


class Rows(NamedTuple):
    """``(keys, sessions)`` what is public."""

    price: Floats
    purchase: Floats
    activity: Floats
    buys: Floats
    balance: Floats


class Models(NamedTuple):
    """By member: relative hazard by age, factor by profit (evenly spaced within ``GAIN_BOUND``), share rolled over."""

    ageing: Floats
    profit: Floats
    rolled: Floats


class Schedule(NamedTuple):
    """Sessions whose contracts end a term on session ``t``: ``ending[offsets[t]:offsets[t + 1]]``; whether they may be rolled over."""

    ending: Ints
    offsets: Ints
    rollover: NDArray[np.bool_]


@njit(nogil=True, cache=True, fastmath=_SUMS)  # type: ignore[untyped-decorator]
def carried(
    first_key: int,
    last_key: int,
    first: int,
    rows: Rows,
    models: Models,
    schedule: Schedule,
    principal: Floats,
    level: Floats,
    value: Floats,
) -> None:
    """Carry the vintages of some keys to the last session.

    Parameters
    ----------
    first
        Session of the first known balance.
    principal
        ``(members, keys, sessions)``, written.
    level, value
        ``(sessions, members)``, added to: level of the hazard; value of what is financed.
    """
    sessions = rows.price.shape[1]
    factor, terms = np.empty(sessions), np.zeros(sessions, np.int64)
    for t in range(first + 1):
        for e in range(schedule.offsets[t], schedule.offsets[t + 1]):
            terms[schedule.ending[e]] += 1
    for key in range(first_key, last_key):
        per_yuan = np.exp(-rows.purchase[key])
        for member in range(models.ageing.shape[0]):
            owed = principal[member, key]
            _stock(first, key, member, rows, models, terms, owed, factor)
            steady = 0.0
            for now in range(first, sessions):
                if now > first:
                    steady = _repaid(now, key, member, rows, models, schedule, owed, factor, steady)
                    level[now, member] += steady
                shares = 0.0
                for v in range(now + 1):
                    shares += owed[v] * per_yuan[v]
                value[now, member] += shares * np.exp(rows.price[key, now])


@njit(nogil=True, cache=True, fastmath=_SUMS)  # type: ignore[untyped-decorator]
def _factor(gain: float, table: Floats) -> float:
    place = int((min(max(gain, -GAIN_BOUND), GAIN_BOUND) / GAIN_BOUND + 1) / 2 * (table.size - 1) + 0.5)
    found: float = table[place]
    return found


@njit(nogil=True, cache=True, fastmath=_SUMS)  # type: ignore[untyped-decorator]
def _stock(first: int, key: int, member: int, rows: Rows, models: Models, terms: Ints, owed: Floats, spent: Floats) -> None:
    """Spread the first balance over the sessions before: a constant level, profits as their mean over the life of a contract."""
    bought, active = 0.0, _TINY
    for t in range(first, min(first + _PACE, rows.price.shape[1])):
        bought += rows.buys[key, t]
        active += rows.activity[key, t]
    pace, balance = max(bought, _TINY) / active, rows.balance[key, first]
    lived, after = 0.0, 0.0
    for v in range(first, -1, -1):
        age = first - v
        if age > 0:
            after += rows.price[key, v + 1]
            lived += models.ageing[member, age]
            spent[v] = lived * _factor(after / age - rows.purchase[key, v], models.profit[member])
        else:
            spent[v] = 0.0
        owed[v] = rows.activity[key, v] * pace * models.rolled[member] ** terms[v]
    if owed[first] <= 0:
        owed[first] = _TINY
    if balance <= 0:
        owed[: first + 1] = 0
        return
    log_level = np.log(min(max(pace * active / _PACE / balance, 1e-4), 1.0))
    for _ in range(_NEWTON):
        rate, total, slope = np.exp(log_level), 0.0, _TINY
        for v in range(first + 1):
            left = owed[v] * np.exp(-rate * spent[v])
            total += left
            slope += left * spent[v] * rate
        step = np.log(max(total, _TINY) / balance) * total / slope
        log_level += min(max(step, -_LARGEST_STEP), _LARGEST_STEP)
    rate, total = np.exp(log_level), 0.0
    for v in range(first + 1):
        owed[v] *= np.exp(-rate * spent[v])
        total += owed[v]
    for v in range(first + 1):
        owed[v] *= balance / total


@njit(nogil=True, cache=True, fastmath=_SUMS)  # type: ignore[untyped-decorator]
def _repaid(
    now: int,
    key: int,
    member: int,
    rows: Rows,
    models: Models,
    schedule: Schedule,
    owed: Floats,
    hazard: Floats,
    started: float,
) -> float:
    """Take out what was repaid on a session and add what was bought; the level of the hazard."""
    total = 0.0
    for v in range(now):
        total += owed[v]
    left = total - min(max(total + rows.buys[key, now] - rows.balance[key, now], 0.0), _DEEPEST * total)
    leaving, due = 1 - models.rolled[member] if schedule.rollover[now] else 1.0, 0.0
    for e in range(schedule.offsets[now], schedule.offsets[now + 1]):
        due += owed[schedule.ending[e]] * leaving
    share = leaving * min(1.0, (total - left) / max(due, _TINY))
    for e in range(schedule.offsets[now], schedule.offsets[now + 1]):
        owed[schedule.ending[e]] *= 1 - share
    repaid = max(total - left - due, 0.0)
    price, pull = rows.price[key, now], 0.0
    for v in range(now):
        hazard[v] = models.ageing[member, now - v] * _factor(price - rows.purchase[key, v], models.profit[member])
        pull += owed[v] * hazard[v]
    level = 0.0
    if repaid > 0 and pull > 0:
        level = started if started > 0 else repaid / pull
        for _ in range(_ROUNDS):
            gone, slope = 0.0, _TINY
            for v in range(now):
                rest = 1 / (1 + level * hazard[v])
                rate = owed[v] * hazard[v] * rest
                gone += level * rate
                slope += rate * rest
            level = max(level + (repaid - gone) / slope, level / 8)
    kept = 0.0
    for v in range(now):
        owed[v] /= 1 + level * hazard[v]
        kept += owed[v]
    scale = left / kept if kept > 0 else 0.0
    for v in range(now):
        owed[v] *= scale
    owed[now] = max(rows.balance[key, now] - left * (kept > 0), 0.0)
    return level
