"""Ask a workspace where the financing went: flows of groups, and league tables of either end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from liangrong.analytics.structure import flows as flowing
from liangrong.analytics.structure import league as ranking
from liangrong.core.errors import NoData
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.workspace import Workspace

__all__ = ["FlowsRequest", "LeagueRequest", "flows", "league"]


@dataclass(frozen=True, slots=True)
class FlowsRequest:
    """Net financing by group over a window.

    Parameters
    ----------
    by
        ``sw1``, ``sw2``, ``sw3``, ``board``, ``exchange``, ``index:CODE``, ``security`` or ``baskets``.
    start, end
        Days, both included. Without ``start`` only the last session is meant; without ``end`` it is the latest complete one.
    basis
        ``auto``, ``repayments`` or ``balance``.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    baskets
        Basket name to security codes.
    """

    by: str = "sw1"
    start: date | None = None
    end: date | None = None
    basis: str = "auto"
    known_at: datetime | None = None
    baskets: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeagueRequest:
    """Both ends of the order by net financing over a window; window, ``basis``, ``known_at`` and ``baskets`` as in ``FlowsRequest``.

    Parameters
    ----------
    top
        How many from each end.
    threshold
        As people write it: ``10亿``, ``5000万元``.
    within
        Any spelling of a scope; empty for everything.
    """

    by: str = "security"
    start: date | None = None
    end: date | None = None
    top: int = 10
    threshold: str | None = None
    within: str = ""
    basis: str = "auto"
    known_at: datetime | None = None
    baskets: Mapping[str, Sequence[str]] = field(default_factory=dict)


def flows(workspace: Workspace, request: FlowsRequest) -> Result:
    """Net financing of each group, with closing lines against the exchanges' totals.

    Raises
    ------
    NoData
        The window lacks what the basis needs.
    UnknownName, UsageError
        The grouping, basis or window cannot be read.
    """
    snapshot, start, notes = _point_of_view(workspace, request)
    found = flowing.flows(
        snapshot, request.by, start=start, end=snapshot.as_of.as_of, basis=request.basis, baskets=request.baskets
    )
    return found.warn(*notes)


def league(workspace: Workspace, request: LeagueRequest) -> Result:
    """The groups that took in most and gave up most, and how many pass a threshold.

    Raises
    ------
    NoData
        The window lacks what the basis needs.
    UnknownName, UsageError, UnitMismatch
        The grouping, scope, threshold or window cannot be read.
    """
    snapshot, start, notes = _point_of_view(workspace, request)
    found = ranking.league(
        snapshot, request.by, start=start, end=snapshot.as_of.as_of, top=request.top, threshold=request.threshold,
        within=request.within or None, basis=request.basis, baskets=request.baskets,
    )  # fmt: skip
    return found.warn(*notes)


def _point_of_view(workspace: Workspace, request: FlowsRequest | LeagueRequest) -> tuple[MarketSnapshot, date, tuple[Note, ...]]:
    """The snapshot of the window's end, and its first day."""
    as_of, notes = workspace.as_of(request.end, request.known_at)
    start = request.start or as_of.as_of
    if start > as_of.as_of and (request.end is None or start <= request.end):
        window = f"{start}..{request.end}" if request.end else f"{start}.."
        raise NoData(what="session", what_zh="交易日", where=window, nearest=as_of.as_of)
    return workspace.snapshot(as_of), start, notes
