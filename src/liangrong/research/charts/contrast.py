"""Which ink can be read on which colour: relative luminance and contrast of WCAG 2.2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from liangrong.research.charts.theme import INK

__all__ = ["ENOUGH", "contrast", "mixed", "readable_on"]

ENOUGH: Final = 4.5
"""Contrast of text that passes level AA."""
_INKS: Final = (INK, "#ffffff", "#000000")
"""In the order of taste; between them every colour is served."""


def contrast(one: str, other: str) -> float:
    """How far the luminance of two colours lies apart, from 1 to 21.

    Examples
    --------
    >>> contrast("#000000", "#ffffff"), contrast("#808080", "#808080")
    (21.0, 1.0)
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(start: str, end: str, share: float) -> str:
    """The colour at ``share`` of the way, channel by channel, as charts interpolate.

    Examples
    --------
    >>> mixed("#000000", "#ffffff", 0.5)
    '#808080'
    """
    pairs = zip(_channels(start), _channels(end), strict=True)
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in pairs)


def readable_on(colors: Sequence[str]) -> str:
    """An ink that can be read on each of the colours.

    Examples
    --------
    >>> readable_on(["#ffffff"]) == INK, readable_on(["#0b7a43", "#c01530"])
    (True, '#ffffff')
    """
    worst = {ink: min(contrast(ink, color) for color in colors) for ink in _INKS}
    return next((ink for ink, least in worst.items() if least >= ENOUGH), max(worst, key=worst.__getitem__))


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
