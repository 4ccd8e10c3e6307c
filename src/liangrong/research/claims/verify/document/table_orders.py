"""Rows of a ranked table held against the column that ranks them; the column is named by the caption, or is the only one nearly in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.content_words import content
from liangrong.research.claims.verify.document.places import in_words
from liangrong.research.claims.verify.document.tables import Row, Table, tables
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_table_orders", "sort_column"]

_UNITS: Final = re.compile(r"[(（][^)）]*[)）]|\s")
_SHARE: Final = re.compile(r"占|比例|比重|占比|比率|\b(?:ratio|share|percent\w*|proportion)\b|[%％]", re.IGNORECASE)
_SORTED: Final = re.compile(
    r"[由从按]?(?:高到低|大到小|多到少|低到高|小到大|少到多)|降序|升序|\b(?:in (?:descending|ascending) order|(?:sorted|ranked|ordered) (?:by|from)|from (?:largest|highest|smallest|lowest) to)\b",
    re.IGNORECASE,
)
_UPWARD: Final = re.compile(r"低到高|小到大|少到多|升序|ascending|from (?:smallest|lowest)", re.IGNORECASE)
_BY: Final = re.compile(
    r"\b(?:sorted|ranked|ordered|in (?:descending|ascending) order) (?:by|of) ([^,;()（）]+)|[按以]([^，,。；;（()）]{2,24}?)(?:计|的?(?:从|由)?(?:高到低|大到小|多到少|低到高|小到大|少到多)|降序|升序|排)",
    re.IGNORECASE,
)
"""By what a table is said to be sorted."""
_SHOWN: Final = re.compile(r"表|如下|排列|排序|名单|\b(?:table|list|below|above|rows|following)\b", re.IGNORECASE)
_BESIDE: Final = 3
_FEWEST: Final = 4
_MISPLACED: Final = 4
"""A column that ranks a table is broken by at most one row in so many."""


def check_table_orders(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute the ranks of all rows of an inversion: those placed above a certainly larger one, and the larger one."""
    for table in tables(article):
        yield from _stated(article, claims, table)
        yield from _stray(claims, table)
        column = sort_column(table)
        column = _said_column(article, table) if column is None else column
        if column is None:
            continue
        broken = _inversions(table, column)
        for row in table.rows:
            ranks = _ranks(claims, row)
            head = table.columns[column] or "—"
            others = [(above, below) for above, below in broken if row in (above, below)]
            if others:
                above, below = others[0]
                reason = Note(
                    f"按{head}排序，{below.name}（{below.numbers[column]}）应在{above.name}（{above.numbers[column]}）之前。",
                    f"By {head}, {below.name} ({below.numbers[column]}) belongs above {above.name} ({above.numbers[column]}).",
                )
                right = 1 + sum(other.value(column).high > row.value(column).high for other in table.rows)  # type: ignore[operator]
                yield from refute(ranks, "sort_order", reason, quoted(above.passage, below.passage), corrected=str(right))
            elif row.rank == table.rows.index(row) + 1 and _stands_alone(table, column, row):
                reason = Note(
                    f"按{head}（{row.numbers[column]}）正排在这一位。", f"By {head} ({row.numbers[column]}) this is its place."
                )
                yield from support(ranks, reason, quoted(row.passage))


def _ranks(claims: Sequence[Claim], row: Row) -> list[Claim]:
    """The claims of the place that a row prints."""
    return [
        one
        for one in claims_in(claims, row.passage)
        if one.aspect is Aspect.RANK or (one.figure is not None and one.figure.kind is Kind.RANK)
    ]


def _stray(claims: Sequence[Claim], table: Table) -> Iterable[Ruling]:
    """The one row whose printed place is not its own, where all others number the rows from 1 on; two rows may share a place."""
    strays = [(place, row) for place, row in enumerate(table.rows, 1) if row.rank != place]
    if len(table.rows) < _FEWEST or len(strays) != 1 or (rank := strays[0][1].rank) is None:
        return
    place, row = strays[0]
    if rank == place - 1:
        return
    reason = Note(
        f"其余各行依次编号，这一行是第{place}行，却写作{rank}。",
        f"The other rows are numbered in turn: this is number {place}, not {rank}.",
    )
    yield from refute(_ranks(claims, row), "sort_order", reason, quoted(row.passage), corrected=str(place))


def _stands_alone(table: Table, column: int, row: Row) -> bool:
    """Whether every other row is certainly larger or certainly smaller, so that the place is no accident of rounding."""
    own = row.value(column)
    return all(other is row or own.below(other.value(column)) or other.value(column).below(own) for other in table.rows)


