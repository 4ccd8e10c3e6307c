"""Money to the fen (分), half up: as it is debited and as it is shown. Nothing else in an account is rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

__all__ = ["FEN", "to_fen"]

FEN: Final = Decimal("0.01")
"""元. The least amount that can be paid."""

_NOISE: Final = Decimal("1e-9")
"""元. Thirds of a yuan added day by day differ from the same days counted at once by less; it must not turn a half fen."""


def to_fen(amount: Decimal) -> Decimal:
    """An amount to 0.01 元, half up; never a negative zero.

    Examples
    --------
    >>> to_fen(Decimal("541.665")), to_fen(Decimal(1000) / 3 * 3)
    (Decimal('541.67'), Decimal('1000.00'))
    """
    return amount.quantize(_NOISE).quantize(FEN, rounding=ROUND_HALF_UP) + 0
