"""Records: a value strictly above all before it.

The first value of a history is above all before it, for there are none; it counts. A streak counts records on
neighbouring sessions and ends at a session that is not one or is not known.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from liangrong.analytics.history import History, history
from liangrong.analytics.measures import Measure
from liangrong.analytics.scopes import Baskets, Scope
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["record_state", "records"]


def records(
    snapshot: MarketSnapshot,
    name: str | Measure,
    scope: str | Scope = "market",
    *,
    start: date | None = None,
    end: date | None = None,
    since: date | None = None,
    baskets: Baskets | None = None,
) -> Result:
    """The sessions of a window on which a measure stood at a record.

    Parameters
    ----------
    start, end
        The window, both included; open ends reach as far as the data.
    since
        Judge against the sessions from this day on instead of the whole history.

    Returns
    -------
    Result
        One row per record, with ``previous_high`` and ``previous_high_date``, ``streak`` (records on consecutive sessions up
        to this one), and ``status, holes, bound, bound_basis`` (``bounded``: the history has holes that another basis
        bounds). No row when the window holds no record; a warning then says so.

    Raises
    ------
    HistoryTruncated
        The history is not whole and nothing bounds what is missing.
    NoData
        Nothing is known in the window.

    Examples
    --------
    >>> days = [date(2010, 3, 31), date(2010, 4, 1)]
    >>> rows = pl.DataFrame({"exchange": ["SSE+SZSE"] * 2, "trade_date": days, "financing_balance": [5, 9]})
    >>> market = MarketSnapshot.of({"market_totals": rows}, days[1])
    >>> records(market, "financing_balance").data["date"].to_list()
    [datetime.date(2010, 3, 31), datetime.date(2010, 4, 1)]
    """
    past = _past(history(snapshot, name, scope, since=since, end=end, baskets=baskets), start, end)
    judged = _judge(past, start, end)
    rows = judged.filter("is_record").drop("is_record").with_columns(past.evidence())
    notes = _notes(past, judged) + past.notes()
    return past.series.to_result(snapshot, rows, *notes)


def record_state(
    snapshot: MarketSnapshot,
    name: str | Measure,
    scope: str | Scope = "market",
    *,
    start: date | None = None,
    end: date | None = None,
    since: date | None = None,
    baskets: Baskets | None = None,
) -> Result:
    """Where a measure stands on the last known session of a window: record or not, how many, since when.

    Returns
    -------
    Result
        One row: the last value, ``is_record``, ``records_in_window``, ``streak`` (0 when it is no record), ``last_record_date``,
        ``sessions_since_last_record`` (over the whole history judged), ``high`` and ``high_date``, ``to_high`` (value over high
        minus 1), and ``status, holes, bound, bound_basis``.

    Raises
    ------
    HistoryTruncated
        The history is not whole and nothing bounds what is missing.
    NoData
        Nothing is known in the window.

    Examples
    --------
    >>> days = [date(2010, 3, 31), date(2010, 4, 1)]
    >>> rows = pl.DataFrame({"exchange": ["SSE+SZSE"] * 2, "trade_date": days, "financing_balance": [5, 9]})
    >>> market = MarketSnapshot.of({"market_totals": rows}, days[1])
    >>> record_state(market, "financing_balance").data.select("is_record", "streak").row(0)
    (True, 2)
    """
    past = _past(history(snapshot, name, scope, since=since, end=end, baskets=baskets), start, end)
    judged = _judge(past, start, end)
    last = judged.row(-1, named=True)
    highest = past.known.filter(pl.col("low") == pl.col("low").max()).sort("date")
    top, top_day = highest["low"][0], highest["date"][0]
    rivals = past.line.filter(~pl.col("known") & (pl.col("high") >= top))["date"]
    if len(rivals):
        measure, scope = past.series.measure, past.series.scope
        raise past.undecided(
            f"when {measure.name} of {scope.label('en')} last stood at a record",
            f"{scope.label('zh')}{measure.zh}最近一次创新高",
            rivals[0],
        )
    row = (
        judged.tail(1)
        .select("date", "value", "derived", "quality", "is_record", "streak")
        .with_columns(
            records_in_window=pl.lit(int(judged["is_record"].sum())),
            last_record_date=pl.lit(top_day),
            sessions_since_last_record=pl.lit(snapshot.calendar.count(top_day, last["date"])),
            high=pl.lit(top, dtype=judged.schema["value"]),
            high_date=pl.lit(top_day),
            to_high=pl.lit(float(last["value"]) / float(top) - 1 if top else None, dtype=pl.Float64),
        )
        .with_columns(past.evidence())
    )
    return past.series.to_result(snapshot, row, *past.notes())


def _past(whole: History, start: date | None, end: date | None) -> History:
    """The history up to the last known session of the window."""
    window = whole.series.between(start, end).frame
    if window.is_empty():
        raise whole.series.no_data(end or start)
    return whole.until(window["date"][-1])


def _judge(past: History, start: date | None, end: date | None) -> pl.DataFrame:
    """Every known session of the window, with whether it is a record, the high before it, and the streak it stands in.

    Raises
    ------
    HistoryTruncated
        The bound of a hole leaves open whether a session of the window is a record.
    """
    before_low, before_high = (pl.col(side).cum_max().shift(1) for side in ("low", "high"))
    seen = pl.when("known").then("low")
    line = past.line.with_columns(
        certain=before_high.is_null() | (pl.col("low") > before_high),
        possible=before_low.is_null() | (pl.col("low") > before_low),
        previous_high=seen.cum_max().forward_fill().shift(1),
    ).with_columns(
        is_record=pl.col("known") & pl.col("certain"),
        is_high=pl.col("known") & (pl.col("previous_high").is_null() | (pl.col("low") > pl.col("previous_high"))),
    )
    line = line.with_columns(
        previous_high_date=pl.when("is_high").then("date").forward_fill().shift(1),
        streak=pl.col("is_record").cast(pl.Int64).cum_sum().over((~pl.col("is_record")).cum_sum()),
    )
    judged = past.series.between(start, end).frame.join(line, on="date", how="inner", maintain_order="left")
    open_days = judged.filter(pl.col("possible") & ~pl.col("certain"))["date"]
    if len(open_days):
        measure, scope = past.series.measure, past.series.scope
        raise past.undecided(
            f"whether {measure.name} of {scope.label('en')} stood at a record on {open_days[0]}",
            f"{scope.label('zh')}{measure.zh}在 {open_days[0]} 创新高",
            past.holes[-1],
        )
    return judged.select("date", "value", "derived", "quality", "is_record", "previous_high", "previous_high_date", "streak")


def _notes(past: History, judged: pl.DataFrame) -> tuple[Note, ...]:
    against_zh = "有记录以来" if past.ever else f" {past.start} 以来"
    against = "the whole history" if past.ever else f"the sessions since {past.start}"
    first, last = judged["date"][0], judged["date"][-1]
    count = int(judged["is_record"].sum())
    if count:
        return (
            Note(
                f"{first} 至 {last} 的 {judged.height} 个交易日中有 {count} 天创{against_zh}新高。",
                f"{count} of the {judged.height} sessions from {first} to {last} stand at a record, judged against {against}.",
            ),
        )
    top = past.known.sort("low", "date", descending=[True, False])["date"][0]
    return (
        Note(
            f"{first} 至 {last} 没有创{against_zh}新高；此前最高在 {top}。",
            f"No session from {first} to {last} stands at a record, judged against {against}; the highest so far is {top}.",
        ),
    )
