"""Answers to stdout in the format asked for, remarks to stderr."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from liangrong.core.errors import Lang
from liangrong.core.results import Note, Result

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from liangrong.interfaces.cli.options import Colors, Format
    from liangrong.research.tables.labels import Labels
    from liangrong.research.tables.layout import Printed

__all__ = ["Output", "rising_and_falling"]

PIPED_WIDTH: Final = 10_000
"""A table that goes into a file or a pipe is never wrapped."""
PROSE_WIDTH: Final = 16
"""Columns that sentences in a table get at least; with less, rows are drawn one below the other."""
ROW_OF_CELLS: Final = 6
"""A single row with more cells than this is drawn as names and values."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where one command's answers and remarks go.

    Parameters
    ----------
    colors
        ``china``: red rises, green falls; ``western``: the reverse. A sign always says the same.
    """

    format: Format
    lang: Lang
    colors: Colors = "china"

    def show(self, result: Result, *, title: str = "", labels: Labels | None = None, to_the_fen: bool = False) -> None:
        """Print the rows to stdout and the warnings to stderr (in JSON they are in the envelope).

        ``to_the_fen``: money in tables in 元 with two decimals, as an account is kept.
        """
        if self.format == "json":
            self.text(_renamed(result, labels).to_json(self.lang))
            return
        if self.format == "csv":
            self.text(_csv(_renamed(result, labels)), end="")
        else:
            from liangrong.research.tables.layout import printed

            table = printed(result, self.lang, labels, to_the_fen=to_the_fen)
            if self.format == "md":
                self.text(table.markdown())
            else:
                self._draw(table, title)
                self._footer(result)
        for warning in result.warnings:
            self.warn(warning)

    def text(self, text: str, *, end: str = "\n") -> None:
        """Write text to stdout as it is."""
        sys.stdout.write(text + end)

    def warn(self, note: Note) -> None:
        """Write a remark to stderr."""
        self.say(("注意：" if self.lang == "zh" else "Note: ") + note.text(self.lang))

    def say(self, text: str) -> None:
        """Write a line to stderr."""
        sys.stdout.flush()
        sys.stderr.write(text + "\n")

    def console(self) -> Console:
        """A terminal to draw on; plain and unbroken when stdout is not one."""
        from rich.console import Console

        class Terminal(Console):
            def on_broken_pipe(self) -> None:
                """Leave a closed pipe to ``run``, which is quiet about it."""
                raise BrokenPipeError

        console = Terminal(highlight=False, emoji=False, markup=False)
        if not console.is_terminal and "COLUMNS" not in os.environ:
            console.width = PIPED_WIDTH
        return console

    def _footer(self, result: Result) -> None:
        from liangrong.core.clocks import show_instant

        zh = self.lang == "zh"
        parts = []
        if result.as_of:
            parts.append(f"{'截至' if zh else 'as of'} {result.as_of}")
        if result.known_at:
            parts.append(f"{'所知于' if zh else 'known at'} {show_instant(result.known_at)}")
        if result.source:
            parts.append(f"{'来源' if zh else 'source'} {', '.join(result.source)}")
        if parts:
            self.console().print(" · ".join(parts), style="dim")

    def _draw(self, table: Printed, title: str) -> None:
        from rich.text import Text

        console = self.console()
        for line in filter(None, (title, table.facts)):
            console.print(Text(line, "bold"))
        if not table.columns or not table.columns[0].cells:
            console.print("（没有符合条件的行）" if self.lang == "zh" else "(no rows)")
        elif _fits(table, console.width):
            console.print(self._grid(table))
        else:
            for row in range(len(table.columns[0].cells)):
                console.print(self._record(table, row))

    def _style(self, sign: int) -> str:
        rising, falling = rising_and_falling(self.colors)
        return {1: rising, -1: falling}.get(sign, "")

    def _grid(self, table: Printed) -> RenderableType:
        from rich import box
        from rich.table import Table
        from rich.text import Text

        drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
        for column in table.columns:
            drawn.add_column(Text(column.heading), justify=column.align, no_wrap=not column.wraps, overflow="fold")
        for row, cells in enumerate(table.rows):
            styles = [self._style(c.signs[row]) if c.signs else "" for c in table.columns]
            drawn.add_row(*(Text(cell, style) for cell, style in zip(cells, styles, strict=True)))
        return drawn

    def _record(self, table: Printed, row: int) -> RenderableType:
        """One row as a column of names and values: for single answers, and for terminals too narrow for the table."""
        from rich import box
        from rich.table import Table
        from rich.text import Text

        drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, collapse_padding=True, show_header=False)
        drawn.add_column(no_wrap=True, style="dim")
        drawn.add_column(overflow="fold")
        for column in table.columns:
            drawn.add_row(Text(column.heading), Text(column.cells[row], self._style(column.signs[row]) if column.signs else ""))
        return drawn


def _fits(table: Printed, width: int) -> bool:
    """Whether the table can be drawn as one; a single row with many cells reads better as names and values."""
    from rich.cells import cell_len

    if len(table.columns[0].cells) == 1 and len(table.columns) > ROW_OF_CELLS:
        return False
    needed = 0
    for column in table.columns:
        widest = max(map(cell_len, (column.heading, *column.cells)))
        needed += (min(widest, PROSE_WIDTH) if column.wraps else widest) + 2
    return needed <= width


def rising_and_falling(colors: Colors) -> tuple[str, str]:
    """Terminal colours of a rise and of a fall."""
    return ("red", "green") if colors == "china" else ("green", "red")


def _renamed(result: Result, labels: Labels | None) -> Result:
    if labels is None:
        return result
    from dataclasses import replace

    import polars as pl

    from liangrong.research.tables.labels import renamed

    frame = result.data
    if "measure" in frame.columns:
        frame = frame.with_columns(pl.col("measure").map_elements(lambda name: renamed(name, labels), return_dtype=pl.String))
    return replace(result, data=frame.rename({name: renamed(name, labels) for name in frame.columns}))


def _csv(result: Result) -> str:
    import polars as pl

    lists = [name for name, dtype in result.data.schema.items() if dtype.base_type() is pl.List]
    return result.data.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(";") for name in lists).write_csv()
