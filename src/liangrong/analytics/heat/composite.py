"""One number for the heat: the mean of the parts' percentiles, each part with the same weight and in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from liangrong.analytics.heat.gauges import Found, Gauge, Readings, Rule
from liangrong.core.results import Note
from liangrong.core.units import Unit

__all__ = ["COMPOSITE_GAUGE", "HOT", "LEAST_PARTS", "composite", "parts"]

HOT: Final = 0.8
"""On average higher than four fifths of what has been seen."""
LEAST_PARTS: Final = 5
"""Parts that a day needs."""

COMPOSITE_GAUGE: Final = Gauge(
    "composite", Note("综合热度", "composite"),
    Note("各热度信号在自身历史中分位数的等权平均（至少 5 项；缺项列出）",
         "mean, with equal weights, of the percentiles of the signals of heat in their own history (5 at least; missing ones are named)"),
    Unit.RATIO, Rule(HOT, "value"), lambda _, __: Found(pl.DataFrame()), Note("至少需要 5 项热度信号", "needs 5 signals of heat at least"),
    in_composite=False,
)  # fmt: skip
"""What the composite is; its values come from ``composite``."""


def parts(readings: Sequence[Readings]) -> pl.DataFrame:
    """``date, signal, percentile`` of all signals that measure heat."""
    heat = [one for one in readings if one.gauge.in_composite]
    empty = pl.DataFrame(schema={"date": pl.Date, "signal": pl.String, "percentile": pl.Float64})
    return pl.concat(
        [empty, *(one.frame.select("date", pl.lit(one.gauge.key).alias("signal"), "percentile") for one in heat)]
    ).filter(pl.col("percentile").is_not_null())


def composite(readings: Sequence[Readings]) -> Readings:
    """The mean of the percentiles known on each day; days with fewer than ``LEAST_PARTS`` have none.

    A part that starts or ends moves the mean for no reason of the market; on the last day the missing ones are named in the notes.
    """
    known = parts(readings)
    means = (
        known.group_by("date")
        .agg(value=pl.col("percentile").mean(), _parts=pl.len())
        .filter(pl.col("_parts") >= LEAST_PARTS)
        .sort("date")
    )
    notes: tuple[Note, ...] = ()
    if means.height:
        last = means["date"][-1]
        there = set(known.filter(pl.col("date") == last)["signal"])
        absent = [one.gauge.title for one in readings if one.gauge.in_composite and one.gauge.key not in there]
        if absent:
            zh, en = "、".join(title.zh for title in absent), ", ".join(title.en for title in absent)
            notes = (Note(f"综合热度 {last} 缺少：{zh}。", f"The composite of {last} lacks: {en}."),)
    sources = tuple(sorted({source for one in readings if one.gauge.in_composite for source in one.sources}))
    return Readings.of(COMPOSITE_GAUGE, Found(means.select("date", "value"), sources, notes))
