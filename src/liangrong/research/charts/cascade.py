"""The path of a cascade as a chart: prices, sales and calls by session, with bands; what is sold; which assumption matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.amounts import amount_unit
from liangrong.research.charts.nothing import nothing
from liangrong.research.charts.ranking import ranked
from liangrong.research.charts.theme import ACCENT, INK, MUTED, SECOND, SERIES, config, watermark

if TYPE_CHECKING:
    import altair as alt

__all__ = ["SESSION", "cascade_chart"]

SESSION: Final = "session"
"""Name of the parameter that marks one session across the panels; none is marked until a page sets it."""

_HEIGHT: Final = 150
_PANELS: Final = (
    ("index", "指数（冲击前 = 100%）", "index (before the blow = 100 %)", "1", SERIES),
    ("sold", "当日强制卖出", "sold by force in the session", "元", ACCENT),
    ("open_calls", "未了追保（户）", "open calls (accounts)", "", SECOND),
    ("unfilled", "未能成交", "ordered and not filled", "元", MUTED),
)
"""Measure, title in both languages, unit and colour."""
_BANDED: Final = (
    "；实线：所给假设，虚线与阴影：抽样的中位数与 5%–95%",
    "; solid: as assumed, dashed and shaded: median and 5-95 % of the draws",
)
_BARS: Final = ("sold", "unfilled")
_QUIET: Final = ("没有账户被追保，也没有强制卖出。", "No account is called and nothing is sold by force.")


def cascade_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.VConcatChart | None:
    """What ``liangrong stress cascade`` shows: sessions, securities, or the influence of assumptions; a list of assumptions is not drawn.

    Parameters
    ----------
    rows
        ``session, index, sold, open_calls, unfilled`` and perhaps ``…_low, …_median, …_high``; or ``security, sold``; or ``title_zh,
        title_en, trough_at_low, trough_at_high``.
    """
    import altair as alt

    if rows.is_empty():
        return None
    if "trough_at_low" in rows.columns:
        panels = [_influence(rows, lang, width, note)]
    elif "security" in rows.columns:
        last = rows if "session" not in rows.columns else rows.filter(pl.col("session") == pl.col("session").max())
        bars = last.sort("sold", descending=True).select(label="security", value="sold")
        panels = [ranked(bars, "强制卖出" if lang == "zh" else "sold by force", lang=lang, width=width, note=note)]
    elif "open_calls" in rows.columns:
        shown = alt.param(name=SESSION, value=-1)
        panels = [_panel(rows, panel, lang, width, note, shown) for panel in _PANELS]
        drawn = [panel for panel in panels if panel is not None]
        if len(drawn) == 1:
            drawn.append(nothing("", _QUIET[0 if lang == "zh" else 1], width=width))
        return alt.vconcat(*drawn, spacing=26).add_params(shown).configure(**config())
    else:
        return None
    return alt.vconcat(*(panel for panel in panels if panel is not None)).configure(**config())


def _panel(rows: pl.DataFrame, panel: tuple[str, str, str, str, str], lang: Lang, width: int, note: str, shown: Any) -> Any:
    """One measure by session: bars for what happens in a session, a line for what stands at its end; its band shaded; a line at the session shown."""
    import altair as alt

    name, zh, en, unit, color = panel
    banded = f"{name}_low" in rows.columns
    ends = [f"{name}_{end}" for end in ("low", "median", "high")] if banded else []
    part = rows.select("session", pl.col(name, *ends).cast(pl.Float64))
    largest = max(float(part[column].max() or 0) for column in (name, *ends))  # type: ignore[arg-type]
    if largest == 0:
        return None
    scale = amount_unit(largest, lang, unit=unit) if unit else None
    part = part.with_columns(pl.col(name, *ends) / (scale.size if scale else 1))
    title = zh if lang == "zh" else en
    title = scale.titled(title, lang) if scale else title
    if banded and name == "index":
        title += _BANDED[0 if lang == "zh" else 1]
    x = alt.X("session:Q", title="冲击后第几个交易日" if lang == "zh" else "sessions after the blow",
              axis=alt.Axis(grid=False, tickMinStep=1, format="d", titleY=28), scale=alt.Scale(nice=False, padding=14))  # fmt: skip
    y = alt.Y(f"{name}:Q", title=title, scale=alt.Scale(zero=name != "index"),
              axis=alt.Axis(format=".6~%" if unit == "1" else ",.10~g", tickCount=4))  # fmt: skip
    base = alt.Chart(part)
    layers = [*watermark(note, width, _HEIGHT)]
    if banded:
        low = alt.Y(f"{name}_low:Q", title=title)
        layers.append(base.mark_area(color=color, opacity=0.16).encode(x=x, y=low, y2=f"{name}_high:Q"))
        layers.append(
            base.mark_line(color=color, strokeDash=[4, 3], strokeWidth=1.2).encode(x=x, y=alt.Y(f"{name}_median:Q", title=title))
        )
    if name in _BARS:
        layers.append(
            base.mark_rule(color=color, strokeWidth=min(14.0, 0.4 * width / part.height)).encode(x=x, y=y, y2=alt.datum(0))
        )
    else:
        layers.append(base.mark_line(color=color, strokeWidth=2, point=alt.OverlayMarkDef(color=color, size=24)).encode(x=x, y=y))
    seen = alt.condition(alt.datum.session == shown, alt.value(1), alt.value(0))
    marker = base.mark_tick(color=INK, thickness=1.5, size=_HEIGHT, orient="vertical")
    layers.append(marker.encode(x=x, y=alt.value(_HEIGHT / 2), opacity=seen))
    return alt.layer(*layers).properties(width=width, height=_HEIGHT)


def _influence(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """The lowest index with each assumption at either bound, the widest first."""
    import altair as alt

    zh = lang == "zh"
    low, high = ("取下限", "取上限") if zh else ("at its lower bound", "at its upper bound")
    rows = rows.with_columns(name=f"title_{lang}")
    names = rows["name"].to_list()
    ends = pl.concat(
        rows.select("name", end=pl.lit(end), value=pl.col(column))
        for end, column in ((low, "trough_at_low"), (high, "trough_at_high"))
    )
    height = 24 * len(names) + 8
    title = "指数最低点（冲击前 = 100%）" if zh else "lowest index (before the blow = 100 %)"
    x = alt.X("value:Q", title=title,
              scale=alt.Scale(zero=False, padding=12), axis=alt.Axis(format=".6~%", tickCount=5, orient="top", titleAnchor="start"))  # fmt: skip
    y = alt.Y(
        "name:N",
        title=None,
        sort=names,
        axis=alt.Axis(labelLimit=min(340, width // 2), labelColor=INK, domain=False, ticks=False),
    )
    legend = alt.Legend(title=None, orient="bottom")
    rule = alt.Chart(rows.select("name", low="trough_at_low", high="trough_at_high")).mark_rule(color=MUTED, strokeWidth=2).encode(
        x=alt.X("low:Q", title=title), x2="high:Q", y=y
    )  # fmt: skip
    points = alt.Chart(ends).mark_point(filled=True, size=70).encode(
        x=x, y=y, color=alt.Color("end:N", sort=[low, high], scale=alt.Scale(domain=[low, high], range=[SERIES, ACCENT]), legend=legend),
        shape=alt.Shape("end:N", sort=[low, high], scale=alt.Scale(domain=[low, high], range=["circle", "diamond"]), legend=legend),
    )  # fmt: skip
    return alt.layer(*watermark(note, width, height), rule, points).properties(width=width, height=height)
