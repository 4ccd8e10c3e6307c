"""Files that are either there, complete, or not there at all."""

from __future__ import annotations

import os
from pathlib import Path

from liangrong.core.errors import StorageFailed

__all__ = ["TEMPORARY", "write_atomically"]

TEMPORARY = ".partial"
"""Ending of files that a dead process may leave behind; never read, safe to delete while nobody writes."""


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path``, flush it to the disk, then give it its name.

    Raises
    ------
    StorageFailed
        The disk refused; ``path`` is as it was before.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StorageFailed(path=path, reason=error.strerror or str(error)) from error


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle of a folder to flush
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
