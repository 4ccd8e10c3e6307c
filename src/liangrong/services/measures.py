"""Ask a workspace for a measure: its level, changes, records, crossings, drawdown and place in its own past.

Thin: a request names things as people type them, the workspace gives the point of view, ``analytics`` answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from liangrong.analytics import changes as changing
from liangrong.analytics import crossings as crossing
from liangrong.analytics import records as recording
from liangrong.analytics.levels import level
from liangrong.analytics.measures import measure
from liangrong.core.errors import UnitMismatch
from liangrong.core.results import Note, Result
from liangrong.core.units import Quantity, Unit
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.workspace import Workspace

__all__ = [
    "CrossingsRequest",
    "RecordsRequest",
    "ShowRequest",
    "changes",
    "crossings",
    "record_state",
    "records",
    "show",
    "threshold_in",
]


@dataclass(frozen=True, slots=True)
class ShowRequest:
    """A measure of a scope over a window.

    Parameters
    ----------
    start, end
        Days, both included. Without ``start`` only the last session is meant; without ``end`` it is the latest complete one.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    baskets
        Basket name to security codes.
    """

    measure: str
    scope: str = "market"
    start: date | None = None
    end: date | None = None
    known_at: datetime | None = None
    baskets: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordsRequest:
    """The records of a measure in a window, judged against the whole history or the sessions since a day."""

    measure: str = "margin_trading_balance"
    scope: str = "market"
    start: date | None = None
    end: date | None = None
    since: date | None = None
    known_at: datetime | None = None
    baskets: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CrossingsRequest:
    """The crossings of a threshold.

    Parameters
    ----------
    threshold
        As people write it: ``2.5万亿``, ``25000亿元``, ``12.3%``; a bare number is in the measure's own unit.
    since
        The first session that may answer; ``None`` asks for the first ever.
    every
        List every crossing from ``since`` on instead of the first.
    """

    threshold: str
    measure: str = "margin_trading_balance"
    scope: str = "market"
    since: date | None = None
    end: date | None = None
    every: bool = False
    known_at: datetime | None = None
    baskets: Mapping[str, Sequence[str]] = field(default_factory=dict)


def show(workspace: Workspace, request: ShowRequest) -> Result:
    """The values of a measure, one row per known session.

    Raises
    ------
    NoData
        No session of the window is known.
    DenominatorNotNamed, UnknownName, UsageError
        The measure or the scope cannot be read.
    """
    snapshot, notes = _point_of_view(workspace, request.end, request.known_at, start=request.start)
    start = request.start or snapshot.as_of.as_of
    return level(
        snapshot, request.measure, request.scope, start=start, end=snapshot.as_of.as_of, baskets=request.baskets
    ).warn(*notes)  # fmt: skip


def changes(workspace: Workspace, request: ShowRequest) -> Result:
    """The change of each session against the one before, split by financing and short and by exchange."""
    snapshot, notes = _point_of_view(workspace, request.end, request.known_at, start=request.start)
    start = request.start or snapshot.as_of.as_of
    return changing.changes(
        snapshot, request.measure, request.scope, start=start, end=snapshot.as_of.as_of, baskets=request.baskets
    ).warn(*notes)  # fmt: skip


def records(workspace: Workspace, request: RecordsRequest) -> Result:
    """The sessions of a window on which the measure stood at a record.

    Raises
    ------
    HistoryTruncated
        The history judged against has a hole that nothing bounds.
    """
    snapshot, notes = _point_of_view(workspace, request.end, request.known_at, start=request.start)
    return recording.records(
        snapshot, request.measure, request.scope, start=request.start, end=snapshot.as_of.as_of, since=request.since,
        baskets=request.baskets,
    ).warn(*notes)  # fmt: skip


def record_state(workspace: Workspace, request: RecordsRequest) -> Result:
    """Whether the last session of the window is a record, how many the window holds, and how long ago the last one was."""
    snapshot, notes = _point_of_view(workspace, request.end, request.known_at, start=request.start)
    return recording.record_state(
        snapshot, request.measure, request.scope, start=request.start, end=snapshot.as_of.as_of, since=request.since,
        baskets=request.baskets,
    ).warn(*notes)  # fmt: skip


def crossings(workspace: Workspace, request: CrossingsRequest) -> Result:
    """The first crossing of a threshold, ever or since a day, or every one of them.

    Raises
    ------
    HistoryTruncated
        The first is asked for and the history has a hole that nothing bounds.
    UnitMismatch
        The threshold measures something else.
    """
    snapshot, notes = _point_of_view(workspace, request.end, request.known_at)
    wanted = measure(request.measure)
    threshold = threshold_in(request.threshold, wanted.unit)
    end = snapshot.as_of.as_of
    if request.every:
        found = crossing.crossings(
            snapshot, wanted, threshold, request.scope, start=request.since, end=end, baskets=request.baskets
        )  # fmt: skip
    else:
        found = crossing.first_crossing(
            snapshot, wanted, threshold, request.scope, since=request.since, end=end, baskets=request.baskets
        )  # fmt: skip
    return found.warn(*notes)


def _point_of_view(
    workspace: Workspace, day: date | None, known_at: datetime | None, *, start: date | None = None
) -> tuple[MarketSnapshot, tuple[Note, ...]]:
    """The snapshot of ``day``, by default the latest session, or ``start`` where that is later and so not known yet."""
    as_of, notes = workspace.as_of(day, known_at)
    if day is None and start is not None and start > as_of.as_of:
        as_of, notes = workspace.as_of(workspace.calendar.on_or_after(start), known_at)
    return workspace.snapshot(as_of), notes


def threshold_in(text: str, unit: Unit) -> Decimal:
    """A threshold as people write it, in the measure's own unit; a bare number is in that unit already.

    Raises
    ------
    UnitMismatch
        It measures something else.
    UnknownName
        There is no number, or its unit is unknown.
    """
    given = Quantity.parse(text)
    is_bare = given.unit is Unit.RATIO
    if is_bare or given.unit.dimension is unit.dimension:
        return given.amount if is_bare else given.to(unit).amount
    raise UnitMismatch(source=text, target=unit.symbol("zh") or "ratio")
