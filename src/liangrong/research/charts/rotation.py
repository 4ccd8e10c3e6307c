"""Charts of growth, of shares that moved, and of a style that turned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.analytics.scopes import parse_scope
from liangrong.core.errors import Lang, UnknownName
from liangrong.research.charts.theme import FALL, INK, MUTED, RISE, SERIES, finished, watermark
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
        part = word("part", row["part"], lang)
        end = row["end_date" if "end_date" in row else "date"]
        dates = f"  {row['start_date']} → {end}" if row["start_date"] and end else ""
        labels.append(f"{place + 1}. {_scope(scope, lang) + ' ' if several else ''}{part}{dates}")
    bars = known.select(
        pl.Series("label", labels), value=pl.col("growth"), low=pl.col("growth_low"), high=pl.col("growth_high"),
        text=pl.col("growth").map_elements(lambda value: f"{value:+.1%}", return_dtype=pl.String),
    )  # fmt: skip
    return _bars(bars, "增长（%）" if lang == "zh" else "growth (%)", width, note, axis_format=".0%")


def rotation_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """What ``liangrong rotation`` shows: moved shares as bars, two orders as slopes, concentration as a line.

    Parameters
    ----------
    rows
        ``group_name, share_change_points``; of a style ``group_name, first_rank, second_rank, turn``; of concentration
        ``date, top_share``.
    """
    if rows.is_empty():
        return None
    if "second_rank" in rows.columns:
        return _slopes(rows, lang, width, note)
    if "top_share" in rows.columns:
        return _line(rows, lang, width, note)
    points = pl.col("share_change_points") * 100
    nothing = pl.lit(None, dtype=pl.Float64)
    bars = rows.sort("share_change_points", "group_name", descending=[True, False]).select(
        label=_group(lang), value=points, low=nothing, high=nothing, text=points.map_elements(_signed, return_dtype=pl.String)
    )
    title = "占比变化（个百分点）" if lang == "zh" else "change of share (percentage points)"
    return _bars(bars, title, width, note, axis_format="+.2f")


def _scope(scope: str, lang: Lang) -> str:
    """The label of a scope; a sum that is no scope of the menu keeps its spelling."""
    try:
        return parse_scope(scope).label(lang)
    except UnknownName:
        return scope.partition(":")[2]


def _group(lang: Lang) -> pl.Expr:
    """Groups as read."""
    return pl.col("group_name").map_elements(lambda name: word("group_name", name, lang), return_dtype=pl.String)


def _signed(value: float) -> str:
    text = f"{value:+.2f}"
    return "0.00" if text in ("+0.00", "-0.00") else text


def _slopes(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """One line for each group from its rank in the first window to that in the second; those that turned stand out."""
    import altair as alt

    zh = lang == "zh"
    height = max(240, 17 * rows.height)
    windows = ("前一区间", "后一区间") if zh else ("first window", "second window")
    turned = {"top_to_bottom": FALL, "bottom_to_top": RISE}
    drawn = rows.select(
        label=_group(lang), first="first_rank", second="second_rank",
        color=pl.col("turn").replace_strict(turned, default=MUTED, return_dtype=pl.String),
        opacity=pl.when(pl.col("turn").is_in(list(turned))).then(0.95).otherwise(0.3),
    )  # fmt: skip
    long = pl.concat(
        drawn.select("label", "color", "opacity", window=pl.lit(name), rank=pl.col(side))
        for name, side in zip(windows, ("first", "second"), strict=True)
    )
    x = alt.X("window:N", title=None, sort=list(windows), scale=alt.Scale(paddingOuter=0.55),
              axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False))  # fmt: skip
    y = alt.Y("rank:Q", title=None, scale=alt.Scale(reverse=True, domain=[0.5, rows.height + 0.5], nice=False), axis=None)
    base = alt.Chart(long).encode(x=x, y=y, color=alt.Color("color:N", scale=None), opacity=alt.Opacity("opacity:Q", scale=None))
    layers: list[Any] = [*watermark(note, width, height)]
    layers.append(base.mark_line(strokeWidth=1.8).encode(detail="label:N"))
    for name, align, shift in zip(windows, ("right", "left"), (-8, 8), strict=True):
        side = long.filter(pl.col("window") == name).with_columns(text=pl.format("{} {}", "rank", "label"))
        layers.append(alt.Chart(side).mark_text(align=align, dx=shift, fontSize=11, color=INK).encode(x=x, y=y, text="text:N"))
    return finished(alt.layer(*layers), width, height)


def _line(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """The share of the lead, day by day."""
    import altair as alt

    height = 240
    x = alt.X(
        "date:T", title=None, axis=alt.Axis(grid=False, format="%Y-%m-%d", tickCount=max(3, width // 120), labelOverlap=True)
    )
    title = "领先组占比（%）" if lang == "zh" else "share of the lead (%)"
    y = alt.Y("top_share:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(format=".2%", tickCount=5))
    line = alt.Chart(rows.select("date", "top_share")).mark_line(color=SERIES, strokeWidth=1.6, point=rows.height < 60)
    return finished(alt.layer(*watermark(note, width, height), line.encode(x=x, y=y)), width, height)


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
        axis=alt.Axis(labelLimit=420, labelPadding=6, labelColor=INK, titleAngle=0, domain=False, ticks=False),
    )  # fmt: skip
    rising = pl.col("value") >= 0
    drawn = bars.with_columns(
        color=pl.when(rising).then(pl.lit(RISE)).otherwise(pl.lit(FALL)),
        edge=pl.when(rising).then(pl.max_horizontal("value", "high")).otherwise(pl.min_horizontal("value", "low")),
    )
    base = alt.Chart(drawn).encode(y=y)
    layers: list[Any] = [base.mark_bar(size=BAR - 9, opacity=0.85).encode(x=x, color=alt.Color("color:N", scale=None))]
    layers += watermark(note, width, height)  # over the bars, which would hide it
    if drawn["low"].drop_nulls().len():
        layers.append(base.mark_rule(color=INK, strokeWidth=1.5).encode(x=alt.X("low:Q"), x2="high:Q"))
    layers.append(alt.Chart(pl.DataFrame({"zero": [0.0]})).mark_rule(color=MUTED).encode(x="zero:Q"))
    for condition, align, shift in ((rising, "left", 5), (~rising, "right", -5)):
        part = drawn.filter(condition)
        if part.height:
            text = alt.Chart(part).mark_text(color=INK, align=align, dx=shift, fontSize=11.5)
            layers.append(text.encode(x="edge:Q", y=y, text="text:N"))
    return finished(alt.layer(*layers), width, height)
