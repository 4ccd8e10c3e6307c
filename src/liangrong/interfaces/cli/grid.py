"""A printed table on a terminal: whole where it fits, else with folded headings, on its side, or without its last columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rich import box
from rich.cells import cell_len, chop_cells
from rich.console import Group
from rich.table import Table
from rich.text import Text

from liangrong.core.errors import Lang

if TYPE_CHECKING:
    from rich.console import RenderableType

    from liangrong.interfaces.cli.options import Colors
    from liangrong.research.tables.layout import Printed, PrintedColumn

__all__ = ["drawn", "rising_and_falling"]

_PROSE_WIDTH: Final = 16
"""Columns that sentences in a table get at least; with less, rows are drawn one below the other."""
_HEADING_WIDTH: Final = 8
"""Columns that a folded heading gets at least."""
_ROW_OF_CELLS: Final = 6
"""A single row with more cells than this is drawn as names and values."""
_ROWS_ON_THEIR_SIDE: Final = 8
"""A table of at most so many rows is laid on its side before columns are left out."""


def drawn(table: Printed, width: int, lang: Lang, colors: Colors) -> Iterator[RenderableType]:
    """What to print, one below the other, so that nothing is wider than ``width``.

    A table that is too wide folds its headings. Where that is not enough, a short table or one with sentences is laid on its side, as
    many rows beside each other as fit; of a long one the last columns are left out, and named below it.
    """
    columns = table.columns
    rows = len(columns[0].cells)
    if rows == 1 and len(columns) > _ROW_OF_CELLS:
        yield from _on_its_side(columns, width, colors)
    elif _needed(columns) <= width:
        yield _grid(columns, colors)
    elif _needed(folded := [_folded(column) for column in columns]) <= width:
        yield _grid(folded, colors)
    elif rows <= _ROWS_ON_THEIR_SIDE or any(column.wraps for column in columns):
        yield from _on_its_side(columns, width, colors)
    else:
        kept = [column for place, column in enumerate(folded) if _needed(folded[: place + 1]) <= width]
        yield _grid(kept, colors)
        left_out = [column.heading for column in columns[len(kept) :]]
        yield Text(
            f"终端太窄，未列出：{'、'.join(left_out)}（见 --format csv）"
            if lang == "zh"
            else f"The terminal is too narrow for: {', '.join(left_out)} (see --format csv)",
            "dim",
        )


def rising_and_falling(colors: Colors) -> tuple[str, str]:
    """Terminal colours of a rise and of a fall."""
    return ("red", "green") if colors == "china" else ("green", "red")


def _needed(columns: Sequence[PrintedColumn]) -> int:
    """The width at which these columns can stand side by side."""
    return sum(min(_width(column), _PROSE_WIDTH) if column.wraps else _width(column) for column in columns) + 2 * len(columns)


def _width(column: PrintedColumn) -> int:
    return max(map(cell_len, (*column.heading.split("\n"), *column.cells)))


def _folded(column: PrintedColumn) -> PrintedColumn:
    """The column with its heading broken over lines about as wide as its cells."""
    width = max(_HEADING_WIDTH, *map(cell_len, column.cells))
    lines: list[str] = []
    for part in re.split(r"(?=[ (])", column.heading):
        word = part.lstrip()
        if lines and cell_len(joined := lines[-1] + part) <= width:
            lines[-1] = joined
        elif word.isascii():
            lines.append(word)
        else:
            lines += chop_cells(word, -(-cell_len(word) // -(-cell_len(word) // width)) + 1)
    return replace(column, heading="\n".join(lines))


def _style(column: PrintedColumn, row: int, colors: Colors) -> str:
    rising, falling = rising_and_falling(colors)
    return {1: rising, -1: falling}.get(column.signs[row], "") if column.signs else ""


def _grid(columns: Sequence[PrintedColumn], colors: Colors) -> RenderableType:
    """Columns side by side under their headings; thousands of rows of figures in a moment, sentences with more care."""
    if any(column.wraps for column in columns):
        grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
        for column in columns:
            grid.add_column(Text(column.heading), justify=column.align, no_wrap=not column.wraps, overflow="fold")
        for row in range(len(columns[0].cells)):
            grid.add_row(*(Text(column.cells[row], _style(column, row, colors)) for column in columns))
        return grid
    widths = [_width(column) for column in columns]
    heads = [column.heading.split("\n") for column in columns]
    text = Text(no_wrap=True, end="")
    for line in range(-max(map(len, heads)), 0):
        pieces = [head[line] if len(head) >= -line else "" for head in heads]
        _line(text, [(piece, column.align, width, "bold") for piece, column, width in zip(pieces, columns, widths, strict=True)])
    text.append(f" {'─' * (sum(widths) + 2 * len(widths) - 2)} \n")
    for row, cells in enumerate(zip(*(column.cells for column in columns), strict=True)):
        _line(text, [
            (cell, column.align, width, _style(column, row, colors))
            for cell, column, width in zip(cells, columns, widths, strict=True)
        ])  # fmt: skip
    return Group("", text, "")


def _line(text: Text, cells: Sequence[tuple[str, str, int, str]]) -> None:
    """Append a line of cells, each with its side, width and style."""
    for cell, align, width, style in cells:
        blank = " " * (width - cell_len(cell))
        text.append(f" {blank}{cell} " if align == "right" else f" {cell}{blank} ", style)
    text.append("\n")


def _on_its_side(columns: Sequence[PrintedColumn], width: int, colors: Colors) -> Iterator[Table]:
    """Headings from top to bottom, and beside them as many rows as fit."""
    names = max(cell_len(column.heading) for column in columns)
    widths = [
        max(
            min(cell_len(column.cells[row]), 2 * _PROSE_WIDTH) if column.wraps else cell_len(column.cells[row])
            for column in columns
        )
        for row in range(len(columns[0].cells))
    ]
    first = 0
    while first < len(widths):
        beyond = first + 1
        while beyond < len(widths) and names + 2 + sum(one + 2 for one in widths[first : beyond + 1]) <= width:
            beyond += 1
        side = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, show_header=False)
        side.add_column(no_wrap=True, style="dim")
        for _ in range(first, beyond):
            side.add_column(overflow="fold")
        for column in columns:
            side.add_row(
                Text(column.heading), *(Text(column.cells[row], _style(column, row, colors)) for row in range(first, beyond))
            )
        yield side
        first = beyond
