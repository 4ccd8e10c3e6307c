"""Heavy computations: a few at a time, some waiting, no more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Self, TypeVar

from liangrong.interfaces.web.guard.limits import Limits

__all__ = ["Busy", "Computations"]

T = TypeVar("T")


class Busy(Exception):
    """As many computations are under way, and waiting, as may be: ask again later."""


class Computations:
    """Threads for what takes long; a place is free again when the work is done, not when its visitor has gone.

    Parameters
    ----------
    limits
        How many may run and how many may wait.

    Examples
    --------
    >>> with Computations(Limits(computations=1)) as heavy:
    ...     heavy.begin(lambda: 6 * 7).result()
    42
    """

    def __init__(self, limits: Limits) -> None:
        self._threads = ThreadPoolExecutor(limits.computations, thread_name_prefix="liangrong-compute")
        self._places = limits.computations + limits.waiting
        self._taken = 0
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def taken(self) -> int:
        """How many run or wait."""
        return self._taken

    def begin(self, work: Callable[[], T]) -> Future[T]:
        """Start ``work``, or let it wait for its turn.

        Raises
        ------
        Busy
            There is no place to wait.
        """
        with self._lock:
            if self._taken >= self._places:
                raise Busy
            self._taken += 1
        begun = self._threads.submit(work)
        begun.add_done_callback(self._leave)
        return begun

    async def run(self, work: Callable[[], T]) -> T:
        """``begin`` from a coroutine, and wait for the result.

        Raises
        ------
        Busy
            There is no place to wait.
        """
        return await asyncio.wrap_future(self.begin(work))

    def close(self) -> None:
        """Let what runs end, and drop what waits."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _leave(self, _: Future[T]) -> None:
        with self._lock:
            self._taken -= 1
