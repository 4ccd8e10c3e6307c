"""What changed on a session: records, thresholds, the largest flows, new flags, alerts, revised data, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

import polars as pl

from liangrong.analytics.series import origin_notes
from liangrong.core.errors import LiangrongError, UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.overview.changed import TODAY_SCHEMA, Told
from liangrong.services.overview.flags import new_flags, new_squeezes, new_suspensions
from liangrong.services.overview.moved import largest_flows, milestones
from liangrong.services.overview.noticed import alerts_fired, missing, revisions
from liangrong.services.workspace import Workspace

__all__ = ["Part", "TodayRequest", "today"]

Part: TypeAlias = Literal["milestones", "flows", "flags", "alerts", "data"]


@dataclass(frozen=True, slots=True)
class TodayRequest:
    """What changed on a session.

    Parameters
    ----------
    as_of
        The session; the latest complete one by default. A day without a session stands for the one before it.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    top
        How many industries and stocks from either end, and how many new flags of a kind.
    part
        Only ``milestones`` (records and thresholds), ``flows``, ``flags`` (crowding, suspension lines, squeezes), ``alerts`` or ``data``
        (revisions and what is missing); everything by default.
    """

    as_of: date | None = None
    known_at: datetime | None = None
    top: int = 3
    part: Part | None = None


_Teller: TypeAlias = Callable[[Workspace, MarketSnapshot, int], Told]
_TELLERS: Final[Mapping[Part, tuple[tuple[Note, _Teller], ...]]] = {
    "milestones": ((Note("新高与关口", "Records and thresholds"), milestones),),
    "flows": ((Note("资金流向", "Flows"), largest_flows),),
    "flags": (
        (Note("新的拥挤标记", "New crowding flags"), new_flags),
        (Note("新触及暂停线", "Suspension lines newly reached"), new_suspensions),
        (Note("新的逼空迹象", "New squeezes"), new_squeezes),
    ),
    "alerts": ((Note("提醒", "Alerts"), alerts_fired),),
    "data": ((Note("数据修订", "Revisions"), revisions), (Note("缺失数据", "What is missing"), missing)),
}


def today(workspace: Workspace, request: TodayRequest) -> Result:
    """What changed on a session, most telling first.

    Returns
    -------
    Result
        ``kind, date, what_*, value, unit, scope, measure, detail_*``, one row for each thing. What the data do not allow to say is
        left out, and a warning says what and why.

    Raises
    ------
    BeyondCalendar
        The day lies outside the calendar.
    NoData
        No session is complete.
    UsageError
        Fewer than one row of a kind is asked for.
    """
    if request.top < 1:
        raise UsageError(reason=f"top is {request.top}; ask for at least one row", reason_zh=f"top 为 {request.top}，至少应为 1")
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    snapshot = workspace.snapshot(as_of)
    told = [
        _told(title, teller, workspace, snapshot, request.top)
        for part, tellers in _TELLERS.items()
        if request.part in (None, part)
        for title, teller in tellers
    ]
    rows = pl.DataFrame([row.row() for each in told for row in each.rows], schema=TODAY_SCHEMA, orient="row")
    sources = tuple(sorted({source for each in told for source in each.sources}))
    said = (note for each in told for note in each.notes)
    return Result(rows, "", as_of.as_of, as_of.known_at, sources).warn(*notes, *said, *origin_notes(sources))


def _told(title: Note, teller: _Teller, workspace: Workspace, snapshot: MarketSnapshot, top: int) -> Told:
    """What a teller tells; what it cannot becomes a remark under its title."""
    try:
        return teller(workspace, snapshot, top)
    except LiangrongError as error:
        return Told(notes=(Note(f"{title.zh}：{error.message('zh')}", f"{title.en}: {error.message('en')}"),))
