"""One security through a workspace, on the whole simulated market."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from liangrong.analytics.crowding.track_record import FLAG_AT
from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.rules.events import events
from liangrong.services.crowding import CrowdingRequest, crowding, suspensions
from liangrong.services.securities import (
    SecurityEventsRequest,
    SecurityHistoryRequest,
    SecurityRequest,
    security_events,
    security_history,
    security_profile,
)
from liangrong.services.workspace import Workspace

STOCK, FUND = "605842.SH", "589901.SH"


@pytest.fixture(scope="module")
def workspace(simulated_store: Path) -> Workspace:
    return Workspace.open(simulated_store)


def figures(workspace: Workspace, security: str, as_of: date | None = None) -> dict[str, float | None]:
    rows = security_profile(workspace, SecurityRequest(security=security, as_of=as_of)).data
    return dict(rows.select("fact", "figure").iter_rows())


def test_the_profile_agrees_with_the_answers_it_is_taken_from(workspace: Workspace) -> None:
    found = figures(workspace, STOCK)
    crowded = crowding(workspace, CrowdingRequest(top=400)).data.filter(pl.col("security_id") == STOCK).row(0, named=True)
    assert found["crowding"] == crowded["crowding"]
    assert found["days_to_unwind"] == crowded["days_to_unwind"]
    assert found["financing_balance_to_float_cap"] == pytest.approx(crowded["financing_balance_to_float_cap"])
    lines = suspensions(workspace, CrowdingRequest(top=800)).data.filter(pl.col("security_id") == STOCK)
    assert {"financing": found["financing_gauge"], "short": found["short_gauge"]} == dict(
        lines.select("side", "share_of_float").iter_rows()
    )


@pytest.mark.parametrize("spelling", ["605842", "sh605842", "模拟0042", "moni0042", "mn0042"])
def test_any_spelling_will_do_and_is_said(workspace: Workspace, spelling: str) -> None:
    found = security_profile(workspace, SecurityRequest(security=spelling))
    assert found.data.row(0, named=True)["said_en"] == STOCK
    assert any(STOCK in note.en for note in found.warnings)


def test_a_fund_has_no_industry_and_no_composite(workspace: Workspace) -> None:
    rows = security_profile(workspace, SecurityRequest(security=FUND)).data
    notes = dict(rows.select("fact", "note_en").iter_rows())
    assert "funds" in notes["industry_sw1"]
    assert "only stocks" in notes["crowding"]
    assert figures(workspace, FUND)["short_quantity"] is not None


@pytest.mark.parametrize(
    ("text", "error"),
    [("沪深300", UsageError), ("SSE", UsageError), ("不存在的名字", UnknownName), ("银", UnknownName), ("600000", NoData)],
)
def test_what_is_no_security_is_refused(workspace: Workspace, text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        security_profile(workspace, SecurityRequest(security=text))


def test_a_name_of_many_says_which(workspace: Workspace) -> None:
    with pytest.raises(UnknownName, match="模拟0"):
        security_profile(workspace, SecurityRequest(security="moni"))


def test_history_is_that_of_the_window_and_agrees_with_the_profile(workspace: Workspace) -> None:
    found = security_history(workspace, SecurityHistoryRequest(security=STOCK, start=date(2026, 1, 5), end=date(2026, 1, 31)))
    rows = found.data
    assert (rows["date"][0], rows["date"][-1]) == (date(2026, 1, 5), date(2026, 1, 30))
    assert any("2026-01-31" in note.en for note in found.warnings)  # no session: the one before is used, and it says so
    assert rows["financing_balance_to_float_cap"][-1] == figures(workspace, STOCK)["financing_balance_to_float_cap"]
    assert rows["adjusted_close"][-1] == rows["close"][-1]


def test_history_marks_policy_and_what_happened(workspace: Workspace) -> None:
    rows = security_history(workspace, SecurityHistoryRequest(security=STOCK, start=date(2026, 1, 5))).data
    decreed = {event.date: event for event in events() if event.date >= date(2026, 1, 5)}
    marked = {row["date"]: row for row in rows.iter_rows(named=True) if row["event_zh"]}
    assert set(decreed) & set(rows["date"]) <= set(marked)
    for day, event in decreed.items():
        if day in marked:
            assert event.title_zh in marked[day]["event_zh"]
            assert event.title_en in marked[day]["event_en"]
    assert rows["event_zh"].null_count() > 0


def test_windows_that_cannot_be_are_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError):
        security_history(workspace, SecurityHistoryRequest(security=STOCK, start=date(2026, 2, 1)))
    with pytest.raises(UsageError):
        security_history(workspace, SecurityHistoryRequest(security=STOCK, as_of=date(2026, 1, 29), end=date(2026, 1, 30)))


def test_crowding_flags_are_those_of_the_composite(workspace: Workspace) -> None:
    rows = security_events(workspace, SecurityEventsRequest(security=STOCK, start=date(2026, 1, 5))).data
    flags = rows.filter(pl.col("security_event") == "crowded").sort("date")
    assert flags.height
    sessions = list(workspace.calendar.between(date(2026, 1, 5), date(2026, 1, 30)))
    for day, reading in flags.select("date", "reading").iter_rows():
        assert reading >= FLAG_AT
        assert figures(workspace, STOCK, day)["crowding"] == pytest.approx(reading)
        before = sessions[sessions.index(day) - 1]
        assert (figures(workspace, STOCK, before)["crowding"] or 0.0) < FLAG_AT
