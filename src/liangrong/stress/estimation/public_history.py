"""What is public about some securities, or about the market taken as one: sessions x keys, ready for arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "PublicHistory"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class PublicHistory:
    """Daily financing and prices up to the day of the estimate, which is the last one.

    Parameters
    ----------
    days
        The sessions.
    keys
        Securities, or one name for the market as a whole.
    log_price
        ``(sessions, keys)`` logarithm of the price, adjusted through the previous close for splits and dividends.
    log_purchase
        ``(sessions, keys)`` logarithm of the average price paid on the session, on the same footing: turnover over volume where both
        are known, the close otherwise.
    activity
        ``(sessions, keys)`` how much was bought, up to a factor of each key: what is known of the sessions without margin detail.
    buys, balance
        ``(sessions, keys)`` 融资买入额 and 融资余额, 元; NaN where not known.
    """

    days: tuple[date, ...]
    keys: tuple[str, ...]
    log_price: Floats
    log_purchase: Floats
    activity: Floats
    buys: Floats
    balance: Floats

    @property
    def first(self) -> int:
        """Position of the first session from which on the balances of all keys are known to the end."""
        unknown = np.flatnonzero(np.isnan(self.balance).any(axis=1) | np.isnan(self.buys).any(axis=1))
        return int(unknown[-1]) + 1 if unknown.size else 0

    def only(self, keys: slice) -> PublicHistory:
        """Some of the keys.

        Examples
        --------
        >>> two = np.ones((1, 2))
        >>> history = PublicHistory(days=(date(2026, 1, 30),), keys=("A", "B"), log_price=two, log_purchase=two, activity=two, buys=two,
        ...                         balance=two)
        >>> history.only(slice(1, None)).keys
        ('B',)
        """
        return PublicHistory(
            days=self.days, keys=self.keys[keys], log_price=self.log_price[:, keys], log_purchase=self.log_purchase[:, keys],
            activity=self.activity[:, keys], buys=self.buys[:, keys], balance=self.balance[:, keys],
        )  # fmt: skip

    def since(self, sessions: int, *, known: int) -> PublicHistory:
        """The last ``sessions`` of it alone, with the balances of the last ``known`` only.

        What was bought before stays as the pace of buying: no stock begins at the price of one day.
        """
        skip = max(0, len(self.days) - sessions)
        hidden = np.where(np.arange(len(self.days)) < len(self.days) - known, np.nan, 0.0)[:, None]
        return PublicHistory(
            days=self.days[skip:], keys=self.keys, log_price=self.log_price[skip:], log_purchase=self.log_purchase[skip:],
            activity=self.activity[skip:], buys=(self.buys + hidden)[skip:], balance=(self.balance + hidden)[skip:],
        )  # fmt: skip
