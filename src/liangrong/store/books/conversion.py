"""Between the two forms of a book: the archive, small and portable, and the form that kernels work on."""

from __future__ import annotations

from pathlib import Path

from liangrong.store.books.manifest import Form
from liangrong.store.books.opening import StoredBook, open_book
from liangrong.store.books.writing import write_book

__all__ = ["archive", "restore"]


def archive(stored: StoredBook, folder: Path | str, *, replace_existing: bool = False) -> StoredBook:
    """Write a book as compressed Parquet into another folder.

    Raises
    ------
    UsageError, StorageFailed
        As ``write_book``.
    """
    return _copy(stored, folder, "archive", replace_existing=replace_existing)


def restore(stored: StoredBook, folder: Path | str, *, replace_existing: bool = False) -> StoredBook:
    """Write an archived book as Arrow files into another folder, from a disk or from object storage.

    Raises
    ------
    UsageError, StorageFailed
        As ``write_book``.
    """
    return _copy(stored, folder, "work", replace_existing=replace_existing)


def _copy(stored: StoredBook, folder: Path | str, form: Form, *, replace_existing: bool) -> StoredBook:
    return open_book(
        write_book(folder, stored.book, stored.marks, made=stored.made, form=form, replace_existing=replace_existing)
    )
