"""A balance over its whole history, with records, policy and peaks; a brush below chooses the time shown above.

The brush is an interval selection called ``zoom`` on ``date``. A script reads ``view.signal("zoom").date`` (two instants in
milliseconds, nothing when all is shown) and starts it elsewhere by the ``value`` of the parameter ``zoom`` in the specification.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.amounts import AmountUnit, amount_unit
from liangrong.research.charts.theme import ACCENT, INK, MUTED, SECOND, SERIES, config, watermark
from liangrong.research.charts.thinning import segmented, thinned
from liangrong.research.tables.labels import measure_name

if TYPE_CHECKING:
    import altair as alt

__all__ = ["BRUSHED", "COARSE", "STRIP", "ZOOM", "balance_chart", "zoom_value"]

ZOOM: Final = "zoom"
"""Name of the brush, the same in every chart that has one."""
FEW: Final = 4
"""So many days are each named on the axis."""
BRUSHED: Final = 12
"""Fewer values than this need no brush."""
HEADROOM: Final = 1.16
"""The value axis reaches this much above the highest value in view, so that its label has room."""
PLACES: Final = 320
"""At most so many places in view can be hovered; a mouse cannot tell more apart, and every one of them costs the page."""
COARSE: Final = 3
"""Pixels of a column of which the whole history shows the extremes; every day is drawn where less than a part of so many is in view."""
LABEL_WIDTH: Final = 190
"""Pixels within which two labels would cover each other."""
HOLE_WIDTH: Final = 46
"""Pixels of a hole that has room to be called one."""
STRIP: Final = 44
_NARROW: Final = 500
_TICK: Final = "utcFormat(datum.value, utcdate(datum.value) == 1 ? (utcmonth(datum.value) == 0 ? '%Y' : '%Y-%m') : '%m-%d')"
"""A year, a month or a day, whichever the tick begins; the same in both languages."""


def balance_chart(
    rows: pl.DataFrame,
    *,
    lang: Lang,
    width: int,
    note: str = "",
    zoom: tuple[date, date] | None = None,
    still: bool = False,
) -> alt.VConcatChart | None:
    """Draw the line, the records on it, policy as marks below it, named peaks and the latest value with their amounts.

    Parameters
    ----------
    rows
        ``date, value``, one measure of one scope. Optional: ``measure``, its name; ``unit``, 元 otherwise; ``is_record``; ``policy``,
        what was decreed that day, and ``episode``, what a peak is called, in the reader's language or as ``policies_zh, policies_en`` and
        so on.
    width
        Pixels of the plot.
    note
        A watermark.
    zoom
        First and last day shown at first; the whole history by default.
    still
        For paper or a page without scripts: no brush, nothing to hover, no more points than can be seen.

    Returns
    -------
    alt.VConcatChart or None
        Nothing where no value is known.
    """
    known = _in_words(rows.filter(pl.col("value").is_not_null()).sort("date"), lang)
    if still and zoom:
        known = known.filter(pl.col("date").is_between(*zoom))
    if known.is_empty():
        return None
    import altair as alt

    measured = known["unit"][0] if "unit" in known.columns else "元"
    unit = amount_unit(float(str(known["value"].cast(pl.Float64).abs().max())), lang, unit=measured)
    brush = None
    if not still and known.height >= BRUSHED:
        start = {"x": zoom_value(*zoom)} if zoom else alt.Undefined
        style = alt.BrushConfig(fill=SERIES, fillOpacity=0.14, stroke=SERIES, strokeOpacity=0.7)
        brush = alt.selection_interval(name=ZOOM, encodings=["x"], value=start, mark=style)
    shown = thinned(known, width) if still else segmented(known)
    view = _View(
        _points(shown, thinned(known, width // COARSE)["date"], unit),
        _named(known, measured, lang),
        brush,
        unit,
        lang,
        width,
    )
    panels = [view.main(alt, known, note)]
    if brush is not None:
        panels.append(view.strip(alt))
    return alt.vconcat(*panels, data=view.points, spacing=14).configure(**config())


def zoom_value(start: date, end: date) -> list[int]:
    """Where the brush stands, as the specification writes it: milliseconds since 1970 in UTC.

    Examples
    --------
    >>> zoom_value(date(1970, 1, 1), date(1970, 1, 2))
    [0, 86400000]
    """
    return [int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000 for day in (start, end)]


def _in_words(known: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """With ``policy`` and ``episode`` in the reader's language, null where nothing is said."""
    said = {
        name: next((pl.col(column) for column in (f"{name}_{lang}", name) if column in known.columns), pl.lit(None, pl.String))
        for name in ("policies", "episode")
    }
    return known.with_columns(**{name: pl.when(column != "").then(column) for name, column in said.items()})


