"""Drawdown: how far a value stands below its highest so far."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from liangrong.analytics.measures import Measure
from liangrong.analytics.series import Series
from liangrong.market.schemas import MONEY

__all__ = ["drawdown_frame", "drawdown_series"]


def drawdown_series(level: Series, measure: Measure) -> Series:
    """The drawdown of a level series as a series of its own; 0 at a new high, -0.4 when two fifths are gone."""
    frame = drawdown_frame(level.frame).select(
        "date", pl.col("drawdown").alias("value"), pl.lit(0, dtype=MONEY).alias("rounding"), "derived", "quality"
    )
    return replace(level, measure=measure, frame=frame)


def drawdown_frame(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``high``, ``high_date`` (the first day at that high) and ``drawdown`` to ``date, value`` rows in order."""
    high = pl.col("value").cum_max()
    is_new = (pl.col("value") > high.shift(1)).fill_null(value=True)
    return frame.with_columns(
        high=high,
        high_date=pl.when(is_new).then("date").forward_fill(),
        drawdown=pl.when(high != 0).then(pl.col("value").cast(pl.Float64) / high.cast(pl.Float64) - 1),
    )
