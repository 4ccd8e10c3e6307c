"""The ladder of a book: every account is known, so that the band has no width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from liangrong.book.columns import Book, Partition
from liangrong.book.distance import sale_ladder, uniform_prices
from liangrong.book.lines import CALL, IMMEDIATE, WARNING, ZONES, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.revaluation import revalue
from liangrong.book.scales import BASIS_POINTS, FEN_PER_YUAN, LI_PER_YUAN
from liangrong.book.tasks import answered
from liangrong.stress.ladder.samples import Ladder

__all__ = ["LadderSums", "LadderTask", "exact_ladder"]

Counts: TypeAlias = NDArray[np.int64]

_ZONES: Final = (WARNING, CALL, IMMEDIATE)


def exact_ladder(book: Book, marks: MarkTable, lines: Lines, falls: Sequence[float], *, threads: int = 2) -> Ladder:
    """What each fall does to the financing contracts of a book, by security; ``Ladder.grouped`` adds securities up.

    Debt is the principal of financing contracts, as the financing balance counts it, in accounts below the line; ``forced_sale`` is what is
    sold of a security, held or financed, when every called account sells the same part of everything.

    Parameters
    ----------
    marks
        Prices before the fall.
    falls
        0.2: all prices are 20 % lower, rounded to the 厘.

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
    >>> account = CreditAccount(financing=(FinancingContract("1", "B", day, D(200), D(15000), D(1)),))
    >>> table = MarkTable.of({"B": Mark(D(150), D(0))}, ["B"], day)
    >>> book = Book(on=day, securities=("B",), partitions=[partition_of([account], ["B"])], origin="synthetic")
    >>> found = exact_ladder(book, table, Lines.of(agreed_terms(Rulebook.load().at(day))), [0.3, 0.4])
    >>> found.frame().filter(measure="call_debt").get_column("median").to_list()
    [0.0, 15000.0]
    """
    task = LadderTask(marks=marks, lines=lines, falls=tuple(falls), threads=threads)
    found = answered(task, book.partitions)
    return task.ladder(task.nothing if found is None else found)


class LadderSums(NamedTuple):
    """Of a partition; they add up over partitions.

    Parameters
    ----------
    principal
        ``(securities,)`` owed in financing contracts, fen.
    reached
        ``(falls, zones, securities)`` of it in accounts below the warning, the call and the immediate line.
    sold
        ``(falls, securities)`` shares.
    """

    principal: Counts
    reached: Counts
    sold: Counts


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class LadderTask:
    """The rungs of a partition.

    Parameters
    ----------
    marks
        Prices before the fall.
    falls
        0.2: all prices are 20 % lower, rounded to the 厘.
    """

    marks: MarkTable
    lines: Lines
    falls: tuple[float, ...]
    threads: int = 2

    def __call__(self, partition: Partition) -> LadderSums:
        """What is owed, what of it lies below each line, what is sold."""
        principal, reached, _ = self.nothing
        zone = np.zeros(partition.size, dtype=np.int64)
        principal += _owed(partition, zone, self.marks.size)[0]
        for place, price in enumerate(self._prices):
            fair = np.where(self.marks.fair_price == self.marks.price, price, self.marks.fair_price)
            moved = replace(self.marks, price=price, fair_price=fair)
            by_zone = _owed(partition, revalue(partition, moved, self.lines, threads=self.threads).zone, self.marks.size)
            reached[place] = [by_zone[line:].sum(axis=0) for line in _ZONES]
        return LadderSums(
            principal, reached, sale_ladder(partition, self.marks, self.lines, self._moves, threads=self.threads).shares_sold
        )

    def ladder(self, sums: LadderSums) -> Ladder:
        """The sums of all partitions as a ladder by security."""
        sold = sums.sold * self._prices / LI_PER_YUAN
        amounts = np.concatenate([sums.reached / FEN_PER_YUAN, sold[:, np.newaxis]], axis=1)
        return Ladder(self.marks.securities, self.falls, sums.principal / FEN_PER_YUAN, amounts.transpose(2, 0, 1)[np.newaxis])

    @property
    def nothing(self) -> LadderSums:
        """The sums of no partition."""
        size, falls = self.marks.size, len(self.falls)
        return LadderSums(*(np.zeros(shape, np.int64) for shape in (size, (falls, len(_ZONES), size), (falls, size))))

    @property
    def _moves(self) -> list[int]:
        return [-round(fall * BASIS_POINTS) for fall in self.falls]

    @property
    def _prices(self) -> Counts:
        return uniform_prices(self.marks, self._moves)


def _owed(partition: Partition, zone: NDArray[np.integer], securities: int) -> Counts:
    """``(zones, securities)`` principal of the accounts in each zone, fen; sums of whole fen are exact below 90 万亿 元."""
    contracts = partition.contracts
    offsets = np.asarray(partition.accounts.contract_offsets, dtype=np.int64)
    place = np.repeat(np.asarray(zone, dtype=np.int64) * securities, offsets[1:] - offsets[:-1])
    place += np.asarray(contracts.security, dtype=np.int64)
    found = np.bincount(place, weights=contracts.principal, minlength=len(ZONES) * securities)
    return found.astype(np.int64).reshape(len(ZONES), securities)