def _points(known: pl.DataFrame, coarse: pl.Series, unit: AmountUnit) -> pl.DataFrame:
    """``date, value, change, record, coarse``; an empty value breaks the line at a hole, and there is no change across one."""
    scaled = pl.col("value").cast(pl.Float64) / unit.size
    change = pl.col("value").diff().cast(pl.Float64) / unit.size
    is_new = (pl.col("segment").diff() != 0).fill_null(value=True)
    record = pl.col("is_record").fill_null(value=False).cast(pl.Int8) if "is_record" in known.columns else pl.lit(0, pl.Int8)
    points = known.select(
        "date",
        value=scaled.round(unit.digits),
        change=pl.when(~is_new).then(change.round(unit.digits)),
        record=record,
        coarse=pl.col("date").is_in(coarse.implode()).cast(pl.Int8),
    )
    breaks = known.filter(is_new).slice(1).select(date=pl.col("date").dt.offset_by("-1d"), coarse=pl.lit(1, pl.Int8))
    return pl.concat([points, breaks], how="diagonal").sort("date").with_columns(pl.col("date").cast(pl.String))


def _named(known: pl.DataFrame, measured: str, lang: Lang) -> pl.DataFrame:
    """``date, value, place, label`` of the peaks that have a name and of the latest value."""
    last = known["date"][-1]
    found = known.with_columns(is_last=pl.col("date") == last).filter(pl.col("episode").is_not_null() | pl.col("is_last"))
    rows = []
    for row in found.iter_rows(named=True):
        value, words = float(row["value"]), (row["episode"], str(last) if row["is_last"] else None)
        best = amount_unit(value, lang, unit=measured, trillions=True)
        label = f"{' '.join(filter(None, words))}  {best.text(value)}"
        rows.append((str(row["date"]), value, "last" if row["is_last"] else "peak", label))
    return pl.DataFrame(rows, schema=["date", "value", "place", "label"], orient="row")


