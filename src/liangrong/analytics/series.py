"""A series: one measure of one scope over days, with what a reader needs to trust each value.

The shape that every computation of this room passes on; ``to_result`` turns it into rows for the outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.measures import Measure
from liangrong.analytics.scopes import Scope
from liangrong.core.calendar import Calendar
from liangrong.core.errors import NoData
from liangrong.core.results import Note, Result
from liangrong.core.units import Unit
from liangrong.market.priority import is_simulated
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot

__all__ = [
    "QUALITIES",
    "SIMULATED_NOTE",
    "Series",
    "day_ranges",
    "derived_among",
    "dtype_of",
    "origin_notes",
    "unit_text",
    "worst_quality",
]

QUALITIES: Final = ("ok", "repaired", "incomplete", "suspect")
"""From best to worst; ``incomplete`` says that a few cells of the scope are missing from the sum."""

SIMULATED_NOTE: Final = Note("模拟数据，不是市场事实", "Synthetic data, not market fact")
"""The warning on everything that is computed from simulated rows."""
_RANK: Final = {name: rank for rank, name in enumerate(QUALITIES)}


@dataclass(frozen=True)
class Series:
    """Values of one measure in one scope, one row per known day, in order.

    Parameters
    ----------
    frame
        ``date, value, rounding, derived, quality``: ``rounding`` is half of the last printed digit in the measure's unit.
    sources
        Where the values come from.
    notes
        What the reader must know.
    """

    measure: Measure
    scope: Scope
    frame: pl.DataFrame
    sources: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    def between(self, start: date | None, end: date | None) -> Series:
        """The part of the series from ``start`` to ``end``, both included."""
        kept = self.frame
        if start is not None:
            kept = kept.filter(pl.col("date") >= start)
        if end is not None:
            kept = kept.filter(pl.col("date") <= end)
        return replace(self, frame=kept)

    def no_data(self, day: date | None, *reasons: Note) -> NoData:
        """The error that says that nothing is known for ``day`` (``None``: at all), which day is nearest, and perhaps why."""
        where, where_zh = self.scope.label("en"), self.scope.label("zh")
        nearest = self._nearest(day)
        hint, hint_zh = (" ".join(n.text(lang) for n in reasons) for lang in ("en", "zh"))
        hints = {"hint": f"{hint} {NoData.hint_en}", "hint_zh": f"{hint_zh} {NoData.hint_zh}"} if reasons else {}
        return NoData(
            what=self.measure.name,
            what_zh=f"{self.measure.zh}（{self.measure.name}）",
            where=f"{where} on {day}" if day else where,
            where_zh=f"{where_zh} {day} " if day else where_zh,
            nearest=f"{nearest}" if nearest else "no day at all",
            nearest_zh=f"{nearest}" if nearest else "没有任何一天",
            **hints,
        )

    def to_result(
        self, snapshot: MarketSnapshot, frame: pl.DataFrame | None = None, *notes: Note, unit: Unit | None = None
    ) -> Result:
        """Rows ``date, scope, measure, value, unit, derived, quality`` and any extra columns of ``frame``."""
        rows = self.frame.drop("rounding") if frame is None else frame
        text = unit_text(unit or self.measure.unit)
        lead = ["date", "scope", "measure", "value", "unit", "derived", "quality"]
        rows = rows.with_columns(scope=pl.lit(str(self.scope)), measure=pl.lit(self.measure.name), unit=pl.lit(text))
        return Result(
            data=rows.select(*lead, pl.exclude(lead)),
            unit=text,
            as_of=snapshot.as_of.as_of,
            known_at=snapshot.as_of.known_at,
            source=self.sources,
        ).warn(*self.notes, *notes, *origin_notes(self.sources))

    def _nearest(self, day: date | None) -> date | None:
        days: list[date] = self.frame["date"].to_list()
        if not days:
            return None
        return days[-1] if day is None else min(days, key=lambda known: (abs((known - day).days), known))


def origin_notes(sources: Iterable[str]) -> tuple[Note, ...]:
    """The warning that an answer needs when some of its sources are simulated."""
    return (SIMULATED_NOTE,) if any(map(is_simulated, sources)) else ()


def dtype_of(unit: Unit) -> pl.DataType:
    """The polars type that holds values of a unit: money Decimal, quantities and counts Int64, ratios and points Float64."""
    if unit.dimension is Unit.YUAN.dimension:
        return MONEY
    return pl.Int64() if unit.dimension in (Unit.SHARE.dimension, Unit.COUNT.dimension) else pl.Float64()


def unit_text(unit: Unit) -> str:
    """The unit as results print it; ``1`` for pure ratios."""
    return unit.symbol("zh") or "1"


def worst_quality(column: str = "quality") -> pl.Expr:
    """The worst quality among the rows of a group."""
    rank = pl.col(column).replace_strict(_RANK, default=0, return_dtype=pl.Int8).max()
    return rank.replace_strict(dict(enumerate(QUALITIES)), return_dtype=pl.String).alias("quality")


def derived_among(columns: Sequence[str]) -> pl.Expr:
    """Which of ``columns`` are derived in any row of a group."""
    found = pl.col("derived").explode(empty_as_null=True).drop_nulls().unique()
    return found.filter(found.is_in(list(columns))).sort().alias("derived")


def day_ranges(days: Iterable[date], calendar: Calendar) -> str:
    """Days in words, neighbouring sessions joined: ``2018-12-18…2018-12-19, 2018-12-24…2019-12-31``."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and calendar.next(runs[-1][-1]) == day:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}…{run[-1]}" for run in runs)
