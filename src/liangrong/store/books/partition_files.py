"""A partition as a folder of tables: those that every revaluation reads apart from those that few questions need."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, overload

import numpy as np
import polars as pl

from liangrong.book.columns import COLUMN_TYPES, Accounts, Column, Contracts, OtherCollateral, Partition, Positions, Shorts
from liangrong.core.errors import BadInput
from liangrong.store.books.manifest import Form, PartitionEntry, TableEntry
from liangrong.store.books.tables import check_table, columns_of, frame_of, is_remote, place_of, read_ahead, write_table

__all__ = ["PartitionFile", "write_partition"]

_OFFSETS: Final = ("position_offsets", "contract_offsets")
_LAYOUT: Final[Mapping[str, Mapping[str, str]]] = {
    "accounts": {name: kind for name, kind in COLUMN_TYPES["accounts"].items() if name not in _OFFSETS},
    "offsets": {name: COLUMN_TYPES["accounts"][name] for name in _OFFSETS},
} | {name: types for name, types in COLUMN_TYPES.items() if name != "accounts"}
"""Tables as they lie: offsets have a row more than accounts, and therefore a file of their own."""

_TERMS: Final = ("contract_terms", "short_terms", "account_terms")
_HOT: Final = tuple(name for name in _LAYOUT if name not in _TERMS)
_NAMES: Final = "names"


@dataclass(frozen=True, slots=True)
class PartitionFile:
    """Where a partition lies: small enough to be handed to another process, which opens it there.

    Parameters
    ----------
    folder
        Its folder, or its address on object storage.
    entry
        What the manifest says of it.
    securities
        How many the book has: no number in the columns may lie beyond, for kernels do not look.
    storage_options
        How object storage is reached, as polars understands it; what is left out comes from the environment.
    """

    folder: str
    form: Form
    entry: PartitionEntry
    securities: int
    storage_options: Mapping[str, str] = field(default_factory=dict, repr=False)

    def open(self, *, checked: bool = False) -> Partition:
        """The partition; Arrow files on this machine are mapped, so that a column costs nothing until it is looked at.

        Parameters
        ----------
        checked
            Whoever asks has opened it before: the numbers by which kernels find their way are not all read again.

        Raises
        ------
        BadInput
            A file is missing or damaged.
        """
        tables = {name: self.table(name) for name in _HOT}
        accounts = Accounts(**tables["accounts"], **tables["offsets"])
        if not checked:
            self._check_numbers(accounts, tables)
        return Partition(
            accounts, Positions(**tables["positions"]), Contracts(**tables["contracts"]), Shorts(**tables["shorts"]),
            OtherCollateral(**tables["others"]), self.entry.first, _Names(self) if _NAMES in self.entry.tables else (), _Terms(self),
        )  # fmt: skip

    def read_ahead(self) -> None:
        """Ask the system to bring the columns of a revaluation into memory."""
        if not is_remote(self.folder):
            for name in _HOT:
                read_ahead(Path(place_of(self.folder, name, self.form)))

    def check(self) -> None:
        """Refuse missing files and files of another size, without reading any.

        Raises
        ------
        BadInput
            There is one.
        """
        for name, entry in self.entry.tables.items():
            check_table(self.folder, name, self.form, entry)

    def places(self) -> Iterator[tuple[str, TableEntry]]:
        """All its files with what the manifest says of them."""
        for name, entry in self.entry.tables.items():
            yield place_of(self.folder, name, self.form), entry

    def names(self) -> pl.Series:
        """Account names, in order."""
        return frame_of(self.folder, _NAMES, self.form, self.entry.tables[_NAMES], self.storage_options)["name"]

    def rows_of(self, accounts: Collection[str]) -> dict[str, int]:
        """The rows of those accounts that are in this partition, by the names that the book has for them."""
        if _NAMES in self.entry.tables:
            names = self.names()
            rows = names.is_in(list(accounts)).arg_true()
            return dict(zip(names.gather(rows), rows, strict=True))
        last = self.entry.first + self.entry.accounts
        numbers = {name: int(name) for name in accounts if name.isascii() and name.isdigit()}
        return {name: number - self.entry.first for name, number in numbers.items() if self.entry.first <= number < last}

    def table(self, name: str) -> dict[str, Column]:
        """The columns of one table.

        Raises
        ------
        BadInput
            Its file is missing or damaged.
        """
        if name not in self.entry.tables:
            raise self._damaged(name, "the manifest does not know this table", "清单中没有这张表")
        found = columns_of(self.folder, name, self.form, self.entry.tables[name], self.storage_options)
        wanted = _LAYOUT[name]
        if {column: f"{values.dtype}" for column, values in found.items()} != wanted:
            raise self._damaged(name, "its columns are not those of a book", "列与账簿格式不符")
        return {column: found[column] for column in wanted}

    def _check_numbers(self, accounts: Accounts, tables: Mapping[str, Mapping[str, Column]]) -> None:
        """Refuse numbers that would lead a kernel outside its arrays."""
        for name, rows in (("positions", accounts.position_offsets), ("contracts", accounts.contract_offsets)):
            self._check_offsets(name, rows, len(tables[name]["security"]))
        for name, column, most in (
            ("positions", "security", self.securities), ("contracts", "security", self.securities), ("shorts", "security", self.securities),
            ("shorts", "account", self.entry.accounts), ("others", "account", self.entry.accounts),
        ):  # fmt: skip
            if (last := tables[name][column].max(initial=0)) >= max(most, 1):
                raise self._damaged(name, f"its column {column} names number {last:,}, and there are {most:,}",
                                    f"列 {column} 中有编号 {last:,}，而总共只有 {most:,} 个")  # fmt: skip

    def _check_offsets(self, name: str, offsets: Column, rows: int) -> None:
        fits = len(offsets) == self.entry.accounts + 1 and not int(offsets[0]) and int(offsets[-1]) == rows
        if not fits or np.less(offsets[1:], offsets[:-1]).any():
            raise self._damaged(
                "offsets",
                f"its {name.removesuffix('s')}_offsets do not fit the {rows:,} rows of {name}",
                f"{name.removesuffix('s')}_offsets 与 {name} 的 {rows:,} 行不符",
            )

    def _damaged(self, table: str, reason: str, reason_zh: str) -> BadInput:
        return BadInput(
            place=place_of(self.folder, table, self.form), reason=reason, reason_zh=reason_zh,
            hint="Restore the book from its archive, or make it again.", hint_zh="请从归档恢复该账簿，或重新生成。",
        )  # fmt: skip


def write_partition(folder: str, partition: Partition, form: Form) -> PartitionEntry:
    """Write the tables of a partition into a new folder.

    Raises
    ------
    StorageFailed
        The disk refused.
    """
    Path(folder).mkdir(parents=True)
    columns = {
        "accounts": dict(zip(_LAYOUT["accounts"], (partition.accounts.cash, partition.accounts.charges), strict=True)),
        "offsets": {name: getattr(partition.accounts, name) for name in _OFFSETS},
        **{name: getattr(partition, name)._asdict() for name in ("positions", "contracts", "shorts", "others")},
    }
    for name in _TERMS:
        held = {column: partition.terms[f"{name}.{column}"] for column in _LAYOUT[name] if f"{name}.{column}" in partition.terms}
        if len(held) == len(_LAYOUT[name]):
            columns[name] = held
    frames = {name: pl.DataFrame({key: np.asarray(values, _LAYOUT[name][key]) for key, values in found.items()})
              for name, found in columns.items()}  # fmt: skip
    if len(partition.names):
        frames[_NAMES] = pl.DataFrame({"name": list(partition.names)}, schema={"name": pl.String})
    tables = {name: write_table(folder, name, frame, form) for name, frame in frames.items()}
    return PartitionEntry(partition.first, partition.size, tables)


class _Names(Sequence[str]):
    """Account names that are read when the first of them is asked for."""

    def __init__(self, file: PartitionFile) -> None:
        self._file = file
        self._read: pl.Series | None = None

    def __len__(self) -> int:
        return self._file.entry.accounts

    @overload
    def __getitem__(self, at: int, /) -> str: ...
    @overload
    def __getitem__(self, at: slice, /) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice, /) -> str | Sequence[str]:
        if self._read is None:
            self._read = self._file.names()
        found: str | Sequence[str] = self._read[at] if isinstance(at, int) else self._read[at].to_list()
        return found


class _Terms(Mapping[str, Column]):
    """Columns that no revaluation reads: a table is opened when one of its columns is asked for."""

    def __init__(self, file: PartitionFile) -> None:
        self._file = file
        self._names = tuple(f"{table}.{name}" for table in _TERMS if table in file.entry.tables for name in _LAYOUT[table])
        self._read: dict[str, Mapping[str, Column]] = {}

    def __getitem__(self, name: str) -> Column:
        if name not in self._names:
            raise KeyError(name)
        table, _, column = name.partition(".")
        if table not in self._read:
            self._read[table] = self._file.table(table)
        return self._read[table][column]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
