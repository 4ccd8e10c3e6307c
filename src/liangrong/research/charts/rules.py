"""The law over time: what each parameter was, and how one of them moved, for old contracts and for new ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.lettering import ems
from liangrong.research.charts.theme import ACCENT, INK, MUTED, SECOND, SERIES, finished, watermark
from liangrong.research.tables.labels import word

if TYPE_CHECKING:
    import altair as alt

__all__ = ["rules_chart", "timeline_chart", "value_steps_chart"]

LANE: Final = 26
"""Pixels of a parameter."""
MOST: Final = 30
"""Parameters of a timeline; those that changed most often are kept."""
LETTER: Final = 11.0
HEIGHT: Final = 240
AFTER: Final = 0.07
"""Share of the time shown that is kept free behind the last change, for the value that holds now."""
_NARROW: Final = 500
_COLORS: Final = (SERIES, SECOND, "#0f766e", "#92610a", ACCENT, MUTED)
_TICK: Final = "utcFormat(datum.value, utcdate(datum.value) == 1 ? (utcmonth(datum.value) == 0 ? '%Y' : '%Y-%m') : '%m-%d')"


@dataclass(frozen=True, slots=True)
class _Span:
    """A value of a parameter from one day to the next change."""

    track: str
    start: date
    until: date
    value: float | None
    said: str
    reach: str
    parts_contracts: bool


def rules_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """Draw one parameter that is a number as steps, and anything else as a timeline.

    Parameters
    ----------
    rows
        As of ``rules timeline``.
    """
    drawn = value_steps_chart(rows, lang=lang, width=width, note=note)
    return timeline_chart(rows, lang=lang, width=width, note=note) if drawn is None else drawn


def timeline_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """Draw every parameter as a lane of the values that it had, under the policy events of the time.

    Parameters
    ----------
    rows
        As of ``rules timeline``: ``date, kind, parameter, key, venues, said_*, applies_to, title_*``. Where exchanges differ the
        first that is named is drawn.

    Returns
    -------
    alt.LayerChart or None
        Nothing where there is neither a value nor an event.
    """
    if rows.is_empty():
        return None
    import altair as alt

    zh = lang == "zh"
    first, end = _time_of(rows)
    spans = _spans(rows, lang, end)
    tracks = _kept(spans)
    decrees = rows.filter(pl.col("kind") == "event").select(pl.col("date").cast(pl.String), title=f"title_{lang}")
    places = (["政策" if zh else "policy"] if decrees.height else []) + tracks
    x = _time_axis(alt, first, end, width)
    limit = min(300, width // 3) if width > _NARROW else width // 3
    y = alt.Y("track:N", title=None, sort=places, scale=alt.Scale(domain=places),
              axis=alt.Axis(labelLimit=limit, labelColor=INK, labelPadding=6, titleY=0))  # fmt: skip
    height = LANE * len(places)
    layers: list[Any] = watermark(note, width, height)
    if decrees.height:
        told = [_day(alt, lang), alt.Tooltip("title:N", title=places[0])]
        base = alt.Chart(decrees.with_columns(track=pl.lit(places[0]))).encode(x=x)
        layers.append(base.mark_rule(color=SECOND, opacity=0.16).encode(y=alt.value(LANE / 2), y2=alt.value(height)))
        marks = base.mark_point(color=SECOND, shape="triangle-down", filled=True, size=70, opacity=0.9)
        layers.append(marks.encode(y=y, tooltip=told))
    if tracks:
        layers += _bars(alt, [span for span in spans if span.track in set(tracks)], x, y, lang, (end - first).days / width)
    left = len({span.track for span in spans}) - len(tracks)
    more = (f"另有 {left} 项较少变动，见表" if zh else f"{left} more that changed less often: see the table") if left else None
    chart = alt.layer(*layers)
    return finished(chart.properties(title=alt.TitleParams(more, fontSize=11, color=MUTED)) if more else chart, width, height)


def value_steps_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """Draw one parameter as steps with its values and their first days; what older contracts kept is dashed.

    Parameters
    ----------
    rows
        As ``timeline_chart``, of one parameter; its keys are lines of their own.

    Returns
    -------
    alt.LayerChart or None
        Nothing where there are several parameters, or the values are not numbers.
    """
    values = rows.filter(pl.col("kind") == "value")
    if values["parameter"].n_unique() != 1:
        return None
    first, end = _time_of(values)
    spans = _spans(values, lang, end)
    numbers = [span for span in spans if span.value is not None]
    if not numbers:
        return None
    import altair as alt

    title, unit = values.select(f"title_{lang}", "unit").row(0)
    low, high = min(0.0, *(span.value or 0.0 for span in numbers)), max(span.value or 0.0 for span in numbers)
    axis = alt.Axis(format=".1~%" if unit in ("1", "1/year", "1/day") else ",.2~f", tickCount=5)
    y = alt.Y("value:Q", title=title, axis=axis, scale=alt.Scale(domain=[low, (high or 1.0) * 1.18], nice=False))
    names = list(dict.fromkeys(span.track for span in numbers))
    alone = len(names) == 1
    legend = None if alone else alt.Legend(title=None, orient="bottom", columns=2 if width <= _NARROW else 5, offset=10)
    color = alt.Color(
        "track:N", legend=legend, scale=alt.Scale(domain=names, range=[_COLORS[n % len(_COLORS)] for n in range(len(names))])
    )
    kept = _frame(_grandfathered(numbers))
    said = "虚线：此前的合约沿用原值" if lang == "zh" else "dashed: contracts of before keep their value"
    x = _time_axis(alt, first, end, width, title=said if kept.height else None)
    told = [_day(alt, lang), alt.Tooltip("said:N", title="取值" if lang == "zh" else "value"),
            alt.Tooltip("reach:N", title="适用于" if lang == "zh" else "applies to")]  # fmt: skip
    layers: list[Any] = watermark(note, width, HEIGHT)
    if kept.height:
        old = alt.Chart(kept).mark_rule(strokeWidth=1.6, strokeDash=[4, 4], opacity=0.75)
        layers.append(old.encode(x=_open(alt, x), x2="until:T", y=y, color=color))
    rises = _frame(_risers(numbers))
    if rises.height:
        layers.append(alt.Chart(rises).mark_rule(strokeWidth=1, opacity=0.45).encode(x=x, y=y, y2="before:Q", color=color))
    layers.append(
        alt.Chart(_frame(numbers)).mark_rule(strokeWidth=3).encode(x=_open(alt, x), x2="until:T", y=y, color=color, tooltip=told)
    )
    days_per_pixel = (end - first).days / width
    written = [
        span
        for span in numbers
        if span.until == end or (span.until - span.start).days / days_per_pixel >= ems(span.said) * LETTER
    ]
    since = alone and width > _NARROW
    base = alt.Chart(_frame(written).with_columns(day=pl.col("date"))).encode(x=x, y=y)
    style = {"align": "left", "fontSize": LETTER}
    layers.append(base.mark_text(dy=-21 if since else -9, fontWeight="bold", color=INK, **style).encode(text="said:N"))
    if since:
        layers.append(base.mark_text(dy=-9, color=MUTED, **style).encode(text="day:N"))
    return finished(alt.layer(*layers), width, HEIGHT)


def _spans(rows: pl.DataFrame, lang: Lang, end: date) -> list[_Span]:
    """The values of each parameter and key at one exchange, each up to the next."""
    values = [row for row in rows.iter_rows(named=True) if row["kind"] == "value"]
    several = len({row["parameter"] for row in values}) > 1
    found: list[_Span] = []
    for (_, _), group in groupby(sorted(values, key=_track_key), key=lambda row: _track_key(row)[:2]):
        told = list(group)
        venue = next((row["venues"][0] for row in told if row["venues"]), None)
        own = [row for row in told if not row["venues"] or venue in row["venues"]]
        name = _track_name(own[0], lang, several=several)
        for row, later in zip(own, [*own[1:], None], strict=True):
            number = row["value"] if isinstance(row["value"], int | float) and not isinstance(row["value"], bool) else None
            reach = word("applies_to", row["applies_to"], lang)
            found.append(_Span(
                name, row["date"], later["date"] if later else end, None if number is None else float(number), row[f"said_{lang}"] or "—",
                reach, row["applies_to"].startswith("new"),
            ))  # fmt: skip
    return found


def _track_key(row: dict[str, Any]) -> tuple[str, str, date]:
    return row["parameter"], row["key"] or "", row["date"]


def _track_name(row: dict[str, Any], lang: Lang, *, several: bool) -> str:
    key = row["key"] and word("key", row["key"], lang)
    title = row[f"title_{lang}"]
    return f"{title} · {key}" if key and several else key or title


def _kept(spans: list[_Span]) -> list[str]:
    """The tracks that are drawn, in their order: those with the most changes where there are too many."""
    counts: dict[str, int] = {}
    for span in spans:
        counts[span.track] = counts.get(span.track, 0) + 1
    busiest = set(sorted(counts, key=lambda track: -counts[track])[:MOST])
    return [track for track in counts if track in busiest]


def _grandfathered(spans: list[_Span]) -> list[_Span]:
    """What contracts of before keep when a change reaches new ones alone: drawn up to the change after it."""
    return [
        replace(before, start=after.start, until=after.until)
        for before, after in pairwise(spans)
        if before.track == after.track and after.parts_contracts and before.value != after.value
    ]


def _risers(spans: list[_Span]) -> list[tuple[_Span, float]]:
    """Each change with the value that it replaced."""
    return [
        (after, before.value)
        for before, after in pairwise(spans)
        if before.track == after.track and before.value is not None and after.start == before.until
    ]


def _frame(spans: list[_Span] | list[tuple[_Span, float]]) -> pl.DataFrame:
    rows = []
    for item in spans:
        span, before = item if isinstance(item, tuple) else (item, None)
        rows.append((span.track, str(span.start), str(span.until), span.value, span.said, span.reach, before))
    names = ["track", "date", "until", "value", "said", "reach", "before"]
    return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)


def _bars(alt: Any, spans: list[_Span], x: Any, y: Any, lang: Lang, days_per_pixel: float) -> list[Any]:
    """A bar for each value, every other one darker, and the value where it has room."""
    shaded: list[tuple[float, str]] = []
    place = 0
    for n, span in enumerate(spans):
        place = place + 1 if n and spans[n - 1].track == span.track else 0
        room = (span.until - span.start).days / days_per_pixel - 6
        fits = ems(span.said) * LETTER <= room
        shaded.append((0.34 if place % 2 else 0.16, span.said if fits else ""))
    frame = _frame(spans).with_columns(
        shade=pl.Series([shade for shade, _ in shaded]), text=pl.Series([text for _, text in shaded], dtype=pl.String)
    )
    told = [
        alt.Tooltip("track:N", title="参数" if lang == "zh" else "parameter"),
        _day(alt, lang),
        alt.Tooltip("said:N", title="取值" if lang == "zh" else "value"),
        alt.Tooltip("reach:N", title="适用于" if lang == "zh" else "applies to"),
    ]
    base = alt.Chart(frame).encode(x=x, y=y, tooltip=told)
    bars = base.mark_bar(height=LANE - 7, color=SERIES, stroke="white", strokeWidth=1)
    bars = bars.encode(x=_open(alt, x), x2="until:T", opacity=alt.Opacity("shade:Q", scale=None))
    return [bars, base.mark_text(align="left", dx=4, color=INK, fontSize=LETTER).encode(text="text:N")]


def _time_of(rows: pl.DataFrame) -> tuple[date, date]:
    """From the first entry to a little behind the last."""
    days = rows["date"].sort()
    first, last = days[0], days[-1]
    return first, last + timedelta(days=max(30, round((last - first).days * AFTER)))


def _time_axis(alt: Any, first: date, end: date, width: int, title: str | None = None) -> Any:
    axis = alt.Axis(grid=False, titleAnchor="end", tickCount=max(3, width // 90), labelExpr=_TICK, labelOverlap=True)
    ends = [alt.DateTime(year=day.year, month=day.month, date=day.day, utc=True) for day in (first, end)]
    return alt.X("date:T", title=title, scale=alt.Scale(type="utc", domain=ends), axis=axis)


def _open(alt: Any, x: Any) -> Any:
    """The axis without its ends: Vega-Lite reads those of a mark with two of its own in another way, and takes the rest for a conflict."""
    found = x.copy()
    found.scale = alt.Scale(type="utc")
    return found


def _day(alt: Any, lang: Lang) -> Any:
    return alt.Tooltip("date:T", title="起" if lang == "zh" else "since", timeUnit="utcyearmonthdate", format="%Y-%m-%d")
