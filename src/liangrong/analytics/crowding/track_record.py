"""What followed when a stock had been flagged as crowded: the pooled, walk-forward scorecard of the composite.

A flag of session T is read on the next morning and the stock is followed from that open (``panels.returns.forward``). The event
is a return below the median of the day's stocks over the horizon, so that chance alone gives one half, whatever the market does.
A stock that opened at its upper limit could not be bought there and is left out; how many, the answer says. Controls are
stocks without a flag on the same day that had risen and been traded about as much before.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from liangrong.analytics.crowding.composite import composite
from liangrong.analytics.crowding.measures import TURNOVER_OVER, Crowding, measured, usual
from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.returns import at_limit, daily, forward, quote_panel
from liangrong.analytics.panels.trailing import change_over
from liangrong.analytics.scorecards.scorecard import say_verdict, scorecard
from liangrong.analytics.scorecards.signals import Signal
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["FLAG_AT", "HORIZONS", "crowding_signal", "track_record"]

FLAG_AT: Final = 0.9
"""A parameter of ours: the composite from which a stock is flagged."""
HORIZONS: Final = (5, 20, 60)
"""Sessions over which what followed is measured."""


def track_record(snapshot: MarketSnapshot, *, end: date, participation: float, flag_at: float = FLAG_AT, seed: int = 1) -> Result:
    """What followed the flags of all sessions up to ``end``, one row for each horizon.

    Returns
    -------
    Result
        ``signal, horizon``, the columns of ``scorecards.SCORECARD_SCHEMA`` pooled over all stocks, and ``limit_up_entries``: readings
        left out because the stock opened at its upper limit. Only sessions that have every part of the composite are read, and
        only float caps stored for their own day are used.
    """
    found = measured(snapshot, end=end, participation=participation)
    signal = crowding_signal(found, flag_at=flag_at)
    panel = found.panel
    grid = Panel(snapshot.calendar.between(panel.sessions[0], end), panel.securities, {}) if panel.sessions else panel
    quotes = quote_panel(snapshot, start=grid.sessions[0] if grid.sessions else None, end=end).like(grid)
    looks, rows = _looks(quotes), []
    for horizon in HORIZONS:
        outcomes, entries = _outcomes(quotes, signal, horizon)
        card = scorecard(signal, outcomes, horizon=horizon, controls=looks, pooled=True, seed=seed)
        rows.append(card.select(pl.lit(signal.key).alias("signal"), pl.lit(horizon).cast(pl.Int64).alias("horizon"),
                                pl.exclude("name"), pl.lit(entries).cast(pl.Int64).alias("limit_up_entries")))  # fmt: skip
    data = pl.concat(rows)
    said = [_said(row) for row in data.iter_rows(named=True)]
    view = snapshot.as_of
    return Result(data, as_of=view.as_of, known_at=view.known_at, source=panel.sources).warn(
        signal.definition, *_span(signal, end), *said
    )


def crowding_signal(found: Crowding, *, flag_at: float = FLAG_AT) -> Signal:
    """The composite as a signal: one reading for each stock and session on which the day has all its parts.

    Parameters
    ----------
    flag_at
        The composite from which a stock is flagged, between 0 and 1.
    """
    score = composite(found.panel)
    whole = score.offered.all(axis=1, keepdims=True)
    readings = found.panel.long("score", np.where(whole, score.value, np.nan))
    return Signal(
        "crowding",
        Note("个股拥挤度", "crowding of a stock"),
        Note(f"拥挤度（四项百分位的等权平均）达到 {flag_at:g} 即为标记；结果为次日开盘起的收益低于当日全部股票的中位数。",
             f"A stock is flagged from a composite of {flag_at:g} on (the plain mean of four percentiles); the event is a return from the "
             "next open below the median of the day's stocks."),
        readings.select(date="trade_date", name="security_id", score="score", flag=pl.col("score") >= flag_at),
    )  # fmt: skip


def _outcomes(quotes: Panel, signal: Signal, horizon: int) -> tuple[pl.DataFrame, int]:
    """What followed each reading, and how many readings could not be bought because the stock opened at its upper limit."""
    after = forward(quotes, horizon)
    up, _ = at_limit(quotes, "open")
    shut = np.zeros(after.shape, dtype=np.bool_)
    shut[:-1] = up[1:] == 1
    names, days = ({key: place for place, key in enumerate(keys)} for keys in (quotes.securities, quotes.sessions))
    row = np.array([days[day] for day in signal.readings["date"]], dtype=np.int64)
    column = np.array([names[name] for name in signal.readings["name"]], dtype=np.int64)
    read = np.zeros(after.shape, dtype=np.bool_)
    read[row, column] = True
    entries = int((read & shut & ~np.isnan(after)).sum())
    after = np.where(read & ~shut, after, np.nan)
    excess = after - _median(after)
    kept = excess[row, column]
    ends = [quotes.sessions[place + horizon] if place + horizon < len(quotes.sessions) else None for place in row]
    frame = signal.readings.select(
        "date",
        "name",
        outcome=pl.Series(kept, nan_to_null=True),
        event=pl.Series(kept < 0),
        resolved_on=pl.Series(ends, dtype=pl.Date),
    )
    known = pl.when(pl.col("outcome").is_not_null())
    return frame.with_columns(event=known.then("event"), resolved_on=known.then("resolved_on")), entries


def _looks(quotes: Panel) -> pl.DataFrame:
    """What controls are matched on: the return of the last sessions and the logarithm of their mean turnover."""
    traded = usual(quotes["turnover"], TURNOVER_OVER)
    path = np.exp(np.cumsum(np.nan_to_num(np.log1p(daily(quotes))), axis=0))
    risen = quotes.long("trailing_return", change_over(path, TURNOVER_OVER))
    traded_log = np.log(traded, out=np.full(traded.shape, np.nan), where=traded > 0)
    both = risen.join(quotes.long("turnover", traded_log), on=["trade_date", "security_id"])
    return both.rename({"trade_date": "date", "security_id": "name"})


def _median(values: Floats) -> Floats:
    """The median of each session over its known values, NaN where there are none."""
    found = np.full((len(values), 1), np.nan)
    for row, cells in enumerate(values):
        known = cells[~np.isnan(cells)]
        if known.size:
            found[row] = np.median(known)
    return found


def _span(signal: Signal, end: date) -> list[Note]:
    """Over which sessions the record runs."""
    days: list[date] = signal.readings["date"].unique().sort().to_list()
    if not days:
        return [Note(f"截至 {end}，没有一个交易日四项俱全（须有当日个股流通市值与此前 20 日的明细），无从检验。",
                     f"Up to {end} no session has all four parts (float caps of its day and 20 sessions of detail before): nothing to judge.")]  # fmt: skip
    return [Note(f"检验区间 {days[0]} 至 {days[-1]}，{len(days)} 个交易日。",
                 f"Read on {len(days)} sessions, {days[0]} to {days[-1]}.")]  # fmt: skip


def _said(row: dict[str, Any]) -> Note:
    words = say_verdict(row["verdict"], row["n_episodes"])
    spans = Note(
        f"，分布在 {row['n_spans']} 段互不重叠的 {row['horizon']} 日", f", in {row['n_spans']} separate spans of that length"
    )
    return Note(
        f"其后 {row['horizon']} 个交易日：{words.zh}{spans.zh}。",
        f"Over the next {row['horizon']} sessions: {words.en}{spans.en}.",
    )
