"""Sums over the exchanges' own totals, and the account statistics beside them.

The market is SSE + SZSE, and + BSE from 2023-02-13. A day on which one of them is missing has no sum: it is
incomplete, not smaller. Where the two rows are absent, the published SSE+SZSE sum answers. The account statistics
are another basis and never fill a gap.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.measures import Measure, Net, Published, ScopeKind, Stored
from liangrong.analytics.scopes import MARKET, Scope
from liangrong.analytics.series import Series, day_ranges, derived_among, dtype_of, worst_quality
from liangrong.core.errors import UsageError
from liangrong.core.results import Note
from liangrong.market.derive import with_repayments
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot

__all__ = [
    "BSE_START",
    "HISTORY_START",
    "account_series",
    "first_day_of",
    "recipe_columns",
    "recipe_value",
    "total_parts",
    "total_series",
]

HISTORY_START: Final = date(2010, 3, 31)
"""The first session of margin trading; "ever" begins here."""
BSE_START: Final = date(2023, 2, 13)
"""The first session of margin trading on the BSE."""

_ROLLED: Final = frozenset({"financing_repay_amount", "short_repay_quantity"})
_TWO: Final = "SSE+SZSE"
_SHOWN_DAYS: Final = 20


def first_day_of(scope: Scope) -> date:
    """The day on which the history of a scope begins."""
    is_bse = (scope.kind is ScopeKind.EXCHANGE and scope.name == "BSE") or (scope.kind is ScopeKind.BOARD and scope.name == "bse")
    return BSE_START if is_bse else HISTORY_START


def total_series(snapshot: MarketSnapshot, measure: Measure, scope: Scope, start: date | None, end: date | None) -> Series:
    """The series of a stored measure for the market or one exchange, from ``market_totals``."""
    parts, missing = _parts(snapshot, recipe_columns(measure), scope, start, end)
    frame = snapshot.once(("total series", measure.name, scope), lambda: _summed(snapshot, measure, scope))
    if start is not None or end is not None:
        frame = frame.filter(pl.col("date").is_between(start or HISTORY_START, end or snapshot.as_of.as_of))
    return Series(measure, scope, frame, tuple(parts["source"].unique().sort()), _gap_notes(snapshot, missing))


def _summed(snapshot: MarketSnapshot, measure: Measure, scope: Scope) -> pl.DataFrame:
    """The whole series: one row for each day that has all its parts."""
    columns = recipe_columns(measure)
    parts = total_parts(snapshot, columns, None, None, scope)
    return (
        parts.group_by("trade_date")
        .agg(recipe_value(measure).sum(), pl.col("rounding").fill_null(0).sum(), derived_among(columns), worst_quality())
        .sort("trade_date")
        .select(
            pl.col("trade_date").alias("date"),
            pl.col("value").cast(dtype_of(measure.unit)),
            (pl.col("rounding") * len(columns)).cast(MONEY),
            "derived",
            "quality",
        )
    )


def total_parts(
    snapshot: MarketSnapshot, columns: tuple[str, ...], start: date | None, end: date | None, scope: Scope = MARKET
) -> pl.DataFrame:
    """The rows of ``market_totals`` that make up each complete day of the market or of one exchange, and nothing else."""
    return _parts(snapshot, columns, scope, start, end)[0]


def account_series(snapshot: MarketSnapshot, measure: Measure, start: date | None, end: date | None) -> Series:
    """A column of the account statistics, as published."""
    assert isinstance(measure.recipe, Published), "only published measures are read from the account statistics"
    column = measure.recipe.column
    rows = snapshot.table("account_statistics", start=start, end=end).filter(pl.col(column).is_not_null())
    frame = rows.select(
        pl.col("trade_date").alias("date"),
        pl.col(column).cast(dtype_of(measure.unit)).alias("value"),
        pl.col("rounding").fill_null(0),
        pl.col("derived").list.set_intersection(pl.lit([column])).alias("derived"),
        "quality",
    )
    return Series(measure, MARKET, frame, tuple(rows["source"].unique().sort()))


def recipe_columns(measure: Measure) -> tuple[str, ...]:
    """The stored columns a measure is made of."""
    if isinstance(measure.recipe, Stored):
        return (measure.recipe.column,)
    if isinstance(measure.recipe, Net):
        return measure.recipe.plus, measure.recipe.minus
    raise UsageError(reason=f"{measure.name} is not a stored figure", reason_zh=f"{measure.zh}不是直接公布的数字")


def recipe_value(measure: Measure) -> pl.Expr:
    """The value of a stored measure in one row."""
    columns = recipe_columns(measure)
    value = pl.col(columns[0]) if len(columns) == 1 else pl.col(columns[0]) - pl.col(columns[1])
    return value.alias("value")


def _parts(
    snapshot: MarketSnapshot, columns: tuple[str, ...], scope: Scope, start: date | None, end: date | None
) -> tuple[pl.DataFrame, list[date]]:
    """The rows that are summed on each day, and the days on which some rows exist but not all."""
    parts, missing = snapshot.once(("total parts", columns, scope), lambda: _all_parts(snapshot, columns, scope))
    if start is None and end is None:
        return parts, missing
    first, last = start or HISTORY_START, end or snapshot.as_of.as_of
    return parts.filter(pl.col("trade_date").is_between(first, last)), [day for day in missing if first <= day <= last]


def _all_parts(snapshot: MarketSnapshot, columns: tuple[str, ...], scope: Scope) -> tuple[pl.DataFrame, list[date]]:
    begun = (pl.col("exchange") != "BSE") | (pl.col("trade_date") >= BSE_START)
    sessions = pl.Series(snapshot.calendar.sessions, dtype=pl.Date)
    rows = _with_repayments(snapshot, columns).filter(begun, pl.col("trade_date").is_in(sessions.implode()))
    known = rows.filter(pl.all_horizontal(pl.col(c).is_not_null() for c in columns))
    if scope.kind is ScopeKind.EXCHANGE:
        return known.filter(pl.col("exchange") == scope.name), []

    def has(exchange: str) -> pl.Expr:
        return (pl.col("exchange") == exchange).any().over("trade_date")

    each = has("SSE") & has("SZSE")
    complete = (each | has(_TWO)) & (has("BSE") | (pl.col("trade_date") < BSE_START))
    belongs = pl.when(pl.col("exchange") == _TWO).then(~each).when(pl.col("exchange") == "BSE").then(True).otherwise(each)  # noqa: FBT003
    parts = known.filter(complete & belongs)
    days = rows["trade_date"].unique()
    return parts, sorted(set(days.to_list()) - set(parts["trade_date"].to_list()))


def _with_repayments(snapshot: MarketSnapshot, columns: tuple[str, ...]) -> pl.DataFrame:
    """The totals, repayments that no exchange publishes filled by the roll-forward and marked derived."""
    rows = snapshot.table("market_totals")
    return with_repayments(rows, snapshot.calendar) if set(columns) & _ROLLED else rows


def _gap_notes(snapshot: MarketSnapshot, missing: list[date]) -> tuple[Note, ...]:
    if not missing:
        return ()
    ranges = day_ranges(missing[-_SHOWN_DAYS:], snapshot.calendar)
    return (
        Note(
            f"{len(missing)} 个交易日的数据不全（缺某个交易所），不给出合计：{ranges}。",
            f"{len(missing)} sessions are incomplete (an exchange is missing) and have no sum: {ranges}.",
        ),
    )
