"""Rows of an export laid out as the partitions of a book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.book.columns import COLUMN_TYPES, EPOCH, Accounts, Column, Contracts, OtherCollateral, Partition, Positions, Shorts

__all__ = ["ImportedPartitions", "Rows"]


@dataclass(frozen=True, eq=False, slots=True)
class Rows:
    """An export that was read and checked; every row of an account that is among ``accounts``, every security numbered.

    Parameters
    ----------
    accounts
        In the order of the book.
    positions, financing, shorts
        With ``account_id`` and ``security``.
    """

    accounts: pl.DataFrame
    positions: pl.DataFrame
    financing: pl.DataFrame
    shorts: pl.DataFrame


class ImportedPartitions(Sequence[Partition]):
    """Partitions of an export, each made when it is asked for.

    Parameters
    ----------
    rows
        The export.
    securities
        The securities of the book, in the order of their numbers.
    size
        Accounts of a partition.
    """

    def __init__(self, rows: Rows, securities: Sequence[str], size: int) -> None:
        numbers = pl.DataFrame(
            {"account_id": rows.accounts["account_id"], "number": np.arange(rows.accounts.height, dtype=np.int64)}
        )
        numbering = {"security": list(securities), "n": range(len(securities))}
        of_security = pl.DataFrame(numbering, schema={"security": pl.String, "n": pl.Int64})

        def numbered(frame: pl.DataFrame) -> pl.DataFrame:
            found = frame.join(numbers, on="account_id").join(of_security, on="security")
            return found.sort("number", "n", maintain_order=True)

        accrued = pl.concat([rows.financing, rows.shorts]).group_by("account_id").agg(pl.col("accrued").sum())
        self._accounts = rows.accounts.join(accrued, on="account_id", how="left", maintain_order="left").with_columns(
            charges=pl.col("charges") + pl.col("accrued").fill_null(0)
        )
        held = rows.positions.filter(pl.col("quantity") > 0).group_by("account_id", "security").agg(pl.col("quantity").sum())
        self._positions, self._financing, self._shorts = numbered(held), numbered(rows.financing), numbered(rows.shorts)
        self._size = size

    def __len__(self) -> int:
        return (self._accounts.height + self._size - 1) // self._size

    @overload
    def __getitem__(self, at: int, /) -> Partition: ...
    @overload
    def __getitem__(self, at: slice, /) -> Sequence[Partition]: ...
    def __getitem__(self, at: int | slice, /) -> Partition | Sequence[Partition]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        first = at * self._size
        accounts = self._accounts.slice(first, self._size)
        last = first + accounts.height
        positions, financing, shorts = (_within(frame, first, last) for frame in (self._positions, self._financing, self._shorts))
        others = _column(accounts["other_collateral"], "others", "value")
        with_others = np.flatnonzero(others)
        terms = {
            **{f"contract_terms.{name}": column for name, column in _terms(financing, "contract_terms").items()},
            **{f"short_terms.{name}": column for name, column in _terms(shorts, "short_terms").items()},
            **{f"account_terms.{name}": _column(accounts[name], "account_terms", name) for name in COLUMN_TYPES["account_terms"]},
        }
        return Partition(
            Accounts(
                _column(accounts["cash"], "accounts", "cash"), _column(accounts["charges"], "accounts", "charges"),
                _offsets(positions, accounts.height), _offsets(financing, accounts.height),
            ),
            Positions(_column(positions["n"], "positions", "security"), _column(positions["quantity"], "positions", "quantity")),
            Contracts(*(_column(financing[name], "contracts", column) for name, column in
                        zip(("n", "quantity", "amount", "margin_ratio"), COLUMN_TYPES["contracts"], strict=True))),
            Shorts(*(_column(shorts[name], "shorts", column) for name, column in
                     zip(("owner", "n", "quantity", "amount", "margin_ratio"), COLUMN_TYPES["shorts"], strict=True))),
            OtherCollateral(with_others.astype(COLUMN_TYPES["others"]["account"]), others[with_others]),
            first, accounts["account_id"].to_list(), terms,
        )  # fmt: skip


def _within(frame: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """The rows of some accounts, with the number of each within them."""
    begin, end = np.searchsorted(frame["number"].to_numpy(), [first, last]).tolist()
    return frame.slice(begin, end - begin).with_columns(owner=pl.col("number") - first)


def _offsets(rows: pl.DataFrame, accounts: int) -> NDArray[np.uint32]:
    counts = np.bincount(rows["owner"].to_numpy(), minlength=accounts)
    return np.append(0, np.cumsum(counts)).astype(np.uint32)


def _terms(rows: pl.DataFrame, table: str) -> dict[str, Column]:
    days = {name: (rows[name] - EPOCH).dt.total_days().fill_null(0) for name in ("opened_on", "due_on")}
    return {name: _column(days.get(name, rows["rate"]), table, name) for name in COLUMN_TYPES[table]}


def _column(values: pl.Series, table: str, name: str) -> Column:
    return values.to_numpy().astype(COLUMN_TYPES[table][name])
