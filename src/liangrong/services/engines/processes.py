"""Workers in processes of this machine, each at the end of a pipe."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from threading import Thread
from typing import Any

from liangrong.services.engines.transport import Gone
from liangrong.services.engines.worker import Failed, Packed, Worker

__all__ = ["Process", "Processes"]


class Process:
    """A process of its own, started afresh: it inherits nothing that this one has open."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, end = context.Pipe()
        self._process = context.Process(target=_serve, args=(end,), daemon=True)
        self._process.start()
        end.close()

    def send(self, verb: str, *arguments: object) -> None:
        """Ask."""
        with suppress(OSError):
            self.pipe.send_bytes(pickle.dumps((verb, arguments), pickle.HIGHEST_PROTOCOL))

    def reply(self) -> Any:
        """The next reply; ``Gone`` where none will come."""
        try:
            return pickle.loads(self.pipe.recv_bytes())  # noqa: S301 - from a process of ours
        except (EOFError, OSError):
            self._process.join()
            return Gone(f"exit code {self._process.exitcode}")

    def stop(self) -> None:
        """End it."""
        self.pipe.close()
        self._process.kill()
        self._process.join()


class Processes:
    """Processes of this machine."""

    patience = 600.0

    def start(self, workers: int | None, partitions: int) -> int:
        """As many as there are processors, unless told otherwise; no more than there are partitions."""
        return max(1, min(workers or os.cpu_count() or 1, partitions))

    def hire(self) -> Process:
        """One more process."""
        return Process()

    def shared(self, value: object) -> object:
        """Encoded once."""
        return Packed(value)

    def replies(self, channels: Sequence[Process], timeout: float | None) -> Iterator[tuple[Process, Any]]:
        """From whoever has one."""
        by_pipe = {channel.pipe: channel for channel in channels}
        for pipe in wait(list(by_pipe), timeout):
            assert isinstance(pipe, Connection)
            yield by_pipe[pipe], by_pipe[pipe].reply()

    def close(self) -> None:
        """Nothing else is held."""


def _serve(pipe: Connection) -> None:
    """The life of a worker: until nobody is at the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker, requests = Worker(), SimpleQueue[bytes]()
    Thread(target=_listen, args=(pipe, requests), daemon=True).start()
    with suppress(OSError):
        pipe.send_bytes(pickle.dumps(worker.greet()))
        while True:
            pipe.send_bytes(_replied(worker, requests.get()))


def _listen(pipe: Connection, requests: SimpleQueue[bytes]) -> None:
    """Take requests off the pipe at any time: were both ends to wait until the other reads, both would wait for ever."""
    with suppress(EOFError, OSError):
        while True:
            requests.put(pipe.recv_bytes())
    os._exit(0)


def _replied(worker: Worker, request: bytes) -> bytes:
    try:
        verb, arguments = pickle.loads(request)  # noqa: S301 - from the process that started this one
        return pickle.dumps(worker.do(verb, *arguments), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - a task that does not know the way
        return pickle.dumps(Failed.of(error))
