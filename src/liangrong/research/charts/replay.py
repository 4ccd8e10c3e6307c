"""Forecast bands against what came: replays of episodes, and the average maintenance ratio before it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.amounts import AmountUnit, amount_unit
from liangrong.research.charts.theme import ACCENT, INK, MUTED, SERIES, config, watermark
from liangrong.research.charts.thinning import thinned
from liangrong.research.tables.labels import heading, measure_name, word

if TYPE_CHECKING:
    import altair as alt

__all__ = ["nowcast_chart", "replay_chart"]

_HEIGHT: Final = 170
_ROW: Final = 26
_ENDS: Final = ("low", "median", "high")


def replay_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.VConcatChart | None:
    """What ``liangrong stress replay`` shows: a panel for each measure and kind of forecast, or verdicts as intervals.

    Parameters
    ----------
    rows
        ``session, measure, kind, unit, actual, low, median, high``; or ``measure, kind, sessions, actual_change, low_change,
        median_change, high_change``.
    """
    import altair as alt

    if rows.is_empty():
        return None
    if "low_change" in rows.columns:
        return alt.vconcat(_verdicts(rows, lang, width, note)).configure(**config())
    panels = []
    for (measure, kind), part in rows.group_by("measure", "kind", maintain_order=True):
        columns = [name for name in ("actual", *_ENDS) if part[name].drop_nulls().len()]
        scale = amount_unit(max(float(part[name].max() or 0) for name in columns), lang, unit=part["unit"][0])  # type: ignore[arg-type]
        title = f"{measure_name(str(measure), lang)} · {word('kind', str(kind), lang)}"
        panels.append(_band(part.rename({"session": "date"}), scale.titled(title, lang), scale, lang, width, note))
    return alt.vconcat(*panels, spacing=26).configure(**config())


def nowcast_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.VConcatChart | None:
    """What ``liangrong stress nowcast`` shows: the nowcast and its band against the published ratio.

    Parameters
    ----------
    rows
        ``date, official, nowcast, low, high``.
    """
    import altair as alt

    if rows.is_empty():
        return None
    part = rows.select("date", actual="official", median="nowcast", low="low", high="high")
    title = measure_name("average_maintenance_ratio", lang)
    return alt.vconcat(_band(part, title, amount_unit(1, lang, unit="1"), lang, width, note)).configure(**config())


def _band(rows: pl.DataFrame, title: str, scale: AmountUnit, lang: Lang, width: int, note: str) -> Any:
    """A shaded band with its median, and what came."""
    import altair as alt

    zh = lang == "zh"
    forecast, came = ("推算（虚线）与区间", "实际") if zh else ("forecast (dashed) and band", "what came")
    drawn = rows.with_columns(pl.col("actual", *_ENDS).cast(pl.Float64) / scale.size)
    lines = pl.concat(
        drawn.select("date", value=pl.col(column), line=pl.lit(line)) for column, line in (("median", forecast), ("actual", came))
    ).drop_nulls("value")
    lines = pl.concat(thinned(part, width) for part in lines.partition_by("line", maintain_order=True))
    shaded = drawn.select("date", "low", "high").drop_nulls().gather_every(-(-drawn.height // width))
    span = int(rows.select((pl.col("date").max() - pl.col("date").min()).dt.total_days()).item())
    x = alt.X(
        "date:T", title=None, axis=alt.Axis(format="%Y-%m-%d" if span < 400 else "%Y", grid=False, tickCount=max(2, width // 130))
    )
    y = alt.Y(
        "value:Q",
        title=title,
        scale=alt.Scale(zero=False),
        axis=alt.Axis(format=".0%" if scale.is_ratio else ",.10~g", tickCount=4),
    )
    legend = alt.Legend(title=None, orient="top", symbolStrokeWidth=2.5, symbolSize=300)
    names, colors, dashes = [forecast, came], [SERIES, INK], [[5, 3], [1, 0]]
    band = alt.Chart(shaded).mark_area(color=SERIES, opacity=0.18).encode(
        x=x, y=alt.Y("low:Q", title=title), y2="high:Q"
    )  # fmt: skip
    line = alt.Chart(lines).mark_line(strokeWidth=1.6).encode(
        x=x, y=y, color=alt.Color("line:N", sort=names, scale=alt.Scale(domain=names, range=colors), legend=legend),
        detail="segment:N", strokeDash=alt.StrokeDash("line:N", sort=names, scale=alt.Scale(domain=names, range=dashes), legend=legend),
    )  # fmt: skip
    return alt.layer(*watermark(note, width, _HEIGHT), band, line).properties(width=width, height=_HEIGHT)


def _verdicts(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """Each verdict as an interval, and the change that came as a point: hollow inside the band, filled outside it."""
    import altair as alt

    zh = lang == "zh"
    unit = "个交易日" if zh else " sessions"
    labels = [
        f"{measure_name(row['measure'], lang)} · {word('kind', row['kind'], lang)} · {row['sessions']}{unit}"
        for row in rows.iter_rows(named=True)
    ]
    inside, outside = ("实际，落在区间内", "实际，在区间外") if zh else ("what came, within the band", "what came, outside it")
    fell = pl.when("within_band").then(pl.lit(inside)).otherwise(pl.lit(outside))
    drawn = rows.with_columns(label=pl.Series(labels), fell=fell)
    height = _ROW * rows.height + 8
    title = heading("change", lang)
    x = alt.X(
        "low_change:Q",
        title=title,
        axis=alt.Axis(format="+.0%", tickCount=5, orient="top", titleAnchor="start"),
    )
    y = alt.Y(
        "label:N", title=None, sort=labels, axis=alt.Axis(labelLimit=width * 2 // 3, labelColor=INK, domain=False, ticks=False)
    )
    base = alt.Chart(drawn)
    legend = alt.Legend(title=None, orient="bottom")
    point = alt.Chart(drawn.drop_nulls("actual_change")).mark_point(filled=True, size=80).encode(
        x=alt.X("actual_change:Q", title=title), y=y,
        color=alt.Color("fell:N", scale=alt.Scale(domain=[inside, outside], range=[INK, ACCENT]), legend=legend),
        shape=alt.Shape("fell:N", scale=alt.Scale(domain=[inside, outside], range=["circle", "diamond"]), legend=legend),
    )  # fmt: skip
    layers = [
        *watermark(note, width, height),
        alt.Chart(pl.DataFrame({"zero": [0]})).mark_rule(color=MUTED, strokeDash=[3, 3]).encode(x="zero:Q"),
        base.mark_rule(color=SERIES, strokeWidth=9, opacity=0.3).encode(x=x, x2="high_change:Q", y=y),
        base.mark_tick(color=SERIES, thickness=2, height=14).encode(x=alt.X("median_change:Q", title=title), y=y),
        point,
    ]
    return alt.layer(*layers).properties(width=width, height=height)
