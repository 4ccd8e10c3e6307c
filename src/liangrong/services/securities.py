"""Ask a workspace about one security: its profile on a day, its history session by session, what happened to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

import polars as pl

from liangrong.analytics.measures import ScopeKind
from liangrong.analytics.scopes import Scope, resolve_scope
from liangrong.analytics.securities import events as happening
from liangrong.analytics.securities import history as recording
from liangrong.analytics.securities import profile as describing
from liangrong.core.clocks import AsOf
from liangrong.core.errors import UnknownName, UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.tables.labels import word
from liangrong.rules.events import events
from liangrong.services.search import SearchRequest, search
from liangrong.services.workspace import Workspace

__all__ = [
    "SecurityEventsRequest",
    "SecurityHistoryRequest",
    "SecurityRequest",
    "security_events",
    "security_history",
    "security_profile",
]

_MARKED: Final = ("line_reached", "line_left", "list_entered", "list_left", "financing_closed", "short_closed", "ex_rights")
"""Events that a history marks; moves stand in its prices."""
_SURE: Final = 70
"""From this score of ``search`` on, a name stands for the security itself: its code, name or initials, whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityRequest:
    """One security on one day.

    Parameters
    ----------
    security
        Code in any spelling, Chinese name, pinyin or English name.
    as_of
        The session; the latest complete one by default. A day without a session stands for the one before it.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    """

    security: str
    as_of: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityHistoryRequest:
    """One security over a window.

    Parameters
    ----------
    security
        Code in any spelling, Chinese name, pinyin or English name.
    start, end
        Days, both included; the last 250 sessions up to ``as_of`` by default. ``end`` is the same as ``as_of``.
    as_of
        The last session; the latest complete one by default.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    """

    security: str
    start: date | None = None
    end: date | None = None
    as_of: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityEventsRequest(SecurityHistoryRequest):
    """What happened to one security over a window; as ``SecurityHistoryRequest``."""


def security_profile(workspace: Workspace, request: SecurityRequest) -> Result:
    """Who a security is, what may be done with it, and where its balances stand: one row for each fact.

    Raises
    ------
    UnknownName
        No security of that name is known.
    NoData
        Nothing at all is stored of it.
    UsageError
        The text names something that is no security.
    """
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    snapshot = workspace.snapshot(as_of)
    scope, said = _security(workspace, snapshot, request.security)
    return describing.security_profile(snapshot, scope, day=as_of.as_of).warn(*said, *notes)


def security_history(workspace: Workspace, request: SecurityHistoryRequest) -> Result:
    """Price, financing and shorts of a security, session by session, with what happened and what was decreed on the day.

    Returns
    -------
    Result
        The columns of ``analytics.securities.history.security_history``, and ``event_zh, event_en``: lines of the exchange reached or left,
        changes of its lists, ex-rights days, and policy of margin trading.

    Raises
    ------
    UnknownName
        No security of that name is known.
    NoData
        Neither quotes nor margin detail of the window are stored.
    UsageError
        The text names something that is no security, or the window cannot be.
    """
    snapshot, as_of, start, notes = _window(workspace, request)
    scope, said = _security(workspace, snapshot, request.security)
    found = recording.security_history(snapshot, scope, start=start, end=as_of.as_of)
    happened = happening.security_events(snapshot, scope.name, start=start, end=as_of.as_of, flags=False)
    return replace(found, data=_with_marks(found.data, happened.data)).warn(*said, *notes)


def security_events(workspace: Workspace, request: SecurityEventsRequest) -> Result:
    """What happened to a security: margin facts, moves, lines reached, crowding flags, ex-rights days, newest first.

    Raises
    ------
    UnknownName
        No security of that name is known.
    UsageError
        The text names something that is no security, or the window cannot be.
    """
    snapshot, as_of, start, notes = _window(workspace, request)
    scope, said = _security(workspace, snapshot, request.security)
    return happening.security_events(snapshot, scope.name, start=start, end=as_of.as_of).warn(*said, *notes)


def _with_marks(rows: pl.DataFrame, happened: pl.DataFrame) -> pl.DataFrame:
    """The rows with what is worth a mark on the session, policy on the first session in force."""
    marked = happened.filter(pl.col("security_event").is_in(_MARKED))
    told = [
        (day, word("security_event", event), word("security_event", event, "en"))
        for day, event in marked.select("date", "security_event").iter_rows()
    ]
    told += [(event.date, event.title_zh, event.title_en) for event in events()]
    marks = pl.DataFrame(told, schema={"date": pl.Date, "event_zh": pl.String, "event_en": pl.String}, orient="row")
    joined = marks.group_by("date").agg(
        pl.col("event_zh").unique(maintain_order=True).str.join("；"),
        pl.col("event_en").unique(maintain_order=True).str.join("; "),
    )
    return rows.join(joined, on="date", how="left", maintain_order="left")


def _window(workspace: Workspace, request: SecurityHistoryRequest) -> tuple[MarketSnapshot, AsOf, date, tuple[Note, ...]]:
    """The market on the last session of the window, and its first day."""
    if request.as_of and request.end and request.as_of != request.end:
        raise UsageError(
            reason=f"`as_of` {request.as_of} and `to` {request.end} name two last days; give one of them",
            reason_zh=f"`as_of` {request.as_of} 与 `to` {request.end} 指定了两个截止日，请只给一个",
        )
    as_of, notes = workspace.as_of(request.as_of or request.end, request.known_at)
    start = request.start or workspace.calendar.back(as_of.as_of, recording.YEAR - 1)
    if start > as_of.as_of:
        raise UsageError(
            reason=f"the window {start}..{as_of.as_of} ends before it starts", reason_zh=f"区间 {start} 至 {as_of.as_of} 首尾颠倒"
        )
    return workspace.snapshot(as_of), as_of, start, notes


def _security(workspace: Workspace, snapshot: MarketSnapshot, text: str) -> tuple[Scope, tuple[Note, ...]]:
    """The security that a text names, and a note on what the text was taken for."""
    try:
        scope, notes = resolve_scope(snapshot, text)
    except UnknownName:
        found = search(workspace, SearchRequest(text=text, kinds=("security",), top=5)).data
        if found.is_empty() or (found.height > 1 and found["score"][0] < _SURE):
            near = "、".join(f"{name or ''} {code}".strip() for code, name in found.select("id", "name").iter_rows())
            raise UnknownName(kind="security", name=text, known=near or "600519.SH, 贵州茅台, gzmt, Kweichow Moutai") from None
        scope, _ = resolve_scope(snapshot, f"security:{found['id'][0]}")
        notes = (
            Note(f"“{text}”按 {scope}（{scope.label('zh')}）理解。", f"'{text}' was taken for {scope} ({scope.label('en')})."),
        )
    if scope.kind is not ScopeKind.SECURITY:
        raise UsageError(
            reason=f"'{text}' is {scope} ({scope.label('en')}), not a security; write a code such as 600519.SH",
            reason_zh=f"“{text}”是 {scope}（{scope.label('zh')}），不是单只证券；请写代码，如 600519.SH",
        )
    return scope, notes
