"""How every chart looks: fonts with Chinese fallbacks, colours that the colour-blind can tell apart, room for labels."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["ACCENT", "FONT", "INK", "MUTED", "SECOND", "SERIES", "config"]

FONT: Final = "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', sans-serif"
SERIES: Final = "#1f5a91"
"""Blue of the main line."""
SECOND: Final = "#7a5195"
"""Purple of a second series."""
ACCENT: Final = "#d1520a"
"""Vermilion for what stands out; told apart from the blue by lightness too (after Okabe and Ito)."""
INK: Final = "#1d2733"
MUTED: Final = "#6b7685"


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
        "text": text,
        "title": {"font": FONT, "fontSize": 13, "anchor": "start", "color": INK},
    }  # fmt: skip
