from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from liangrong.analytics.series import SIMULATED_NOTE
from liangrong.core.errors import BeyondCalendar, MixedOrigins, NoData, NotKnown
from liangrong.services.workspace import Workspace

SEEN = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "store", create=True)


def put(workspace: Workspace, day: date, *exchanges: str, source: str = "sse") -> None:
    rows = {"exchange": list(exchanges), "trade_date": [day] * len(exchanges), "margin_trading_balance": [1] * len(exchanges)}
    workspace.store.append("market_totals", pl.DataFrame({**rows, "source": [source] * len(exchanges)}), observed_at=SEEN)


class TestLatestSession:
    def test_a_missing_exchange_makes_the_day_incomplete(self, workspace: Workspace) -> None:
        put(workspace, date(2026, 1, 29), "SSE", "SZSE", "BSE")
        put(workspace, date(2026, 1, 30), "SSE", "BSE")
        assert workspace.latest_session() == date(2026, 1, 29)

    def test_beijing_counts_since_it_takes_part(self, workspace: Workspace) -> None:
        put(workspace, date(2023, 2, 10), "SSE", "SZSE")
        put(workspace, date(2023, 2, 13), "SSE", "SZSE")
        assert workspace.latest_session() == date(2023, 2, 10)

    def test_the_published_sum_of_both_is_complete_before(self, workspace: Workspace) -> None:
        put(workspace, date(2015, 6, 18), "SSE+SZSE")
        assert workspace.latest_session() == date(2015, 6, 18)

    def test_as_known_at_an_instant(self, workspace: Workspace) -> None:
        put(workspace, date(2022, 9, 29), "SSE", "SZSE")
        put(workspace, date(2022, 9, 30), "SSE", "SZSE")
        assert workspace.latest_session(datetime(2022, 10, 8, tzinfo=UTC)) == date(2022, 9, 29)
        assert workspace.latest_session(datetime(2022, 10, 10, 1, tzinfo=UTC)) == date(2022, 9, 30)

    def test_none_names_what_is_nearest(self, workspace: Workspace) -> None:
        put(workspace, date(2026, 1, 30), "SSE")
        with pytest.raises(NoData, match="2026-01-30"):
            workspace.latest_session()


class TestAsOf:
    def test_a_session_is_taken_as_it_is(self, workspace: Workspace) -> None:
        view, notes = workspace.as_of(date(2025, 9, 30), SEEN)
        assert (view.as_of, view.known_at, notes) == (date(2025, 9, 30), SEEN, ())

    def test_a_holiday_goes_back_to_the_session_before_and_says_so(self, workspace: Workspace) -> None:
        view, notes = workspace.as_of(date(2025, 10, 5))
        assert view.as_of == date(2025, 9, 30)
        assert all("2025-10-05" in notes[0].text(lang) and "2025-09-30" in notes[0].text(lang) for lang in ("zh", "en"))

    def test_no_day_is_the_latest_complete_one(self, workspace: Workspace) -> None:
        put(workspace, date(2022, 9, 30), "SSE", "SZSE")
        assert workspace.as_of()[0].as_of == date(2022, 9, 30)

    def test_a_day_beyond_the_calendar_is_refused(self, workspace: Workspace) -> None:
        with pytest.raises(BeyondCalendar):
            workspace.as_of(date(2031, 1, 1))

    def test_simulated_facts_carry_their_warning(self, workspace: Workspace) -> None:
        assert not workspace.is_simulated
        put(workspace, date(2026, 1, 30), "SSE", "SZSE", "BSE", source="simulated:sse")
        assert workspace.is_simulated
        assert SIMULATED_NOTE in workspace.as_of()[1]
        with pytest.raises(MixedOrigins) as caught:
            put(workspace, date(2026, 1, 29), "SSE")
        assert "模拟" in caught.value.message("zh")


def test_a_missing_store_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(NotKnown):
        Workspace.open(tmp_path / "none")


def test_a_snapshot_has_one_source_per_day_and_no_clocks(workspace: Workspace) -> None:
    put(workspace, date(2026, 1, 30), "SSE", source="tushare")
    put(workspace, date(2026, 1, 30), "SSE", source="sse")
    frame = workspace.snapshot(workspace.as_of(date(2026, 1, 30))[0]).table("market_totals")
    assert frame["source"].to_list() == ["sse"]
    assert "known_at" not in frame.columns
