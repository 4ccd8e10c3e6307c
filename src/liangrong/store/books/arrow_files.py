"""Columns of an Arrow file where they lie: nothing is read until somebody looks at a number.

An Arrow file ends with a footer that says where its columns begin, in the encoding of flatbuffers; of it we read the part that a
table of plain numbers in one batch needs (Arrow Columnar Format 1.5, ``File.fbs``, ``Message.fbs``, ``Schema.fbs``). polars 2
copies what it reads, which a book of some gigabytes cannot afford.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from liangrong.book.columns import Column
from liangrong.core.errors import BadInput

__all__ = ["mapped_columns", "write_columns"]

_MAGIC: Final = b"ARROW1"
_INT, _FLOAT = 2, 3
_FLOATS: Final = {1: "float32", 2: "float64"}


def write_columns(path: Path, frame: pl.DataFrame) -> None:
    """Write a table as an Arrow file of one batch, not compressed, so that it can be mapped."""
    frame.rechunk().write_ipc(path, compression="uncompressed", record_batch_size=max(frame.height, 1))


def mapped_columns(path: Path) -> dict[str, Column]:
    """The columns of an Arrow file of plain numbers, mapped; read-only, and given back when the last of them is dropped.

    Raises
    ------
    BadInput
        It is no Arrow file, or not one that can be mapped: compressed, in several batches, with nulls or text.
    """
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return _columns(data)
    except (struct.error, LookupError, TypeError, ValueError, OverflowError) as error:
        raise BadInput(
            place=str(path), reason=f"it is not an Arrow file that can be mapped ({error})",
            reason_zh=f"不是可以映射的 Arrow 文件（{error}）",
        ) from error  # fmt: skip


def _columns(data: mmap.mmap) -> dict[str, Column]:
    size = len(data)
    if data[: len(_MAGIC)] != _MAGIC or data[-len(_MAGIC) :] != _MAGIC:
        raise ValueError("its first or last bytes are not those of one")
    (length,) = struct.unpack_from("<i", data, size - len(_MAGIC) - 4)
    footer = _root(data, size - len(_MAGIC) - 4 - length)
    fields = footer.table(1).tables(1)
    names = [field.text(0) for field in fields]
    types = [_type_of(field) for field in fields]
    begin, count = footer.vector(3)
    if count == 0:
        return {name: np.empty(0, kind) for name, kind in zip(names, types, strict=True)}
    if count > 1:
        raise ValueError(f"it has {count} batches")
    offset, metadata = struct.unpack_from("<qi", data, begin)
    batch = _root(data, offset + 8).table(2)
    if batch.has(3):
        raise ValueError("it is compressed")
    (rows,) = struct.unpack_from("<q", data, batch.at(0)) if batch.has(0) else (0,)
    nodes, _ = batch.vector(1)
    buffers, _ = batch.vector(2)
    found: dict[str, Column] = {}
    for at, (name, kind) in enumerate(zip(names, types, strict=True)):
        _, nulls = struct.unpack_from("<qq", data, nodes + 16 * at)
        place, held = struct.unpack_from("<qq", data, buffers + 16 * (2 * at + 1))  # each column: validity, then values
        if nulls or held < rows * np.dtype(kind).itemsize:
            raise ValueError(f"column {name} is incomplete")
        found[name] = np.frombuffer(data, kind, rows, offset + metadata + place)
    return found


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a flatbuffer: numbered slots, each present or not."""

    data: mmap.mmap
    start: int

    def at(self, slot: int) -> int:
        """Where a slot lies; 0 when it is left out."""
        (back,) = struct.unpack_from("<i", self.data, self.start)
        entries = self.start - back
        (size,) = struct.unpack_from("<H", self.data, entries)
        if 4 + 2 * slot >= size:
            return 0
        (step,) = struct.unpack_from("<H", self.data, entries + 4 + 2 * slot)
        return self.start + step if step else 0

    def has(self, slot: int) -> bool:
        return self.at(slot) > 0

    def table(self, slot: int) -> _Table:
        return _Table(self.data, self._target(self.at(slot)))

    def vector(self, slot: int) -> tuple[int, int]:
        """Where the items of a vector begin, and how many there are."""
        if not self.has(slot):
            return 0, 0
        start = self._target(self.at(slot))
        (count,) = struct.unpack_from("<I", self.data, start)
        return start + 4, count

    def tables(self, slot: int) -> list[_Table]:
        start, count = self.vector(slot)
        return [_Table(self.data, self._target(start + 4 * at)) for at in range(count)]

    def text(self, slot: int) -> str:
        start, count = self.vector(slot)
        return self.data[start : start + count].decode()

    def number(self, slot: int, form: str) -> int:
        return int(struct.unpack_from(form, self.data, self.at(slot))[0]) if self.has(slot) else 0

    def _target(self, place: int) -> int:
        return place + int(struct.unpack_from("<I", self.data, place)[0])


def _root(data: mmap.mmap, start: int) -> _Table:
    return _Table(data, start + int(struct.unpack_from("<I", data, start)[0]))


def _type_of(field: _Table) -> str:
    kind = field.number(2, "<B")
    if kind == _INT:
        details = field.table(3)
        return f"{'' if details.number(1, '<?') else 'u'}int{details.number(0, '<i')}"
    if kind == _FLOAT:
        return _FLOATS[field.table(3).number(0, "<h")]
    raise ValueError(f"column {field.text(0)} is not of plain numbers")
