"""Where books lie: by name beside the tables of a store, or in any folder; what must be said of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from liangrong.analytics.series import SIMULATED_NOTE
from liangrong.book.columns import Book
from liangrong.book.marks import MarkTable
from liangrong.core.errors import BadInput, NoData, UnknownName, UsageError
from liangrong.core.results import Note, Result
from liangrong.services.workspace import Workspace
from liangrong.store.books.manifest import FILE
from liangrong.store.books.opening import StoredBook, manifest_at, open_book
from liangrong.store.books.partition_files import PartitionFile

__all__ = [
    "SPREAD_NOTE",
    "SYNTHETIC_NOTE",
    "OpenedBook",
    "book_folder",
    "book_names",
    "books_of",
    "new_book_folder",
    "opened_book",
]

SYNTHETIC_NOTE: Final = Note(
    "合成账簿：账户由公开总量生成，没有一个是真实账户；生成时假设的部分见校准表",
    "A synthetic book: its accounts are generated from public totals and none of them is real; the calibration table says what was assumed",
)
"""The warning on everything that is computed from a generated book."""

SPREAD_NOTE: Final = Note(
    "各户担保物的离散程度（collateral_spread）与以现金付保证金者的占比（cash_first_share）是假设，未公布，且左右追保与强制卖出的多少",
    "how far collateral differs from account to account (collateral_spread) and who paid margin in cash (cash_first_share) are invented: "
    "nobody publishes them, and they move calls and forced sales",
)
"""The warning on the two assumptions of a generated book that move every answer about falls."""

_FOLDER: Final = "books"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)


@dataclass(frozen=True, eq=False, slots=True)
class OpenedBook:
    """A book, ready for questions.

    Parameters
    ----------
    name
        As it was asked for.
    notes
        What every answer drawn from it must say.
    """

    name: str
    stored: StoredBook
    notes: tuple[Note, ...]

    @property
    def book(self) -> Book:
        """Its accounts; a partition is opened when it is asked for."""
        return self.stored.book

    @property
    def marks(self) -> MarkTable:
        """Its own marks."""
        return self.stored.marks

    @property
    def files(self) -> tuple[PartitionFile, ...]:
        """Its partitions as references that other processes can open."""
        return self.stored.files

    @property
    def made(self) -> Mapping[str, Any]:
        """How it was made."""
        return self.stored.made

    @property
    def source(self) -> tuple[str, ...]:
        """What results name as their source."""
        return (f"book:{self.name}",)


def opened_book(workspace: Workspace | None, name_or_path: str | Path, *, own_files: bool = True) -> OpenedBook:
    """Open a book by its name in a store, or by its folder.

    Parameters
    ----------
    workspace
        The store whose books may be named; ``None``: only folders.
    name_or_path
        A name; or a folder, written with a separator (``./book``), or an address such as ``s3://bucket/book``.
    own_files
        Whether it may be a folder of this machine: not where a stranger names it.

    Raises
    ------
    UnknownName
        The store has no such book.
    UsageError
        It is neither a name nor a folder that may be opened.
    NoData
        There is no book in the folder.
    BadInput
        The book is damaged.
    """
    text = f"{name_or_path}"
    if isinstance(name_or_path, str) and _NAME.fullmatch(text):
        folder = _folder_of(workspace, text, own_files=own_files)
    elif own_files and text.strip():
        folder = text
    else:
        raise _bad_name(text)
    stored = open_book(folder)
    synthetic = (
        (SYNTHETIC_NOTE, SPREAD_NOTE, *_scale_notes(stored.made.get("scale", 1))) if stored.book.origin == "synthetic" else ()
    )
    simulated = stored.made.get("market") == "simulated" or (workspace is not None and workspace.is_simulated)
    return OpenedBook(text, stored, (*synthetic, *((SIMULATED_NOTE,) if simulated else ())))


def _scale_notes(scale: float) -> tuple[Note, ...]:
    """What must be said of a country drawn small."""
    if scale == 1:
        return ()
    return (Note(
        f"账簿为全国的 {scale:.3%}：户数、金额与市场成交额均按此比例，全国数须除以 {scale:.5f}",
        f"the book is {scale:.3%} of the country: accounts, amounts and the market's turnover are all in that proportion; divide by {scale:.5f}",
    ),)  # fmt: skip


def book_folder(workspace: Workspace, name: str) -> Path:
    """Where the book of a name lies, or will lie.

    Raises
    ------
    UsageError
        The text cannot be a name.
    """
    if not _NAME.fullmatch(name):
        raise _bad_name(name)
    return workspace.store.path / _FOLDER / name


def new_book_folder(workspace: Workspace | None, name_or_path: str | Path) -> Path:
    """Where a book that is to be written will lie: by its name in a store, or the folder itself.

    Raises
    ------
    UsageError
        It is a name and there is no store.
    """
    text = f"{name_or_path}"
    if isinstance(name_or_path, str) and _NAME.fullmatch(text):
        return book_folder(_required(workspace, text), text)
    return Path(name_or_path)


def book_names(workspace: Workspace) -> tuple[str, ...]:
    """The books of a store, in order of their names."""
    root = workspace.store.path / _FOLDER
    return tuple(sorted(path.parent.name for path in root.glob(f"*/{FILE}") if _NAME.fullmatch(path.parent.name)))


def books_of(workspace: Workspace) -> Result:
    """The books of a store.

    Returns
    -------
    Result
        ``name, on, origin, form, accounts, partitions, bytes, problem_zh, problem_en``: a damaged book has only a name and a problem.
    """
    rows = [_row(workspace, name) for name in book_names(workspace)]
    schema = {
        "name": pl.String, "on": pl.Date, "origin": pl.String, "form": pl.String, "accounts": pl.Int64, "partitions": pl.Int64,
        "bytes": pl.Int64, "problem_zh": pl.String, "problem_en": pl.String,
    }  # fmt: skip
    return Result(pl.DataFrame(rows, schema=schema), source=("books",), warnings=workspace.notes)


def _row(workspace: Workspace, name: str) -> dict[str, object]:
    try:
        manifest = manifest_at(f"{book_folder(workspace, name)}")
    except (BadInput, NoData) as error:
        return {"name": name, "problem_zh": error.message("zh"), "problem_en": error.message("en")}
    tables = [manifest.marks, *(entry for partition in manifest.partitions for entry in partition.tables.values())]
    return {
        "name": name, "on": manifest.on, "origin": manifest.origin, "form": manifest.form, "accounts": manifest.accounts,
        "partitions": len(manifest.partitions), "bytes": sum(entry.bytes for entry in tables), "problem_zh": "", "problem_en": "",
    }  # fmt: skip


def _folder_of(workspace: Workspace | None, name: str, *, own_files: bool) -> str:
    workspace = _required(workspace, name)
    folder = book_folder(workspace, name)
    if not (folder / FILE).is_file():
        names = book_names(workspace)
        raise UnknownName(
            kind="book", kind_zh="账簿", name=name, known=", ".join(names) or "none yet", known_zh="、".join(names) or "尚无",
            **({"hint": f"For a folder write ./{name}.", "hint_zh": f"若指目录，请写 ./{name}。"} if own_files else {}),
        )  # fmt: skip
    return f"{folder}"


def _required(workspace: Workspace | None, name: str) -> Workspace:
    if workspace is None:
        raise UsageError(
            reason=f"'{name}' is the name of a book, and there is no store that it could be in. For a folder write ./{name}.",
            reason_zh=f"“{name}”是账簿名称，而没有可放账簿的数据目录。若指目录，请写 ./{name}。",
        )
    return workspace


def _bad_name(text: str) -> UsageError:
    return UsageError(
        reason=f"'{text}' is no name of a book: letters, digits, - and _, up to 64 of them, a letter or digit first.",
        reason_zh=f"“{text}”不是账簿名称：须为字母、数字、- 与 _，至多 64 个，以字母或数字开头。",
    )
