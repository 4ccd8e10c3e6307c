"""The liquidation ladder as a chart: falls of all prices against yuan, with bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.amounts import AmountUnit, amount_unit
from liangrong.research.charts.nothing import nothing
from liangrong.research.charts.ranking import ranked
from liangrong.research.charts.theme import ACCENT, INK, MUTED, SECOND, SERIES, config, watermark
from liangrong.research.tables.labels import heading, word

if TYPE_CHECKING:
    import altair as alt

__all__ = ["ladder_chart"]

_LINES: Final = {"warning_debt": (MUTED, [2, 2]), "call_debt": (SERIES, [1, 0]), "immediate_debt": (SECOND, [6, 3])}
"""Measure to its colour and stroke."""
_HEIGHT: Final = 220
_BESIDE: Final = 640
"""From this width on the names of the lines stand beside each other."""
_LABEL: Final = 240
"""Room for the longest of them."""
_RUNG: Final = 0.3
"""The fall at which groups are compared, where they cannot all be drawn as ladders."""
_ENDS: Final = ["low", "median", "high"]
_QUIET: Final = (
    "跌至 {} 也没有负债低于任何一条线，无须强制卖出。",
    "Down to a fall of {} no debt lies below any line and nothing must be sold.",
)


def ladder_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.VConcatChart | None:
    """What ``liangrong ladder`` shows: one ladder, or several groups at the rung nearest to 30 %.

    Parameters
    ----------
    rows
        ``group, group_name, fall, measure, low, median, high``; answers without falls are not drawn. The ladder of a book has no band.
    """
    if "fall" not in rows.columns or rows.is_empty():
        return None
    import altair as alt

    drawn = rows.select("group", "group_name", "fall", "measure", pl.col(_ENDS).cast(pl.Float64)).drop_nulls("median")
    if drawn.is_empty():
        return None
    if drawn["group"].n_unique() > 1:
        panel = _groups(drawn, lang, width, note)
        return None if panel is None else alt.vconcat(panel).configure(**config())
    largest = float(drawn.select(pl.max_horizontal("median", "high").max()).item())
    if not largest:
        deepest = f"{float(drawn['fall'].max()):.0%}"  # type: ignore[arg-type]
        said = _QUIET[0 if lang == "zh" else 1].format(deepest)
        return alt.vconcat(nothing("", said, width=width, note=note)).configure(**config())
    scale = amount_unit(largest, lang)
    drawn = drawn.with_columns(pl.col(_ENDS) / scale.size)
    debt = _panel(drawn, _LINES, ("低于各线的负债", "debt below each line"), "call_debt", scale, lang, width, note)
    sale = _panel(
        drawn, {"forced_sale": (ACCENT, [1, 0])}, ("须强制卖出", "must be sold"), "forced_sale", scale, lang, width, note
    )
    return alt.vconcat(debt, sale, spacing=30).resolve_scale(color="independent", strokeDash="independent").configure(**config())


def _panel(
    rows: pl.DataFrame, lines: dict[str, tuple[str, list[int]]], titles: tuple[str, str], banded: str, scale: AmountUnit, lang: Lang,
    width: int, note: str,
) -> Any:  # fmt: skip
    """Medians as lines, the band of one of them shaded."""
    import altair as alt

    part = rows.filter(pl.col("measure").is_in(list(lines)))
    named = part.with_columns(name=pl.col("measure").map_elements(lambda name: heading(name, lang), return_dtype=pl.String))
    names = [heading(name, lang) for name in lines]
    x = alt.X("fall:Q", title="全部证券跌幅" if lang == "zh" else "fall of all prices", axis=alt.Axis(format=".0%", grid=False, titleY=28, tickCount=6),
              scale=alt.Scale(nice=False))  # fmt: skip
    title = scale.titled(titles[0 if lang == "zh" else 1], lang)
    y = alt.Y("median:Q", title=title, axis=alt.Axis(format=",.10~g", tickCount=5))
    legend = (
        None
        if len(lines) == 1
        else alt.Legend(
            title=None,
            orient="top",
            symbolStrokeWidth=2.5,
            symbolSize=300,
            columns=1 if width < _BESIDE else len(lines),
            labelLimit=_LABEL,
        )
    )
    color = alt.Color(
        "name:N", sort=names, scale=alt.Scale(domain=names, range=[color for color, _ in lines.values()]), legend=legend
    )
    dash = alt.StrokeDash(
        "name:N", sort=names, scale=alt.Scale(domain=names, range=[dash for _, dash in lines.values()]), legend=legend
    )
    band = alt.Chart(part.filter(pl.col("measure") == banded).drop_nulls(_ENDS)).mark_area(color=lines[banded][0], opacity=0.16).encode(
        x=x, y=alt.Y("low:Q", title=title), y2="high:Q"
    )  # fmt: skip
    line = alt.Chart(named).mark_line(strokeWidth=1.9).encode(x=x, y=y, color=color, strokeDash=dash)
    points = (
        alt.Chart(part.filter(pl.col("measure") == banded))
        .mark_point(color=lines[banded][0], filled=True, size=22)
        .encode(x=x, y=y)
    )
    said = alt.Chart(_said(part.filter(pl.col("measure") == banded), scale, lang)).mark_text(
        align="right", dy=-8, dx=-4, fontSize=11, color=INK
    ).encode(x=x, y=y, text="text:N")  # fmt: skip
    return alt.layer(*watermark(note, width, _HEIGHT), band, line, points, said).properties(width=width, height=_HEIGHT)


def _said(rows: pl.DataFrame, scale: AmountUnit, lang: Lang) -> pl.DataFrame:
    """The last rung in words: median and band."""
    last = rows.sort("fall").tail(1)
    low, median, high = (last[name][0] for name in _ENDS)
    dash = "–" if lang == "en" else "至"
    band = "" if low is None else f" ({low:,.0f} {dash} {high:,.0f})"
    return last.with_columns(text=pl.lit(f"{scale.text(median * scale.size)}{band}"))


def _groups(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """Groups by what must be sold at one rung, with bands."""
    falls = rows["fall"].unique().to_list()
    rung = min(falls, key=lambda fall: (abs(fall - _RUNG), fall))
    part = rows.filter(pl.col("fall") == rung, pl.col("measure") == "forced_sale").sort(
        "median", "high", "group", descending=[True, True, False]
    )
    name = pl.col("group").map_elements(lambda group: word("group", group, lang), return_dtype=pl.String)
    ends = [] if part["low"].is_null().all() else ["low", "high"]
    bars = part.select(*ends, label=pl.coalesce("group_name", name), value="median")
    title = f"下跌 {rung:.0%} 时须强制卖出" if lang == "zh" else f"must be sold at a fall of {rung:.0%}"
    return ranked(bars, title, lang=lang, width=width, note=note)
