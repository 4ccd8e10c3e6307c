"""One opened store with its calendar: what every use case starts from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl

from liangrong.analytics.series import SIMULATED_NOTE
from liangrong.analytics.totals import BSE_START
from liangrong.core.calendar import Calendar, mainland
from liangrong.core.clocks import AsOf, show_instant
from liangrong.core.errors import BadInput, NoData
from liangrong.core.results import Note
from liangrong.market.priority import SIMULATED
from liangrong.market.snapshot import MarketSnapshot
from liangrong.store.tables import Store

__all__ = ["Workspace"]


@dataclass(frozen=True)
class Workspace:
    """A store and the calendar it extends.

    Parameters
    ----------
    store
        The tables.
    calendar
        The frozen calendar, continued by the months that SZSE has published since and that were synced.
    """

    store: Store
    calendar: Calendar

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Workspace:
        """Open the store in ``path``.

        Raises
        ------
        NotKnown
            There is no store and none shall be made.
        UsageError, BadInput, StorageFailed
            As ``Store.open``.
        """
        store = Store.open(path, create=create)
        calendar = _extended(store)
        return cls(replace(store, calendar=calendar), calendar)

    @property
    def is_simulated(self) -> bool:
        """Whether the store holds synthetic data."""
        return self.store.origin == "simulated"

    @property
    def notes(self) -> tuple[Note, ...]:
        """The warnings that every result of this workspace carries."""
        return (SIMULATED_NOTE,) if self.is_simulated else ()

    def snapshot(self, as_of: AsOf) -> MarketSnapshot:
        """The market at one point of view.

        Each table stays at the version it had when it was first read, and is read once.
        """
        return MarketSnapshot(as_of, self.store.reader(as_of.known_at), self.calendar)

    def latest_session(self, known_at: datetime | None = None) -> date:
        """The last session on which the market total is complete: SSE and SZSE, and BSE since it takes part.

        Raises
        ------
        NoData
            There is no such session.
        """
        totals = self.store.read("market_totals", known_at=known_at, columns=["exchange", "trade_date", "margin_trading_balance"])
        has = [pl.col("exchange").eq(name).any() for name in ("SSE", "SZSE", "BSE", "SSE+SZSE")]
        complete = (
            totals.drop_nulls()
            .group_by("trade_date")
            .agg(sse=has[0], szse=has[1], bse=has[2], both=has[3])
            .filter((pl.col("sse") & pl.col("szse")) | pl.col("both"), pl.col("bse") | (pl.col("trade_date") < BSE_START))
        )
        last = complete["trade_date"].max()
        if not isinstance(last, date):
            partial = totals["trade_date"].max()
            raise NoData(
                what="complete market total",
                what_zh="完整的两融总额",
                where="any session" + (f" as known at {show_instant(known_at)}" if known_at else ""),
                where_zh="任何一日" + (f"（截至 {show_instant(known_at)} 所知）" if known_at else ""),
                nearest=partial or "no day at all",
                nearest_zh=partial or "没有任何一天",
            )
        return last

    def as_of(self, day: date | None = None, known_at: datetime | None = None) -> tuple[AsOf, tuple[Note, ...]]:
        """The point of view meant by a day that may be missing or no session.

        Parameters
        ----------
        day
            The day asked for; the latest complete session when ``None``.
        known_at
            The instant of knowledge; ``None`` for all that is stored.

        Returns
        -------
        tuple
            The point of view, and a note where the day was moved back to a session.

        Raises
        ------
        BeyondCalendar
            The day lies outside the calendar.
        NoData
            No day was given and no session is complete.
        """
        if day is None:
            return AsOf(self.latest_session(known_at), known_at), self.notes
        session = self.calendar.on_or_before(day)
        if session == day:
            return AsOf(session, known_at), self.notes
        moved = Note(
            f"{day} 不是交易日，采用之前最近的交易日 {session}",
            f"{day} is not a session; the last one before it, {session}, is used",
        )
        return AsOf(session, known_at), (*self.notes, moved)


def _extended(store: Store) -> Calendar:
    """The frozen calendar, continued by the whole months that SZSE has published."""
    calendar = mainland()
    frame = store.read("trading_days", calendar.end + timedelta(days=1), keys={"source": ["szse", f"{SIMULATED}szse"]})
    months: dict[tuple[int, int], dict[date, bool]] = {}
    for day, is_session in frame.select("trade_date", "is_session").sort("trade_date").iter_rows():
        months.setdefault((day.year, day.month), {})[day] = is_session
    for month in months.values():
        try:
            calendar = calendar.extended(month)
        except BadInput:  # a month that does not fit is reported when it is synced; what is beyond it stays unknown
            break
    return calendar
