"""The parts of the market that somebody watches, and how each stands this morning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

import polars as pl

from liangrong.analytics.crowding.ranking import crowded
from liangrong.analytics.distribution import MIN_OBSERVATIONS, standing
from liangrong.analytics.levels import series
from liangrong.core.clocks import AsOf
from liangrong.core.errors import LiangrongError, NoData, UnknownName
from liangrong.core.results import Note, Result
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.reports.questions import PERCENTILE_YEARS, years_before
from liangrong.services.alerts.alerts import scope_meant
from liangrong.services.alerts.folder import AlertsFolder
from liangrong.services.alerts.wording import label_of
from liangrong.services.crowding import CrowdingRequest
from liangrong.services.workspace import Workspace

__all__ = ["UnwatchRequest", "WatchRequest", "WatchlistRequest", "unwatch", "watch", "watchlist"]

_FILE: Final = "watchlist.json"
_MEASURE: Final = "financing_balance"
_SPANS: Final = (1, 5, 20)
"""Sessions over which changes are shown."""
_ALL_STOCKS: Final = 1_000_000

_SCHEMA: Final[dict[str, Any]] = {
    "scope": pl.String(), "title_zh": pl.String(), "title_en": pl.String(), "date": pl.Date(), _MEASURE: MONEY,
    **{f"change_{span}": pl.Float64() for span in _SPANS}, "percentile": pl.Float64(), "percentile_since": pl.Date(),
    "crowding": pl.Float64(), "crowding_rank": pl.Int64(), "reason_zh": pl.String(), "reason_en": pl.String(),
    "watched_since": pl.Date(), "remark": pl.String(),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WatchRequest:
    """A part of the market to watch.

    Parameters
    ----------
    scope
        market, SSE, board:star, industry:sw1:电子, index:000300.SH, 600519.SH, or a Chinese name.
    remark
        Why.
    """

    scope: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class UnwatchRequest:
    """A part of the market to watch no longer.

    Parameters
    ----------
    scope
        In any spelling.
    """

    scope: str


@dataclass(frozen=True, slots=True)
class WatchlistRequest:
    """How the watched parts of the market stand.

    Parameters
    ----------
    as_of
        The session; the latest complete one by default.
    known_at
        Only what was known at this instant.
    crowding
        Whether to rank watched stocks among all others, which takes a second or two on a national store.
    """

    as_of: date | None = None
    known_at: datetime | None = None
    crowding: bool = True


@dataclass(frozen=True, slots=True)
class _Watched:
    scope: str
    label: Note
    added_on: date
    remark: str = ""


def watch(workspace: Workspace, request: WatchRequest, *, now: datetime | None = None) -> Result:
    """Put a part of the market on the watchlist; one that is on it already gets the new remark.

    Returns
    -------
    Result
        The watchlist without figures; warnings say what a loose spelling was taken for.

    Raises
    ------
    UnknownName, InvalidSecurity
        Nothing of that name is known.
    BadInput
        The document of the watchlist is damaged.
    StorageFailed
        The disk refused.
    """
    scope, notes = scope_meant(workspace, request.scope)
    new = _Watched(str(scope), label_of(scope), (now or datetime.now(UTC)).date(), request.remark.strip())
    folder = AlertsFolder.of(workspace)
    with folder.changing("watch"):
        known = _stored(folder)
        kept = [replace(each, remark=new.remark) if each.scope == new.scope else each for each in known]
        _save(folder, kept if new.scope in {each.scope for each in known} else [*known, new])
    return Result(pl.DataFrame([_heading(each) for each in _stored(folder)], schema=_SCHEMA), warnings=notes)


def unwatch(workspace: Workspace, request: UnwatchRequest) -> Result:
    """Take a part of the market off the watchlist.

    Raises
    ------
    UnknownName
        It is not on it.
    """
    folder = AlertsFolder.of(workspace)
    known = {each.scope for each in _stored(folder)}
    wanted = request.scope.strip() if request.scope.strip() in known else str(scope_meant(workspace, request.scope)[0])
    if wanted not in known:
        names = ", ".join(sorted(known)) or "—"
        raise UnknownName(kind="watched scope", kind_zh="自选", name=request.scope, known=names)
    with folder.changing("unwatch"):
        _save(folder, [each for each in _stored(folder) if each.scope != wanted])
    return Result(pl.DataFrame([_heading(each) for each in _stored(folder)], schema=_SCHEMA))


def watchlist(workspace: Workspace, request: WatchlistRequest = WatchlistRequest()) -> Result:
    """How each watched part of the market stands: financing balance, its changes, its place in ten years, crowding of stocks.

    Returns
    -------
    Result
        Rows ``scope, title_*, date, financing_balance, change_1, change_5, change_20, percentile, percentile_since, crowding,
        crowding_rank, reason_*, watched_since, remark`` in the order in which they were put on the list. Money in 元; changes are relative,
        over so many sessions, ``null`` where one end is not known. ``percentile``: the share of the known sessions of the last ten years, or
        since ``percentile_since`` where that is later, at or below. ``crowding`` (0 to 1) and ``crowding_rank`` among all financed stocks.

    Raises
    ------
    NoData
        No session is complete, and something is watched.
    UsageError
        The latest session is not asked for and the calendar does not reach the day.
    """
    watched = _stored(AlertsFolder.of(workspace))
    if not watched:
        return Result(pl.DataFrame(schema=_SCHEMA), warnings=workspace.notes)
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    snapshot = workspace.snapshot(as_of)
    crowding, remarks = _crowding(snapshot, as_of) if request.crowding and any(map(_security, watched)) else ({}, ())
    standings = [_standing(snapshot, each) for each in watched]
    rows = [
        _heading(each) | cells | crowding.get(_security(each), {}) for each, (cells, _) in zip(watched, standings, strict=True)
    ]
    found = Result(pl.DataFrame(rows, schema=_SCHEMA), as_of=as_of.as_of, known_at=as_of.known_at)
    return found.warn(*notes, *remarks, *(note for _, told in standings for note in told))


def _security(each: _Watched) -> str:
    return each.scope.removeprefix("security:") if each.scope.startswith("security:") else ""


def _heading(each: _Watched) -> dict[str, Any]:
    return {
        "scope": each.scope, "title_zh": each.label.zh, "title_en": each.label.en, "watched_since": each.added_on,
        "remark": each.remark or None,
    }  # fmt: skip


def _standing(snapshot: MarketSnapshot, each: _Watched) -> tuple[dict[str, Any], tuple[Note, ...]]:
    """The figures of one row, or why they are not known; and what to know of them."""
    calendar, day = snapshot.calendar, snapshot.as_of.as_of
    try:
        found = series(snapshot, _MEASURE, each.scope, start=calendar.back(day, max(_SPANS)), end=day)
        values = dict(found.frame.select("date", "value").iter_rows())
        if day not in values:
            raise found.no_data(day, *found.notes)
    except LiangrongError as error:
        return {"date": day, "reason_zh": error.message("zh"), "reason_en": error.message("en")}, ()
    before = {span: values.get(calendar.back(day, span)) for span in _SPANS}
    changes = {f"change_{span}": float(values[day]) / float(base) - 1 if base else None for span, base in before.items()}
    percentile, told = _percentile(snapshot, each, day)
    return {"date": day, _MEASURE: values[day], **changes, **percentile}, (*found.notes, *told)


def _percentile(snapshot: MarketSnapshot, each: _Watched, day: date) -> tuple[dict[str, Any], tuple[Note, ...]]:
    calendar = snapshot.calendar
    start = calendar.on_or_after(max(years_before(day, PERCENTILE_YEARS), calendar.start))
    try:
        row = standing(snapshot, _MEASURE, each.scope, start=start, end=day).data.row(0, named=True)
    except NoData:
        return {}, (Note(f"分位至少要 {MIN_OBSERVATIONS} 个已知交易日，不足的不给出。",
                         f"A percentile needs {MIN_OBSERVATIONS} known sessions; with fewer there is none."),)  # fmt: skip
    return {"percentile": row["percentile"], "percentile_since": row["window_start"]}, ()


def _crowding(snapshot: MarketSnapshot, as_of: AsOf) -> tuple[dict[str, dict[str, Any]], tuple[Note, ...]]:
    """Security to its composite and rank among all financed stocks of the day; a remark where that is not known."""
    try:
        found = crowded(snapshot, day=as_of.as_of, top=_ALL_STOCKS, participation=CrowdingRequest().participation).data
    except LiangrongError as error:
        return {}, (Note(f"拥挤度未知：{error.message('zh')}", f"Crowding is not known: {error.message('en')}"),)
    rows = found.select("security_id", "crowding", "rank").iter_rows()
    return {security: {"crowding": value, "crowding_rank": rank} for security, value, rank in rows}, ()


def _stored(folder: AlertsFolder) -> list[_Watched]:
    return folder.load(_FILE, lambda document: [_read(row) for row in document.get("watched", [])])


def _read(row: dict[str, Any]) -> _Watched:
    return _Watched(row["scope"], Note(*row["label"]), date.fromisoformat(row["added_on"]), row["remark"])


def _save(folder: AlertsFolder, wanted: list[_Watched]) -> None:
    rows = [
        {
            "scope": each.scope,
            "label": [each.label.zh, each.label.en],
            "added_on": each.added_on.isoformat(),
            "remark": each.remark,
        }
        for each in wanted
    ]
    folder.save(_FILE, {"watched": rows})
