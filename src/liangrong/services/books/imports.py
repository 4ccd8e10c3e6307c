"""Import a broker's own export: three tables, checked row by row, to a book; no row is left out in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from liangrong.accounts.limits.margin_ratios import Side
from liangrong.book.columns import Book
from liangrong.book.marks import MarkTable
from liangrong.book.scales import FEN_PER_YUAN, LI_PER_YUAN
from liangrong.core.calendar import mainland
from liangrong.core.errors import RuleNotInForce, UsageError
from liangrong.core.results import Note, Result
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.files import new_book_folder
from liangrong.services.books.intake.accounts import ACCOUNT_NAMES, POSITION_NAMES, account_rows, check_size, position_rows
from liangrong.services.books.intake.contracts import ContractRules, contract_rows, sheets_of
from liangrong.services.books.intake.faults import Faults
from liangrong.services.books.intake.partitions import ImportedPartitions, Rows
from liangrong.services.books.intake.prices import check_securities, chosen_marks, completed_marks, given_marks, mark_rows
from liangrong.services.books.intake.reading import table_of
from liangrong.services.books.intake.sheets import Sheet
from liangrong.services.workspace import Workspace
from liangrong.store.books.writing import write_book

__all__ = ["BookImportRequest", "ImportedBook", "checked_export", "imported_book"]

_SECURITIES_MOST: Final = 2**16
"""Securities that a book can number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookImportRequest:
    """Which export, and what becomes of it.

    Parameters
    ----------
    accounts, positions, contracts
        CSV (UTF-8, GB18030) or Parquet. Headings as in account files, Chinese or ours. Contracts have a column ``side`` (融资, 融券);
        without one all are financing.
    as_of
        The day whose close the export shows.
    into
        A name in the store, or a folder.
    leave_out
        Accounts with an error are left out; otherwise one error refuses the import.
    replace_existing
        Whether a book that is there may be replaced.
    partition_size
        Accounts of a partition.
    """

    accounts: Path
    positions: Path | None = None
    contracts: Path | None = None
    as_of: date
    into: str | Path = ""
    leave_out: bool = False
    replace_existing: bool = False
    partition_size: int = 1_000_000


@dataclass(frozen=True, eq=False, slots=True)
class ImportedBook:
    """What became of an export.

    Parameters
    ----------
    folder
        Where the book lies.
    summary
        ``item, count``.
    faults
        Every row with an error or a warning: ``file, row, account_id, field, severity, value, problem_zh, problem_en``.
    """

    folder: Path
    summary: Result
    faults: Result


@dataclass(frozen=True, eq=False, slots=True)
class _Export:
    """An export, read and checked."""

    rows: Rows
    marks: MarkTable
    faults: Faults
    notes: tuple[Note, ...]


def imported_book(workspace: Workspace | None, request: BookImportRequest) -> ImportedBook:
    """Read an export, check every row, and write it as a book.

    Parameters
    ----------
    workspace
        The store that completes prices and 折算率, and that a name lies in; ``None``: the export says all, into a folder.

    Raises
    ------
    BadInput
        A file cannot be read, or a column is missing or in another unit.
    InvalidAccount
        Rows have errors and accounts shall not be left out; all of them are rows in ``details["problems"]``.
    UsageError
        The day is before margin trading, there is a book already, or no place was named.
    StorageFailed
        The disk refused.
    """
    if not f"{request.into}":
        raise UsageError(reason="Say where the book shall lie: a name or a folder.", reason_zh="请指明账簿的名称或目录。")
    folder = new_book_folder(workspace, request.into)
    export = _read(workspace, request)
    kept = _without_errors(export.rows, export.faults.errors(), export.marks)
    if not request.leave_out or kept.accounts.is_empty():
        export.faults.refuse(request.accounts.name)
    marks = _held(export.marks, kept)
    partitions = ImportedPartitions(kept, marks.securities, request.partition_size)
    left = export.rows.accounts.height - kept.accounts.height
    made = {"imported_from": [path.name for path in (request.accounts, request.positions, request.contracts) if path is not None],
            "market": "simulated" if workspace is not None and workspace.is_simulated else "given", "accounts_left_out": left}  # fmt: skip
    book = Book(request.as_of, marks.securities, partitions, "broker")
    write_book(folder, book, marks, made=made, replace_existing=request.replace_existing)
    return ImportedBook(folder, _summary(request, export, kept, marks, left), _faults(request, export))


def checked_export(workspace: Workspace | None, request: BookImportRequest) -> Result:
    """Read an export and say what is wrong with it, row by row; nothing is written.

    Returns
    -------
    Result
        ``file, row, account_id, field, severity, value, problem_zh, problem_en``, errors first; the heading is row 1.

    Raises
    ------
    BadInput
        A file cannot be read at all.
    """
    return _faults(request, _read(workspace, request))


