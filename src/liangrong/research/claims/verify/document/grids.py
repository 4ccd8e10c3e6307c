"""Named figures in columns, from tables and from lists in sentences, in base units: who has which figure, and what the whole is. Nothing is judged here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.extract.entities import standing_names
from liangrong.research.claims.extract.mentions import mentions_in
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.reading.rows import Row as PrintedRow
from liangrong.research.claims.reading.rows import Table as PrintedTable
from liangrong.research.claims.reading.rows import rows_of
from liangrong.research.claims.verify.document.column_days import first_of, is_earlier
from liangrong.research.claims.verify.document.content_words import content
from liangrong.research.claims.verify.document.inline_lists import Listed, lists_in
from liangrong.research.claims.verify.document.names import plain

__all__ = ["Column", "Grid", "Named", "amount", "grids", "list_grids"]

_MEASURED: Final = ("number", "percent")
_DATED: Final = re.compile(
    r"\b(?:ago|previous|prior|latest|end-)|前一[日周月年]|去年|今年|最新|(?:19|20)\d\d|\d{1,2}月|[一二三四]季度|年[末初底]|上[周月年]|本[周月年]|期[末初]|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\b|\bQ[1-4]\b|\b[12]H",
    re.IGNORECASE,
)
_CHANGE: Final = re.compile(
    r"增减|变动|变化|增量|增加|增长|增速|涨跌|^[较比]|[环同]比|\b(?:change|difference|increase|growth|vs|yoy|mom|wow)\b",
    re.IGNORECASE,
)
_TOP: Final = re.compile(
    r"居前|前(?:\d{1,2}|[二三四五六七八九十])(?:名|大|位|家|只)?|[二三四五六七八九十]大|排行|\btop\b|\blargest\b|\bleading\b",
    re.IGNORECASE,
)
_QUARTER: Final = re.compile(r"(?:Q([1-4])|([1-4])Q|第?([一二三四])季度?)(?:\s?20\d\d)?", re.IGNORECASE)
_ORDINALS: Final = ("first", "second", "third", "fourth")
_ZH_DIGITS: Final = "一二三四"
_FEWEST: Final = 2
_SHORTEST: Final = 4
_COMMON: Final = frozenset(
    [
        "power",
        "equipment",
        "metals",
        "energy",
        "materials",
        "index",
        "market",
        "markets",
        "board",
        "bond",
        "bonds",
        "stock",
        "stocks",
        "securities",
        "bank",
        "banks",
        "group",
        "holdings",
        "fund",
        "funds",
        "tech",
        "technology",
        "technologies",
        "industry",
        "industries",
        "total",
        "other",
        "others",
        "services",
        "china",
        "main",
        "growth",
        "value",
        "short",
        "term",
        "balance",
        "kong",
    ]
)
"""Words that name many things besides the row in whose name they stand."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, the metric that it names, a figure for each row, and the figure of the whole."""

    head: str
    metric: str
    figures: tuple[Figure | None, ...]
    total: Figure | None
    is_dated: bool
    is_change: bool

    @property
    def kind(self) -> Kind:
        """The kind of its figures."""
        return next(one.kind for one in self.figures if one is not None)

    @property
    def currency(self) -> str:
        """The currency of its figures."""
        return next(one.currency for one in self.figures if one is not None)

    def amounts(self) -> tuple[Interval | None, ...]:
        """What each row's figure leaves open."""
        return tuple(one.rounding() if one is not None else None for one in self.figures)

    def is_meant(self, text: str) -> bool:
        """Whether a stretch of text names this column."""
        if self.metric:
            return self.metric in {one.term.metric for one in mentions_in(text)}
        words = content(self.head)
        return bool(words) and words <= content(text)


@dataclass(frozen=True, slots=True)
class Named:
    """A row that a text names: where, and which."""

    start: int
    end: int
    row: int


