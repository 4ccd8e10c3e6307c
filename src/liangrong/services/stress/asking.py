"""How a question reaches the partitions of a book: in this process, unless an engine is given."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from liangrong.accounts.terms import agreed_terms
from liangrong.book.lines import Lines
from liangrong.book.tasks import Sums, Task
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.files import OpenedBook
from liangrong.services.engines.local import HERE

__all__ = ["Ask", "asked_here", "lines_of"]


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
    return HERE(task, opened)


def lines_of(rulebook: Rulebook, on: date) -> Lines:
    """The lines of an account of a general client under the rules of a day."""
    return Lines.of(agreed_terms(rulebook.at(on)))
