"""Read a whole book once and hold every file against its manifest, and every number against the others."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from liangrong.book.columns import Column, Partition
from liangrong.core.errors import BadInput
from liangrong.store.books.opening import StoredBook
from liangrong.store.books.tables import fingerprint, is_remote

__all__ = ["verify"]


def verify(stored: StoredBook) -> int:
    """Read every byte of a book and check it.

    Checksums tell whether a file is as it was written (on this machine only; object storage keeps its own); order and ranges tell whether
    kernels can walk through it (ranges whenever a partition is opened).

    Returns
    -------
    int
        Accounts that were checked.

    Raises
    ------
    BadInput
        A file was changed, or its numbers do not fit the others.
    """
    first = 0
    for file in stored.files:
        if not is_remote(stored.folder):
            for place, entry in file.places():
                if fingerprint(Path(place)) != entry.sha256:
                    raise BadInput(
                        place=place, reason="its content is not what was written: the checksum of the manifest differs",
                        reason_zh="内容与写入时不同：校验和与清单不符",
                        hint="Restore the book from its archive, or make it again.", hint_zh="请从归档恢复该账簿，或重新生成。",
                    )  # fmt: skip
        partition = file.open()
        problem = _problem_of(partition) if partition.first == first else "first"
        if problem:
            raise BadInput(place=file.folder, reason=f"its numbers do not fit together: {problem}",
                           reason_zh=f"各列数据不相符：{problem}")  # fmt: skip
        first += partition.size
    return first


def _problem_of(partition: Partition) -> str:
    """The first column out of order; empty when all are in order. Numbers out of range were refused when it was opened."""
    for name in ("shorts", "others"):
        owner: Column = getattr(partition, name).account
        if _falls(owner):
            return f"{name}.account"
    return ""


def _falls(column: Column) -> bool:
    return bool(np.any(np.less(column[1:], column[:-1])))
