"""Accounts taken out of a partition so that a cascade can sell from them: a small copy that may be written to.

Most accounts of a book are never called. Those that are leave the read-only partition once, with their contracts already in the order
in which they will be repaid.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from liangrong.accounts.terms import RepaymentOrder
from liangrong.book.columns import NO_DATE, Column, Partition
from liangrong.book.scales import LI_PER_FEN

__all__ = [
    "CASH", "CHARGES", "CURES", "DEADLINE", "EVERY", "NUMBER", "OTHERS", "PHASE", "PRINCIPAL", "PROCEEDS", "QUANTITY", "SECURITY", "START", "WANTED",
    "Screen", "Working", "merged", "working_copy",
]  # fmt: skip

NUMBER, CASH, CHARGES, OTHERS, PHASE, DEADLINE, START, CURES = range(8)
"""Columns of an account: its number in the book; cash, unpaid charges, other collateral (厘); its phase in a cascade, the session by whose
close its call must be cured, the first session of forced sales, the session in which its client pays in (−1: never)."""
SECURITY, QUANTITY, PRINCIPAL, WANTED = range(4)
"""Columns of a lot, which is a contract or a holding of free collateral (no principal): shares, 厘 owed, shares of its open order."""
PROCEEDS = 2
"""Column of a short sale beside ``SECURITY`` and ``QUANTITY``: what it brought, 厘."""

EVERY = np.uint64(2**64 - 1)
"""Bits of all groups of securities."""

_LOT = 4
_INT = np.int64


class Screen(NamedTuple):
    """By account: the step of the least fall that reaches its call line, and the groups of securities that it holds."""

    level: NDArray[np.uint8]
    groups: NDArray[np.uint64]


class Working(NamedTuple):
    """Accounts in work, whole numbers in rows: ``accounts``, ``lots`` (contracts first, in the order of repayment) and ``shorts``.

    ``…_offsets`` are one longer than the accounts; the ``screen`` says which accounts are to be looked at.
    """

    accounts: NDArray[np.int64]
    lots: NDArray[np.int64]
    lot_offsets: NDArray[np.int64]
    shorts: NDArray[np.int64]
    short_offsets: NDArray[np.int64]
    screen: Screen

    @property
    def size(self) -> int:
        """Number of accounts."""
        return len(self.accounts)

    @property
    def widest(self) -> int:
        """The most lots that one account has."""
        return int(np.diff(self.lot_offsets).max(initial=0))


def working_copy(
    partition: Partition, rows: NDArray[np.int64], *, repayment_order: RepaymentOrder, other_collateral_admitted: bool
) -> Working:
    """Copy some accounts of a partition.

    Parameters
    ----------
    rows
        Their rows in the partition, in order.
    repayment_order
        Of contracts within an account; where the partition does not keep its terms, or they tie, the order of security numbers.

    Examples
    --------
    >>> from decimal import Decimal as D
    >>> from liangrong.accounts.state import CreditAccount, Holding
    >>> from liangrong.book.compile import partition_of
    >>> accounts = [CreditAccount(cash=D(1)), CreditAccount(cash=D(2), collateral=(Holding("A", D(300)),))]
    >>> found = working_copy(
    ...     partition_of(accounts, ["A"]), np.array([1]), repayment_order="due_date", other_collateral_admitted=True
    ... )
    >>> found.accounts[:, CASH].tolist(), found.lots[:, QUANTITY].tolist()
    ([2000], [300])
    """
    accounts, positions, contracts, shorts = partition.accounts, partition.positions, partition.contracts, partition.shorts
    held, held_counts = _rows_of(accounts.position_offsets[rows], accounts.position_offsets[rows + 1])
    lent, lent_counts = _rows_of(accounts.contract_offsets[rows], accounts.contract_offsets[rows + 1])
    keys = _repayment_keys(partition, repayment_order, lent)
    if keys:
        lent = lent[np.lexsort((*keys, np.repeat(np.arange(len(rows)), lent_counts)))]
    lot_offsets = _offsets(lent_counts + held_counts)
    middle = lot_offsets[:-1] + lent_counts
    lots = np.zeros((lot_offsets[-1], _LOT), _INT)
    first, _ = _rows_of(lot_offsets[:-1], middle)
    lots[first, SECURITY], lots[first, QUANTITY] = contracts.security[lent], contracts.quantity[lent]
    lots[first, PRINCIPAL] = contracts.principal[lent] * LI_PER_FEN
    then, _ = _rows_of(middle, lot_offsets[1:])
    lots[then, SECURITY], lots[then, QUANTITY] = positions.security[held], positions.quantity[held]
    short, short_counts = _rows_of(np.searchsorted(shorts.account, rows), np.searchsorted(shorts.account, rows + 1))
    listed = partition.others.account
    other, other_counts = _rows_of(np.searchsorted(listed, rows), np.searchsorted(listed, rows + 1))
    others = np.zeros(len(rows), _INT)
    np.add.at(others, np.repeat(np.arange(len(rows)), other_counts), partition.others.value[other])
    never = np.full(len(rows), -1)
    return Working(
        _table(
            partition.first + rows, accounts.cash[rows] * LI_PER_FEN, accounts.charges[rows] * LI_PER_FEN,
            others * (LI_PER_FEN if other_collateral_admitted else 0), never + 1, never, never, never,
        ),
        lots,
        lot_offsets,
        _table(shorts.security[short], shorts.quantity[short], shorts.proceeds[short] * LI_PER_FEN),
        _offsets(short_counts),
        Screen(np.zeros(len(rows), np.uint8), np.full(len(rows), EVERY)),
    )  # fmt: skip


def merged(one: Working, other: Working) -> Working:
    """Accounts in work side by side, those of ``one`` first."""
    return Working(
        np.concatenate((one.accounts, other.accounts)),
        np.concatenate((one.lots, other.lots)),
        np.append(one.lot_offsets, one.lot_offsets[-1] + other.lot_offsets[1:]),
        np.concatenate((one.shorts, other.shorts)),
        np.append(one.short_offsets, one.short_offsets[-1] + other.short_offsets[1:]),
        Screen(np.append(one.screen.level, other.screen.level), np.append(one.screen.groups, other.screen.groups)),
    )


def _table(*columns: Column) -> NDArray[np.int64]:
    return np.ascontiguousarray(np.stack([column.astype(_INT) for column in columns], axis=1))


def _rows_of(begins: Column, ends: Column) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which rows of a table belong to some accounts, and how many of them to each."""
    first, counts = begins.astype(_INT), ends.astype(_INT) - begins.astype(_INT)
    offsets = _offsets(counts)
    return np.arange(offsets[-1]) + np.repeat(first - offsets[:-1], counts), counts


def _offsets(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.append(0, np.cumsum(counts)).astype(_INT)


def _repayment_keys(partition: Partition, order: RepaymentOrder, lent: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Sorting keys of contracts, the last one first, as ``numpy.lexsort`` takes them."""
    terms = {name: partition.terms[f"contract_terms.{name}"][lent].astype(_INT)
             for name in ("rate", "opened_on", "due_on") if f"contract_terms.{name}" in partition.terms}  # fmt: skip
    if "due_on" in terms:
        terms["due_on"] = np.where(terms["due_on"] == NO_DATE, np.iinfo(_INT).max, terms["due_on"])
    if "rate" in terms:
        terms["rate"] = -terms["rate"]
    wanted = {
        "due_date": ("due_on", "opened_on"),
        "opening_date": ("opened_on", "due_on"),
        "highest_rate": ("rate", "due_on", "opened_on"),
    }
    return [terms[name] for name in reversed(wanted[order]) if name in terms]
