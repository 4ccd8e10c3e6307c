"""Charts of cycles laid over each other, of what they came to, and of baskets side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.analytics.measures import MEASURES
from liangrong.core.errors import Lang
from liangrong.research.charts.theme import ACCENT, FALL, INK, MUTED, RISE, SECOND, SERIES, config, finished, watermark
from liangrong.research.tables.labels import word

if TYPE_CHECKING:
    import altair as alt

__all__ = ["episodes_chart"]

COLORS: Final = (SERIES, ACCENT, SECOND, "#2a8c82", "#8c6d1f", MUTED)
DASHES: Final = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 4], [1, 3])
"""Each cycle has its own stroke besides its colour."""
PANEL: Final = 210
BAR: Final = 26


def episodes_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | alt.VConcatChart | None:
    """What ``liangrong episodes`` shows: lines by sessions from the anchor, rises and falls of cycles, or shares of turnover.

    Parameters
    ----------
    rows
        Of an overlay ``episode, offset, measure, value, unit, indexed``; of a summary ``episode, rise, fall``; of baskets
        ``basket, method, value, status``; of the market's share ``method, value``.
    """
    if rows.is_empty():
        return None
    if "offset" in rows.columns:
        return _overlay(rows, lang, width, note)
    if "rise" in rows.columns:
        return _summary(rows, lang, width, note)
    return _shares(rows, lang, width, note)


def _overlay(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    import altair as alt

    zh = lang == "zh"
    names = rows["episode"].unique(maintain_order=True).to_list()
    colors, dashes = ([scale[place % len(scale)] for place in range(len(names))] for scale in (COLORS, DASHES))
    panels: list[Any] = []
    for measure in rows["measure"].unique(maintain_order=True):
        part = rows.filter(pl.col("measure") == measure)
        level = part["unit"][0] != "1"
        column = "indexed" if level and part["indexed"].drop_nulls().len() else "value"
        label = MEASURES[measure].label(lang)
        text = f"{label}（对齐日=100）" if zh else f"{label} (anchor = 100)"
        title = text if column == "indexed" else f"{label}（%）" if zh else f"{label} (%)"
        shown = part.select("episode", "offset", value=pl.col(column)).drop_nulls()
        x = alt.X("offset:Q", title=("距对齐日的交易日数" if zh else "sessions from the anchor"), axis=alt.Axis(grid=False, titleY=28),
                  scale=alt.Scale(nice=False))  # fmt: skip
        y = alt.Y(
            "value:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(format=",.0f" if column == "indexed" else ".1%")
        )
        legend = (
            alt.Legend(title=None, orient="top", symbolStrokeWidth=2.5, symbolSize=300, labelFontSize=12) if not panels else None
        )
        line = alt.Chart(shown).mark_line(strokeWidth=1.8).encode(
            x=x, y=y, color=alt.Color("episode:N", sort=names, scale=alt.Scale(domain=names, range=colors), legend=legend),
            strokeDash=alt.StrokeDash("episode:N", sort=names, scale=alt.Scale(domain=names, range=dashes), legend=legend),
        )  # fmt: skip
        anchor = alt.Chart(pl.DataFrame({"offset": [0]})).mark_rule(color=MUTED, strokeDash=[3, 3]).encode(x="offset:Q")
        panels.append(alt.layer(*watermark(note, width, PANEL), anchor, line).properties(width=width, height=PANEL))
    return alt.vconcat(*panels, spacing=34).configure(**config())


def _summary(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    zh = lang == "zh"
    named = {"rise": "涨幅" if zh else "rise", "fall": "峰后跌幅" if zh else "fall after the peak"}
    bars = pl.concat(
        rows.select(
            label=pl.format("{} {}", "episode", pl.lit(text)), value=pl.col(column), place=pl.int_range(pl.len()) * 2 + second,
        )
        for second, (column, text) in enumerate(named.items())
    ).drop_nulls("value").sort("place")  # fmt: skip
    if bars.is_empty():
        return None
    signed = bars.with_columns(color=pl.when(pl.col("value") >= 0).then(pl.lit(RISE)).otherwise(pl.lit(FALL)))
    return _bars(signed, "涨跌幅（%）" if zh else "rise and fall (%)", width, note, sign=True)


def _shares(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    zh = lang == "zh"

    def read(text: str) -> str:
        return word("method", text, lang)

    known = rows.drop_nulls("value")
    if known.is_empty():
        return None
    method = pl.col("method").map_elements(read, return_dtype=pl.String)
    label = pl.format("{} · {}", "basket", method) if "basket" in rows.columns else method
    given = pl.col("status") == "given"
    bars = known.select(label=label, value=pl.col("value"), color=pl.when(given).then(pl.lit(MUTED)).otherwise(pl.lit(SERIES)))
    return _bars(bars, "占成交额（%），灰色为给定" if zh else "share of turnover (%), given in grey", width, note, sign=False)


def _bars(bars: pl.DataFrame, title: str, width: int, note: str, *, sign: bool) -> Any:
    import altair as alt

    height = BAR * bars.height + 8
    values = [0.0, *bars["value"]]
    room = (max(values) - min(values) or 1.0) * 0.2
    domain = [min(values) - (room if min(values) < 0 else 0), max(values) + (room if max(values) > 0 else 0)]
    x = alt.X("value:Q", title=title, scale=alt.Scale(domain=domain, nice=False),
              axis=alt.Axis(format=".0%", tickCount=5, orient="top", titleAnchor="start"))  # fmt: skip
    y = alt.Y("label:N", title=None, sort=bars["label"].to_list(),
              axis=alt.Axis(labelLimit=420, labelPadding=6, labelColor=INK, titleAngle=0, domain=False, ticks=False))  # fmt: skip
    pattern = "{:+.1%}" if sign else "{:.2%}"
    drawn = bars.with_columns(text=pl.col("value").map_elements(pattern.format, return_dtype=pl.String))
    layers: list[Any] = [
        alt.Chart(drawn).mark_bar(size=BAR - 9, opacity=0.85).encode(x=x, y=y, color=alt.Color("color:N", scale=None))
    ]
    layers += watermark(note, width, height)  # over the bars, which would hide it
    layers.append(alt.Chart(pl.DataFrame({"zero": [0.0]})).mark_rule(color=MUTED).encode(x="zero:Q"))
    for up, align, shift in ((True, "left", 5), (False, "right", -5)):
        part = drawn.filter((pl.col("value") >= 0) == up)
        if part.height:
            text = alt.Chart(part).mark_text(color=INK, align=align, dx=shift, fontSize=11.5)
            layers.append(text.encode(x="value:Q", y=y, text="text:N"))
    return finished(alt.layer(*layers), width, height)
