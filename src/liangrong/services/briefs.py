"""The leverage brief of a workspace: pick the session, ask, and hand back findings that any renderer can draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from liangrong.research.reports.brief import Brief
from liangrong.research.reports.brief import brief as ask
from liangrong.services.workspace import Workspace

if TYPE_CHECKING:
    from liangrong.rules.events import PolicyEvent

__all__ = ["BriefRequest", "brief"]


@dataclass(frozen=True, slots=True)
class BriefRequest:
    """Which session, as known when.

    Parameters
    ----------
    as_of
        The session; a day without one stands for the session before it, ``None`` for the latest complete one.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    with_events
        Also list the policy events; a terminal shows none, and reading the rule book takes a tenth of a second.
    """

    as_of: date | None = None
    known_at: datetime | None = None
    with_events: bool = True


def brief(workspace: Workspace, request: BriefRequest) -> Brief:
    """Write the brief.

    Raises
    ------
    NoData
        The market's balance of that session is not known.
    BeyondCalendar
        The day is outside the trading calendar.
    """
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    answer = ask(workspace.snapshot(as_of), events=_events() if request.with_events else ())
    fresh = tuple(note for note in notes if note not in answer.warnings)
    return replace(answer, simulated=answer.simulated or workspace.is_simulated, notes=(*fresh, *answer.notes))


def _events() -> tuple[PolicyEvent, ...]:
    from liangrong.rules.events import events

    return events()
