"""What a worker does, wherever it is: answers for a partition, and remembers where the partitions of a cascade stand."""

from __future__ import annotations

import os
import pickle
import platform
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from liangrong import __version__
from liangrong.book.columns import Partition
from liangrong.store.books.partition_files import PartitionFile
from liangrong.stress.cascade.steps import Carried, Step

if TYPE_CHECKING:
    from liangrong.stress.cascade.fronts import Front

__all__ = ["Failed", "Greeting", "Packed", "Worker"]


class Greeting(NamedTuple):
    """Who answers: ``host`` is the name of its machine."""

    version: str
    host: str
    pid: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A question that cannot be answered; asked elsewhere it would fail again."""

    error: Exception

    @classmethod
    def of(cls, error: Exception) -> Failed:
        """The error as it survives the way: one that cannot be pickled is told in words."""
        try:
            return cls(pickle.loads(pickle.dumps(error)))  # noqa: S301 - what this process has just made
        except Exception:  # noqa: BLE001 - whatever a foreign error does when it is copied
            return cls(RuntimeError(f"{type(error).__name__}: {error}"))


class Packed:
    """Something that is sent to several workers, encoded once; it arrives as what it was.

    Encoded this way its arrays arrive writable, as kernels expect them: one that is not would have them compiled anew.
    """

    def __init__(self, value: object) -> None:
        self._data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)

    def __reduce__(self) -> tuple[Callable[[bytes], Any], tuple[bytes]]:
        """What it was."""
        return pickle.loads, (self._data,)


class Worker:
    """Computes on one thread, one request after the other."""

    def __init__(self) -> None:
        self._task: Callable[[Partition], Any] | None = None
        self._cascade = -1
        self._fronts: dict[int, Front] = {}

    def do(self, verb: str, *arguments: Any) -> Any:
        """One request: the name of a method and what it takes."""
        try:
            return getattr(self, verb)(*arguments)
        except Exception as error:  # noqa: BLE001 - whoever asked shall know
            return Failed.of(error)

    def greet(self) -> Greeting:
        """Say that it is ready."""
        return Greeting(__version__, platform.node(), os.getpid())

    def take(self, task: Callable[[Partition], Any]) -> None:
        """Remember the task of the partitions that follow; what was remembered of a cascade goes."""
        self._task = task
        self._fronts = {}

    def answer(self, file: PartitionFile) -> Any:
        """The answer of one partition."""
        assert self._task is not None
        file.read_ahead()
        return self._task(file.open())

    def carry(self, cascade: int, files: Mapping[int, PartitionFile], *steps: Step) -> dict[int, Carried]:
        """Carry partitions through sessions and answer what the last of them adds up, by partition.

        Parameters
        ----------
        cascade
            Its number; what is remembered of another one goes.
        steps
            The session that follows what is remembered of these partitions; for partitions that are new here all sessions so far.
        """
        from liangrong.stress.cascade.fronts import Front

        if cascade != self._cascade:
            self._cascade, self._fronts = cascade, {}
        found = {}
        for number, file in files.items():
            if number not in self._fronts:
                if steps[0].session:
                    raise LookupError(f"partition {number} stands at no session here: one engine carries one cascade at a time")
                self._fronts[number] = Front.of(file.entry.accounts)
            for step in steps:
                found[number] = self._fronts[number].carry(partial(file.open, checked=step.session > 0), step)
        return found
