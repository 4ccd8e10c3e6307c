"""How a question reaches the partitions of a book: in this process, unless an engine is given."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from liangrong.accounts.terms import agreed_terms
from liangrong.book.lines import Lines
from liangrong.book.tasks import Sums, Task, answered
from liangrong.core.errors import NoData
from liangrong.core.results import Note
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.files import OpenedBook

__all__ = ["Ask", "asked_here", "assumed", "lines_of"]


class Ask(Protocol):
    """An engine: puts a task to every partition of a book and adds up the answers in their order."""

    def __call__(self, task: Task[Sums], opened: OpenedBook, /) -> Sums:
        """The sum of all answers."""


def asked_here(task: Task[Sums], opened: OpenedBook, /) -> Sums:
    """Ask the partitions one after the other in this process.

    Raises
    ------
    NoData
        The book has no partition.
    """
    found = answered(task, opened.book.partitions)
    if found is None:
        raise NoData(what="accounts", what_zh="账户", where=f"the book {opened.name}", where_zh=f"账簿 {opened.name} ",
                     nearest="none", nearest_zh="无")  # fmt: skip
    return found


def lines_of(rulebook: Rulebook, on: date) -> Lines:
    """The lines of an account of a general client under the rules of a day."""
    return Lines.of(agreed_terms(rulebook.at(on)))


def assumed(assumptions: dict[str, str]) -> Note:
    """Every assumption by name, in one remark."""
    listed = "; ".join(f"{name} = {value}" for name, value in assumptions.items())
    return Note(f"假设：{listed}", f"assumptions: {listed}")
