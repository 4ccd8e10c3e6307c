"""A document as a tagged PDF: the tree as data, a fixed typst template, charts as SVG; the same bytes for the same findings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib.resources import as_file, files
from typing import Any

from liangrong import __version__
from liangrong.research.charts.theme import FALL, RISE
from liangrong.research.reports.blocks import Document
from liangrong.research.reports.fonts import require_documents, typeface
from liangrong.research.reports.tree import document_tree
from liangrong.research.reports.wording import title

__all__ = ["to_pdf"]

_TEMPLATE = "report.typ"


def to_pdf(document: Document, figures: Mapping[str, Callable[[], str]], *, dated: date, western: bool = False) -> bytes:
    """The whole document, charts and evidence included.

    Parameters
    ----------
    figures
        Chart name to what hands over its SVG, asked when all else is ready; a chart without one is shown as its table.
    dated
        The day that the document bears; nothing in it comes from the clock.
    western
        Green for a rise and red for a fall instead of 红涨绿跌.

    Raises
    ------
    ExtraMissing
        typst is not installed.
    BadInput
        No font on this machine has Chinese letters.
    """
    require_documents()
    import typst

    tree = document_tree(document)
    face = typeface(_texts(tree))
    rise, fall = (FALL, RISE) if western else (RISE, FALL)
    data = tree | {
        "figures": {name: svg() for name, svg in figures.items()},
        "evidence_title": title("evidence", document.lang),
        "font": face.family,
        "rise": rise,
        "fall": fall,
        "year": dated.year,
        "month": dated.month,
        "day": dated.day,
        "version": __version__,
    }
    with as_file(files("liangrong.research.reports") / _TEMPLATE) as template:
        made: bytes = typst.compile(
            str(template),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
            font_paths=[str(folder) for folder in face.folders],
            timestamp=0,
        )
    return made


def _texts(tree: Any) -> Iterator[str]:
    """Every text inside a tree."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, Mapping):
        for value in tree.values():
            yield from _texts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _texts(value)
