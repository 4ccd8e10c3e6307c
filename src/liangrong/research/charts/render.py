"""From an altair chart to SVG that can stand beside others in one page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from liangrong.core.errors import ExtraMissing
from liangrong.core.results import Note
from liangrong.research.charts.drawing import begun_svg, png
from liangrong.research.charts.theme import FALL, RISE

__all__ = ["NARROW", "WIDE", "begun", "drawn_svg", "require_charts", "to_figure", "to_png", "to_spec", "to_svg"]

WIDE: Final = 650
"""Width in pixels of a chart beside its table on a desk."""
NARROW: Final = 290
"""Width in pixels of a chart on a phone."""
_FINENESS: Final = 2
"""Pixels of a picture for each pixel of the chart."""
_REPORT: Final = Note("网页报告", "The HTML report")
_BASE: Final = "https://vega.github.io/vega-datasets/"
_SWAPPED: Final = {RISE: FALL, FALL: RISE}


def require_charts(what: Note = _REPORT) -> None:
    """Refuse politely when the ``report`` extra is not installed.

    Parameters
    ----------
    what
        What needs it.

    Raises
    ------
    ExtraMissing
        altair, vl-convert or jinja2 cannot be imported.
    """
    from importlib.util import find_spec

    missing = [name for name in ("altair", "vl_convert", "jinja2") if find_spec(name) is None]
    if missing:
        raise ExtraMissing(what=what.en, what_zh=what.zh, extra="report")


def to_spec(chart: Any, *, western: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification of a chart, data inside; ``western`` exchanges the colours of rise and fall."""
    # every part was checked when it was made: to check the whole again would take half of the time
    found: dict[str, Any] = chart.to_dict(validate=False)
    if western:
        found = json.loads(re.sub("|".join(_SWAPPED), lambda color: _SWAPPED[color[0]], json.dumps(found)))
    return found


def to_svg(chart: Any, name: str, *, description: str, western: bool = False) -> str:
    """Render a chart to an ``<svg>`` element.

    Parameters
    ----------
    name
        Prefix of every ``id`` inside, so that several charts can share a page.
    description
        What a screen reader says instead of the picture.
    western
        Green for a rise and red for a fall.
    """
    return begun(chart, name, description=description, western=western)()


def begun(chart: Any, name: str, *, description: str, western: bool = False) -> Callable[[], str]:
    """``to_svg``, begun now and waited for when the answer is called: other work can be done in between."""
    draw = begun_svg(to_spec(chart, western=western) | {"description": description})
    return lambda: _with_own_ids(_with_relative_links(draw()), name)


def to_png(chart: Any, *, western: bool = False, fonts: Sequence[Path] = ()) -> bytes:
    """Render a chart to a PNG picture, twice as fine as a screen.

    Parameters
    ----------
    western
        Green for a rise and red for a fall.
    fonts
        Folders with fonts that the machine does not know.
    """
    spec = to_spec(chart, western=western) | {"background": "white"}
    return png(spec, fineness=_FINENESS, fonts=[str(folder) for folder in fonts])


def drawn_svg(spec: dict[str, Any]) -> str:
    """Draw a specification; links lead where the rows say."""
    return _with_relative_links(begun_svg(spec)())


def _with_relative_links(svg: str) -> str:
    """The renderer makes relative links absolute with an address of its own, which is taken off again."""
    return svg.replace(f'href="{_BASE}', 'href="')


def to_figure(
    draw: Callable[[int], Any], name: str, *, label: str, widths: tuple[int, int] = (WIDE, NARROW), western: bool = False
) -> str:
    """Two drawings of one chart, for a desk and for a phone; the style sheet shows one of them.

    Parameters
    ----------
    draw
        From a width in pixels to a chart, or to ``None`` where there is nothing to draw.
    label
        What a screen reader says.

    Returns
    -------
    str
        Both ``<svg>`` elements, or nothing.
    """
    drawn = []
    for size, width in zip(("wide", "narrow"), widths, strict=True):
        chart = draw(width)
        if chart is None:
            return ""
        svg = to_svg(chart, f"{name}-{size}", description=label, western=western)
        drawn.append(
            svg.replace("<svg ", f'<svg role="img" aria-label="{html.escape(label)}" ', 1).replace(
                'class="marks"', f'class="marks {size}"', 1
            )
        )
    return "".join(drawn)


def _with_own_ids(svg: str, name: str) -> str:
    """Number clip paths and gradients anew.

    The renderer counts on from chart to chart, and an id that comes twice in a page would cut the wrong chart.
    """
    found = list(dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg)))
    fresh = {old: f"{name}-{place}" for place, old in enumerate(found)}
    reference = re.compile(r'(\bid="|url\(#|href="#)([^")]+)')
    return reference.sub(lambda match: match[1] + fresh.get(match[2], match[2]), svg)
