"""What can be ranked in a text: several names with one figure each, from its sentences or from a column of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.mentions import mentions_in
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.document.briefs import brief
from liangrong.research.claims.verify.document.content_words import content
from liangrong.research.claims.verify.document.grid_groups import is_hinted
from liangrong.research.claims.verify.document.grids import Grid, grids, list_grids
from liangrong.research.claims.verify.document.measured import alike, measured, shown, size
from liangrong.research.claims.verify.document.names import Directory, directory, mentions
from liangrong.research.claims.verify.document.table_orders import sort_column
from liangrong.research.claims.verify.document.tables import tables

__all__ = ["Member", "Ranking", "rankings"]

_UNIT: Final = re.compile(r"[(（][^)）]*[)）]")
_FEWEST: Final = 2
_NEAR: Final = 6
"""Passages between the figures of a list and a sentence about it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A name with its figure."""

    name: str
    amount: Interval
    text: str
    place: Claim | Passage


@dataclass(frozen=True)
class Ranking:
    """Names with comparable figures.

    Parameters
    ----------
    members
        By key of the directory, or by name in small letters for a table.
    metric
        The metric of a list of claims; the head of a column, without its unit, for a table.
    is_key
        Whether it is the column that sorts its table.
    columns, first_row
        How many columns of figures its table has, and the passage of its first row.
    """

    members: dict[str, Member]
    metric: str
    first: int
    last: int
    item: int
    names: Directory
    is_table: bool = False
    is_key: bool = False
    columns: int = 0
    first_row: int = -1

    def find(self, text: str) -> list[tuple[int, int, Member]]:
        """Members named in a stretch of text, from left to right."""
        return [(one.start, one.end, self.members[one.key]) for one in mentions(self.names, text) if one.key in self.members]

    def fits(self, text: str, metric: str, *, is_bare: bool) -> bool:
        """Whether words, or the metric of a claim, speak of this figure; a bare place speaks of the column that sorts the table."""
        if not self.is_table:
            named = {one.term.metric for one in mentions_in(text)}
            return self.metric in named if named else metric in ("", self.metric)
        head = content(self.metric)
        if head and (head <= content(text) or is_hinted(text, self.metric)):
            return True
        return self.is_key and is_bare and not any(one.term.margin for one in mentions_in(text))


def rankings(article: Article, claims: Sequence[Claim], desk: Desk) -> list[Ranking]:
    """Every set of at least two names with comparable figures; of a name's figures that of the body, not of the summary."""
    short = brief(article)
    sized = sorted(measured(claims), key=lambda one: one.passage.number in short)
    names = directory(sized, desk)
    found = [_of_claims(list(one.items()), names) for one in alike(sized) if len(one) >= _FEWEST]
    lists = [_of_grid(one) for one in list_grids(article)]
    keys = _keys(article)
    shown = [one for one in grids(article) if one.is_table and len(one.names) >= _FEWEST]
    return [*found, *lists, *(ranking for one in shown for ranking in _of_table(one, keys.get(one.passage.number, "")))]


def _of_claims(named: Sequence[tuple[str, Claim]], names: Directory) -> Ranking:
    members = {owner: Member(one.subject, size(one), shown(one), one) for owner, one in named}
    places = [one.passage.number for _, one in named]
    first = named[0][1]
    return Ranking(members, first.metric, min(places) - _NEAR, max(places) + _NEAR, first.passage.item, names)


def _of_grid(grid: Grid) -> Ranking:
    """A list of a sentence, whose names need no claims of their own: days, industries."""
    column = grid.columns[0]
    members = {
        name.casefold(): Member(name, one.rounding(), f"{name} {one.text}", grid.passage)
        for name, one in zip(grid.names, column.figures, strict=True)
        if one is not None
    }
    owners = {spelling: grid.names[rows[0]].casefold() for spelling, rows in grid.owners.items() if len(rows) == 1}
    first, last = grid.passage.number, grid.last
    return Ranking(members, column.metric, first - _NEAR, last + _NEAR, grid.passage.item, Directory(owners, grid.pattern))


def _of_table(grid: Grid, key: str) -> Iterable[Ranking]:
    """Every column of figures of a table; one spelling names one row."""
    owners = {spelling: grid.names[rows[0]].casefold() for spelling, rows in grid.owners.items() if len(rows) == 1}
    first = grid.passage
    for column in grid.columns:
        members = {
            name.casefold(): Member(name, one.rounding(), f"{name} {one.text}", first)
            for name, one in zip(grid.names, column.figures, strict=True)
            if one is not None
        }
        yield Ranking(
            members,
            column.head,
            0,
            10**6,
            first.item,
            Directory(owners, grid.pattern),
            is_table=True,
            is_key=column.head == key,
            columns=len(grid.columns),
            first_row=first.number,
        )


def _keys(article: Article) -> dict[int, str]:
    """The head of the column that sorts a table, by the passage of its first row."""
    found = ((table, sort_column(table)) for table in tables(article))
    return {table.rows[0].passage.number: _UNIT.sub("", table.columns[key]).strip() for table, key in found if key is not None}
