"""What accounts hold and owe, by zone, by security and by industry: whole numbers that add up over partitions."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from liangrong.accounts.assess import Zone
from liangrong.book.columns import Partition
from liangrong.book.kernels.exposures import exposed
from liangrong.book.lines import ZONES
from liangrong.book.marks import MarkTable
from liangrong.book.revaluation import shares_of
from liangrong.book.scales import LI_PER_FEN

__all__ = ["Exposed", "Exposures", "by_industry", "by_security", "exposures"]

_Whole = NDArray[np.int64]


class Exposures(NamedTuple):
    """Sums over accounts; those of two partitions add up field by field.

    ``accounts`` by zone; the others ``(zones, securities)``: shares held free, held in financing contracts and owed by short sales;
    the principal of the contracts and the proceeds of the short sales, fen. Zones in the order of ``lines.ZONES``.
    """

    accounts: _Whole
    free_quantity: _Whole
    financed_quantity: _Whole
    short_quantity: _Whole
    principal: _Whole
    proceeds: _Whole


class Exposed(NamedTuple):
    """Exposures of some zones at some marks, by security or by industry: shares, and money in 厘."""

    free_quantity: _Whole
    financed_quantity: _Whole
    short_quantity: _Whole
    free_value: _Whole
    financed_value: _Whole
    short_value: _Whole
    principal: _Whole
    proceeds: _Whole


def exposures(partition: Partition, zone: NDArray[np.uint8], *, securities: int, threads: int = 2) -> Exposures:
    """Add up what the accounts of a partition hold and owe.

    Parameters
    ----------
    zone
        Number of the zone of each account, as ``revalue`` finds it; those before a scenario show what will be called because of it.
    securities
        Number of securities of the book.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from liangrong.accounts.state import CreditAccount, Holding
    >>> from liangrong.book.compile import partition_of
    >>> some = partition_of([CreditAccount(collateral=(Holding("A", Decimal(n)),)) for n in (100, 200)], ["A"])
    >>> exposures(some, np.zeros(2, np.uint8), securities=1).free_quantity.sum()
    np.int64(300)
    """

    def task(bounds: tuple[int, int]) -> _Whole:
        sums = np.zeros((len(Exposures._fields) - 1, len(ZONES), securities), np.int64)
        exposed(*bounds, partition.accounts, partition.positions, partition.contracts, partition.shorts, known, sums)
        return sums

    known = zone.view()
    known.flags.writeable = False
    total = np.zeros((len(Exposures._fields) - 1, len(ZONES), securities), np.int64)
    for share in shares_of(partition.size, threads, task):
        total += share
    return Exposures(np.bincount(zone, minlength=len(ZONES)).astype(np.int64), *total)


def by_security(found: Exposures, marks: MarkTable, zones: Collection[Zone] = ()) -> Exposed:
    """Exposures of some zones (all where none is named) by security, valued at the prices of ``marks``."""
    rows = [ZONES.index(zone) for zone in zones] or range(len(ZONES))
    free, financed, short, principal, proceeds = (column[list(rows)].sum(axis=0) for column in found[1:])
    return Exposed(free, financed, short, free * marks.price, financed * marks.price, short * marks.price,
                   principal * LI_PER_FEN, proceeds * LI_PER_FEN)  # fmt: skip


def by_industry(found: Exposures, marks: MarkTable, zones: Collection[Zone] = ()) -> Exposed:
    """Exposures of some zones (all where none is named) by industry, in the order of ``marks.industries``."""

    def summed(column: _Whole) -> _Whole:
        sums = np.zeros(len(marks.industries), np.int64)
        np.add.at(sums, marks.industry, column)
        return sums

    return Exposed(*map(summed, by_security(found, marks, zones)))
