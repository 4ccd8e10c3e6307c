"""A document as plain structures: what JSON holds, and what the template of the PDF reads."""

from __future__ import annotations

from typing import Any

from liangrong.core.results import plain
from liangrong.research.reports.blocks import Block, Cards, Chart, Document, Grid, Paragraph, Shown, Words

__all__ = ["document_tree"]


def document_tree(document: Document) -> dict[str, Any]:
    """Title, sections and evidence.

    Words are lists of ``{"text": …}``, with ``finding``, ``value`` and ``direction`` where the text is a finding's.
    """
    return {
        "title": document.title,
        "subtitle": _words(document.subtitle),
        "lang": document.lang,
        "watermark": document.watermark,
        "sections": [
            {"title": section.title, "blocks": [_block(block) for block in section.blocks]} for section in document.sections
        ],
        "evidence": _grid(document.evidence),
    }


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "kind": block.kind, "words": _words(block.words)}
    if isinstance(block, Cards):
        return {"type": "cards", "cards": [[_words(part) for part in card] for card in block.cards]}
    if isinstance(block, Chart):
        return {
            "type": "chart",
            "name": block.name,
            "title": block.title,
            "caption": _words(block.caption),
            "table": _grid(block.table),
            "legend": _grid(block.legend) if block.legend else None,
            "legend_title": block.legend_title,
        }
    return {"type": "grid", **_grid(block)}


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "columns": list(grid.columns),
        "text_columns": sorted(grid.text_columns),
        "rows": [[_words(cell) for cell in row] for row in grid.rows],
    }


def _words(parts: Words) -> list[dict[str, Any]]:
    return [_word(part) for part in parts]


def _word(part: str | Shown) -> dict[str, Any]:
    if isinstance(part, str):
        return {"text": part}
    return {"text": part.text, "finding": part.finding.key, "value": plain(part.finding.value), "direction": part.direction}
