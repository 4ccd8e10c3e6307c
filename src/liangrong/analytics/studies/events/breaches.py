"""What followed a breach of a threshold: the average abnormal path of an index and of the measure itself."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.analytics.measures import measure
from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.events.averages import average
from liangrong.analytics.studies.events.paths import BEFORE, abnormal_paths
from liangrong.analytics.studies.events.responses import Response, response
from liangrong.analytics.studies.events.thresholds import Breach, level_breaches, percentile_breaches, round_levels
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["AFTER", "MIN_EVENTS", "breach_study"]

AFTER: Final = 60
"""Sessions followed behind a breach."""
MIN_EVENTS: Final = 10
"""Fewer are called insufficient, whatever their mean."""
PERCENTILE: Final = 0.9
_GRID: Final = 5
"""The mean is reported on every fifth session, and on the first that a reader could have had."""
_HORIZONS: Final = (5, 20, 60)

_SCHEMA: Final = pl.Schema({
    "measure": pl.String(), "member": pl.String(), "date": pl.Date(), "threshold_zh": pl.String(), "threshold_en": pl.String(),
    "sessions_after": pl.Int64(), "state": pl.String(), "abnormal_change": pl.Float64(), "path_low": pl.Float64(), "path_high": pl.Float64(),
    "bootstrap_low": pl.Float64(), "bootstrap_high": pl.Float64(), "placebo_low": pl.Float64(), "placebo_high": pl.Float64(),
    "placebo_p_value": pl.Float64(), "n_events": pl.Int64(), "reason_zh": pl.String(), "reason_en": pl.String(),
})  # fmt: skip


def breach_study(
    snapshot: MarketSnapshot,
    *,
    name: str = "margin_trading_balance",
    levels: Sequence[Decimal] = (),
    percentile: float | None = None,
    index: str = "000300.SH",
    after: int = AFTER,
    seed: int = 0,
) -> Result:
    """The cumulative abnormal change of an index and of the measure, from 20 sessions before its breaches to ``after`` behind them.

    A breach of session T is public on the morning of T + 1; the index's path starts at that open (see ``paths``), the measure's
    own at T. A breach fewer than ``after`` sessions behind the last one that counts is a repetition and does not count.

    Null hypothesis of the p-value: the times of the breaches have nothing to do with the paths. The same breaches, all moved by
    one number of sessions (at least ``after``, around the end), give the placebo band and the two-sided rank: see ``averages``.

    Parameters
    ----------
    name
        The measure that breaches, for the whole market.
    levels
        Thresholds in its base unit. With neither levels nor a percentile: every half 万亿 for money, the ninth decile otherwise.
    percentile
        Breach of this share of the measure's own past, instead of a level.
    index
        The index that may respond.
    after
        Sessions behind the breach.
    seed
        Of the bootstrap.

    Returns
    -------
    Result
        ``member`` says what a row is: ``average`` (for each response and every fifth session: mean, t interval, bootstrap interval,
        the band that 95 % of the shifted means keep to, p) or ``event`` (each breach after 5, 20 and 60 sessions). ``state``:
        ``measured``, ``insufficient`` (fewer than ten breaches: a mean, no interval and no p) or ``not_known`` with the reason.

    Raises
    ------
    NoData
        Nothing of the measure or the index is stored.
    ExtraMissing
        scipy is not installed.
    UnknownName, UsageError
        A measure that does not exist, a percentile outside 0 … 1, both levels and a percentile, a window too short.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.core.calendar import mainland
    >>> days = mainland().between(date(2024, 1, 2), date(2024, 12, 31))
    >>> balances = [9] * 100 + [11] * (len(days) - 100)
    >>> totals = [pl.DataFrame({"exchange": name, "trade_date": days, "financing_balance": balances}) for name in ("SSE", "SZSE", "BSE")]
    >>> quotes = pl.DataFrame({"security_id": "000300.SH", "trade_date": days, "close": [3000.0] * len(days)})
    >>> market = MarketSnapshot.of({"market_totals": pl.concat(totals), "index_quotes": quotes}, days[-1])
    >>> found = breach_study(market, name="financing_balance", levels=[Decimal(30)]).data
    >>> found.filter(sessions_after=60, member="average").select("measure", "state", "abnormal_change", "n_events").rows()[0]
    ('000300.SH', 'insufficient', 0.0, 1)
    """
    _check(levels, percentile, after)
    itself, market = response(snapshot, name), response(snapshot, index)
    found = _breaches(snapshot, itself, levels, percentile)
    counted = _spaced(itself, found, after)
    frame = pl.concat([_study(what, counted, after, seed) for what in (market, itself)])
    return Result(
        data=frame,
        as_of=snapshot.as_of.as_of,
        known_at=snapshot.as_of.known_at,
        source=tuple(sorted({*market.sources, *itself.sources})),
    ).warn(*_notes(frame, market, found, counted, after), *itself.notes, *market.notes)


def _check(levels: Sequence[Decimal], percentile: float | None, after: int) -> None:
    if levels and percentile is not None:
        raise UsageError(reason="give levels or a percentile, not both", reason_zh="关口与分位只能给一种")
    if percentile is not None and not 0 < percentile < 1:
        raise UsageError(
            reason=f"the percentile {percentile} does not lie between 0 and 1", reason_zh=f"分位 {percentile} 不在 0 与 1 之间"
        )
    if after < _GRID:
        raise UsageError(
            reason=f"a window of {after} sessions is too short; ask for at least {_GRID}",
            reason_zh=f"窗口 {after} 个交易日太短，至少 {_GRID} 个",
        )


def _breaches(snapshot: MarketSnapshot, itself: Response, levels: Sequence[Decimal], percentile: float | None) -> list[Breach]:
    wanted = measure(itself.name)
    if percentile is None and (levels or wanted.unit is Unit.YUAN):
        return level_breaches(snapshot, wanted, levels or round_levels(snapshot, wanted))
    return percentile_breaches(itself.line, percentile or PERCENTILE)


def _spaced(itself: Response, found: Sequence[Breach], after: int) -> list[Breach]:
    """The breaches that come at least ``after`` sessions behind the last one that counts."""
    counted: list[Breach] = []
    last = -after
    for breach in found:
        place = itself.line.place(breach.date)
        assert place is not None, "a breach stands on a known session"
        if breach.sessions_missing:
            counted.append(breach)
        elif place - last >= after:
            counted.append(breach)
            last = place
    return counted


def _study(what: Response, counted: Sequence[Breach], after: int, seed: int) -> pl.DataFrame:
    paths = abnormal_paths(what, range(len(what.line.values)), after)
    whole = np.flatnonzero(~np.isnan(paths[:, 0]))
    places = [None if breach.sessions_missing else what.line.place(breach.date) for breach in counted]
    known = [place is not None and place in whole for place in places]
    members = np.searchsorted(whole, [place for place in places if place is not None and place in whole])
    rows = _average_rows(what, paths[whole], members, after, seed) if members.size else []
    for breach, place, is_known in zip(counted, places, known, strict=True):
        row = {
            "measure": what.name, "member": "event", "date": breach.date, "threshold_zh": breach.threshold_zh,
            "threshold_en": breach.threshold_en,
        }  # fmt: skip
        if not is_known:
            reason = _undated(breach) if breach.sessions_missing else _missing(what, after)
            rows.append(row | {"state": "not_known", "reason_zh": reason.zh, "reason_en": reason.en})
            continue
        for offset in sorted({horizon for horizon in _HORIZONS if horizon < after} | {after}):
            rows.append(row | {"sessions_after": offset, "state": "measured", "abnormal_change": paths[place, offset + BEFORE]})
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").with_columns(pl.col(pl.Float64).fill_nan(None))


def _average_rows(what: Response, paths: Floats, members: NDArray[np.int64], after: int, seed: int) -> list[dict[str, Any]]:
    offsets = [*range(-BEFORE, 1, _GRID), 1, *range(_GRID, after + 1, _GRID)]
    means = average(paths[:, [offset + BEFORE for offset in offsets]], members, gap=after, seed=seed)
    enough = len(members) >= MIN_EVENTS
    rows: list[dict[str, Any]] = []
    for at, offset in enumerate(offsets):
        row = {
            "measure": what.name, "member": "average", "sessions_after": offset, "state": "measured" if enough else "insufficient",
            "abnormal_change": means.mean[at], "placebo_low": means.placebo_low[at], "placebo_high": means.placebo_high[at],
            "n_events": len(members),
        }  # fmt: skip
        if enough and offset:
            row |= {
                "path_low": means.low[at], "path_high": means.high[at], "bootstrap_low": means.bootstrap_low[at],
                "bootstrap_high": means.bootstrap_high[at], "placebo_p_value": means.p_values[at],
            }  # fmt: skip
        rows.append(row)
    return rows


def _missing(what: Response, after: int) -> Note:
    first, last = what.line.sessions[0], what.line.sessions[-1]
    return Note(
        f"前 {BEFORE} 至后 {after} 个交易日的{what.label.zh}不全（已知 {first} 至 {last}）",
        f"{what.label.en} is not whole from {BEFORE} sessions before to {after} after (known from {first} to {last})",
    )


def _undated(breach: Breach) -> Note:
    return Note(
        f"此前 {breach.sessions_missing} 个交易日缺数据，突破日不明",
        f"{breach.sessions_missing} sessions before it are not known: it may have come on any of them",
    )


def _notes(frame: pl.DataFrame, market: Response, found: Sequence[Breach], counted: Sequence[Breach], after: int) -> list[Note]:
    notes = [
        Note(
            f"突破当日的数字次日早晨才公布：指数自次日开盘起计，此前一夜不计；累计变化已扣除全期平均日变动。"
            f"共 {len(found)} 次自下而上的突破，其中 {len(found) - len(counted)} 次距前一次不足 {after} 个交易日，视为重复，不计。",
            f"A breach is public on the next morning: the index counts from that open, without the night before; changes are net of the mean "
            f"daily change of the whole series. {len(found)} breaches from below, {len(found) - len(counted)} of them within {after} "
            "sessions of the last one that counts: repetitions, left out.",
        ),
        Note(
            "区间：事件间 t 区间与自助法区间；带：全部突破一同平移到其他时间的均值，95% 落在带内；p 为双侧名次。"
            "同一时期的突破共享行情，t 与自助法区间偏窄；各日的 p 是同一条路径的多次读数。",
            "Intervals: Student's t over events, and bootstrap; band: where 95 % of the means lie when all breaches move together to other times; "
            "p is the two-sided rank among those. Breaches of one period share a market, which makes the first two intervals narrow; the "
            "p-values along a path are one path read many times.",
        ),
    ]  # fmt: skip
    few = frame.filter(pl.col("state") == "insufficient").select("measure", "n_events").unique(maintain_order=True)
    notes += [
        Note(f"{name}：样本不足（n={n}）。", f"{name}: insufficient (n={n}).") for name, n in few.iter_rows()
    ]  # fmt: skip
    if not found:
        notes.append(Note("没有自下而上的突破。", "Nothing was breached from below."))
    elif market.opens is not None:
        entries = [place + 1 for breach in counted if (place := market.line.place(breach.date)) is not None]
        late = sum(place < len(market.opens) and bool(np.isnan(market.opens[place])) for place in entries)
        if late:
            notes.append(Note(f"{late} 次突破的次日没有指数开盘点位，自当日收盘起计。",
                              f"For {late} breaches the index has no open on the next session; they count from its close."))  # fmt: skip
    return notes
