"""Write a book beside the one that is there, partition by partition, and give it its name at the end."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import count, repeat
from pathlib import Path
from typing import Any, Final

from liangrong.book.columns import Book
from liangrong.book.marks import MarkTable
from liangrong.core.errors import StorageFailed, UsageError
from liangrong.store.atomic import TEMPORARY
from liangrong.store.books.manifest import FILE, Form, Manifest, write_manifest
from liangrong.store.books.mark_files import MARKS, frame_of_marks
from liangrong.store.books.partition_files import write_partition
from liangrong.store.books.tables import is_remote, write_table
from liangrong.store.lock import WriterLock

__all__ = ["write_book"]

_DATA: Final = "data-"
_LOCK: Final = "writer.lock"


def write_book(
    folder: Path | str,
    book: Book,
    marks: MarkTable,
    *,
    made: Mapping[str, Any],
    form: Form = "work",
    replace_existing: bool = False,
) -> Path:
    """Write a book into a folder; no more than two of its partitions are in memory at a time.

    The data go into a folder of their own beside the manifest, and the manifest is written last: a writer that is killed leaves
    nothing that opens as a book, and an older book stays whole until the newer one is.

    Parameters
    ----------
    folder
        Made when it is not there.
    made
        How the book was made: seed, parameters, calibration; plain values, looked at after the last partition.
    replace_existing
        Whether a book that is there may be replaced.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    UsageError
        The folder holds a book that shall not be replaced, or other things; or the marks are of other securities.
    StorageFailed
        The disk refused, or another process writes to this book.
    """
    if is_remote(f"{folder}"):
        raise UsageError(reason=f"{folder} is on object storage; write the book to a disk and copy its folder there.",
                         reason_zh=f"{folder} 在对象存储上；请先写到本机磁盘，再把目录复制过去。")  # fmt: skip
    folder = Path(folder)
    if marks.securities != book.securities:
        raise UsageError(reason="The marks are not of the securities of the book.", reason_zh="行情的证券与账簿的证券不一致。")
    _require_room(folder, replace_existing=replace_existing)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with WriterLock(folder / _LOCK).held("book"):
            _write(folder, book, marks, made, form)
    except StorageFailed:
        raise
    except OSError as error:
        raise StorageFailed(path=folder, reason=error.strerror or str(error)) from error
    return folder


def _write(folder: Path, book: Book, marks: MarkTable, made: Mapping[str, Any], form: Form) -> None:
    begun = folder / f"{_DATA}{os.getpid()}{TEMPORARY}"
    _remove(begun)
    try:
        begun.mkdir()
        table = write_table(f"{begun}", MARKS, frame_of_marks(marks), form)
        folders = (f"{begun / f'{number:06d}'}" for number in count())
        partitions = tuple(map(write_partition, folders, book.partitions, repeat(form)))
        manifest = Manifest(
            book.on, book.origin, form, "", marks.on, tuple(marks.industries), table, partitions, dict(made)
        )  # fmt: skip
        name = f"{_DATA}{_digest(manifest)}"
        while (folder / name).exists():  # the same book once more: the one that is there stays until this one is whole
            name += "0"
        manifest, data = replace(manifest, data=name), folder / name
        begun.replace(data)
    except BaseException:
        _remove(begun)
        raise
    write_manifest(folder, manifest)
    for other in folder.glob(f"{_DATA}*"):
        if other != data:
            _remove(other)


def _require_room(folder: Path, *, replace_existing: bool) -> None:
    if (folder / FILE).exists():
        if replace_existing:
            return
        raise UsageError(
            reason=f"There is a book at {folder} already.", reason_zh=f"{folder} 处已有账簿。",
            hint="Choose another name, or ask for it to be replaced.", hint_zh="请另选名称，或指明替换。",
        )  # fmt: skip
    ours = (_LOCK, _DATA)
    if folder.exists() and (not folder.is_dir() or any(not entry.name.startswith(ours) for entry in folder.iterdir())):
        raise UsageError(reason=f"{folder} holds other things than a book. Choose another folder.",
                         reason_zh=f"{folder} 中有账簿以外的内容。请另选目录。")  # fmt: skip


def _digest(manifest: Manifest) -> str:
    tables = [manifest.marks, *(entry for partition in manifest.partitions for entry in partition.tables.values())]
    return hashlib.sha256("".join(entry.sha256 for entry in tables).encode()).hexdigest()[:12]


def _remove(folder: Path) -> None:
    """Remove a folder of data; readers who have it open keep what they have mapped."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
