"""One table of a book as a file: written, opened where it lies or from afar, read ahead, checked."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import polars as pl

from liangrong.book.columns import Column
from liangrong.core.errors import BadInput, StorageFailed
from liangrong.store.books.arrow_files import mapped_columns, write_columns
from liangrong.store.books.manifest import Form, TableEntry

__all__ = [
    "check_table",
    "columns_of",
    "fingerprint",
    "frame_of",
    "is_remote",
    "place_of",
    "read_ahead",
    "text_at",
    "write_table",
]

_ENDINGS: Final[Mapping[Form, str]] = {"work": "arrow", "archive": "parquet"}
_PIECE: Final = 1 << 20
"""Bytes that a system is asked to read ahead at once; of a longer request it takes only the beginning."""
_HINT: Final = {
    "hint": "Restore the book from its archive, or make it again.",
    "hint_zh": "请从归档恢复该账簿，或重新生成。",
}


def is_remote(folder: str) -> bool:
    """Whether a folder is on object storage: ``s3://bucket/book`` and the like."""
    return "://" in folder


def place_of(folder: str, name: str, form: Form) -> str:
    """Where a table lies."""
    return f"{folder}/{name}.{_ENDINGS[form]}"


def write_table(folder: str, name: str, frame: pl.DataFrame, form: Form) -> TableEntry:
    """Write a table, flush it to the disk, and say what it holds.

    Raises
    ------
    StorageFailed
        The disk refused.
    """
    path = Path(place_of(folder, name, form))
    try:
        if form == "work":
            write_columns(path, frame)
        else:
            frame.write_parquet(path, compression="zstd")
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        return TableEntry(frame.height, path.stat().st_size, fingerprint(path))
    except OSError as error:
        raise StorageFailed(path=path, reason=error.strerror or str(error)) from error


def columns_of(folder: str, name: str, form: Form, entry: TableEntry, storage_options: Mapping[str, str]) -> dict[str, Column]:
    """The columns of a table of numbers: mapped where it is an Arrow file on this machine, read into memory otherwise.

    Raises
    ------
    BadInput
        The file is missing, cut off, damaged or does not hold what the manifest says.
    """
    if form == "work" and not is_remote(folder):
        check_table(folder, name, form, entry)
        found = mapped_columns(Path(place_of(folder, name, form)))
    else:
        frame = frame_of(folder, name, form, entry, storage_options)
        found = {column.name: column.to_numpy() for column in frame.rechunk()}
    if any(len(column) != entry.rows for column in found.values()):
        raise _other_rows(place_of(folder, name, form), entry)
    return found


def frame_of(folder: str, name: str, form: Form, entry: TableEntry, storage_options: Mapping[str, str]) -> pl.DataFrame:
    """A table in memory; it may hold text.

    Raises
    ------
    BadInput
        As ``columns_of``.
    """
    place = place_of(folder, name, form)
    if not is_remote(folder):
        check_table(folder, name, form, entry)
    scan = pl.scan_ipc if form == "work" else pl.scan_parquet
    try:
        found = scan(place, glob=False, storage_options=dict(storage_options) or None).collect()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise _damaged(place, f"it cannot be read ({_first_line(error)})", f"无法读取（{_first_line(error)}）") from error
    if found.height != entry.rows:
        raise _other_rows(place, entry)
    return found


def check_table(folder: str, name: str, form: Form, entry: TableEntry) -> None:
    """Refuse a file that is missing or not as long as it was written, without reading it.

    Raises
    ------
    BadInput
        It is.
    """
    path = Path(place_of(folder, name, form))
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _damaged(path, "this file of the book is missing", "账簿的这个文件不存在") from error
    if size != entry.bytes:
        raise _damaged(path, f"it has {size:,} bytes instead of {entry.bytes:,}: it was cut off or changed",
                       f"有 {size:,} 字节，而应为 {entry.bytes:,}：被截断或改动")  # fmt: skip


def text_at(place: str, storage_options: Mapping[str, str]) -> str:
    """A text file, here or on object storage.

    Raises
    ------
    FileNotFoundError
        It is not there.
    BadInput
        It cannot be read.
    """
    try:
        if not is_remote(place):
            return Path(place).read_text(encoding="utf-8")
        lines = pl.scan_lines(place, glob=False, storage_options=dict(storage_options) or None).collect()
        return "\n".join(lines["line"])
    except FileNotFoundError:
        raise
    except (OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as error:
        raise BadInput(place=place, reason=f"it cannot be read ({_first_line(error)})",
                       reason_zh=f"无法读取（{_first_line(error)}）") from error  # fmt: skip


def read_ahead(path: Path) -> None:
    """Ask the system to bring a file into memory while something else is computed; where it cannot, nothing happens."""
    if not hasattr(os, "posix_fadvise"):
        return
    with suppress(OSError), path.open("rb") as file:
        for begin in range(0, os.fstat(file.fileno()).st_size, _PIECE):
            os.posix_fadvise(file.fileno(), begin, _PIECE, os.POSIX_FADV_WILLNEED)


def fingerprint(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(place: object, reason: str, reason_zh: str) -> BadInput:
    return BadInput(place=str(place), reason=reason, reason_zh=reason_zh, **_HINT)


def _other_rows(place: str, entry: TableEntry) -> BadInput:
    return _damaged(place, f"it has not the {entry.rows:,} rows of the manifest", f"行数与清单的 {entry.rows:,} 不符")


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
