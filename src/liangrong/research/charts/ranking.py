"""Horizontal bars: one amount for each of some names, in the order given, perhaps with a band."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.amounts import amount_unit
from liangrong.research.charts.nothing import all_zero, nothing
from liangrong.research.charts.theme import INK, MUTED, SERIES, watermark

__all__ = ["MOST_BARS", "ranked"]

MOST_BARS: Final = 30
"""More names than this cannot be read beside each other; the first ones are drawn."""
_BAR: Final = 24
_ROOM: Final = 1.22
"""Of the scale, for the number behind a bar."""


def ranked(rows: pl.DataFrame, title: str, *, lang: Lang, width: int, note: str = "", unit: str = "元") -> Any:
    """A layer of bars; a sentence where all of them are zero, nothing where no row has a number.

    Parameters
    ----------
    rows
        ``label, value`` and perhaps ``low, high``.
    unit
        Of the values: 元, 1, or what is counted.
    """
    import altair as alt

    known = rows.drop_nulls("value").head(MOST_BARS)
    if known.is_empty():
        return None
    ends = [name for name in ("low", "high") if name in known.columns]
    known = known.with_columns(pl.col("value", *ends).cast(pl.Float64))
    largest = max(abs(float(known[name].abs().max() or 0)) for name in ("value", *ends))  # type: ignore[arg-type]
    if largest == 0:
        return nothing(title, all_zero(rows["value"].drop_nulls().len()).text(lang), width=width, note=note)
    scale = amount_unit(largest, lang, unit=unit)
    size, number = scale.size, ".1%" if scale.is_ratio else ",.2f" if unit in ("元", "股") else ",.0f"
    drawn = known.with_columns(pl.col("value", *ends) / size).with_columns(
        text=pl.col("value").map_elements(lambda value: f"{value:{number}}", return_dtype=pl.String)
    )
    lowest = min(0.0, *(float(drawn[name].min()) for name in ("value", *ends)))  # type: ignore[arg-type]
    domain = [lowest * _ROOM, largest / size * _ROOM]
    titled = scale.titled(title, lang)
    x = alt.X("value:Q", title=titled, scale=alt.Scale(domain=domain, nice=False),
              axis=alt.Axis(format=".0%" if scale.is_ratio else ",.10~g", tickCount=5, orient="top", titleAnchor="start"))  # fmt: skip
    y = alt.Y("label:N", title=None, sort=drawn["label"].to_list(),
              axis=alt.Axis(labelLimit=min(260, width // 2), labelPadding=6, labelColor=INK, titleAngle=0, domain=False, ticks=False))  # fmt: skip
    base = alt.Chart(drawn)
    height = _BAR * drawn.height + 8
    layers = [*watermark(note, width, height), base.mark_bar(color=SERIES, height=14, clip=True).encode(x=x, y=y)]
    if ends == ["low", "high"]:
        layers.append(base.mark_rule(color=INK, strokeWidth=1.5).encode(x=alt.X("low:Q", title=titled), x2="high:Q", y=y))
    behind = "high" if ends else "value"
    at = pl.when(pl.col(behind) > 0).then(behind).otherwise(0.0)
    layers.append(
        alt.Chart(drawn.with_columns(at=at)).mark_text(align="left", dx=5, color=MUTED, fontSize=11)
        .encode(x=alt.X("at:Q", title=titled), y=y, text="text:N")
    )  # fmt: skip
    return alt.layer(*layers).properties(width=width, height=height)
