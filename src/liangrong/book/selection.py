"""Some accounts of a partition as a partition of their own."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from liangrong.book.columns import Accounts, Partition

__all__ = ["selected"]


def selected(partition: Partition, rows: ArrayLike) -> Partition:
    """Copy some accounts, with all that they hold and owe.

    Parameters
    ----------
    rows
        Their rows in the partition, in any order; the copy has them in this order, under the names that they have now.

    Raises
    ------
    IndexError
        The partition has no such row.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from liangrong.accounts.state import CreditAccount, Holding
    >>> from liangrong.book.compile import partition_of
    >>> some = partition_of([CreditAccount(collateral=(Holding("A", Decimal(n)),)) for n in (100, 200, 300)], ["A"])
    >>> selected(some, [2, 0]).positions.quantity.tolist()
    [300, 100]
    """
    chosen = np.asarray(rows, dtype=np.int64)
    if chosen.size and not 0 <= chosen.min() <= chosen.max() < partition.size:
        raise IndexError(f"rows {chosen.min()} to {chosen.max()} of a partition of {partition.size} accounts")
    accounts, terms = partition.accounts, partition.terms
    positions, position_offsets = _runs(accounts.position_offsets[chosen], accounts.position_offsets[chosen + 1])
    contracts, contract_offsets = _runs(accounts.contract_offsets[chosen], accounts.contract_offsets[chosen + 1])
    shorts, short_owners = _owned(partition.shorts, chosen)
    others, other_owners = _owned(partition.others, chosen)
    at = {"contract_terms": contracts, "short_terms": shorts, "account_terms": chosen}
    return Partition(
        Accounts(accounts.cash[chosen], accounts.charges[chosen], position_offsets, contract_offsets),
        _taken(partition.positions, positions),
        _taken(partition.contracts, contracts),
        _taken(partition.shorts, shorts)._replace(account=short_owners),
        _taken(partition.others, others)._replace(account=other_owners),
        names=tuple(partition.name_of(int(row)) for row in chosen),
        terms={name: column[at[name.split(".")[0]]] for name, column in terms.items()},
    )


def _runs(begins: NDArray[Any], ends: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Places of the rows between begins and ends, one run after the other, and where each run begins among them."""
    lengths = ends.astype(np.int64) - begins
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    return np.arange(offsets[-1]) + np.repeat(begins - offsets[:-1], lengths), offsets.astype(np.uint32)


def _owned(table: Any, chosen: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Places of the rows of a sparse table that belong to chosen accounts, and which of the chosen owns each."""
    places, offsets = _runs(*(np.searchsorted(table.account, chosen, side=side) for side in ("left", "right")))
    return places, np.repeat(np.arange(len(chosen), dtype=np.uint32), np.diff(offsets))


def _taken(table: Any, places: NDArray[np.int64]) -> Any:
    return type(table)(*(column[places] for column in table))
