"""The tables of an article: columns with their units, rows with the places of their cells, what the table is about and as of when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.reading.figures import read_figures
from liangrong.research.claims.reading.mentions import mentions
from liangrong.research.claims.reading.numerals import digits, ordinary
from liangrong.research.claims.reading.row_cells import Column, cells_of, split_row
from liangrong.research.claims.reading.table_lines import Block, blocks_of, is_rule
from liangrong.research.claims.reading.table_units import signless, unit_above, with_unit
from liangrong.research.claims.reading.units import measure_at

__all__ = ["Cell", "Column", "Row", "Table", "columns_at", "row_figures", "rows_of", "split_row"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Parameters
    ----------
    start, end
        Where it stands in ``Article.text``.
    column
        Its place among the columns, from 0.
    figure
        Its quantity in the unit of its column; ``None`` for a name, a code, a date, an empty cell.
    """

    start: int
    end: int
    text: str
    column: int
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the passage it is, and its cells, one for each column."""

    passage: Passage
    cells: tuple[Cell, ...]

    @property
    def is_total(self) -> bool:
        """Whether it sums up rows above it instead of standing beside them: 合计, Total, of which a part of the rows may be meant (小计)."""
        return any(_TOTAL.fullmatch(cell.text.strip(" *：:")) for cell in self.cells[:2])


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Parameters
    ----------
    caption
        The heading or caption above it; ``None`` without one.
    as_of
        The words in which the caption or the head says as of when; empty where they do not.
    head
        The line of column names.
    is_cut_off
        Whether dots stand where further rows were left out.
    """

    caption: Passage | None
    as_of: str
    head: Passage
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    is_cut_off: bool = False

    def column(self, name: str) -> int | None:
        """The place of the first column whose name contains ``name``."""
        return next((place for place, column in enumerate(self.columns) if name in column.name), None)


_TOTAL: Final = re.compile(
    r"(?:[一-龥]{0,6}?(?:合\s?计|总\s?计|共\s?计|小\s?计|总和)|累计|(?:grand |sub-?)?total(?:\s[a-z]+)?|all\s[a-z]+|sum|year to date|ytd)",
    re.IGNORECASE,
)
_AS_OF: Final = re.compile(r"(?:截至|截止到?|as of|as at)\s?$", re.IGNORECASE)
_CAPTION_ABOVE: Final = 3
"""How many passages above the head may be looked at for the caption."""
_ENOUGH: Final = 8
_CUT: Final = re.compile(
    r"^[.…·\s|]{3,}$|^[\s|]*…+[\s|]*$|(?:以下|其余|余下|部分)?(?:从略|省略|略去)|[（(](?:以下|其余)略[)）]|\b(?:and so on|more rows|rows omitted|truncated)\b",
    re.IGNORECASE,
)
_CUT_WITHIN: Final = 40


@lru_cache(maxsize=4)
def rows_of(article: Article) -> tuple[Table, ...]:
    """Every table of an article, in order of the text."""
    passages = article.passages
    found: list[Table] = []
    for block, columns in _blocks(passages):
        head, rows = block.head, block.rows
        cut = [_row(passages[place], columns) for place in rows]
        caption = _caption(passages, head)
        found.append(
            Table(
                caption, _as_of(caption, passages[head]), passages[head], columns, tuple(row for row in cut if row is not None),
                is_cut_off=_is_cut(article, head, rows[-1]),
            )
        )  # fmt: skip
    return tuple(found)


def _is_cut(article: Article, head: int, last: int) -> bool:
    """Whether the page says in the table, or right behind it, that rows were left out."""
    start, end = article.passages[head].start, article.passages[last].end
    below = article.text[end : end + _CUT_WITHIN].lstrip("\n").partition("\n")[0]
    inside = article.text[start:end].split("\n")
    return any(_CUT.search(line) for line in (*inside, below)) or any(
        one.kind == "cut_off" and start <= one.start <= end + _CUT_WITHIN for one in article.repairs
    )


def row_figures(article: Article, passage: Passage) -> tuple[Figure, ...] | None:
    """The figures of one row, in the units of its columns; ``()`` for a head, ``None`` for what is no row of a known table."""
    columns = columns_at(article, passage)
    if not columns:
        return None
    row = _row(passage, columns)
    return tuple(cell.figure for cell in row.cells if cell.figure is not None) if row else ()


def columns_at(article: Article, passage: Passage) -> tuple[Column, ...]:
    """The columns of the table that a head or a row belongs to, with the units of its caption; empty for what is in no table."""
    return _columns_by_passage(article).get(passage.number, ())


@lru_cache(maxsize=4)
def _columns_by_passage(article: Article) -> dict[int, tuple[Column, ...]]:
    found: dict[int, tuple[Column, ...]] = {}
    for block, columns in _blocks(article.passages):
        found.update(dict.fromkeys((block.head, *block.rows), columns))
    return found


