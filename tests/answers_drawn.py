"""An answer and its sheet, with a chart of its own, for the tests of pages and files."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import polars as pl

from liangrong.core.errors import Lang
from liangrong.core.results import Note, Result
from liangrong.research.charts.theme import FALL, RISE, finished, watermark
from liangrong.research.sheets import Sheet

__all__ = ["CHARTS", "MODULE", "answer", "sheet"]

MODULE = "liangrong.research.charts.made_up"


def bars(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> Any:
    import altair as alt

    if rows["change"].null_count() == rows.height:
        return None
    frame = rows.select("scope", value=pl.col("change").cast(pl.Float64) / 1e8)
    color = alt.condition("datum.value > 0", alt.value(RISE), alt.value(FALL))
    title = "亿元" if lang == "zh" else "CNY 100m"
    shape = (
        alt.Chart(frame).mark_bar(clip=True).encode(y=alt.Y("scope:N", title=None), x=alt.X("value:Q", title=title), color=color)
    )
    return finished(alt.layer(*watermark(note, width, 80), shape), width, 80)


CHARTS = SimpleNamespace(bars=bars)


def sheet() -> Sheet:
    return Sheet(Note("净买入 <测试>", "Net & test"), Note("定义在此。", "The definition."), "made_up:bars")


def answer(**changes: Any) -> Result:
    """Two industries and one that is not known: +12.34 亿, -5.678 亿."""
    frame = pl.DataFrame(
        {
            "scope": ["电子", "银行 <b>", "综合"],
            "change": pl.Series([Decimal(1_234_000_000), Decimal(-567_800_000), None], dtype=pl.Decimal(20, 3)),
            "share": [0.75, 0.25, None],
        }
    )
    given = {"as_of": date(2026, 1, 30), "source": ("sse", "szse"), "warnings": (Note("三只未归类。", "Three are unmapped."),)}
    return Result(frame, **{**given, **changes})
