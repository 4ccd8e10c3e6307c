from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.errors import BeyondCalendar
from liangrong.core.outcomes import NotPublished, Ok, Outcome
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from liangrong.services.calendars import CalendarRefresh, refresh_calendar
from liangrong.services.workspace import Workspace
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request

NOW = datetime(2026, 12, 22, 4, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Months:
    """A connector and its publisher: every weekday of the months it knows is a session, but for the closed ones."""

    known: tuple[str, ...]
    closed: tuple[date, ...] = ()
    source: str = "szse"
    asked: list[str] = field(default_factory=list)

    def request(self, query: Query, page: int = 1) -> Request:
        return Request("https://www.szse.cn/month", (("month", f"{query.start:%Y-%m}"),))

    def pages(self, first: RawPayload, query: Query) -> int:
        return 1

    def send(self, request: Request) -> RawPayload:
        month = dict(request.params)["month"]
        self.asked.append(month)
        return RawPayload(json.dumps(month if month in self.known else "").encode(), request.url, NOW)

    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        if not json.loads(payloads[0].content):
            return NotPublished(query.end)
        days = [query.start + timedelta(days=n) for n in range((query.end - query.start).days + 1)]
        rows = {"trade_date": days, "is_session": [day.weekday() < 5 and day not in self.closed for day in days]}
        return Ok(Batch({"trading_days": conform(table("trading_days"), pl.DataFrame(rows), source="szse")}))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "store", create=True)


def refresh(workspace: Workspace, months: Months) -> CalendarRefresh:
    return refresh_calendar(workspace, months, now=NOW, fetcher=months)  # type: ignore[arg-type]


def test_published_months_continue_the_calendar_for_good(workspace: Workspace) -> None:
    months = Months(("2026-12", "2027-01", "2027-02"), closed=(date(2027, 1, 1),))
    done = refresh(workspace, months)
    assert months.asked == ["2026-12", "2027-01", "2027-02", "2027-03"]
    assert done.months == (date(2027, 1, 1), date(2027, 2, 1))
    assert done.workspace.calendar.end == date(2027, 2, 28)
    again = Workspace.open(workspace.store.path)
    assert again.calendar == done.workspace.calendar
    assert not again.calendar.is_session(date(2027, 1, 1))
    assert again.store.calendar.next(date(2026, 12, 31)) == date(2027, 1, 4)


def test_nothing_new_is_said(workspace: Workspace) -> None:
    done = refresh(workspace, Months(("2026-12",)))
    assert (done.months, done.failed) == ((), False)
    assert "2026-12-31" in done.note.en
    with pytest.raises(BeyondCalendar):
        Workspace.open(workspace.store.path).calendar.next(date(2026, 12, 31))


def test_a_month_that_contradicts_the_calendar_stops_the_refresh(workspace: Workspace) -> None:
    done = refresh(workspace, Months(("2026-12", "2027-01"), closed=(date(2026, 12, 24),)))
    assert done.failed
    assert "2026-12-24" in done.note.en
    assert workspace.store.names == ()


def test_a_calendar_from_a_file_continues_nothing(workspace: Workspace) -> None:
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(31)]
    rows = {"trade_date": days, "is_session": [day.weekday() < 5 for day in days], "source": ["akshare"] * 31}
    workspace.store.append("trading_days", pl.DataFrame(rows), observed_at=NOW)
    assert Workspace.open(workspace.store.path).calendar.end == date(2026, 12, 31)
