"""Drawings that several kinds of report share: a measure over time with numbered events, and bars of named amounts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import polars as pl

from liangrong.analytics.measures import MEASURES
from liangrong.core.errors import Lang
from liangrong.core.units import Dimension
from liangrong.research.charts.leverage import Mark, level_chart
from liangrong.research.charts.ranking import ranked
from liangrong.research.charts.theme import config
from liangrong.research.reports.findings import Finding, shown
from liangrong.research.reports.phrases import Pair, one_of
from liangrong.research.reports.report import Drawing

__all__ = ["bars", "trend"]


def trend(measure: str, rows: pl.DataFrame, events: Sequence[Mark] = ()) -> Drawing:
    """A line of ``date, value`` with its last value; events stand above it as lines."""
    return partial(_trend, measure, rows, tuple(events))


def bars(title: Pair, rows: Sequence[tuple[Pair, float]], *, unit: str = "元") -> Drawing:
    """A bar for each name, in the order given; ``unit`` is 元, 1 or what is counted."""
    return partial(_bars, title, tuple(rows), unit)


def _trend(measure: str, rows: pl.DataFrame, events: tuple[Mark, ...], lang: Lang, width: int, note: str) -> Any:
    if rows.height < 2:
        return None
    entry = MEASURES[measure]
    last = rows.row(-1, named=True)
    latest = Finding("last", measure, "market", last["date"], last["value"], entry.unit)
    unit = {Dimension.RATIO: "1", Dimension.SHARES: "股"}.get(entry.unit.dimension, "元")
    return level_chart(rows, lang=lang, width=width, title=one_of((entry.zh, entry.en), lang), events=events, unit=unit, note=note,
                       last=Mark(last["date"], shown(latest, lang), float(last["value"])))  # fmt: skip


def _bars(title: Pair, rows: tuple[tuple[Pair, float], ...], unit: str, lang: Lang, width: int, note: str) -> Any:
    frame = pl.DataFrame({"label": [one_of(name, lang) for name, _ in rows], "value": [value for _, value in rows]},
                         schema={"label": pl.String, "value": pl.Float64})  # fmt: skip
    drawn = ranked(frame, one_of(title, lang), lang=lang, width=width, note=note, unit=unit)
    return None if drawn is None else drawn.configure(**config())
