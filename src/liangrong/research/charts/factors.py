"""Charts of the studies of leads and factors, from the rows of their answers."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.theme import ACCENT, FALL, INK, MUTED, RISE, SERIES, finished, watermark
from liangrong.research.tables.labels import word

__all__ = ["factor_chart", "lead_lag_chart"]

_HEIGHT: Final = 280


def lead_lag_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> Any | None:
    """Bars of the correlation at each lag with their intervals over the white-noise band; or the tests' p-values.

    Lags that can be used stand in full colour, the others are pale.
    """
    if "cross_correlation" not in rows.columns:
        return _p_values(rows, lang=lang, width=width, note=note)
    shown = rows.filter(pl.col("cross_correlation").is_not_nan())
    if shown.is_empty():
        return None
    import altair as alt

    zh = lang == "zh"
    usable = _words("usability", shown["usability"].to_list(), lang)
    shown = shown.with_columns(usable=pl.Series(usable, dtype=pl.String))
    order = [word("usability", name, lang) for name in ("past", "partly_past", "usable")]
    colour = alt.Color(
        "usable:N", title="可用性" if zh else "usable", sort=order,
        scale=alt.Scale(domain=order, range=["#c3cad3", "#8fb0cf", SERIES]), legend=alt.Legend(orient="top", titleFontWeight="normal"),
    )  # fmt: skip
    x = alt.X("lag:O", title="滞后（交易日；正数为 x 在前）" if zh else "lag in sessions (positive: x runs ahead)",
              axis=alt.Axis(labelAngle=0, labelOverlap=True))  # fmt: skip
    y = alt.Y("cross_correlation:Q", title="相关系数" if zh else "correlation", axis=alt.Axis(format=".2f", tickCount=6))
    base = alt.Chart(shown)
    band = base.mark_area(color=MUTED, opacity=0.18, interpolate="step").encode(
        x=x, y="white_noise_low:Q", y2="white_noise_band:Q"
    )
    band = band.transform_calculate(white_noise_low="-datum.white_noise_band")
    bars = base.mark_bar(size=max(4, width // (2 * shown.height))).encode(x=x, y=y, color=colour)
    whisker = base.mark_rule(color=INK, strokeWidth=1).encode(x=x, y="correlation_low:Q", y2="correlation_high:Q")
    zero = alt.Chart(pl.DataFrame({"zero": [0.0]})).mark_rule(color=MUTED).encode(y="zero:Q")
    return finished(alt.layer(*watermark(note, width, _HEIGHT), band, bars, whisker, zero), width, _HEIGHT)


def factor_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> Any | None:
    """The cumulated IC, the IC by horizon or regime with its interval, or the return of each quantile; by what the rows hold."""
    zh = lang == "zh"
    if "cumulative_ic" in rows.columns and rows.height:
        return _cumulated(rows, zh=zh, width=width, note=note)
    if "portfolio" in rows.columns:
        return _intervals(rows, "portfolio", "mean_return", lang=lang, width=width, note=note,
                          titles=("分组（因子由低到高）" if zh else "group, lowest values first", "每期收益" if zh else "return per period"))  # fmt: skip
    if "regime" in rows.columns:
        return _intervals(rows, "regime", "mean_ic", lang=lang, width=width, note=note,
                          titles=("时期" if zh else "regime", "IC 均值" if zh else "mean IC"))  # fmt: skip
    if "rank_persistence" in rows.columns:
        return _intervals(rows, "horizon", "mean_ic", lang=lang, width=width, note=note,
                          titles=("持有期（交易日）" if zh else "sessions held", "IC 均值" if zh else "mean IC"))  # fmt: skip
    return None


def _words(column: str, values: list[Any], lang: Lang) -> list[str]:
    return [word(column, str(value), lang) for value in values]


def _cumulated(rows: pl.DataFrame, *, zh: bool, width: int, note: str) -> Any:
    import altair as alt

    x = alt.X(
        "date:T",
        title=None,
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(format="%Y-%m", grid=False, tickCount=max(3, width // 90)),
    )
    y = alt.Y("cumulative_ic:Q", title="累计秩相关 IC" if zh else "cumulative rank IC", axis=alt.Axis(format=".1f", tickCount=5))
    line = alt.Chart(rows.select("date", "cumulative_ic")).mark_line(color=SERIES, strokeWidth=1.5).encode(x=x, y=y)
    zero = alt.Chart(pl.DataFrame({"zero": [0.0]})).mark_rule(color=MUTED).encode(y="zero:Q")
    return finished(alt.layer(*watermark(note, width, _HEIGHT), zero, line), width, _HEIGHT)


def _intervals(
    rows: pl.DataFrame, by: str, value: str, *, lang: Lang, width: int, note: str, titles: tuple[str, str]
) -> Any | None:  # fmt: skip
    """Bars with intervals; red rises and green falls, and the sign stands on the bar."""
    import altair as alt

    known = rows.filter(pl.col(value).is_not_null() & pl.col(value).is_not_nan())
    if known.is_empty():
        return None
    labels = _words(by, known[by].to_list(), lang)
    shown = known.select(
        label=pl.Series(labels, dtype=pl.String), value=pl.col(value), low=pl.col(f"{value}_low"), high=pl.col(f"{value}_high"),
        text=pl.Series([f"{number:+.2%}" for number in known[value]], dtype=pl.String),
    ).with_columns(top=pl.max_horizontal("value", "high", pl.lit(0.0)))  # fmt: skip
    x = alt.X("label:N", title=titles[0], sort=labels, axis=alt.Axis(labelAngle=0))
    y = alt.Y("value:Q", title=titles[1], axis=alt.Axis(format=".1%", tickCount=5))
    base = alt.Chart(shown)
    colour = alt.condition(alt.datum.value >= 0, alt.value(RISE), alt.value(FALL))
    bars = base.mark_bar(size=min(46, width // (2 * shown.height)), opacity=0.85).encode(x=x, y=y, color=colour)
    whisker = base.mark_rule(color=INK, strokeWidth=1).encode(x=x, y="low:Q", y2="high:Q")
    text = base.mark_text(color=INK, dy=-8, fontSize=11.5).encode(x=x, y="top:Q", text="text:N")
    return finished(alt.layer(*watermark(note, width, _HEIGHT), bars, whisker, text), width, _HEIGHT)


def _p_values(rows: pl.DataFrame, *, lang: Lang, width: int, note: str) -> Any | None:
    import altair as alt

    known = rows.filter(pl.col("p_value").is_not_null()) if "p_value" in rows.columns else rows.clear()
    if known.is_empty():
        return None
    zh = lang == "zh"
    names = zip(
        _words("lead_test", known["lead_test"].to_list(), lang),
        _words("lead_direction", known["lead_direction"].to_list(), lang),
        strict=True,
    )
    labels = [f"{test}：{direction}" if zh else f"{test}: {direction}" for test, direction in names]
    shown = pl.DataFrame(
        {"label": labels, "p": known["p_value"], "text": ["p < 0.001" if p < 0.001 else f"p = {p:.3f}" for p in known["p_value"]]}
    )
    level = pl.DataFrame({"level": [float(known["nominal_size"][0])]})
    x = alt.X(
        "p:Q",
        title="p 值（虚线 5%）" if zh else "p-value (dashed: 5 %)",
        scale=alt.Scale(domain=[-0.02, 1.12], nice=False),
        axis=alt.Axis(values=[0, 0.2, 0.4, 0.6, 0.8, 1], format=".1f"),
    )
    y = alt.Y("label:N", title=None, sort=labels, axis=alt.Axis(labelLimit=320, titleAngle=0))
    base = alt.Chart(shown)
    line = alt.Chart(level).mark_rule(color=ACCENT, strokeDash=[4, 3]).encode(x="level:Q")
    points = base.mark_point(color=SERIES, filled=True, size=70).encode(x=x, y=y)
    text = base.mark_text(align="left", dx=9, color=INK).encode(x=x, y=y, text="text:N")
    return finished(alt.layer(*watermark(note, width, _HEIGHT), line, points, text), width, _HEIGHT)
