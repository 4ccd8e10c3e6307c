"""Charts of net financing: bars to either side of zero, each with its number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from liangrong.core.errors import Lang
from liangrong.research.charts.amounts import amount_unit, signed
from liangrong.research.charts.theme import FALL, INK, MUTED, RISE, finished, watermark
from liangrong.research.tables.labels import word

if TYPE_CHECKING:
    import altair as alt

__all__ = ["flows_chart", "group_label", "league_chart"]

BAR: Final = 21
"""Pixels of a bar with the room around it."""
MOST: Final = 45
"""Bars in a chart; of more groups both ends are drawn and the rest is said to be left out."""
ROOM: Final = 0.16
"""Share of the axis kept free on either side for the numbers."""
TICKED: Final = 5
"""An axis that spans so much is marked in whole numbers."""
_DRAWN: Final = ("group", "funds", "unclassified", "outside", "not_broken_down")


def flows_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """Net financing of each group, the largest first; the groups' own lines only, no sums.

    Parameters
    ----------
    rows
        ``part, group_name, net_financing`` and, for securities, ``name``. Optional ``link``, where a click leads.
    note
        A watermark.
    """
    own = rows.filter(pl.col("part").is_in(_DRAWN), pl.col("net_financing").is_not_null())
    return _bars(own.sort("net_financing", "group_name", descending=[True, False]), lang, width, note)


def league_chart(rows: pl.DataFrame, *, lang: Lang, width: int, note: str = "") -> alt.LayerChart | None:
    """Both ends of a league table; rows as ``flows_chart``, already in order, with ``rank``."""
    return _bars(rows, lang, width, note)


def _bars(rows: pl.DataFrame, lang: Lang, width: int, note: str) -> Any:
    if rows.is_empty():
        return None
    import altair as alt

    unit = amount_unit(float(str(rows["net_financing"].cast(pl.Float64).abs().max())), lang)
    shown = pl.concat([rows.head(MOST - MOST // 2), rows.tail(MOST // 2)]) if rows.height > MOST else rows
    bars = _with_gap(shown, rows.height, lang, unit.size)
    known = bars["value"].drop_nulls()
    low, high = min(0.0, *known), max(0.0, *known)
    room = (high - low or 1.0) * ROOM
    domain = [low - (room if low < 0 else 0), high + (room if high > 0 else 0)]
    title = f"融资净买入（{unit.name}）" if lang == "zh" else f"net financing ({unit.name})"
    days = list(dict.fromkeys(f"{rows[name][0]}" for name in ("window_start", "window_end") if name in rows.columns))
    axis = alt.Axis(format=",.0f" if high - low >= TICKED else ",.2~f", tickCount=6, orient="top", titleAnchor="start")
    x = alt.X("value:Q", title="  ".join([title, "…".join(days)]), scale=alt.Scale(domain=domain, nice=False), axis=axis)
    y = alt.Y("label:N", title=None, sort=bars["label"].to_list(), axis=alt.Axis(labelLimit=220, grid=False))
    height = BAR * bars.height
    layers: list[Any] = [
        *watermark(note, width, height),
        alt.Chart(pl.DataFrame({"value": [0.0]})).mark_rule(color=MUTED).encode(x=x),
    ]
    for is_linked in (True, False):
        part = bars.filter(pl.col("link").is_not_null() == is_linked)
        if part.height:
            drawn = alt.Chart(part).mark_bar(height=BAR * 0.66).encode(x=x, y=y, color=alt.Color("color:N", scale=None))
            layers.append(drawn.encode(href="link:N") if is_linked else drawn)
    for sign, align, shift in ((pl.col("value") >= 0, "left", 4), (pl.col("value") < 0, "right", -4)):
        side = bars.filter(sign)
        if side.height:
            text = alt.Chart(side).mark_text(align=align, dx=shift, fontSize=11, color=INK)
            layers.append(text.encode(x=x, y=y, text="text:N"))
    return finished(alt.layer(*layers), width, height)


def _with_gap(shown: pl.DataFrame, listed: int, lang: Lang, size: float) -> pl.DataFrame:
    """``label, value, text, color, link``, with an empty row where the two ends do not meet."""
    found: list[tuple[str, float | None, str, str, str | None]] = []
    ranks = shown["rank"].to_list() if "rank" in shown.columns else None
    for place, row in enumerate(shown.iter_rows(named=True)):
        between = ranks[place] - ranks[place - 1] - 1 if ranks and place else 0
        if not ranks and listed > shown.height and place == MOST - MOST // 2:
            between = listed - shown.height
        if between:
            found.append((f"⋯ {between} 个" if lang == "zh" else f"⋯ {between} more", None, "", MUTED, None))
        value = float(row["net_financing"]) / size
        found.append((group_label(row, lang), value, signed(value), RISE if value >= 0 else FALL, row.get("link")))
    types = {"label": pl.String, "value": pl.Float64, "text": pl.String, "color": pl.String, "link": pl.String}
    return pl.DataFrame(found, schema=types, orient="row")


def group_label(row: dict[str, Any], lang: Lang) -> str:
    """What a bar is called: a security's name and code, or the group in the reader's language."""
    if row.get("name"):
        return f"{row['name']} {row['group_name']}"
    group = word("group_name", row["group_name"], lang)
    if row.get("part") == "not_broken_down":
        return f"{group}（未拆分）" if lang == "zh" else f"{group} (not broken down)"
    return group
