"""Standings in tables: each column of figures, and two columns of days as one in which each figure has what it was before; nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from liangrong.research.claims.article import Article
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.coherence.standings import FLOWING, Entry, Standing
from liangrong.research.claims.verify.document.grids import Column, Grid, grids
from liangrong.research.claims.words.days import day_in, order_of_days

__all__ = ["in_tables"]


def in_tables(article: Article) -> Iterator[Standing]:
    """The standings of all tables of an article."""
    for grid in grids(article):
        if grid.is_table:
            yield from _of_grid(grid)


def _of_grid(grid: Grid) -> Iterator[Standing]:
    """The columns of a table; of two columns of days the later with what it was before."""
    spellings = [frozenset(word for word, rows in grid.owners.items() if rows == (row,)) for row in range(len(grid.names))]
    days = [day_in(name) for name in grid.names]
    timed = all(days) and len(set(days)) == len(days)
    order = order_of_days(days) if timed else range(len(days))
    for column in grid.columns:
        signed = (
            column.is_change or any(one is not None and one.value < 0 for one in column.figures) or FLOWING.search(column.metric)
        )
        entries = [
            Entry(grid.passage, one, one, spellings[row], days[row], ((one.value > 0) - (one.value < 0)) if signed else 0)
            for row in order
            if (one := column.figures[row]) is not None
        ]
        if len(entries) > 1:
            yield _standing(grid, column, entries, is_timed=timed)
    pair = next(
        (found for kind in (Kind.MONEY, Kind.NUMBER, Kind.SHARES, Kind.PERCENT) if (found := grid.pair(kind)) is not None), None
    )
    if pair is not None:
        entries = [
            Entry(grid.passage, now, now, spellings[row], "", 0, before)
            for row, (before, now) in enumerate(zip(pair[0].figures, pair[1].figures, strict=True))
            if before is not None and now is not None
        ]
        if len(entries) > 1:
            yield _standing(grid, pair[1], entries, is_timed=False)


def _standing(grid: Grid, column: Column, entries: Sequence[Entry], *, is_timed: bool) -> Standing:
    metrics = frozenset([column.metric] if column.metric else [])
    first, last, item = grid.passage.number, grid.last, grid.passage.item
    return Standing(
        tuple(entries),
        None,
        f"{column.head} {grid.caption}",
        metrics,
        first,
        last,
        item,
        is_timed=is_timed,
        is_whole=not grid.is_cut and len(entries) == len(grid.names),
        is_table=True,
        column=column.head,
        label=grid.label,
    )
