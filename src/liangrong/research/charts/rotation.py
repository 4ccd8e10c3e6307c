"""Charts of growth, of shares that moved, and of a style that turned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.theme import FALL, INK, MUTED, RISE, finished, watermark
from liangrong.research.tables.labels import word

if TYPE_CHECKING:
    import altair as alt

__all__ = ["growth_chart", "rotation_chart"]

BAR: Final = 24
"""Height of a row in pixels, its gap included."""
MARGIN: Final = 0.24
"""Share of the value axis kept free on either side for the numbers beside the bars."""


def growth_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """Growth of each leg, of what they make together and of the total, with the range that rounding leaves open.

    Parameters
    ----------
    rows
        ``part, growth, growth_low, growth_high, start_date``, ``end_date`` or ``date``, and perhaps ``scope``.
    """
    known = rows.filter(pl.col("growth").is_not_null())
    if known.is_empty():
        return None
    scopes = known["scope"].to_list() if "scope" in known.columns else [""] * known.height
    several = len(set(scopes)) > 1
    labels = []
    for place, (row, scope) in enumerate(zip(known.iter_rows(named=True), scopes, strict=True)):
        part = word("part", row["part"]) if lang == "zh" else row["part"].replace("_", " ")
        end = row["end_date" if "end_date" in row else "date"]
        dates = f"  {row['start_date']} → {end}" if row["start_date"] and end else ""
        labels.append(f"{place + 1}. {scope + ' ' if several else ''}{part}{dates}")
    bars = known.select(
        pl.Series("label", labels), value=pl.col("growth"), low=pl.col("growth_low"), high=pl.col("growth_high"),
        text=pl.col("growth").map_elements(lambda value: f"{value:+.1%}", return_dtype=pl.String),
    )  # fmt: skip
    return _bars(bars, "增长（%）" if lang == "zh" else "growth (%)", width, note, axis_format="+.0%")


def rotation_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """How the share of each group moved, in percentage points.

    Parameters
    ----------
    rows
        ``group_name, share_change_points``; or of a style switch ``group_name, change_first_points, change_second_points``, of which
        the second is drawn.
    """
    column = "share_change_points" if "share_change_points" in rows.columns else "second_change"
    if column not in rows.columns:
        return None
    known = rows.filter(pl.col(column).is_not_null()).sort(column, "group_name", descending=[True, False])
    if known.is_empty():
        return None
    points = column == "share_change_points"
    unit = "个百分点" if lang == "zh" else " pp"
    bars = known.select(
        label="group_name", value=pl.col(column) * (100 if points else 1), low=pl.lit(None, dtype=pl.Float64), high=pl.lit(None, dtype=pl.Float64),
        text=(pl.col(column) * 100).map_elements(lambda v: f"{v:+.2f}{unit}" if points else f"{v:+.1f}%", return_dtype=pl.String),
    )  # fmt: skip
    title = {
        True: ("占比变化（个百分点）", "change of share (percentage points)"),
        False: ("后一区间的增长（%）", "growth in the second window (%)"),
    }[points]
    return _bars(bars, title[0 if lang == "zh" else 1], width, note, axis_format="+.1f" if points else "+.0%")


def _bars(bars: pl.DataFrame, title: str, width: int, note: str, *, axis_format: str) -> Any:
    """Bars to either side of zero in the order of the rows, red for a rise and green for a fall, each with its signed number."""
    import altair as alt

    height = BAR * bars.height + 10
    edges = [0.0, *bars["value"], *bars["low"].drop_nulls(), *bars["high"].drop_nulls()]
    span = (max(edges) - min(edges)) or 1.0
    room = span * MARGIN
    domain = [min(edges) - (room if min(edges) < 0 else 0), max(edges) + (room if max(edges) > 0 else 0)]
    axis = alt.Axis(format=axis_format, tickCount=5, orient="top", titleAnchor="start")
    x = alt.X("value:Q", title=title, scale=alt.Scale(domain=domain, nice=False), axis=axis)
    y = alt.Y(
        "label:N", title=None, sort=bars["label"].to_list(),
        axis=alt.Axis(labelLimit=320, labelColor=INK, titleAngle=0, domain=False, ticks=False),
    )  # fmt: skip
    rising = pl.col("value") >= 0
    drawn = bars.with_columns(
        color=pl.when(rising).then(pl.lit(RISE)).otherwise(pl.lit(FALL)),
        edge=pl.when(rising).then(pl.max_horizontal("value", "high")).otherwise(pl.min_horizontal("value", "low")),
    )
    base = alt.Chart(drawn).encode(y=y)
    layers: list[Any] = [*watermark(note, width, height)]
    layers.append(base.mark_bar(size=BAR - 9, opacity=0.85).encode(x=x, color=alt.Color("color:N", scale=None)))
    if drawn["low"].drop_nulls().len():
        layers.append(base.mark_rule(color=INK, strokeWidth=1.5).encode(x=alt.X("low:Q"), x2="high:Q"))
    layers.append(alt.Chart(pl.DataFrame({"zero": [0.0]})).mark_rule(color=MUTED).encode(x="zero:Q"))
    for condition, align, shift in ((rising, "left", 5), (~rising, "right", -5)):
        part = drawn.filter(condition)
        if part.height:
            text = alt.Chart(part).mark_text(color=INK, align=align, dx=shift, fontSize=11.5)
            layers.append(text.encode(x="edge:Q", y=y, text="text:N"))
    return finished(alt.layer(*layers), width, height)