def _blocks(passages: Sequence[Passage]) -> Iterator[tuple[Block, tuple[Column, ...]]]:
    texts = tuple(passage.text if passage.role == "row" or is_rule(passage.text) else "" for passage in passages)
    for block in blocks_of(texts):
        yield block, _columns(passages, block)


def _columns(passages: Sequence[Passage], block: Block) -> tuple[Column, ...]:
    texts = (passages[place].text for place in block.rows[:_ENOUGH])
    cells = [[text[start:end] for start, end in cells_of(text, block.columns) or ()] for text in texts]
    columns = block.columns
    if block.head in block.rows and (caption := _caption(passages, block.head)) is not None:
        columns = _named(columns, caption.text)
    return with_unit(columns, unit_above(passages, block.head), [row for row in cells if row])


_FRAME: Final = re.compile(
    r"^\W*(?:Table|Exhibit|Figure|图表?|表)\s?[\dA-Z一二三四五六七八九十]*\s?[.:：、]?\s*|[,，]?\s*(?:sorted|ranked|ordered|in order|按|由|从)[^()（）]*|[(（][^()（）]*[)）]\W*$",
    re.IGNORECASE,
)
_UNIT_OF: Final = re.compile(r"[(（]\s*([A-Za-z][a-z ]{2,24}?) in [^()（）]+[)）]\W*$")
_AND: Final = re.compile(r"\s*[,，、;；]\s*(?:and\s)?|\s+and\s+|\s*[与和及]\s*")


def _named(columns: tuple[Column, ...], caption: str) -> tuple[Column, ...]:
    """Columns that no line names, called as the caption calls them: each in turn where it lists as many, the only one of figures by all of it."""
    said = _FRAME.sub("", caption).strip()
    places = [place for place, column in enumerate(columns) if not column.name and column.kind != "rank"]
    figures = [place for place in places if columns[place].kind in ("number", "percent")]
    parts, of_unit = _AND.split(said), _UNIT_OF.search(caption)
    if len(parts) > 1 and len(parts) in (len(places), len(figures)):
        names = dict(zip(places if len(parts) == len(places) else figures, parts, strict=True))
    elif len(figures) == 1:
        names = {figures[0]: of_unit[1] if of_unit else said}
    else:
        return columns
    return tuple(replace(column, name=names.get(place, column.name)) for place, column in enumerate(columns))


def _row(passage: Passage, columns: tuple[Column, ...]) -> Row | None:
    spans = cells_of(passage.text, columns)
    if spans is None:
        return None
    return Row(passage, tuple(_cell(passage, place, start, end, columns[place]) for place, (start, end) in enumerate(spans)))


def _cell(passage: Passage, place: int, start: int, end: int, column: Column) -> Cell:
    text = passage.text[start:end]
    bare = Cell(passage.start + start, passage.start + end, text, place)
    return replace(bare, figure=_cell_figure(bare, column))


__NUMBER: Final = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def _cell_figure(cell: Cell, column: Column) -> Figure | None:
    plain = ordinary(cell.text).removesuffix(column.name).strip()
    if column.kind in ("name", "code", "date") or not plain:
        return None
    number = __NUMBER.fullmatch(plain)
    if column.kind == "rank":
        return Figure(cell.start, cell.end, cell.text, Decimal(plain), "", Kind.RANK) if plain.isdecimal() else None
    if number is None or column.kind == "text":
        found = read_figures(cell.text, cell.start)
        return found[0] if len(found) == 1 and column.kind != "text" else None
    read = digits(plain.lstrip("+-"))
    value = -read.value if plain.startswith("-") else read.value
    measure = measure_at(f"0 {signless(column.unit)}", 1) if column.unit else None
    kind, unit, size, currency = (
        (measure.kind, measure.unit, measure.size, measure.currency) if measure else (Kind.NUMBER, column.unit, Decimal(1), "")
    )
    if column.kind == "percent" and measure is None:
        kind, unit, size = Kind.PERCENT, "%", Decimal("0.01")
    half = Decimal(0) if kind is Kind.COUNT and size == 1 else read.place / 2
    return Figure(cell.start, cell.end, cell.text, value, unit, kind, size, half, Hedge.NONE, currency)


def _caption(passages: Sequence[Passage], head: int) -> Passage | None:
    for passage in reversed(passages[max(0, head - _CAPTION_ABOVE) : head]):
        if passage.role in ("heading", "caption", "title"):
            return passage
    return None


def _as_of(caption: Passage | None, head: Passage) -> str:
    for passage in (head, caption):
        for one in mentions(passage.text) if passage else ():
            if passage and _AS_OF.search(passage.text[: one.start]):
                return passage.text[one.start : one.end]
    return ""
