from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.core.calendar import mainland
from liangrong.services.plan import BLOCK, FIRST_TIME, RECENT, jobs, missing, window
from liangrong.store.coverage import SCHEMA
from tests.unit.services.fakes import FakeFetcher

CALENDAR = mainland()
END = date(2026, 1, 30)
FETCHER = FakeFetcher()


def log(*entries: tuple[date, str]) -> pl.DataFrame:
    rows = [
        {"dataset": "market_totals", "exchange": "SSE", "trade_date": day, "source": "simulated:sse", "via": "sync", "state": s}
        for day, s in entries
    ]
    return pl.DataFrame(
        rows, schema={k: v for k, v in SCHEMA.items() if k in ("dataset", "exchange", "trade_date", "source", "via", "state")}
    )


def back(sessions: int) -> date:
    return CALENDAR.offset(END, -sessions)


class TestWindow:
    def test_a_month_when_nothing_is_said_or_stored(self) -> None:
        assert window(FETCHER, None, END, log(), CALENDAR) == CALENDAR.between(back(FIRST_TIME - 1), END)

    def test_since_the_last_covered_session_after_a_long_absence(self) -> None:
        assert window(FETCHER, None, END, log((back(60), "covered")), CALENDAR)[0] == back(60)

    def test_never_before_the_first_day_of_the_source(self) -> None:
        young = FakeFetcher(first_day=back(3))
        assert window(young, date(2010, 1, 4), END, log(), CALENDAR) == CALENDAR.between(back(3), END)

    def test_empty_when_the_source_is_younger_than_the_end(self) -> None:
        assert window(FakeFetcher(first_day=date(2026, 6, 1)), None, END, log(), CALENDAR) == ()

    def test_an_end_on_a_holiday_is_the_session_before(self) -> None:
        assert window(FETCHER, date(2025, 9, 29), date(2025, 10, 5), log(), CALENDAR) == (date(2025, 9, 29), date(2025, 9, 30))


class TestMissing:
    @pytest.mark.parametrize(
        ("state", "recent", "old"),
        [
            ("covered", False, False),
            ("non_trading", False, False),
            ("failed", True, True),
            ("not_published", True, False),
            ("quarantined", True, False),
        ],
    )
    def test_which_states_need_another_answer(self, state: str, recent: bool, old: bool) -> None:
        sessions = CALENDAR.between(back(30), END)
        todo = missing(FETCHER, sessions, log((back(RECENT - 1), state), (back(RECENT), state)), CALENDAR)
        assert (back(RECENT - 1) in todo, back(RECENT) in todo) == (recent, old)

    def test_a_session_without_an_entry_is_missing(self) -> None:
        assert missing(FETCHER, (back(30), END), log((END, "covered")), CALENDAR) == (back(30),)

    def test_what_a_file_covered_is_asked_for_all_the_same(self) -> None:
        entries = log((END, "covered")).with_columns(via=pl.lit("import"))
        assert missing(FETCHER, (END,), entries, CALENDAR) == (END,)

    def test_another_source_of_the_same_figures_does_not_count(self) -> None:
        entries = log((END, "covered")).with_columns(source=pl.lit("tushare"))
        assert missing(FETCHER, (END,), entries, CALENDAR) == (END,)


class TestJobs:
    def test_blocks_lie_on_a_fixed_grid_newest_first(self) -> None:
        sessions = CALENDAR.between(back(130), END)
        blocks = list(jobs(FETCHER, sessions, CALENDAR))
        assert blocks == sorted(blocks, key=lambda job: job.sessions[0], reverse=True)
        assert sorted(day for job in blocks for day in job.sessions) == list(sessions)
        assert all(len(job.sessions) == BLOCK for job in blocks[1:-1])
        resumed = list(jobs(FETCHER, sessions[:40] + sessions[90:], CALENDAR))
        whole = {day: job.sessions for job in blocks for day in job.sessions}
        assert all(set(job.sessions) <= set(whole[job.sessions[0]]) for job in resumed)

    def test_a_source_of_ranges_is_asked_rarely(self) -> None:
        assert len(list(jobs(FakeFetcher(span="range"), CALENDAR.between(back(130), END), CALENDAR))) <= 2
