"""Charts of crowded stocks: where they stand, how near the exchanges' lines they are, and what followed earlier flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.core.units import Unit
from liangrong.research.charts.theme import ACCENT, INK, MUTED, SECOND, SERIES, finished, watermark

if TYPE_CHECKING:
    import altair as alt

__all__ = ["crowding_chart"]

BAR: Final = 24
"""Height of a row in pixels, its gap included."""
HEADROOM: Final = 1.12
LABELLED: Final = 12
"""How many names a scatter can carry without one covering the other."""
HEIGHT: Final = 380


def crowding_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """What ``liangrong crowding`` shows: a scatter of stocks, bars up to the lines of the gauge, or intervals of hit rates.

    Parameters
    ----------
    rows
        ``security_id, name, financing_balance, financing_balance_to_float_cap, days_to_unwind``; of the gauge ``share_of_float, side,
        line, line_level``; of the scorecard ``horizon, hit_rate, hit_low, hit_high, base_rate, control_hit_rate``.
    """
    if "share_of_float" in rows.columns:
        return _gauge(rows.filter(pl.col("share_of_float").is_not_null()), lang, width, note)
    if "hit_rate" in rows.columns:
        return _hits(rows.filter(pl.col("hit_rate").is_not_null()), lang, width, note)
    both = rows.filter(pl.col("financing_balance_to_float_cap").is_not_null(), pl.col("days_to_unwind").is_not_null())
    return (
        _days(rows.filter(pl.col("days_to_unwind").is_not_null()), lang, width, note)
        if both.is_empty()
        else _scatter(both, lang, width, note)
    )


def _scatter(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """Balance over float against days to unwind; the size of a point is the balance."""
    import altair as alt

    zh = lang == "zh"
    unit, symbol = (Unit.YI_YUAN, "亿元") if zh else (Unit.BILLION_YUAN, "CNY bn")
    drawn = rows.select(
        x=pl.col("days_to_unwind"), y=pl.col("financing_balance_to_float_cap"), text=_name(),
        balance=pl.col("financing_balance").cast(pl.Float64) / float(unit.size), rank=pl.col("rank"),
    )  # fmt: skip
    axis_x = alt.Axis(grid=False, tickCount=6)
    x = alt.X("x:Q", title="平仓天数" if zh else "days to unwind", axis=axis_x, scale=_around(alt, drawn["x"]))
    y = alt.Y("y:Q", title=("融资余额占流通市值" if zh else "financing balance / float cap") + _estimated(rows, lang),
              axis=alt.Axis(format=".1%", tickCount=6), scale=_around(alt, drawn["y"]))  # fmt: skip
    size = alt.Size(
        "balance:Q",
        scale=alt.Scale(range=[40, 700]),
        legend=alt.Legend(
            title=f"{'融资余额' if zh else 'balance'}（{symbol}）" if zh else f"balance ({symbol})",
            orient="bottom",
            tickCount=3,
            symbolFillColor=SERIES,
        ),
    )
    base = alt.Chart(drawn).encode(x=x, y=y)
    named = alt.Chart(drawn.filter(pl.col("rank") <= LABELLED)).encode(x=x, y=y)
    layers = [
        *watermark(note, width, HEIGHT),
        base.mark_circle(color=SERIES, opacity=0.45, stroke="white").encode(size=size),
        named.mark_text(dy=-11, fontSize=10.5, color=INK).encode(text="text:N"),
    ]
    return finished(alt.layer(*layers), width, HEIGHT)


def _days(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """Days to unwind alone, where no float cap is known."""
    if rows.is_empty():
        return None
    drawn = rows.select(label=_label(), value=pl.col("days_to_unwind"), text=pl.col("days_to_unwind").round(1).cast(pl.String))
    return _bars(drawn, "平仓天数" if lang == "zh" else "days to unwind", width, note, axis_format=".0f")


def _gauge(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """How full each gauge is, with a tick at the line ahead."""
    if rows.is_empty():
        return None
    zh = lang == "zh"
    sides = {"financing": "融资" if zh else "financing", "short": "融券" if zh else "short"}
    drawn = rows.select(
        label=_label() + " " + pl.col("side").replace(sides), value=pl.col("share_of_float"), line=pl.col("line_level"),
        text=pl.col("share_of_float").map_elements(lambda share: f"{share:.1%}", return_dtype=pl.String),
    )  # fmt: skip
    title = "占流通比（竖线：前方的线）" if zh else "share of the float (tick: the line ahead)"
    return _bars(drawn, title + _estimated(rows, lang), width, note, axis_format=".0%")


def _bars(drawn: pl.DataFrame, title: str, width: int, note: str, *, axis_format: str) -> Any:
    import altair as alt

    height = BAR * drawn.height
    furthest = max(drawn["value"].to_list() + (drawn["line"].drop_nulls().to_list() if "line" in drawn.columns else []))
    x = alt.X(
        "value:Q", title=title, axis=alt.Axis(format=axis_format, tickCount=5), scale=alt.Scale(domain=[0, furthest * HEADROOM])
    )
    y = alt.Y("label:N", title=None, sort=drawn["label"].to_list(), axis=alt.Axis(labelLimit=260, labelColor=INK))
    base = alt.Chart(drawn).encode(y=y)
    layers = [
        *watermark(note, width, height),
        base.mark_bar(color=SERIES, opacity=0.75, height=BAR * 0.6).encode(x=x),
        base.mark_text(align="left", dx=5, fontSize=11, color=INK).encode(x=x, text="text:N"),
    ]
    if "line" in drawn.columns:
        layers.append(base.mark_tick(color=ACCENT, thickness=2.5, height=BAR * 0.8).encode(x=alt.X("line:Q")))
    return finished(alt.layer(*layers), width, height)


def _hits(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """Hit rates with their intervals, beside the base rate and that of the controls."""
    import altair as alt

    if rows.is_empty():
        return None
    zh = lang == "zh"
    names = ("标记之后", "基准频率", "对照") if zh else ("after a flag", "base rate", "controls")
    label = [f"{row['horizon']} {'日' if zh else 'sessions'} (n={row['n_episodes']})" for row in rows.iter_rows(named=True)]
    columns = ("hit_rate", "base_rate", "control_hit_rate")
    long = pl.concat(
        rows.select(pl.Series("label", label), value=pl.col(column), kind=pl.lit(name))
        for column, name in zip(columns, names, strict=True)
    ).drop_nulls()
    spans = rows.select(pl.Series("label", label), low="hit_low", high="hit_high")
    height = 2 * BAR * rows.height
    title = "跑输当日中位数的频率（横线：95% 区间）" if zh else "share below the day's median (bar: 95 % interval)"
    x = alt.X("value:Q", title=title, scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%", tickCount=5))
    y = alt.Y("label:N", title=None, sort=label, axis=alt.Axis(labelLimit=220, labelColor=INK))
    marks = alt.Scale(domain=list(names), range=[ACCENT, MUTED, SECOND])
    shapes = alt.Scale(domain=list(names), range=["circle", "square", "diamond"])
    legend = alt.Legend(title=None, orient="top")
    points = alt.Chart(long).mark_point(filled=True, size=90, strokeWidth=2).encode(
        x=x, y=y, color=alt.Color("kind:N", scale=marks, legend=legend), shape=alt.Shape("kind:N", scale=shapes, legend=legend)
    )  # fmt: skip
    rule = alt.Chart(spans).mark_rule(color=ACCENT, strokeWidth=2).encode(x=alt.X("low:Q", title=title), x2="high:Q", y=y)
    return finished(alt.layer(*watermark(note, width, height), rule, points), width, height)


def _estimated(rows: pl.DataFrame, lang: Lang) -> str:
    """What an axis adds where a float cap behind it is an estimate."""
    if "derived" not in rows.columns or not rows["derived"].list.contains("float_cap").any():
        return ""
    return "（流通市值系推算）" if lang == "zh" else " (float caps are estimates)"


def _name() -> pl.Expr:
    return pl.coalesce("name", "security_id")


def _label() -> pl.Expr:
    return pl.format("{} {}", _name(), pl.col("security_id"))


def _around(alt: Any, values: pl.Series) -> Any:
    """A scale with room on both sides, so that no name is cut; never below zero, which none of these figures can be."""
    low, high = float(str(values.min())), float(str(values.max()))
    room = (high - low or high or 1.0) * (HEADROOM - 1)
    return alt.Scale(domain=[max(0.0, low - room), high + room], nice=False)