@dataclass(frozen=True)
class Grid:
    """A table or a list.

    Parameters
    ----------
    passage
        Its first row, or the sentence of the list.
    topic
        The metric that its caption names; empty where it names none.
    is_top
        Whether its caption, or a column of places, says that these are the largest of many.
    is_cut
        Whether more rows follow that the page does not show.
    caption
        What stands above it.
    words
        The cells of each row that are no figures: its name, its code, its industry.
    label
        What the column of the names is called.
    """

    passage: Passage
    last: int
    names: tuple[str, ...]
    topic: str
    pattern: re.Pattern[str]
    owners: dict[str, tuple[int, ...]]
    columns: tuple[Column, ...]
    is_top: bool
    is_cut: bool
    is_table: bool
    caption: str = ""
    words: tuple[tuple[str, ...], ...] = ()
    label: str = ""

    def pair(self, kind: Kind) -> tuple[Column, Column] | None:
        """The two columns of a kind that hold one measure at two times, the older first; ``None`` where nothing says which is older."""
        levels = [one for one in self.columns if one.kind is kind and not one.is_change]
        dated = [one for one in levels if one.is_dated]
        if len(dated) == 1 and len(levels) == _FEWEST and is_earlier(dated[0].head):
            return dated[0], next(one for one in levels if one is not dated[0])
        if len(dated) != _FEWEST or dated[0].metric != dated[1].metric:
            return None
        older = first_of(dated[0].head, dated[1].head)
        return None if older is None else (dated[older], dated[1 - older])

    def named(self, text: str) -> tuple[Named, ...]:
        """The rows that a text names, from left to right."""
        return tuple(
            Named(match.start(), match.end(), row)
            for match in self.pattern.finditer(text.casefold())
            for row in self.owners[match[0]]
        )


def amount(figure: Figure) -> Interval:
    """How large a figure is whatever its sign: repayments are told by their amount."""
    return -figure.rounding() if figure.value < 0 else figure.rounding()


@lru_cache(maxsize=4)
def grids(article: Article) -> tuple[Grid, ...]:
    """Every table with columns of figures and every list of named figures of an article."""
    tables = (_of_table(one) for one in rows_of(article))
    return (*(one for one in tables if one is not None), *list_grids(article))


@lru_cache(maxsize=4)
def list_grids(article: Article) -> tuple[Grid, ...]:
    """Every list of named figures in a sentence of an article."""
    return tuple(_of_list(one) for one in lists_in(article))


def _of_table(table: PrintedTable) -> Grid | None:
    body = [row for row in table.rows if not row.is_total]
    label = _label(table, body)
    if label is None or len(body) < _FEWEST:
        return None
    total = next((row for row in reversed(table.rows) if row.is_total), None) if _sums_all(table) else None
    columns = []
    for place, column in enumerate(table.columns):
        figures = tuple(row.cells[place].figure for row in body)
        if column.kind in _MEASURED and len({one.kind for one in figures if one is not None}) == 1:
            whole = total.cells[place].figure if total else None
            columns.append(_column(column.name, figures, whole))
    names = tuple(row.cells[label].text.strip(" *") for row in body)
    caption = table.caption.text if table.caption else ""
    is_ranked = any(one.kind == "rank" for one in table.columns)
    if not columns or len(set(names)) < len(names):
        return None
    return _grid(
        names,
        tuple(columns),
        body[0].passage,
        table.rows[-1].passage.number,
        caption,
        is_cut=table.is_cut_off,
        is_table=True,
        is_ranked=is_ranked,
        words=tuple(tuple(cell.text.strip(" *") for cell in row.cells if cell.figure is None) for row in body),
        head=table.columns[label].name,
    )


def _label(table: PrintedTable, body: Sequence[PrintedRow]) -> int | None:
    """The column that tells the rows apart: one of names, else the first of words, else one of days."""
    for kinds in (("name",), ("text",), ("date",)):
        for place, column in enumerate(table.columns):
            if column.kind in kinds and len({row.cells[place].text for row in body}) == len(body):
                return place
    return None


