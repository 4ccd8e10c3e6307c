"""Leverage alone makes fat tails: the agent model of Thurner, Farmer & Geanakoplos (2012), in which a bank's margin call moves the price.

"Leverage causes fat tails and clustered volatility", Quantitative Finance 12(5), 695-707 (arXiv 0908.1555). Value investors buy one asset
when it is cheap and borrow up to a maximum leverage; noise traders return slowly to its value; investors bring money to funds that did
well. At the maximum a falling price forces funds to sell, and their sales push it further. It shares nothing with a book of accounts: it
shows that the mechanism of the cascade has the published effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.core.errors import UsageError

__all__ = ["LeverageCycle", "Returns", "simulate_returns", "tail_index"]

_HALVINGS: Final = 18
"""Steps of bisection for the price: to a part in 10⁵, a thousandth of the noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverageCycle:
    """The economy of the paper, with its values.

    Parameters
    ----------
    aggressions
        How strongly each fund answers to a mispricing, ``β``.
    value, supply
        ``V`` and ``N``: what the asset is worth, and how much there is of it.
    persistence, noise
        ``ρ`` and ``σ`` of the noise traders' log cash, an autoregression around ``V·N``.
    first_wealth, ruin
        Money of a new fund, and the part of it below which a fund is closed.
    wait
        Periods until a closed fund is replaced.
    benchmark, sensitivity, memory
        Return that investors expect, how their money follows what is above or below it, and the weight of the last period in the
        performance that they look at.
    """

    aggressions: tuple[float, ...] = (5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0, 45.0, 50.0)
    value: float = 1.0
    supply: float = 1000.0
    persistence: float = 0.99
    noise: float = 0.035
    first_wealth: float = 2.0
    ruin: float = 0.1
    wait: int = 100
    benchmark: float = 0.005
    sensitivity: float = 0.15
    memory: float = 0.1


@dataclass(frozen=True, eq=False, slots=True)
class Returns:
    """What a simulation brought.

    Parameters
    ----------
    log_returns
        ``(periods, runs)``.
    cheap
        Whether the asset stood below its value when the period began: the funds were in the market.
    failures
        Funds closed.
    """

    log_returns: NDArray[np.float64]
    cheap: NDArray[np.bool_]
    failures: int

    @property
    def losses(self) -> NDArray[np.float64]:
        """Falls of the price while the funds were in the market, as positive numbers: what the tail index is taken of."""
        chosen = -self.log_returns[self.cheap]
        return chosen[chosen > 0]


def simulate_returns(
    maximum_leverage: float,
    *,
    economy: LeverageCycle | None = None,
    periods: int = 3000,
    runs: int = 80,
    warm_up: int = 3000,
    seed: int = 1,
) -> Returns:
    """Let independent markets run side by side.

    Parameters
    ----------
    maximum_leverage
        ``λ``: the most a fund may hold per own wealth; 1: it cannot borrow.
    warm_up
        Periods before those that are kept: funds start small.

    Raises
    ------
    UsageError
        A maximum leverage below 1.
    """
    if maximum_leverage < 1:
        raise UsageError(reason=f"A maximum leverage of {maximum_leverage} lies below 1, where nothing is borrowed.",
                         reason_zh=f"最大杠杆 {maximum_leverage} 低于 1（不借款）。")  # fmt: skip
    of = economy or LeverageCycle()
    draw = np.random.default_rng(seed)
    beta = np.array(of.aggressions)
    log_cash = np.full(runs, np.log(of.value * of.supply))
    price = np.full(runs, of.value)
    held, money = np.zeros((runs, len(beta))), np.full((runs, len(beta)), of.first_wealth)
    performance, closed = np.full_like(held, of.benchmark), np.zeros_like(held, dtype=np.int64)
    returns, cheap, failures = np.empty((periods, runs)), np.empty((periods, runs), np.bool_), 0
    for period in range(-warm_up, periods):
        log_cash += (1 - of.persistence) * (np.log(of.value * of.supply) - log_cash) + of.noise * draw.standard_normal(runs)
        active = closed == 0
        now = _cleared(np.exp(log_cash), held, money * active, beta, maximum_leverage, of)
        before, wealth = held * price[:, None] + money, held * now[:, None] + money
        gained = held * (now - price)[:, None] / np.where(active, before, 1.0)
        performance = np.where(active, (1 - of.memory) * performance + of.memory * gained, of.benchmark)
        inflow = np.maximum(-1.0, of.sensitivity * (performance - of.benchmark)) * np.maximum(wealth, 0.0)
        ruined = active & (wealth < of.ruin * of.first_wealth)
        stays = active & ~ruined
        held = np.where(stays, _leverage(now, beta, maximum_leverage, of) * np.maximum(wealth, 0.0) / now[:, None], 0.0)
        money = np.where(stays, wealth + inflow - held * now[:, None], of.first_wealth)
        closed = np.where(ruined, of.wait, np.maximum(closed - 1, 0))
        if period >= 0:
            returns[period], cheap[period] = np.log(now / price), price < of.value
            failures += int(ruined.sum())
        price = now
    return Returns(returns, cheap, failures)


def tail_index(losses: NDArray[np.float64], *, largest: float = 0.1) -> float:
    """The exponent of the tail: how fast large losses become rare, by regression over the largest tenth.

    Regresses the logarithm of (rank − ½) on that of the loss (Gabaix & Ibragimov 2011, "Rank − 1/2: a simple way to improve the OLS estimation
    of tail exponents", Journal of Business & Economic Statistics 29).

    Parameters
    ----------
    largest
        Share of the losses that is taken for the tail.

    Examples
    --------
    >>> exact = (np.arange(1, 10001) / 10000) ** (-1 / 3)
    >>> round(tail_index(exact), 1)
    3.0
    """
    tail = np.sort(losses)[::-1][: max(int(len(losses) * largest), 2)]
    slope, _ = np.polyfit(np.log(tail), np.log(np.arange(1, len(tail) + 1) - 0.5), 1)
    return -float(slope)


def _leverage(price: NDArray[np.float64], beta: NDArray[np.float64], maximum: float, of: LeverageCycle) -> NDArray[np.float64]:
    """What each fund wants to hold per own wealth at a price."""
    return np.minimum(beta * np.maximum(of.value - price, 0.0)[:, None], maximum)


def _cleared(
    cash: NDArray[np.float64], held: NDArray[np.float64], money: NDArray[np.float64], beta: NDArray[np.float64], maximum: float,
    of: LeverageCycle,
) -> NDArray[np.float64]:  # fmt: skip
    """The price at which noise traders and funds hold the supply, by bisection in each run."""
    low, high = np.zeros(len(cash)), np.maximum(cash / of.supply, of.value)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        wealth = np.maximum(held * middle[:, None] + money, 0.0)
        wanted = cash + (_leverage(middle, beta, maximum, of) * wealth).sum(axis=1)
        short = wanted > of.supply * middle
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return (low + high) / 2
