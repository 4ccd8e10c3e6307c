"""Tables of an article as a reader sees them: caption, names of columns, rows with rank, name, words and numbers, and whether they were cut off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.reading.row_cells import Column, cells_of, columns_of

__all__ = ["Row", "Table", "tables"]

_NUMBER: Final = re.compile(r"^[+\-−]?\d[\d,]*(?:\.\d+)?\s?[%％]?$")
_CODE: Final = re.compile(r"^\d{6}(?:\.(?:SH|SZ|BJ))?$", re.IGNORECASE)
_DATE: Final = re.compile(r"^\d{2,4}[-/.]\d{1,2}[-/.]\d{1,2}$")
_RANK: Final = re.compile(r"^(?:第|No\.?\s?|#)?\s?(\d{1,3})(?:名|\.|、)?$", re.IGNORECASE)
_CUT: Final = re.compile(
    r"^[\s.…·|\t]*(?:…|\.{3,})[\s.…·|\t]*$|省略|以下略|其余略|\b(?:and so on|more rows|truncated)\b", re.IGNORECASE
)
_WIDE: Final = re.compile(r"\t|\s*\|\s*|\s{2,}|　")
_LOOK_BACK: Final = 6
_FEWEST: Final = 2
_CUT_WITHIN: Final = 40
_MEASURED: Final = ("number", "percent")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its place as printed, the name it is about, its words, and its numbers as far as they are the row's last cells."""

    passage: Passage
    rank: int | None
    name: str
    code: str
    words: tuple[str, ...]
    numbers: tuple[str, ...]

    def value(self, column: int) -> Interval:
        """What a printed number of the row leaves open."""
        digits = self.numbers[column].strip("%％ ").replace(",", "").replace("−", "-")
        number = Decimal(digits)
        exponent = number.as_tuple().exponent
        assert isinstance(exponent, int), "a number of digits is finite"
        return Interval.around(Fraction(number), Fraction(10) ** exponent / 2)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that stand together.

    Parameters
    ----------
    captions
        Captions and headings above it, the nearest first.
    heads
        The names of the columns, as far as a row of names is there.
    columns
        The names of the last columns, which hold the numbers; as many as every row has numbers, empty where not known.
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
        """Whether every row prints its place, from 1 on."""
        return [row.rank for row in self.rows] == list(range(1, len(self.rows) + 1))

    def row_of(self, text: str) -> tuple[Row, ...]:
        """The rows whose name or code a text mentions."""
        low = text.casefold()
        return tuple(
            row for row in self.rows if (len(row.name) > 1 and row.name.casefold() in low) or (row.code and row.code in text)
        )


def tables(article: Article) -> tuple[Table, ...]:
    """Every run of at least two rows with numbers."""
    found, run = [], []
    for before, passage in pairwise((None, *article.passages, None)):
        if (
            passage is not None
            and passage.role == "row"
            and (before is None or before.role != "row" or before.item == passage.item)
        ):
            run.append(passage)
        elif run:
            found.append(_table(article, run))
            run = []
    if run:
        found.append(_table(article, run))
    return tuple(one for one in found if one is not None)


def _table(article: Article, run: Sequence[Passage]) -> Table | None:
    head = next((one for one in run if columns_of(one.text)), None)
    columns = columns_of(head.text) if head is not None else ()
    lines = [one for one in run if one is not head and not _CUT.search(one.text)]
    rows = [_under(one, columns) for one in lines] if columns else _without_heads(lines)
    found = [row for row in rows if row is not None]
    if len(found) < _FEWEST:
        return None
    names = tuple(f"{one.name}({one.unit})" if one.unit else one.name for one in columns)
    measured = tuple(name for name, one in zip(names, columns, strict=True) if one.kind in _MEASURED)
    width = min(len(row.numbers) for row in found)
    trimmed = tuple(replace(row, numbers=row.numbers[len(row.numbers) - width :]) for row in found)
    first = run[0].number
    above = [one for one in article.passages if first - _LOOK_BACK <= one.number < first and one.item == run[0].item]
    captions = tuple(one for one in reversed(above) if one.role in ("caption", "heading"))
    between = article.text[run[0].start : run[-1].end + _CUT_WITHIN].split("\n")
    is_cut = any(_CUT.search(line) for line in between) or any(
        one.kind == "cut_off" and run[0].start <= one.start <= run[-1].end + _CUT_WITHIN for one in article.repairs
    )
    return Table(captions, names, measured if len(measured) == width else ("",) * width, trimmed, is_cut)


def _under(passage: Passage, columns: tuple[Column, ...]) -> Row | None:
    """A row under a line of column names."""
    spans = cells_of(passage.text, columns)
    if spans is None:
        return None
    cells = [(one.kind, passage.text[start:end].strip()) for one, (start, end) in zip(columns, spans, strict=True)]

    def of(*kinds: str) -> tuple[str, ...]:
        return tuple(cell for kind, cell in cells if kind in kinds)

    rank = next((int(match[1]) for cell in of("rank") if (match := _RANK.match(cell))), None)
    numbers = of(*_MEASURED)
    if not all(_NUMBER.match(cell) for cell in numbers):
        numbers = ()
    names, words = of("name"), of("text")
    name = names[0] if names else (words[0] if words else "")
    return Row(
        passage,
        rank,
        name.replace(" ", "") if not name.isascii() else name,
        next(iter(of("code")), "")[:6],
        words if names else words[1:],
        numbers,
    )


def _without_heads(lines: Sequence[Passage]) -> list[Row | None]:
    """Rows of a table that does not name its columns: by bars, tabs or wide gaps."""
    split = [(one, tuple(part.strip() for part in _WIDE.split(one.text.strip(" |\t")) if part.strip())) for one in lines]
    ranked = _counted([cells for _, cells in split])
    return [_row(passage, cells, ranked=ranked) for passage, cells in split]


def _row(passage: Passage, cells: tuple[str, ...], *, ranked: bool) -> Row | None:
    rest = list(cells)
    rank = None
    if ranked and (match := _RANK.match(rest[0])):
        rank = int(match[1])
        rest = rest[1:]
    numbers: list[str] = []
    while rest and _NUMBER.match(rest[-1]) and not _CODE.match(rest[-1]):
        numbers.insert(0, rest.pop())
    if not rest:
        return None
    code = next((cell[:6] for cell in rest if _CODE.match(cell)), "")
    words = tuple(cell for cell in rest[1:] if not _CODE.match(cell) and not _DATE.match(cell))
    return Row(passage, rank, rest[0], code, words, tuple(numbers))


def _counted(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether the first cells count the rows."""
    firsts = [match[1] if cells and (match := _RANK.match(cells[0])) else "" for cells in rows]
    return len(firsts) > 1 and firsts == [str(place) for place in range(1, len(firsts) + 1)]
