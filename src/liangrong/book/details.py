"""Everything that ``accounts.assess`` says of an account, in columns, for chosen accounts of a partition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from liangrong.book.columns import Column, Partition
from liangrong.book.lines import CALL, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.revaluation import revalue
from liangrong.book.scales import BASIS_POINTS, LI_PER_FEN
from liangrong.book.selection import selected

__all__ = ["NO_SECURITY", "Details", "details_of"]

NO_SECURITY: Final = -1
"""In a column of security numbers: the account holds nothing."""

_Whole: TypeAlias = NDArray[np.int64]
_Real: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Details:
    """Accounts in numbers: the fields of ``accounts.assess.Assessment``, under the same names.

    Money in 厘, exact, but ``available_margin`` and ``margin_used`` in 厘 × basis points and ``shortfall`` in 厘 times the denominator
    of the cure target, where they are whole. Ratios as pure numbers, NaN where an assessment says ``None``.

    Parameters
    ----------
    rows
        Rows of the partition that the columns are about.
    zone
        Number in ``lines.ZONES``.
    largest_security
        Number of the security; ``NO_SECURITY`` where none is held.
    """

    rows: _Whole
    assets: _Whole
    debt: _Whole
    equity: _Whole
    maintenance_ratio: _Real
    available_margin: _Whole
    cash: _Whole
    collateral_value: _Whole
    financed_value: _Whole
    other_collateral: _Whole
    financing_debt: _Whole
    short_debt: _Whole
    accrued_charges: _Whole
    short_proceeds: _Whole
    margin_used: _Whole
    financing_multiple: _Real
    exposure: _Whole
    exposure_leverage: _Real
    zone: NDArray[np.uint8]
    shortfall: _Whole
    largest_security: _Whole
    largest_share: _Real


def details_of(partition: Partition, marks: MarkTable, lines: Lines, rows: ArrayLike) -> Details:
    """Value chosen accounts in full.

    Parameters
    ----------
    rows
        Rows of the partition, in any order.

    Raises
    ------
    IndexError
        The partition has no such row.

    Examples
    --------
    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import CreditAccount, Holding
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.book.compile import partition_of
    >>> from liangrong.rules.rulebook import Rulebook
    >>> day = date(2026, 1, 30)
    >>> book = partition_of([CreditAccount(cash=Decimal(20), collateral=(Holding("A", Decimal(3)),))], ["A"])
    >>> marks = MarkTable.of({"A": Mark(Decimal(10), Decimal("0.7"))}, ["A"], day)
    >>> found = details_of(book, marks, Lines.of(agreed_terms(Rulebook.load().at(day))), [0])
    >>> int(found.collateral_value[0]), float(found.largest_share[0])
    (30000, 0.6)
    """
    chosen = selected(partition, rows)
    found = revalue(chosen, marks, lines, threads=1)
    accounts, positions, contracts, shorts = chosen.accounts, chosen.positions, chosen.contracts, chosen.shorts
    held, financed, owed = (_whole(table.quantity) * marks.price[table.security] for table in (positions, contracts, shorts))
    principal = _whole(contracts.principal) * LI_PER_FEN
    held_by_financing = _by_run(principal * _whole(contracts.margin_ratio), accounts.contract_offsets)
    collateral_value = _by_run(held, accounts.position_offsets)
    financed_value = _by_run(financed, accounts.contract_offsets)
    financing_debt = _by_run(principal, accounts.contract_offsets)
    short_debt = _by_account(shorts.account, owed, chosen.size)
    other = _by_account(chosen.others.account, _whole(chosen.others.value) * LI_PER_FEN, chosen.size)
    exposure, equity = collateral_value + financed_value + short_debt, found.assets - found.debt
    largest, largest_value = _largest(chosen, held, financed, marks.size)
    numerator, denominator = lines.cure_target
    called = found.zone >= CALL
    return Details(
        rows=np.asarray(rows, dtype=np.int64),
        assets=found.assets,
        debt=found.debt,
        equity=equity,
        maintenance_ratio=_ratio(found.assets, found.debt),
        available_margin=found.available_margin,
        cash=_whole(accounts.cash) * LI_PER_FEN,
        collateral_value=collateral_value,
        financed_value=financed_value,
        other_collateral=other if lines.other_collateral_admitted else np.zeros_like(other),
        financing_debt=financing_debt,
        short_debt=short_debt,
        accrued_charges=_whole(accounts.charges) * LI_PER_FEN,
        short_proceeds=_by_account(shorts.account, _whole(shorts.proceeds) * LI_PER_FEN, chosen.size),
        margin_used=held_by_financing + _by_account(shorts.account, owed * _whole(shorts.margin_ratio), chosen.size),
        financing_multiple=_ratio(financing_debt * BASIS_POINTS, held_by_financing),
        exposure=exposure,
        exposure_leverage=_ratio(exposure, equity),
        zone=found.zone,
        shortfall=np.where(called, np.maximum(0, numerator * found.debt - denominator * found.assets), 0),
        largest_security=largest,
        largest_share=np.where(largest == NO_SECURITY, np.nan, _ratio(largest_value, found.assets)),
    )


def _whole(column: Column) -> _Whole:
    return column.astype(np.int64)


def _by_run(values: _Whole, offsets: Column) -> _Whole:
    """Sums of the rows of each account, which lie together."""
    running = np.concatenate((np.zeros(1, np.int64), np.cumsum(values)))
    begins = running[_whole(offsets)]
    return begins[1:] - begins[:-1]


def _by_account(account: Column, values: _Whole, size: int) -> _Whole:
    """Sums of the rows of each account in a sparse table."""
    found = np.zeros(size, np.int64)
    np.add.at(found, _whole(account), values)
    return found


def _ratio(above: _Whole, below: _Whole) -> _Real:
    """A quotient; NaN where there is nothing positive to divide by."""
    found = np.full(len(above), np.nan)
    np.divide(above, below, out=found, where=below > 0)
    return found


def _largest(chosen: Partition, held: _Whole, financed: _Whole, securities: int) -> tuple[_Whole, _Whole]:
    """Number and value of the security that each account holds most of; of equal ones the first, free collateral before contracts."""
    owners, buyers = (
        np.repeat(np.arange(chosen.size), np.diff(_whole(offsets)))
        for offsets in (chosen.accounts.position_offsets, chosen.accounts.contract_offsets)
    )
    held_ids, financed_ids = _whole(chosen.positions.security), _whole(chosen.contracts.security)
    keys = np.concatenate((owners, buyers)) * securities + np.concatenate((held_ids, financed_ids))
    pairs, first, place = np.unique(keys, return_index=True, return_inverse=True)
    value = _by_account(place, np.concatenate((held, financed)), len(pairs))
    account = pairs // securities
    best = np.lexsort((first, -value, account))
    best = best[np.concatenate(([True], np.diff(account[best]) > 0))] if len(best) else best
    number, greatest = np.full(chosen.size, NO_SECURITY, np.int64), np.zeros(chosen.size, np.int64)
    number[account[best]], greatest[account[best]] = pairs[best] % securities, value[best]
    return number, greatest
