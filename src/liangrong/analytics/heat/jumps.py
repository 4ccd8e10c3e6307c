"""How large a jump of a balance is among its likes: a part of a month against equal parts of earlier months.

Ten sessions of a month set against whole months make every jump look small, or a record day look like a record month. A
growth is only ranked among growths over as many sessions, reached in the same way.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import polars as pl

from liangrong.core.calendar import Calendar

__all__ = ["JUMP_SCHEMA", "growth_over", "jumps", "months_to_date"]

JUMP_SCHEMA: Final = pl.Schema({
    "comparison": pl.String(), "date": pl.Date(), "start": pl.Date(), "value": pl.Float64(), "sessions": pl.Int64(),
    "rank": pl.Int64(), "n_likes": pl.Int64(), "percentile": pl.Float64(), "largest_of_last": pl.Int64(), "larger_on": pl.Date(),
    "like_for_like": pl.Boolean(),
})  # fmt: skip
"""One row for each way to look at the last growth."""

_SPANS: Final = {"one_session": 1, "five_sessions": 5, "twenty_sessions": 20}


def growth_over(levels: pl.DataFrame, calendar: Calendar, sessions: int) -> pl.DataFrame:
    """``date, start, value``: growth over exactly ``sessions`` sessions, on the days on which both ends are known and the first is above zero.

    Examples
    --------
    >>> from liangrong.core.calendar import mainland
    >>> days = [date(2026, 1, 28), date(2026, 1, 30)]
    >>> growth_over(pl.DataFrame({"date": days, "value": [100.0, 103.0]}), mainland(), 2)["value"].round(4).to_list()
    [0.03]
    """
    spread = _spread(levels, calendar)
    return (
        spread.with_columns(start=pl.col("date").shift(sessions), value=_over(pl.col("value").shift(sessions)))
        .filter(pl.col("value").is_not_null())
        .select("date", "start", "value")
    )


def months_to_date(levels: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """Growth since the last session of the month before, with its place in the month.

    Parameters
    ----------
    levels
        ``date, value``; months whose base is not known, or not above zero, have no rows.

    Returns
    -------
    polars.DataFrame
        ``date, start, value, sessions, is_last``: how many sessions of the month have passed, and whether it was the last one.
    """
    spread = _spread(levels, calendar)
    last = levels["date"].max()
    assert isinstance(last, date), "levels have rows"
    month = pl.col("date").dt.truncate("1mo")
    ends = spread.group_by(month.alias("_month"), maintain_order=True).agg(
        start=pl.col("date").last(), _base=pl.col("value").last(), _end=pl.col("date").last()
    )
    following = calendar.next(last) if last < calendar.end else None
    is_over = following is None or following.month != last.month
    return (
        spread.with_columns(month.alias("_month"), sessions=pl.int_range(1, pl.len() + 1).over(month))
        .join(ends.select(pl.col("_month").dt.offset_by("1mo"), "start", "_base"), on="_month", how="left", maintain_order="left")
        .join(ends.select("_month", "_end"), on="_month", how="left", maintain_order="left")
        .with_columns(
            value=_over(pl.col("_base")),
            is_last=(pl.col("date") == pl.col("_end")) & ((pl.col("_month") != last.replace(day=1)) | is_over),
        )
        .filter(pl.col("value").is_not_null())
        .select("date", "start", "value", "sessions", "is_last")
    )


def jumps(levels: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """The last growth of a balance among its likes, over one, five and twenty sessions, the month to date and the last whole month.

    Parameters
    ----------
    levels
        ``date, value`` up to the day that is asked about.

    Returns
    -------
    polars.DataFrame
        ``JUMP_SCHEMA``: ``rank`` 1 is the largest of ``n_likes``, its own included; ``percentile`` the share of them at or below it;
        ``largest_of_last`` how many of the latest likes, its own included, it is the largest of; ``larger_on`` the last day
        with a larger one. Spans of several sessions are compared with spans that do not overlap. The row
        ``month_to_date_among_whole_months`` is what people do and ought not to: ``like_for_like`` is false.

    Examples
    --------
    >>> from liangrong.core.calendar import mainland
    >>> days = [date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30)]
    >>> found = jumps(pl.DataFrame({"date": days, "value": [100.0, 101.0, 103.0]}), mainland())
    >>> found.select("comparison", "rank", "n_likes").row(0)
    ('one_session', 1, 2)
    """
    if levels.is_empty():
        return pl.DataFrame(schema=JUMP_SCHEMA)
    last = levels["date"][-1]
    rows = [_ranked(name, growth_over(levels, calendar, span), last, span, calendar, apart=span) for name, span in _SPANS.items()]
    months = months_to_date(levels, calendar)
    today = months.filter(pl.col("date") == last)
    if today.height:
        so_far = today["sessions"].item()
        equal = months.filter(pl.col("sessions") == so_far)
        whole = months.filter("is_last")
        rows.append(_ranked("month_to_date", equal, last, so_far, calendar))
        mixed = pl.concat([whole.filter(pl.col("date") < last), today]).sort("date")
        if not today["is_last"].item():
            rows.append(_ranked("month_to_date_among_whole_months", mixed, last, so_far, calendar, like_for_like=False))
        if whole.height:
            end = whole["date"][-1]
            rows.append(_ranked("last_whole_month", whole, end, whole["sessions"][-1], calendar))
    return pl.DataFrame([row for row in rows if row], schema=JUMP_SCHEMA)


def _over(base: pl.Expr) -> pl.Expr:
    """The growth of the value since a base; nothing has a growth since zero."""
    return pl.when(base > 0).then(pl.col("value") / base - 1)


def _spread(levels: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """Every session from the first to the last level, with nulls where nothing is known."""
    first, last = levels["date"].min(), levels["date"].max()
    assert isinstance(first, date), "levels have rows"
    assert isinstance(last, date), "levels have rows"
    sessions = pl.DataFrame({"date": calendar.between(first, last)}, schema={"date": pl.Date})
    known = levels.select("date", pl.col("value").cast(pl.Float64))
    return sessions.join(known, on="date", how="left", maintain_order="left")


def _ranked(
    name: str, likes: pl.DataFrame, day: date, sessions: int, calendar: Calendar, *, apart: int = 1, like_for_like: bool = True
) -> dict[str, Any]:
    mine = likes.filter(pl.col("date") == day)
    if mine.is_empty():
        return {}
    if apart > 1:
        steps = likes["date"].map_elements(lambda other: calendar.count(other, day) % apart == 0, return_dtype=pl.Boolean)
        likes = likes.filter(steps)
    value = mine["value"].item()
    earlier = likes.filter(pl.col("date") < day)
    larger = earlier.filter(pl.col("value") > value)
    larger_on = larger["date"].max()
    since = earlier if larger_on is None else earlier.filter(pl.col("date") > larger_on)
    return {
        "comparison": name,
        "date": day,
        "start": mine["start"].item(),
        "value": value,
        "sessions": sessions,
        "rank": larger.height + 1,
        "n_likes": earlier.height + 1,
        "percentile": 1 - larger.height / (earlier.height + 1),
        "largest_of_last": since.height + 1,
        "larger_on": larger_on,
        "like_for_like": like_for_like,
    }
