"""Investors who borrow, hold and repay each in their own way: a small market whose contracts are all known.

What estimators of the cost of financing and of the liquidation ladder are measured on. Public is what exchanges publish: buys,
balances, prices and the average maintenance ratio; the contracts behind them are the truth. Nobody here repays by a hazard:
each investor has a habit, and a process is a mix of habits. Invented throughout; nothing is calibrated to any market.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.core.calendar import mainland
from liangrong.core.errors import UnknownName
from liangrong.simulation.paths import Floats, Ints, stream

__all__ = ["HABITS", "PROCESSES", "BorrowersMarket", "Contracts", "Snapshot"]

HABITS: Final = ("takes_profit", "stops_loss", "horizon", "holder", "day_trader")
"""Takes profits at a target of his own and waits out losses; stops losses and lets profits run; holds for a time drawn beforehand;
holds to the end of the term and mostly rolls over; out within days."""

PROCESSES: Final = {
    "disposition": (0.60, 0.05, 0.15, 0.15, 0.05),
    "stop_loss": (0.05, 0.55, 0.20, 0.15, 0.05),
    "random_horizon": (0.05, 0.05, 0.75, 0.10, 0.05),
    "rollover": (0.15, 0.10, 0.15, 0.55, 0.05),
    "day_trading": (0.15, 0.15, 0.15, 0.15, 0.40),
    "mixed": (0.25, 0.20, 0.25, 0.20, 0.10),
}
"""Shares of investors by habit."""

_LAST: Final = date(2025, 12, 31)
_TERM: Final = 121
_ROLLS: Final = 0.75
_STARTS: Final = 0.6
_TREND: Final = 20
_ROUNDING: Final = 1e-9
"""A contract of the day itself has neither won nor lost."""


@dataclass(frozen=True, eq=False, slots=True)
class Contracts:
    """Open contracts: number of the account and of the security, shares, principal in 元, session of opening."""

    account: Ints
    security: Ints
    quantity: Floats
    principal: Floats
    opened: Ints

    def where(self, kept: NDArray[np.bool_]) -> Contracts:
        """Some of them."""
        return Contracts(self.account[kept], self.security[kept], self.quantity[kept], self.principal[kept], self.opened[kept])


@dataclass(frozen=True, eq=False, slots=True)
class Snapshot:
    """All accounts on the close of a session: cash (元), free collateral (``(accounts, securities)`` shares), contracts."""

    session: int
    cash: Floats
    shares: Floats
    contracts: Contracts

    def costs(self, close: Floats, deep: float) -> dict[str, Floats]:
        """What was paid, by security, weighted by what is owed.

        Parameters
        ----------
        close
            Of this session.
        deep
            A loss.

        Returns
        -------
        dict
            ``cost_ratio``: mean price paid over the price; ``under_water`` and ``deep_under_water``: shares of the debt whose
            purchase lost, and lost more than ``deep``.
        """
        owed, n = self.contracts, len(close)
        value = owed.quantity * close[owed.security]
        debt = _sums(owed.security, owed.principal, n)

        def share(chosen: NDArray[np.bool_]) -> Floats:
            found: Floats = _sums(owed.security, owed.principal * chosen, n) / debt
            return found

        return {
            "cost_ratio": debt / _sums(owed.security, value, n),
            "under_water": share(value < owed.principal * (1 - _ROUNDING)),
            "deep_under_water": share(value < owed.principal * (1 - deep)),
        }

    def ladder(
        self, close: Floats, fall: float, *, warning: float, call: float, immediate: float, target: float
    ) -> dict[str, Floats]:
        """What all prices falling alike does, by security, 元.

        Returns
        -------
        dict
            ``warning_debt, call_debt, immediate_debt``: debt for that security of accounts below the line; ``forced_sale``: sold of
            it when nobody brings cash, each account selling of everything alike.
        """
        owed, price = self.contracts, close * (1 - fall)
        held = self.shares * price
        np.add.at(held, (owed.account, owed.security), owed.quantity * price[owed.security])
        debt = _sums(owed.account, owed.principal, len(self.cash))
        stock = held.sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(debt > 0, (stock + self.cash) / debt, np.inf)
            part = np.where(stock > 0, held.T / stock, 0).T
        left = np.maximum(debt - self.cash, 0)
        sale = np.where(ratio < call, np.clip((target * left - stock) / (target - 1), 0, stock), 0)
        found = {
            f"{name}_debt": _sums(owed.security, owed.principal * (ratio < line)[owed.account], len(close))
            for name, line in (("warning", warning), ("call", call), ("immediate", immediate))
        }
        return {**found, "forced_sale": sale @ part}


@dataclass(frozen=True, eq=False, slots=True)
class BorrowersMarket:
    """A market of borrowers.

    Parameters
    ----------
    close
        ``(sessions, securities)``.
    buys, balance
        ``(sessions, securities)`` 融资买入额 and 融资余额, 元.
    average_maintenance_ratio
        Assets over debt of all accounts in debt, by session; NaN where nobody is.
    truths
        The accounts on the sessions that were asked for.
    """

    sessions: tuple[date, ...]
    close: Floats
    buys: Floats
    balance: Floats
    average_maintenance_ratio: Floats
    truths: tuple[Snapshot, ...]

    @classmethod
    def generate(
        cls, seed: int, process: str, *, sessions: int = 400, at: tuple[int, ...] = (399,), securities: int = 5, accounts: int = 2500,
        call: float, target: float, margin_ratio: float,
    ) -> BorrowersMarket:  # fmt: skip
        """The market of one seed.

        Parameters
        ----------
        process
            One of ``PROCESSES``.
        at
            Sessions whose accounts are kept.
        call, target, margin_ratio
            Lines of every account, and what a new contract demands.

        Raises
        ------
        UnknownName
            There is no such process.
        """
        if process not in PROCESSES:
            raise UnknownName(kind="repayment process", name=process, known=", ".join(PROCESSES))
        random = stream(seed, f"borrowers {process}")
        close = _prices(random, sessions, securities)
        crowd = _Crowd(random, np.array(PROCESSES[process]), accounts, close, call, target, margin_ratio)
        buys, balance = np.zeros_like(close), np.zeros_like(close)
        average, truths = np.full(sessions, np.nan), []
        for now in range(sessions):
            buys[now] = crowd.live(now)
            owed = crowd.contracts
            balance[now] = _sums(owed.security, owed.principal, securities)
            assets, debt = crowd.worth(now)
            if debt.any():
                average[now] = assets[debt > 0].sum() / debt.sum()
            if now in at:
                truths.append(Snapshot(now, crowd.cash.copy(), crowd.shares.copy(), owed))
        days = mainland().between(mainland().offset(_LAST, 1 - sessions), _LAST)
        return cls(tuple(days), close, buys, balance, average, tuple(truths))


def _prices(random: np.random.Generator, sessions: int, securities: int) -> Floats:
    """Closes driven by one factor whose drift and volatility change, with a crash or a rally at times."""
    regime = np.repeat(random.normal(0, 0.0018, sessions // 50 + 1), 50)[:sessions]
    volatility = np.repeat(random.uniform(0.007, 0.020, sessions // 50 + 1), 50)[:sessions]
    factor = regime + volatility * random.standard_normal(sessions)
    if random.random() < 0.5:
        begin = random.integers(sessions // 2, sessions)
        factor[begin : begin + 15] += random.choice([-0.02, 0.015])
    beta = random.uniform(0.7, 1.3, securities)
    own = random.uniform(0.010, 0.022, securities) * random.standard_normal((sessions, securities))
    limited = np.clip(factor[:, None] * beta + own, -0.1, 0.1)
    return 10 * np.exp(np.cumsum(limited, axis=0))


def _sums(places: Ints, weights: Floats, size: int) -> Floats:
    """Weights summed by place."""
    return np.bincount(places, weights, minlength=size).astype(np.float64)


def _none() -> Contracts:
    """No contract."""
    number, money = np.zeros(0, dtype=np.int64), np.zeros(0)
    return Contracts(number, number, money, money, number)


class _Crowd:
    """Investors and what they hold, session after session."""

    def __init__(
        self,
        random: np.random.Generator,
        mix: Floats,
        accounts: int,
        close: Floats,
        call: float,
        target: float,
        margin_ratio: float,
    ) -> None:
        n = self.size = accounts
        self.random, self.close, self.call, self.target, self.margin_ratio = random, close, call, target, margin_ratio
        self.habit = random.choice(len(HABITS), n, p=mix)
        self.appetite = random.beta(random.uniform(1.5, 4.0), random.uniform(1.0, 2.5), n)
        self.activity = np.clip(random.lognormal(np.log(0.15), 0.7, n), 0, 0.9)
        self.chase = random.normal(random.uniform(-2, 8), 4, n)
        self.profit = random.uniform(0.03, 0.30, n)
        self.loss = random.uniform(0.04, 0.20, n)
        self.patience = random.lognormal(np.log(random.uniform(4, 20)), 0.8, n)
        self.in_cash = random.beta(1, random.uniform(4, 12), n)
        self.favourite = random.integers(0, close.shape[1], n)
        self.cash, self.shares = np.zeros(n), np.zeros((n, close.shape[1]))
        self.contracts = _none()
        self.until = np.zeros(0)
        self._fund(np.arange(n), 0)

    def live(self, now: int) -> Floats:
        """One session; what was bought on credit, by security."""
        self._repay(now)
        self._face_lines(now)
        return self._borrow(now)

    def worth(self, now: int) -> tuple[Floats, Floats]:
        """Assets and debt of all accounts."""
        owed, price = self.contracts, self.close[now]
        financed = _sums(owed.account, owed.quantity * price[owed.security], self.size)
        debt = _sums(owed.account, owed.principal, self.size)
        return self.cash + self.shares @ price + financed, debt

    def _fund(self, who: Ints, now: int) -> None:
        """Fresh accounts of these investors."""
        wealth = self.random.lognormal(0, 0.8, len(who)) * 1e6
        self.cash[who] = wealth * self.in_cash[who]
        self.shares[who] = 0
        self.shares[who, self.favourite[who]] = wealth * (1 - self.in_cash[who]) / self.close[now, self.favourite[who]]

    def _close(self, done: NDArray[np.bool_], now: int) -> None:
        """Sell these contracts and repay them; the profit is invested like the rest."""
        owed = self.contracts
        gone = owed.where(done)
        left = _sums(gone.account, gone.quantity * self.close[now, gone.security] - gone.principal, self.size)
        self.cash += left * self.in_cash
        price = self.close[now, self.favourite]
        held = self.shares[np.arange(self.size), self.favourite] + left * (1 - self.in_cash) / price
        short = np.minimum(held, 0) * price
        self.shares[np.arange(self.size), self.favourite] = np.maximum(held, 0)
        self.cash = np.maximum(self.cash + short, 0)
        self.contracts, self.until = owed.where(~done), self.until[~done]

    def _repay(self, now: int) -> None:
        owed, random = self.contracts, self.random
        if not owed.account.size:
            return
        who, age = owed.account, now - owed.opened
        gain = owed.quantity * self.close[now, owed.security] / owed.principal - 1
        chance, habit = random.random(len(who)), self.habit[owed.account]
        over, under = gain > self.profit[who], gain < -self.loss[who]
        quick = 0.4 / self.patience[who]
        leaves = np.select(
            [habit == 0, habit == 1, habit == 2, habit == 3],
            [
                chance < np.where(over, 0.35, np.where(gain > 0, quick, 0.01)),
                chance < np.where(under, 0.50, np.where(gain > 2 * self.profit[who], 0.10, 0.5 * quick)),
                age >= self.until,
                chance < 0.006,
            ],
            default=chance < 0.45,
        )
        ends = (age > 0) & (age % _TERM == 0)
        self._close((leaves | (ends & (random.random(len(who)) > np.where(habit == 3, 0.9, _ROLLS)))) & (age > 0), now)

    def _face_lines(self, now: int) -> None:
        """Below the line some bring cash up to the target; the others lose their contracts. Rich ones take money out."""
        assets, debt = self.worth(now)
        called = (debt > 0) & (assets < self.call * debt)
        saved = called & (self.random.random(self.size) < 0.5)
        self.cash[saved] += (self.target * debt - assets)[saved]
        sold = called & ~saved
        self._close(sold[self.contracts.account], now)
        rich = (debt == 0) & (self.random.random(self.size) < 0.002)
        self._fund(np.flatnonzero(rich), now)

    def _borrow(self, now: int) -> Floats:
        assets, debt = self.worth(now)
        equity = np.maximum(assets - debt, 0)
        room = np.maximum(self.appetite * equity / self.margin_ratio - debt, 0)
        trend = np.log(self.close[now] / self.close[max(0, now - _TREND)])
        eager = self.activity * np.exp(np.clip(self.chase * trend.mean(), -2, 2))
        buyers = np.flatnonzero((self.random.random(self.size) < eager) & (room > 0.05 * equity) & (equity > 0))
        taste = self.chase[buyers, None] * trend + self.random.gumbel(size=(len(buyers), len(trend))) * 0.7
        taste[np.arange(len(buyers)), self.favourite[buyers]] += 1.0
        chosen = taste.argmax(axis=1)
        amount = room[buyers] * self.random.uniform(0.2, 1.0, len(buyers))
        old = self.contracts
        new = Contracts(buyers, chosen, amount / self.close[now, chosen], amount, np.full(len(buyers), now))
        self.contracts = Contracts(*(np.concatenate([getattr(old, f), getattr(new, f)]) for f in Contracts.__slots__))
        times = np.rint(self.patience[buyers] * self.random.lognormal(0, 0.6, len(buyers))) + 1
        self.until = np.concatenate([self.until, times])
        found: Floats = _sums(chosen, amount, len(trend))
        return found
