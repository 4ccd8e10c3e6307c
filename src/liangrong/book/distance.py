"""How far every account of a book is from each line, when all prices move alike: the exact ladder of a book.

Assets and debt are linear in one factor on all prices, so two valuations say all: at the prices, and at prices of zero. A fair price
that a broker has set stays. ``accounts.inverse.distance`` does the same for one account.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from liangrong.book.columns import Partition
from liangrong.book.grid import Grid, grid, laid_out
from liangrong.book.lines import Lines
from liangrong.book.marks import MarkTable
from liangrong.book.revaluation import revalue
from liangrong.book.sales import SaleLine, SalePolicy
from liangrong.book.scales import BASIS_POINTS

__all__ = ["LINE_NAMES", "WEIGHTS", "Distances", "Distribution", "distances", "distribution", "sale_ladder", "uniform_prices"]

LINE_NAMES: Final = ("withdrawal", "warning", "call", "immediate")
WEIGHTS: Final = ("accounts", "debt", "holdings")
"""What is counted: accounts, what they owe, what they hold at prices that move (both 厘, before the move)."""

_STEPS_OF_100: Final = 100
"""A hundredth twice is a basis point: numbers of a whole account times more would not fit 64 bits."""


@dataclass(frozen=True, eq=False, slots=True)
class Distances:
    """A partition as straight lines.

    With all prices times ``f`` an account has ``fixed_assets + f · holdings`` and owes ``fixed_debt + f · shorts``, 厘.
    """

    fixed_assets: NDArray[np.int64]
    holdings: NDArray[np.int64]
    fixed_debt: NDArray[np.int64]
    shorts: NDArray[np.int64]
    lines: Lines

    def move(self, line: str) -> NDArray[np.float64]:
        """The move of all prices that takes each account to a line of ``LINE_NAMES``, up or down: −0.25 is a fall of 25 %.

        NaN where nothing is owed or no move gets there.
        """
        missing, slope = self._towards(line)
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = missing / slope
            return np.where((factor > 0) & np.isfinite(factor) & (self.fixed_debt + self.shorts > 0), factor - 1, np.nan)

    def first_below(self, line: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """By how many whole basis points prices move until an account is below a line, exactly, and whether they must rise.

        Zero where it is already; −1 where no such move takes it there. The line itself is not below it.
        """
        missing, slope = self._towards(line)
        gap, size = slope - missing, np.maximum(np.abs(slope), 1)
        hundredths, rest = np.divmod(np.maximum(gap, 0) * _STEPS_OF_100, size)
        steps = hundredths * _STEPS_OF_100 + rest * _STEPS_OF_100 // size + 1
        never = (slope == 0) | ((slope > 0) & (missing <= 0))
        found = np.where(gap < 0, 0, np.where(never, -1, steps))
        return np.where(self.fixed_debt + self.shorts > 0, found, -1), slope < 0

    def _towards(self, line: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """An account is below the line at a factor ``f`` where ``f · slope < missing``."""
        numerator, denominator = getattr(self.lines, line)
        missing = numerator * self.fixed_debt - denominator * self.fixed_assets
        return missing, denominator * self.holdings - numerator * self.shorts


class Distribution(NamedTuple):
    """How many accounts, and how much, first fall below each line at which move; it adds up over partitions.

    ``falls`` and ``rises``: ``(LINE_NAMES, WEIGHTS, basis points)``, from 0 (below already, counted as a fall) to 100 %.
    ``total``: ``WEIGHTS`` of all accounts in debt.
    """

    falls: NDArray[np.int64]
    rises: NDArray[np.int64]
    total: NDArray[np.int64]


def distances(partition: Partition, marks: MarkTable, lines: Lines, *, threads: int = 2) -> Distances:
    """Value a partition at the prices and at prices of zero.

    Examples
    --------
    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import CreditAccount, FinancingContract
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.book.compile import partition_of
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day = Decimal, date(2026, 1, 30)
    >>> loan = FinancingContract("1", "B", day, D(200), D(15000), D(1))
    >>> table = MarkTable.of({"B": Mark(D(150), D(0))}, ["B"], day)
    >>> found = distances(partition_of([CreditAccount(financing=(loan,))], ["B"]), table, Lines.of(agreed_terms(Rulebook.load().at(day))))
    >>> float(found.move("call")[0].round(4)), int(found.first_below("call")[0][0])
    (-0.35, 3501)
    """
    worthless = np.where(marks.fair_price == marks.price, 0, marks.fair_price)
    now = revalue(partition, marks, lines, threads=threads)
    then = revalue(partition, replace(marks, price=np.zeros_like(marks.price), fair_price=worthless), lines, threads=threads)
    return Distances(then.assets, now.assets - then.assets, then.debt, now.debt - then.debt, lines)


def distribution(found: Distances) -> Distribution:
    """Count the accounts of a partition by the move that first takes them below each line."""
    in_debt = found.fixed_debt + found.shorts > 0
    weights = np.stack([in_debt.astype(np.int64), found.fixed_debt + found.shorts, found.holdings])
    falls, rises = (np.zeros((len(LINE_NAMES), len(WEIGHTS), BASIS_POINTS + 1), np.int64) for _ in range(2))
    for number, line in enumerate(LINE_NAMES):
        steps, rising = found.first_below(line)
        reached = (steps >= 0) & (steps <= BASIS_POINTS)
        for table, chosen in (
            (falls[number], reached & (~rising | (steps == 0))),
            (rises[number], reached & rising & (steps > 0)),
        ):
            for column, weight in zip(table, weights, strict=True):
                np.add.at(column, steps[chosen], weight[chosen])
    return Distribution(falls, rises, (weights * in_debt).sum(axis=1))


def sale_ladder(
    partition: Partition, marks: MarkTable, lines: Lines, moves: Sequence[int], *,
    sale: SalePolicy = "pro_rata", below: SaleLine = "call", threads: int = 2,
) -> Grid:  # fmt: skip
    """The liquidation ladder of a book: at each uniform move, who is called and what must be sold.

    Parameters
    ----------
    moves
        Basis points: −1000 is a fall of 10 %. Prices are rounded to the 厘, which ``distribution`` does not.
    """
    return grid(partition, laid_out(uniform_prices(marks, moves), marks, sale=sale), lines, below=below, threads=threads)


def uniform_prices(marks: MarkTable, moves: Sequence[int]) -> NDArray[np.int64]:
    """All prices moved alike, ``(moves, securities)``: to the nearest 厘, and not to nothing.

    Examples
    --------
    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from liangrong.accounts.marks import Mark
    >>> uniform_prices(MarkTable.of({"A": Mark(Decimal("12.34"), Decimal(0))}, ["A"], date(2026, 1, 30)), [-1000, 50]).tolist()
    [[11106], [12402]]
    """
    factors = BASIS_POINTS + np.asarray(moves, dtype=np.int64)[:, np.newaxis]
    moved: NDArray[np.int64] = (marks.price * factors + BASIS_POINTS // 2) // BASIS_POINTS
    np.maximum(moved, np.minimum(marks.price, 1), out=moved)
    return moved
