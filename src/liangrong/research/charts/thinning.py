"""A long series for a picture of so many pixels: nothing that can be seen is lost, and a hole stays a hole."""

from __future__ import annotations

from typing import Final

import polars as pl

__all__ = ["GAP_DAYS", "segmented", "thinned"]

GAP_DAYS: Final = 20
"""A line is broken where more calendar days than this lie between two points: longer than any holiday."""


def segmented(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows by date, with the number of the unbroken ``segment`` that each is in.

    Parameters
    ----------
    frame
        ``date`` and anything else.
    """
    broken = (pl.col("date").diff().dt.total_days() > GAP_DAYS).fill_null(value=False)
    return frame.sort("date").with_columns(segment=broken.cum_sum())


def thinned(frame: pl.DataFrame, width: int) -> pl.DataFrame:
    """Keep the ends of the whole and the extremes of every pixel column, in unbroken segments.

    Parameters
    ----------
    frame
        ``date, value`` and anything else.

    Examples
    --------
    >>> from datetime import date
    >>> days = pl.date_range(date(2026, 1, 1), date(2026, 1, 30), eager=True)
    >>> thinned(pl.DataFrame({"date": days, "value": range(30)}), 2)["value"].to_list()
    [0, 14, 15, 28, 29]
    """
    rows = segmented(frame)
    days = (pl.col("date") - pl.col("date").min()).dt.total_days()
    span = days.max().clip(lower_bound=1)
    rows = rows.with_columns(pixel=(days * width // span))
    value, place = pl.col("value"), pl.int_range(pl.len())
    keep = pl.any_horizontal(value == value.min(), value == value.max(), place == 0, place == pl.len() - 1)
    return rows.filter(keep.over("segment", "pixel")).drop("pixel")
