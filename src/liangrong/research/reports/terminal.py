"""A document on a terminal: sentences first, then aligned tables; charts and evidence are left to the other formats."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from liangrong.research.reports.blocks import Cards, Chart, Document, Grid, Paragraph, Words, plain_text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

__all__ = ["WIDEST", "draw"]

WIDEST: Final = 100
"""Columns a sentence may run over on a very wide terminal."""
_FEW_TEXTS: Final = 2
"""Tables with more columns of words than this break them."""
_LONG: Final = 40
"""Letters from which a column of words is broken anyway."""
_ROOMY: Final = 80
"""Columns of a terminal from which words rather than figures give way where a table is too wide."""
_RUN: Final = re.compile(r"[^\W\d_a-zA-Z]|[\w.:%'+\-…]+|\s+|.")
"""A Chinese character, a word or number, a space, or one sign of punctuation."""
_CLOSING: Final = "，。；：、）”！,.;:)"
_OPENING: Final = "（“("


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
                for line in _lines(block, styles, min(console.width, WIDEST)):
                    console.print(line, soft_wrap=True)
            else:
                console.print(_table(block, styles, console.width))


def _text(parts: Words, styles: dict[int, str]) -> Text:
    from rich.text import Text

    text = Text()
    for part in parts:
        if isinstance(part, str):
            text.append(part)
        else:
            text.append(part.text, styles[part.direction] or None)
    return text


def _lines(paragraph: Paragraph, styles: dict[int, str], width: int) -> Iterator[Text]:
    """Break Chinese between characters, English between words, and never inside a figure or before a full stop."""
    from rich.cells import cell_len
    from rich.text import Text

    indent = "  " if paragraph.kind == "note" else ""
    line, used = Text("· " if indent else ""), len(indent)
    for group in _groups(paragraph.words, styles):
        size = sum(cell_len(text) for text, _ in group)
        if used + size > width and used > len(indent):
            line.rstrip()
            yield line
            line, used = Text(indent), len(indent)
            if group[0][0].isspace():
                continue
        for text, style in group:
            line.append(text, style or None)
        used += size
    yield line


def _groups(parts: Words, styles: dict[int, str]) -> Iterator[list[tuple[str, str]]]:
    """Runs of (text, style) that must stay on one line: a figure or word with the punctuation that belongs to it."""
    runs: list[tuple[str, str]] = []
    for part in parts:
        runs += [(part.text, styles[part.direction])] if not isinstance(part, str) else [(run, "") for run in _RUN.findall(part)]
    group: list[tuple[str, str]] = []
    for text, style in runs:
        if group and text[0] not in _CLOSING and group[-1][0][-1] not in _OPENING:
            yield group
            group = []
        group.append((text, style))
    if group:
        yield group


def _table(grid: Grid, styles: dict[int, str], width: int) -> RenderableType:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    many = len(grid.text_columns) > _FEW_TEXTS or (width >= _ROOMY and _letters(grid) > width)
    for place, head in enumerate(grid.columns):
        is_text = place in grid.text_columns
        wraps = is_text and (many or max((len(plain_text(row[place])) for row in grid.rows), default=0) > _LONG)
        table.add_column(Text(head), justify="left" if is_text else "right", no_wrap=not wraps, overflow="fold")
    for row in grid.rows:
        table.add_row(*(_text(cell, styles) for cell in row))
    return table


def _letters(grid: Grid) -> int:
    """Columns that a table needs."""
    from rich.cells import cell_len

    rows = [grid.columns, *([plain_text(cell) for cell in row] for row in grid.rows)]
    return sum(max(map(cell_len, column)) + 2 for column in zip(*rows, strict=True))
