"""The brief of a workspace: the session meant, and what is said about moving to it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from liangrong.core.errors import BeyondCalendar, NoData
from liangrong.services.briefs import BriefRequest, brief
from liangrong.services.workspace import Workspace
from tests.small_market import stored, totals


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(stored(tmp_path_factory.mktemp("store"), {"market_totals": totals(date(2025, 11, 3))}))


def test_the_latest_complete_session_is_meant(workspace: Workspace) -> None:
    assert brief(workspace, BriefRequest()).as_of == date(2026, 1, 30)


def test_a_weekend_is_moved_back_and_said(workspace: Workspace) -> None:
    answer = brief(workspace, BriefRequest(date(2026, 1, 25)))
    assert answer.as_of == date(2026, 1, 23)
    assert any("2026-01-25" in note.en for note in answer.warnings)


def test_nothing_is_known_before_it_was_published(workspace: Workspace) -> None:
    evening = datetime(2026, 1, 30, 12, 0, tzinfo=UTC)
    assert brief(workspace, BriefRequest(known_at=evening)).as_of == date(2026, 1, 29)
    with pytest.raises(NoData):
        brief(workspace, BriefRequest(date(2026, 1, 30), known_at=evening))


def test_a_day_beyond_the_calendar_is_refused(workspace: Workspace) -> None:
    with pytest.raises(BeyondCalendar):
        brief(workspace, BriefRequest(date(2031, 1, 6)))


def test_events_are_listed_only_when_wanted(workspace: Workspace) -> None:
    with_events = brief(workspace, BriefRequest()).findings
    without = brief(workspace, BriefRequest(with_events=False)).findings
    assert [f.key for f in with_events if not f.key.startswith("event.")] == [f.key for f in without]
    assert len(with_events) > len(without)
