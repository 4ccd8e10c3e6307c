"""Value every account of a partition at once: the sums of ``accounts.assess`` in columns, to the 厘."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
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


def revalue(
    partition: Partition,
    marks: MarkTable,
    lines: Lines,
    *,
    threads: int = 2,
    by_account: bool = True,
    into: Revaluation | None = None,
) -> Revaluation:
    """Value all accounts of a partition.

    Parameters
    ----------
    threads
        Shares of the work that run at once; the result does not depend on it.
    by_account
        False: sums by zone only. The columns of the answer are empty and nothing is written for an account.
    into
        An earlier revaluation of as many accounts that is no longer needed: its columns are written again, which saves the
        system from making new ones.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import CreditAccount, FinancingContract
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.book.compile import partition_of
    >>> from liangrong.rules.rulebook import Rulebook
    >>> day = date(2026, 1, 30)
    >>> loan = FinancingContract("1", "A", day, Decimal(10000), Decimal(100000), Decimal(1))
    >>> book = partition_of([CreditAccount(cash=Decimal(20000), financing=(loan,))], ["A"])
    >>> marks = MarkTable.of({"A": Mark(Decimal(10), Decimal("0.7"))}, ["A"], day)
    >>> found = revalue(book, marks, Lines.of(agreed_terms(Rulebook.load().at(day))))
    >>> found.total("shortfall", "call", "immediate")
    Decimal('20000')
    """
    n, others = partition.size, partition.others
    if not lines.other_collateral_admitted:
        others = type(others)(*(column[:0] for column in others))
    totals = np.zeros((len(ZONES), len(TOTALS)), _INT)
    found = _room(n if by_account else 0, into, totals, lines.cure_target)
    rows = Rows(found.assets, found.debt, found.available_margin, found.zone)
    table = np.array([lines.withdrawal, lines.warning, lines.call, lines.immediate, lines.cure_target], dtype=_INT)
    price, counted, conversion = (np.array(column) for column in (marks.price, marks.fair_price, marks.conversion_ratio))
    prices = Prices(price, counted, conversion, price * conversion)
    longest, netted = longest_run_of(partition), lines.netting == "per_security"

    def task(bounds: tuple[int, int]) -> NDArray[np.int64]:
        own = np.zeros_like(totals)
        revalued(
            *bounds, np.empty((5, longest + 1), _INT), partition.accounts, partition.positions, partition.contracts, partition.shorts,
            others, prices, table, netted, rows if by_account else _rows(BLOCK), by_account, own,
        )  # fmt: skip
        return own

    for share in shares_of(n, threads, task):
        totals += share
    return found


def _room(n: int, into: Revaluation | None, totals: NDArray[np.int64], cure_target: tuple[int, int]) -> Revaluation:
    """Where a revaluation of ``n`` accounts is written."""
    if into is not None and len(into.zone) == n:
        return replace(into, totals=totals, cure_target=cure_target)
    return Revaluation(*_rows(n), totals, cure_target)


def _rows(n: int) -> Rows:
    return Rows(np.empty(n, _INT), np.empty(n, _INT), np.empty(n, _INT), np.empty(n, np.uint8))


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
