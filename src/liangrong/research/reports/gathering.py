"""Findings that every kind of report makes alike: words with their evidence, cells of an answer, the tables beside charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal

import polars as pl

from liangrong.analytics.measures import MEASURES
from liangrong.analytics.series import Series
from liangrong.core.errors import NotKnown, UsageError
from liangrong.core.results import Note, Result
from liangrong.core.units import Unit
from liangrong.research.reports.findings import Finding, Grade, Value
from liangrong.research.reports.inquiry import Inquiry, note_of

__all__ = ["cell", "charted", "gaps_as_notes", "remember", "rounded", "text", "worded"]

_DIGITS: Final = 4


def text(
    key: str, zh: str, en: str, *, day: date | None = None, source: tuple[str, ...] = (), grade: Grade = "published"
) -> Finding:
    """Words that stand in a report as data do: a title, a citation, a name."""
    return Finding(key, "text", "market", day, zh, None, source=source, grade=grade, parameters={"en": en})


def worded(key: str, note: Note, *, day: date | None = None, source: tuple[str, ...] = ()) -> Finding:
    """A remark of an answer as a finding."""
    return text(key, note.zh, note.en, day=day, source=source)


def cell(
    ask: Inquiry, key: str, measure: str, value: Any, unit: Unit | None, *, day: date | None = None, formula: str = "",
    source: Sequence[str] = (), grade: Grade = "computed", reason: Note | None = None, scope: str = "market", **parameters: Any,
) -> Finding:  # fmt: skip
    """A cell of an answer as a finding; nothing is added for a cell that is empty without a reason.

    Parameters
    ----------
    reason
        Why the cell is empty, where it is.
    """
    if value is None:
        made = Finding.unknown(
            key, measure, scope, reason or Note("没有这一项数据", "this figure is not there"), day=day, unit=unit
        )
        return ask.add(made) if reason is not None else made
    found = Finding(
        key, measure, scope, day or ask.day, _plain(value), unit, formula, tuple(source), ask.snapshot.as_of.known_at, grade, None,
        parameters,
    )  # fmt: skip
    return ask.add(found)


def remember(ask: Inquiry, answer: Result) -> None:
    """Keep the sources and the remarks of an answer."""
    ask.sources |= set(answer.source)
    ask.notes += answer.warnings


def charted(
    ask: Inquiry, chart: str, measures: Sequence[str], *, start: date | None = None, by: Literal["year", "month"] = "year"
) -> Mapping[str, pl.DataFrame]:
    """The rows behind a chart, and findings for the table beside it: the last value of each year or month.

    Returns
    -------
    Mapping[str, pl.DataFrame]
        Measure to ``date, value``; measures that are not known are left out.
    """
    found = {}
    for measure in measures:
        series = ask.series(measure)
        if not isinstance(series, Series):
            continue
        rows = series.frame if start is None else series.frame.filter(pl.col("date") >= start)
        if rows.height < 2:
            continue
        found[measure] = rows.select("date", "value")
        period = pl.col("date").dt.truncate("1y" if by == "year" else "1mo").alias("period")
        for row in rows.group_by(period, maintain_order=True).last().iter_rows(named=True):
            grade: Grade = "suspect" if row["quality"] == "suspect" else "computed" if row["derived"] else "published"
            cell(ask, f"series.{chart}/{row['date']}/{measure}", measure, row["value"], MEASURES[measure].unit, day=row["date"],
                 source=series.sources, grade=grade)  # fmt: skip
    return found


def gaps_as_notes(ask: Inquiry, key: str, measure: str, error: NotKnown | UsageError, *, unit: Unit | None = None) -> None:
    """A question that the data do not answer, with the reason under the key of what would have been shown."""
    ask.unknown(key, measure, note_of(error), unit=unit)


def rounded(value: float | None, digits: int = _DIGITS) -> Decimal | None:
    """A pure number without unit, so that it is shown with few digits.

    Examples
    --------
    >>> rounded(0.0629561, 3), rounded(None)
    (Decimal('0.063'), None)
    """
    return None if value is None else round(Decimal(str(value)), digits)


def _plain(value: Any) -> Value:
    """A value that a finding may hold; instants become days."""
    return value.date() if isinstance(value, datetime) else value