def _sums_all(table: PrintedTable) -> bool:
    """Whether there is one row of sums, the last: with two the parts of the whole are not known."""
    return [row.is_total for row in table.rows] == [False] * (len(table.rows) - 1) + [True]


def _of_list(listed: Listed) -> Grid:
    column = _column(listed.head, listed.figures, listed.total)
    return _grid(listed.names, (column,), listed.passage, listed.passage.number, listed.head, is_cut=False, is_table=False)


def _column(head: str, figures: tuple[Figure | None, ...], total: Figure | None) -> Column:
    named = mentions_in(head)
    return Column(
        head, named[-1].term.metric if named else "", figures, total, bool(_DATED.search(head)), bool(_CHANGE.search(head))
    )


def _grid(
    names: tuple[str, ...],
    columns: tuple[Column, ...],
    passage: Passage,
    last: int,
    caption: str,
    *,
    is_cut: bool,
    is_table: bool,
    is_ranked: bool = False,
    words: tuple[tuple[str, ...], ...] = (),
    head: str = "",
) -> Grid:
    owners: dict[str, tuple[int, ...]] = {}
    for row, name in enumerate(names):
        for spelling in _spellings(name):
            owners.setdefault(spelling, (row,))
    firsts = [name.split()[0].casefold() for name in names]
    for row, first in enumerate(firsts):
        if first.isascii() and firsts.count(first) == 1 and len(first) > _FEWEST:
            owners.setdefault(first, (row,))
    for row, name in enumerate(names):
        for word in name.casefold().split()[1:] if name.isascii() else ():
            alone = sum(word in other.casefold().split() for other in names) == 1
            if alone and len(word) > _SHORTEST and word.isalpha() and word not in _COMMON:
                owners.setdefault(word, (row,))
    pair = [owners.get(one, ()) for one in ("创业板", "科创板")]
    if all(pair):
        owners["双创板块"] = owners["双创"] = pair[0] + pair[1]
    found = sorted(owners, key=len, reverse=True)
    pattern = "|".join(
        rf"(?<![a-z0-9]){re.escape(one)}(?![a-z0-9])(?! (?:half|time|two|three))"
        if one.isascii()
        else rf"(?<!非){re.escape(one)}"
        for one in found
    )
    topics = mentions_in(caption)
    topic = topics[-1].term.metric if topics else ""
    top = is_ranked or bool(_TOP.search(caption))
    return Grid(passage, last, names, topic, re.compile(pattern), owners, columns, top, is_cut, is_table, caption, words, head)


def _spellings(name: str) -> Iterator[str]:
    low = name.casefold().strip()
    yield low
    if len(bare := plain(name)) > 1:
        yield bare
    yield from _also(bare)
    if quarter := _QUARTER.fullmatch(low):
        place = int(quarter[1] or quarter[2] or _ZH_DIGITS.index(quarter[3]) + 1)
        word = _ORDINALS[place - 1]
        yield from (f"{word} quarter", f"the {word}", f"q{place}", f"{_ZH_DIGITS[place - 1]}季度")
    yield from next((one for one in _DAYS if low in one or low.rstrip(".") in (one[0][:3], one[0][:4])), ())


@cache
def _known() -> dict[str, tuple[str, ...]]:
    return {
        spelling.casefold(): tuple(one.casefold() for one in spellings if len(one) > 1)
        for scope, spellings in standing_names()
        if scope.startswith(("board:", "exchange:", "industry:sw1:", "security:"))
        for spelling in spellings
    }


def _also(name: str) -> Sequence[str]:
    return _known().get(name, ())


_DAYS: Final = tuple(
    (english, chinese, chinese.replace("周", "星期"))
    for english, chinese in zip(
        ("monday", "tuesday", "wednesday", "thursday", "friday"), ("周一", "周二", "周三", "周四", "周五"), strict=True
    )
)
