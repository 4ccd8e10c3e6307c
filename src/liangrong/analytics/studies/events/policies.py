"""What a market measure did before and after each dated change of the rules, against sessions without any.

An event of the timeline stands on its first session in force. Most were announced days or weeks before: what the market made
of the announcement lies in the "before" of this study, which makes an effect look smaller or turns its sign.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.events.differences import Differences, differences
from liangrong.analytics.studies.events.placebo import MIN_PLACEBOS, quiet_places, rank_p_value
from liangrong.analytics.studies.events.responses import DEFAULT_RESPONSES, Response, response
from liangrong.analytics.studies.events.windows import aligned
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.events import PolicyEvent, events

__all__ = ["CONFIDENCE", "WINDOWS", "policy_effects"]

WINDOWS: Final = (5, 20, 60)
"""Sessions on either side: a week, a month, a quarter."""
CONFIDENCE: Final = 0.95
MAX_MISSING: Final = 5
"""One session in five of either side may be unknown."""

_SCHEMA: Final = pl.Schema({
    "date": pl.Date(), "policy": pl.String(), "title_zh": pl.String(), "title_en": pl.String(), "measure": pl.String(),
    "window_sessions": pl.Int64(), "state": pl.String(), "mean_before": pl.Float64(), "mean_after": pl.Float64(),
    "effect_points": pl.Float64(), "effect_low_points": pl.Float64(), "effect_high_points": pl.Float64(),
    "placebo_p_value": pl.Float64(), "n_before": pl.Int64(), "n_after": pl.Int64(), "n_placebo": pl.Int64(),
    "contaminated_by": pl.List(pl.String()), "reason_zh": pl.String(), "reason_en": pl.String(),
})  # fmt: skip


def policy_effects(
    snapshot: MarketSnapshot,
    *,
    measures: Sequence[str] = DEFAULT_RESPONSES,
    windows: Sequence[int] = WINDOWS,
    start: date | None = None,
    end: date | None = None,
) -> Result:
    """Mean reading per session in the k sessions before each event against the k sessions from it on.

    Null hypothesis: the event is a session like any other. The statistic is the difference of the two means over its Newey-West
    standard error; its p-value is its two-sided rank among the same statistic on every session at least k sessions away from
    any event. The interval is the difference ± that standard error times the 95 % point of those placebos, so it leaves out
    zero where p is at most 5 %.

    Parameters
    ----------
    measures
        Measures of the menu for the whole market, or codes of indices. Balances, counts and indices are read as growth from
        session to session, ratios as they stand.
    windows
        k.
    start, end
        Events from and to these days; all of the timeline by default. Placebos stay away from all events.

    Returns
    -------
    Result
        One row per event, measure and k: ``state`` (``differs``: p at most 5 %; ``within_noise``; ``no_placebo``: too few quiet
        sessions to compare with; ``not_known``: see ``reason``), the two means, the effect with its interval (pure numbers,
        differences of ratios), ``placebo_p_value``, sample sizes and ``contaminated_by``: the other events within the window.

    Raises
    ------
    NoData
        Nothing of a measure is stored.
    UnknownName, UsageError
        A measure that does not exist or has no growth, a window below 2 sessions, or no event between the days.

    Examples
    --------
    >>> from liangrong.core.calendar import mainland
    >>> days = mainland().between(date(2023, 7, 3), date(2023, 12, 29))
    >>> rows = pl.DataFrame({"security_id": ["000300.SH"] * len(days), "trade_date": days, "close": [3000.0] * len(days)})
    >>> market = MarketSnapshot.of({"index_quotes": rows}, days[-1])
    >>> found = policy_effects(market, measures=["000300.SH"], windows=[5], start=date(2023, 9, 11), end=date(2023, 10, 16))
    >>> found.data.select("policy", "effect_points", "n_before", "contaminated_by").rows()[0]
    ('financing_ratio_80_2023', 0.0, 5, [])
    """
    if any(window < 2 for window in windows):
        raise UsageError(reason="a window needs at least 2 sessions on either side", reason_zh="窗口两侧各须至少 2 个交易日")
    whole = events()
    asked = [event for event in whole if (start or event.date) <= event.date <= (end or event.date)]
    if not asked:
        raise UsageError(
            reason=f"no policy event lies between {start} and {end}; the timeline runs from {whole[0].date} to {whole[-1].date}",
            reason_zh=f"{start} 至 {end} 之间没有政策事件；时间线为 {whole[0].date} 至 {whole[-1].date}",
        )
    responses = [response(snapshot, name) for name in dict.fromkeys(measures)]
    rows = [row for what in responses for window in dict.fromkeys(windows) for row in _rows(snapshot, what, window, asked, whole)]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort("date", "policy", maintain_order=True)
    return Result(
        data=frame,
        as_of=snapshot.as_of.as_of,
        known_at=snapshot.as_of.known_at,
        source=tuple(sorted({source for what in responses for source in what.sources})),
    ).warn(*_method(responses), *_chance(frame), *(note for what in responses for note in what.notes))


def _rows(
    snapshot: MarketSnapshot, what: Response, window: int, asked: Sequence[PolicyEvent], whole: Sequence[PolicyEvent]
) -> list[dict[str, Any]]:
    line = what.readings
    readings = differences(aligned(line.values, [line.place(event.date) for event in asked], window, window))
    placebos = _placebos(what, window, whole)
    critical = _critical(placebos)
    found = []
    for at, event in enumerate(asked):
        missing = _missing(what, window, readings, at, event)
        row: dict[str, Any] = {
            "date": event.date, "policy": event.event, "title_zh": event.title_zh, "title_en": event.title_en,
            "measure": what.name, "window_sessions": window, "n_before": int(readings.n_before[at]),
            "n_after": int(readings.n_after[at]), "n_placebo": len(placebos),
            "contaminated_by": _others(snapshot, event, whole, window),
        }  # fmt: skip
        if missing:
            found.append(row | {"state": "not_known", "reason_zh": missing.zh, "reason_en": missing.en})
            continue
        effect, error, p_value = readings.effect[at], readings.error[at], rank_p_value(readings.t[at], placebos)
        row |= {"mean_before": readings.before[at], "mean_after": readings.after[at], "effect_points": effect}
        if critical is not None and p_value is not None:
            row |= {
                "effect_low_points": effect - critical * error, "effect_high_points": effect + critical * error,
                "placebo_p_value": p_value, "state": "differs" if p_value <= 1 - CONFIDENCE + 1e-12 else "within_noise",
            }  # fmt: skip
        found.append({"state": "no_placebo"} | row)
    return found


def _placebos(what: Response, window: int, whole: Sequence[PolicyEvent]) -> Floats:
    """The statistic on every quiet session whose window is wholly known."""
    line = what.readings
    busy = [place for event in whole if (place := line.place(event.date)) is not None]
    cells = aligned(line.values, quiet_places(len(line.values), busy, window).tolist(), window, window)
    statistics = differences(cells[~np.isnan(cells).any(axis=1)]).t
    return statistics[np.isfinite(statistics)]


def _critical(placebos: Floats) -> float | None:
    """The absolute value that one placebo in twenty passes."""
    if len(placebos) < MIN_PLACEBOS:
        return None
    rank = math.ceil(CONFIDENCE * (len(placebos) + 1) - 1e-9)
    return float(np.sort(np.abs(placebos))[rank - 1])


def _others(snapshot: MarketSnapshot, event: PolicyEvent, whole: Sequence[PolicyEvent], window: int) -> list[str]:
    """The other events in force within the window."""
    calendar = snapshot.calendar
    day = calendar.on_or_after(event.date)
    near = []
    for other in whole:
        if other is event:
            continue
        distance = calendar.count(day, calendar.on_or_after(other.date))
        if -window <= distance < window:
            near.append(other.event)
    return near


def _missing(what: Response, window: int, readings: Differences, at: int, event: PolicyEvent) -> Note | None:
    """Why the effect of an event is not known, or ``None`` where it is."""
    least = window - window // MAX_MISSING
    before, after = int(readings.n_before[at]), int(readings.n_after[at])
    if before >= least and after >= least:
        return None
    sessions = what.readings.sessions
    if not sessions[0] <= event.date <= sessions[-1]:
        return Note(f"{what.label.zh}只有 {sessions[0]} 至 {sessions[-1]}，不含事件日",
                    f"{what.label.en} is known from {sessions[0]} to {sessions[-1]} only")  # fmt: skip
    return Note(
        f"{what.label.zh}在事件前后各 {window} 个交易日中只知 {before} 与 {after} 个（已知 {sessions[0]} 至 {sessions[-1]}）",
        f"of {window} sessions on either side only {before} and {after} of {what.label.en} are known "
        f"(known from {sessions[0]} to {sessions[-1]})",
    )


def _method(responses: Sequence[Response]) -> tuple[Note, ...]:
    grown = [what.label for what in responses if what.kind == "growth"]
    levels = [what.label for what in responses if what.kind == "level"]
    read_zh = "；".join(
        [f"按日增长：{'、'.join(n.zh for n in grown)}"] * bool(grown)
        + [f"按水平：{'、'.join(n.zh for n in levels)}"] * bool(levels)
    )
    read_en = "; ".join(
        [f"per session: {', '.join(n.en for n in grown)}"] * bool(grown)
        + [f"as levels: {', '.join(n.en for n in levels)}"] * bool(levels)
    )
    return (
        Note(
            f"事件日为生效首日（计入“之后”），多数早已公布，公布的反应落在“之前”。{read_zh}。差异单位为百分点，前后相继不等于因果。",
            'Events stand on their first session in force (part of "after"); most were announced earlier, and that reaction lies in '
            f'"before". {read_en}. Differences are in percentage points; before and after is not because.',
        ),
        Note(
            "区间为差异 ± Newey-West 标准误 × 安慰剂临界值；p 值为该统计量在远离全部事件的交易日同一统计量中的双侧名次。"
            "安慰剂窗口彼此重叠，约每 2k 个才有一个独立。",
            "Intervals are the difference ± its Newey-West error times the placebos' 95 % point; p is the two-sided rank among the same "
            "statistic on sessions at least k from any event. Placebo windows overlap: about one in 2k is independent.",
        ),
    )


def _chance(frame: pl.DataFrame) -> tuple[Note, ...]:
    """How many effects luck alone would have made, and how many are not known."""
    tested = frame.filter(pl.col("placebo_p_value").is_not_null())
    differing = tested.filter(pl.col("state") == "differs").height
    unknown = frame.filter(pl.col("state") == "not_known").height
    dirty = tested.filter(pl.col("contaminated_by").list.len() > 0).height
    notes = [Note(
        f"{tested.height} 个检验中 {differing} 个 p 不超过 5%；全无影响时也会有约 {tested.height * (1 - CONFIDENCE):.1f} 个。"
        f"{dirty} 个窗口内另有事件。",
        f"{differing} of {tested.height} tests have p at most 5 %; about {tested.height * (1 - CONFIDENCE):.1f} would if nothing had any "
        f"effect. {dirty} windows hold another event.",
    )] if tested.height else []  # fmt: skip
    if unknown:
        notes.append(Note(f"{unknown} 行未知，原因见各行。", f"{unknown} rows are not known; each says why."))
    return tuple(notes)
