"""From an altair chart to SVG that can stand beside others in one page."""

from __future__ import annotations

import re
from typing import Any

from liangrong.core.errors import ExtraMissing

__all__ = ["require_charts", "to_svg"]


def require_charts() -> None:
    """Refuse politely when the ``report`` extra is not installed.

    Raises
    ------
    ExtraMissing
        altair, vl-convert or jinja2 cannot be imported.
    """
    from importlib.util import find_spec

    missing = [name for name in ("altair", "vl_convert", "jinja2") if find_spec(name) is None]
    if missing:
        raise ExtraMissing(what="The HTML report", what_zh="网页报告", extra="report")


def to_svg(chart: Any, name: str, *, description: str) -> str:
    """Render a chart to an ``<svg>`` element.

    Parameters
    ----------
    name
        Prefix of every ``id`` inside, so that several charts can share a page.
    description
        What a screen reader says instead of the picture.
    """
    import vl_convert

    spec = chart.properties(description=description).to_dict()
    svg = vl_convert.vegalite_to_svg(spec)
    return _with_own_ids(svg, name)


def _with_own_ids(svg: str, name: str) -> str:
    """Number clip paths and gradients anew.

    The renderer counts on from chart to chart, and an id that comes twice in a page would cut the wrong chart.
    """
    found = list(dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg)))
    fresh = {old: f"{name}-{place}" for place, old in enumerate(found)}
    reference = re.compile(r'(\bid="|url\(#|href="#)([^")]+)')
    return reference.sub(lambda match: match[1] + fresh.get(match[2], match[2]), svg)
