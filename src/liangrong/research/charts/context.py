"""Charts of context series: one small panel for each population, never two on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.core.units import Unit
from liangrong.research.charts.theme import ACCENT, FALL, INK, MUTED, RISE, SERIES, config, watermark

if TYPE_CHECKING:
    import altair as alt

__all__ = ["context_chart"]

HEIGHT: Final = 130
GAP_DAYS: Final = 20
"""A line is broken where more calendar days than this lie between two points: longer than any holiday."""
HEADROOM: Final = 1.15

_COUNTS: Final = {
    "individual_investors": ("个人投资者（万户）", "individual accounts (10k)"),
    "institutional_investors": ("机构投资者（万户）", "institutional accounts (10k)"),
    "trading_investors": ("参与交易的投资者（万户）", "accounts that traded (10k)"),
    "indebted_investors": ("有负债的投资者（万户）", "accounts in debt (10k)"),
}
_CHANNELS: Final = {"SSE": ("沪股通", "Shanghai Connect"), "SZSE": ("深股通", "Shenzhen Connect")}


def context_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.VConcatChart | None:
    """What ``liangrong context`` shows day by day or year by year; the overview has nothing to draw.

    Parameters
    ----------
    rows
        ``date, channel, turnover, net_buy_amount``; ``date`` and account counts; ``date, value`` of the ratio; or ``year, yearly_low``.
    """
    place = 0 if lang == "zh" else 1
    if "yearly_low" in rows.columns:
        panels = [_years(rows, lang, width, note)]
    elif "channel" in rows.columns:
        panels = [
            _turnover(rows.filter(pl.col("channel") == channel), names[place], lang, width, note)
            for channel, names in _CHANNELS.items()
        ]
    elif "indebted_investors" in rows.columns:
        panels = [
            _line(rows.select("date", value=pl.col(name) / 10_000), titles[place], ",.1~f", width, note)
            for name, titles in _COUNTS.items()
        ]
    elif "value" in rows.columns:
        title = ("平均维持担保比例", "average maintenance ratio")[place]
        panels = [_line(rows.select("date", "value"), title, ".0%", width, note)]
    else:
        return None
    drawn = [panel for panel in panels if panel is not None]
    if not drawn:
        return None
    import altair as alt

    return alt.vconcat(*drawn, spacing=26).configure(**config())


def _turnover(rows: pl.DataFrame, name: str, lang: Lang, width: int, note: str) -> Any:
    """Turnover of one channel as a line; below it the net, as bars up to where it ended."""
    import altair as alt

    unit, symbol = (Unit.YI_YUAN, "亿元") if lang == "zh" else (Unit.BILLION_YUAN, "CNY bn")
    words = ("成交额", "净买额") if lang == "zh" else ("turnover", "net")
    size = float(unit.size)
    line = _line(
        rows.select("date", value=pl.col("turnover").cast(pl.Float64) / size),
        f"{name} {words[0]} ({symbol})",
        ",.0f",
        width,
        note,
    )
    net = rows.select("date", value=pl.col("net_buy_amount").cast(pl.Float64) / size).drop_nulls()
    if line is None or net.is_empty():
        return line
    signed = net.with_columns(color=pl.when(pl.col("value") < 0).then(pl.lit(FALL)).otherwise(pl.lit(RISE)))
    x = _time(alt, rows, width)
    y = alt.Y("value:Q", title=f"{name} {words[1]} ({symbol})", axis=alt.Axis(format="+,.0f", tickCount=4))
    bars = alt.Chart(signed).mark_rule(strokeWidth=max(1.0, min(8.0, 0.6 * width / max(1, net.height)))).encode(
        x=x, y=y, y2=alt.datum(0), color=alt.Color("color:N", scale=None)
    )  # fmt: skip
    return alt.vconcat(line, alt.layer(bars).properties(width=width, height=HEIGHT * 0.6), spacing=18)


def _line(rows: pl.DataFrame, title: str, axis_format: str, width: int, note: str) -> Any:
    import altair as alt

    known = rows.drop_nulls("value").sort("date").with_columns(pl.col("value").cast(pl.Float64))
    if known.is_empty():
        return None
    broken = (pl.col("date").diff().dt.total_days() > GAP_DAYS).fill_null(value=False)
    known = known.with_columns(segment=broken.cum_sum())
    x = _time(alt, rows, width)
    y = alt.Y("value:Q", title=title, scale=alt.Scale(zero=False), axis=alt.Axis(format=axis_format, tickCount=4))
    base = alt.Chart(known).encode(x=x, y=y)
    alone = known.filter(pl.len().over("segment") == 1)
    layers = [*watermark(note, width, HEIGHT), base.mark_line(color=SERIES, strokeWidth=1.5).encode(detail="segment:N")]
    if not alone.is_empty():
        layers.append(alt.Chart(alone).mark_point(color=SERIES, filled=True, size=14).encode(x=x, y=y))
    return alt.layer(*layers).properties(width=width, height=HEIGHT)


def _years(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    """The low of each year; a year without one says so."""
    import altair as alt

    known = rows.filter(pl.col("yearly_low").is_not_null())
    if known.is_empty():
        return None
    zh = lang == "zh"
    drawn = known.select(
        "year", value="yearly_low", text=pl.format("{}%", (pl.col("yearly_low") * 100).round(1)), day=pl.col("low_date").dt.strftime("%m-%d")
    )  # fmt: skip
    lacking = rows.filter(pl.col("yearly_low").is_null()).select("year", text=pl.lit("空缺" if zh else "hole"))
    lowest = float(str(drawn["value"].min()))
    highest = float(str(drawn["value"].max()))
    x = alt.X("year:N", title=None, sort=rows["year"].to_list(), axis=alt.Axis(labelAngle=0, grid=False))
    title = "平均维持担保比例的当年最低" if zh else "low of the average maintenance ratio in the year"
    domain = [lowest / HEADROOM, highest * HEADROOM]
    y = alt.Y("value:Q", title=title, scale=alt.Scale(domain=domain, nice=False), axis=alt.Axis(format=".0%", tickCount=5))
    base = alt.Chart(drawn).encode(x=x, y=y)
    layers = [
        *watermark(note, width, HEIGHT * 2),
        base.mark_rule(color=SERIES, opacity=0.35, strokeWidth=2).encode(y2=alt.datum(domain[0])),
        base.mark_point(color=ACCENT, filled=True, size=60),
        base.mark_text(dy=-25, fontSize=11 if width > 600 else 9, color=INK).encode(text="text:N"),
        base.mark_text(dy=-12, fontSize=10 if width > 600 else 8, color=MUTED).encode(text="day:N"),
        alt.Chart(lacking).mark_text(color=MUTED, fontSize=11).encode(x=x, y=alt.value(HEIGHT * 2 - 10), text="text:N"),
    ]
    return alt.layer(*layers).properties(width=width, height=HEIGHT * 2)


def _time(alt: Any, rows: pl.DataFrame, width: int) -> Any:
    first, last = rows["date"].min(), rows["date"].max()
    many = (last - first).days > 6 * 366  # type: ignore[operator,union-attr]
    few = (last - first).days < 90  # type: ignore[operator,union-attr]
    axis = alt.Axis(
        format="%Y" if many else "%m-%d" if few else "%Y-%m",
        tickCount=max(3, width // 90),
        grid=False,
        title=None,
        labelOverlap=True,
    )
    domain = [first.isoformat(), last.isoformat()]  # type: ignore[union-attr]
    return alt.X("date:T", scale=alt.Scale(type="utc", domain=domain), axis=axis)