def _stated(article: Article, claims: Sequence[Claim], table: Table) -> Iterable[Ruling]:
    """A sentence beside the table that says by what it is sorted, and which way."""
    for passage, cue, column in _sayings(article, table):
        heads = [_UNITS.sub("", head) for head in table.columns]
        broken = _inversions(table, column)
        if _UPWARD.search(cue[0]):
            broken = [
                (one, two)
                for place, one in enumerate(table.rows)
                for two in table.rows[place + 1 :]
                if two.value(column).below(one.value(column))
            ]
        at = passage.start + cue.start()
        facts = [one for one in claims_in(claims, passage) if one.nature is Nature.FACT]
        own = [one for one in facts if one.figure is None and one.start <= at < one.end]
        said = own or in_words(facts, passage.start, passage.end, Aspect.ORDER, Aspect.RANK)
        if broken:
            above, below = broken[0]
            reason = Note(
                f"{above.name}（{above.numbers[column]}）排在{below.name}（{below.numbers[column]}）之前，不是所说的次序。",
                f"{above.name} ({above.numbers[column]}) stands above {below.name} ({below.numbers[column]}): that is not the order it claims.",
            )
            yield from refute(said, "sort_order", reason, quoted(above.passage, below.passage))
        else:
            reason = Note(f"表中各行确按{heads[column]}排列。", f"The rows are in the order of {heads[column]}.")
            yield from support(said, reason, quoted(table.rows[0].passage))


def _sayings(article: Article, table: Table) -> Iterator[tuple[Passage, re.Match[str], int]]:
    """The sentences beside a table that say by which column it is sorted."""
    first, last = table.rows[0].passage, table.rows[-1].passage.number
    for passage in article.passages:
        is_near = first.number - _BESIDE <= passage.number <= last + _BESIDE and passage.item == first.item
        cue = _SORTED.search(passage.text)
        if passage.role == "row" or not is_near or cue is None or not _SHOWN.search(passage.text) or len(table.rows) < _FEWEST:
            continue
        named = _heads_in(table, passage.text)
        if len(named or table.columns) == 1:
            yield passage, cue, named[0] if named else 0


def _said_column(article: Article, table: Table) -> int | None:
    """The column by which a sentence says that a ranked table falls, if it nearly does."""
    if not table.is_ranked:
        return None
    said = [column for _, cue, column in _sayings(article, table) if not _UPWARD.search(cue[0])]
    return said[0] if said and _nearly(table, said[0]) else None


def sort_column(table: Table) -> int | None:
    """The column by which a ranked table is sorted from large to small; ``None`` where nothing says so."""
    if not table.is_ranked or len(table.rows) < _FEWEST or not table.columns:
        return None
    width = range(len(table.columns))
    named = _named(table)
    if named is not None:
        return named if _nearly(table, named) else None
    nearly = [column for column in width if _nearly(table, column)]
    return nearly[0] if len(nearly) == 1 else None


def _named(table: Table) -> int | None:
    """The one column that the nearest caption speaks of; a caption on a share means the column of shares."""
    for caption in table.captions:
        text = _UNITS.sub("", caption.text)
        found = _heads_in(table, caption.text)
        if len(found) > 1 and _SHARE.search(text):
            shares = [place for place in found if _SHARE.search(table.columns[place])]
            found = shares or found
        if len(found) == 1:
            return found[0]
    return None


def _heads_in(table: Table, text: str) -> list[int]:
    """The columns that a text names, by what it says that they are sorted where it says so."""
    heads = [_UNITS.sub("", head).casefold() for head in table.columns]
    by = _BY.search(text)
    for part in (*((by[1] or by[2],) if by else ()), text):
        plain = _UNITS.sub("", part).casefold()
        if found := [place for place, head in enumerate(heads) if head and head in plain]:
            return found
        words = content(part)
        if (
            part is not text
            and words
            and (found := [place for place, head in enumerate(table.columns) if words <= content(head)])
        ):
            return found
    return []


def _nearly(table: Table, column: int) -> bool:
    """Whether the column falls from row to row but for a few rows."""
    broken = _inversions(table, column)
    if not broken:
        return True
    lifted = _to_lift(table.rows, broken)
    return lifted * _MISPLACED <= len(table.rows)


def _to_lift(rows: Sequence[Row], broken: Sequence[tuple[Row, Row]]) -> int:
    """How many rows must be taken out, the most entangled first, until the rest is in order."""
    left = list(broken)
    taken = 0
    while left:
        worst = max(rows, key=lambda row: sum(row in pair for pair in left))
        left = [pair for pair in left if worst not in pair]
        taken += 1
    return taken


def _inversions(table: Table, column: int) -> list[tuple[Row, Row]]:
    """Pairs of rows, the upper one first, where the lower is certainly larger."""
    rows = table.rows
    return [
        (upper, lower)
        for place, upper in enumerate(rows)
        for lower in rows[place + 1 :]
        if upper.value(column).below(lower.value(column))
    ]  # fmt: skip
