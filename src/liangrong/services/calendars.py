"""Continue the trading calendar by the months that SZSE has published since the frozen one was cut."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from liangrong.core.calendar import Calendar
from liangrong.core.clocks import SHANGHAI
from liangrong.core.errors import BadInput
from liangrong.core.outcomes import Failed, Ok
from liangrong.core.results import Note
from liangrong.services.ingest import ingest, keeper
from liangrong.services.workspace import Workspace
from liangrong.sources.fetch import fetch
from liangrong.sources.fetcher import Fetcher, Query, Transport

__all__ = ["CalendarRefresh", "refresh_calendar"]

_MONTHS_AHEAD: Final = 24
"""Exchanges publish a year at a time, in December: nobody has published further ahead than this."""


@dataclass(frozen=True)
class CalendarRefresh:
    """What became of a refresh.

    Parameters
    ----------
    workspace
        The same store with the continued calendar.
    months
        First days of the months added.
    note
        What to tell the user.
    failed
        Whether the source gave no usable answer.
    """

    workspace: Workspace
    months: tuple[date, ...]
    note: Note
    failed: bool = False


def refresh_calendar(
    workspace: Workspace, transport: Transport, *, now: datetime, fetcher: Fetcher | None = None, simulated: bool = False
) -> CalendarRefresh:
    """Ask for the present month, to see that it agrees, then for each month beyond the calendar's end.

    Parameters
    ----------
    fetcher
        The connector of the month list; the registry's by default.

    Raises
    ------
    StorageFailed, MixedOrigins
        As ``Store.append``.
    """
    if fetcher is None:
        from liangrong.sources.registry import fetchers

        fetcher = fetchers("trading_days")[0]
    calendar, added = workspace.calendar, list[date]()
    today = now.astimezone(SHANGHAI).date()
    month = min(today, calendar.end).replace(day=1)
    problem: Failed | None = None
    with workspace.store.writing("calendar"):
        for _ in range(_MONTHS_AHEAD):
            last = month.replace(day=monthrange(month.year, month.month)[1])
            outcome = fetch(fetcher, Query(month, last), transport, keeper(workspace))
            if not isinstance(outcome, Ok):
                problem = outcome if isinstance(outcome, Failed) else None
                break
            frame = outcome.value.tables["trading_days"]
            before = calendar.end
            try:
                calendar = calendar.extended(dict(frame.select("trade_date", "is_session").iter_rows()))
            except BadInput as error:
                return CalendarRefresh(workspace, tuple(added), Note(error.message("zh"), error.message("en")), failed=True)
            if calendar.end > before:
                ingest(workspace, outcome.value.tables, observed_at=now, live=True, simulated=simulated)
                added.append(month)
            month = max(last, calendar.end) + timedelta(days=1)
    workspace = Workspace(replace(workspace.store, calendar=calendar), calendar)
    return CalendarRefresh(workspace, tuple(added), _note(calendar, len(added), problem), failed=problem is not None)


def _note(calendar: Calendar, months: int, problem: Failed | None) -> Note:
    if problem is not None:
        return Note(problem.reason_zh or problem.reason, problem.reason)
    if months:
        return Note(
            f"交易日历延长 {months} 个月，至 {calendar.end}", f"The calendar was continued by {months} months, to {calendar.end}."
        )
    return Note(f"没有公布 {calendar.end} 之后的月份", f"No month after {calendar.end} has been published yet.")
