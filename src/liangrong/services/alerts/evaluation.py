"""Check every alert: read its condition session by session, tell what began to hold, bring it to the channels.

A check does the same whether it comes at once, late, twice, or after a death: what is told depends on the data and on what was told before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import polars as pl

from liangrong.core.clocks import AsOf
from liangrong.core.results import Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.alerts.alerts import (
    READING_SCHEMA,
    Alert,
    Found,
    cells_of,
    save_found,
    state_of,
    stored_alerts,
    stored_found,
)
from liangrong.services.alerts.channels import Channel, stored_channels
from liangrong.services.alerts.delivery import deliver
from liangrong.services.alerts.firing import Judged, Told, judge
from liangrong.services.alerts.folder import AlertsFolder
from liangrong.services.alerts.journal import Event, Journal, Past
from liangrong.services.alerts.readings import readings
from liangrong.services.alerts.wording import sentence_of
from liangrong.services.workspace import Workspace

__all__ = ["CheckAlertsRequest", "check_alerts"]

REVIEWED: Final = 5
"""Sessions before the last judged one that are judged again: data are revised within days."""
CAUGHT_UP: Final = 20
"""A check after a long pause judges so many sessions back and no more: older news is none."""


@dataclass(frozen=True, slots=True)
class CheckAlertsRequest:
    """A check of all alerts.

    Parameters
    ----------
    as_of
        Rehearse on this session: say what would hold, tell nobody and keep nothing. The latest complete one, in earnest, by default.
    known_at
        Rehearse with what was known at this instant.
    """

    as_of: date | None = None
    known_at: datetime | None = None

    @property
    def is_rehearsal(self) -> bool:
        """Whether nothing is kept and nobody told."""
        return self.as_of is not None or self.known_at is not None


@dataclass(frozen=True, slots=True)
class _Checked:
    """An alert after its check."""

    alert: Alert
    found: Found
    events: tuple[Event, ...] = ()


def check_alerts(
    workspace: Workspace, request: CheckAlertsRequest = CheckAlertsRequest(), *, now: datetime | None = None
) -> Result:
    """Check every alert on the sessions since the last check, tell what is new, and deliver what is due.

    Returns
    -------
    Result
        One row for each alert, ``alert, title_*, scope, measure, state, session, value, unit, threshold, zone, reason_*, told``; ``told``:
        how many things this check told of it. Warnings say what was told, and which channels failed.

    Raises
    ------
    NoData
        No session is complete.
    BadInput
        A document of the alerts is damaged.
    StorageFailed
        Another check takes too long, or the disk refused.
    """
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    snapshot, folder = workspace.snapshot(as_of), AlertsFolder.of(workspace)
    if request.is_rehearsal or not folder.exists:
        rows = [
            _Checked(alert, Found(readings(workspace, snapshot, alert.condition, [as_of.as_of])[-1]))
            for alert in stored_alerts(folder)
        ]
        return _result(as_of, rows).warn(*notes)
    instant = now or datetime.now(UTC)
    with folder.checking():
        journal, channels = Journal(folder), stored_channels(folder)
        past, before = journal.read(), stored_found(folder)
        rows = [
            _checked(
                workspace, snapshot, alert, before.get(alert.number), past, _Telling(instant, channels, workspace.is_simulated)
            )
            for alert in stored_alerts(folder)
        ]
        events = [event for row in rows for event in row.events]
        journal.append(events)
        save_found(folder, {row.alert.number: row.found for row in rows})
        failures = deliver(journal, channels, now=lambda: now or datetime.now(UTC))
    return _result(as_of, rows).warn(*notes, *past.notes, *(event.text for event in events), *failures)


@dataclass(frozen=True, slots=True)
class _Telling:
    """When, to whom, and of which world an event tells."""

    at: datetime
    channels: Sequence[Channel]
    simulated: bool

    def event(self, alert: Alert, told: Told, times: int) -> Event:
        reading = told.reading
        cells = cells_of(alert, reading)
        return Event(
            id=f"{alert.number}:{reading.session}:{times + 1}", kind=told.kind, alert=alert.number, condition=str(alert.condition),
            title=alert.title, scope=alert.condition.scope, measure=alert.condition.measure, session=reading.session,
            value=reading.value, unit=cells["unit"], threshold=reading.limit, state=state_of(reading), quality=reading.quality,
            text=sentence_of(told, alert.condition, alert.title, simulated=self.simulated), at=self.at,
            due=tuple(channel.name for channel in self.channels), simulated=self.simulated,
        )  # fmt: skip


def _checked(
    workspace: Workspace, snapshot: MarketSnapshot, alert: Alert, before: Found | None, past: Past, telling: _Telling
) -> _Checked:
    """Judge an alert on the sessions that are new, and again on those whose data may have been revised."""
    states = before.states if before else ()
    sessions = _sessions(snapshot, alert, states)
    found = readings(workspace, snapshot, alert.condition, sessions)
    held = next((holds for day, holds in reversed(states) if day < sessions[0]), False)
    judged = judge(
        found, held=held, recorded=past.recorded(alert.number), judged_until=states[-1][0] if states else None
    )  # fmt: skip
    events = tuple(telling.event(alert, told, past.told_times(alert.number, told.reading.session)) for told in judged.told)
    return _Checked(alert, Found(found[-1], _kept(states, judged, sessions[0])), events)


def _sessions(snapshot: MarketSnapshot, alert: Alert, states: Sequence[tuple[date, bool]]) -> Sequence[date]:
    """From some sessions before the last judged one to the latest; at least the latest."""
    calendar, latest = snapshot.calendar, snapshot.as_of.as_of
    first = alert.since or (states[0][0] if states else latest)
    if states:
        first = max(first, calendar.back(states[-1][0], REVIEWED - 1))
    first = min(max(first, calendar.back(latest, CAUGHT_UP - 1)), latest)
    return calendar.between(first, latest)


def _kept(states: Sequence[tuple[date, bool]], judged: Judged, first: date) -> tuple[tuple[date, bool], ...]:
    """States of one session more than the next check will judge again."""
    return (*(state for state in states if state[0] < first), *judged.states)[-REVIEWED - 1 :]


def _result(as_of: AsOf, rows: Sequence[_Checked]) -> Result:
    cells: list[Mapping[str, Any]] = [cells_of(row.alert, row.found.reading) | {"told": len(row.events)} for row in rows]
    frame = pl.DataFrame(cells, schema=READING_SCHEMA | {"told": pl.Int64()})
    return Result(frame, as_of=as_of.as_of, known_at=as_of.known_at)