def _read(workspace: Workspace | None, request: BookImportRequest) -> _Export:
    rulebook = Rulebook.load()
    on, faults = request.as_of, Faults()
    rules = rulebook.at(on)
    try:
        rules.value("financing_margin_ratio")
    except RuleNotInForce as error:
        raise UsageError(reason=error.message("en"), reason_zh=error.message("zh")) from error
    sheet = Sheet(request.accounts.name, table_of(request.accounts), ACCOUNT_NAMES, faults)
    accounts = account_rows(sheet, on)
    unknown = [(sheet.place, sheet.unknown)]
    read: list[tuple[Sheet, pl.DataFrame]] = []
    if request.positions is not None:
        held = Sheet(request.positions.name, table_of(request.positions), POSITION_NAMES, faults)
        read.append((held, position_rows(held, on, accounts["account_id"])))
        unknown.append((held.place, held.unknown))
    sides: dict[Side, pl.DataFrame] = {}
    if request.contracts is not None:
        calendar = mainland() if workspace is None else workspace.calendar
        sheets, others = sheets_of(request.contracts.name, table_of(request.contracts), faults)
        for side, each in sheets.items():
            sides[side] = contract_rows(each, side, accounts, ContractRules(rulebook, calendar, on))
            read.append((each, sides[side]))
        unknown.append((request.contracts.name, others))
    as_of, moved = (None, ()) if workspace is None else workspace.as_of(on)
    given = given_marks([(each, mark_rows(each, rows["security"])) for each, rows in read])
    marks, notes = completed_marks(given, rules, workspace, as_of)
    for each, rows in read:
        check_securities(each, rows["security"], marks)
    check_size(sheet, accounts, [_money(rows, marks) for _, rows in read])
    _check_proceeds(sheet, accounts, sides)
    positions = read[0][1] if request.positions is not None else pl.DataFrame(schema=_POSITIONS)
    found = Rows(accounts, positions, *(sides.get(side, pl.DataFrame(schema=_CONTRACTS)) for side in ("financing", "short")))
    return _Export(found, marks, faults, (*moved, *notes, *_unused(unknown)))


_POSITIONS: Final = {"row": pl.Int64, "account_id": pl.String, "security": pl.String, "quantity": pl.Int64}
_CONTRACTS: Final = {
    **_POSITIONS, "amount": pl.Int64, "rate": pl.Int64, "opened_on": pl.Date, "due_on": pl.Date, "accrued": pl.Int64,
    "margin_ratio": pl.Int64,
}  # fmt: skip


def _money(rows: pl.DataFrame, marks: MarkTable) -> pl.DataFrame:
    """``account_id, yuan``: what rows are worth and owe."""
    prices = pl.DataFrame({"security": list(marks.securities), "price": marks.price}, schema_overrides={"security": pl.String})
    owed = pl.col("amount").fill_null(0) / FEN_PER_YUAN if "amount" in rows.columns else 0.0
    return rows.join(prices, on="security", how="left", maintain_order="left").select(
        "account_id", yuan=pl.col("quantity").fill_null(0) * pl.col("price").fill_null(0).cast(pl.Float64) / LI_PER_YUAN + owed
    )


def _check_proceeds(sheet: Sheet, accounts: pl.DataFrame, sides: Mapping[Side, pl.DataFrame]) -> None:
    """Cash includes what open short sales brought; less of it is told."""
    if "short" not in sides:
        return
    brought = sides["short"].group_by("account_id").agg(pl.col("amount").sum())
    both = accounts.join(brought, on="account_id", how="left", maintain_order="left")
    sheet.fault(both["cash"] < both["amount"], "cash", "为 {value}，少于未了结融券的卖出所得；现金应包含融券卖出所得",
                "is {value}, less than open short sales brought; cash includes these proceeds", severity="warning")  # fmt: skip


def _without_errors(rows: Rows, errors: pl.DataFrame, marks: MarkTable) -> Rows:
    """The accounts none of whose rows has an error, with their rows."""
    bad = errors["account_id"].drop_nulls().unique()
    accounts = rows.accounts.drop_nulls("account_id").filter(~pl.col("account_id").is_in(bad.implode()))

    def kept(frame: pl.DataFrame) -> pl.DataFrame:
        known = pl.col("account_id").is_in(accounts["account_id"].implode()) & pl.col("security").is_in(list(marks.securities))
        return frame.filter(known)

    return Rows(accounts, kept(rows.positions), kept(rows.financing), kept(rows.shorts))


def _held(marks: MarkTable, rows: Rows) -> MarkTable:
    """The marks of the securities that are held or owed.

    Raises
    ------
    UsageError
        There are more than a book can number.
    """
    held = pl.concat([frame["security"] for frame in (rows.positions, rows.financing, rows.shorts)]).unique().sort()
    if len(held) > _SECURITIES_MOST:
        raise UsageError(reason=f"{len(held):,} securities are more than the {_SECURITIES_MOST:,} that a book can number.",
                         reason_zh=f"{len(held):,} 只证券超过账簿可编号的 {_SECURITIES_MOST:,} 只。")  # fmt: skip
    return chosen_marks(marks, held.to_list())


def _unused(unknown: list[tuple[str, list[tuple[str, str]]]]) -> list[Note]:
    notes = []
    for place, headings in unknown:
        if headings:
            told = ", ".join(f"{heading} ({close}?)" if close else heading for heading, close in headings)
            notes.append(Note(f"{place} 中未使用的列：{told}", f"columns of {place} that are not used: {told}"))
    return notes


def _summary(request: BookImportRequest, export: _Export, kept: Rows, marks: MarkTable, left: int) -> Result:
    table = export.faults.table()
    errors = table.filter(pl.col("severity") == "error").height
    counts = {
        "accounts": kept.accounts.height, "accounts_left_out": left, "positions": kept.positions.height,
        "financing_contracts": kept.financing.height, "short_contracts": kept.shorts.height, "securities": marks.size,
        "errors": errors, "warnings": table.height - errors,
    }  # fmt: skip
    data = pl.DataFrame({"item": list(counts), "count": list(counts.values())})
    return Result(data, as_of=request.as_of, source=(request.accounts.name,), warnings=export.notes)


def _faults(request: BookImportRequest, export: _Export) -> Result:
    return Result(export.faults.table(), as_of=request.as_of, source=(request.accounts.name,), warnings=export.notes)
