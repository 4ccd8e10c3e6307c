"""What every engine can do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Protocol, Self, TypeAlias, TypeVar

from liangrong.book.columns import Partition
from liangrong.book.tasks import Sums, Task, added
from liangrong.core.errors import NoData
from liangrong.services.books.files import OpenedBook
from liangrong.stress.cascade.steps import Carry

__all__ = ["Engine", "Listener", "counted", "no_accounts", "nobody", "total_of"]

Answer = TypeVar("Answer")

Listener: TypeAlias = Callable[[int, int, float | None], None]
"""Called with partitions done, partitions to do, and the seconds that are left (``None``: nobody can say yet)."""


class Engine(Protocol):
    """Something that can be asked about books; it may hold processes, which ``close`` ends."""

    def __call__(self, task: Task[Sums], opened: OpenedBook, /) -> Sums:
        """The sum of the answers of all partitions.

        Raises
        ------
        NoData
            The book has no partition.
        BadInput
            A file of the book is missing or damaged.
        """

    def each(self, task: Callable[[Partition], Answer], opened: OpenedBook, /) -> Iterator[Answer]:
        """The answers of all partitions, in their order."""

    def carrier(self, opened: OpenedBook, /) -> Carry:
        """What carries all partitions through the sessions of one cascade."""

    def close(self) -> None:
        """Let processes and connections go; a closed engine that is asked again starts again."""

    def __enter__(self) -> Self:
        """The engine itself."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close it."""


def nobody(done: int, total: int, seconds_left: float | None) -> None:
    """The listener of those who do not want to know."""


def counted(answers: Iterable[Answer], total: int, listener: Listener) -> Iterator[Answer]:
    """The same answers; after each of them the listener is told."""
    listener(0, total, None)
    started = time.monotonic()
    for done, answer in enumerate(answers, 1):
        yield answer
        listener(done, total, (time.monotonic() - started) / done * (total - done))


def total_of(answers: Iterable[Sums], opened: OpenedBook) -> Sums:
    """Answers added up in the order of the partitions.

    Raises
    ------
    NoData
        There is none.
    """
    found: Sums | None = None
    for answer in answers:
        found = answer if found is None else added(found, answer)
    if found is None:
        raise no_accounts(opened)
    return found


def no_accounts(opened: OpenedBook) -> NoData:
    """What is said of a book without partitions."""
    return NoData(what="accounts", what_zh="账户", where=f"the book {opened.name}", where_zh=f"账簿 {opened.name} ", nearest="none",
                  nearest_zh="无")  # fmt: skip
