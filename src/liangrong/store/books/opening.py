"""Open a book: its manifest is read, its files are looked at from outside, its partitions are opened when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

import polars as pl

from liangrong.book.columns import Book, Partition
from liangrong.book.marks import MarkTable
from liangrong.core.errors import BadInput, NoData
from liangrong.store.books.manifest import FILE, Manifest, manifest_of
from liangrong.store.books.mark_files import MARKS, marks_of_frame
from liangrong.store.books.partition_files import PartitionFile
from liangrong.store.books.tables import frame_of, is_remote, text_at

__all__ = ["StoredBook", "StoredPartitions", "manifest_at", "open_book"]


class StoredPartitions(Sequence[Partition]):
    """Partitions of a stored book, opened one after the other.

    While one is worked on, the system reads the next one ahead; whoever keeps no reference to the one before gives its memory back, so
    that a book of any size passes under a small memory limit.
    """

    def __init__(self, files: Sequence[PartitionFile]) -> None:
        self.files = tuple(files)
        self._checked: set[int] = set()

    def __len__(self) -> int:
        return len(self.files)

    @overload
    def __getitem__(self, at: int, /) -> Partition: ...
    @overload
    def __getitem__(self, at: slice, /) -> Sequence[Partition]: ...
    def __getitem__(self, at: int | slice, /) -> Partition | Sequence[Partition]:
        return self._opened(at) if isinstance(at, int) else StoredPartitions(self.files[at])

    def __iter__(self) -> Iterator[Partition]:
        for file in self.files[:1]:
            file.read_ahead()
        for at, following in enumerate((*self.files[1:], None)[: len(self.files)]):
            if following:
                following.read_ahead()
            yield self._opened(at)

    def _opened(self, at: int) -> Partition:
        """A partition, whose numbers are checked when it is opened for the first time."""
        partition = self.files[at].open(checked=at in self._checked)
        self._checked.add(at)
        return partition


@dataclass(frozen=True, eq=False, slots=True)
class StoredBook:
    """A book that was opened.

    Parameters
    ----------
    folder
        Where it lies, or its address on object storage.
    """

    folder: str
    manifest: Manifest
    book: Book
    marks: MarkTable

    @property
    def made(self) -> Mapping[str, Any]:
        """How it was made: seed, parameters, calibration."""
        return self.manifest.made

    @property
    def files(self) -> tuple[PartitionFile, ...]:
        """Its partitions as references that other processes can open."""
        assert isinstance(self.book.partitions, StoredPartitions)
        return self.book.partitions.files


def open_book(folder: Path | str, *, storage_options: Mapping[str, str] | None = None) -> StoredBook:
    """Open a book in either form, from a disk or from object storage.

    Parameters
    ----------
    folder
        A folder, or an address such as ``s3://bucket/book``.
    storage_options
        How object storage is reached, as polars understands it; what is left out comes from the environment.

    Raises
    ------
    NoData
        There is no book.
    BadInput
        A file is missing, of another size than the manifest says, or damaged.
    """
    place, options = f"{folder}".rstrip("/"), dict(storage_options or {})
    manifest = manifest_at(place, storage_options=options)
    data = f"{place}/{manifest.data}"
    frame = frame_of(data, MARKS, manifest.form, manifest.marks, options)
    try:
        marks = marks_of_frame(frame, on=manifest.marked_on, industries=manifest.industries)
    except (ValueError, pl.exceptions.PolarsError) as error:
        raise BadInput(place=data, reason=f"its marks are damaged ({error})", reason_zh=f"行情文件已损坏（{error}）") from error
    files = [PartitionFile(f"{data}/{number:06d}", manifest.form, entry, marks.size, options)
             for number, entry in enumerate(manifest.partitions)]  # fmt: skip
    if not is_remote(place):
        for file in files:
            file.check()
    return StoredBook(place, manifest, Book(manifest.on, marks.securities, StoredPartitions(files), manifest.origin), marks)


def manifest_at(folder: str, *, storage_options: Mapping[str, str] | None = None) -> Manifest:
    """What the book in a folder says of itself.

    Raises
    ------
    NoData
        There is no book.
    BadInput
        Its manifest is damaged.
    """
    place = f"{folder}/{FILE}"
    try:
        return manifest_of(text_at(place, storage_options or {}), place)
    except (FileNotFoundError, NotADirectoryError):
        raise NoData(what="book", what_zh="账簿", where=folder, nearest="none", nearest_zh="无",
                     hint="List the books with `liangrong book list`, or name the folder that holds book.json.",
                     hint_zh="用 `liangrong book list` 列出账簿，或给出 book.json 所在的目录。") from None  # fmt: skip
