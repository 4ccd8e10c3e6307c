"""A changed byte is found by its checksum; numbers that do not fit together are found whatever the checksum says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from liangrong.book.columns import Partition
from liangrong.core.errors import BadInput
from liangrong.store.books.opening import open_book
from liangrong.store.books.verification import verify
from liangrong.store.books.writing import write_book

from .making import marks, small_book


def test_one_changed_bit_is_found(tmp_path: Path) -> None:
    stored = open_book(write_book(tmp_path / "book", small_book(), marks(), made={}))
    path = Path(stored.folder) / stored.manifest.data / "000002" / "contracts.arrow"
    column = stored.book.partitions[2].contracts.principal
    at = path.read_bytes().index(column.tobytes())
    whole = bytearray(path.read_bytes())
    whole[at] ^= 1
    path.write_bytes(whole)
    found = open_book(tmp_path / "book")
    with pytest.raises(BadInput, match="checksum") as caught:
        verify(found)
    assert str(path) in caught.value.message("zh")


def changed(partition: Partition, table: str, name: str, values: list[int]) -> Partition:
    columns = getattr(partition, table)
    column = np.array(values, dtype=getattr(columns, name).dtype)
    return replace(partition, **{table: columns._replace(**{name: column})})


@pytest.mark.parametrize(
    ("table", "name", "wrong"),
    [
        ("positions", "security", lambda column: [*column[:-1], 3]),
        ("contracts", "security", lambda column: [*column[:-1], 65535]),
        ("shorts", "account", lambda column: [*column[:-1], 99]),
        ("others", "account", lambda column: column[::-1]),
        ("accounts", "position_offsets", lambda column: [*column[:2], column[-1], *column[3:]]),
    ],
)
def test_numbers_that_do_not_fit_are_found(tmp_path: Path, table: str, name: str, wrong: object) -> None:
    book = small_book(12)
    column = getattr(getattr(book.partitions[0], table), name).tolist()
    assert len(column) > 1
    bad = changed(book.partitions[0], table, name, wrong(column))  # type: ignore[operator]
    stored = open_book(write_book(tmp_path / "book", replace(book, partitions=[bad]), marks(), made={}))
    with pytest.raises(BadInput, match=name):
        verify(stored)
    if table != "others":
        with pytest.raises(BadInput, match=name):  # no kernel ever reads outside its arrays
            stored.book.partitions[0]


def test_a_partition_out_of_its_place_is_found(tmp_path: Path) -> None:
    book = small_book(4, 4)
    turned = replace(book, partitions=book.partitions[::-1])
    with pytest.raises(BadInput, match="first"):
        verify(open_book(write_book(tmp_path / "book", turned, marks(), made={})))
