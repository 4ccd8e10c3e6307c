"""A document on a terminal: sentences first, then aligned tables; charts and evidence are left to the other formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liangrong.research.reports.blocks import Cards, Chart, Document, Grid, Paragraph, Words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["draw"]


def draw(document: Document, console: Console, *, rising: str = "red", falling: str = "green") -> None:
    """Draw the document.

    Parameters
    ----------
    rising, falling
        The colours of a rise and a fall; each also has its sign.
    """
    from rich.text import Text

    styles = {1: rising, -1: falling, 0: ""}
    console.print(Text(document.title, "bold").append("  ").append(_text(document.subtitle, styles)))
    if document.watermark:
        console.print(Text(f" {document.watermark} ", "bold black on yellow"))
    for section in document.sections:
        blocks = [block for block in section.blocks if not isinstance(block, Cards | Chart)]
        if not blocks:
            continue
        console.print()
        console.print(Text(section.title, "bold cyan"))
        for block in blocks:
            if isinstance(block, Paragraph):
                console.print(_text(block.words, styles, bullet=block.kind == "note"))
            else:
                console.print(_table(block, styles))


def _text(parts: Words, styles: dict[int, str], *, bullet: bool = False) -> Text:
    from rich.text import Text

    text = Text("· " if bullet else "")
    for part in parts:
        if isinstance(part, str):
            text.append(part)
        else:
            text.append(part.text, styles[part.direction] or None)
    return text


def _table(grid: Grid, styles: dict[int, str]) -> object:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(grid.columns):
        is_text = place in grid.text_columns
        table.add_column(Text(head), justify="left" if is_text else "right", overflow="fold")
    for row in grid.rows:
        table.add_row(*(_text(cell, styles) for cell in row))
    return table
