from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from liangrong.services.coverage import CoverageRequest, coverage, coverage_by_month
from liangrong.services.workspace import Workspace
from liangrong.store.coverage import Entry, State

DAYS = (date(2025, 9, 29), date(2025, 9, 30), date(2025, 10, 9), date(2025, 10, 10), date(2025, 10, 13))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    opened = Workspace.open(tmp_path / "store", create=True)
    states: tuple[State | None, ...] = ("covered", "quarantined", None, "failed", "covered")
    opened.store.coverage.record(
        [
            Entry("market_totals", "SSE", day, "sse", state, rows=1, reason_zh=f"因 {day}", reason_en=f"for {day}")
            for day, state in zip(DAYS, states, strict=True)
            if state
        ]
    )
    return opened


def test_the_summary_counts_each_state_and_what_was_never_asked(workspace: Workspace) -> None:
    row = coverage(workspace, CoverageRequest()).data.row(0, named=True)
    assert (row["first"], row["last"]) == (DAYS[0], DAYS[-1])
    assert (row["covered"], row["quarantined"], row["failed"], row["missing"]) == (2, 1, 1, 1)
    assert row["reason_en"] == f"for {DAYS[3]}"


def test_day_by_day_and_only_a_part(workspace: Workspace) -> None:
    data = coverage(workspace, CoverageRequest(start=DAYS[1], end=DAYS[3], by_day=True)).data
    assert data.select("trade_date", "state").rows() == [(DAYS[1], "quarantined"), (DAYS[3], "failed")]
    assert coverage(workspace, CoverageRequest(exchange="BSE")).data.is_empty()
    assert coverage(workspace, CoverageRequest(dataset="quotes", by_day=True)).data.is_empty()


def test_weekends_between_are_not_missing(workspace: Workspace) -> None:
    data = coverage(workspace, CoverageRequest(start=DAYS[3])).data
    assert data["missing"].to_list() == [0]


def test_months_count_all_their_sessions_and_a_hole_between_has_its_row(tmp_path: Path) -> None:
    """August 2025 has nothing; October ends with the last day of anything stored."""
    opened = Workspace.open(tmp_path / "store", create=True)
    july, october = [day for day in opened.calendar.sessions if day.year == 2025 and day.month == 7], DAYS[2:]
    opened.store.coverage.record(
        [Entry("quotes", "SSE", day, "sse", "covered", rows=1) for day in (*july, DAYS[0], *october[:2])]
    )
    opened.store.coverage.record(
        [Entry("quotes", "SSE", DAYS[1], "sse", "failed"), Entry("quotes", "SZSE", DAYS[4], "szse", "covered")]
    )
    data = coverage_by_month(opened, CoverageRequest(exchange=None)).data
    shanghai = {row["month"]: row for row in data.iter_rows(named=True) if row["exchange"] == "SSE"}
    assert list(shanghai) == [date(2025, 7, 1), date(2025, 8, 1), date(2025, 9, 1), date(2025, 10, 1)]
    assert [row["covered"] for row in shanghai.values()] == [len(july), 0, 1, 2]
    assert shanghai[date(2025, 10, 1)]["sessions"] == len(october)
    assert shanghai[date(2025, 7, 1)]["stored_share"] == 1
    assert shanghai[date(2025, 8, 1)]["stored_share"] == 0
    assert data.filter(exchange="SZSE")["month"].to_list() == [date(2025, 10, 1)]


def test_nothing_stored_has_no_months(workspace: Workspace) -> None:
    assert coverage_by_month(workspace, CoverageRequest(exchange="BSE")).data.is_empty()
