"""What is stored: how much of every year or month, or from when to when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.market.tables import TABLES
from liangrong.research.charts.contrast import mixed, readable_on
from liangrong.research.charts.lettering import ems
from liangrong.research.charts.theme import ACCENT, INK, SERIES, finished, watermark
from liangrong.research.reports.wording import source_name
from liangrong.research.tables.labels import word

if TYPE_CHECKING:
    import altair as alt

__all__ = ["coverage_chart"]

CELL: Final = 22
"""Pixels of a series, its gap included."""
MONTHS: Final = 30
"""Up to so many months each has a cell; beyond, years have."""
LETTER: Final = 10
_SPARSE: Final = "#dbe6f0"
"""The colour of very little; what is stored whole is the blue of the house."""
_NARROW: Final = 500


def coverage_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """Draw a cell for each series and year, or month, as deep as the share of sessions that is stored; or a bar for its span.

    Parameters
    ----------
    rows
        As of ``services.coverage.coverage_by_month``: ``dataset, exchange, source, month, sessions, covered``; a hole is framed.
        As of ``coverage``: ``dataset, exchange, source, first, last, covered`` and the counts of days without data.

    Returns
    -------
    alt.LayerChart or None
        Nothing where nothing is stored; days one by one are not drawn.
    """
    if rows.is_empty() or not {"month", "first"} & set(rows.columns):
        return None
    return _cells(rows, lang, width, note) if "month" in rows.columns else _spans(rows, lang, width, note)


def _cells(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """The heat of the shares; every period from the first to the last has its place, and its sessions are those of any series."""
    import altair as alt

    zh = lang == "zh"
    by_month = rows["month"].n_unique() <= MONTHS
    pattern = "%Y-%m" if by_month else "%Y"
    summed = rows.with_columns(series=_series_of(rows, lang), period=pl.col("month").dt.strftime(pattern))
    whole = summed.group_by("period", "month").agg(pl.col("sessions").max()).group_by("period").agg(pl.col("sessions").sum())
    cells = (
        summed.group_by("series", "period", maintain_order=True)
        .agg(pl.col("covered").sum())
        .join(whole, on="period", maintain_order="left")
    )
    cells = cells.with_columns(share=pl.col("covered") / pl.col("sessions"))
    series, periods = cells["series"].unique(maintain_order=True).to_list(), _periods(rows, by_month=by_month)
    step = width / len(periods)
    said = [_share_text(share) for share in cells["share"]]
    cells = cells.with_columns(
        text=pl.Series([text if ems(text) * LETTER + 4 <= step else "" for text in said], dtype=pl.String),
        ink=pl.Series([readable_on((mixed(_SPARSE, SERIES, share),)) for share in cells["share"]], dtype=pl.String),
    )
    height = CELL * len(series)
    x_axis = alt.Axis(orient="top", labelAngle=-90 if by_month and step < 50 else 0, labelOverlap=True, domain=False, ticks=False)
    x = alt.X("period:O", title=None, scale=alt.Scale(domain=periods, paddingInner=0.06), axis=x_axis)
    y = alt.Y("series:N", title=None, sort=series, axis=_axis(alt, width), scale=alt.Scale(paddingInner=0.14))
    legend = alt.Legend(title="已存交易日占比" if zh else "share of sessions stored", orient="bottom", format=".0%", gradientLength=160,
                        gradientThickness=10, offset=10, values=[0, 0.5, 1])  # fmt: skip
    scale = alt.Scale(domain=[0, 1], range=[_SPARSE, SERIES], interpolate="rgb")
    titles = ("数据", "时间", "已存交易日", "交易日") if zh else ("series", "period", "sessions stored", "sessions")
    names = ("series:N", "period:N", "covered:Q", "sessions:Q")
    told = [alt.Tooltip(name, title=title) for name, title in zip(names, titles, strict=True)]
    base = alt.Chart(cells).encode(x=x, y=y, tooltip=told)
    layers: list[Any] = [base.mark_rect().encode(color=alt.Color("share:Q", scale=scale, legend=legend))]
    holes = cells.filter(pl.col("covered") == 0)
    if holes.height:
        framed = alt.Chart(holes).mark_rect(fill="white", stroke=ACCENT, strokeDash=[3, 2], strokeWidth=1.2)
        layers.append(framed.encode(x=x, y=y, tooltip=told))
    layers.append(base.mark_text(fontSize=LETTER, color={"expr": "datum.ink"}).encode(text="text:N"))
    return finished(alt.layer(*layers, *watermark(note, width, height)), width, height)


def _spans(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """A bar from the first day to the last, paler where days are missing, with the number of days stored."""
    import altair as alt

    zh = lang == "zh"
    lacking = pl.sum_horizontal(pl.col("not_published", "failed", "quarantined", "missing"))
    drawn = rows.with_columns(series=_series_of(rows, lang), lacking=lacking).filter(pl.col("covered") > 0)
    if drawn.is_empty():
        return None
    drawn = drawn.select(
        "series", pl.col("first", "last").cast(pl.String), "covered", "lacking",
        share=pl.col("covered") / (pl.col("covered") + pl.col("lacking")),
        text=pl.format("{} 天" if zh else "{} days", "covered")
        + pl.when(pl.col("lacking") > 0).then(pl.format(" · 缺 {}" if zh else " · {} missing", "lacking")).otherwise(pl.lit("")),
    )  # fmt: skip
    height = CELL * drawn["series"].n_unique()
    ends = [str(rows["first"].min()), str(rows["last"].max())]
    scale = alt.Scale(type="utc", domain=ends) if ends[0] < ends[1] else alt.Scale(type="utc")
    axis = alt.Axis(format="%Y", orient="top", tickCount=max(3, width // 80), labelOverlap=True)
    x = alt.X("first:T", title=None, scale=scale, axis=axis)
    y = alt.Y("series:N", title=None, sort=drawn["series"].to_list(), axis=_axis(alt, width))
    titles = ("数据", "首日", "末日", "已存天数", "缺") if zh else ("series", "first", "last", "days stored", "missing")
    names = ("series:N", "first:T", "last:T", "covered:Q", "lacking:Q")
    told = [
        alt.Tooltip(name, title=title, **({"timeUnit": "utcyearmonthdate", "format": "%Y-%m-%d"} if name.endswith("T") else {}))
        for name, title in zip(names, titles, strict=True)
    ]
    base = alt.Chart(drawn).encode(x=x, y=y, tooltip=told)
    shade = alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 1], range=[0.15, 0.75]), legend=None)
    layers = [
        *watermark(note, width, height),
        base.mark_bar(color=SERIES, height=CELL * 0.6).encode(x2="last:T", opacity=shade),
        base.mark_tick(color=SERIES, thickness=2, height=CELL * 0.6),
        alt.Chart(drawn)
        .mark_text(align="left", fontSize=LETTER + 1, color=INK)
        .encode(x=alt.value(width + 8), y=y, text="text:N"),
    ]
    return finished(alt.layer(*layers), width, height)


def _series_of(rows: pl.DataFrame, lang: Lang) -> pl.Series:
    """What each series is called: its table, exchange, source, and how it came where two differ in that alone."""
    names = [_name_of(row, lang) for row in rows.iter_rows(named=True)]
    ways: dict[str, set[str | None]] = {}
    for name, row in zip(names, rows.iter_rows(named=True), strict=True):
        ways.setdefault(name, set()).add(row.get("via"))
    said = [
        name if len(ways[name]) == 1 else f"{name} · {word('via', row['via']) if lang == 'zh' else row['via']}"
        for name, row in zip(names, rows.iter_rows(named=True), strict=True)
    ]
    return pl.Series("series", said, dtype=pl.String)


def _name_of(row: dict[str, Any], lang: Lang) -> str:
    stored = TABLES.get(row["dataset"])
    table = stored.zh if stored and lang == "zh" else row["dataset"].replace("_", " ")
    return " ".join(filter(None, (table, row["exchange"], "·", source_name(row["source"], lang))))


def _periods(rows: pl.DataFrame, *, by_month: bool) -> list[str]:
    first, last = rows["month"].sort()[0], rows["month"].sort()[-1]
    if not by_month:
        return [f"{year}" for year in range(first.year, last.year + 1)]
    months = pl.date_range(first, last, "1mo", eager=True)
    return [f"{month:%Y-%m}" for month in months if isinstance(month, date)]


def _share_text(share: float) -> str:
    """A share in whole percent; what is not all is never rounded to all, nor something to nothing."""
    percent = round(share * 100)
    return f"{min(percent, 99) if share < 1 else 100}" if not 0 < share < 0.01 else "<1"


def _axis(alt: Any, width: int) -> Any:
    limit = 300 if width > _NARROW else width // 2
    return alt.Axis(labelLimit=limit, labelColor=INK, labelPadding=6, titleAngle=0, grid=False)
