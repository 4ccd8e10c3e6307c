"""Many scenarios over a partition at once: who is called in each, and what must be sold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from liangrong.book.alignment import aligned, aligned_zeros
from liangrong.book.columns import Partition
from liangrong.book.kernels.grid import LANES, SPAN, Answers, Bounds, Levels, gridded
from liangrong.book.kernels.revaluation import BLOCK
from liangrong.book.kernels.sales import Market
from liangrong.book.lines import CALL, IMMEDIATE, ZONES, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.revaluation import TOTALS, longest_run_of, shares_of
from liangrong.book.sales import SaleLine, SalePolicy, Trading, admitted, desk_of, market_of, target_of

__all__ = ["AMOUNTS", "WORK", "Grid", "Layout", "Pass", "grid", "laid_out"]

_Ints: TypeAlias = NDArray[np.int64]

AMOUNTS: Final = ("repaid", "sold", "bought", "missing")
"""By scenario: repaid from own cash, sold, bought back (厘), still missing (厘 times the denominator of the target)."""
WORK: Final = ("accounts", "groups", "account_scenarios", "all_account_scenarios")
"""What was looked at: accounts at more than the worst prices, their groups of scenarios, account-scenarios evaluated, of how many."""

_PER_PASS: Final = 16 * LANES
"""Scenarios of one pass over the accounts: their prices stay near the processor."""


class Grid(NamedTuple):
    """Answers by scenario, in the order asked; they add up over partitions.

    Parameters
    ----------
    totals
        ``(scenarios, zones, TOTALS)``, as ``Revaluation.totals`` at the marks of each scenario. A screened grid counts the zones
        ``call`` and ``immediate`` only; the others are zero.
    amounts
        ``(scenarios, AMOUNTS)``: the forced sales.
    shares_sold, shares_bought
        ``(scenarios, securities)``.
    work
        ``WORK``: how much of it was computed.
    """

    totals: NDArray[np.int64]
    amounts: NDArray[np.int64]
    shares_sold: NDArray[np.int64]
    shares_bought: NDArray[np.int64]
    work: NDArray[np.int64]


class Pass(NamedTuple):
    """Scenarios of one pass over the accounts: their numbers, from mild to severe, and their market as the kernel reads it."""

    chosen: NDArray[np.int64]
    market: Market
    bounds: Bounds


class Layout(NamedTuple):
    """Scenarios laid out once for all partitions: prices as they were asked, what goes first, and the passes."""

    prices: NDArray[np.int64]
    sale: SalePolicy | None
    passes: tuple[Pass, ...]


def laid_out(
    prices: NDArray[np.int64], marks: MarkTable, *, sale: SalePolicy | None = "pro_rata", trading: Trading | None = None
) -> Layout:
    """Lay scenarios out for ``grid``.

    Parameters
    ----------
    prices
        ``(scenarios, securities)``, 厘. A fair price that a broker has set stays, as in ``accounts.marks.moved``.
    marks
        What is not the price: fair prices, suspensions, 折算率 and class for the order of sales.
    sale
        What goes first; ``None``: nothing is sold.
    trading
        What can be traded; everything that is not suspended where it is not given: a scenario is where prices come to rest, and a fall
        of many sessions is not stopped by the price limit of one.

    Raises
    ------
    InvalidAccount
        A price does not fit its column.
    """
    market = market_of(prices, marks, Trading.of(marks, limits=False) if trading is None else trading, sale or "pro_rata")
    passes = []
    for chosen in _passes(prices, marks):
        columns = np.pad(chosen, (0, -len(chosen) % SPAN), mode="edge")
        own = market.counted is not market.price
        price = aligned(market.price.take(columns, 1))
        part = market._replace(price=price, counted=aligned(market.counted.take(columns, 1)) if own else price)
        passes.append(Pass(chosen, part, _bounds(part)))
    return Layout(prices, sale, tuple(passes))


def grid(
    partition: Partition, layout: Layout, lines: Lines, *, below: SaleLine = "call", screened: bool = True, threads: int = 2
) -> Grid:
    """Put scenarios to all accounts of a partition, each on its own, and sell what must be sold in each.

    Every position is read once for many scenarios. Screened, accounts that no scenario of a group can call (at the lowest price of
    the group of what they hold, the highest of what they owe) are decided without looking at each; the answer is exactly that of all
    evaluations.

    Parameters
    ----------
    below
        The line below which accounts are sold.
    screened
        False: every account is evaluated in every scenario, and all zones are counted.
    """
    others, room = admitted(partition, lines), desk_of(partition)
    longest, n, prices = longest_run_of(partition), partition.size, layout.prices
    levels = _levels(lines, below if layout.sale else None, CALL if screened else 0)
    target = target_of(lines, layout.sale or "pro_rata")
    shapes = (len(prices), len(ZONES), len(TOTALS)), (len(prices), len(AMOUNTS)), prices.shape, prices.shape, (len(WORK),)
    found = Grid(*(np.zeros(shape, np.int64) for shape in shapes))
    found.work[-1] = len(prices) * n
    for chosen, market, bounds in layout.passes:
        spare: list[Answers] = []

        def task(edges: tuple[int, int], market: Market = market, bounds: Bounds = bounds, spare: list[Answers] = spare) -> _Ints:
            out = spare.pop() if spare else _answers(*market.price.shape)
            gridded(
                *edges, BLOCK, np.empty((3, longest + 1), np.int64), np.empty_like(room), partition.accounts, partition.positions,
                partition.contracts, partition.shorts, others, market, bounds, levels, target, screened, out,
            )  # fmt: skip
            spare.append(out)
            return out.work[:0]

        shares_of(n, threads, task)
        _fold(found, spare, chosen, levels.first)
    for column, shares in (("sold", found.shares_sold), ("bought", found.shares_bought)):
        found.amounts[:, AMOUNTS.index(column)] = np.einsum("ks,ks->k", shares, prices)
    assets, debt = (found.totals[:, CALL:, TOTALS.index(column)] for column in ("assets", "debt"))
    found.totals[:, CALL:, TOTALS.index("shortfall")] = lines.cure_target[0] * debt - lines.cure_target[1] * assets
    return found


def _passes(prices: _Ints, marks: MarkTable) -> Iterator[_Ints]:
    """Numbers of the scenarios of each pass, from mild to severe: those alike in one group have worst prices that say much."""
    order = np.argsort((prices / np.maximum(marks.price, 1)).sum(axis=1), kind="stable")[::-1]
    for begin in range(0, len(order), _PER_PASS):
        yield order[begin : begin + _PER_PASS]


def _levels(lines: Lines, below: SaleLine | None, first: int) -> Levels:
    """All accounts, those in debt, those not above the withdrawal line, then those below each line."""
    rows = [(0, 0, 0, 0), (0, 0, 0, 1), (*lines.withdrawal, 1, 1)]
    rows += [(*line, 0, 1) for line in (lines.warning, lines.call, lines.immediate)]
    return Levels(np.array(rows, dtype=np.int64), first, CALL, {None: -1, "call": CALL, "immediate": IMMEDIATE}[below])


def _bounds(market: Market) -> Bounds:
    price, counted = market.price, market.counted
    shape = len(price), price.shape[1] // LANES, LANES
    empty = (0, 0), (0, -shape[1] % SPAN)
    lowest, highest = counted.reshape(shape).min(axis=2), price.reshape(shape).max(axis=2)
    plain = market.sell & (price == counted).all(axis=1) & (price > 0).all(axis=1)
    falling = bool((counted[:, 1:] <= counted[:, :-1]).all())
    by_group = aligned(np.pad(lowest, empty)), aligned(np.pad(highest, empty))
    return Bounds(lowest.min(axis=1), highest.max(axis=1), by_group[0], by_group[1], plain, falling)


def _answers(securities: int, scenarios: int) -> Answers:
    levels = (len(ZONES), len(TOTALS) - 1, scenarios)
    shapes = levels, levels, (2, scenarios), (2, securities, scenarios), (len(WORK) - 1,)
    return Answers(*(aligned_zeros(shape, np.int64) for shape in shapes))


def _fold(found: Grid, answers: list[Answers], chosen: _Ints, first: int) -> None:
    """Add what the threads found; a zone is what lies in its level and not in the next."""
    out, k = answers[0], len(chosen)
    for other in answers[1:]:
        for mine, theirs in zip(out, other, strict=True):
            np.add(mine, theirs, out=mine)
    sums = np.moveaxis((out.sums + out.onward.cumsum(axis=2))[..., :k], 2, 0)
    sums[:, first:-1] -= sums[:, first + 1 :].copy()
    found.totals[chosen, :, :-1] = sums
    for place, column in enumerate(("repaid", "missing")):
        found.amounts[chosen, AMOUNTS.index(column)] = out.sold[place, :k]
    for shares, by_security in zip((found.shares_sold, found.shares_bought), out.shares, strict=True):
        for j in range(0, k, LANES):  # turned a few columns at a time, so that each line of memory is read once
            shares[chosen[j : j + LANES]] = by_security[:, j : min(j + LANES, k)].T
    found.work[:-1] += out.work
