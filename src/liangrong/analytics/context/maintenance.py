"""The average maintenance ratio of all margin accounts, as published, and the low of each year where the year is whole enough to have one.

The mean is over accounts' collateral and debt together and says nothing of the weakest accounts. A year with a hole longer than
``LONGEST_HOLE`` sessions has no low: it may have lain in the hole.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl

from liangrong.analytics.context.holes import longest_hole
from liangrong.analytics.levels import level
from liangrong.core.errors import NoData
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["LONGEST_HOLE", "maintenance", "yearly_lows"]

LONGEST_HOLE: Final = 5
"""A parameter of ours: a week without a value leaves the low of a year standing, with the gap shown."""

_COLUMN: Final = "average_maintenance_ratio"
_SCHEMA: Final = pl.Schema({
    "year": pl.String(), "state": pl.String(), "yearly_low": pl.Float64(), "low_date": pl.Date(), "known_sessions": pl.Int64(),
    "missing_sessions": pl.Int64(), "hole_from": pl.Date(), "hole_to": pl.Date(), "hole_sessions": pl.Int64(),
})  # fmt: skip


def maintenance(snapshot: MarketSnapshot, *, start: date, end: date) -> Result:
    """The ratio between two days, one row for each published session, as ``analytics.levels`` gives it.

    Raises
    ------
    NoData
        No session of the window is known.
    """
    found = level(snapshot, _COLUMN, start=start, end=end)
    lacking = len(snapshot.calendar.between(start, end)) - found.data.height
    return (
        found.warn(Note(f"区间内 {lacking} 个交易日没有公布值。", f"{lacking} sessions of the window have no value."))
        if lacking
        else found
    )


def yearly_lows(snapshot: MarketSnapshot, *, start: date | None = None, end: date | None = None) -> Result:
    """The low of each calendar year.

    Parameters
    ----------
    start, end
        Years that have a day between them; by default all from the first value to the snapshot's ``as_of``.

    Returns
    -------
    Result
        ``year, state`` (``complete``; ``gaps``: short holes only; ``so_far``: the year is not over; ``incomplete``: a hole of more
        than ``LONGEST_HOLE`` sessions, and no low is claimed), ``yearly_low`` (pure ratio) and ``low_date``, the first such day,
        ``known_sessions, missing_sessions``, and the longest hole.

    Raises
    ------
    NoData
        Nothing is stored.
    """
    rows = snapshot.table("account_statistics").filter(pl.col(_COLUMN).is_not_null())
    last = end or snapshot.as_of.as_of
    known = rows.filter(pl.col("trade_date") <= last)
    if known.is_empty():
        raise NoData(what=_COLUMN, what_zh="平均维持担保比例", where=f"{last}", where_zh=f"{last}", nearest="no day at all", nearest_zh="没有任何一天")  # fmt: skip
    values: dict[date, float] = dict(known.select("trade_date", _COLUMN).iter_rows())
    first_year = start.year if start else min(values).year
    data = pl.DataFrame([_year(snapshot, year, values, last) for year in range(first_year, last.year + 1)], schema=_SCHEMA)
    view = snapshot.as_of
    sources = tuple(known["source"].unique().sort())
    return Result(data, as_of=view.as_of, known_at=view.known_at, source=sources).warn(*_without_low(data))


def _year(snapshot: MarketSnapshot, year: int, values: dict[date, float], last: date) -> dict[str, Any]:
    calendar = snapshot.calendar
    over = calendar.between(date(year, 1, 1), date(year, 12, 31))[-1] <= last
    sessions = calendar.between(date(year, 1, 1), min(last, date(year, 12, 31)))
    known = {day: values[day] for day in sessions if day in values}
    hole = longest_hole(sessions, known)
    whole = bool(known) and (hole is None or hole.sessions <= LONGEST_HOLE)
    low_date = min(known, key=lambda day: (known[day], day)) if whole else None
    return {
        "year": str(year),
        "state": ("so_far" if not over else "complete" if hole is None else "gaps") if whole else "incomplete",
        "yearly_low": known[low_date] if low_date else None,
        "low_date": low_date,
        "known_sessions": len(known),
        "missing_sessions": len(sessions) - len(known),
        "hole_from": hole.start if hole else None,
        "hole_to": hole.end if hole else None,
        "hole_sessions": hole.sessions if hole else 0,
    }


def _without_low(data: pl.DataFrame) -> list[Note]:
    lacking = data.filter(pl.col("state") == "incomplete")
    if lacking.is_empty():
        return []
    holes = [
        f"{row['year']}：{row['hole_from']}…{row['hole_to']}（{row['hole_sessions']}）" for row in lacking.iter_rows(named=True)
    ]
    holes_en = [
        f"{row['year']}: {row['hole_from']}…{row['hole_to']} ({row['hole_sessions']})" for row in lacking.iter_rows(named=True)
    ]
    return [Note(
        f"空缺超过 {LONGEST_HOLE} 个交易日的年份不给出最低值（括号内为交易日数）：{'；'.join(holes)}。",
        f"Years with a hole of more than {LONGEST_HOLE} sessions have no low (sessions in brackets): {'; '.join(holes_en)}.",
    )]  # fmt: skip
