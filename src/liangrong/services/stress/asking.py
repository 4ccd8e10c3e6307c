"""How a question reaches the partitions of a book: in this process, unless an engine is given."""

from __future__ import annotations

from datetime import date
from typing import Final, Protocol

from liangrong.accounts.terms import agreed_terms
from liangrong.book.lines import Lines
from liangrong.book.tasks import Sums, Task
from liangrong.core.errors import UsageError
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.files import OpenedBook
from liangrong.services.engines.local import HERE

__all__ = ["MOST_CASCADED", "MOST_SCREENED", "Ask", "asked_here", "check_served", "check_top", "lines_of"]

MOST_CASCADED: Final = 12_000_000
"""Accounts times cascades that a server works through for one question; with bands there is a cascade for each draw."""
MOST_SCREENED: Final = 2_000_000_000
"""Accounts times scenarios that a server works through for one question."""


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


def check_served(opened: OpenedBook, times: int, most: int, *, own_files: bool) -> None:
    """Refuse a stranger what would keep everybody else waiting.

    Parameters
    ----------
    times
        How often every account is valued: scenarios, or cascades.
    most
        Accounts times that, at most.
    own_files
        Whether the one who asks sits at the machine, and may take as long as it likes.

    Raises
    ------
    UsageError
        It is too much.
    """
    accounts = opened.stored.manifest.accounts
    if not own_files and accounts * times > most:
        raise UsageError(
            reason=f"{times:,} times {accounts:,} accounts are more than a server works through for one question ({most:,} in all): ask for fewer "
            "draws or scenarios, or use the command line on the machine of the book.",
            reason_zh=f"{accounts:,} 户 × {times:,} 次超出服务器一问可算的量（合计至多 {most:,}）；请减少抽样或情景，或在账簿所在的机器上用命令行。",
        )  # fmt: skip


def check_top(top: int) -> None:
    """Refuse a number of rows below zero.

    Raises
    ------
    UsageError
        It is.
    """
    if top < 0:
        raise UsageError(reason=f"`top` is {top}; it is 0 (all) at least.", reason_zh=f"`top` 为 {top}，应不小于 0（0 为全部）。")
