"""What the account must know of a security on a day: its price, what it counts for, and whether it can be traded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

__all__ = ["Mark", "Marks", "moved"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One security on one day.

    Parameters
    ----------
    price
        Last price, 元.
    conversion_ratio
        折算率 in force for this account, 0 to 1: what one yuan of market value counts as margin.
    asset_class
        Class of collateral, one of ``rules.parameters.ASSET_CLASSES``; empty where unknown.
    previous_close
        元; for price limits and the tick rule.
    limit_up, limit_down
        Prices of the day's limits, 元; ``None`` where there is no limit or it is unknown.
    suspended
        Not traded today.
    fair_price
        What the broker counts instead of ``price`` in the maintenance ratio (long suspension, delisting); ``None``: ``price``.
    financing_open, short_open
        Whether new margin purchases and new short sales are allowed.
    industry
        For concentration and distance by industry.
    """

    price: Decimal
    conversion_ratio: Decimal
    asset_class: str = ""
    previous_close: Decimal | None = None
    limit_up: Decimal | None = None
    limit_down: Decimal | None = None
    suspended: bool = False
    fair_price: Decimal | None = None
    financing_open: bool = True
    short_open: bool = True
    industry: str = ""


Marks: TypeAlias = Mapping[str, Mark]
"""Security (``600519.SH``, or the label that the account uses) to its mark."""


def moved(marks: Marks, moves: Mapping[str, Decimal]) -> Marks:
    """Return the marks after the prices of some securities have moved; a fair price that the broker has set stays.

    Parameters
    ----------
    moves
        Security to change: −0.15 is a fall of 15 %. The others stay.

    Examples
    --------
    >>> moved({"A": Mark(Decimal(20), Decimal(1))}, {"A": Decimal("-0.15")})["A"].price
    Decimal('17.00')
    """
    return {security: replace(mark, price=mark.price * (1 + moves[security])) if security in moves else mark
            for security, mark in marks.items()}  # fmt: skip
