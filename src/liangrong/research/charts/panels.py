"""Ratios over time, one small panel each on its own scale; and lines so small that they stand in a card."""

from __future__ import annotations

from datetime import timedelta
from math import ceil, log10
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.theme import ACCENT, INK, SERIES, config, watermark
from liangrong.research.charts.thinning import thinned
from liangrong.research.tables.labels import measure_name

if TYPE_CHECKING:
    import altair as alt

__all__ = ["SPARK_WIDTH", "ratio_chart", "sparkline_chart"]

SPARK_WIDTH: Final = 140
"""Pixels of a line in a card."""
SPARK_HEIGHT: Final = 34
PANEL: Final = 120
"""Height of a panel in pixels."""
LOW, HIGH = 0.1, 0.9
"""Quantiles between which the band lies."""
ROOM: Final = 0.14
"""Share of a panel's scale kept free above and below the line."""
BETWEEN: Final = 64
"""Pixels between two columns of panels; the axis of the right one stands there."""
_COLUMNS_FROM: Final = 560
_TICK: Final = "utcFormat(datum.value, utcdate(datum.value) == 1 ? (utcmonth(datum.value) == 0 ? '%Y' : '%Y-%m') : '%m-%d')"


def ratio_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.ConcatChart | None:
    """Draw each measure's line, the band in which it lay four fifths of the time, and its latest value.

    Parameters
    ----------
    rows
        ``date, measure, value`` as pure ratios; panels in the order in which measures come. Measures without a value have none.
    width
        Pixels of the whole; panels stand in two columns where there is room.
    note
        A watermark.

    Returns
    -------
    alt.ConcatChart or None
        Nothing where no value is known.
    """
    known = rows.select("date", "measure", pl.col("value").cast(pl.Float64)).drop_nulls()
    if known.is_empty():
        return None
    import altair as alt

    columns = 2 if width >= _COLUMNS_FROM and known["measure"].n_unique() > 1 else 1
    own = (width - BETWEEN * (columns - 1)) // columns
    x = _time_axis(alt, known, own)
    panels = [_panel(alt, part, x, lang, own, note) for part in known.partition_by("measure", maintain_order=True)]
    return alt.concat(*panels, columns=columns, spacing={"row": 34, "column": 22}).configure(**config())


def sparkline_chart(rows: pl.DataFrame, *, lang: Lang, width: int = SPARK_WIDTH, note: str = "") -> alt.LayerChart | None:
    """Draw a line without axes and a dot at its end; what it shows and its numbers stand in the card around it.

    Parameters
    ----------
    rows
        ``date, value`` in any unit.
    lang, note
        As every chart; there are no words in it, and the card says what its data are.

    Returns
    -------
    alt.LayerChart or None
        Nothing where fewer than two values are known.
    """
    known = rows.select("date", pl.col("value").cast(pl.Float64)).drop_nulls()
    if known.height < 2:
        return None
    import altair as alt

    del lang, note
    drawn = thinned(known, width)
    low, high = float(str(drawn["value"].min())), float(str(drawn["value"].max()))
    room = (high - low or abs(high) or 1.0) * ROOM
    days = [drawn["date"][0].isoformat(), drawn["date"][-1].isoformat()]
    x = alt.X("date:T", axis=None, scale=alt.Scale(type="utc", domain=days, range=[3, width - 4]))
    y = alt.Y("value:Q", axis=None, scale=alt.Scale(domain=[low - room, high + room], nice=False, zero=False))
    line = alt.Chart(drawn).mark_line(color=SERIES, strokeWidth=1.4).encode(x=x, y=y, detail="segment:N")
    end = alt.Chart(drawn.tail(1)).mark_point(color=ACCENT, filled=True, size=22, opacity=1).encode(x=x, y=y)
    return alt.layer(line, end).properties(width=width, height=SPARK_HEIGHT, padding=0).configure(**config())


def _panel(alt: Any, rows: pl.DataFrame, x: Any, lang: Lang, width: int, note: str) -> Any:
    drawn = thinned(rows, width)
    low, high = (float(str(rows["value"].quantile(quantile, "linear"))) for quantile in (LOW, HIGH))
    bottom, top = float(str(rows["value"].min())), float(str(rows["value"].max()))
    span = top - bottom or abs(top) or 1.0
    digits = max(0, ceil(-log10(span * 100)))
    scale = alt.Scale(domain=[bottom - span * ROOM, top + span * ROOM], nice=False, zero=False)
    y = alt.Y("value:Q", title=None, scale=scale, axis=alt.Axis(format=f".{digits + 1}~%", tickCount=4))
    band = alt.Chart(pl.DataFrame({"low": [low], "high": [high]})).mark_rect(color=SERIES, opacity=0.09)
    lean = drawn.select(pl.col("date").cast(pl.String), pl.col("value").round_sig_figs(5), "segment")
    last = lean.tail(1).with_columns(text=pl.lit(f"{lean['date'][-1]}  {drawn['value'][-1]:.{digits + 1}%}"))
    latest = alt.Chart(last).mark_text(color=INK, align="right", fontSize=12, fontWeight="bold")
    layers = [
        *watermark(note, width, PANEL),
        band.encode(y=alt.Y("low:Q", scale=scale), y2="high:Q"),
        alt.Chart(lean).mark_line(color=SERIES, strokeWidth=1.3).encode(x=x, y=y, detail="segment:N"),
        alt.Chart(last).mark_point(color=ACCENT, filled=True, size=40, opacity=1).encode(x=x, y=y),
        latest.encode(x=alt.value(width), y=alt.value(-12), text="text:N"),
    ]
    said = f"{LOW:.0%}–{HIGH:.0%}" + (" 分位 " if lang == "zh" else " quantiles ") + f"{low:.{digits + 1}%}–{high:.{digits + 1}%}"
    name = measure_name(rows["measure"][0], lang)
    head = alt.TitleParams(name, subtitle=said, frame="group", fontSize=12.5, fontWeight="normal", offset=6, limit=width)
    return alt.layer(*layers).properties(width=width, height=PANEL, title=head)


def _time_axis(alt: Any, rows: pl.DataFrame, width: int) -> Any:
    """One span for every panel, so that what stands above is the same day as what stands below."""
    days = rows["date"].sort()
    beside = timedelta(days=int(days[0] == days[-1]))
    scale = alt.Scale(type="utc", domain=[(days[0] - beside).isoformat(), (days[-1] + beside).isoformat()])
    axis = alt.Axis(grid=False, tickCount=max(2, width // 90), labelExpr=_TICK, labelOverlap=True)
    return alt.X("date:T", title=None, scale=scale, axis=axis)
