"""The engine of this process: partitions one after the other, kernels on threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self, TypeVar

from liangrong.book.columns import Partition
from liangrong.book.tasks import Sums, Task, on_threads
from liangrong.services.books.files import OpenedBook
from liangrong.services.engines.engine import Engine, Listener, counted, nobody, total_of
from liangrong.stress.cascade.steps import Carry

__all__ = ["HERE", "Local"]

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """Partitions one after the other in this process.

    Parameters
    ----------
    threads
        Shares of a partition that are worked on at once.
    listener
        Is told of every partition done.
    """

    threads: int = 2
    listener: Listener = nobody

    def __call__(self, task: Task[Sums], opened: OpenedBook, /) -> Sums:
        """The sum of the answers of all partitions."""
        return total_of(self.each(task, opened), opened)

    def each(self, task: Callable[[Partition], Answer], opened: OpenedBook, /) -> Iterator[Answer]:
        """The answers of all partitions; while one is worked on, the next one is read ahead."""
        return counted(map(on_threads(task, self.threads), opened.book.partitions), len(opened.book.partitions), self.listener)

    def carrier(self, opened: OpenedBook, /) -> Carry:
        """What carries all partitions through the sessions of one cascade."""
        from liangrong.stress.cascade.fronts import Fronts

        return Fronts(opened.book.partitions, self.threads)

    def close(self) -> None:
        """Nothing is held."""

    def __enter__(self) -> Self:
        """The engine itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Nothing is held."""


HERE: Final[Engine] = Local()
"""The engine of whoever names none."""
