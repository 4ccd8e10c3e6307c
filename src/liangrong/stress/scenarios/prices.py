"""New prices of a market: whole 厘, at least one, within the limits of a session where those are asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.book.marks import MarkTable
from liangrong.book.price_limits import limit_prices
from liangrong.core.errors import UsageError

__all__ = ["GREATEST_RISE", "checked_move", "priced", "repriced", "within_limits"]

GREATEST_RISE: Final = 10.0
"""Above eleven times its price a book could not count on in whole numbers without overflow."""


def checked_move(move: float, where: str) -> float:
    """A move that a price can make.

    Parameters
    ----------
    move
        −0.10 is a fall of 10 %.
    where
        In what it stands, for the sentence.

    Raises
    ------
    UsageError
        A fall of everything or more, a rise beyond ``GREATEST_RISE``, or no number.

    Examples
    --------
    >>> checked_move(-0.1, "market:-0.1")
    -0.1
    """
    if not -1 < move <= GREATEST_RISE:
        raise UsageError(
            reason=f"{where} moves prices by {move:.2%}; a move lies above -100 % and at {GREATEST_RISE:.0%} at most.",
            reason_zh=f"{where} 的涨跌幅为 {move:.2%}；应大于 -100 %，且不超过 {GREATEST_RISE:.0%}。",
        )
    return move


def repriced(market: MarkTable, moves: NDArray[np.float64]) -> MarkTable:
    """The market after each price has moved by its share, rounded to whole 厘, never below one.

    Parameters
    ----------
    moves
        By security number; NaN leaves a price as it is.

    Examples
    --------
    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from liangrong.accounts.marks import Mark
    >>> table = MarkTable.of({"A": Mark(Decimal("12.345"), Decimal(1))}, ["A"], date(2026, 1, 30))
    >>> repriced(table, np.array([-0.1])).price.tolist(), repriced(table, np.array([-2.0])).price.tolist()
    ([11110], [1])
    """
    return priced(market, np.rint(market.price * (1 + np.nan_to_num(moves))))


def priced(market: MarkTable, prices: NDArray[np.float64] | NDArray[np.int64]) -> MarkTable:
    """The market at other prices, 厘.

    A fair price that the broker has set stays, as in ``accounts.marks.moved``; elsewhere the maintenance ratio counts the new price.
    """
    price = np.maximum(prices, 1).astype(np.int64)
    return replace(market, price=price, fair_price=np.where(market.fair_price == market.price, price, market.fair_price))


def within_limits(before: MarkTable, after: MarkTable) -> MarkTable:
    """The market after one session: no price beyond the limits that start from the prices before; what is suspended keeps its price."""
    low, high = limit_prices(replace(before, previous_close=before.price))
    return priced(after, np.where(before.suspended, before.price, np.clip(after.price, low, high)))
