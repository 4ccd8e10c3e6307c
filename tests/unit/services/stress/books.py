"""Two small books on disk: one by hand, one over the simulated market."""

from __future__ import annotations

from decimal import Decimal as D
from pathlib import Path

from liangrong.book.columns import Book
from liangrong.book.compile import partition_of
from liangrong.book.selection import selected
from liangrong.services.books.markets import marks_of
from liangrong.services.workspace import Workspace
from liangrong.store.books.writing import write_book
from tests.unit.stress.small_market import DAY, SECURITIES, accounts, financed, market


def by_hand(folder: Path) -> str:
    """The accounts of ``small_market`` in two partitions."""
    whole = partition_of(accounts(), SECURITIES)
    parts = [selected(whole, [0, 1, 2, 3]), selected(whole, [4, 5])]
    write_book(folder, Book(DAY, SECURITIES, parts, "broker"), market(), made={})
    return f"{folder}/"


def simulated(workspace: Workspace, folder: Path) -> str:
    """One account for each security of a simulated market, all financed at two fifths of what they hold."""
    marks = marks_of(workspace.snapshot(workspace.as_of()[0]))
    yuan = [D(int(price)) / 1000 for price in marks.price]
    made = [
        financed(security, security, 1000, int(400 * price), cash=0)
        for security, price in zip(marks.securities, yuan, strict=True)
    ]
    write_book(folder, Book(marks.on, marks.securities, [partition_of(made, marks.securities)], "synthetic"), marks, made={})
    return f"{folder}/"
