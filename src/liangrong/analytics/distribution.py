"""Where a value stands among the values of a stated window: percentile and z."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.levels import series
from liangrong.analytics.measures import Measure
from liangrong.analytics.scopes import Baskets, Scope
from liangrong.core.errors import NoData
from liangrong.core.results import Note, Result
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["MIN_OBSERVATIONS", "standing"]

MIN_OBSERVATIONS: Final = 60
"""About a quarter of a year; a percentile of fewer values says little more than the values themselves."""


def standing(
    snapshot: MarketSnapshot,
    name: str | Measure,
    scope: str | Scope = "market",
    *,
    start: date,
    end: date | None = None,
    min_observations: int = MIN_OBSERVATIONS,
    baskets: Baskets | None = None,
) -> Result:
    """Percentile and z of the last known value of a window within that window.

    Parameters
    ----------
    start
        The first session of the window.
    end
        The last one; by default the snapshot's ``as_of``. The value judged is that of the last known session.
    min_observations
        Refuse windows with fewer known values.

    Returns
    -------
    Result
        One row: ``value`` and its ``percentile`` (the share of the window's values, its own included, that are at or below
        it), ``z`` (distance from the window's mean in its sample standard deviations; null when all are equal), ``n``,
        ``window_start``, ``window_end``, ``sessions`` (how many the calendar has), ``mean``, ``median``, ``lowest``,
        ``highest`` and ``method``.

    Raises
    ------
    NoData
        The window has too few known values, or none.
    """
    found = series(snapshot, name, scope, start=start, end=end, baskets=baskets)
    if found.frame.is_empty():
        raise series(snapshot, found.measure, found.scope, baskets=baskets).no_data(end or start, *found.notes)
    n = found.frame.height
    if n < min_observations:
        raise NoData(
            what=f"percentile of {found.measure.name}",
            what_zh=f"{found.measure.zh}的分位数",
            where=f"{found.scope.label('en')} from {start} on ({n} values, {min_observations} needed)",
            where_zh=f"{found.scope.label('zh')} {start} 起（只有 {n} 个值，至少要 {min_observations} 个）",
            nearest=found.frame["date"][-1],
        )
    values = pl.col("value").cast(pl.Float64)
    deviation = values.std(ddof=1)
    row = found.frame.select(
        pl.col("date").last(),
        pl.col("value").last(),
        pl.col("derived").last(),
        pl.col("quality").last(),
        percentile=(pl.col("value") <= pl.col("value").last()).mean(),
        z=pl.when(deviation > 0).then((values.last() - values.mean()) / deviation),
        n=pl.len().cast(pl.Int64),
        window_start=pl.col("date").first(),
        window_end=pl.col("date").last(),
        sessions=pl.lit(len(snapshot.calendar.between(start, found.frame["date"][-1])), dtype=pl.Int64),
        mean=_same_type(found.frame, values.mean()),
        median=_same_type(found.frame, values.median()),
        lowest=pl.col("value").min(),
        highest=pl.col("value").max(),
        method=pl.lit("at or below"),
    )
    lacking = row["sessions"][0] - n
    gap = Note(
        f"窗口内有 {lacking} 个交易日没有数据，未计入。", f"{lacking} sessions of the window have no value and are not counted."
    )
    return found.to_result(snapshot, row, *([gap] if lacking else []))


def _same_type(frame: pl.DataFrame, value: pl.Expr) -> pl.Expr:
    """A mean in the type of money when the values are money, else as a float."""
    return value.round(3).cast(MONEY) if frame.schema["value"] == MONEY else value
