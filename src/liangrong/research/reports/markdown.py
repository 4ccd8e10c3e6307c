"""A document as Markdown: paragraphs and pipe tables; charts become their tables."""

from __future__ import annotations

from liangrong.research.reports.blocks import Block, Cards, Chart, Document, Grid, Paragraph, Words, plain_text

__all__ = ["to_markdown"]


def to_markdown(document: Document) -> str:
    """The whole document, evidence included."""
    zh = document.lang == "zh"
    lines = [f"# {document.title}", "", plain_text(document.subtitle), ""]
    if document.watermark:
        lines += [f"> **{document.watermark}**", ""]
    for section in document.sections:
        lines += [f"## {section.title}", ""]
        for block in section.blocks:
            lines += [*_block(block, zh=zh), ""]
    from liangrong.research.reports.wording import title

    lines += [f"## {title('evidence', document.lang)}", "", *_grid(document.evidence)]
    return "\n".join(lines) + "\n"


def _block(block: Block, *, zh: bool) -> list[str]:
    if isinstance(block, Paragraph):
        text = plain_text(block.words)
        return [f"- {text}"] if block.kind == "note" else [f"**{text}**" if block.kind == "lead" else text]
    if isinstance(block, Cards):
        opening, closing = ("（", "）") if zh else (" (", ")")
        return [
            f"- {_plain(name)}{'：' if zh else ': '}{_plain(value)}" + (f"{opening}{_plain(remark)}{closing}" if remark else "")
            for name, value, remark in block.cards
        ]
    if isinstance(block, Chart):
        legend = ["", f"**{block.legend_title}**", "", *_grid(block.legend)] if block.legend else []
        return [f"**{block.title}**", "", *_grid(block.table), *legend]
    return _grid(block)


def _grid(grid: Grid) -> list[str]:
    rule = ["---" if place in grid.text_columns else "---:" for place in range(len(grid.columns))]
    rows = [[_plain(cell) for cell in row] for row in grid.rows]
    return ["| " + " | ".join(line) + " |" for line in ([*grid.columns], rule, *rows)]


def _plain(cell: Words) -> str:
    return plain_text(cell).replace("|", "\\|")
