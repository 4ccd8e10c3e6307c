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
from liangrong.research.charts.theme import FALL, RISE

__all__ = ["NARROW", "WIDE", "drawn_svg", "require_charts", "to_figure", "to_png", "to_spec", "to_svg", "warm_renderer"]

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
    return _with_own_ids(drawn_svg(to_spec(chart, western=western) | {"description": description}), name)


def to_png(chart: Any, *, western: bool = False, fonts: Sequence[Path] = ()) -> bytes:
    """Render a chart to a PNG picture, twice as fine as a screen.

    Parameters
    ----------
    western
        Green for a rise and red for a fall.
    fonts
        Folders with fonts that the machine does not know.
    """
    import vl_convert

    for folder in fonts:
        vl_convert.register_font_directory(str(folder))
    picture: bytes = vl_convert.vegalite_to_png(to_spec(chart, western=western) | {"background": "white"}, scale=_FINENESS)
    return picture


def warm_renderer() -> None:
    """Start the renderer beside the work that comes before the first chart: half a second of a processor that nobody else needs then.

    Nothing is drawn, nothing is changed, and nobody waits for it but the end of the program.
    """
    from threading import Thread

    Thread(target=_start_renderer, name="renderer").start()


def _start_renderer() -> None:
    try:
        import vl_convert
    except ModuleNotFoundError:
        return  # whoever draws says so

    vl_convert.vegalite_to_svg({"data": {"values": []}, "mark": "point"})


def drawn_svg(spec: dict[str, Any]) -> str:
    """Draw a specification; links lead where the rows say.

    The renderer makes relative links absolute with an address of its own, which is taken off again.
    """
    import vl_convert

    return vl_convert.vegalite_to_svg(spec).replace(f'href="{_BASE}', 'href="')


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
