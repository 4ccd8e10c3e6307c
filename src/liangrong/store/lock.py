"""One writer at a time: a lock that the operating system lets go when its holder dies."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from liangrong.core.errors import StorageFailed

__all__ = ["WriterLock"]

_LOOK_EVERY_S: Final = 0.02
"""How often a patient writer looks whether the other one has finished."""


class WriterLock:
    """The right to write to a store; may be taken again by the same holder.

    The lock belongs to the open file, not to its existence: after ``kill -9`` the file stays and the next writer
    simply takes it.

    Parameters
    ----------
    path
        The lock file. It says who holds it, for the sentence that another writer gets.
    patience_s
        How many seconds to wait for another writer to finish.
    """

    def __init__(self, path: Path, *, patience_s: float = 0.0) -> None:
        self.path = path
        self._patience_s = patience_s
        self._depth = 0

    @property
    def is_held(self) -> bool:
        """Whether this holder has it now."""
        return self._depth > 0

    @contextmanager
    def held(self, purpose: str) -> Iterator[None]:
        """Hold the lock for the block.

        Parameters
        ----------
        purpose
            What the holder does, such as ``sync``.

        Raises
        ------
        StorageFailed
            Another process writes to the store for longer than we wait, or the folder cannot be written to.
        """
        if self._depth:
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
            return
        try:
            file = self.path.open("a+", encoding="utf-8")
        except OSError as error:
            raise StorageFailed(path=self.path, reason=error.strerror or str(error)) from error
        with file:
            if not self._wait_for(file):
                raise self._busy(file)
            _describe(file, purpose)
            self._depth = 1
            try:
                yield
            finally:
                self._depth = 0
                _clear(file)

    def holder(self) -> str:
        """Who holds the lock now (``sync, process 4242``), or an empty string."""
        with suppress(OSError), self.path.open("r+", encoding="utf-8") as file:
            if not _try_lock(file):
                return _who(file)
        return ""

    def _wait_for(self, file: IO[str]) -> bool:
        """Whether we have the lock, at once or when another writer has let it go in time."""
        deadline = time.monotonic() + self._patience_s
        while not _try_lock(file):
            if time.monotonic() >= deadline:
                return False
            time.sleep(_LOOK_EVERY_S)
        return True

    def _busy(self, file: IO[str]) -> StorageFailed:
        who = _who(file)
        return StorageFailed(
            path=self.path.parent,
            reason=f"another process is writing to this store ({who})",
            reason_zh=f"另一个进程正在写入该数据目录（{who}）",
            hint="Wait until it has finished, then run again; reading is possible meanwhile.",
            hint_zh="请等它结束后再运行；其间可以照常读取。",
        )


def _who(file: IO[str]) -> str:
    try:
        file.seek(0)
        holder = json.loads(file.read())
        return f"{holder['purpose']}, process {holder['process']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "?"


def _describe(file: IO[str], purpose: str) -> None:
    """Leave a name for the sentence of others; a full disk must not cost us the lock itself."""
    with suppress(OSError):
        file.seek(0)
        file.truncate()
        file.write(json.dumps({"purpose": purpose, "process": os.getpid()}))
        file.flush()


def _clear(file: IO[str]) -> None:
    with suppress(OSError):
        file.seek(0)
        file.truncate()


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """The locked byte lies behind the text, which others must be able to read."""

    def _try_lock(file: IO[str]) -> bool:
        try:
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
