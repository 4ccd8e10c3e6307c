"""Vintages: what an incoming row changes, and which vintage answers at an instant of knowledge. Pure.

A row is identified by its table's key, its day and its source. A null cell of an incoming row says nothing: it neither
changes nor erases what is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

import polars as pl

from liangrong.core.calendar import Calendar
from liangrong.core.clocks import SHANGHAI, assumed_known_at
from liangrong.core.errors import BadInput, BeyondCalendar
from liangrong.core.units import Dimension
from liangrong.market.schemas import MONEY, Column, Table

__all__ = [
    "COMPLETED",
    "KNOWN",
    "NEW",
    "REVISED",
    "VINTAGE",
    "classify",
    "identity",
    "known_clocks",
    "later_than",
    "latest",
    "without_repeats",
]

VINTAGE: Final = "vintage"
"""On disk beside the clocks: 1 for the first vintage of a key, 2 for its first revision …"""

NEW: Final = "new"
KNOWN: Final = "known"
COMPLETED: Final = "completed"
"""Only cells that were empty so far: another print of the same figures, not a change of mind."""
REVISED: Final = "revised"

FLOAT_NOISE: Final = 1e-9
"""Ratios that differ by less, relatively, are the same ratio printed by two programs."""

_LABELS: Final = frozenset({"name", "rounding"})
"""A short name is spelled differently by each layout of the same publisher, and the rounding is a property of the
print; neither is a fact that could be revised."""


def identity(table: Table) -> list[str]:
    """The columns that identify a fact apart from its vintage."""
    return [*table.key, *([] if table.day in table.key else [table.day]), "source"]


def without_repeats(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Drop rows that say the same thing twice.

    Raises
    ------
    BadInput
        Two rows of one key contradict each other.
    """
    keys = identity(table)
    if not frame.select(pl.struct(keys).is_duplicated().any()).item():
        return frame
    single = frame.unique(subset=[*keys, *table.values], keep="first", maintain_order=True)
    clash = single.filter(pl.struct(keys).is_duplicated())
    if not clash.is_empty():
        shown = ", ".join(f"{value}" for value in clash.select(keys).row(0))
        raise BadInput(
            place=table.name,
            reason=f"two different rows for the same key ({shown})",
            reason_zh=f"同一主键有两行不同的数据（{shown}）",
        )
    return single


def classify(table: Table, incoming: pl.DataFrame, vintages: pl.DataFrame, *, live: bool) -> pl.DataFrame:
    """Say of each incoming row whether it is new, known, completes or revises what is stored.

    Parameters
    ----------
    incoming
        Conformed rows, one per identity.
    vintages
        The stored vintages of the same identities (or more), with ``known_at`` and ``vintage``.
    live
        A publisher who says again what he once said has changed his mind back: that is a revision. A file that says it
        is an old file: known.

    Returns
    -------
    polars.DataFrame
        The incoming rows with ``_state``, ``_known_at`` and ``_vintage`` of the latest stored row; where they complete or
        revise it, cells that the incoming row left empty are filled from it.
    """
    if vintages.is_empty():
        return incoming.with_columns(
            _state=pl.lit(NEW), _known_at=pl.lit(None, pl.Datetime("us", "UTC")), _vintage=pl.lit(0, pl.Int32)
        )
    keys, last = identity(table), latest(table, vintages)
    states = _beside(table, incoming, last)
    if not live and last.height < vintages.height:
        older = _beside(table, incoming, vintages.join(last, on=[*keys, VINTAGE], how="anti", nulls_equal=True))
        said = older.filter(pl.col("_state") == KNOWN).select(keys).unique().with_columns(_said=pl.lit(value=True))
        states = states.join(said, on=keys, how="left", nulls_equal=True, maintain_order="left").with_columns(
            _state=pl.when("_said").then(pl.lit(KNOWN)).otherwise("_state")
        )
    is_new, values = pl.col("_state") == NEW, table.values
    return (
        states.with_columns(derived=pl.when(is_new).then("derived").otherwise(_derived(values)))
        .with_columns(pl.coalesce(name, _before(name)).alias(name) for name in values if name != "rounding")
        .select([*incoming.columns, "_state", "_known_at", "_vintage"])
    )


