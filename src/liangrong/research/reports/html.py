"""A document as one self-contained HTML page: inline style, inline SVG, a table beside each chart, no script, no fetch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from liangrong import __version__
from liangrong.core.errors import Lang
from liangrong.core.results import plain
from liangrong.research.charts.render import require_charts, to_figure
from liangrong.research.reports.blocks import Chart, Document, Shown, Words, plain_text
from liangrong.research.reports.brief_charts import BRIEF_CHARTS
from liangrong.research.reports.compose import compose
from liangrong.research.reports.wording import title

if TYPE_CHECKING:
    from liangrong.research.reports.brief import Brief

__all__ = ["BLOCKS", "block_tools", "document_page", "to_html"]

BLOCKS: Final = "blocks.html.j2"
"""The template beside this module that draws the blocks of any document."""
_SENTENCE: Final = 24
"""Letters from which a cell may be broken."""


def to_html(brief: Brief, lang: Lang, *, western: bool = False) -> str:
    """The whole report.

    Parameters
    ----------
    western
        Green for a rise and red for a fall instead of 红涨绿跌.

    Raises
    ------
    ExtraMissing
        The ``report`` extra is not installed.
    """
    require_charts()
    document = compose(brief, lang)
    drawn = {}
    for name, draw in BRIEF_CHARTS.items():
        figure = to_figure(partial(_drawn, draw, brief, lang, document.watermark), name, label=title(f"chart.{name}", lang))
        if figure:
            drawn[name] = figure
    return document_page(document, drawn, as_of=brief.as_of.isoformat(), western=western)


def document_page(document: Document, figures: Mapping[str, str], *, as_of: str, western: bool = False) -> str:
    """Any document as a page.

    Parameters
    ----------
    figures
        Chart name to its ``<svg>`` elements; a chart without them is left out.
    as_of
        The session, for the title of the window.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    room = files("liangrong.research.reports")
    loader = FunctionLoader(lambda name: room.joinpath(name).read_text("utf-8"))
    template = Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("report.html.j2")
    style = Markup(room.joinpath("report.css").read_text("utf-8"))  # noqa: S704
    return template.render(
        **block_tools(_without_undrawn(document, figures)),
        as_of=as_of,
        version=__version__,
        style=style,
        charts={name: Markup(chart) for name, chart in figures.items()},  # noqa: S704
        western=western,
    )


def _without_undrawn(document: Document, figures: Mapping[str, str]) -> Document:
    """The document without the charts that nobody has drawn."""
    sections = (
        replace(each, blocks=tuple(block for block in each.blocks if not isinstance(block, Chart) or block.name in figures))
        for each in document.sections
    )
    return replace(document, sections=tuple(sections))


def block_tools(document: Document) -> dict[str, Any]:
    """What ``BLOCKS`` needs around it to draw a document."""
    return {
        "doc": document,
        "evidence_title": title("evidence", document.lang),
        "kind_of": lambda block: type(block).__name__,
        "value_of": _machine_value,
        "is_long": _is_long,
    }


def _drawn(draw: Any, brief: Brief, lang: Lang, note: str, width: int) -> Any:
    return draw(brief, lang, width, note)


def _is_long(cell: Words) -> bool:
    """Whether a cell holds a sentence, which may be broken, rather than a name or a figure."""
    return len(plain_text(cell)) > _SENTENCE


def _machine_value(part: Shown) -> str:
    value = part.finding.value
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:f}" if isinstance(value, Decimal) else str(plain(value))
