"""How many shares an order may name: the least quantity and the step above it (申报数量), by board.

SSE and SZSE trading rules, the articles on order quantity. A rest below the least quantity can only be sold, whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from typing import Final

from liangrong.accounts.terms import venue_of
from liangrong.core.errors import InvalidSecurity
from liangrong.core.securities import Board, SecurityId
from liangrong.rules.rulebook import RulesInForce

__all__ = ["OrderSize", "board_key", "floor_to_lot", "order_size"]

_ZERO: Final = Decimal(0)
_KEYS: Final = (Board.MAIN, Board.STAR, Board.CHINEXT, Board.BSE, Board.FUND, Board.BOND)
"""Boards that the book tells apart by the size of an order."""


@dataclass(frozen=True, slots=True)
class OrderSize:
    """The least quantity of an order and the step above it, in shares or units."""

    minimum: Decimal
    step: Decimal


@lru_cache(maxsize=16384)
def order_size(security: str, rules: RulesInForce) -> OrderSize:
    """Return the order size of a security on a day, by its board.

    Raises
    ------
    RuleNotInForce
        The board had not opened on that day.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.rules.rulebook import Rulebook
    >>> size = order_size("688981.SH", Rulebook.load().at(date(2025, 6, 30)))
    >>> size, floor_to_lot(Decimal("345.5"), size)
    (OrderSize(minimum=Decimal('200'), step=Decimal('1')), Decimal('345'))
    """
    key, venue = board_key(security), venue_of(security)
    return OrderSize(
        minimum=rules.number("order_size_min", key=key, venue=venue), step=rules.number("order_size_step", key=key, venue=venue)
    )


def board_key(security: str) -> str:
    """Return the board under which the book keeps a security; a label that is no code counts as main board."""
    try:
        board = SecurityId.parse(security).board
    except InvalidSecurity:
        return Board.MAIN.value
    return board.value if board in _KEYS else Board.MAIN.value


def floor_to_lot(quantity: Decimal, size: OrderSize) -> Decimal:
    """Return the greatest quantity that an order may name and that is not above ``quantity``; zero where there is none.

    Examples
    --------
    >>> floor_to_lot(Decimal(15024), OrderSize(Decimal(100), Decimal(100)))
    Decimal('15000')
    """
    if quantity < size.minimum:
        return _ZERO
    steps = ((quantity - size.minimum) / size.step).to_integral_value(rounding=ROUND_FLOOR)
    return size.minimum + steps * size.step
