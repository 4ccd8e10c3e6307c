"""The store as the claim checker sees it: single values, windows, records and first crossings, each asked for by name.

What is not known is absent, never an error; everything is remembered for as long as one text is checked.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from liangrong.core.errors import NotKnown, UsageError
from liangrong.research.claims.desk import Fact

if TYPE_CHECKING:
    from pathlib import Path

    from liangrong.core.clocks import AsOf
    from liangrong.market.snapshot import MarketSnapshot
    from liangrong.services.workspace import Workspace

__all__ = ["CLOSE", "RETURN", "StoreFacts", "facts_of"]

T = TypeVar("T")

CLOSE: Final = "index_level"
"""The close of an index."""
RETURN: Final = "daily_return"
"""The close of a security or an index over the one before, minus 1."""
_TOTALS: Final = ("market", "exchange:")
"""Scopes with totals of their own, whose whole series is cheap; of others only the days asked about are read."""
_TABLES: Final = (
    "market_totals", "margin_detail", "account_statistics", "index_quotes", "quotes", "caps", "memberships", "industry_classes", "securities",
)  # fmt: skip
"""What the answers are made of."""
_MOST: Final = 10_000
"""Answers that are remembered at a time."""
_TRUSTED: Final = ("ok", "repaired")
_PRECISION: Final = 12
"""Decimals of a ratio that floating point leaves trustworthy."""


@dataclass(frozen=True, eq=False)
class StoreFacts:
    """What a snapshot knows.

    Parameters
    ----------
    snapshot
        The market at one point of view; nothing beyond it is ever seen.
    """

    snapshot: MarketSnapshot
    _answers: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    def at(self, measure: str, scope: str, day: date) -> Fact | None:
        """The value on that very day."""
        found = self.series(measure, scope, day, day)
        return found[0] if found else None

    def series(self, measure: str, scope: str, start: date, end: date) -> Sequence[Fact]:
        """The values of a window, in order of days; empty where the measure or scope is not known."""
        if start > end:
            return ()
        nothing: tuple[Fact, ...] = ()
        no_days: tuple[date, ...] = ()
        if not (scope.startswith(_TOTALS) or (measure in (CLOSE, RETURN) and scope.startswith("index:"))):
            return self._once(("window", measure, scope, start, end), lambda: self._read(measure, scope, start, end), nothing)
        whole = self._once(("whole", measure, scope), lambda: self._read(measure, scope, None, None), nothing)
        days = self._once(("days", measure, scope), lambda: tuple(fact.day for fact in whole), no_days)
        return whole[bisect_left(days, start) : bisect_right(days, end)]

    def record(self, measure: str, scope: str, day: date) -> bool | None:
        """Whether the value of that day stood strictly above all before; ``None`` where the history does not say."""
        if self.at(measure, scope, day) is None:
            return None
        of_year = self._once(("records", measure, scope, day.year), lambda: self._records(measure, scope, day.replace(month=1, day=1),
                                                                                       day.replace(month=12, day=31)), None)  # fmt: skip
        if of_year is None:
            of_year = self._once(("records", measure, scope, day), lambda: self._records(measure, scope, day, day), None)
        return None if of_year is None else day in of_year

    def first_at_or_above(self, measure: str, scope: str, level: Decimal, since: date | None = None) -> Fact | None:
        """The first day ever, or since a day, at or above a level; ``None`` where there is none or the history does not say."""
        return self._once(("first", measure, scope, level, since), lambda: self._first(measure, scope, level, since), None)

    def _records(self, measure: str, scope: str, start: date, end: date) -> frozenset[date]:
        from liangrong.analytics.records import records

        last = min(end, self.snapshot.as_of.as_of)
        return frozenset(records(self.snapshot, measure, scope, start=start, end=last).data["date"].to_list())

    def _first(self, measure: str, scope: str, level: Decimal, since: date | None) -> Fact | None:
        from liangrong.analytics.crossings import first_crossing

        found = first_crossing(self.snapshot, measure, level, scope, since=since).data["date"].to_list()
        return self.at(measure, scope, found[0]) if found else None

    def _read(self, measure: str, scope: str, start: date | None, end: date | None) -> tuple[Fact, ...]:
        if measure in (CLOSE, RETURN):
            return self._closes(measure, scope, start, end)
        if start is not None and start == end and not scope.startswith(_TOTALS) and not self._has_detail(start):
            return ()
        from liangrong.analytics.levels import series

        found = series(self.snapshot, measure, scope, start=start, end=end)
        source = ", ".join(found.sources)
        rows = found.frame.select("date", "value", "quality").iter_rows()
        return tuple(Fact(found.measure.name, scope, day, _exact(value), source) for day, value, quality in rows
                     if value is not None and quality in _TRUSTED)  # fmt: skip

    def _has_detail(self, day: date) -> bool:
        """Whether anything by security is stored of a day; asking for a whole industry of a day without data is slow."""
        return self._once(
            ("detail", day), lambda: not self.snapshot.table("margin_detail", start=day, end=day).is_empty(), absent=False
        )

    def _closes(self, measure: str, scope: str, start: date | None, end: date | None) -> tuple[Fact, ...]:
        kind, _, name = scope.partition(":")
        if kind not in ("index", "security") or (kind == "security" and measure == CLOSE):
            return ()
        table = "index_quotes" if kind == "index" else "quotes"
        rows = self.snapshot.table(table, start=start, end=end, keys={"security_id": [name]})
        found = []
        for row in rows.select("trade_date", "close", "previous_close", "source", "quality").iter_rows(named=True):
            close, before = row["close"], row["previous_close"]
            if close is None or row["quality"] not in _TRUSTED or (measure == RETURN and not before):
                continue
            value = _exact(close) if measure == CLOSE else _exact(float(close) / float(before) - 1)
            found.append(Fact(measure, scope, row["trade_date"], value, row["source"]))
        return tuple(found)

    def _once(self, key: Any, compute: Callable[[], T], absent: T) -> T:
        """The answer, remembered; ``absent`` where the question cannot be answered from these data."""
        if key not in self._answers:
            if len(self._answers) >= _MOST:
                self._answers.clear()
            try:
                self._answers[key] = compute()
            except (NotKnown, UsageError):
                self._answers[key] = absent
        answer: T = self._answers[key]
        return answer


def facts_of(workspace: Workspace, as_of: AsOf) -> StoreFacts:
    """What a store knows at one point of view, remembered for as long as none of its tables changes.

    Parameters
    ----------
    as_of
        As ``Workspace.as_of`` gives it.
    """
    return _facts(_Version(workspace.store.path, workspace.store.last_commits(*_TABLES), as_of, workspace))


@dataclass(frozen=True, slots=True)
class _Version:
    """A state of the data and a point of view; the workspace that reads it is no part of what it is."""

    path: Path
    commits: tuple[str, ...]
    as_of: AsOf
    workspace: Workspace = field(compare=False)


@lru_cache(maxsize=4)
def _facts(version: _Version) -> StoreFacts:
    return StoreFacts(version.workspace.snapshot(version.as_of))


def _exact(value: Any) -> Decimal:
    return Decimal(str(round(value, _PRECISION))) if isinstance(value, float) else Decimal(value)