def _beside(table: Table, incoming: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """Each incoming row beside each stored row of its identity, with its state against that one."""
    keys, values = identity(table), table.values
    before = stored.select(
        *keys, *(pl.col(name).alias(_before(name)) for name in (*values, "derived")),
        pl.col("known_at").alias("_known_at"), pl.col(VINTAGE).alias("_vintage"),
    )  # fmt: skip
    joined = incoming.join(before, on=keys, how="left", nulls_equal=True, maintain_order="left")
    facts = [column for column in table.columns if column.name in values and column.name not in _LABELS]
    completes = pl.any_horizontal(pl.col(c.name).is_not_null() & pl.col(_before(c.name)).is_null() for c in facts)
    differs = pl.any_horizontal(_differs(c, table) for c in facts)
    state = (
        pl.when(pl.col("_vintage").is_null()).then(pl.lit(NEW)).when(differs).then(pl.lit(REVISED))
        .when(completes).then(pl.lit(COMPLETED)).otherwise(pl.lit(KNOWN))
    )  # fmt: skip
    return joined.with_columns(_state=state, _vintage=pl.col("_vintage").fill_null(0))


def _before(name: str) -> str:
    return f"_{name}_before"


def _differs(column: Column, table: Table) -> pl.Expr:
    """Whether a cell that was there says something else now."""
    now, before = pl.col(column.name), pl.col(_before(column.name))
    differs = now != before
    if column.dtype == pl.Float64():
        differs &= (now - before).abs() > FLOAT_NOISE * pl.max_horizontal(now.abs(), before.abs())
    can_be_rounded = column.dtype == MONEY or (column.unit is not None and column.unit.dimension is Dimension.SHARES)
    if can_be_rounded and any(c.name == "rounding" for c in table.columns):
        rounding, rounding_before = (pl.col(name).cast(pl.Float64) for name in ("rounding", _before("rounding")))
        coarser = (rounding >= rounding_before.fill_null(0)) & ((now - before).cast(pl.Float64).abs() <= rounding)
        differs &= ~coarser.fill_null(value=False)
    return differs.fill_null(value=False)


def _derived(values: Iterable[str]) -> pl.Expr:
    """Names of derived cells after filling: the incoming row's own, and those of cells that it left to the stored row."""
    given = pl.concat_list([pl.when(pl.col(name).is_not_null()).then(pl.lit(name)) for name in values])
    return pl.col("derived").list.set_union(pl.col(_before("derived")).list.set_difference(given))


def known_clocks(days: Iterable[date | None], observed_at: datetime, calendar: Calendar, *, live: bool) -> pl.DataFrame:
    """When first vintages of facts of these days count as known.

    A day's facts are assumed public at 09:00 of the next session; nothing is known later than it was seen. ``live``
    rows seen before the publication after that one carry the instant at which they were seen.

    Returns
    -------
    polars.DataFrame
        Columns ``_day``, ``_first_known_at`` and ``_basis``.

    Raises
    ------
    BeyondCalendar
        A day that has passed but that the calendar does not reach.
    """
    rows = []
    today = observed_at.astimezone(SHANGHAI).date()
    for day in days:
        known, observed = observed_at, True
        if day is not None and day < today:
            known, observed = _first_known(day, observed_at, calendar, live=live)
        rows.append((day, known, "observed" if observed else "assumed"))
    schema = {"_day": pl.Date(), "_first_known_at": pl.Datetime("us", "UTC"), "_basis": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _first_known(day: date, observed_at: datetime, calendar: Calendar, *, live: bool) -> tuple[datetime, bool]:
    if day > calendar.end:
        raise BeyondCalendar(day=day, start=calendar.start, end=calendar.end)
    try:
        assumed = assumed_known_at(max(day, calendar.start), calendar)
        deadline = assumed_known_at(calendar.next(max(day, calendar.start)), calendar)
    except BeyondCalendar:  # the last sessions of the calendar: what comes after them is not known, so neither is the assumption
        return observed_at, True
    if day < calendar.start:  # older than the calendar: the day after it
        return assumed - (max(day, calendar.start) - day), False
    observed = observed_at < assumed or (live and observed_at < deadline)
    return (observed_at, True) if observed else (assumed, False)


def later_than(instant: pl.Expr, previous: pl.Expr) -> pl.Expr:
    """``instant``, or a moment after ``previous`` where a clock stood still or ran back."""
    return pl.max_horizontal(instant, previous + timedelta(microseconds=1))


def latest(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """Of each identity the last vintage in ``frame``; cheap where nothing was ever revised."""
    if frame.is_empty() or frame[VINTAGE].max() == 1:
        return frame
    keys = identity(table)
    revised = frame.filter(pl.col(VINTAGE) > 1).select(keys).unique()
    settled = frame.join(revised, on=keys, how="anti", nulls_equal=True)
    several = frame.join(revised, on=keys, how="semi", nulls_equal=True)
    return pl.concat([settled, several.sort(VINTAGE).unique(subset=keys, keep="last", maintain_order=True)])