@dataclass(frozen=True, slots=True)
class _View:
    """What all layers of one drawing share."""

    points: pl.DataFrame
    named: pl.DataFrame
    brush: Any
    unit: AmountUnit
    lang: Lang
    width: int

    def main(self, alt: Any, known: pl.DataFrame, note: str) -> Any:
        """The large panel."""
        height = 300 if self.width > _NARROW else 240
        x, y = self._axes(alt, known)
        seen, drawn = self._seen(alt), self._seen(alt, *self._as_fine_as_seen())
        top = seen.transform_aggregate(highest="max(value)").transform_calculate(value=f"datum.highest * {HEADROOM}")
        layers = [
            *watermark(note, self.width, height),
            top.mark_point(opacity=0).encode(x=alt.value(0), y=y),
            drawn.mark_area(color=SERIES, opacity=0.12).encode(x=x, y=y),
            drawn.mark_line(color=SERIES, strokeWidth=1.6).encode(x=x, y=y),
            *self._marks(alt, known, height),
            *(self._hover(alt, x, y) if self.brush is not None else ()),
            *self._holes(alt, height),
            *self._labels(alt, known["date"][-1]),
        ]
        return alt.layer(*layers).properties(width=self.width, height=height, name="balance")

    def strip(self, alt: Any) -> Any:
        """The whole history, small, under the brush."""
        whole = alt.Scale(type="utc", domain=[self.points["date"][0], self.points["date"][-1]])
        x = alt.X("date:T", title=None, scale=whole, axis=self._time_axis(alt))
        y = alt.Y("value:Q", title=None, stack=None, axis=None, scale=alt.Scale(nice=False))
        area = alt.Chart().transform_filter("datum.coarse").mark_area(color=SERIES, opacity=0.35).encode(x=x, y=y)
        return area.add_params(self.brush).properties(width=self.width, height=STRIP, name="strip")

    def _axes(self, alt: Any, known: pl.DataFrame) -> tuple[Any, Any]:
        days, called = known["date"], "数值" if self.lang == "zh" else "value"
        if self.brush is not None:
            across = alt.Scale(type="utc", domain={"param": ZOOM, "encoding": "x"})
        else:
            beside = timedelta(days=int(days[0] == days[-1]))
            across = alt.Scale(type="utc", domain=[str(days[0] - beside), str(days[-1] + beside)])
        if "measure" in known.columns:
            called = measure_name(known["measure"][0], self.lang)
        axis = alt.Axis(format=".2~%" if self.unit.is_ratio else ",.2~f", tickCount=5)
        y = alt.Y(
            "value:Q", title=self.unit.titled(called, self.lang), stack=None, scale=alt.Scale(nice=False, zero=True), axis=axis
        )
        return alt.X("date:T", title=None, scale=across, axis=self._time_axis(alt)), y

    def _time_axis(self, alt: Any) -> Any:
        days = self.points.filter(pl.col("value").is_not_null())["date"]
        some = {"values": days.to_list()} if days.len() <= FEW else {"tickCount": max(3, self.width // 110)}
        return alt.Axis(grid=False, labelExpr=_TICK, labelOverlap=True, labelBound=False, **some)

    def _seen(self, alt: Any, *conditions: str, frame: pl.DataFrame | None = None) -> Any:
        """The points in view, or those of a frame; every layer starts here: the brush drives them all, and none reaches over an edge."""
        chart = alt.Chart() if frame is None else alt.Chart(frame).transform_calculate(date="toDate(datum.date)")
        for condition in (*filter(None, (self.brush,)), *conditions):
            chart = chart.transform_filter(condition)
        return chart

    def _as_fine_as_seen(self) -> list[str]:
        """All days of a short time, and of a long one those that can be told apart: half of the work of a browser is to draw them."""
        if self.brush is None:
            return []
        first, last = (date.fromisoformat(self.points["date"][end]) for end in (0, -1))
        short = round((last - first) / timedelta(milliseconds=COARSE))
        return [f"datum.coarse || (isValid({ZOOM}.date) && span({ZOOM}.date) < {short})"]

    def _marks(self, alt: Any, known: pl.DataFrame, height: int) -> list[Any]:
        """Records as dots on the line, small where they are many; policy as triangles on the axis; a legend of those there are."""
        zh = self.lang == "zh"
        decrees = known.filter(pl.col("policies").is_not_null())
        has_records = self.points["record"].max() == 1
        kinds = [(("新高" if zh else "record"), ACCENT, "circle")] if has_records else []
        kinds += [(("政策" if zh else "policy"), SECOND, "triangle-up")] if decrees.height else []
        if not kinds:
            return []
        names, colors, shapes = (list(each) for each in zip(*kinds, strict=True))
        room = sum(34 + (13 if zh else 7) * len(name) for name in names)
        legend = alt.Legend(
            title=None,
            orient="none",
            direction="horizontal",
            legendX=self.width - room,
            legendY=-24,
            symbolSize=60,
            symbolOpacity=1,
        )
        color = alt.Color("kind:N", scale=alt.Scale(domain=names, range=colors), legend=legend)
        shape = alt.Shape("kind:N", scale=alt.Scale(domain=names, range=shapes), legend=legend)
        layers = []
        if has_records:
            dot = alt.Size("count:Q", scale=alt.Scale(domain=[40, 400], range=[30, 6], clamp=True), legend=None)
            records = self._seen(alt, "datum.record").transform_joinaggregate(count="count()")
            drawn = records.transform_calculate(kind=f"'{names[0]}'").mark_point(filled=True, opacity=1, clip=False)
            layers.append(drawn.encode(x=_across(alt), y=_up(alt), size=dot, color=color, shape=shape))
        if decrees.height:
            told = [_day(alt, self.lang), alt.Tooltip("policy:N", title=names[-1])]
            frame = decrees.select(pl.col("date").cast(pl.String), "policies", kind=pl.lit(names[-1]))
            drawn = self._seen(alt, frame=frame).mark_point(filled=True, size=64, opacity=0.9, clip=False)
            layers.append(drawn.encode(x=_across(alt), y=alt.value(height - 6), color=color, shape=shape, tooltip=told))
        return layers

    def _hover(self, alt: Any, x: Any, y: Any) -> list[Any]:
        """A rule and a dot at the place nearest to the pointer, and what was the case there."""
        zh = self.lang == "zh"
        told = [
            _day(alt, self.lang),
            alt.Tooltip("value:Q", title=self.unit.titled("数值" if zh else "value", self.lang), format=self.unit.number),
            alt.Tooltip(
                "change:Q", title=self.unit.titled("较前值" if zh else "change", self.lang), format=f"+{self.unit.number}"
            ),
        ]
        places = (
            self._seen(alt, "isValid(datum.value)")
            .transform_window(place="row_number()", sort=[alt.SortField("date")])
            .transform_joinaggregate(count="count()")
            .transform_filter(f"(datum.count - datum.place) % ceil(datum.count / {PLACES}) == 0")
        )
        nearest = alt.selection_point(
            name="hover", nearest=True, on="pointermove", clear="pointerout", fields=["date"], empty=False
        )
        there = places.transform_filter(nearest)
        return [
            there.mark_rule(color=MUTED, strokeWidth=1).encode(x=_across(alt), y=alt.value(0), y2=alt.value("height")),
            there.mark_point(color=SERIES, filled=True, size=50, opacity=1, clip=False).encode(x=_across(alt), y=_up(alt)),
            places.mark_point(opacity=0).encode(x=x, y=y, tooltip=told).add_params(nearest).properties(name="places"),
        ]

    def _holes(self, alt: Any, height: int) -> list[Any]:
        """What a hole is, where there is room to say it."""
        day = pl.col("date").str.to_date()
        around = self.points.select("value", since=day.shift(1), until=day.shift(-1)).filter(pl.col("value").is_null())
        if around.is_empty():
            return []
        holes = around.select("since", "until", date=pl.col("since") + (pl.col("until") - pl.col("since")) / 2)
        dates = holes.with_columns(pl.all().cast(pl.Date).cast(pl.String))
        ends = [f"scale('balance_x', toDate(datum.{end}))" for end in ("until", "since")]
        said = "无数据" if self.lang == "zh" else "no data"
        text = {"expr": f"{ends[0]} - {ends[1]} > {HOLE_WIDTH} ? '{said}' : ''"}
        drawn = self._seen(alt, frame=dates).mark_text(color=MUTED, fontSize=11, text=text)
        return [drawn.encode(x=_across(alt), y=alt.value(height - 24))]

    def _labels(self, alt: Any, last: date) -> list[Any]:
        """A dot and a text at each named place; a peak steps up where the latest is beside it."""
        latest = f"scale('balance_x', {zoom_value(last, last)[0]})"
        is_right = f"scale('balance_x', datum.date) > {self.width // 2}"
        is_beside = f"datum.place == 'peak' && abs(scale('balance_x', datum.date) - {latest}) < {LABEL_WIDTH}"
        style = {
            "fontSize": 12, "fontWeight": "bold", "clip": False, "align": {"expr": f"{is_right} ? 'right' : 'left'"},
            "dx": {"expr": f"{is_right} ? 5 : -5"}, "dy": {"expr": f"{is_beside} ? -26 : -11"},
        }  # fmt: skip
        scaled = self.named.with_columns(value=pl.col("value") / self.unit.size)
        base = self._seen(alt, frame=scaled).encode(x=_across(alt), y=_up(alt))
        return [
            base.mark_point(color=ACCENT, filled=True, size=54, opacity=1, clip=False),
            base.mark_text(color="white", stroke="white", strokeWidth=4, opacity=0.85, **style).encode(text="label:N"),
            base.mark_text(color=INK, **style).encode(text="label:N"),
        ]


def _across(alt: Any) -> Any:
    """Where the time axis puts a row. What may have no row in view feeds no scale so: no row has no extent."""
    return alt.value({"expr": "scale('balance_x', datum.date)"})


def _up(alt: Any) -> Any:
    """Where the value axis puts a row, and no more than that."""
    return alt.value({"expr": "scale('balance_y', datum.value)"})


def _day(alt: Any, lang: Lang) -> Any:
    return alt.Tooltip("date:T", title="日期" if lang == "zh" else "date", timeUnit="utcyearmonthdate", format="%Y-%m-%d")
