"""Which stocks are crowded with borrowed money, how near the exchanges' lines are, and what followed earlier flags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from liangrong.analytics.crowding import ranking, track_record
from liangrong.analytics.crowding import suspensions as gauge
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.workspace import Workspace

__all__ = ["CrowdingRequest", "crowding", "crowding_scorecard", "suspensions"]


@dataclass(frozen=True, slots=True)
class CrowdingRequest:
    """Crowded stocks of a scope on a day.

    Parameters
    ----------
    within
        Any spelling of a scope; whose securities are shown.
    as_of
        The session; the latest complete one when ``None``.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    top
        How many rows.
    participation
        The part of the usual turnover that unwinding may take.
    proxy
        Estimate float caps that are not stored for the day, and mark them derived.
    """

    within: str = "market"
    as_of: date | None = None
    known_at: datetime | None = None
    top: int = 20
    participation: float = 0.2
    proxy: bool = False


def crowding(workspace: Workspace, request: CrowdingRequest) -> Result:
    """The most crowded stocks, strictly ordered, with the parts of their composite.

    Raises
    ------
    NoData
        The day has no margin detail, or nothing to measure it with.
    UsageError
        ``top`` or the participation cannot be.
    """
    snapshot, notes = _point_of_view(workspace, request)
    return ranking.crowded(
        snapshot, request.within, day=snapshot.as_of.as_of, top=request.top, participation=request.participation, proxy=request.proxy
    ).warn(*notes)  # fmt: skip


def suspensions(workspace: Workspace, request: CrowdingRequest) -> Result:
    """The securities that are nearest to, or beyond, a line at which their exchange may suspend them.

    Raises
    ------
    NoData
        The day has no margin detail.
    """
    snapshot, notes = _point_of_view(workspace, request)
    return gauge.suspensions(
        snapshot, request.within, day=snapshot.as_of.as_of, top=request.top, proxy=request.proxy
    ).warn(*notes)  # fmt: skip


def crowding_scorecard(workspace: Workspace, request: CrowdingRequest) -> Result:
    """What followed earlier flags, pooled over all stocks: one row for each horizon.

    Raises
    ------
    UsageError
        A scope or an estimate is asked for: the record is that of all stocks, from what was known at the time.
    """
    if request.proxy or request.within != "market":
        raise UsageError(
            reason="the scorecard is that of all stocks, from float caps known at the time; leave out `proxy` and `within`",
            reason_zh="命中率按全部股票、以当时可知的流通市值计算，不与 `proxy`、`within` 同用",
        )
    snapshot, notes = _point_of_view(workspace, request)
    return track_record.track_record(snapshot, end=snapshot.as_of.as_of, participation=request.participation).warn(*notes)


def _point_of_view(workspace: Workspace, request: CrowdingRequest) -> tuple[MarketSnapshot, tuple[Note, ...]]:
    if request.top < 1:
        raise UsageError(reason=f"top is {request.top}; ask for at least one row", reason_zh=f"top 为 {request.top}，至少应为 1")
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    return workspace.snapshot(as_of), notes
