"""A book before and after some scenarios: who is where, what must be sold of what; sums that add up over partitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from liangrong.book.columns import Partition
from liangrong.book.exposures import exposures
from liangrong.book.lines import CALL, ZONES, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.revaluation import TOTALS, revalue
from liangrong.book.sales import ROW_COLUMNS, SaleLine, SalePolicy, Trading, sales

__all__ = ["RevalueTask", "RunSums", "RunTask", "ZoneSums"]

_Whole = NDArray[np.int64]


class ZoneSums(NamedTuple):
    """``(zones, TOTALS)``."""

    totals: _Whole


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class RevalueTask:
    """Value a partition at some marks; nothing is kept of a single account."""

    marks: MarkTable
    lines: Lines
    threads: int = 2

    def __call__(self, partition: Partition) -> ZoneSums:
        """Answer for one partition."""
        return ZoneSums(revalue(partition, self.marks, self.lines, threads=self.threads, by_account=False).totals)


class RunSums(NamedTuple):
    """Sums by scenario.

    Parameters
    ----------
    before
        ``(zones, TOTALS)`` at the marks of the book.
    after
        ``(scenarios, zones, TOTALS)``.
    moved
        ``(scenarios, zones before, zones after)``: accounts.
    to_sell
        By scenario: accounts below the line of forced sales.
    amounts
        ``(scenarios, ROW_COLUMNS)`` of those sales.
    sold, bought
        ``(scenarios, securities)``: shares.
    held
        ``(securities,)``: shares that all accounts hold, free and in contracts.
    held_by_called, owed_by_called
        ``(scenarios, securities)``: shares that called accounts hold; what they owe on financing of the security, 分.
    """

    before: _Whole
    after: _Whole
    moved: _Whole
    to_sell: _Whole
    amounts: _Whole
    sold: _Whole
    bought: _Whole
    held: _Whole
    held_by_called: _Whole
    owed_by_called: _Whole


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class RunTask:
    """Value a partition at its marks and after scenarios, and sell what must be sold.

    Parameters
    ----------
    before
        The marks of the book.
    after, limited
        The markets of the scenarios, and whether price limits hold in each.
    policy, below
        Which positions are sold first, and below which line.
    """

    before: MarkTable
    after: tuple[MarkTable, ...]
    limited: tuple[bool, ...]
    lines: Lines
    policy: SalePolicy = "pro_rata"
    below: SaleLine = "call"
    threads: int = 2

    def __call__(self, partition: Partition) -> RunSums:
        """Answer for one partition."""
        count, zones, securities = len(self.after), len(ZONES), self.before.size
        start = revalue(partition, self.before, self.lines, threads=self.threads)
        all_held = exposures(partition, start.zone, securities=securities, threads=self.threads)
        found = RunSums(
            before=start.totals,
            after=np.zeros((count, zones, len(TOTALS)), np.int64),
            moved=np.zeros((count, zones, zones), np.int64),
            to_sell=np.zeros(count, np.int64),
            amounts=np.zeros((count, len(ROW_COLUMNS)), np.int64),
            sold=np.zeros((count, securities), np.int64),
            bought=np.zeros((count, securities), np.int64),
            held=(all_held.free_quantity + all_held.financed_quantity).sum(axis=0),
            held_by_called=np.zeros((count, securities), np.int64),
            owed_by_called=np.zeros((count, securities), np.int64),
        )
        for place, market in enumerate(self.after):
            end = revalue(partition, market, self.lines, threads=self.threads)
            found.after[place] = end.totals
            pairs = start.zone.astype(np.int64) * zones + end.zone
            found.moved[place] = np.bincount(pairs, minlength=zones * zones).reshape(zones, zones)
            held = exposures(partition, end.zone, securities=securities, threads=self.threads)
            found.held_by_called[place] = (held.free_quantity + held.financed_quantity)[CALL:].sum(axis=0)
            found.owed_by_called[place] = held.principal[CALL:].sum(axis=0)
            trading = Trading.of(market, limits=self.limited[place])
            forced = sales(
                partition, market, self.lines, policy=self.policy, below=self.below, trading=trading, threads=self.threads
            ).totals
            found.to_sell[place] = forced.accounts[0]
            found.amounts[place] = forced.amounts
            found.sold[place] = forced.shares_sold
            found.bought[place] = forced.shares_bought
        return found
