"""The whole numbers that a book counts in: nothing in it is a fraction, so that no sum depends on its order.

Prices are whole 厘 (0.001 元), which every exchange quotes in; money is stored in 分 and computed in 厘; ratios are whole basis
points. A sum of available margin is counted in 厘 times basis points. All of it fits 64 bits for an account of 9,000 亿元.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from liangrong.core.errors import InvalidAccount

__all__ = ["BASIS_POINTS", "FEN_PER_YUAN", "LI_PER_FEN", "LI_PER_YUAN", "RATE_UNITS", "whole", "yuan_of_li"]

FEN_PER_YUAN: Final = 100
LI_PER_YUAN: Final = 1000
LI_PER_FEN: Final = LI_PER_YUAN // FEN_PER_YUAN
BASIS_POINTS: Final = 10_000
"""One, in basis points: ratios."""
RATE_UNITS: Final = 100_000
"""One, in thousandths of a percent: interest rates per year."""


def whole(value: Decimal, per_one: int, what: str) -> int:
    """A quantity in whole units of a scale.

    Parameters
    ----------
    per_one
        Units per 1: ``LI_PER_YUAN`` for a price.
    what
        What it is, for the sentence when it does not fit.

    Raises
    ------
    InvalidAccount
        It has more decimals than the scale keeps: the book would not equal the account.

    Examples
    --------
    >>> whole(Decimal("1.234"), LI_PER_YUAN, "price of 510300.SH")
    1234
    """
    scaled = value * per_one
    found = int(scaled)
    if found != scaled:
        raise InvalidAccount(place=what, reason=f"{value} has more decimals than a book keeps: steps of 1/{per_one}",
                             reason_zh=f"{value} 的小数位超出账簿的精度 1/{per_one}")  # fmt: skip
    return found


def yuan_of_li(amount: int) -> Decimal:
    """An amount of 厘 in 元.

    Examples
    --------
    >>> yuan_of_li(1234)
    Decimal('1.234')
    """
    return Decimal(amount) / LI_PER_YUAN
