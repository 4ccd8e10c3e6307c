"""Crossings of a threshold: at or above it after a session below it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl

from liangrong.analytics.history import History, history
from liangrong.analytics.levels import series
from liangrong.analytics.measures import Measure
from liangrong.analytics.scopes import Baskets, Scope
from liangrong.analytics.series import day_ranges
from liangrong.analytics.totals import first_day_of
from liangrong.core.results import Note, Result
from liangrong.core.units import display
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["crossings", "first_crossing"]


def first_crossing(
    snapshot: MarketSnapshot,
    name: str | Measure,
    threshold: Decimal | float,
    scope: str | Scope = "market",
    *,
    since: date | None = None,
    end: date | None = None,
    baskets: Baskets | None = None,
) -> Result:
    """The first session ever, or since a day, on which a measure stood at or above a threshold after a session below it.

    Parameters
    ----------
    threshold
        In the measure's base unit: 元, 股, a pure ratio.
    since
        The first session that may answer; ``None`` means ever. The session before it still counts as "before".

    Returns
    -------
    Result
        One row with ``threshold, previous_date, previous_value, status, holes, bound, bound_basis``; none when the threshold was
        never crossed, which a warning then says.

    Raises
    ------
    HistoryTruncated
        The history is not whole, and nothing bounds what is missing below the threshold.
    NoData
        Nothing is known at all.

    Examples
    --------
    >>> days = [date(2010, 3, 31), date(2010, 4, 1)]
    >>> rows = pl.DataFrame({"exchange": ["SSE+SZSE"] * 2, "trade_date": days, "financing_balance": [5, 9]})
    >>> market = MarketSnapshot.of({"market_totals": rows}, days[1])
    >>> first_crossing(market, "financing_balance", Decimal(9)).data["date"].to_list()
    [datetime.date(2010, 4, 1)]
    """
    whole = history(snapshot, name, scope, since=since, end=end, baskets=baskets)
    limit = _as_value(threshold, whole.line)
    past = whole.until(_first_known_crossing(whole, limit) or whole.line["date"][-1])
    candidates = _with_previous(_context(past), limit).filter(pl.col("date") >= past.start, "possible")
    if not candidates.is_empty() and not candidates["certain"][0]:
        measure, where = past.series.measure, past.series.scope
        raise past.undecided(
            f"the first time {measure.name} of {where.label('en')} crossed {display(threshold, measure.unit, 'en')}",
            f"{where.label('zh')}{measure.zh}首次升破 {display(threshold, measure.unit)}",
            candidates["date"][0],
        )
    rows = _rows(past.series.frame, candidates.head(1), limit).with_columns(past.evidence())
    notes = past.notes() if candidates.height else (_never(past, threshold), *past.notes())
    return past.series.to_result(snapshot, rows, *notes)


def crossings(
    snapshot: MarketSnapshot,
    name: str | Measure,
    threshold: Decimal | float,
    scope: str | Scope = "market",
    *,
    start: date | None = None,
    end: date | None = None,
    baskets: Baskets | None = None,
) -> Result:
    """Every session of a window on which a measure crossed a threshold from below.

    Unlike ``first_crossing`` this needs no whole history: it says what the known sessions show. ``sessions_missing`` counts the
    unknown sessions between the two that make a crossing; where it is not 0, the crossing fell on one of them or on this day.

    Returns
    -------
    Result
        One row per crossing with ``threshold, previous_date, previous_value, sessions_missing``.

    Raises
    ------
    NoData
        Nothing is known in the window.

    Examples
    --------
    >>> days = [date(2010, 3, 31), date(2010, 4, 1)]
    >>> rows = pl.DataFrame({"exchange": ["SSE+SZSE"] * 2, "trade_date": days, "financing_balance": [5, 9]})
    >>> market = MarketSnapshot.of({"market_totals": rows}, days[1])
    >>> crossings(market, "financing_balance", Decimal(9)).data["previous_value"].to_list()
    [Decimal('5.000')]
    """
    found = series(snapshot, name, scope, end=end, baskets=baskets)
    if found.between(start, end).frame.is_empty():
        raise found.no_data(end or start)
    line = found.frame.select("date", low="value", high="value", known=pl.lit(True))  # noqa: FBT003
    limit = _as_value(threshold, line)
    crossed = _with_previous(line, limit).filter("certain")
    if start is not None:
        crossed = crossed.filter(pl.col("date") >= start)
    rows = _rows(found.frame, crossed, limit)
    missing = [snapshot.calendar.count(before, day) - 1 for day, before in zip(rows["date"], rows["previous_date"], strict=True)]
    rows = rows.with_columns(sessions_missing=pl.Series(missing, dtype=pl.Int64))
    loose = rows.filter(pl.col("sessions_missing") > 0)["date"].to_list()
    days = day_ranges(loose, snapshot.calendar)
    note = Note(
        f"{days} 之前缺数据，实际升破可能更早。", f"Sessions are missing just before {days}: the crossing may have come earlier."
    )
    return found.to_result(snapshot, rows, *([note] if loose else []))


def _as_value(threshold: Decimal | float, line: pl.DataFrame) -> pl.Expr:
    """The threshold in the type of the values, money rounded to no less than itself."""
    dtype = line.schema["low"]
    if isinstance(dtype, pl.Decimal):
        return pl.lit(Decimal(str(threshold)) if isinstance(threshold, float) else Decimal(threshold), dtype=dtype)
    return pl.lit(float(threshold), dtype=pl.Float64)


def _first_known_crossing(whole: History, limit: pl.Expr) -> date | None:
    """The first session that is a crossing whatever the holes held; nothing after it has a say."""
    crossed = _with_previous(_context(whole), limit).filter(pl.col("date") >= whole.start, "certain")
    return None if crossed.is_empty() else crossed["date"][0]


def _context(past: History) -> pl.DataFrame:
    """The line of a history with the session before its start, empty where that one is not known."""
    if past.start <= first_day_of(past.series.scope):
        return past.line
    day = past.calendar.previous(past.start)
    before = past.series.frame.filter(pl.col("date") == day)["value"]
    value = before[0] if len(before) else None
    earlier = pl.DataFrame({"date": [day], "low": [value], "high": [value], "known": [value is not None], "published": [None]})
    return pl.concat([earlier.cast(past.line.schema), past.line])


def _with_previous(line: pl.DataFrame, limit: pl.Expr) -> pl.DataFrame:
    """Mark where a crossing is certain and where it is possible, given that a hole lies between its bounds."""
    previous_low, previous_high = pl.col("low").shift(1), pl.col("high").shift(1)
    has_previous = pl.col("date").shift(1).is_not_null()
    return line.with_columns(
        certain=pl.col("known") & (pl.col("low") >= limit) & (previous_high < limit).fill_null(value=False),
        possible=(pl.col("high") >= limit) & has_previous & (previous_low < limit).fill_null(value=True),
        previous_date=pl.when("known").then("date").forward_fill().shift(1),
        previous_value=pl.when("known").then("low").forward_fill().shift(1),
    )


def _rows(frame: pl.DataFrame, crossed: pl.DataFrame, limit: pl.Expr) -> pl.DataFrame:
    marks = crossed.select("date", "previous_date", "previous_value")
    joined = frame.drop("rounding").join(marks, on="date", how="inner", maintain_order="left")
    return joined.select("date", "value", "derived", "quality", limit.alias("threshold"), "previous_date", "previous_value")


def _never(past: History, threshold: Decimal | float) -> Note:
    unit = past.series.measure.unit
    known = past.known.sort("low", "date", descending=[True, False]).row(0, named=True)
    zh, en = (display(threshold, unit, lang) for lang in ("zh", "en"))
    high_zh, high_en = (display(known["low"], unit, lang) for lang in ("zh", "en"))
    last = past.line["date"][-1]
    return Note(
        f"{past.start} 至 {last} 没有自下而上越过 {zh}；其间最高 {high_zh}（{known['date']}）。",
        f"From {past.start} to {last} {en} was not crossed from below; the highest is {high_en} on {known['date']}.",
    )
