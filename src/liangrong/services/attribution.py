"""Ask a workspace which margin facts preceded abnormal moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from liangrong.analytics.studies.attribution import attribution as attributing
from liangrong.analytics.studies.attribution.explanation import explained_move
from liangrong.analytics.studies.attribution.listing import listed_moves
from liangrong.analytics.studies.attribution.moves import SIGMA
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.workspace import Workspace

__all__ = ["AttributionRequest", "MoveRequest", "attribution", "move", "moves"]

YEAR: Final = 250
"""Sessions asked about when no start is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionRequest:
    """The abnormal moves of a window.

    Parameters
    ----------
    start, end
        Days, both included; the last 250 sessions up to the latest complete one by default.
    sigma
        How many standard deviations are abnormal.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    """

    start: date | None = None
    end: date | None = None
    sigma: float = SIGMA
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRequest:
    """The move of one security on a day; ``sigma`` and ``known_at`` as in ``AttributionRequest``."""

    security: str
    on: date
    sigma: float = SIGMA
    known_at: datetime | None = None


def attribution(workspace: Workspace, request: AttributionRequest) -> Result:
    """How often each fact stood before moves, and before none among matched controls.

    Raises
    ------
    NoData
        No quotes are stored for the window.
    UsageError
        The window or sigma cannot be.
    """
    snapshot, start, notes = _window(workspace, request)
    return attributing.attribution(snapshot, start=start, end=snapshot.as_of.as_of, sigma=request.sigma).warn(*notes)


def moves(workspace: Workspace, request: AttributionRequest) -> Result:
    """Every abnormal move of the window with the facts before it; raises what ``attribution`` does."""
    snapshot, start, notes = _window(workspace, request)
    return listed_moves(snapshot, start=start, end=snapshot.as_of.as_of, sigma=request.sigma).warn(*notes)


def move(workspace: Workspace, request: MoveRequest) -> Result:
    """One move, and every fact of the session before it.

    Raises
    ------
    InvalidSecurity
        The code cannot be one.
    NoData
        The security has no close on that day.
    UsageError
        Sigma is not above zero.
    """
    as_of, notes = workspace.as_of(request.on, request.known_at)
    return explained_move(workspace.snapshot(as_of), request.security, as_of.as_of, sigma=request.sigma).warn(*notes)


def _window(workspace: Workspace, request: AttributionRequest) -> tuple[MarketSnapshot, date, tuple[Note, ...]]:
    as_of, notes = workspace.as_of(request.end, request.known_at)
    start = request.start or workspace.calendar.offset(as_of.as_of, 1 - YEAR)
    return workspace.snapshot(as_of), start, notes
