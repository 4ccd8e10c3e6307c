"""Several workers as one engine: who gets which partition, and who takes over when one of them is gone."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Generic, Self, TypeVar

from liangrong.book.columns import Partition
from liangrong.book.tasks import Sums, Task, on_threads
from liangrong.services.books.files import OpenedBook
from liangrong.services.engines.carriage import Carriage
from liangrong.services.engines.crew import Crew, Hand, Loss
from liangrong.services.engines.engine import Listener, counted, no_accounts, nobody, total_of
from liangrong.services.engines.transport import Channel, Transport
from liangrong.services.engines.worker import Greeting
from liangrong.store.books.partition_files import PartitionFile
from liangrong.store.books.tables import is_remote
from liangrong.stress.cascade.steps import Carry

__all__ = ["Pool"]

C = TypeVar("C", bound=Channel)
Answer = TypeVar("Answer")

_AHEAD: Final = 2
"""Partitions that a worker has before it, so that it does not wait while its answer is on its way."""
_WINDOW: Final = 8
"""For each worker, partitions that may be answered before an earlier one is: their answers wait in memory."""


class Pool(Generic[C]):
    """An engine of several workers, for one thread at a time.

    Losing a worker is no error: what it had before it is asked of another, and one is hired in its place. What cannot be answered (a file
    that is gone) would not be answered by another either, and is raised.

    Parameters
    ----------
    transport
        Where workers come from.
    workers
        How many; ``None``: as many as the transport has room for.
    listener
        Is told of every partition done.
    """

    def __init__(self, transport: Transport[C], *, workers: int | None = None, listener: Listener = nobody) -> None:
        self._crew = Crew(transport, workers)
        self._listener = listener
        self._numbers = count(1)

    def __call__(self, task: Task[Sums], opened: OpenedBook, /) -> Sums:
        """The sum of the answers of all partitions."""
        return total_of(self.each(task, opened), opened)

    def each(self, task: Callable[[Partition], Answer], opened: OpenedBook, /) -> Iterator[Answer]:
        """The answers of all partitions, in their order."""
        files = _files(opened)
        return counted(self._answers(on_threads(task, 1), files), len(files), self._listener)

    def carrier(self, opened: OpenedBook, /) -> Carry:
        """What carries all partitions through the sessions of one cascade.

        Raises
        ------
        NoData
            The book has no partition.
        """
        files = _files(opened)
        if not files:
            raise no_accounts(opened)
        return Carriage(self._crew, files, next(self._numbers))

    @property
    def workers(self) -> tuple[Greeting, ...]:
        """Who works for it now."""
        return tuple(hand.greeting for hand in self._crew.ready if hand.greeting is not None)

    def close(self) -> None:
        """End all workers."""
        self._crew.close()

    def __enter__(self) -> Self:
        """The engine itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """End all workers."""
        self.close()

    def _answers(self, task: Callable[[Partition], Answer], files: Sequence[PartitionFile]) -> Iterator[Answer]:
        if not files:
            return
        try:
            self._crew.gather(len(files))
            packed = self._crew.transport.shared(task)
            waiting, found, done = deque(range(len(files))), dict[int, Any](), 0
            told: set[Hand[C]] = set()
            while done < len(files):
                self._deal(waiting, files, done, packed, told)
                for event in self._crew.events():
                    if isinstance(event, Loss):
                        waiting.extendleft(sorted((one for one in event.hand.asked if one >= 0), reverse=True))
                    else:
                        found[event.number] = event.value
                while done in found:
                    yield found.pop(done)
                    done += 1
        except BaseException:
            self.close()
            raise

    def _deal(self, waiting: deque[int], files: Sequence[PartitionFile], done: int, packed: object, told: set[Hand[C]]) -> None:
        """Give partitions to those who have none, then to those who have one, as long as there are more than hands."""
        hands = self._crew.ready
        for load in range(_AHEAD):
            for hand in hands:
                if not waiting or waiting[0] >= done + _WINDOW * len(hands) or (load and len(waiting) < len(hands)):
                    return
                if hand.load == load:
                    if hand not in told:
                        told.add(hand)
                        hand.ask(-1, "take", packed)
                    number = waiting.popleft()
                    hand.ask(number, "answer", files[number])


def _files(opened: OpenedBook) -> tuple[PartitionFile, ...]:
    """Partitions by paths that do not depend on where a worker stands."""
    return tuple(
        file if is_remote(file.folder) else replace(file, folder=f"{Path(file.folder).absolute()}") for file in opened.files
    )
