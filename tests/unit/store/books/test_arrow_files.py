"""The columns of an Arrow file are found where polars wrote them, and nothing else is taken for one."""

from __future__ import annotations

import mmap
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from liangrong.core.errors import BadInput
from liangrong.store.books.arrow_files import mapped_columns, write_columns

TYPES = ("uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "float32", "float64")


def frame_of(rows: int) -> pl.DataFrame:
    draw = np.random.default_rng(rows)
    return pl.DataFrame({f"列 {kind}": draw.integers(0, 100, rows).astype(kind) for kind in TYPES})


@pytest.mark.parametrize("rows", [0, 1, 63, 64, 65, 4097])
def test_every_type_and_length_is_read_as_polars_reads_it(tmp_path: Path, rows: int) -> None:
    path = tmp_path / "a.arrow"
    write_columns(path, frame_of(rows))
    found, read = mapped_columns(path), pl.read_ipc(path)
    assert list(found) == read.columns
    for name, column in found.items():
        assert (column.dtype, len(column)) == (read[name].to_numpy().dtype, rows)
        np.testing.assert_array_equal(column, read[name].to_numpy())


def test_columns_are_mapped_aligned_and_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.arrow"
    write_columns(path, frame_of(1000))
    for column in mapped_columns(path).values():
        assert isinstance(column.base.obj, mmap.mmap)
        assert column.flags.aligned
        assert not column.flags.writeable


def test_a_table_in_pieces_is_written_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.arrow"
    write_columns(path, pl.concat([frame_of(10), frame_of(20)], rechunk=False))
    assert {len(column) for column in mapped_columns(path).values()} == {30}


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_bytes(b"PAR1 something else PAR1"), "first or last bytes"),
        (lambda path: path.write_bytes(b"ARROW1\0\0" + b"\xff" * 40 + b"ARROW1"), "mapped"),
        (lambda path: frame_of(100).write_ipc(path, compression="zstd", record_batch_size=100), "compressed"),
        (lambda path: frame_of(100).write_ipc(path, record_batch_size=30), "4 batches"),
        (lambda path: pl.DataFrame({"a": [1, None]}).write_ipc(path), "column a is incomplete"),
        (lambda path: pl.DataFrame({"a": ["x"]}).write_ipc(path), "column a is not of plain numbers"),
    ],
)
def test_anything_else_is_refused(tmp_path: Path, write: object, said: str) -> None:
    path = tmp_path / "a.arrow"
    write(path)  # type: ignore[operator]
    with pytest.raises(BadInput, match=said):
        mapped_columns(path)


def test_no_damaged_byte_brings_the_reader_down(tmp_path: Path) -> None:
    path = tmp_path / "a.arrow"
    write_columns(path, frame_of(5))
    whole = path.read_bytes()
    draw = np.random.default_rng(3)
    for at in draw.integers(0, len(whole), 300):
        path.write_bytes(whole[:at] + bytes([int(draw.integers(0, 256))]) + whole[at + 1 :])
        try:
            found = mapped_columns(path)
        except BadInput:
            continue
        assert sum(int(np.nan_to_num(column.astype(float)).sum() * 0) for column in found.values()) == 0
