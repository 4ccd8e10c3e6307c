"""Charts of the short side: the balance with numbered decrees, the most shorted stocks, the industries."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.core.units import Unit
from liangrong.research.charts.theme import ACCENT, FALL, INK, MUTED, RISE, SECOND, config, finished, watermark
from liangrong.research.tables.labels import word

if TYPE_CHECKING:
    import altair as alt

__all__ = ["shorts_chart"]

BAR: Final = 24
"""Height of a row in pixels, its gap included."""
ROOM: Final = 1.18
"""The value axis reaches this much beyond the longest bar, so that its number is not cut."""
LINE: Final = 16
"""Height of a line of the legend."""
NUMBER: Final = 20
"""Pixels that the number of a decree needs for itself."""
WIDE_GLYPH, NARROW_GLYPH = 11.2, 6.4
"""Widths of a Chinese character and of a Latin one in the legend, in pixels."""
LATIN: Final = 0x2E80
"""Characters from here on are as wide as Chinese ones."""
MANY_DAYS: Final = 3 * 366
FEW_DAYS: Final = 120
"""Up to here the axis names days, and from ``MANY_DAYS`` on years; months between."""
GAP_DAYS: Final = 40
"""A line is broken where more calendar days than this lie between two points."""


def shorts_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.Chart | None:
    """The picture of one view of the short side.

    Parameters
    ----------
    rows
        Of the overview or the trend (a line with numbered decrees and their titles below), the cards (bars of changes), the table or
        the industries (bars). Other views, and views without a known figure, have no picture: ``None``.
    """
    if "card" in rows.columns:
        months = rows.filter(pl.col("card") == "month")
        return _trend(months, lang, width, note) if months.height else _cards(rows, lang, width, note)
    if "balance_change_ratio" in rows.columns:
        return _trend(rows, lang, width, note)
    if "sorted_by" in rows.columns:
        return _table(rows, lang, width, note)
    if "top_5_share" in rows.columns:
        return _industries(rows, lang, width, note)
    return None


def _trend(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    import altair as alt

    known = rows.sort("date").filter(pl.col("short_balance").is_not_null())
    if known.is_empty():
        return None
    size, unit = _money(lang)
    line = known.select(
        "date",
        value=pl.col("short_balance").cast(pl.Float64) / size,
        segment=(pl.col("date").diff().dt.total_days() > GAP_DAYS).fill_null(value=False).cum_sum(),
    )
    height = 300
    first, last = line["date"][0], line["date"][-1]
    axis = alt.Axis(
        format="%Y" if (last - first).days > MANY_DAYS else "%Y-%m" if (last - first).days > FEW_DAYS else "%m-%d",
        tickCount=max(3, width // 90), grid=False, title=None, labelOverlap=True,
    )  # fmt: skip
    x = alt.X("date:T", scale=alt.Scale(type="utc", domain=[first.isoformat(), last.isoformat()]), axis=axis)
    marks = known.select(date="decree_date", mark="mark", title=f"title_{lang}").drop_nulls().explode("date", "mark", "title")
    lanes = _lanes(marks["date"].to_list(), (last - first).days, width)
    name = f"融券余额（{unit}）" if lang == "zh" else f"short balance ({unit})"
    y = alt.Y("value:Q", title=name, stack=None, scale=alt.Scale(zero=True), axis=alt.Axis(format=",~r", tickCount=5, titleY=-10 - 14 * (1 + max(lanes, default=-1))))  # fmt: skip
    base = alt.Chart(line).encode(x=x, y=y, detail="segment:N")
    layers: list[Any] = [*watermark(note, width, height), base.mark_area(color=SECOND, opacity=0.14)]
    layers.append(base.mark_line(color=SECOND, strokeWidth=1.6))
    if marks.height:
        rules = alt.Chart(marks.select("date")).mark_rule(color=MUTED, strokeDash=[2, 3], opacity=0.7)
        layers.append(rules.encode(x=x))
        for lane in sorted(set(lanes)):
            part = marks.with_columns(lane=pl.Series(lanes)).filter(pl.col("lane") == lane).select("date", "mark")
            text = alt.Chart(part).mark_text(color=INK, fontSize=10.5)
            layers.append(text.encode(x=x, y=alt.value(-7 - 14 * lane), text="mark:N"))
    end = line.tail(1).with_columns(text=pl.col("value").map_elements(lambda value: f"{value:,.1f}", return_dtype=pl.String))
    layers.append(alt.Chart(end).mark_point(color=ACCENT, filled=True, size=46).encode(x=x, y="value:Q"))
    label = alt.Chart(end).mark_text(color=INK, fontSize=11.5, fontWeight="bold", align="right", dy=-11)
    layers.append(label.encode(x=x, y="value:Q", text="text:N"))
    drawn = alt.layer(*layers)
    if not marks.height:
        return finished(drawn, width, height)
    legend = _legend(marks, width)
    return alt.vconcat(drawn.properties(width=width, height=height), legend, spacing=14).configure(**config())


def _lanes(days: Sequence[Any], span: int, width: int) -> list[int]:
    """A lane above the plot for each mark, so that no number covers another."""
    ends: list[float] = []
    lanes = []
    for day in days:
        at = (day - days[0]).days * width / max(span, 1)
        lane = next((place for place, end in enumerate(ends) if at - end >= NUMBER), len(ends))
        ends[lane : lane + 1] = [at]
        lanes.append(lane)
    return lanes


def _legend(marks: pl.DataFrame, width: int) -> Any:
    """What the numbers stand for, a line each, cut to the width of the chart."""
    import altair as alt

    cut = [_cut(f"{mark}  {day}  {title}", width) for day, mark, title in marks.iter_rows()]
    frame = pl.DataFrame({"text": cut, "place": range(len(cut))})
    text = alt.Chart(frame).mark_text(align="left", baseline="middle", color=INK, fontSize=11)
    return text.encode(
        x=alt.value(0), y=alt.Y("place:O", axis=None), text="text:N"
    ).properties(width=width, height=LINE * len(cut))  # fmt: skip


def _cut(line: str, width: int) -> str:
    """As much of a line as is sure to stand in ``width`` pixels."""
    ends = list(accumulate(WIDE_GLYPH if ord(character) > LATIN else NARROW_GLYPH for character in line))
    if ends[-1] <= width:
        return line
    return line[: sum(end <= width - WIDE_GLYPH for end in ends)] + "…"


def _cards(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    known = rows.filter(pl.col("value").is_not_null(), pl.col("base_date") != pl.col("date"))
    if known.is_empty():
        return None
    labels = [
        f"{word('card', card) if lang == 'zh' else card.replace('_', ' ')}  {day}"
        for card, day in known.select("card", "base_date").iter_rows()
    ]
    bars = known.select(
        pl.Series("label", labels), "value", text=pl.col("value").map_elements(lambda v: f"{v:+.2%}", return_dtype=pl.String),
        color=pl.when(pl.col("value") >= 0).then(pl.lit(RISE)).otherwise(pl.lit(FALL)),
    )  # fmt: skip
    return _bars(
        bars, "融券余额变化（%）" if lang == "zh" else "change of the short balance (%)", width, note, axis_format="+.0%"
    )


def _table(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    by_ratio = rows["sorted_by"][0] == "short_to_float_cap" if rows.height else False
    size, unit = _money(lang, small=True)
    value = pl.col("short_to_float_cap") if by_ratio else pl.col("short_balance").cast(pl.Float64) / size
    names = [f"{rank}. {name or code}" for rank, name, code in rows.select("rank", "name", "security_id").iter_rows()]
    bars = rows.select(
        pl.Series("label", names, dtype=pl.String), value=value,
        text=value.map_elements(lambda v: f"{v:.3%}" if by_ratio else f"{v:,.2f}", return_dtype=pl.String), color=pl.lit(SECOND),
    )  # fmt: skip
    title = ("融券余额占流通市值（%）" if lang == "zh" else "short balance / float cap (%)") if by_ratio else (
        f"融券余额（{unit}）" if lang == "zh" else f"short balance ({unit})")  # fmt: skip
    return _bars(bars, title, width, note, axis_format=".2%" if by_ratio else ",.2~f") if bars.height else None


def _industries(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    size, unit = _money(lang, small=True)
    value = pl.col("short_balance").cast(pl.Float64) / size
    labels = [word("industry", name, lang) for name in rows["industry"]]
    texts = [f"{amount / size:,.2f} · {share:.1%}" for amount, share in rows.select(pl.col("short_balance").cast(pl.Float64), "share").iter_rows()]  # fmt: skip
    bars = rows.select(
        pl.Series("label", labels, dtype=pl.String), value=value, text=pl.Series(texts, dtype=pl.String), color=pl.lit(SECOND)
    )  # fmt: skip
    title = f"融券余额（{unit}）与占比" if lang == "zh" else f"short balance ({unit}) and share"
    return _bars(bars, title, width, note, axis_format=",.1~f") if bars.height else None


def _bars(bars: pl.DataFrame, title: str, width: int, note: str, *, axis_format: str) -> Any:
    """Bars in the order of the rows, each with its number at its end."""
    import altair as alt

    height = BAR * bars.height + 10
    low, high = min(0.0, *bars["value"]), max(0.0, *bars["value"])
    room = (high - low or 1.0) * (ROOM - 1)
    domain = [low - (room if low < 0 else 0), high + (room if high > 0 else 0)]
    axis = alt.Axis(format=axis_format, tickCount=5, orient="top", titleAnchor="start")
    x = alt.X("value:Q", title=title, scale=alt.Scale(domain=domain, nice=False), axis=axis)
    y = alt.Y("label:N", title=None, sort=None, axis=alt.Axis(labelLimit=260, labelColor=INK, titleAngle=0, ticks=False))
    base = alt.Chart(bars).encode(x=x, y=y)
    layers: list[Any] = [*watermark(note, width, height)]
    layers.append(base.mark_bar(size=BAR - 9, opacity=0.85).encode(color=alt.Color("color:N", scale=None)))
    for condition, align, shift in ((pl.col("value") >= 0, "left", 5), (pl.col("value") < 0, "right", -5)):
        part = bars.filter(condition)
        if part.height:
            layers.append(
                alt.Chart(part).mark_text(color=INK, fontSize=11.5, align=align, dx=shift).encode(x=x, y=y, text="text:N")
            )
    return finished(alt.layer(*layers), width, height)


def _money(lang: Lang, *, small: bool = False) -> tuple[float, str]:
    """The size in which money is drawn, and its name."""
    if lang == "zh":
        return float(Unit.YI_YUAN.size), "亿元"
    return (float(Unit.MILLION_YUAN.size), "CNY m") if small else (float(Unit.BILLION_YUAN.size), "CNY bn")
