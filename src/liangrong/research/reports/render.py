"""From a report to a file: the format's renderer, with the charts drawn as it needs them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias, get_args

from liangrong.core.errors import Lang, UnknownName
from liangrong.core.results import Note
from liangrong.research.charts.render import WIDE, begun, require_charts, to_figure, to_png
from liangrong.research.reports.arrange import arrange
from liangrong.research.reports.blocks import Block, Chart, Document
from liangrong.research.reports.fonts import require_documents, typeface
from liangrong.research.reports.report import Report
from liangrong.research.reports.tree import document_tree

__all__ = ["BINARY", "FORMATS", "ReportFormat", "render", "with_tables"]

ReportFormat: TypeAlias = Literal["html", "pdf", "md", "json", "docx", "table"]

FORMATS: Final = get_args(ReportFormat)
BINARY: Final = frozenset({"pdf", "docx"})
"""Formats that are no text."""
_WIDTH_OF_TABLE: Final = 100


def render(report: Report, form: ReportFormat, lang: Lang, *, western: bool = False) -> bytes | str:
    """The report as a file: text, or bytes for PDF and DOCX.

    Parameters
    ----------
    western
        Green for a rise and red for a fall instead of 红涨绿跌.

    Raises
    ------
    UnknownName
        There is no such format.
    ExtraMissing
        The ``report`` extra is not installed.
    BadInput
        PDF or DOCX, and no font on this machine has Chinese letters.
    """
    if form not in _RENDERERS:
        raise UnknownName(kind="format", name=form, known=", ".join(FORMATS))
    return _RENDERERS[form](report, arrange(report, lang), western)


def _html(report: Report, document: Document, western: bool) -> str:
    require_charts()
    from liangrong.research.reports.html import document_page

    figures = {}
    for chart in _charts(document):
        figure = to_figure(partial(_drawn, report, document, chart.name), chart.name, label=chart.title, western=western)
        if figure:
            figures[chart.name] = figure
    return document_page(with_tables(document, figures), figures, as_of=report.as_of.isoformat(), western=western)


def _pdf(report: Report, document: Document, western: bool) -> bytes:
    require_charts(Note("PDF 报告", "A report as PDF"))
    from liangrong.research.reports.pdf import to_pdf

    figures = {}
    for chart in _charts(document):
        drawing = _drawn(report, document, chart.name, WIDE)
        if drawing is not None:
            figures[chart.name] = begun(drawing, chart.name, description=chart.title, western=western)
    return to_pdf(document, figures, dated=report.dated, western=western)


def _docx(report: Report, document: Document, western: bool) -> bytes:
    require_charts(Note("DOCX 报告", "A report as DOCX"))
    require_documents()
    from liangrong.research.reports.docx import to_docx

    face = typeface([document.title, *(chart.title for chart in _charts(document))])
    figures = {}
    for chart in _charts(document):
        drawing = _drawn(report, document, chart.name, WIDE)
        if drawing is not None:
            figures[chart.name] = to_png(drawing, western=western, fonts=face.folders)
    return to_docx(document, figures, dated=report.dated, western=western)


def _markdown(report: Report, document: Document, western: bool) -> str:  # noqa: ARG001 as above
    from liangrong.research.reports.markdown import to_markdown

    return to_markdown(document)


def _json(report: Report, document: Document, western: bool) -> str:  # noqa: ARG001 as above
    envelope = report.envelope(document.lang) | {"document": document_tree(document)}
    return json.dumps(envelope, ensure_ascii=False, allow_nan=False) + "\n"


def _table(report: Report, document: Document, western: bool) -> str:  # noqa: ARG001 as above
    import io

    from rich.console import Console

    from liangrong.research.reports.terminal import draw

    page = io.StringIO()
    draw(with_tables(document, ()), Console(file=page, width=_WIDTH_OF_TABLE, highlight=False, emoji=False, markup=False))
    return page.getvalue()


_RENDERERS: Final[Mapping[str, Callable[[Report, Document, bool], bytes | str]]] = MappingProxyType(
    {"html": _html, "pdf": _pdf, "md": _markdown, "json": _json, "docx": _docx, "table": _table}
)


def _drawn(report: Report, document: Document, name: str, width: int) -> Any:
    return report.draft.drawings[name](document.lang, width, document.watermark)


def _charts(document: Document) -> Iterator[Chart]:
    yield from (block for section in document.sections for block in section.blocks if isinstance(block, Chart))


def with_tables(document: Document, figures: Collection[str]) -> Document:
    """A chart that could not be drawn leaves its tables."""

    def kept(block: Block) -> tuple[Block, ...]:
        if not isinstance(block, Chart) or block.name in figures:
            return (block,)
        return (block.table, *((block.legend,) if block.legend else ()))

    sections = tuple(
        replace(section, blocks=tuple(left for block in section.blocks for left in kept(block))) for section in document.sections
    )
    return replace(document, sections=sections)
