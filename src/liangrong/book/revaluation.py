"""Value every account of a partition at once: the sums of ``accounts.assess`` in columns, to the 厘."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.book.columns import Partition
from liangrong.book.kernels.revaluation import BLOCK, Prices, Rows, revalued
from liangrong.book.lines import ZONES, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.scales import LI_PER_YUAN

__all__ = ["TOTALS", "Revaluation", "longest_run_of", "revalue", "shares_of"]

TOTALS: Final = ("accounts", "assets", "debt", "cash", "shortfall")
"""Columns of the sums by zone."""

_TASKS_PER_THREAD: Final = 8
_INT: Final = np.int64


@dataclass(frozen=True, eq=False, slots=True)
class Revaluation:
    """A partition at some marks.

    Parameters
    ----------
    assets, debt
        ``A`` and ``D`` of each account, 厘; the maintenance ratio is their quotient.
    available_margin
        保证金可用余额, 厘 × basis points: exact.
    zone
        Number of the zone in ``lines.ZONES``.
    totals
        ``(zones, TOTALS)``: accounts, then 厘; the shortfall times the denominator of the cure target.
    """

    assets: NDArray[np.int64]
    debt: NDArray[np.int64]
    available_margin: NDArray[np.int64]
    zone: NDArray[np.uint8]
    totals: NDArray[np.int64]
    cure_target: tuple[int, int]

    def maintenance_ratio(self) -> NDArray[np.float64]:
        """维持担保比例 of each account; infinite without debt."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.debt > 0, self.assets / self.debt, np.inf)

    def shortfall(self) -> NDArray[np.float64]:
        """Cash that would lift each called account to the cure target, 元; zero for the others."""
        numerator, denominator = self.cure_target
        missing = (numerator * self.debt - denominator * self.assets) / (denominator * LI_PER_YUAN)
        return np.where(self.zone >= ZONES.index("call"), np.maximum(missing, 0), 0)

    def total(self, column: str, *zones: str) -> Decimal:
        """A sum over some zones (all when none is named): a number of accounts, or 元.

        Examples
        --------
        ``found.total("debt", "call", "immediate")`` is what all called accounts owe.
        """
        rows = [ZONES.index(zone) for zone in zones] or list(range(len(ZONES)))
        number = TOTALS.index(column)
        found = sum(int(self.totals[row, number]) for row in rows)
        if column == "accounts":
            return Decimal(found)
        return Decimal(found) / (LI_PER_YUAN * (self.cure_target[1] if column == "shortfall" else 1))


def revalue(partition: Partition, marks: MarkTable, lines: Lines, *, threads: int = 2) -> Revaluation:
    """Value all accounts of a partition.

    Parameters
    ----------
    threads
        Shares of the work that run at once; the result does not depend on it.
    """
    n, others = partition.size, partition.others
    if not lines.other_collateral_admitted:
        others = type(others)(*(column[:0] for column in others))
    rows = Rows(np.empty(n, _INT), np.empty(n, _INT), np.empty(n, _INT), np.empty(n, np.uint8))
    found = Revaluation(
        rows.assets, rows.debt, rows.margin, rows.zone, np.zeros((len(ZONES), len(TOTALS)), _INT), lines.cure_target
    )
    table = np.array([lines.withdrawal, lines.warning, lines.call, lines.immediate, lines.cure_target], dtype=_INT)
    prices = Prices(marks.price, marks.fair_price, marks.conversion_ratio, marks.price * marks.conversion_ratio)
    longest, netted = longest_run_of(partition), lines.netting == "per_security"

    def task(bounds: tuple[int, int]) -> NDArray[np.int64]:
        totals = np.zeros_like(found.totals)
        revalued(
            *bounds, np.empty((5, longest + 1), _INT), partition.accounts, partition.positions, partition.contracts, partition.shorts,
            others, prices, table, netted, rows, totals,
        )  # fmt: skip
        return totals

    for totals in shares_of(n, threads, task):
        found.totals[:] += totals
    return found


def longest_run_of(partition: Partition) -> int:
    """The most positions or contracts that one block of accounts has: the working room that a kernel needs."""
    n = partition.size
    longest = 0
    for offsets in (partition.accounts.position_offsets, partition.accounts.contract_offsets):
        begins = offsets[np.arange(0, n, BLOCK)].astype(_INT)
        ends = np.append(begins[1:], offsets[n])
        longest = max(longest, int((ends - begins).max(initial=0)))
    return longest


def shares_of(n: int, threads: int, task: Callable[[tuple[int, int]], NDArray[np.int64]]) -> list[NDArray[np.int64]]:
    """Run a task over equal shares of ``n`` accounts, some at once; answers in the order of the accounts.

    Kernels leave the interpreter while they run, so that plain threads suffice (ADR 0023).
    """
    count = max(1, min(threads * _TASKS_PER_THREAD, -(-n // BLOCK)))
    edges = [n * k // count // BLOCK * BLOCK for k in range(count)] + [n]
    bounds = list(pairwise(edges))
    if threads == 1 or count == 1:
        return [task(share) for share in bounds]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(task, bounds))
