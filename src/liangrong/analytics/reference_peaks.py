"""A value against a peak: that of 2015 by name, that of any day, or the highest before it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl

from liangrong.analytics.history import History, history
from liangrong.analytics.measures import Measure
from liangrong.analytics.scopes import Baskets, Scope
from liangrong.core.errors import UnknownName, UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["REFERENCE_PEAKS", "against_peak"]

REFERENCE_PEAKS: Final = {"2015": date(2015, 6, 18)}
"""Peaks with a name: the highest 融资融券余额 before the fall of 2015."""


def against_peak(
    snapshot: MarketSnapshot,
    name: str | Measure,
    scope: str | Scope = "market",
    *,
    peak: str | date | None = "2015",
    day: date | None = None,
    baskets: Baskets | None = None,
) -> Result:
    """Compare a value with a reference peak, and say when the measure first stood above it.

    Parameters
    ----------
    peak
        A name from ``REFERENCE_PEAKS``, a session, or ``None`` for the highest known value before ``day``.
    day
        The session compared; by default the last known one.

    Returns
    -------
    Result
        One row: ``value``, ``peak_date``, ``peak_value``, ``to_peak`` (value over peak), ``difference``, ``first_above`` (the first
        session after the peak strictly above it, null when there was none), and ``status, holes, bound, bound_basis`` of that
        session being the first.

    Raises
    ------
    NoData
        The day or the peak is not known.
    HistoryTruncated
        Sessions between the peak and ``first_above`` are missing and nothing bounds them below the peak; with ``peak=None``, the
        same for any session before ``day``.
    UnknownName
        There is no peak of that name.
    """
    day_of_peak = _day_of(peak)
    whole = history(snapshot, name, scope, end=day, baskets=baskets)
    today = _row(whole, day or whole.series.frame["date"][-1])
    if day_of_peak is None:
        before = whole.series.frame.filter(pl.col("date") < today["date"][0])
        if before.is_empty():
            raise whole.series.no_data(snapshot.calendar.previous(today["date"][0]))
        day_of_peak = before.sort("value", "date", descending=[True, False])["date"][0]
        _refuse_rivals(whole.until(today["date"][0]), day_of_peak, before["value"].max())
    if day_of_peak >= today["date"][0]:
        raise UsageError(
            reason=f"the peak of {day_of_peak} does not lie before {today['date'][0]}",
            reason_zh=f"参照峰值 {day_of_peak} 不早于 {today['date'][0]}",
        )
    top = _row(whole, day_of_peak)["value"][0]
    past = whole.after(day_of_peak)
    first = past.known.filter(pl.col("low") > top)["date"]
    past = past.until(first[0] if len(first) else today["date"][0])
    _refuse_rivals(past, day_of_peak, top)
    row = today.select("date", "value", "derived", "quality").with_columns(
        peak_date=pl.lit(day_of_peak),
        peak_value=pl.lit(top, dtype=today.schema["value"]),
        to_peak=pl.lit(float(today["value"][0]) / float(top) if top else None, dtype=pl.Float64),
        difference=pl.lit(today["value"][0] - top, dtype=today.schema["value"]),
        first_above=pl.lit(first[0] if len(first) else None, dtype=pl.Date),
    )
    highest_before = whole.known.filter(pl.col("date") < day_of_peak)["low"].max()
    not_a_peak = highest_before is not None and highest_before > top
    note = Note(f"{day_of_peak} 之前已有更高的值。", f"Higher values stand before {day_of_peak}: it is no peak of this measure.")
    return whole.series.to_result(
        snapshot, row.with_columns(past.evidence()), *past.notes(), *([note] if not_a_peak else [])
    )  # fmt: skip


def _refuse_rivals(past: History, peak: date, top: Any) -> None:
    """Refuse to call a peak the highest, or a session the first above it, while a hole may hold more."""
    rivals = past.line.filter(~pl.col("known") & (pl.col("high") > top))["date"]
    if len(rivals):
        measure, where = past.series.measure, past.series.scope
        raise past.undecided(
            f"{measure.name} of {where.label('en')} standing above its level of {peak}",
            f"{where.label('zh')}{measure.zh}首次超过 {peak} 的水平",
            rivals[0],
        )


def _day_of(peak: str | date | None) -> date | None:
    if isinstance(peak, str):
        if peak not in REFERENCE_PEAKS:
            raise UnknownName(kind="reference peak", kind_zh="参照峰值", name=peak, known=", ".join(REFERENCE_PEAKS))
        return REFERENCE_PEAKS[peak]
    return peak


def _row(whole: History, day: date) -> pl.DataFrame:
    found = whole.series.frame.filter(pl.col("date") == day)
    if found.is_empty():
        raise whole.series.no_data(day)
    return found
