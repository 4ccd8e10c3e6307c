"""Charts of heat: where every signal stands, one signal over time, its reliability, and a jump among its likes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.core.units import Unit, display, parse_unit
from liangrong.research.charts.theme import ACCENT, INK, MUTED, SERIES, finished, watermark
from liangrong.research.tables.labels import word

if TYPE_CHECKING:
    import altair as alt

__all__ = ["heat_chart"]

ROW: Final = 26
"""Height of a signal in pixels, its gap included."""
NARROW: Final = 480
"""Below this width the words beside the bars are left out; the table has them."""
GAP_DAYS: Final = 20
"""A line is broken where more calendar days than this lie between two readings."""


def heat_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """What ``liangrong heat`` shows, drawn: bars of percentiles, a line with its flags, a reliability diagram, or ranked jumps.

    Parameters
    ----------
    rows
        The rows of ``services.heat``: of all signals (``signal, value, unit, percentile, flag, n_episodes, hit_rate, base_rate,
        verdict``), of a history (``starts_episode``), of reliability (``bin_low``), or of jumps (``comparison``).
    """
    if rows.is_empty():
        return None
    if "bin_low" in rows.columns:
        return _reliability(rows, lang, width, note)
    if "fires_at" in rows.columns and "starts_episode" in rows.columns:
        return _history(rows, lang, width, note)
    if "comparison" in rows.columns:
        return _jumps(rows, lang, width, note)
    return _standing(rows, lang, width, note)


def _standing(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """Percentiles of all signals as bars; a flag is a diamond and a word, the record stands beside it."""
    zh = lang == "zh"
    flagged = "发出" if zh else "fires"
    bars = pl.DataFrame([
        {
            "label": word("signal", row["signal"], lang),
            "percentile": row["percentile"],
            "text": (f"{flagged} · " if row["flag"] else "") + _value(row, lang),
            "record": _record(row, lang),
            "flag": bool(row["flag"]),
        }
        for row in rows.iter_rows(named=True)
    ], schema={"label": pl.String, "percentile": pl.Float64, "text": pl.String, "record": pl.String, "flag": pl.Boolean})  # fmt: skip
    title = "在自身历史中的分位" if zh else "percentile in its own history"
    return _bars(bars, title, width, note)


def _jumps(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """The percentile of each growth among its likes, for the first balance of the table."""
    zh = lang == "zh"
    first = rows.filter(pl.col("measure") == rows["measure"][0])
    bars = pl.DataFrame([
        {
            "label": word("comparison", row["comparison"], lang),
            "percentile": row["percentile"],
            "text": f"{row['value']:+.2%}",
            "record": (f"第 {row['rank']} / {row['n_likes']}" if zh else f"rank {row['rank']} of {row['n_likes']}")
            + ("" if row["like_for_like"] else ("（不可比）" if zh else " (not like for like)")),
            "flag": False,
        }
        for row in first.iter_rows(named=True)
    ])  # fmt: skip
    return _bars(bars, "增幅在同类中的分位" if zh else "percentile of the growth among its likes", width, note)


def _bars(bars: pl.DataFrame, title: str, width: int, note: str) -> Any:
    import altair as alt

    height = ROW * bars.height
    wide = width >= NARROW
    y = alt.Y("label:N", title=None, sort=bars["label"].to_list(), axis=alt.Axis(labelLimit=220, domain=False, ticks=False))
    scale = alt.Scale(domain=[0, 2 if wide else 1.6])
    axis = alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], titleX=0, titleAlign="left", titleAnchor="start")
    x = alt.X("percentile:Q", title=title, scale=scale, axis=axis)
    known = alt.Chart(bars.filter(pl.col("percentile").is_not_null()))
    color = alt.condition("datum.flag", alt.value(ACCENT), alt.value(SERIES))
    label = alt.Chart(bars.with_columns(at=pl.lit(1.02)))
    layers: list[Any] = [
        *watermark(note, width, height),
        known.mark_bar(height=ROW * 0.5, opacity=0.75).encode(x=x, y=y, color=color),
        alt.Chart(bars.filter("flag")).mark_point(shape="diamond", size=70, filled=True, color=ACCENT).encode(x=x, y=y),
        label.mark_text(align="left", fontSize=11.5, color=INK).encode(x=alt.X("at:Q", scale=scale), y=y, text="text:N"),
    ]
    if wide:
        record = alt.Chart(bars.with_columns(at=pl.lit(1.34)))
        layers.append(
            record.mark_text(align="left", fontSize=11.5, color=MUTED).encode(x=alt.X("at:Q", scale=scale), y=y, text="record:N")
        )
    return finished(alt.layer(*layers), width, height)


def _history(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """The readings as a line, the level at which the rule fires dashed, flagged days thick, the start of each episode a diamond."""
    import altair as alt

    zh, height = lang == "zh", 260
    unit = _unit(rows["unit"][0])
    size = 100.0 if unit is Unit.RATIO else 1.0
    breaks = (pl.col("date").diff().dt.total_days() > GAP_DAYS).fill_null(value=False).cum_sum()
    spread = _thinned(rows.select(
        "date", "flag", "starts_episode", value=pl.col("value") * size, fires_at=pl.col("fires_at") * size, segment=breaks
    ), width)  # fmt: skip
    name = word("signal", rows["signal"][0], lang)
    sign = "%" if unit is Unit.RATIO else ""
    legend = "◆ 新一次发出，虚线为发出线" if zh else "◆ start of a flagged episode, dashed: where the rule fires"
    title = f"{name}{f'（{sign}）' if sign and zh else f' ({sign})' if sign else ''}    {legend}"
    many = (rows["date"][-1] - rows["date"][0]).days > 3 * 366
    axis = alt.Axis(format="%Y" if many else "%Y-%m", tickCount=max(3, width // 80), grid=False, title=None, labelOverlap=True)
    x = alt.X("date:T", axis=axis, scale=alt.Scale(type="utc"))
    y = alt.Y("value:Q", title=title, scale=alt.Scale(zero=False))
    base = alt.Chart(spread)
    layers: list[Any] = [
        *watermark(note, width, height),
        base.mark_line(color=SERIES, strokeWidth=1.2).encode(x=x, y=y, detail="segment:N"),
        base.mark_line(color=MUTED, strokeDash=[5, 4], strokeWidth=1).encode(x=x, y=alt.Y("fires_at:Q"), detail="segment:N"),
        alt.Chart(spread.filter("flag")).mark_point(size=9, filled=True, color=ACCENT, opacity=0.8).encode(x=x, y=y),
        alt.Chart(spread.filter("starts_episode"))
        .mark_point(shape="diamond", size=80, filled=True, color=ACCENT)
        .encode(x=x, y=y),
    ]
    return finished(alt.layer(*layers), width, height)


def _thinned(rows: pl.DataFrame, width: int) -> pl.DataFrame:
    """The extremes of every pixel column and segment, its ends, and the start of each episode."""
    days = (pl.col("date") - pl.col("date").min()).dt.total_days()
    pixel = (days * width // days.max().clip(lower_bound=1)).alias("_pixel")
    value, place = pl.col("value"), pl.int_range(pl.len())
    keep = pl.any_horizontal(value == value.min(), value == value.max(), place == 0, place == pl.len() - 1).over(
        "segment", "_pixel"
    )
    return rows.with_columns(pixel).filter(keep | pl.col("starts_episode").fill_null(value=False)).drop("_pixel")


def _reliability(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """Forecast against observed frequency; the area of a dot is its number of days, which also stands beside it."""
    import altair as alt

    zh = lang == "zh"
    side = min(width, 340)
    top = min(1.0, float(str(max(rows["forecast"].max(), rows["observed_rate"].max()))) + 0.1)  # type: ignore[type-var]
    days = "{} 天" if zh else "{} days"
    dots = rows.select(
        "forecast",
        "observed_rate",
        "n_days",
        text=pl.col("n_days").map_elements(lambda n: days.format(f"{n:,}"), return_dtype=pl.String),
    )
    scale = alt.Scale(domain=[0, top], nice=False)
    x = alt.X(
        "forecast:Q", title="预报概率" if zh else "forecast probability", scale=scale, axis=alt.Axis(format=".0%", tickCount=5)
    )
    y = alt.Y("observed_rate:Q", title="实际频率（虚线：完全可靠）" if zh else "observed frequency (dashed: perfectly reliable)", scale=scale,
              axis=alt.Axis(format=".0%", tickCount=5))  # fmt: skip
    ideal = pl.DataFrame({"forecast": [0.0, top], "observed_rate": [0.0, top]})
    base = alt.Chart(dots).encode(x=x, y=y)
    layers: list[Any] = [
        *watermark(note, side, side),
        alt.Chart(ideal).mark_line(color=MUTED, strokeDash=[5, 4], strokeWidth=1).encode(x=x, y=y),
        base.mark_circle(color=SERIES, opacity=0.75).encode(
            size=alt.Size("n_days:Q", legend=None, scale=alt.Scale(range=[30, 500]))
        ),
        base.mark_text(color=INK, fontSize=11, dy=-14).encode(text="text:N"),
    ]
    return finished(alt.layer(*layers), side, side)


def _value(row: dict[str, Any], lang: Lang) -> str:
    unit = _unit(row["unit"])
    if unit is None:
        return f"{row['value']:.2f}"
    return f"{row['value']:.1%}" if unit is Unit.RATIO else display(row["value"], unit, lang)


def _record(row: dict[str, Any], lang: Lang) -> str:
    """The record in one line: hits against the base rate, how many episodes, the verdict."""
    zh = lang == "zh"
    verdict = word("verdict", row["verdict"], lang)
    count = f"n={row['n_episodes']}"
    if row["hit_rate"] is None or row["base_rate"] is None:
        return f"{verdict}（{count}）" if zh else f"{verdict} ({count})"
    if zh:
        return f"命中 {row['hit_rate']:.0%}，基准 {row['base_rate']:.0%}，{verdict}（{count}）"
    return f"hits {row['hit_rate']:.0%}, base {row['base_rate']:.0%}, {verdict} ({count})"


def _unit(text: str | None) -> Unit | None:
    if text == "1":
        return Unit.RATIO
    return parse_unit(text) if text else None
