"""Answers kept until the data change: computed once however many ask, in little memory, and never of an older version.

``store.version`` says when anything in a store has changed; ``AnswerCache`` keeps the answers of one version.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from typing import Final

from liangrong.interfaces.web.answer import Answer
from liangrong.store.version import DataVersion

__all__ = ["AnswerCache", "AnswerKey", "Statistics"]

_ENTRY_BYTES: Final = 1024
"""What an entry costs besides its body: the key, the objects, a place in the dictionary."""
_LARGEST_SHARE: Final = 4
"""An answer larger than this part of the cache is not kept: it would drive out all others."""


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """What tells two answers of one version apart.

    Parameters
    ----------
    url
        Path and query in one fixed order, with known parameters only.
    lang, western
        Language and colours, wherever they were chosen.
    kind
        What else was asked for, such as a page or JSON.
    """

    url: str
    lang: str = "zh"
    western: bool = False
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the cache has done and holds now.

    Parameters
    ----------
    hits, misses, shared
        Answers found, computed, and waited for while somebody else computed them.
    dropped
        Entries that had to go for want of space.
    entries, bytes
        Held now.
    """

    hits: int = 0
    misses: int = 0
    shared: int = 0
    dropped: int = 0
    entries: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class _Flight:
    """One computation under way."""

    version: str
    key: AnswerKey
    landed: Future[Answer]


class AnswerCache:
    """Answers of the present version of the data, the most recently used ones, within a number of bytes.

    Parameters
    ----------
    version
        Says which version the data have.
    max_bytes
        Bodies, their compressed forms and the entries themselves.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     cache = AnswerCache(DataVersion(Path(folder)))
    ...     for _ in range(3):
    ...         answer = cache.get(AnswerKey("/"), lambda: Answer.of(b"numbers", "text/plain"))
    >>> cache.statistics.hits, cache.statistics.misses
    (2, 1)
    """

    def __init__(self, version: DataVersion, *, max_bytes: int = 64 * 1024 * 1024) -> None:
        self._version = version
        self._max_bytes = max_bytes
        self._lock = Lock()
        self._entries: OrderedDict[AnswerKey, Answer] = OrderedDict()
        self._held = version.token()
        self._bytes = 0
        self._flights: dict[tuple[str, AnswerKey], _Flight] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._hits = self._misses = self._shared = self._dropped = 0

    @property
    def statistics(self) -> Statistics:
        """What the cache has done so far."""
        with self._lock:
            return Statistics(self._hits, self._misses, self._shared, self._dropped, len(self._entries), self._bytes)

    def find(self, key: AnswerKey) -> Answer | None:
        """The answer, if it is there and of the present version."""
        version = self._version.token()
        with self._lock:
            return self._find(version, key)

    def get(self, key: AnswerKey, compute: Callable[[], Answer]) -> Answer:
        """The answer; of all threads and coroutines that miss it at one time, one computes it.

        What ``compute`` raises reaches everybody who waited for it and is not kept; an answer that may not be kept
        (``Answer.may_be_kept``) is shared in the same way.
        """
        found = self._board(key)
        if isinstance(found, Answer):
            return found
        flight, is_mine = found
        if is_mine:
            try:
                self._land(flight, compute())
            except BaseException as error:
                self._crash(flight, error)
                raise
        return flight.landed.result()

    async def aget(self, key: AnswerKey, work: Callable[[], Awaitable[Answer]]) -> Answer:
        """``get`` for coroutines.

        The work is a task of its own: it goes on when the first visitor gives up, and the next finds its result.
        """
        found = self._board(key)
        if isinstance(found, Answer):
            return found
        flight, is_mine = found
        if is_mine:
            task = asyncio.create_task(self._fly(flight, work))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(asyncio.wrap_future(flight.landed))

    async def _fly(self, flight: _Flight, work: Callable[[], Awaitable[Answer]]) -> None:
        try:
            self._land(flight, await work())
        except BaseException as error:  # noqa: BLE001 - whoever waits must learn of it
            self._crash(flight, error)

    def _board(self, key: AnswerKey) -> Answer | tuple[_Flight, bool]:
        """The answer, or the computation that will bring it, and whether the caller has to do it."""
        version = self._version.token()
        with self._lock:
            answer = self._find(version, key)
            if answer is not None:
                return answer
            flight = self._flights.get((version, key))
            if flight is not None:
                self._shared += 1
                return flight, False
            flight = self._flights[version, key] = _Flight(version, key, Future())
            self._misses += 1
            return flight, True

    def _find(self, version: str, key: AnswerKey) -> Answer | None:
        self._hold(version)
        answer = self._entries.get(key)
        if answer is not None:
            self._entries.move_to_end(key)
            self._hits += 1
        return answer

    def _hold(self, version: str) -> None:
        """Forget what belongs to another version."""
        if version != self._held:
            self._entries.clear()
            self._held, self._bytes = version, 0

    def _land(self, flight: _Flight, answer: Answer) -> None:
        """Hand over what was computed; keep it if the data have not changed meanwhile."""
        fits = _size(flight.key, answer) <= self._max_bytes // _LARGEST_SHARE
        is_kept = answer.may_be_kept and fits and self._version.fresh() == flight.version
        with self._lock:
            self._flights.pop((flight.version, flight.key), None)
            if is_kept:
                self._hold(flight.version)
                self._keep(flight.key, answer)
        flight.landed.set_result(answer)

    def _keep(self, key: AnswerKey, answer: Answer) -> None:
        self._entries[key] = answer
        self._bytes += _size(key, answer)
        while self._bytes > self._max_bytes:
            old, dropped = self._entries.popitem(last=False)
            self._bytes -= _size(old, dropped)
            self._dropped += 1

    def _crash(self, flight: _Flight, error: BaseException) -> None:
        with self._lock:
            self._flights.pop((flight.version, flight.key), None)
        if not flight.landed.done():
            flight.landed.set_exception(error)


def _size(key: AnswerKey, answer: Answer) -> int:
    return answer.size + len(key.url) + _ENTRY_BYTES
