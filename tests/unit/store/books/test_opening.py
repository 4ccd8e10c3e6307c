"""What was written comes back, from either form; hot columns come without cold ones; damage is said in a sentence."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from liangrong.core.errors import BadInput, NoData
from liangrong.store.books import partition_files
from liangrong.store.books.manifest import Form
from liangrong.store.books.opening import StoredBook, StoredPartitions, open_book
from liangrong.store.books.partition_files import PartitionFile
from liangrong.store.books.verification import verify
from liangrong.store.books.writing import write_book

from .making import DAY, MADE, SECURITIES, assert_same, marks, small_book


@pytest.fixture
def stored(tmp_path: Path) -> StoredBook:
    return open_book(write_book(tmp_path / "book", small_book(), marks(), made=MADE))


@pytest.mark.parametrize("form", ["work", "archive"])
def test_what_was_written_comes_back(tmp_path: Path, form: Form) -> None:
    written = small_book()
    found = open_book(write_book(tmp_path / "book", written, marks(), made=MADE, form=form))
    assert (found.book.on, found.book.securities, found.book.origin, found.made) == (DAY, SECURITIES, "synthetic", MADE)
    assert len(found.book.partitions) == len(written.partitions)
    for one, other in zip(written.partitions, found.book.partitions, strict=True):
        assert_same(one, other)
    for name in marks().__dataclass_fields__:
        np.testing.assert_array_equal(getattr(found.marks, name), getattr(marks(), name), name)
        assert type(getattr(found.marks, name)) is type(getattr(marks(), name))
    assert found.marks.marks() == marks().marks()
    assert verify(found) == 12


def test_a_partition_is_opened_only_when_it_is_asked_for(stored: StoredBook, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    original = partition_files.columns_of

    def recorded(folder: str, name: str, *rest: object) -> object:
        opened.append(name)
        return original(folder, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(partition_files, "columns_of", recorded)
    assert len(stored.book.partitions) == 3
    assert opened == []
    partition = stored.book.partitions[0]
    hot = {"accounts", "offsets", "positions", "contracts", "shorts", "others"}
    assert set(opened) == hot
    assert len(partition.terms) == 8
    assert partition.terms["account_terms.investor"].tolist() == [1, 0, 0, 1, 0, 0, 1]
    assert set(opened) == hot | {"account_terms"}
    with pytest.raises(KeyError):
        partition.terms["account_terms.nothing"]


def test_the_next_partition_is_read_ahead(stored: StoredBook, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int]] = []
    original = PartitionFile.open
    monkeypatch.setattr(PartitionFile, "read_ahead", lambda self: told.append(("ahead", self.entry.first)))
    monkeypatch.setattr(
        PartitionFile, "open", lambda self, **how: (told.append(("open", self.entry.first)), original(self, **how))[1]
    )
    told.extend(("work", partition.first) for partition in stored.book.partitions)
    first = [name for name, _ in told[:4]]
    assert first == ["ahead", "ahead", "open", "work"]
    assert [name for name, _ in told].count("ahead") == 3


def test_reading_ahead_changes_nothing(stored: StoredBook) -> None:
    for file in stored.files:
        file.read_ahead()
    assert verify(stored) == 12


def test_a_part_of_the_partitions_is_a_book_of_its_own(stored: StoredBook) -> None:
    part = stored.book.partitions[1:]
    assert isinstance(part, StoredPartitions)
    assert [partition.first for partition in part] == [7, 7]


def test_another_process_opens_a_partition_from_a_few_bytes(stored: StoredBook) -> None:
    sent = pickle.dumps(stored.files[2])
    assert len(sent) < 4096
    code = "import pickle, sys; p = pickle.load(sys.stdin.buffer).open(); print(p.first, p.size, p.name_of(1), p.accounts.cash.sum())"
    said = subprocess.run([sys.executable, "-X", "utf8", "-c", code], input=sent, capture_output=True, check=True).stdout.decode()
    mine = stored.book.partitions[2]
    assert said.split() == ["7", "5", "账户2-1", f"{mine.accounts.cash.sum()}"]


def test_there_is_no_book(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(NoData, match="No book"):
            open_book(folder)


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-8])


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        ("000000/positions.arrow", Path.unlink, "missing"),
        ("000002/contract_terms.arrow", shorten, "cut off or changed"),
        ("marks.arrow", shorten, "cut off or changed"),
    ],
)
def test_files_that_are_missing_or_cut_off_are_named(
    stored: StoredBook, name: str, damage: Callable[[Path], None], said: str
) -> None:
    damage(Path(stored.folder) / stored.manifest.data / name)
    with pytest.raises(BadInput, match=said) as caught:
        open_book(stored.folder)
    assert name in caught.value.message("zh").replace("\\", "/")
    assert caught.value.hint("zh")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda told: told.update(format="other"), "manifest of this book is damaged"),
        (lambda told: told.update(version=99), "has format 99"),
        (lambda told: told.update(data="../elsewhere"), "damaged"),
        (lambda told: told.pop("marks"), "damaged"),
        (lambda told: told["partitions"][0].update(accounts=8), "offsets do not fit"),
        (lambda told: told["partitions"][0]["tables"]["shorts"].update(rows=99), "99 rows"),
        (lambda told: told["partitions"][0]["tables"].pop("others"), "does not know this table"),
        (lambda told: told["marks"].update(rows=99), None),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(stored: StoredBook, change: Callable[[dict], object], said: str | None) -> None:
    path = Path(stored.folder) / "book.json"
    told = json.loads(path.read_text("utf-8"))
    change(told)
    path.write_text(json.dumps(told), "utf-8")
    with pytest.raises(BadInput, match=said):
        open_book(stored.folder).book.partitions[0]


def test_a_manifest_that_is_no_json_is_refused(stored: StoredBook) -> None:
    (Path(stored.folder) / "book.json").write_text("{", "utf-8")
    with pytest.raises(BadInput, match="damaged"):
        open_book(stored.folder)


def test_tables_of_other_columns_are_refused(stored: StoredBook) -> None:
    folder = Path(stored.folder) / stored.manifest.data / "000000"
    told = json.loads((Path(stored.folder) / "book.json").read_text("utf-8"))
    tables = told["partitions"][0]["tables"]
    (folder / "positions.arrow").write_bytes((folder / "contracts.arrow").read_bytes())
    tables["positions"] = tables["contracts"]
    (Path(stored.folder) / "book.json").write_text(json.dumps(told), "utf-8")
    with pytest.raises(BadInput, match="columns are not those of a book"):
        open_book(stored.folder).book.partitions[0]


def test_the_numbers_of_a_partition_are_all_read_when_it_is_opened_first_and_not_again(
    stored: StoredBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []

    def check(file: PartitionFile, *_: object) -> None:
        checked.append(file.folder)

    monkeypatch.setattr(PartitionFile, "_check_numbers", check)
    partitions = stored.book.partitions
    assert partitions[0].size
    for _ in range(2):
        assert sum(partition.size for partition in partitions) == stored.manifest.accounts
    assert checked == [file.folder for file in stored.files]
