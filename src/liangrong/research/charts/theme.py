"""How every chart looks: fonts with Chinese fallbacks, colours that the colour-blind can tell apart, room for labels."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

__all__ = [
    "ACCENT",
    "FALL",
    "FONT",
    "INK",
    "MUTED",
    "PAPER",
    "RISE",
    "SECOND",
    "SERIES",
    "UNKNOWN",
    "config",
    "finished",
    "watermark",
]

FONT: Final = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', sans-serif"
SERIES: Final = "#1f5a91"
"""Blue of the main line."""
SECOND: Final = "#7a5195"
"""Purple of a second series."""
ACCENT: Final = "#d1520a"
"""Vermilion for what stands out; told apart from the blue by lightness too (after Okabe and Ito)."""
RISE: Final = "#c01530"
"""Red of a rise (红涨); ``--colors western`` exchanges it with the green when a chart is rendered."""
FALL: Final = "#0b7a43"
"""Green of a fall (绿跌). A sign or a word always says the same."""
INK: Final = "#1d2733"
MUTED: Final = "#6b7685"
PAPER: Final = "#f1f3f5"
"""Neither a rise nor a fall, between the red and the green."""
UNKNOWN: Final = "#d5dae0"
"""Grey of what is not known."""


def config() -> dict[str, Any]:
    """The Vega-Lite configuration."""
    text = {"font": FONT, "fontSize": 12, "color": INK}
    return {
        "background": "transparent",
        "aria": False,
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelFont": FONT, "labelFontSize": 12, "labelColor": MUTED, "titleFont": FONT, "titleFontSize": 12, "titleColor": MUTED,
            "titleFontWeight": "normal", "gridColor": "#e4e8ed", "domainColor": "#aab3bf", "tickColor": "#aab3bf",
        },
        "axisY": {"domain": False, "ticks": False, "titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleY": -10, "titleX": 0},
        "legend": {
            "labelFont": FONT, "labelFontSize": 12, "labelColor": MUTED, "titleFont": FONT, "titleFontSize": 12, "titleColor": MUTED,
            "titleFontWeight": "normal", "offset": 26,
        },
        "text": text,
        "title": {
            "font": FONT, "fontSize": 13, "anchor": "start", "color": INK, "subtitleFont": FONT, "subtitleFontSize": 11.5,
            "subtitleColor": MUTED, "subtitlePadding": 4, "offset": 14,
        },
    }  # fmt: skip


def watermark(note: str, width: int, height: int) -> list[Any]:
    """The layer that says large and pale behind a chart what its data are; none without a note."""
    import altair as alt

    if not note:
        return []
    layer = alt.Chart(pl.DataFrame({"text": [note]})).mark_text(
        fontSize=max(14, width // 24), color=MUTED, opacity=0.16, fontWeight="bold"
    )
    return [layer.encode(x=alt.value(width / 2), y=alt.value(height / 2), text="text:N")]


def finished(chart: Any, width: int, height: int) -> Any:
    """A chart at its size, in the look of the house."""
    return chart.properties(width=width, height=height).configure(**config())
