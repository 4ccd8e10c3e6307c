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

__all__ = ["Working", "working_copy"]

_INT = np.int64


class Working(NamedTuple):
    """Accounts in work. Money in 厘, quantities in shares, sessions counted from the start of a cascade.

    ``account`` is the number in the book. ``phase``, ``deadline`` (session by whose close a call must be cured), ``start`` (first
    session of forced sales) and ``cures`` (session in which the client pays in) belong to the cascade; ``…_wanted`` are shares
    of open orders, ``…_offsets`` one longer than the accounts.
    """

    account: NDArray[np.int64]
    cash: NDArray[np.int64]
    charges: NDArray[np.int64]
    others: NDArray[np.int64]
    phase: NDArray[np.uint8]
    deadline: NDArray[np.int64]
    start: NDArray[np.int64]
    cures: NDArray[np.int64]
    position_offsets: NDArray[np.int64]
    position_security: NDArray[np.int64]
    position_quantity: NDArray[np.int64]
    position_wanted: NDArray[np.int64]
    contract_offsets: NDArray[np.int64]
    contract_security: NDArray[np.int64]
    contract_quantity: NDArray[np.int64]
    contract_wanted: NDArray[np.int64]
    contract_principal: NDArray[np.int64]
    short_offsets: NDArray[np.int64]
    short_security: NDArray[np.int64]
    short_quantity: NDArray[np.int64]
    short_proceeds: NDArray[np.int64]

    @property
    def size(self) -> int:
        """Number of accounts."""
        return len(self.account)

    @property
    def widest(self) -> int:
        """The most positions and contracts that one account has."""
        return int((np.diff(self.position_offsets) + np.diff(self.contract_offsets)).max(initial=0))


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
    >>> found.cash.tolist(), found.position_quantity.tolist()
    ([2000], [300])
    """
    accounts, positions, contracts, shorts = partition.accounts, partition.positions, partition.contracts, partition.shorts
    held, position_offsets = _rows_of(accounts.position_offsets[rows], accounts.position_offsets[rows + 1])
    lent, contract_offsets = _rows_of(accounts.contract_offsets[rows], accounts.contract_offsets[rows + 1])
    lent = lent[np.lexsort((*_repayment_keys(partition, repayment_order, lent), np.repeat(rows, np.diff(contract_offsets))))]
    short, short_offsets = _rows_of(np.searchsorted(shorts.account, rows), np.searchsorted(shorts.account, rows + 1))
    listed = partition.others.account
    sums = np.append(0, np.cumsum(partition.others.value)) * (LI_PER_FEN if other_collateral_admitted else 0)
    never = np.full(len(rows), -1, _INT)
    return Working(
        account=partition.first + rows.astype(_INT),
        cash=accounts.cash[rows].astype(_INT) * LI_PER_FEN,
        charges=accounts.charges[rows].astype(_INT) * LI_PER_FEN,
        others=sums[np.searchsorted(listed, rows + 1)] - sums[np.searchsorted(listed, rows)],
        phase=np.zeros(len(rows), np.uint8),
        deadline=never.copy(),
        start=never.copy(),
        cures=never.copy(),
        position_offsets=position_offsets,
        position_security=positions.security[held].astype(_INT),
        position_quantity=positions.quantity[held].astype(_INT),
        position_wanted=np.zeros(len(held), _INT),
        contract_offsets=contract_offsets,
        contract_security=contracts.security[lent].astype(_INT),
        contract_quantity=contracts.quantity[lent].astype(_INT),
        contract_wanted=np.zeros(len(lent), _INT),
        contract_principal=contracts.principal[lent].astype(_INT) * LI_PER_FEN,
        short_offsets=short_offsets,
        short_security=shorts.security[short].astype(_INT),
        short_quantity=shorts.quantity[short].astype(_INT),
        short_proceeds=shorts.proceeds[short].astype(_INT) * LI_PER_FEN,
    )


def _rows_of(begins: Column, ends: Column) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which rows of a table belong to some accounts, and where each account's begin in the copy."""
    first, counts = begins.astype(_INT), ends.astype(_INT) - begins.astype(_INT)
    new = np.append(0, np.cumsum(counts))
    return np.arange(new[-1]) + np.repeat(first - new[:-1], counts), new


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
    return [lent, *(terms[name] for name in reversed(wanted[order]) if name in terms)]
