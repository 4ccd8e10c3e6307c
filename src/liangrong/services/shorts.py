"""Ask a workspace about the short side: where it stands, in whom it is, who covered, and what hedges instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

import polars as pl

from liangrong.analytics.names import with_names
from liangrong.analytics.scopes import in_scope, members, resolve_scope
from liangrong.analytics.shorts.cards import short_cards
from liangrong.analytics.shorts.concentration import industry_shorts
from liangrong.analytics.shorts.cover import covers
from liangrong.analytics.shorts.futures import futures_basis
from liangrong.analytics.shorts.overview import short_overview
from liangrong.analytics.shorts.squeeze import squeezes
from liangrong.analytics.shorts.table import short_table
from liangrong.analytics.shorts.trend import short_trend
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.workspace import Workspace

__all__ = ["ShortsRequest", "View", "shorts"]

View: TypeAlias = Literal["overview", "trend", "cards", "table", "industries", "cover", "squeeze", "futures"]

_MARKET_ONLY: Final = frozenset({"industries", "futures"})
"""Views that are those of the whole market."""
_ONE_DAY: Final = frozenset({"cards", "table", "industries"})
"""Views of a single session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortsRequest:
    """What is asked about the short side.

    Parameters
    ----------
    view
        ``overview``: the cards and the months before; ``trend``: session by session; ``cards``; ``table``: the most shorted stocks;
        ``industries``; ``cover``: vanished shorts and cover days; ``squeeze``; ``futures``: index futures as the hedge that remains.
    scope
        Any spelling of a scope.
    as_of
        The session; the latest complete one when ``None``.
    start, end
        A window, for the views that have one. ``end`` is the same as ``as_of``.
    top
        How many rows of the table, of the events or of the squeezes.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    """

    view: View = "overview"
    scope: str = "market"
    as_of: date | None = None
    start: date | None = None
    end: date | None = None
    top: int = 20
    known_at: datetime | None = None


def shorts(workspace: Workspace, request: ShortsRequest) -> Result:
    """One view of the short side.

    Raises
    ------
    NoData
        What the view stands on is not stored for the day or window.
    UsageError
        The request asks for what its view does not have: a window of a single day, a scope of a market-wide view, no rows.
    """
    _check(request)
    as_of, notes = workspace.as_of(request.as_of or request.end, request.known_at)
    snapshot = workspace.snapshot(as_of)
    return _VIEWS[request.view](snapshot, request).warn(*notes)


def _check(request: ShortsRequest) -> None:
    if request.top < 1:
        raise UsageError(reason=f"top is {request.top}; ask for at least one row", reason_zh=f"top 为 {request.top}，至少应为 1")
    if request.as_of and request.end and request.as_of != request.end:
        raise UsageError(
            reason=f"`as_of` {request.as_of} and `to` {request.end} name two last days; give one of them",
            reason_zh=f"`as_of` {request.as_of} 与 `to` {request.end} 指定了两个截止日，请只给一个",
        )
    if request.start and request.view in _ONE_DAY:
        raise UsageError(
            reason=f"the view '{request.view}' is that of one session; leave out `from`",
            reason_zh=f"视图 {request.view} 只看一个交易日，请去掉 `from`",
        )
    if request.view in _MARKET_ONLY and request.scope != "market":
        raise UsageError(
            reason=f"the view '{request.view}' is that of the whole market; leave out `scope`",
            reason_zh=f"视图 {request.view} 只适用于全市场，请去掉 `scope`",
        )


def _trend(snapshot: MarketSnapshot, request: ShortsRequest) -> Result:
    last = snapshot.as_of.as_of
    start = request.start or snapshot.calendar.previous(date(last.year, 1, 1))
    return short_trend(snapshot, request.scope, start=start, end=last)


def _cover(snapshot: MarketSnapshot, request: ShortsRequest) -> Result:
    last = snapshot.as_of.as_of
    found = covers(snapshot, start=_first(snapshot, request), end=last)
    return _narrowed(snapshot, found, request)


def _squeeze(snapshot: MarketSnapshot, request: ShortsRequest) -> Result:
    """The squeezes first, then the most unusual; what was not judged is counted in the warnings, not listed."""
    found = squeezes(snapshot, start=_first(snapshot, request), end=snapshot.as_of.as_of)
    order = pl.col("state").replace_strict(
        {"squeeze": 0, "conditions_only": 1}, default=2, return_dtype=pl.Int8
    )  # fmt: skip
    judged = found.data.filter(pl.col("state") != "insufficient").sort(order, "p_value", "date", maintain_order=True)
    return _narrowed(snapshot, replace(found, data=judged), request)


def _first(snapshot: MarketSnapshot, request: ShortsRequest) -> date:
    last = snapshot.as_of.as_of
    first = last if request.start is None else snapshot.calendar.on_or_after(request.start)
    if first > last:
        raise UsageError(
            reason=f"the window {request.start}..{last} holds no session", reason_zh=f"区间 {request.start} 至 {last} 没有交易日"
        )
    return first


def _narrowed(snapshot: MarketSnapshot, found: Result, request: ShortsRequest) -> Result:
    """The rows of a scope, as of each day, and no more than ``top`` of them."""
    scope, notes = resolve_scope(snapshot, request.scope)
    rows = in_scope(found.data.rename({"date": "trade_date"}), scope, members(snapshot, scope)).rename({"trade_date": "date"})
    cut = Note(
        f"共 {rows.height} 行，只列前 {request.top} 行（top）。",
        f"{rows.height} rows in all; the first {request.top} are shown (top).",
    )
    return replace(found, data=with_names(snapshot, rows.head(request.top))).warn(
        *notes, *([cut] if rows.height > request.top else [])
    )


def _largest_named(snapshot: MarketSnapshot, found: Result) -> Result:
    """The industries with the name of the largest stock of each."""
    return replace(found, data=with_names(snapshot, found.data, "largest"))


_VIEWS: Final[Mapping[View, Callable[[MarketSnapshot, ShortsRequest], Result]]] = {
    "overview": lambda snapshot, request: short_overview(snapshot, request.scope, start=request.start),
    "trend": _trend,
    "cards": lambda snapshot, request: short_cards(snapshot, request.scope),
    "table": lambda snapshot, request: short_table(snapshot, scope=request.scope, top=request.top),
    "industries": lambda snapshot, _: _largest_named(snapshot, industry_shorts(snapshot)),
    "cover": _cover,
    "squeeze": _squeeze,
    "futures": lambda snapshot, request: futures_basis(snapshot, start=request.start),
}
