"""The market as known at one point of view: what every measure reads, whoever provides it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeAlias, TypeVar

import polars as pl

from liangrong.core.calendar import Calendar, mainland
from liangrong.core.clocks import AsOf
from liangrong.market.priority import one_source
from liangrong.market.schemas import Table, conform
from liangrong.market.tables import TABLES, table

T = TypeVar("T")

__all__ = ["Keys", "MarketSnapshot", "Reader"]

Keys: TypeAlias = Mapping[str, Sequence[str]]
"""Column name to the values wanted, e.g. ``{"security_id": ["600519.SH"]}``."""

Reader: TypeAlias = Callable[[Table, "date | None", date, "Keys | None"], pl.DataFrame]
"""Reads a table's rows with ``start <= day <= end`` and the given keys, each key in its latest known vintage."""

_GROUPS: Mapping[str, list[str]] = {
    "market_totals": ["exchange", "trade_date"],
    "margin_detail": ["_exchange", "trade_date"],
    "quotes": ["security_id", "trade_date"],
    "caps": ["security_id", "trade_date"],
    "index_quotes": ["security_id", "trade_date"],
    "account_statistics": ["trade_date"],
    "northbound": ["exchange", "trade_date"],
    "underlying_securities": ["_exchange", "trade_date"],
    "eligible_collateral": ["_exchange", "trade_date"],
}
"""Within which group one source answers alone; tables not named here keep all their sources."""

_SERIES: Final = frozenset({"market_totals", "account_statistics", "northbound"})
"""Tables of a few rows a day: read whole the first time, and cut from there."""


@dataclass(frozen=True)
class MarketSnapshot:
    """Tables up to ``as_of.as_of``, as known at ``as_of.known_at``.

    Parameters
    ----------
    as_of
        The point of view.
    reader
        Where rows come from: the store in production, a dict of frames in a test (``MarketSnapshot.of``).
    calendar
        The sessions.
    """

    as_of: AsOf
    reader: Reader
    calendar: Calendar
    _answers: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, tables: Mapping[str, pl.DataFrame], as_of: date, calendar: Calendar | None = None) -> MarketSnapshot:
        """A snapshot over frames in memory; each is conformed to its table, ``source`` defaults to ``file``."""
        frames = {
            name: conform(table(name), frame, source=None if "source" in frame.columns else "file")
            for name, frame in tables.items()
        }

        def read(wanted: Table, start: date | None, end: date, keys: Keys | None) -> pl.DataFrame:
            frame = frames.get(wanted.name)
            if frame is None:
                return pl.DataFrame(schema=wanted.schema)
            conditions = [pl.col(wanted.day) <= end]
            if start is not None:
                conditions.append(pl.col(wanted.day) >= start)
            conditions += [pl.col(name).is_in(list(values)) for name, values in (keys or {}).items()]
            return frame.filter(*conditions)

        return cls(AsOf(as_of), read, calendar or mainland())

    def table(self, name: str, *, start: date | None = None, end: date | None = None, keys: Keys | None = None) -> pl.DataFrame:
        """The rows of a table between two days, one source per group, sorted by day and key.

        ``end`` defaults to, and never passes, the snapshot's own ``as_of``.
        """
        last = min(end, self.as_of.as_of) if end else self.as_of.as_of
        if name not in _SERIES or keys:
            return self._read(name, start, last, keys)
        whole = self.once(("table", name), lambda: self._read(name, None, self.as_of.as_of, None))
        if start is None and last == self.as_of.as_of:
            return whole
        day = pl.col(table(name).day)
        return whole.filter(day <= last if start is None else day.is_between(start, last))

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """``compute()``, remembered under ``key`` for as long as the snapshot lives; a snapshot never changes."""
        if key not in self._answers:
            self._answers[key] = compute()
        answer: T = self._answers[key]
        return answer

    def _read(self, name: str, start: date | None, last: date, keys: Keys | None) -> pl.DataFrame:
        wanted = table(name)
        frame = self.reader(wanted, start, last, keys)
        by = _GROUPS.get(name)
        if by and "_exchange" in by:
            frame = frame.with_columns(_exchange=pl.col("security_id").str.slice(-2))
            frame = one_source(frame, by).drop("_exchange")
        elif by:
            frame = one_source(frame, by)
        return frame.sort([wanted.day, *(k for k in wanted.key if k != wanted.day)])


assert set(_GROUPS) <= set(TABLES), "groups name tables that do not exist"
