"""What was told, of what, and who has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from liangrong.core.errors import UsageError
from liangrong.core.results import Result
from liangrong.services.alerts.folder import AlertsFolder
from liangrong.services.alerts.journal import Event, Journal, Past
from liangrong.services.workspace import Workspace

__all__ = ["AlertHistoryRequest", "alert_history"]

_SCHEMA: Final[dict[str, Any]] = {
    "fired_at": pl.Datetime("us", "UTC"), "session": pl.Date(), "alert": pl.Int64(), "told": pl.String(), "text_zh": pl.String(),
    "text_en": pl.String(), "condition": pl.String(), "scope": pl.String(), "measure": pl.String(), "value": pl.Float64(),
    "unit": pl.String(), "threshold": pl.Float64(), "state": pl.String(), "delivered_to": pl.List(pl.String()),
    "failure_zh": pl.String(), "failure_en": pl.String(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AlertHistoryRequest:
    """What was told.

    Parameters
    ----------
    alert
        Only of this alert, by its number; of all by default.
    since
        Only of sessions from this day on.
    top
        How many rows, the latest first.
    """

    alert: int | None = None
    since: date | None = None
    top: int = 100


def alert_history(workspace: Workspace, request: AlertHistoryRequest = AlertHistoryRequest()) -> Result:
    """What was told, the latest first, and which channels have it; a withdrawal says that revised data changed what was told before.

    Returns
    -------
    Result
        Rows ``fired_at, session, alert, told, text_*, condition, scope, measure, value, unit, threshold, state, delivered_to, failure_*``.

    Raises
    ------
    UsageError
        Fewer than one row is asked for.
    """
    if request.top < 1:
        raise UsageError(reason=f"top is {request.top}; ask for at least one row", reason_zh=f"top 为 {request.top}，至少应为 1")
    past = Journal(AlertsFolder.of(workspace)).read()
    wanted = [
        event
        for event in reversed(past.events)
        if request.alert in (None, event.alert) and (request.since is None or event.session >= request.since)
    ]
    rows = [_row(event, past) for event in wanted[: request.top]]
    last = max((event.session for event in wanted), default=None)
    return Result(pl.DataFrame(rows, schema=_SCHEMA), as_of=last, warnings=(*workspace.notes, *past.notes))


def _row(event: Event, past: Past) -> dict[str, Any]:
    failure = past.failure_of(event)
    return {
        "fired_at": event.at, "session": event.session, "alert": event.alert, "told": event.kind, "text_zh": event.text.zh,
        "text_en": event.text.en, "condition": event.condition, "scope": event.scope, "measure": event.measure,
        "value": None if event.value is None else float(event.value), "unit": event.unit,
        "threshold": None if event.threshold is None else float(event.threshold), "state": event.state,
        "delivered_to": ["page", *(channel for channel in event.due if past.is_delivered(event, channel))],
        "failure_zh": failure.zh if failure else None, "failure_en": failure.en if failure else None,
    }  # fmt: skip
