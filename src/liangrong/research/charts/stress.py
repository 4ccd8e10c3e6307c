"""Answers about books as charts: amounts by scenario, zone, industry or security; distributions; policies; reverse stress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.amounts import amount_unit
from liangrong.research.charts.nothing import all_zero, nothing
from liangrong.research.charts.ranking import ranked
from liangrong.research.charts.theme import ACCENT, FALL, INK, MUTED, SECOND, SERIES, config, watermark
from liangrong.research.tables.labels import heading, measure_name, word

if TYPE_CHECKING:
    import altair as alt

__all__ = ["amounts_chart", "grid_chart", "policy_chart", "reverse_chart"]

_HEIGHT: Final = 190
_SHAPES: Final = ("circle", "diamond", "square", "triangle-up", "cross")
_COLORS: Final = (SERIES, ACCENT, SECOND, FALL, MUTED)
_AMOUNTS: Final = (
    ("scenario", "forced_sales", "元"), ("zone", "debt", "元"), ("security", "forced_sales", "元"), ("industry", "forced_sales", "元"),
    ("security", "principal", "元"), ("industry", "principal", "元"), ("account", "debt", "元"), ("margin_ratio", "amount", "元"),
    ("months", "amount", "元"), ("quantile", "maintenance_ratio", "1"), ("largest_accounts", "share_of_debt", "1"),
)  # fmt: skip
"""Column of names, column of amounts and their unit: of the first pair that an answer has, a bar each."""
_WHOLE: Final = "all"
_QUIET: Final = ("没有一个情景使账户被追保或强制卖出。", "No scenario calls an account or forces a sale.")
_UNMOVED: Final = (
    "没有一项改变现行规则下不为零的数。",
    "No policy moves any number that is not zero under the rules as they are.",
)


def amounts_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.VConcatChart | None:
    """What ``liangrong stress run``, ``book revalue`` and ``book describe`` show, as bars; a summary is not drawn.

    Parameters
    ----------
    rows
        Any pair of ``scenario, zone, industry, security, account, margin_ratio, months, quantile, largest_accounts`` and an amount.
    """
    found = [(name, amount, unit) for name, amount, unit in _AMOUNTS if {name, amount} <= set(rows.columns)]
    named = [each for each in found if each[0] != "scenario"] if rows.width and "scenario" in rows.columns else found
    if not found or rows.is_empty():
        return None
    name, amount, unit = (named or found)[0]
    part = rows.filter(pl.col(name) != _WHOLE) if rows.schema[name] == pl.String else rows
    if "scenario" in rows.columns and name != "scenario" and rows["scenario"].n_unique() > 1:
        label = pl.format("{} · {}", "scenario", _label(name, rows, lang))
    else:
        label = _label(name, rows, lang)
    return _shown(
        ranked(part.select(label=label, value=amount), heading(amount, lang), lang=lang, width=width, note=note, unit=unit)
    )


def grid_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.VConcatChart | None:
    """What ``liangrong stress grid`` shows: for each measure the spread over scenarios, or the worst scenarios or securities.

    Parameters
    ----------
    rows
        ``measure, unit, least, q05, q25, median, q75, q95, greatest``; or ``scenario, forced_sales``; or ``security,
        mean_forced_sales``.
    """
    if rows.is_empty():
        return None
    if "q05" not in rows.columns:
        name, amount = ("scenario", "forced_sales") if "scenario" in rows.columns else ("security", "mean_forced_sales")
        bars = rows.select(label=name, value=amount)
        return _shown(ranked(bars, heading(amount, lang), lang=lang, width=width, note=note))
    import altair as alt

    panels = [_spread(row, lang, width, note) for row in rows.iter_rows(named=True) if row["greatest"]]
    if not panels:
        panels = [nothing("", _QUIET[0 if lang == "zh" else 1], width=width, note=note)]
    return alt.vconcat(*panels, spacing=14).configure(**config())


def policy_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.VConcatChart | None:
    """What ``liangrong stress policy`` shows: how far each measure moves from what it is under the rules as they are.

    Parameters
    ----------
    rows
        ``group, measure, title_zh, title_en, policy_name, value, value_today``; measures that no policy changes, and those that are zero
        today, are not drawn.
    """
    import altair as alt

    known = rows.drop_nulls(["value", "value_today"]).filter(pl.col("value_today") != 0, pl.col("policy_name") != "today")
    change = pl.col("value").cast(pl.Float64) / pl.col("value_today").cast(pl.Float64) - 1
    moved = known.with_columns(change=change).filter((pl.col("change") != 0).any().over("group", "measure"))
    panels = [
        _changes(part, word("group", str(group), lang), lang, width, note)
        for (group,), part in moved.group_by("group", maintain_order=True)
    ]
    if not panels and not known.is_empty():
        panels = [nothing("", _UNMOVED[0 if lang == "zh" else 1], width=width, note=note)]
    return alt.vconcat(*panels, spacing=24).configure(**config()) if panels else None


def reverse_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.VConcatChart | None:
    """What ``liangrong stress reverse`` shows: the measure along the fall, or after each industry alone; one answer alone is not drawn.

    Parameters
    ----------
    rows
        ``fall, measure, value, unit``, by whole percents or with ``industry``.
    """
    if rows.height < 2 and "industry" not in rows.columns:
        return None
    measure, unit = measure_name(rows["measure"][0], lang), rows["unit"][0]
    if "industry" in rows.columns:
        bars = rows.select(label=_label("industry", rows, lang), value="value")
        return _shown(ranked(bars, measure, lang=lang, width=width, note=note, unit=unit))
    import altair as alt

    values = rows.select("fall", value=pl.col("value").cast(pl.Float64))
    largest = float(values["value"].max() or 0)  # type: ignore[arg-type]
    if not largest:
        return _shown(nothing(measure, all_zero(values.height).text(lang), width=width, note=note))
    scale = amount_unit(largest, lang, unit=unit)
    x = alt.X(
        "fall:Q", title=heading("fall", lang), axis=alt.Axis(format=".0%", grid=False, titleY=28), scale=alt.Scale(nice=False)
    )
    y = alt.Y(
        "value:Q", title=scale.titled(measure, lang), axis=alt.Axis(format=".6~%" if scale.is_ratio else ",.10~g", tickCount=5)
    )
    line = alt.Chart(values.with_columns(pl.col("value") / scale.size)).mark_line(color=ACCENT, strokeWidth=2).encode(x=x, y=y)
    return _shown(alt.layer(*watermark(note, width, _HEIGHT), line).properties(width=width, height=_HEIGHT))


def _shown(panel: Any) -> Any:
    """A panel in the look of the house."""
    if panel is None:
        return None
    import altair as alt

    return alt.vconcat(panel).configure(**config())


def _label(name: str, rows: pl.DataFrame, lang: Lang) -> pl.Expr:
    """A name as a reader meets it: words of ours in the language, shares in percent."""
    if rows.schema[name] == pl.Float64:
        return pl.col(name).map_elements(lambda value: f"{value * 100:.10g}%", return_dtype=pl.String)
    if rows.schema[name] != pl.String:
        return pl.col(name).cast(pl.String)
    return pl.col(name).fill_null("—").map_elements(lambda value: word(name, value, lang), return_dtype=pl.String)


def _spread(row: dict[str, Any], lang: Lang, width: int, note: str) -> Any:
    """One measure over all scenarios: thin from 5 to 95 %, thick from 25 to 75 %, the median, and the greatest."""
    import altair as alt

    zh = lang == "zh"
    unit = row["unit"]
    scale = amount_unit(float(row["greatest"]), lang, unit=unit)
    values = {name: float(row[name]) / scale.size for name in ("q05", "q25", "median", "q75", "q95", "greatest")}
    said = f"{values['median']:,.10g}" if unit != "元" else f"{values['median']:,.2f}"
    frame = pl.DataFrame({**{name: [value] for name, value in values.items()}, "text": [("中位数 " if zh else "median ") + said]})
    axis = alt.Axis(
        format=",.10~g", tickCount=5, titleAnchor="start", titleAlign="left", titleY=-18, titleX=0, grid=False, orient="bottom"
    )
    title = scale.titled(row[f"title_{lang}"], lang)
    x = alt.X("q05:Q", title=title, axis=axis, scale=alt.Scale(domainMin=0, nice=False, padding=10))
    base = alt.Chart(frame)
    middle = alt.value(16)
    layers = [
        *watermark(note, width, 32),
        base.mark_rule(color=SERIES, strokeWidth=3, opacity=0.5).encode(x=x, x2="q95:Q", y=middle),
        base.mark_rule(color=SERIES, strokeWidth=12, opacity=0.5).encode(x=alt.X("q25:Q", title=title), x2="q75:Q", y=middle),
        base.mark_tick(color=INK, thickness=2, height=18, orient="vertical").encode(x=alt.X("median:Q", title=title), y=middle),
        base.mark_point(color=ACCENT, filled=True, size=50).encode(x=alt.X("greatest:Q", title=title), y=middle),
        base.mark_text(dy=-15, fontSize=11, color=INK).encode(x=alt.X("median:Q", title=title), y=middle, text="text:N"),
    ]
    return alt.layer(*layers).properties(width=width, height=32)


def _changes(rows: pl.DataFrame, group: str, lang: Lang, width: int, note: str) -> Any:
    """The changes of one group of measures, a point for each policy."""
    import altair as alt

    names = rows["policy_name"].unique(maintain_order=True).to_list()
    drawn = rows.select("change", title=f"title_{lang}", policy="policy_name")
    titles = drawn["title"].unique(maintain_order=True).to_list()
    height = 26 * len(titles) + 8
    x = alt.X("change:Q", title=f"{group} · " + ("较现行规则" if lang == "zh" else "against the rules as they are"),
              scale=alt.Scale(padding=14), axis=alt.Axis(format="+.6~%", tickCount=5, orient="top", titleAnchor="start"))  # fmt: skip
    y = alt.Y(
        "title:N", title=None, sort=titles, axis=alt.Axis(labelLimit=width * 2 // 3, labelColor=INK, domain=False, ticks=False)
    )
    legend = alt.Legend(title=None, orient="bottom", columns=1, labelLimit=width)
    count = len(names)
    colors, shapes = ([scale[place % len(scale)] for place in range(count)] for scale in (_COLORS, _SHAPES))
    points = alt.Chart(drawn).mark_point(filled=True, size=80).encode(
        x=x, y=y, color=alt.Color("policy:N", sort=names, scale=alt.Scale(domain=names, range=colors), legend=legend),
        shape=alt.Shape("policy:N", sort=names, scale=alt.Scale(domain=names, range=shapes), legend=legend),
    )  # fmt: skip
    zero = alt.Chart(pl.DataFrame({"zero": [0]})).mark_rule(color=MUTED, strokeDash=[3, 3]).encode(x="zero:Q")
    return alt.layer(*watermark(note, width, height), zero, points).properties(width=width, height=height)
