"""Workers in this process that answer in any order and die when they are told to; a task that ends the process of its worker."""

from __future__ import annotations

import os
import pickle
import random
import signal
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from liangrong.book.columns import Partition
from liangrong.services.engines.transport import Gone
from liangrong.services.engines.worker import Greeting, Packed, Worker


class Desk:
    """A worker in this process; what it is sent goes through pickle as on every other way."""

    def __init__(self) -> None:
        self.worker = Worker()
        self.inbox = deque([pickle.dumps(("greet", ()))])
        self.stopped = self.left = False

    def send(self, verb: str, *arguments: object) -> None:
        self.inbox.append(pickle.dumps((verb, arguments)))

    def stop(self) -> None:
        self.stopped = True


class Desks:
    """Of all that wait, one answers at a time, drawn by a seed.

    The requests whose numbers are in ``fatal`` end their workers; those in ``last`` are answered, and then their workers end.
    """

    patience = 0.0

    def __init__(
        self, workers: int, *, seed: int = 0, fatal: Collection[int] = (), last: Collection[int] = (), greeting: Greeting | None = None
    ) -> None:  # fmt: skip
        self.workers, self.fatal, self.last, self.greeting = workers, fatal, last, greeting
        self.draw = random.Random(seed)
        self.hired: list[Desk] = []
        self.served: list[str] = []
        self.closed = 0

    def start(self, workers: int | None, partitions: int) -> int:
        return min(workers or self.workers, partitions)

    def hire(self) -> Desk:
        self.hired.append(Desk())
        return self.hired[-1]

    def shared(self, value: object) -> object:
        return Packed(value)

    def replies(self, channels: Sequence[Desk], timeout: float | None) -> Iterator[tuple[Desk, Any]]:
        busy = [channel for channel in channels if channel.inbox or channel.left]
        if not busy:
            assert timeout is not None, "everybody waits, and nobody has been asked"
            return
        desk = self.draw.choice(busy)
        if desk.left:
            yield desk, Gone("went home")
            return
        verb, arguments = pickle.loads(desk.inbox.popleft())
        number = len(self.served)
        self.served.append(verb)
        desk.left = number in self.last
        if number in self.fatal:
            desk.inbox.clear()
            yield desk, Gone("told to")
        elif verb == "greet" and self.greeting:
            yield desk, self.greeting
        else:
            yield desk, pickle.loads(pickle.dumps(desk.worker.do(verb, *arguments)))

    def close(self) -> None:
        self.closed += 1


class Cash(NamedTuple):
    """Accounts, and their cash in 分."""

    accounts: np.ndarray
    cash: np.ndarray


@dataclass(frozen=True)
class CashTask:
    """Needs no kernel, so that a new process answers at once."""

    def __call__(self, partition: Partition) -> Cash:
        return Cash(np.array([partition.size]), np.array([partition.accounts.cash.sum()]))


@dataclass(frozen=True)
class Deadly(CashTask):
    """Ends the process that takes up a partition, so many times in all."""

    folder: Path
    times: int

    def __call__(self, partition: Partition) -> Cash:
        for number in range(self.times):
            try:
                (self.folder / f"{number}").touch(exist_ok=False)
            except FileExistsError:
                continue
            os.kill(os.getpid(), signal.SIGKILL)
        return CashTask.__call__(self, partition)


@dataclass(frozen=True)
class Whose:
    """The process that works on a partition."""

    def __call__(self, partition: Partition) -> int:
        return os.getpid()
