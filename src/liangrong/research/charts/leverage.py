"""The charts of the leverage brief, one function each, for a given width and language.

Rows come in 元 and pure ratios; axes show 万亿元/亿元 (trillion, billion) and percent. Every chart leaves room above the
highest value, so that no label is cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.core.units import Unit
from liangrong.research.charts.amounts import amount_unit
from liangrong.research.charts.theme import ACCENT, INK, MUTED, SECOND, SERIES, config, finished, watermark
from liangrong.research.charts.thinning import thinned

if TYPE_CHECKING:
    import altair as alt

__all__ = ["Mark", "balance_chart", "level_chart", "share_chart", "split_chart"]

TRILLION: Final = float(Unit.WAN_YI_YUAN.size)
RUN_GAP_DAYS: Final = 4
"""Record days no further apart than this are drawn as one mark; a pixel is wider than that anyway."""
HEADROOM: Final = 1.15
"""The value axis reaches this much above the highest value, so that its label is not cut."""
NUMBER_WIDTH, NUMBER_HEIGHT = 18, 13
"""Pixels that the number of an event needs for itself."""
NUMBERED_FROM: Final = 500
"""Charts narrower than this show events as lines without numbers."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled place in time: an event's number, or a peak with its value in 元."""

    day: date
    text: str
    value: float = 0.0


def balance_chart(
    frame: pl.DataFrame,
    *,
    lang: Lang,
    width: int,
    last: Mark,
    peak: Mark | None = None,
    record_days: Sequence[date] = (),
    events: Sequence[Mark] = (),
    note: str = "",
) -> alt.LayerChart:
    """The balance with its earlier peak, record days and policy events.

    Parameters
    ----------
    frame
        ``date, value`` in 元.
    last
        The latest value and its label.
    peak
        The reference peak, drawn as a dashed line.
    note
        A watermark; printed large and pale behind the line.
    """
    import altair as alt

    height = 300 if width > 500 else 260
    rows = thinned(frame.with_columns(value=pl.col("value").cast(pl.Float64) / TRILLION), width)
    highest = max(float(str(rows["value"].max())), peak.value / TRILLION if peak else 0.0)
    top = highest * HEADROOM
    axis = "万亿元" if lang == "zh" else "CNY trillion"
    x = _time_axis(alt, rows, width)
    lanes = _lanes(events, rows, width)
    band = NUMBER_HEIGHT * (1 + max((lane for _, lane in lanes), default=-1)) if width >= NUMBERED_FROM else 0
    values = alt.Axis(format=".1f", tickCount=6, titleY=-10 - band)
    y = alt.Y("value:Q", title=axis, stack=None, scale=alt.Scale(domain=[0, top], nice=False), axis=values)
    base = alt.Chart(rows.select("date", "value", "segment"))
    layers: list[Any] = watermark(note, width, height)
    layers += _event_layers(alt, x, lanes, numbered=width >= NUMBERED_FROM)
    layers.append(base.mark_area(color=SERIES, opacity=0.12, clip=True).encode(x=x, y=y, detail="segment:N"))
    layers.append(base.mark_line(color=SERIES, strokeWidth=1.6).encode(x=x, y=y, detail="segment:N"))
    if record_days:
        runs = alt.Chart(_runs(record_days)).mark_rect(color=ACCENT, stroke=ACCENT, strokeWidth=0.6)
        # the domain is that of the other layers: with an end of its own, it would be read twice and as text
        day = alt.X("date:T", scale=alt.Scale(type="utc"))
        layers.append(runs.encode(x=day, x2="end:T", y=alt.value(height - 8), y2=alt.value(height)))
    if peak:
        layers += _peak_layers(alt, x, peak, rows)
    layers += _last_layers(alt, x, last)
    return finished(alt.layer(*layers), width, height)


