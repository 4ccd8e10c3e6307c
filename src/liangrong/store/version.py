"""Which version the data of a store have: whoever keeps answers learns here that they are out of date."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Final

__all__ = ["DataVersion"]

CHECKED_EVERY_S: Final = 0.5
"""The store is looked at so often at most: what a sync has added is seen half a second later."""


class DataVersion:
    """A token that changes when a table has a new commit, or coverage, alerts or the store's own description change.

    Parameters
    ----------
    store
        The folder of the store.
    clock
        Seconds that only grow.
    """

    def __init__(self, store: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._lock = Lock()
        self._checked = clock()
        self._token = self._look()

    def token(self) -> str:
        """The token, at most half a second old."""
        if self._clock() - self._checked >= CHECKED_EVERY_S and self._lock.acquire(blocking=False):
            try:
                self._renew()
            finally:
                self._lock.release()
        return self._token

    def fresh(self) -> str:
        """The token of this moment."""
        with self._lock:
            self._renew()
        return self._token

    def _renew(self) -> None:
        self._checked = self._clock()
        self._token = self._look()

    def _look(self) -> str:
        digest = blake2b(digest_size=16)
        for mark in self._marks():
            digest.update(repr(mark).encode())
        return digest.hexdigest()

    def _marks(self) -> Iterator[tuple[object, ...]]:
        yield _mark(self._store / "liangrong.json")
        tables = self._store / "tables"
        for folder in (*(tables / name for name in _names(tables)), self._store / "coverage"):
            log = folder / "_delta_log"
            commits = [name for name in _names(log) if name.endswith(".json")]
            yield (folder.name, _mark(log / commits[-1]) if commits else ())
        alerts = self._store / "alerts"
        yield from (_mark(Path(folder) / name) for folder, _, names in sorted(os.walk(alerts)) for name in sorted(names))


def _names(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 - names are all that is needed, a hundred thousand times a day
    except OSError:
        return []


def _mark(file: Path) -> tuple[object, ...]:
    """Name, content by its size and time, and identity: a store that was deleted and made anew has other files."""
    try:
        found = file.stat()
    except OSError:
        return (file.name,)
    return file.name, found.st_size, found.st_mtime_ns, found.st_ino
