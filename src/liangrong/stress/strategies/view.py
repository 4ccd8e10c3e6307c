"""What a strategy may see at a close, and what it may answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from liangrong.accounts.state import Line

__all__ = ["OUT", "Position", "Strategy", "Target", "View"]


@dataclass(frozen=True, slots=True)
class Position:
    """Everything held of one security.

    Parameters
    ----------
    quantity
        Shares.
    sessions
        Closes since it was entered, the one of the day of purchase included.
    high
        Highest close since then, 元.
    """

    quantity: Decimal
    sessions: int
    high: Decimal


@dataclass(frozen=True, slots=True)
class View:
    """A close, and everything before it; nothing later.

    Parameters
    ----------
    place
        Closes since the account started: 0 at the first.
    sessions
        Trading days up to and including today, history before the account included.
    closes
        Security to its closes on these days, 元.
    positions
        Security to what is held of it; what is not held is missing.
    equity
        Net worth of the account at these closes, 元.
    maintenance_ratio
        维持担保比例; ``None`` without debt.
    line
        Where the account stands between its lines.
    """

    place: int
    sessions: tuple[date, ...]
    closes: Mapping[str, tuple[Decimal, ...]]
    positions: Mapping[str, Position]
    equity: Decimal
    maintenance_ratio: Decimal | None
    line: Line


@dataclass(frozen=True, slots=True)
class Target:
    """What to hold from the next open on.

    Parameters
    ----------
    weights
        Security to its market value over the net worth of the account; what is missing is sold.
    leverage
        Market value over own money in it: of each yuan held, ``1 / leverage`` is own and the rest is financed.
    """

    weights: Mapping[str, Decimal]
    leverage: Decimal = Decimal(1)


OUT: Final = Target({})
"""Sell everything and repay."""


class Strategy(Protocol):
    """Anything that decides at a close; it keeps nothing between closes but its own parameters."""

    @property
    def history(self) -> int:
        """Closes before the first one of the account that it wants to see."""
        ...

    def decide(self, view: View) -> Target | None:
        """Say what to hold from the next open on; ``None`` leaves everything as it is."""
        ...
