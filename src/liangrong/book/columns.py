"""Accounts as columns: what every kernel reads, in compressed sparse rows.

Account ``i`` owns the positions ``position_offsets[i]`` to ``position_offsets[i + 1]`` and likewise its contracts, both in order
of security number. Few accounts are short or have other collateral: those lists carry the number of their account, in order.
Security numbers index the ``securities`` of the book. Columns that no revaluation reads (who, when, at what rate) stand apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "COLUMN_TYPES", "EPOCH", "NO_DATE", "Accounts", "Book", "Column", "Contracts", "Number", "Origin", "OtherCollateral", "Partition", "Positions",
    "Shorts", "read_only",
]  # fmt: skip

Column: TypeAlias = NDArray[np.generic]
Number = TypeVar("Number", bound=np.generic)
Origin: TypeAlias = str
"""Where a book comes from: ``synthetic`` or ``broker``."""

EPOCH: Final = date(1970, 1, 1)
"""What days are counted from."""
NO_DATE: Final = 0
"""A day that is not known, in columns of days since 1970-01-01."""

COLUMN_TYPES: Final = {
    "accounts": {"cash": "int64", "charges": "int64", "position_offsets": "uint32", "contract_offsets": "uint32"},
    "positions": {"security": "uint16", "quantity": "uint32"},
    "contracts": {"security": "uint16", "quantity": "uint32", "principal": "int64", "margin_ratio": "uint16"},
    "shorts": {"account": "uint32", "security": "uint16", "quantity": "uint32", "proceeds": "int64", "margin_ratio": "uint16"},
    "others": {"account": "uint32", "value": "int64"},
    "contract_terms": {"rate": "uint16", "opened_on": "uint16", "due_on": "uint16"},
    "short_terms": {"rate": "uint16", "opened_on": "uint16", "due_on": "uint16"},
    "account_terms": {"investor": "uint8", "credit_line": "int64"},
}
"""Tables of a partition and the types of their columns. Money in fen, quantities in shares, ratios in basis points, rates in
thousandths of a percent, days since 1970-01-01 (``NO_DATE``: not known), ``credit_line`` −1: not limited. Unsigned where nothing can be below
zero: widening a signed number to an index costs a fifth of the time."""


class Accounts(NamedTuple):
    """Cash (with short proceeds) and all unpaid charges of each account, fen, and where its rows lie.

    ``position_offsets`` and ``contract_offsets`` are one longer than the others.
    """

    cash: Column
    charges: Column
    position_offsets: Column
    contract_offsets: Column


class Positions(NamedTuple):
    """Free collateral: security number and shares."""

    security: Column
    quantity: Column


class Contracts(NamedTuple):
    """Open margin purchases: their shares, the principal still owed (fen), their own margin ratio (basis points)."""

    security: Column
    quantity: Column
    principal: Column
    margin_ratio: Column


class Shorts(NamedTuple):
    """Open short sales: account number, shares owed, what their sale brought (fen), their own margin ratio."""

    account: Column
    security: Column
    quantity: Column
    proceeds: Column
    margin_ratio: Column


class OtherCollateral(NamedTuple):
    """Other collateral accepted by the broker: account number and value, fen."""

    account: Column
    value: Column


@dataclass(frozen=True, eq=False, slots=True)
class Partition:
    """Some accounts of a book, whole. Its arrays cannot be written to.

    Parameters
    ----------
    first
        Number of its first account in the book.
    names
        Account names of an imported book; empty where accounts are known by their number.
    terms
        Columns that no revaluation reads, by the names of ``COLUMN_TYPES``: ``contract_terms.rate`` and so on.
    """

    accounts: Accounts
    positions: Positions
    contracts: Contracts
    shorts: Shorts
    others: OtherCollateral
    first: int = 0
    names: Sequence[str] = ()
    terms: Mapping[str, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("accounts", "positions", "contracts", "shorts", "others"):
            table = getattr(self, name)
            object.__setattr__(self, name, type(table)(*(read_only(column) for column in table)))

    @property
    def size(self) -> int:
        """Number of accounts."""
        return len(self.accounts.cash)

    def name_of(self, row: int) -> str:
        """How the account of a row is called."""
        return self.names[row] if self.names else f"{self.first + row}"


@dataclass(frozen=True, eq=False, slots=True)
class Book:
    """All accounts on the close of a day.

    Parameters
    ----------
    on
        The day whose close it shows; charges are counted through it.
    securities
        What security numbers mean: ``600519.SH`` and the like, in the order of the numbers.
    partitions
        Read one after the other; they may be opened only then.
    origin
        ``synthetic`` books say so in every answer drawn from them.
    """

    on: date
    securities: tuple[str, ...]
    partitions: Sequence[Partition]
    origin: Origin


def read_only(column: NDArray[Number]) -> NDArray[Number]:
    """The same numbers, which nobody can change: kernels are compiled for such arrays only, mapped from a file or not."""
    found = np.ascontiguousarray(column).view()
    found.flags.writeable = False
    return found
