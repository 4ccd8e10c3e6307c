"""The ladder of a book: every account is known, so that the band has no width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.book.columns import Book, Partition
from liangrong.book.distance import sale_ladder, uniform_prices
from liangrong.book.lines import CALL, IMMEDIATE, WARNING, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.revaluation import revalue
from liangrong.book.scales import BASIS_POINTS, FEN_PER_YUAN, LI_PER_YUAN
from liangrong.stress.estimation.estimate import REACHED
from liangrong.stress.estimation.public_history import Floats
from liangrong.stress.ladder.samples import Ladder

__all__ = ["exact_ladder"]

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
    amounts = np.zeros((1, len(book.securities), len(falls), len(REACHED)))
    balance = np.zeros(len(book.securities))
    moves = [-round(fall * BASIS_POINTS) for fall in falls]
    prices = uniform_prices(marks, moves)
    for partition in book.partitions:
        balance += _owed(partition, np.ones(partition.size, dtype=np.bool_), len(balance))
        for place, price in enumerate(prices):
            fair = np.where(marks.fair_price == marks.price, price, marks.fair_price)
            zone = revalue(partition, replace(marks, price=price, fair_price=fair), lines, threads=threads).zone
            for column, line in enumerate(_ZONES):
                amounts[0, :, place, column] += _owed(partition, zone >= line, len(balance))
        sold = sale_ladder(partition, marks, lines, moves, threads=threads).shares_sold
        amounts[0, :, :, -1] += (sold * prices).T / LI_PER_YUAN
    return Ladder(book.securities, tuple(falls), balance, amounts)


def _owed(partition: Partition, accounts: NDArray[np.bool_], securities: int) -> Floats:
    """Principal by security of some accounts, 元; sums of whole fen are exact below 90 万亿."""
    contracts = partition.contracts
    offsets = np.asarray(partition.accounts.contract_offsets, dtype=np.int64)
    chosen = np.repeat(accounts, offsets[1:] - offsets[:-1])
    total = np.zeros(securities, dtype=np.int64)
    np.add.at(total, np.asarray(contracts.security[chosen], dtype=np.int64), np.asarray(contracts.principal[chosen], dtype=np.int64))
    return total / FEN_PER_YUAN
