"""What a condition on the market finds on neighbouring sessions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from liangrong.analytics.crowding.gauge import lines
from liangrong.analytics.distribution import standing
from liangrong.analytics.levels import series
from liangrong.analytics.records import record_state
from liangrong.analytics.series import Series
from liangrong.core.errors import LiangrongError, NoData, NotKnown
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.reports.questions import PERCENTILE_YEARS, years_before
from liangrong.services.alerts.conditions import Condition
from liangrong.services.alerts.reading import Reading, compared, not_known, passes

__all__ = ["market_readings"]

_LOOK_BACK: Final = 5
"""A crossing needs the session before; where that one is not known, the last known one of so many."""


def market_readings(snapshot: MarketSnapshot, condition: Condition, sessions: Sequence[date]) -> list[Reading]:
    """A condition on the market, read on neighbouring sessions.

    Parameters
    ----------
    snapshot
        The market, at or after the last of ``sessions``.
    sessions
        In order, at least one.

    Returns
    -------
    list of Reading
        One for each session; whatever stands against an answer is the reason of that session.
    """
    if condition.test == "record":
        return [_told(session, lambda day: _record(snapshot, condition, day)) for session in sessions]
    if condition.aspect == "percentile":
        return [_told(session, lambda day: _percentile(snapshot, condition, day)) for session in sessions]
    back = _LOOK_BACK if condition.test in ("crosses", "falls_below") else condition.sessions
    try:
        found = series(
            snapshot, condition.measure, condition.scope, start=snapshot.calendar.back(sessions[0], back), end=sessions[-1]
        )
    except LiangrongError as error:
        return [not_known(session, error) for session in sessions]
    if condition.aspect == "change":
        return list(_changes(snapshot, condition, found, sessions))
    if condition.test in ("crosses", "falls_below"):
        return list(_crossings(snapshot, condition, found, sessions))
    return list(_levels(condition, found, sessions))


def _told(session: date, read: Callable[[date], Reading]) -> Reading:
    try:
        return read(session)
    except LiangrongError as error:
        return not_known(session, error)


def _levels(condition: Condition, found: Series, sessions: Sequence[date]) -> Iterator[Reading]:
    values = _values(found)
    for session in sessions:
        if session not in values:
            yield not_known(session, found.no_data(session, *found.notes))
            continue
        value, quality = values[session]
        try:
            limit = condition.limit
            line = _line(condition, found, session) if limit is None else limit
        except LiangrongError as error:
            yield not_known(session, error)
        else:
            yield compared(condition, session, value, line, quality=quality)


def _line(condition: Condition, found: Series, session: date) -> float:
    """A line of the exchanges, as the rulebook has it on the day."""
    held = lines(found.scope.name, "financing", session)
    limit = held.suspend if condition.threshold == "suspend_line" else held.resume
    if math.isnan(limit):
        raise NotKnown(
            reason=f"No {condition.threshold} is in force for {found.scope} on {session}.",
            reason_zh=f"{session} 没有适用于 {found.scope} 的 {condition.threshold}。",
        )
    return limit


def _changes(snapshot: MarketSnapshot, condition: Condition, found: Series, sessions: Sequence[date]) -> Iterator[Reading]:
    values, limit = _values(found), condition.limit
    assert limit is not None, "a change is compared with a number"
    for session in sessions:
        base = snapshot.calendar.offset(session, -condition.sessions)
        missing = next((day for day in (session, base) if day not in values), None)
        if missing is not None:
            yield not_known(session, found.no_data(missing, *found.notes))
            continue
        (now, quality), (before, _) = values[session], values[base]
        if condition.is_relative and not before:
            zh, en = f"{base} 的数值为零，无从计算变化率", f"the value of {base} is zero: nothing to take a part of"
            yield Reading(session, None, reason=Note(zh, en))
            continue
        change = float(now) / float(before) - 1 if condition.is_relative else now - before
        yield compared(condition, session, change, limit, quality=quality)


def _crossings(snapshot: MarketSnapshot, condition: Condition, found: Series, sessions: Sequence[date]) -> Iterator[Reading]:
    values, limit = _values(found), condition.limit
    assert limit is not None, "a crossing is of a number"
    known = sorted(values)
    for session in sessions:
        before = max((day for day in known if day < session), default=None)
        if session not in values or before is None:
            yield not_known(session, found.no_data(session if before else snapshot.calendar.previous(session), *found.notes))
            continue
        value, quality = values[session]
        was, now = (passes(">=", values[day][0], limit) for day in (before, session))
        holds = now and not was if condition.test == "crosses" else was and not now
        loose = holds and snapshot.calendar.next(before) != session
        reason = (
            Note(f"{before} 之后缺数据，实际可能更早", f"sessions after {before} are missing: it may have come earlier")
            if loose
            else None
        )
        yield Reading(session, holds, not holds, value, limit, quality=quality, reason=reason)


def _percentile(snapshot: MarketSnapshot, condition: Condition, session: date) -> Reading:
    calendar = snapshot.calendar
    start = calendar.on_or_after(max(years_before(session, PERCENTILE_YEARS), calendar.start))
    row = standing(snapshot, condition.measure, condition.scope, start=start, end=session).data.row(0, named=True)
    _must_be_of(row["date"], session, condition)
    limit = condition.limit
    assert limit is not None, "a percentile is compared with a number"
    reading = compared(condition, session, row["percentile"], limit, quality=row["quality"])
    if row["window_start"] == start:
        return reading
    first, n = row["window_start"], row["n"]
    young = Note(f"只有 {first} 起的 {n} 个值", f"only {n} values, since {first}")
    return replace(reading, reason=young)


def _record(snapshot: MarketSnapshot, condition: Condition, session: date) -> Reading:
    found = record_state(snapshot, condition.measure, condition.scope, start=session, end=session, since=condition.since)
    row = found.data.row(0, named=True)
    return Reading(session, row["is_record"], not row["is_record"], row["value"], row["high"], quality=row["quality"])


def _must_be_of(day: date, session: date, condition: Condition) -> None:
    if day != session:
        raise NoData(
            what=condition.measure, where=f"{condition.scope} on {session}", where_zh=f"{condition.scope} {session} ", nearest=day
        )


def _values(found: Series) -> dict[date, tuple[Any, str]]:
    return {day: (value, quality) for day, value, quality in found.frame.select("date", "value", "quality").iter_rows()}
