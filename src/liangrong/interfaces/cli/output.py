"""Answers to stdout in the format asked for, remarks to stderr."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from liangrong.core.errors import Lang
from liangrong.core.results import Note, Result
from liangrong.interfaces.cli.spelling import as_options

if TYPE_CHECKING:
    from rich.console import Console

    from liangrong.interfaces.cli.options import Colors, Format
    from liangrong.research.tables.labels import Labels
    from liangrong.research.tables.layout import Printed

__all__ = ["Output"]

PIPED_WIDTH: Final = 10_000
"""A table that goes into a file or a pipe is never wrapped."""


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
        if labels and self.format in ("json", "csv"):
            from liangrong.research.tables.relabelling import relabelled

            result = relabelled(result, labels)
        if self.format == "json":
            self.text(result.to_json(self.lang))
            return
        if self.format == "csv":
            self.text(_csv(result), end="")
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
        self.say(("注意：" if self.lang == "zh" else "Note: ") + as_options(note.text(self.lang)))

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
        else:
            from liangrong.interfaces.cli.grid import drawn

            for part in drawn(table, console.width, self.lang, self.colors):
                console.print(part)


def _csv(result: Result) -> str:
    import polars as pl

    lists = [name for name, dtype in result.data.schema.items() if dtype.base_type() is pl.List]
    return result.data.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join(";") for name in lists).write_csv()
