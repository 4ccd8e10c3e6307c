"""A chart as a file of its own: SVG, PNG, or the Vega-Lite specification that others can draw and change."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, Final

from liangrong.core.errors import UsageError
from liangrong.core.results import Note
from liangrong.research.charts.render import drawn_svg, require_charts, to_spec
from liangrong.research.charts.theme import FONT

__all__ = ["SUFFIXES", "checked_suffix", "to_file"]

SUFFIXES: Final = (".svg", ".png", ".json")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_SCALE: Final = 2.0
"""Pixels of a PNG per pixel of the drawing: sharp on today's screens."""
_PAPER: Final = "#ffffff"
_CHART: Final = Note("图表文件", "The chart file")


def checked_suffix(name: str) -> str:
    """The suffix of a chart's file.

    Raises
    ------
    UsageError
        Nothing can be drawn into such a file.

    Examples
    --------
    >>> checked_suffix("flows.SVG")
    '.svg'
    """
    stem, dot, last = name.rpartition(".")
    suffix = f".{last.lower()}" if dot and stem else ""
    if suffix not in SUFFIXES:
        raise UsageError(
            reason=f"--chart cannot be '{name}': a chart is written as {', '.join(SUFFIXES)}.",
            reason_zh=f"--chart 不能是“{name}”：图表只能存为 {'、'.join(SUFFIXES)}。",
        )
    return suffix


def to_file(chart: Any, suffix: str, *, title: str, subtitle: str = "", western: bool = False) -> bytes:
    """The chart as the bytes of a file.

    Parameters
    ----------
    suffix
        One of ``SUFFIXES``.
    title, subtitle
        What stands above the drawing, now that no page stands around it.
    western
        Green for a rise and red for a fall.

    Raises
    ------
    ExtraMissing
        The ``report`` extra is not installed.
    UsageError
        A PNG would show boxes, because no font here has Chinese characters.
    """
    require_charts(_CHART)
    spec = to_spec(chart, western=western)
    heading = {"text": title, **({"subtitle": subtitle} if subtitle else {})}
    spec |= {"title": heading, "background": _PAPER, "padding": 16}
    if suffix == ".json":
        return (json.dumps(spec, ensure_ascii=False, indent=1) + "\n").encode()
    svg = drawn_svg(spec)
    if suffix == ".svg":
        return svg.encode()
    if _CHINESE.search(svg) and not _told_apart("融", "券"):
        raise UsageError(
            reason="A PNG would show boxes: no font with Chinese characters is installed.",
            reason_zh="无法绘制 PNG：没有安装含中文的字体，文字会变成方框。",
            hint="Install one (Debian: fonts-noto-cjk), or write an .svg, which the browser draws with its own fonts.",
            hint_zh="请安装中文字体（Debian：fonts-noto-cjk），或存为 .svg，由浏览器用它的字体绘制。",
        )
    import vl_convert

    return vl_convert.vegalite_to_png(spec, scale=_SCALE)


@cache
def _told_apart(one: str, other: str) -> bool:
    """Whether two characters are drawn differently; characters that no font has all become the same box."""
    import vl_convert

    size = 'width="40" height="40"'
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><text x="4" y="30" font-size="28" font-family="{FONT}">{{}}</text></svg>'
    )
    return vl_convert.svg_to_png(text.format(one)) != vl_convert.svg_to_png(text.format(other))
