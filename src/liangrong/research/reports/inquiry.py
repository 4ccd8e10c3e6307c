"""Asking the market questions on behalf of a brief: each answer is a finding, also when there is none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from liangrong.analytics.levels import series
from liangrong.analytics.measures import MEASURES
from liangrong.analytics.series import Series
from liangrong.core.errors import LiangrongError, NotKnown, UsageError
from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.reports.findings import Finding, Grade, Value

__all__ = ["Inquiry", "note_of", "number"]


@dataclass
class Inquiry:
    """One brief in the making: the snapshot, the findings so far, and every remark met on the way.

    Attributes
    ----------
    day
        The session the brief is about.
    """

    snapshot: MarketSnapshot
    day: date
    findings: dict[str, Finding] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    sources: set[str] = field(default_factory=set)
    _series: dict[tuple[str, str, date | None], Series | Note] = field(default_factory=dict)

    def add(self, finding: Finding) -> Finding:
        """Keep a finding under its key."""
        self.findings[finding.key] = finding
        return finding

    def series(self, measure: str, scope: str = "market", *, since: date | None = None) -> Series | Note:
        """The known series of a measure, the whole of it or since a day, or why there is none; asked for once."""
        asked = (measure, scope, since)
        if asked not in self._series:
            try:
                found = series(self.snapshot, measure, scope, start=since)
                self._series[asked] = found if found.frame.height else note_of(found.no_data(self.day))
            except (NotKnown, UsageError) as error:
                self._series[asked] = note_of(error)
            else:
                self.sources |= set(found.sources)
        return self._series[asked]

    def rows(self, measure: str, scope: str = "market") -> pl.DataFrame:
        """``date, value, derived, quality`` of a series; no rows when it is not known."""
        found = self.series(measure, scope)
        return found.frame if isinstance(found, Series) else pl.DataFrame(schema={"date": pl.Date, "value": pl.Float64})

    def level(
        self, key: str, measure: str, scope: str = "market", *, day: date | None = None, since: date | None = None
    ) -> Finding:
        """The value of a measure on the brief's session.

        Parameters
        ----------
        since
            Read the series since this day only, where nothing else is asked of it; the whole is read when that has no answer, to
            name the nearest day that has.
        """
        at = day or self.day
        unit = MEASURES[measure].unit
        found = self.series(measure, scope, since=since)
        if since is not None and (isinstance(found, Note) or found.frame.filter(pl.col("date") == at).is_empty()):
            found = self.series(measure, scope)
        if isinstance(found, Note):
            return self.add(Finding.unknown(key, measure, scope, found, day=at, unit=unit))
        row = found.frame.filter(pl.col("date") == at)
        if row.is_empty():
            return self.add(Finding.unknown(key, measure, scope, note_of(found.no_data(at)), day=at, unit=unit))
        cells = row.row(0, named=True)
        grade: Grade = "suspect" if cells["quality"] == "suspect" else "computed" if cells["derived"] else "published"
        return self.add(
            Finding(
                key,
                measure,
                scope,
                at,
                cells["value"],
                unit,
                source=found.sources,
                known_at=self.snapshot.as_of.known_at,
                grade=grade,
            )
        )

    def computed(
        self, key: str, measure: str, value: Value, unit: Unit | None, formula: str, *inputs: Finding,
        scope: str = "market", day: date | None = None, grade: Grade | None = None, **parameters: Any,
    ) -> Finding:  # fmt: skip
        """A figure made of other findings; unknown, with their reason, when one of them is."""
        reason = next((finding.reason for finding in inputs if finding.reason), None)
        at = day or self.day
        if reason is not None:
            return self.add(Finding.unknown(key, measure, scope, reason, day=at, unit=unit, **parameters))
        worst: Grade = "suspect" if any(finding.grade == "suspect" for finding in inputs) else "computed"
        source = tuple(sorted({name for finding in inputs for name in finding.source}))
        return self.add(
            Finding(
                key,
                measure,
                scope,
                at,
                value,
                unit,
                formula,
                source,
                self.snapshot.as_of.known_at,
                grade or worst,
                None,
                parameters,
            )
        )

    def unknown(
        self, key: str, measure: str, reason: Note, *, scope: str = "market", unit: Unit | None = None, **parameters: Any
    ) -> Finding:
        """A question without an answer."""
        return self.add(Finding.unknown(key, measure, scope, reason, day=self.day, unit=unit, **parameters))

    def attempt(self, keys: Mapping[str, Unit | None], measure: str, ask: Callable[[], None], **parameters: Any) -> None:
        """Run a question; when the data do not answer it, each of ``keys`` becomes an unknown finding with the reason."""
        try:
            ask()
        except (NotKnown, UsageError) as error:
            for key, unit in keys.items():
                self.unknown(key, measure, note_of(error), unit=unit, **parameters)


def note_of(error: LiangrongError) -> Note:
    """An error's sentence as a remark, without its closing stop."""
    return Note(error.message("zh").rstrip("。"), error.message("en").rstrip("."))


def number(finding: Finding) -> Decimal:
    """The value of a finding that is known to be a number."""
    assert finding.value is not None, finding.key
    return Decimal(str(finding.value))
