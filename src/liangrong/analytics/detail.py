"""Sums over securities: the level of a board, an industry, an index, a basket or one security.

A day counts only when every exchange that the scope has members on has published its detail, and when all but a few
cells are known; membership is as of each day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.completeness import MAX_MISSING_SHARE, days_of_whole_detail
from liangrong.analytics.measures import Measure, ScopeKind
from liangrong.analytics.scopes import Scope, in_scope, members
from liangrong.analytics.series import Series, derived_among, dtype_of, worst_quality
from liangrong.analytics.totals import recipe_columns, recipe_value
from liangrong.core.results import Note
from liangrong.market.derive import with_repayments, with_short_balance
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import Keys, MarketSnapshot

__all__ = ["detail_rows", "detail_series"]

_VALUED: Final = ("short_balance", "margin_trading_balance")
_ROLLED: Final = ("financing_repay_amount", "short_repay_quantity")
_SHOWN_SECURITIES: Final = 5


def detail_series(snapshot: MarketSnapshot, measure: Measure, scope: Scope, start: date | None, end: date | None) -> Series:
    """The series of a stored measure over the securities of a scope, from ``margin_detail``."""
    columns = recipe_columns(measure)
    rows = detail_rows(snapshot, scope, start, end, columns)
    is_known = pl.all_horizontal(pl.col(c).is_not_null() for c in columns)
    lacking = rows.filter(~is_known)
    sums = (
        rows.group_by("trade_date")
        .agg(
            recipe_value(measure).sum(),
            pl.col("rounding").fill_null(0).sum(),
            derived_among(columns),
            worst_quality(),
            (~is_known).mean().alias("lacking"),
        )
        .filter(pl.col("lacking") <= MAX_MISSING_SHARE)
        .sort("trade_date")
    )
    frame = sums.select(
        pl.col("trade_date").alias("date"),
        pl.col("value").cast(dtype_of(measure.unit)),
        (pl.col("rounding") * len(columns)).cast(MONEY),
        "derived",
        quality=pl.when((pl.col("lacking") > 0) & (pl.col("quality") != "suspect"))
        .then(pl.lit("incomplete"))
        .otherwise("quality"),
    )
    kept = lacking.filter(pl.col("trade_date").is_in(frame["date"].implode()))
    return Series(measure, scope, frame, tuple(rows["source"].unique().sort()), _lacking_note(measure, kept))


def detail_rows(
    snapshot: MarketSnapshot, scope: Scope, start: date | None, end: date | None, columns: Sequence[str] = ()
) -> pl.DataFrame:
    """The ``margin_detail`` rows of a scope's members, on the days on which the detail of the scope is whole.

    Empty cells of ``columns`` are filled where an identity gives them back, and marked derived.
    """
    spells = members(snapshot, scope)
    keys: Keys | None = {"security_id": [scope.name]} if scope.kind is ScopeKind.SECURITY else None
    rolled = any(c in _ROLLED and start is not None for c in columns)
    first = snapshot.calendar.previous(start) if rolled and start is not None else start
    rows = snapshot.table("margin_detail", start=first, end=end, keys=keys)
    sessions = pl.Series(snapshot.calendar.sessions, dtype=pl.Date)
    rows = rows.filter(pl.col("trade_date").is_in(sessions.implode()))
    inside = in_scope(rows, scope, spells)
    if keys is None:
        inside = inside.filter(pl.col("trade_date").is_in(days_of_whole_detail(snapshot, rows, inside, spells).implode()))
    return _filled(snapshot, inside, columns, first, end).filter(
        pl.lit(value=True) if start is None else pl.col("trade_date") >= start
    )


def _filled(
    snapshot: MarketSnapshot, rows: pl.DataFrame, columns: Sequence[str], start: date | None, end: date | None
) -> pl.DataFrame:
    lacking = {c for c in columns if rows[c].null_count()}
    if lacking & set(_VALUED):
        rows = with_short_balance(rows, snapshot.table("quotes", start=start, end=end))
    if lacking & set(_ROLLED):
        rows = with_repayments(rows, snapshot.calendar)
    return rows


def _lacking_note(measure: Measure, lacking: pl.DataFrame) -> tuple[Note, ...]:
    if lacking.is_empty():
        return ()
    names = lacking["security_id"].unique().sort()
    shown = ", ".join(names.head(_SHOWN_SECURITIES)) + (" …" if len(names) > _SHOWN_SECURITIES else "")
    return (
        Note(
            f"{measure.zh}缺 {lacking.height} 个单元（{shown}），合计不含它们。",
            f"{lacking.height} cells of {measure.name} are missing ({shown}); the sum is without them.",
        ),
    )
