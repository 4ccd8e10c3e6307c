"""The tables that ``reading/rows.py`` found, as checks of words need them: captions, each row's place, name, code, words, and its full columns of figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.figure import Figure
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.reading.row_cells import ColumnKind
from liangrong.research.claims.reading.rows import Row as PrintedRow
from liangrong.research.claims.reading.rows import Table as PrintedTable
from liangrong.research.claims.reading.rows import rows_of

__all__ = ["Row", "Table", "tables"]

_LOOK_BACK: Final = 6
_FEWEST: Final = 2
_MEASURED: Final = ("number", "percent")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its place as printed, the name it is about, its words, and its figures in the full columns."""

    passage: Passage
    rank: int | None
    name: str
    code: str
    words: tuple[str, ...]
    figures: tuple[Figure, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Its figures as printed."""
        return tuple(one.text.strip() for one in self.figures)

    def value(self, column: int) -> Interval:
        """What a printed number of the row leaves open."""
        return self.figures[column].rounding()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table without those that sum up others.

    Parameters
    ----------
    captions
        Captions and headings above it, the nearest first.
    heads
        The names of all columns.
    columns
        The names of the columns in which every row has a figure.
    is_cut
        Whether the page says that more rows follow.
    """

    captions: tuple[Passage, ...]
    heads: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    is_cut: bool

    @property
    def is_ranked(self) -> bool:
        """Whether every row prints its place, from 1 on; of rows left out the places are left out."""
        ranks = [row.rank for row in self.rows if row.rank is not None]
        whole = ranks == list(range(1, len(self.rows) + 1))
        return whole or (self.is_cut and len(ranks) == len(self.rows) and ranks[0] == 1 and ranks == sorted(set(ranks)))

    def row_of(self, text: str) -> tuple[Row, ...]:
        """The rows whose name or code a text mentions."""
        low = text.casefold()
        return tuple(
            row for row in self.rows if (len(row.name) > 1 and row.name.casefold() in low) or (row.code and row.code in text)
        )


@lru_cache(maxsize=4)
def tables(article: Article) -> tuple[Table, ...]:
    """Every table of at least two rows."""
    return tuple(found for one in rows_of(article) if (found := _table(article, one)) is not None)


def _table(article: Article, printed: PrintedTable) -> Table | None:
    body = [row for row in printed.rows if not row.is_total]
    if len(body) < _FEWEST:
        return None
    kinds = tuple(one.kind for one in printed.columns)
    names = tuple(f"{one.name}({one.unit})" if one.unit else one.name for one in printed.columns)
    full = [
        place
        for place, kind in enumerate(kinds)
        if kind in _MEASURED and all(row.cells[place].figure is not None for row in body)
    ]
    head = printed.head
    above = [one for one in article.passages if head.number - _LOOK_BACK <= one.number < head.number and one.item == head.item]
    captions = tuple(one for one in reversed(above) if one.role in ("caption", "heading"))
    rows = tuple(_row(row, kinds, full) for row in body)
    return Table(captions, names, tuple(names[place] for place in full), rows, printed.is_cut_off)


def _row(row: PrintedRow, kinds: tuple[ColumnKind, ...], full: list[int]) -> Row:
    def of(kind: ColumnKind) -> tuple[str, ...]:
        return tuple(cell.text.strip(" *") for cell in row.cells if kinds[cell.column] == kind)

    ranks = [cell.figure for cell in row.cells if kinds[cell.column] == "rank" and cell.figure is not None]
    names, words = of("name"), of("text")
    name = names[0] if names else (words[0] if words else next(iter(of("date")), ""))
    figures = (row.cells[place].figure for place in full)
    return Row(
        row.passage,
        int(ranks[0].value) if ranks else None,
        name if name.isascii() else name.replace(" ", ""),
        next(iter(of("code")), "")[:6],
        words if names else words[1:],
        tuple(one for one in figures if one is not None),
    )
