"""A book is there whole or not at all, and an older one stays until the newer one is whole."""

from __future__ import annotations

import subprocess
import sys
import weakref
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from liangrong.book.columns import Partition
from liangrong.core.errors import NoData, StorageFailed, UsageError
from liangrong.store.books import writing
from liangrong.store.books.conversion import archive, restore
from liangrong.store.books.opening import open_book
from liangrong.store.books.verification import verify
from liangrong.store.books.writing import write_book
from liangrong.store.lock import WriterLock

from .making import MADE, SECURITIES, accounts, marks, partitions, small_book


class Made(Sequence[Partition]):
    """Partitions that are made when they are asked for; the third cannot be."""

    def __init__(self, *, last: int = 9) -> None:
        self.last = last
        self.living: list[weakref.ref[Partition]] = []
        self.most = 0

    def __len__(self) -> int:
        return 5

    def __getitem__(self, at: int) -> Partition:  # type: ignore[override]
        if at >= len(self):
            raise IndexError
        if at == self.last:
            raise RuntimeError("the source dried up")
        self.most = max(self.most, sum(ref() is not None for ref in self.living))
        found = replace(partitions(3)[0], first=3 * at)
        self.living.append(weakref.ref(found.accounts.cash.base))
        return found


def test_a_book_is_never_whole_in_memory(tmp_path: Path) -> None:
    made = Made()
    write_book(tmp_path / "book", replace(small_book(), partitions=made), marks(), made={})
    assert made.most <= 1  # besides the one in the making
    assert verify(open_book(tmp_path / "book")) == 15


def test_a_writer_that_fails_leaves_the_older_book(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        write_book(tmp_path / "book", replace(small_book(), partitions=Made(last=2)), marks(), made={})
    with pytest.raises(NoData):
        open_book(tmp_path / "book")
    write_book(tmp_path / "book", small_book(), marks(), made=MADE)
    with pytest.raises(RuntimeError):
        write_book(tmp_path / "book", replace(small_book(), partitions=Made(last=2)), marks(), made={}, replace_existing=True)
    found = open_book(tmp_path / "book")
    assert (verify(found), found.made) == (12, MADE)
    assert sorted(path.name for path in (tmp_path / "book").iterdir()) == ["book.json", found.manifest.data, "writer.lock"]


def test_the_book_that_is_there_stays_until_its_successor_has_its_manifest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_book(tmp_path / "book", small_book(), marks(), made=MADE)

    def full(*_: object) -> None:
        raise StorageFailed(path=tmp_path, reason="no space left")

    for book in (small_book(), small_book(3)):
        monkeypatch.setattr(writing, "write_manifest", full)
        with pytest.raises(StorageFailed):
            write_book(tmp_path / "book", book, marks(), made={}, replace_existing=True)
        assert verify(open_book(tmp_path / "book")) == 12
        monkeypatch.undo()
    write_book(tmp_path / "book", small_book(), marks(), made={}, replace_existing=True)
    assert (verify(open_book(tmp_path / "book")), len(list((tmp_path / "book").glob("data-*")))) == (12, 1)


KILLED = """
import os, sys
from dataclasses import replace
sys.path.insert(0, sys.argv[2])
from tests.unit.store.books.making import marks, partitions, small_book
from liangrong.store.books.writing import write_book
def dying():
    yield partitions(3)[0]
    os._exit(9)
write_book(sys.argv[1], replace(small_book(), partitions=dying()), marks(), made={}, replace_existing=True)
"""


@pytest.mark.parametrize("older", [False, True])
def test_a_writer_that_is_killed_leaves_nothing_that_opens(tmp_path: Path, *, older: bool) -> None:
    if older:
        write_book(tmp_path / "book", small_book(), marks(), made=MADE)
    root = f"{Path(__file__).parents[4]}"
    died = subprocess.run([sys.executable, "-X", "utf8", "-c", KILLED, f"{tmp_path / 'book'}", root], capture_output=True)
    assert died.returncode == 9, died.stderr.decode()
    assert list((tmp_path / "book").glob("*.partial"))
    if older:
        assert verify(open_book(tmp_path / "book")) == 12
    else:
        with pytest.raises(NoData):
            open_book(tmp_path / "book")
    write_book(tmp_path / "book", small_book(4), marks(), made={}, replace_existing=True)
    assert verify(open_book(tmp_path / "book")) == 4
    assert len(list((tmp_path / "book").glob("data-*"))) == 1


def test_a_book_that_is_there_is_replaced_only_when_asked(tmp_path: Path) -> None:
    write_book(tmp_path / "book", small_book(), marks(), made={})
    with pytest.raises(UsageError, match="already"):
        write_book(tmp_path / "book", small_book(3), marks(), made={})
    reader = open_book(tmp_path / "book").book.partitions[0]
    write_book(tmp_path / "book", small_book(3), marks(), made={}, replace_existing=True)
    assert (reader.size, len(reader.accounts.cash.tobytes())) == (7, 56)
    assert verify(open_book(tmp_path / "book")) == 3


def test_the_same_book_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_book(tmp_path / name, small_book(), marks(), made=MADE)
    one, two = ({path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()}
                for name in ("one", "two"))  # fmt: skip
    assert one == two


def test_other_peoples_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work")
    for folder in (tmp_path, tmp_path / "thesis.docx"):
        with pytest.raises(UsageError, match="other things"):
            write_book(folder, small_book(), marks(), made={}, replace_existing=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_two_writers_do_not_mix(tmp_path: Path) -> None:
    write_book(tmp_path / "book", small_book(), marks(), made=MADE)
    with WriterLock(tmp_path / "book" / "writer.lock").held("book"), pytest.raises(StorageFailed, match="another process"):
        write_book(tmp_path / "book", small_book(3), marks(), made={}, replace_existing=True)
    assert verify(open_book(tmp_path / "book")) == 12


def test_marks_of_other_securities_and_places_that_cannot_be_written_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not of the securities"):
        write_book(tmp_path / "book", replace(small_book(), securities=SECURITIES[:2]), marks(), made={})
    with pytest.raises(UsageError, match="object storage"):
        write_book("s3://bucket/book", small_book(), marks(), made={})
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFailed):
        write_book(tmp_path / "file" / "book", small_book(), marks(), made={})
    assert not (tmp_path / "book").exists()


def test_an_archive_is_restored_to_the_same_files(tmp_path: Path) -> None:
    book = replace(small_book(), partitions=[partition for k in range(2) for partition in [_at(k, 300)]])
    stored = open_book(write_book(tmp_path / "book", book, marks(), made=MADE))
    packed = archive(stored, tmp_path / "archive")
    again = restore(packed, tmp_path / "again")
    assert {path.suffix for path in (tmp_path / "archive").rglob("*") if path.is_file() and path.parent.name.isdigit()} == {
        ".parquet"
    }
    assert again.manifest == stored.manifest
    assert verify(packed) == verify(again) == 600


def _at(number: int, size: int) -> Partition:
    from liangrong.book.compile import partition_of

    return partition_of(accounts(number, size), SECURITIES, first=number * size)
