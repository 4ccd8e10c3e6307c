"""The path of a cascade, session by session."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from liangrong.stress.cascade.parameters import Assumption

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["CascadePath", "SessionRow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One session, at its close; money in 元.

    Session 0 is the blow itself: lines are tested after it, nothing is sold in it.

    Parameters
    ----------
    index
        Value of what indebted accounts held before the blow, at the prices now, as a share of its value then;
        of one share of every security where they held none.
    market_value
        Of all securities that accounts with debt hold.
    debt, average_maintenance_ratio
        Of all accounts with debt; the ratio is the sum of their assets over the sum of their debts, ``None`` without debt.
    called, cured, forced, closed
        Accounts newly called; calls cured; accounts that passed into forced liquidation; accounts without debt or all sold out.
    open_calls, in_liquidation, debt_called
        Accounts with a call at the close, those of them in liquidation, and what they all owe.
    ordered, sold, unfilled
        Forced sales: ordered for this session and not filled are valued at its close, like what is sold.
    repaid, kept
        What became of ``sold``: debt repaid, and cash in the accounts.
    own_cash_repaid, paid_in
        Debt repaid out of cash in the accounts; cash that called clients brought in.
    uncollected
        Owed by accounts that became sold out in this session.
    at_limit
        Securities that closed at their lower limit with more to fall.
    """

    session: int
    index: float
    market_value: Decimal
    debt: Decimal
    average_maintenance_ratio: float | None
    called: int
    cured: int
    forced: int
    closed: int
    open_calls: int
    in_liquidation: int
    debt_called: Decimal
    ordered: Decimal
    sold: Decimal
    unfilled: Decimal
    repaid: Decimal
    kept: Decimal
    own_cash_repaid: Decimal
    paid_in: Decimal
    uncollected: Decimal
    at_limit: int


@dataclass(frozen=True, eq=False, slots=True)
class CascadePath:
    """A cascade from the blow until nothing moves any more, or until its sessions are over.

    Parameters
    ----------
    prices, sold_shares, at_limit
        ``(sessions, securities)``: 厘 at each close, shares sold by force in the session, and whether it closed at its lower limit with
        more to fall.
    visited
        Accounts valued in each session: what the screening left to do.
    assumptions
        Everything that was assumed.
    """

    securities: tuple[str, ...]
    rows: tuple[SessionRow, ...]
    prices: NDArray[np.int64]
    sold_shares: NDArray[np.int64]
    at_limit: NDArray[np.bool_]
    visited: tuple[int, ...]
    assumptions: tuple[Assumption, ...]
    settled: bool

    @property
    def total_sold(self) -> Decimal:
        """All forced sales, 元."""
        return sum((row.sold for row in self.rows), Decimal(0))

    @property
    def last_sale(self) -> int:
        """The last session with forced sales; 0: none."""
        return max((row.session for row in self.rows if row.sold), default=0)

    @property
    def trough(self) -> float:
        """The lowest index of the path."""
        return min(row.index for row in self.rows)

    def at(self, session: int) -> SessionRow:
        """The row of a session; after the end of the path that in which everything had come to rest."""
        return self.rows[min(session, len(self.rows) - 1)]
