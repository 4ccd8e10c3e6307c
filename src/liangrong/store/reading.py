"""Reading a table as known at an instant, once or again and again from one pinned version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import polars as pl

from liangrong.market.schemas import Table
from liangrong.store.delta import DeltaFolder
from liangrong.store.vintages import VINTAGE, identity, latest

if TYPE_CHECKING:
    from liangrong.market.snapshot import Keys

__all__ = ["Part", "SnapshotReader", "collect", "empty"]

SMALL: Final = 150_000
"""Tables of up to so many rows are read whole once (some 50 ms) and cut in memory for every further question."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which rows of a table are wanted; days are included at both ends, rows without a day always."""

    start: date | None = None
    end: date | None = None
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)
    known_at: datetime | None = None

    def conditions(self, wanted: Table) -> list[pl.Expr]:
        """The conditions on the columns of ``wanted``; at least one."""
        day = pl.col(wanted.day)
        dayless = pl.lit(value=False) if wanted.day in wanted.key else day.is_null()
        found = [pl.col(name).is_in(list(values)) for name, values in self.keys.items()]
        if self.start is not None:
            found.append((day >= self.start) | dayless)
        if self.end is not None:
            found.append((day <= self.end) | dayless)
        if self.known_at is not None:
            found.append(pl.col("known_at") <= self.known_at)
        return found or [pl.lit(value=True)]


def empty(wanted: Table) -> pl.DataFrame:
    """No rows of ``wanted`` as they lie on disk."""
    return pl.DataFrame(schema={**wanted.stored_schema, VINTAGE: pl.Int32()})


def collect(
    wanted: Table, rows: pl.LazyFrame | None, part: Part, columns: Sequence[str] | None = None, *, vintages: bool = False
) -> pl.DataFrame:
    """The rows of ``part``: the latest vintage of each identity, or with ``vintages`` all of them.

    Parameters
    ----------
    rows
        The table on disk; ``None`` when it has no rows yet.
    columns
        Columns wanted; all of ``stored_schema`` by default.
    """
    asked = list(columns) if columns is not None else list(wanted.stored_schema)
    if rows is None:
        return empty(wanted).select([*asked, *([VINTAGE] if vintages else [])])
    needed = dict.fromkeys([*asked, *identity(wanted), VINTAGE])
    there = rows.collect_schema().names()  # an older store may lack a column that the table has gained since
    types = {**wanted.stored_schema, VINTAGE: pl.Int32()}
    cells = [pl.col(name) if name in there else pl.lit(None, types[name]).alias(name) for name in needed]
    found = rows.filter(*part.conditions(wanted)).select(cells).collect()
    return found.select([*asked, VINTAGE]) if vintages else latest(wanted, found).select(asked)


class SnapshotReader:
    """The reader of one ``MarketSnapshot``: every table stays at the version of its first reading.

    Parameters
    ----------
    root
        The folder of the tables.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    """

    def __init__(self, root: Path, known_at: datetime | None) -> None:
        self._root = root
        self._known_at = known_at
        self._tables: dict[str, pl.LazyFrame | pl.DataFrame | None] = {}
        self._answers: dict[object, pl.DataFrame] = {}

    def __call__(self, wanted: Table, start: date | None, end: date, keys: Keys | None) -> pl.DataFrame:
        """Rows with ``start <= day <= end`` and the given keys, columns as in ``wanted.schema``."""
        rows = self._table(wanted)
        if isinstance(rows, pl.DataFrame):
            return rows.filter(*Part(start, end, keys or {}).conditions(wanted))
        question = (wanted.name, start, end, tuple((name, tuple(values)) for name, values in (keys or {}).items()))
        if question not in self._answers:
            part = Part(start, end, keys or {}, self._known_at)
            self._answers[question] = collect(wanted, rows, part, list(wanted.schema))
        return self._answers[question]

    def _table(self, wanted: Table) -> pl.LazyFrame | pl.DataFrame | None:
        """The whole table where it is small, else its pinned version; ``None`` before the first commit."""
        if wanted.name not in self._tables:
            found = DeltaFolder(self._root / wanted.name).pin()
            rows: pl.LazyFrame | pl.DataFrame | None = None
            if found is not None:
                rows = found.scan()
                if found.rows() <= SMALL:
                    rows = collect(wanted, rows, Part(known_at=self._known_at), list(wanted.schema))
            self._tables[wanted.name] = rows
        return self._tables[wanted.name]
