"""Charts of event studies and of attribution: effects with their intervals, paths with their bands, odds against even."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.theme import ACCENT, FALL, INK, MUTED, RISE, SERIES, config, finished, watermark
from liangrong.research.tables.labels import renamed, word

if TYPE_CHECKING:
    import altair as alt

__all__ = ["attribution_chart", "event_study_chart"]

ROW: Final = 22
"""Height of one event or fact in pixels."""
PATH_HEIGHT: Final = 210
_NARROW: Final = 400
"""Below this width labels are cut short."""
_LOWEST: Final = 0.05
"""Intervals of odds are drawn from here to its inverse."""
_TICKS: Final = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20)
_ZERO: Final = "datum.value == 0 ? '0' : datum.label"


def event_study_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | alt.VConcatChart | None:
    """What ``liangrong event-study`` shows: the effect of each policy, or the average path around breaches.

    Parameters
    ----------
    rows
        Of policies ``date, title_zh, title_en, measure, window_sessions, state, effect_points`` with its interval, of which the
        first measure and window are drawn; of breaches ``measure, member, sessions_after, abnormal_change`` with their bands.
    """
    return _paths(rows, lang, width, note) if "member" in rows.columns else _effects(rows, lang, width, note)


def attribution_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """Odds ratios of the facts that could be tested, with their exact intervals, on a logarithmic axis; other answers have no chart.

    Parameters
    ----------
    rows
        ``direction, fact_side, fact, state, lift, odds_ratio, odds_low, odds_high, n_with_fact, n_moves``.
    """
    if "odds_ratio" not in rows.columns:
        return None
    tested = rows.filter(pl.col("odds_ratio") > 0, pl.col("state").is_in(["more_often", "less_often", "no_difference"]))
    return None if tested.is_empty() else _odds(tested, lang, width, note)


def _effects(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> alt.LayerChart | None:
    """One row for each event: a dot and its interval; filled where it differs from quiet sessions."""
    import altair as alt

    known = rows.filter(pl.col("effect_low_points").is_not_null())
    if known.is_empty():
        return None
    measure, window = known.select("measure", "window_sessions").row(0)
    known = known.filter(pl.col("measure") == measure, pl.col("window_sessions") == window)
    room = 46 if width > _NARROW else 22
    drawn = known.select(
        label=pl.format("{}  {}", "date", pl.col(f"title_{lang}").map_elements(lambda text: _short(text, room), return_dtype=pl.String)),
        effect=pl.col("effect_points") * 100, low=pl.col("effect_low_points") * 100, high=pl.col("effect_high_points") * 100,
        differs=pl.col("state") == "differs",
    )  # fmt: skip
    zh = lang == "zh"
    name = renamed(measure, "zh") if zh else measure.replace("_", " ")
    title = (
        f"{name}：前后各 {window} 个交易日均值之差（个百分点）"
        if zh
        else f"{name}: mean of {window} sessions after less before (pp)"
    )
    x = alt.X(
        "effect:Q", title=title, axis=alt.Axis(format="+.2~f", labelExpr=_ZERO, tickCount=5, orient="top", titleAnchor="start")
    )
    label_axis = alt.Axis(labelLimit=360, labelColor=INK, labelPadding=6, domain=False, ticks=False)
    base = alt.Chart(drawn).encode(y=alt.Y("label:N", title=None, sort=drawn["label"].to_list(), axis=label_axis))
    filled, hollow = ("p ≤ 5%", "p > 5%")
    legend = alt.Legend(title="安慰剂检验" if zh else "placebo test", orient="bottom", symbolStrokeWidth=1.5)
    fill = alt.Fill("test:N", scale=alt.Scale(domain=[filled, hollow], range=[ACCENT, "white"]), legend=legend)
    dots = base.transform_calculate(test=f"datum.differs ? '{filled}' : '{hollow}'")
    zero = alt.Chart(pl.DataFrame({"effect": [0.0]})).mark_rule(color=MUTED, strokeDash=[3, 3]).encode(x="effect:Q")
    height = ROW * drawn.height + 10
    layers = [
        *watermark(note, width, height), zero,
        base.mark_rule(color=SERIES, strokeWidth=1.6).encode(x=alt.X("low:Q"), x2="high:Q"),
        dots.mark_point(size=60, stroke=ACCENT, strokeWidth=1.6, opacity=1).encode(x=x, fill=fill),
    ]  # fmt: skip
    return finished(alt.layer(*layers), width, height)


def _paths(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> alt.VConcatChart | None:
    """One panel for each response: the mean path, its interval where there are enough breaches, the placebo band behind."""
    import altair as alt

    means = rows.filter(pl.col("member") == "average")
    if means.is_empty():
        return None
    panels = [_path(part, lang, width, note) for part in means.partition_by("measure", maintain_order=True)]
    return alt.vconcat(*panels, spacing=34).configure(**config())


def _path(means: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    import altair as alt

    zh = lang == "zh"
    name, count, state = means.select("measure", "n_events", "state").row(0)
    few = ("，样本不足" if zh else ", insufficient") if state == "insufficient" else ""
    label = renamed(name, "zh") if zh else name.replace("_", " ")
    title = (
        f"{label}：突破前后的平均异常变化（n={count}{few}）"
        if zh
        else f"{label}: mean abnormal change around breaches (n={count}{few})"
    )
    words = ("平均路径", "95% 区间", "安慰剂 95% 带") if zh else ("mean path", "95 % interval", "placebo 95 % band")
    shades = alt.Scale(domain=list(words), range=[SERIES, "#8fb3d6", "#d5dae0"])
    legend = alt.Legend(title=None, orient="bottom", symbolType="square")
    x = alt.X(
        "sessions_after:Q",
        title="距突破日的交易日数" if zh else "sessions from the breach",
        axis=alt.Axis(grid=False, tickCount=9),
    )
    axis = alt.Axis(format="+.0%", labelExpr=_ZERO, tickCount=5)
    y = alt.Y("abnormal_change:Q", title="累计异常变化（%）" if zh else "cumulative abnormal change (%)", axis=axis)
    bands = []
    for kind, low, high in ((words[2], "placebo_low", "placebo_high"), (words[1], "path_low", "path_high")):
        at_zero = pl.when(pl.col("sessions_after") == 0).then(0.0)
        cells = means.select(
            "sessions_after", pl.lit(kind).alias("kind"), low=at_zero.otherwise(low), high=at_zero.otherwise(high)
        )
        known = cells.drop_nulls()
        if known.height > 1:
            band = alt.Chart(known).mark_area(opacity=0.75)
            bands.append(
                band.encode(x=x, y=alt.Y("low:Q", axis=axis), y2="high:Q", color=alt.Color("kind:N", scale=shades, legend=legend))
            )
    line = alt.Chart(means.with_columns(kind=pl.lit(words[0]))).mark_line(strokeWidth=2.2, point=alt.OverlayMarkDef(size=22))
    marks = (
        alt.Chart(pl.DataFrame({"sessions_after": [0]})).mark_rule(color=MUTED, strokeDash=[3, 3]).encode(x="sessions_after:Q")
    )
    level = alt.Chart(pl.DataFrame({"abnormal_change": [0.0]})).mark_rule(color=MUTED, opacity=0.6).encode(y="abnormal_change:Q")
    drawn = line.encode(x=x, y=y, color=alt.Color("kind:N", scale=shades, legend=legend))
    layers = [*bands, *watermark(note, width, PATH_HEIGHT), level, marks, drawn]
    return alt.layer(*layers).properties(width=width, height=PATH_HEIGHT, title=title)


def _odds(tested: pl.DataFrame, lang: Lang, width: int, note: str) -> alt.LayerChart:
    import altair as alt

    zh = lang == "zh"
    names = {True: ("涨前 ▲", "跌前 ▼"), False: ("before a rise ▲", "before a fall ▼")}[zh]
    ends: list[float] = [1.0, *tested["odds_ratio"], *tested["odds_low"], *tested["odds_high"].drop_nulls()]
    lowest, widest = max(min(ends), _LOWEST) / 1.2, min(max(ends), 1 / _LOWEST) * 1.2
    labels = [
        f"{_fact_name(fact, side, lang)}  {names[direction != 'rise']}"
        for fact, side, direction in tested.select("fact", "fact_side", "direction").iter_rows()
    ]
    drawn = tested.select(
        pl.Series("label", labels), "direction", odds=pl.col("odds_ratio").clip(lowest, widest),
        low=pl.col("odds_low").clip(lowest), high=pl.col("odds_high").fill_null(widest).clip(None, widest),
        text=pl.format("{} · {}/{}", pl.col("lift").map_elements(lambda lift: f"{lift:.2f}", return_dtype=pl.String).fill_null("—"),
                       "n_with_fact", "n_moves"),
    )  # fmt: skip
    title = (
        "优势比（对数轴；1 为无差别），右侧：倍数 · 有该事实的异动/异动"
        if zh
        else "odds ratio (log; 1 is even); right: lift · moves with the fact / moves"
    )
    scale = alt.Scale(type="log", domain=[lowest, widest], nice=False)
    x = alt.X(
        "odds:Q",
        title=title,
        scale=scale,
        axis=alt.Axis(orient="top", titleAnchor="start", values=[v for v in _TICKS if lowest <= v <= widest], format="~g"),
    )
    label_axis = alt.Axis(labelLimit=300, labelColor=INK, labelPadding=6, domain=False, ticks=False)
    base = alt.Chart(drawn).encode(y=alt.Y("label:N", title=None, sort=labels, axis=label_axis))
    shape = alt.Shape(
        "direction:N", scale=alt.Scale(domain=["rise", "fall"], range=["triangle-up", "triangle-down"]), legend=None
    )
    color = alt.Color("direction:N", scale=alt.Scale(domain=["rise", "fall"], range=[RISE, FALL]), legend=None)
    even = (
        alt.Chart(pl.DataFrame({"odds": [1.0]})).mark_rule(color=MUTED, strokeDash=[3, 3]).encode(x=alt.X("odds:Q", scale=scale))
    )
    height = ROW * drawn.height + 10
    layers = [
        *watermark(note, width, height), even,
        base.mark_rule(strokeWidth=1.6, opacity=0.7).encode(x=alt.X("low:Q", scale=scale), x2="high:Q", color=color),
        base.mark_point(size=70, filled=True, opacity=1).encode(x=x, shape=shape, color=color),
        base.mark_text(align="left", fontSize=11, color=INK).encode(x=alt.value(width + 8), text="text:N"),
    ]  # fmt: skip
    return finished(alt.layer(*layers), width, height)


def _fact_name(fact: str, side: str, lang: Lang) -> str:
    """A fact as read; that any of a side stood says which side."""
    if lang == "zh":
        return f"{word('fact_side', side)}侧任一事实" if fact == "any" else word("fact", fact)
    return f"any {side} fact" if fact == "any" else fact.replace("_", " ")


def _short(text: str, room: int) -> str:
    """The text cut to so many letters; a Chinese character takes the room of two."""
    taken = 0
    for place, letter in enumerate(text):
        taken += 1 if letter.isascii() else 2
        if taken > room:
            return f"{text[: place - 1]}…"
    return text
