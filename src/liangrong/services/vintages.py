"""What publishers have changed after the fact: every stored cell that was revised, with what was known before and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final

import polars as pl

from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result, plain
from liangrong.market.schemas import Table
from liangrong.market.tables import TABLES, table
from liangrong.services.workspace import Workspace
from liangrong.store.vintages import VINTAGE, identity

__all__ = ["VintagesRequest", "vintages"]

_SCHEMA: Final[dict[str, Any]] = {
    "dataset": pl.String, "trade_date": pl.Date, "place": pl.String, "column": pl.String, "before": pl.String, "after": pl.String,
    "known_before": pl.Datetime("us", "UTC"), "known_at": pl.Datetime("us", "UTC"), "source": pl.String,
}  # fmt: skip
_NOT_FACTS: Final = frozenset({"discrepancies"})
"""Tables of ours: what we noticed, not what somebody published."""


@dataclass(frozen=True, slots=True)
class VintagesRequest:
    """Which revisions.

    Parameters
    ----------
    dataset
        One standard table; all of them when ``None``.
    start, end
        Days that the facts are about, both included.
    top
        How many at most, the latest first.
    """

    dataset: str | None = None
    start: date | None = None
    end: date | None = None
    top: int = 200


def vintages(workspace: Workspace, request: VintagesRequest) -> Result:
    """Every cell that was stored with one value and later with another, and every cell that was filled in later.

    Returns
    -------
    Result
        ``dataset, trade_date, place, column, before, after, known_before, known_at, source``, the latest revision first; ``before`` is null
        where the first print had left the cell empty. Values as text, in the unit of their column.

    Raises
    ------
    UnknownName
        There is no such table.
    UsageError
        ``top`` is not positive.
    """
    if request.top < 1:
        raise UsageError(reason=f"top is {request.top}; it must be 1 or more.", reason_zh=f"top 为 {request.top}，须不小于 1。")
    names = [table(request.dataset).name] if request.dataset else [name for name in TABLES if name not in _NOT_FACTS]
    stored = [name for name in names if name in workspace.store.names]
    rows = [row for name in stored for row in _revised(workspace, table(name), request)]
    found = pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort(
        "known_at", "trade_date", descending=True, nulls_last=True, maintain_order=True
    )
    notes = [] if found.height else [_none(names, stored)]
    if found.height > request.top:
        notes.append(Note(f"共 {found.height} 处修订，列出最近 {request.top} 处。",
                          f"{found.height} cells were revised; the latest {request.top} are listed."))  # fmt: skip
    sources = tuple(found["source"].unique().sort().to_list())
    return Result(found.head(request.top), source=sources, warnings=(*workspace.notes, *notes))


def _none(names: list[str], stored: list[str]) -> Note:
    if not stored:
        return Note(f"没有存入 {'、'.join(names)}。", f"Nothing is stored of {', '.join(names)}.")
    return Note("所存数据没有被发布者改动过。", "Nothing that is stored was revised by its publisher.")


def _revised(workspace: Workspace, wanted: Table, request: VintagesRequest) -> list[tuple[Any, ...]]:
    """The revisions of one table, oldest first."""
    keys = identity(wanted)
    places = workspace.store.read(wanted.name, request.start, request.end, columns=keys, vintages=True)
    several = places.filter(pl.col(VINTAGE) > 1).select(keys).unique()
    if several.is_empty():
        return []
    days = several[wanted.day].drop_nulls()
    first, last = (day if isinstance(day, date) else None for day in (days.min(), days.max()))
    whole = workspace.store.read(wanted.name, first, last, vintages=True).join(several, on=keys, how="semi", nulls_equal=True)
    rows: list[tuple[Any, ...]] = []
    for _, told in whole.sort(VINTAGE).group_by(keys, maintain_order=True):
        prints = told.to_dicts()
        for earlier, later in pairwise(prints):
            where = " ".join(str(later[name]) for name in wanted.key if name != wanted.day)
            rows += [
                (
                    wanted.name, later[wanted.day], where, column, _said(earlier[column]), _said(later[column]),
                    earlier["known_at"], later["known_at"], later["source"],
                )
                for column in wanted.values
                if later[column] != earlier[column] and column != wanted.day
            ]  # fmt: skip
    return rows


def _said(value: object) -> str | None:
    return None if value is None else str(plain(value))