def level_chart(
    frame: pl.DataFrame,
    *,
    lang: Lang,
    width: int,
    title: str,
    last: Mark,
    events: Sequence[Mark] = (),
    unit: str = "元",
    note: str = "",
) -> alt.LayerChart:
    """One measure over a window, with numbered events above it and its latest value.

    Parameters
    ----------
    frame
        ``date, value`` in the base unit.
    title
        What the measure is called.
    unit
        元, 股, or 1 for a ratio.
    """
    import altair as alt

    height = 250
    largest = max(float(str(frame["value"].cast(pl.Float64).abs().max())), abs(last.value))
    scale = amount_unit(largest, lang, unit=unit)
    rows = thinned(frame.with_columns(value=pl.col("value").cast(pl.Float64) / scale.size), width)
    lowest, highest = float(str(rows["value"].min())), float(str(rows["value"].max()))
    room = (highest - lowest) * (HEADROOM - 1) or abs(highest) * (HEADROOM - 1) or 1.0
    bottom = 0.0 if 0 <= lowest < highest / 2 else lowest - room
    x = _time_axis(alt, rows, width)
    lanes = _lanes(events, rows, width)
    band = NUMBER_HEIGHT * (1 + max((lane for _, lane in lanes), default=-1)) if width >= NUMBERED_FROM else 0
    number = ".1%" if scale.is_ratio else ",.10~g"
    domain = alt.Scale(domain=[bottom, highest + room], nice=False, zero=False)
    y = alt.Y(
        "value:Q", title=scale.titled(title, lang), scale=domain, axis=alt.Axis(format=number, tickCount=5, titleY=-10 - band)
    )
    layers: list[Any] = [*watermark(note, width, height), *_event_layers(alt, x, lanes, numbered=width >= NUMBERED_FROM)]
    layers.append(alt.Chart(rows).mark_line(color=SERIES, strokeWidth=1.5).encode(x=x, y=y, detail="segment:N"))
    layers += _last_layers(alt, x, last, scale=scale.size)
    return finished(alt.layer(*layers), width, height)


