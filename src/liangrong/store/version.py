"""Which version the data of a store have: whoever keeps answers learns here that they are out of date."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Final

from liangrong.market.tables import TABLES
from liangrong.store.books.manifest import FILE as MANIFEST
from liangrong.store.metadata import FILE

__all__ = ["DataVersion"]

CHECKED_EVERY_S: Final = 0.5
"""The store is looked at so often at most: what a sync has added is seen half a second later."""

_DOCUMENTS: Final = ("documents.sqlite", "documents.sqlite-wal")
"""The corpus beside the tables, and the log of its latest changes."""


class DataVersion:
    """A token that changes when a table has a new commit or loses one, or coverage, alerts, books, documents or the store's own description change.

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
        self._description: tuple[object, ...] = ()
        self._seen: frozenset[str] = frozenset()
        self._lost: tuple[str, ...] = ()
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

    def lost(self) -> tuple[str, ...]:
        """The tables that this store had since it is looked at, and has no more: a store only grows, so it is damaged."""
        return self._lost

    def _renew(self) -> None:
        self._checked = self._clock()
        self._token = self._look()

    def _look(self) -> str:
        digest = blake2b(digest_size=16)
        tables: set[str] = set()
        for mark in self._marks(tables):
            digest.update(repr(mark).encode())
        self._remember(frozenset(tables))
        return digest.hexdigest()

    def _remember(self, tables: frozenset[str]) -> None:
        """Which tables there were, as long as it is the same store."""
        description = _mark(self._store / FILE)
        if len(description) > 1 and description != self._description:  # another store; one that is not there is still the last
            self._description, self._seen = description, frozenset()
        self._seen |= tables
        self._lost = tuple(sorted(self._seen - tables))

    def _marks(self, found: set[str]) -> Iterator[tuple[object, ...]]:
        """What tells this state from another; the tables that have a commit are put into ``found``."""
        yield _mark(self._store / FILE)
        tables = self._store / "tables"
        for folder in (*(tables / name for name in _names(tables)), self._store / "coverage"):
            log = folder / "_delta_log"
            commits = [name for name in _names(log) if name.endswith(".json")]
            if commits and folder.name in TABLES:
                found.add(folder.name)
            yield (folder.name, _mark(log), _mark(log / commits[-1]) if commits else ())
        books = self._store / "books"
        yield from ((name, _mark(books / name / MANIFEST)) for name in _names(books))
        yield from (_mark(self._store / name) for name in _DOCUMENTS)
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
