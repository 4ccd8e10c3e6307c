"""One cascade over several workers: each remembers where its partitions stand, and all of it can be found again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Generic, TypeVar

from liangrong.book.tasks import added
from liangrong.services.engines.crew import Crew, Hand, Loss
from liangrong.services.engines.transport import Channel
from liangrong.store.books.partition_files import PartitionFile
from liangrong.stress.cascade.steps import Carried, Step

__all__ = ["Carriage"]

C = TypeVar("C", bound=Channel)


class Carriage(Generic[C]):
    """Carries partitions through sessions.

    A partition stays with the worker that had it in the first session. If that one is gone, another carries it through all sessions so far:
    what a partition remembers follows from its file and their steps alone.

    Parameters
    ----------
    number
        By which workers know the cascade.
    """

    def __init__(self, crew: Crew[C], files: Sequence[PartitionFile], number: int) -> None:
        self._crew, self._files, self._number = crew, files, number
        self._steps: list[object] = []
        self._owned: dict[Hand[C], set[int]] = {}

    def __call__(self, step: Step) -> Carried:
        """Carry all of them through a session; the sum in the order of the partitions.

        It ends when everybody who was asked has answered: what a lost worker had answered already is awaited again from whoever takes
        over, so that no answer to one session reaches the next.
        """
        try:
            return self._carried(step)
        except BaseException:
            self._crew.close()
            raise

    def _carried(self, step: Step) -> Carried:
        self._steps.append(self._crew.transport.shared(step))
        if not self._owned:
            self._crew.gather(len(self._files))
            self._crew.assemble()
        for hand, numbers in self._owned.items():
            self._ask(hand, numbers, self._steps[-1:])
        orphans = set(range(len(self._files))).difference(*self._owned.values())
        found: dict[int, Carried] = {}
        while len(found) < len(self._files):
            if orphans and self._crew.ready:
                self._adopt(orphans)
                orphans = set()
            for event in self._crew.events():
                if isinstance(event, Loss):
                    lost = self._owned.pop(event.hand, set())
                    orphans |= lost
                    found = {number: answer for number, answer in found.items() if number not in lost}
                else:
                    found |= event.value
        return reduce(added, (found[number] for number in range(len(self._files))))

    def _adopt(self, orphans: Iterable[int]) -> None:
        """Deal partitions that nobody has, those with the fewest first, and have them carried through all sessions so far."""
        hands = sorted(self._crew.ready, key=lambda hand: len(self._owned.get(hand, ())))
        for place, hand in enumerate(hands):
            numbers = set(sorted(orphans)[place :: len(hands)])
            if numbers:
                self._owned.setdefault(hand, set()).update(numbers)
                self._ask(hand, numbers, self._steps)

    def _ask(self, hand: Hand[C], numbers: Iterable[int], steps: Sequence[object]) -> None:
        files = {number: self._files[number] for number in sorted(numbers)}
        hand.ask(min(files), "carry", self._number, files, *steps)