def split_chart(frame: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.VConcatChart:
    """Financing above, short below, each on its own scale.

    Parameters
    ----------
    frame
        ``date, financing, short`` in 元; nulls where one is not known.
    """
    import altair as alt

    zh = lang == "zh"
    unit, name = (float(Unit.YI_YUAN.size), "亿元") if zh else (float(Unit.BILLION_YUAN.size), "CNY bn")
    titles = (f"融资余额（{name}）", f"融券余额（{name}）") if zh else (f"Financing balance ({name})", f"Short balance ({name})")
    panels = []
    for column, title, color, height in (("financing", titles[0], SERIES, 170), ("short", titles[1], SECOND, 120)):
        values = frame.select("date", value=pl.col(column).cast(pl.Float64) / unit).drop_nulls()
        rows = thinned(values, width)
        x = _time_axis(alt, rows, width)
        y = alt.Y("value:Q", title=title, stack=None, axis=alt.Axis(format=",.0f", tickCount=4))
        base = alt.Chart(rows).encode(x=x, y=y, detail="segment:N")
        shapes = [base.mark_area(color=color, opacity=0.16), base.mark_line(color=color, strokeWidth=1.4)]
        layers = [*watermark(note, width, height), *shapes]
        panels.append(alt.layer(*layers).properties(width=width, height=height))
    return alt.vconcat(*panels, spacing=26).configure(**config())


def share_chart(frame: pl.DataFrame, *, width: int, last: Mark, title: str, note: str = "") -> alt.LayerChart:
    """A ratio over time with its median and the band in which it lay four fifths of the time.

    Parameters
    ----------
    frame
        ``date, value`` as pure ratios; the band and the median are those of these rows.
    """
    import altair as alt

    height = 240
    full = frame.with_columns(pl.col("value").cast(pl.Float64))
    rows = thinned(full, width)
    low, middle, high = (float(str(full["value"].quantile(q, "linear"))) for q in (0.1, 0.5, 0.9))
    x = _time_axis(alt, rows, width)
    bottom, top = float(str(rows["value"].min())), float(str(rows["value"].max()))
    room = (top - bottom) * (HEADROOM - 1) or top * (HEADROOM - 1)
    scale = alt.Scale(domain=[max(0.0, bottom - room / 2), top + room], nice=False)
    y = alt.Y("value:Q", title=title, scale=scale, axis=alt.Axis(format=".0%" if top > 0.2 else ".1%", tickCount=5))
    band = pl.DataFrame({"low": [low], "high": [high]})
    layers: list[Any] = watermark(note, width, height)
    layers.append(alt.Chart(band).mark_rect(color=SERIES, opacity=0.08).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q"))
    median = pl.DataFrame({"value": [middle]})
    layers.append(alt.Chart(median).mark_rule(color=MUTED, strokeDash=[4, 3]).encode(y=alt.Y("value:Q", scale=scale)))
    layers.append(alt.Chart(rows).mark_line(color=SERIES, strokeWidth=1.3).encode(x=x, y=y, detail="segment:N"))
    layers += _last_layers(alt, x, last, scale=1.0)
    return finished(alt.layer(*layers), width, height)


def _time_axis(alt: Any, rows: pl.DataFrame, width: int) -> Any:
    first, last = rows["date"][0], rows["date"][-1]
    domain = [first.isoformat(), last.isoformat()]
    many = (last - first).days > 3 * 366
    axis = alt.Axis(
        format="%Y" if many else "%Y-%m",
        tickCount=max(3, width // (70 if many else 90)),
        grid=False,
        title=None,
        labelOverlap=True,
    )
    return alt.X("date:T", scale=alt.Scale(type="utc", domain=domain), axis=axis)


def _days(days: Sequence[date]) -> pl.DataFrame:
    return pl.DataFrame({"date": list(days)}, schema={"date": pl.Date})


def _runs(days: Sequence[date]) -> pl.DataFrame:
    """``date, end`` of each run of days that lie no more than a long weekend apart."""
    frame = _days(sorted(days))
    broken = (pl.col("date").diff().dt.total_days() > RUN_GAP_DAYS).fill_null(value=False).cum_sum().alias("run")
    return frame.group_by(broken, maintain_order=True).agg(pl.col("date").min(), end=pl.col("date").max()).select("date", "end")


def _lanes(events: Sequence[Mark], rows: pl.DataFrame, width: int) -> list[tuple[Mark, int]]:
    """Give each event in the time shown a lane above the plot, so that no number covers another."""
    first, last = rows["date"][0], rows["date"][-1]
    per_pixel = max((last - first).days, 1) / width
    ends: list[float] = []
    placed = []
    for event in sorted((e for e in events if first <= e.day <= last), key=lambda e: e.day):
        at = (event.day - first).days / per_pixel
        lane = next((n for n, end in enumerate(ends) if at - end >= NUMBER_WIDTH), len(ends))
        ends[lane : lane + 1] = [at]
        placed.append((event, lane))
    return placed


def _event_layers(alt: Any, x: Any, lanes: Sequence[tuple[Mark, int]], *, numbered: bool) -> list[Any]:
    """A faint line per event, and its number above the plot where there is room for it."""
    if not lanes:
        return []
    layers = [
        alt.Chart(_days([event.day for event, _ in lanes])).mark_rule(color=MUTED, opacity=0.3, strokeDash=[2, 3]).encode(x=x)
    ]
    for lane in range(max(place for _, place in lanes) + 1) if numbered else ():
        events = [event for event, place in lanes if place == lane]
        frame = pl.DataFrame({"date": [event.day for event in events], "text": [event.text for event in events]})
        text = alt.Chart(frame).mark_text(color=INK, fontSize=10.5)
        layers.append(text.encode(x=x, y=alt.value(-6 - NUMBER_HEIGHT * lane), text="text:N"))
    return layers


def _peak_layers(alt: Any, x: Any, peak: Mark, rows: pl.DataFrame) -> list[Any]:
    line = pl.DataFrame({"value": [peak.value / TRILLION]})
    label = pl.DataFrame({"date": [peak.day], "value": [peak.value / TRILLION], "text": [peak.text]})
    early = (peak.day - rows["date"][0]).days < 0.2 * max((rows["date"][-1] - rows["date"][0]).days, 1)
    text = alt.Chart(label).mark_text(color=INK, fontSize=11.5, align="left" if early else "center", dy=-9)
    return [
        alt.Chart(line).mark_rule(color=MUTED, strokeDash=[6, 4]).encode(y="value:Q"),
        alt.Chart(label).mark_point(color=ACCENT, filled=True, size=46).encode(x=x, y="value:Q"),
        text.encode(x=x, y="value:Q", text="text:N"),
    ]


def _last_layers(alt: Any, x: Any, last: Mark, *, scale: float = TRILLION) -> list[Any]:
    label = pl.DataFrame({"date": [last.day], "value": [last.value / scale], "text": [last.text]})
    base = alt.Chart(label).encode(x=x, y="value:Q")
    style = {"fontSize": 11.5, "fontWeight": "bold", "align": "right", "dx": 2, "dy": -10}
    return [
        base.mark_point(color=ACCENT, filled=True, size=46),
        base.mark_text(color="white", stroke="white", strokeWidth=4, opacity=0.85, **style).encode(text="text:N"),
        base.mark_text(color=INK, **style).encode(text="text:N"),
    ]
