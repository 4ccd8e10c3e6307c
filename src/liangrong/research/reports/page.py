"""One answer as a self-contained HTML page: definition, chart, table, warnings and sources; no script, no fetch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from typing import Any, Final, Literal

from liangrong import __version__
from liangrong.core.clocks import show_instant
from liangrong.core.errors import Lang
from liangrong.core.results import Result
from liangrong.market.priority import is_simulated
from liangrong.research.charts.render import NARROW, WIDE, require_charts, to_figure
from liangrong.research.reports.wording import source_name, title
from liangrong.research.sheets import Sheet
from liangrong.research.tables.layout import Printed, PrintedColumn, printed

__all__ = ["provenance", "remarks", "to_page", "watermark_of"]

_ALONE: Final = 920
"""Width in pixels of a chart above a table that is too wide to stand beside it."""
_BESIDE: Final = 44
"""A table stands beside its chart while its columns need no more letters than this."""
_BROAD: Final = 120
"""A table of more letters gets a page as wide as the screen, and paper in landscape."""
_SENTENCE: Final = 36
"""Letters that a column of sentences gets before they are broken."""
_ROW_OF_CELLS: Final = 6
"""A single row with more cells than this is read as names and values."""
_FULL_WIDTH: Final = 0x2E80
"""Characters from here on are as wide as two letters."""


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    align: Literal["left", "right"] = "left"
    sign: int = 0
    wraps: bool = False

    @property
    def style(self) -> str:
        """Its classes."""
        signs = {1: "up", -1: "down"}
        chosen = ("num" if self.align == "right" else "", signs.get(self.sign, ""), "prose" if self.wraps else "")
        return " ".join(filter(None, chosen))


def to_page(result: Result, sheet: Sheet, lang: Lang, *, western: bool = False) -> str:
    """The page of one answer.

    Parameters
    ----------
    sheet
        What stands around the rows: title, definition, and how they are drawn.
    western
        Green for a rise and red for a fall instead of 红涨绿跌.

    Raises
    ------
    ExtraMissing
        The ``report`` extra is not installed.
    """
    require_charts()
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    table = printed(result, lang)
    head, rows = _laid_out(table)
    letters = _letters_across([head, *rows])
    beside = letters <= _BESIDE
    note, heading = watermark_of(result, lang), sheet.title.text(lang)
    draw = partial(_chart, result, sheet, lang, note)
    widths = (WIDE if beside else _ALONE, NARROW)
    figure = to_figure(draw, "chart", label=heading, widths=widths, western=western) if result.data.height else ""
    room = files("liangrong.research.reports")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(room.joinpath("page.html.j2").read_text("utf-8"))
    style = "".join(room.joinpath(name).read_text("utf-8") for name in ("report.css", "page.css"))
    return template.render(
        lang=lang,
        title=heading,
        definition=sheet.definition.text(lang),
        subtitle=provenance(result, lang),
        sources=("、" if lang == "zh" else ", ").join(source_name(source, lang) for source in result.source),
        warnings=remarks(result, lang),
        watermark=note,
        facts=table.facts,
        head=head,
        rows=rows,
        beside=beside,
        broad=letters > _BROAD,
        figure=Markup(figure),  # noqa: S704 drawn here
        style=Markup(style),  # noqa: S704 our own
        western=western,
        version=__version__,
        zh=lang == "zh",
    ) + "\n"  # fmt: skip


def watermark_of(result: Result, lang: Lang) -> str:
    """What is said across everything that comes from synthetic rows or the accounts of a synthetic book; nothing for real ones."""

    def told(beginning: str) -> bool:
        return any(note.text(lang).startswith(title(beginning, lang)) for note in result.warnings)

    if any(map(is_simulated, result.source)) or told("watermark"):
        return title("watermark", lang)
    return title("watermark_book", lang) if told("synthetic_book") else ""


def remarks(result: Result, lang: Lang) -> list[str]:
    """The warnings, but for the one that the watermark repeats."""
    note = watermark_of(result, lang)
    return [text for text in (warning.text(lang) for warning in result.warnings) if not (note and text.startswith(note))]


def provenance(result: Result, lang: Lang) -> str:
    """The session asked for and the instant of knowledge, in one line.

    Examples
    --------
    >>> import polars as pl
    >>> from datetime import date
    >>> provenance(Result(pl.DataFrame(), as_of=date(2026, 1, 30)), "en")
    'As of 2026-01-30'
    """
    zh = lang == "zh"
    parts = [f"{'截至' if zh else 'As of'} {result.as_of}"] if result.as_of else []
    if result.known_at:
        parts.append(f"{'以所知为准：' if zh else 'known at '}{show_instant(result.known_at)}")
    return " · ".join(parts)


def _chart(result: Result, sheet: Sheet, lang: Lang, note: str, width: int) -> Any:
    return sheet.chart()(result.data, lang=lang, width=width, note=note)


def _letters_across(rows: list[list[_Cell]]) -> int:
    """Letters that the columns need side by side, sentences broken; Chinese characters are two letters wide."""
    across = zip(*(row for row in rows if row), strict=True)
    return sum(
        max(min(_letters(cell.text), _SENTENCE) if cell.wraps else _letters(cell.text) for cell in column) + 2
        for column in across
    )


def _letters(text: str) -> int:
    return sum(2 if ord(letter) >= _FULL_WIDTH else 1 for letter in text)


def _laid_out(table: Printed) -> tuple[list[_Cell], list[list[_Cell]]]:
    """Headings and rows; one long row becomes names and values, one below the other, without headings."""
    if len(table.columns) > _ROW_OF_CELLS and len(table.columns[0].cells) == 1:
        return [], [[_Cell(column.heading), replace(_cell(column, 0), align="left")] for column in table.columns]
    head = [_Cell(column.heading, column.align) for column in table.columns]
    count = len(table.columns[0].cells) if table.columns else 0
    return head, [[_cell(column, row) for column in table.columns] for row in range(count)]


def _cell(column: PrintedColumn, row: int) -> _Cell:
    return _Cell(column.cells[row], column.align, column.signs[row] if column.signs else 0, column.wraps)
