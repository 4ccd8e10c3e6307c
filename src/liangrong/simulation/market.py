"""The synthetic market: standard tables of invented figures, complete, consistent and reproducible.

Everything is generated from one seed; the same seed gives the same bytes, a part does not depend on which other part was
asked for first. Every row says ``simulated:…`` in its ``source``. Nothing here reads or writes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import polars as pl

from liangrong.core.calendar import Calendar, mainland
from liangrong.core.errors import UnknownName
from liangrong.simulation import context, frames
from liangrong.simulation.detail import Detail
from liangrong.simulation.levels import FIRST_SESSION, LAST_SESSION, Levels
from liangrong.simulation.listing import Listing
from liangrong.simulation.totals import market_totals

__all__ = ["SimulatedMarket"]

DEFAULT_SEED: Final = 2010


@dataclass(frozen=True, eq=False)
class SimulatedMarket:
    """A market that never was, from 2010-03-31 to 2026-01-30.

    Parameters
    ----------
    seed
        What everything is drawn from.
    calendar
        The sessions.

    Examples
    --------
    >>> market = SimulatedMarket.generate()
    >>> market.table("market_totals")["source"].unique().sort().to_list()
    ['simulated:bse', 'simulated:sse', 'simulated:szse']
    """

    seed: int
    calendar: Calendar

    @classmethod
    def generate(cls, seed: int = DEFAULT_SEED) -> SimulatedMarket:
        """The market of one seed; its tables are drawn when they are first asked for."""
        return cls(seed, mainland())

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables it has."""
        return tuple(self._makers)

    def table(self, name: str) -> pl.DataFrame:
        """One standard table, without clocks.

        Raises
        ------
        UnknownName
            The market has no such table.
        """
        if name not in self._makers:
            raise UnknownName(kind="simulated table", name=name, known=", ".join(self._makers))
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    @cached_property
    def sessions(self) -> tuple[date, ...]:
        """The sessions of the totals."""
        return self.calendar.between(FIRST_SESSION, LAST_SESSION)

    @cached_property
    def listing(self) -> Listing:
        """The invented names."""
        return Listing.generate(self.seed)

    @cached_property
    def levels(self) -> Levels:
        """The market and its exchanges, top down."""
        return Levels.generate(self.sessions, self.seed)

    @cached_property
    def detail(self) -> Detail:
        """The names, as arrays."""
        return Detail.generate(self.listing, self.levels, self.seed)

    @cached_property
    def _made(self) -> dict[str, pl.DataFrame]:
        return {}

    @cached_property
    def _makers(self) -> Mapping[str, Callable[[], pl.DataFrame]]:
        return {
            "market_totals": lambda: market_totals(self.levels, self.detail, self.listing, self.seed),
            "margin_detail": lambda: frames.margin_detail(self.listing, self.detail, self.sessions),
            "quotes": lambda: frames.quotes(self.listing, self.detail, self.sessions),
            "caps": lambda: frames.caps(self.listing, self.detail, self.sessions),
            "index_quotes": lambda: context.index_quotes(self.levels, self.seed),
            "account_statistics": lambda: context.account_statistics(self.levels, self.seed),
            "northbound": lambda: context.northbound(self.levels, self.seed),
            "policy_events": context.policy_events,
            "securities": lambda: frames.securities(self.listing, self.sessions),
            "memberships": lambda: frames.memberships(self.listing, self.sessions),
            "industry_classes": frames.industry_classes,
            "eligible_collateral": lambda: frames.eligible_collateral(self.listing, self.sessions),
            "underlying_securities": lambda: frames.underlying_securities(self.listing, self.sessions),
        }
