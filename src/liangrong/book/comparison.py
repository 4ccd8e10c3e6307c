"""The comparator: the same accounts by the book and by ``accounts``, and how far apart they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isnan
from typing import Final

from liangrong.accounts.assess import Assessment, assess
from liangrong.accounts.terms import Terms
from liangrong.book.columns import Partition
from liangrong.book.compile import account_of
from liangrong.book.details import NO_SECURITY, Details, details_of
from liangrong.book.lines import ZONES, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.scales import BASIS_POINTS, LI_PER_YUAN

__all__ = ["MONEY", "RATIOS", "Comparison", "Difference", "compare"]

MONEY: Final = (
    "assets", "debt", "equity", "available_margin", "cash", "collateral_value", "financed_value", "other_collateral", "financing_debt",
    "short_debt", "accrued_charges", "short_proceeds", "margin_used", "exposure", "shortfall",
)  # fmt: skip
"""Fields in 元."""

RATIOS: Final = ("maintenance_ratio", "financing_multiple", "exposure_leverage", "largest_share")

_TOLERANCE: Final = 1e-12
"""How far a ratio in floating point may be from the exact one, as a share of it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of one account that is not the same."""

    row: int
    account: str
    field: str
    book: str
    exact: str

    def __str__(self) -> str:
        return f"account {self.account} (row {self.row}): {self.field} is {self.book} in the book and {self.exact} in accounts"


@dataclass(slots=True)
class Comparison:
    """How far the book is from ``accounts``.

    Parameters
    ----------
    greatest
        By field of money, the greatest difference of an account, 元.
    zones_differ, ratios_differ, largest_differ
        Accounts with another zone; with a ratio further off than a double can be; with another largest security.
    first
        The first difference found.
    """

    accounts: int = 0
    greatest: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(MONEY, Decimal(0)))
    zones_differ: int = 0
    ratios_differ: int = 0
    largest_differ: int = 0
    first: Difference | None = None

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return self.first is None


def compare(partition: Partition, marks: MarkTable, terms: Terms, *, rows: Iterable[int] | None = None) -> Comparison:
    """Value accounts by the book and one by one by ``accounts.assess``.

    Parameters
    ----------
    rows
        Rows to compare; all where not given.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import CreditAccount, Holding
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.book.compile import partition_of
    >>> from liangrong.rules.rulebook import Rulebook
    >>> day = date(2026, 1, 30)
    >>> book = partition_of([CreditAccount(cash=Decimal(20), collateral=(Holding("A", Decimal(3)),))], ["A"])
    >>> marks = MarkTable.of({"A": Mark(Decimal(10), Decimal("0.7"))}, ["A"], day)
    >>> compare(book, marks, agreed_terms(Rulebook.load().at(day))).same
    True
    """
    chosen = list(range(partition.size) if rows is None else rows)
    lines, by_security, found = Lines.of(terms), marks.marks(), Comparison()
    details = details_of(partition, marks, lines, chosen)
    for place, row in enumerate(chosen):
        exact = assess(account_of(partition, row, marks.securities), by_security, terms)
        found.accounts += 1
        for different in _differences(found, details, place, exact, lines, marks.securities):
            if found.first is None:
                found.first = Difference(row, partition.name_of(row), *different)
    return found


def _differences(
    found: Comparison, details: Details, place: int, exact: Assessment, lines: Lines, securities: Sequence[str]
) -> Iterable[tuple[str, str, str]]:
    """Field, value in the book and exact value of what differs, counted in ``found``."""
    for name in MONEY:
        book, truth = _yuan(name, int(getattr(details, name)[place]), lines), getattr(exact, name)
        found.greatest[name] = max(found.greatest[name], abs(book - truth))
        if book != truth:
            yield name, f"{book}", f"{truth}"
    zone = ZONES[details.zone[place]]
    if zone != exact.zone:
        found.zones_differ += 1
        yield "zone", zone, exact.zone
    off = [name for name in RATIOS if not _close(float(getattr(details, name)[place]), getattr(exact, name))]
    found.ratios_differ += bool(off)
    for name in off:
        yield name, f"{getattr(details, name)[place]}", f"{getattr(exact, name)}"
    number = int(details.largest_security[place])
    largest = "" if number == NO_SECURITY else securities[number]
    if largest != exact.largest_security:
        found.largest_differ += 1
        yield "largest_security", largest, exact.largest_security


def _yuan(name: str, value: int, lines: Lines) -> Decimal:
    """A field of the book in 元."""
    scale = {"available_margin": BASIS_POINTS, "margin_used": BASIS_POINTS, "shortfall": lines.cure_target[1]}.get(name, 1)
    return Decimal(value) / (LI_PER_YUAN * scale)


def _close(book: float, exact: Decimal | None) -> bool:
    if exact is None:
        return isnan(book)
    return abs(book - float(exact)) <= _TOLERANCE * abs(float(exact))
