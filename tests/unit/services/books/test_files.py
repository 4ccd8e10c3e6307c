"""A book is found by its name or its folder, and says what it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.services.books.files import SPREAD_NOTE, SYNTHETIC_NOTE, book_folder, books_of, new_book_folder, opened_book
from liangrong.services.workspace import Workspace
from liangrong.store.books.writing import write_book
from tests.unit.store.books.making import MADE, marks, small_book


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = Workspace.open(tmp_path / "store", create=True)
    write_book(book_folder(found, "national-2026_01"), small_book(), marks(), made=MADE)
    return found


def test_a_book_is_opened_by_name_and_by_folder(workspace: Workspace) -> None:
    named = opened_book(workspace, "national-2026_01")
    by_folder = opened_book(None, workspace.store.path / "books" / "national-2026_01")
    assert named.book.securities == by_folder.book.securities
    assert (len(named.files), named.made, named.source) == (3, MADE, ("book:national-2026_01",))
    assert named.notes == by_folder.notes == (SYNTHETIC_NOTE, SPREAD_NOTE)


def test_only_generated_books_say_that_they_are(workspace: Workspace) -> None:
    write_book(book_folder(workspace, "own"), replace(small_book(), origin="broker"), marks(), made={})
    assert opened_book(workspace, "own").notes == ()


def test_a_name_that_is_not_there_tells_those_that_are(workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match="national-2026_01"):
        opened_book(workspace, "national")
    with pytest.raises(UsageError, match=r"\./national"):
        opened_book(None, "national")
    with pytest.raises(NoData):
        opened_book(workspace, "./national")


@pytest.mark.parametrize(
    "name", ["../outside", "a/b", "a\\b", "..", ".", "", "-x", "a b", "账簿", "x" * 65, "s3://bucket/book", "book\n"]
)
def test_a_stranger_names_books_of_the_store_and_nothing_else(workspace: Workspace, name: str) -> None:
    write_book(workspace.store.path.parent / "outside", small_book(), marks(), made={})
    with pytest.raises(UsageError, match="no name of a book"):
        opened_book(workspace, name, own_files=False)
    with pytest.raises(UsageError, match="no name of a book"):
        book_folder(workspace, name)


def test_a_new_book_goes_where_it_is_said(workspace: Workspace, tmp_path: Path) -> None:
    assert new_book_folder(workspace, "fresh") == workspace.store.path / "books" / "fresh"
    assert new_book_folder(None, tmp_path / "fresh") == tmp_path / "fresh"
    assert new_book_folder(None, "./fresh") == Path("fresh")
    with pytest.raises(UsageError):
        new_book_folder(None, "fresh")


def test_all_books_are_listed_damaged_ones_too(workspace: Workspace) -> None:
    broken = book_folder(workspace, "broken")
    broken.mkdir()
    (broken / "book.json").write_text("{", "utf-8")
    (workspace.store.path / "books" / "not a book").mkdir()
    rows = {row["name"]: row for row in books_of(workspace).data.iter_rows(named=True)}
    assert set(rows) == {"broken", "national-2026_01"}
    assert "damaged" in rows["broken"]["problem_en"]
    good = rows["national-2026_01"]
    assert (good["accounts"], good["partitions"], good["origin"], good["form"], good["problem_zh"]) == (
        12,
        3,
        "synthetic",
        "work",
        "",
    )
    assert good["bytes"] > 1000


def test_a_store_without_books_has_none(tmp_path: Path) -> None:
    assert books_of(Workspace.open(tmp_path / "empty", create=True)).data.is_empty()
