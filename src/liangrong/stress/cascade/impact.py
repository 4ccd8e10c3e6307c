"""From orders to prices: what a session's sales do to each security, and how much of the orders is filled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.book.marks import MarkTable
from liangrong.book.scales import LI_PER_YUAN
from liangrong.core.errors import UsageError
from liangrong.stress.cascade.levers import Levers
from liangrong.stress.cascade.parameters import Parameters
from liangrong.stress.scenarios.prices import GREATEST_RISE, priced, within_limits

__all__ = ["Tape", "Traded", "opened", "price_impact", "traded"]

_SUSPENSIONS: Final = 1
"""Stream of random numbers for suspensions, beside those of the accounts."""
_HALF: Final = 0.5
"""What rounding can leave, 厘; what a limit or the least price leaves is more."""
_BEYOND: Final = 20.0
"""A log change that is too much for any price, and not for whole numbers."""


@dataclass(frozen=True, eq=False, slots=True)
class Tape:
    """The market between two sessions, by security.

    Parameters
    ----------
    turnover, volatility
        Of a usual session: yuan, and the standard deviation of daily log returns.
    reference
        Prices of the start, to which ``recovery`` leads back.
    last
        Log change of the last session.
    owed
        Log change that a price limit has put off, never above zero.
    rest
        Log change that is less than a 厘 and waits until it is one: were it rounded away or up, small sales would move prices by
        nothing, or by so much more than they do that they call for the next ones for ever.
    waiting
        Shares ordered at the lower limit that were not filled.
    pressure
        Net purchases of earlier sessions that count as one order with those to come, yuan.
    """

    marks: MarkTable
    turnover: NDArray[np.float64]
    volatility: NDArray[np.float64]
    reference: NDArray[np.int64]
    last: NDArray[np.float64]
    owed: NDArray[np.float64]
    rest: NDArray[np.float64]
    waiting: NDArray[np.int64]
    pressure: NDArray[np.float64]

    @property
    def at_limit(self) -> NDArray[np.bool_]:
        """Closed at the lower limit, with more of the fall to come."""
        return self.owed < 0


@dataclass(frozen=True, eq=False, slots=True)
class Traded:
    """What a session made of the orders.

    Parameters
    ----------
    fill
        Part of the shares ordered that is filled, between 0 and 1.
    """

    tape: Tape
    fill: NDArray[np.float64]


def opened(before: MarkTable, start: MarkTable, parameters: Parameters, seed: int) -> Tape:
    """The market as a cascade finds it after the first blow.

    Parameters
    ----------
    before, start
        The market before the blow and after it.
    """
    n = start.size
    drawn = np.random.default_rng([seed, _SUSPENSIONS]).random(n) < parameters.suspension_share
    known_turnover, known_volatility = np.nan_to_num(start.turnover), np.nan_to_num(start.volatility)
    return Tape(
        marks=replace(start, suspended=start.suspended | drawn),
        turnover=np.where(known_turnover > 0, known_turnover, parameters.usual_turnover),
        volatility=np.where(known_volatility > 0, known_volatility, parameters.usual_volatility),
        reference=start.price,
        last=np.log(start.price / before.price),
        owed=np.zeros(n),
        rest=np.zeros(n),
        waiting=np.zeros(n, np.int64),
        pressure=np.zeros(n),
    )


def price_impact(flow: NDArray[np.float64], tape: Tape, parameters: Parameters) -> NDArray[np.float64]:
    """Log change of each price that a net purchase (below zero: a sale) of ``flow`` yuan in one session brings, after the pressure so far.

    Examples
    --------
    The square-root law: four times the sale, twice the fall.

    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from liangrong.accounts.marks import Mark
    >>> table = MarkTable.of({"A": Mark(Decimal(10), Decimal(1))}, ["A"], date(2026, 1, 30))
    >>> tape = opened(table, table, Parameters(usual_turnover=1e8, usual_volatility=0.02), seed=1)
    >>> [round(float(price_impact(np.array([sold]), tape, Parameters())[0]), 4) for sold in (-1e6, -4e6)]
    [-0.002, -0.004]
    """

    def shape(pressure: NDArray[np.float64]) -> NDArray[np.float64]:
        part = np.abs(pressure) / tape.turnover
        least = parameters.crossover
        root = np.where(part < least, part / np.sqrt(least), np.sqrt(part))
        return np.sign(pressure) * (root if parameters.impact == "square_root" else part)

    return parameters.impact_coefficient * tape.volatility * (shape(tape.pressure + flow) - shape(tape.pressure))


def traded(tape: Tape, ordered: NDArray[np.int64], session: int, parameters: Parameters, levers: Levers) -> Traded:
    """The market after a session in which ``ordered`` shares were to be sold by force.

    What was waiting has had its impact when it was ordered first; only what is new presses on the price.

    Raises
    ------
    UsageError
        The assumptions drive a price beyond ``GREATEST_RISE``.
    """
    marks, price = tape.marks, tape.marks.price
    cap = parameters.participation * tape.turnover * LI_PER_YUAN // price
    offered = np.minimum(ordered, cap.astype(np.int64))
    fresh = np.maximum(offered - tape.waiting, 0)
    follow = parameters.momentum * tape.last
    if levers.may_short(session):
        follow += parameters.short_selling * np.minimum(tape.last, 0)
    flow = tape.turnover * follow + levers.flow(session, tape.turnover) - fresh * (price / LI_PER_YUAN)
    move = tape.owed + tape.rest + price_impact(flow, tape, parameters) + parameters.recovery * np.log(tape.reference / price)
    exact = price * np.exp(np.where(marks.suspended, 0.0, np.minimum(move, _BEYOND)))
    meant = priced(marks, np.rint(exact))
    reached = within_limits(marks, meant) if parameters.price_limits else meant
    stopped = reached.price > meant.price
    part = np.where(stopped, parameters.filled_at_limit, 1.0) * ~marks.suspended
    fill = part * offered / np.maximum(ordered, 1)
    after = replace(reached, previous_close=price)
    _check_rise(tape, after.price, session)
    return Traded(
        Tape(
            marks=after,
            turnover=tape.turnover,
            volatility=tape.volatility,
            reference=tape.reference,
            last=np.log(after.price / price),
            owed=np.where(stopped, np.log(meant.price / after.price), 0.0),
            rest=np.where(np.abs(exact - after.price) <= _HALF, np.log(exact / after.price), 0.0),
            waiting=np.where(stopped, np.rint(offered * (1 - part)).astype(np.int64), 0),
            pressure=parameters.order_memory * (tape.pressure + flow),
        ),
        fill,
    )


def _check_rise(tape: Tape, price: NDArray[np.int64], session: int) -> None:
    risen = price / tape.reference - 1
    if (risen > GREATEST_RISE).any():
        security = tape.marks.securities[int(risen.argmax())]
        raise UsageError(
            reason=f"In session {session} these assumptions drive the price of {security} above {GREATEST_RISE + 1:g} times what it was at the start; "
            "keep price limits, or choose a weaker impact, momentum or bail-out.",
            reason_zh=f"这些假设使 {security} 的价格在第 {session} 个交易日超过起点的 {GREATEST_RISE + 1:g} 倍；请保留涨跌幅限制，或减弱冲击、追涨或救市。",
        )  # fmt: skip
