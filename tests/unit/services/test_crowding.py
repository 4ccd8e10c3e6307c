"""Crowding and context through the thin door: points of view, windows and refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl
import pytest

from liangrong.core.calendar import Calendar, mainland
from liangrong.core.clocks import AsOf
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.context import ContextRequest, context
from liangrong.services.crowding import CrowdingRequest, crowding, crowding_scorecard, suspensions
from liangrong.simulation.market import SimulatedMarket

DAY = date(2026, 1, 30)
MOVED = Note("挪动", "moved")
TABLES = ("margin_detail", "quotes", "caps", "account_statistics", "northbound")


@dataclass
class Simulated:
    """A workspace of the last months of the simulated market."""

    tables: dict[str, pl.DataFrame]
    calendar: Calendar = field(default_factory=mainland)

    def as_of(self, day: date | None = None, known_at: datetime | None = None) -> tuple[AsOf, tuple[Note, ...]]:
        return AsOf(day or DAY, known_at), (MOVED,)

    def snapshot(self, as_of: AsOf) -> MarketSnapshot:
        return MarketSnapshot.of(self.tables, as_of.as_of)


@pytest.fixture(scope="module")
def workspace() -> Simulated:
    market = SimulatedMarket.generate()
    recent = pl.col("trade_date") >= date(2025, 9, 1)
    return Simulated({name: market.table(name).filter(recent) for name in TABLES})


Ask = Callable[..., Result]


@pytest.mark.parametrize("ask", [crowding, suspensions, crowding_scorecard])
def test_notes_of_the_point_of_view_come_along(workspace: Simulated, ask: Ask) -> None:
    found = ask(workspace, CrowdingRequest())
    assert MOVED in found.warnings
    assert found.as_of == DAY


@pytest.mark.parametrize("ask", [crowding, suspensions])
def test_as_of_top_and_scope_are_obeyed(workspace: Simulated, ask: Ask) -> None:
    found = ask(workspace, CrowdingRequest(within="board:star", as_of=date(2026, 1, 29), top=4)).data
    assert found.height == 4
    assert found["date"].unique().to_list() == [date(2026, 1, 29)]
    assert found["security_id"].str.starts_with("68").all()


@pytest.mark.parametrize("request_", [CrowdingRequest(proxy=True), CrowdingRequest(within="SSE")])
def test_the_record_is_of_all_stocks_as_known_at_the_time(workspace: Simulated, request_: CrowdingRequest) -> None:
    with pytest.raises(UsageError, match="scorecard"):
        crowding_scorecard(workspace, request_)  # type: ignore[arg-type]


@pytest.mark.parametrize("top", [0, -3])
def test_at_least_one_row_is_asked_for(workspace: Simulated, top: int) -> None:
    with pytest.raises(UsageError, match="top is"):
        crowding(workspace, CrowdingRequest(top=top))  # type: ignore[arg-type]


def test_context_without_a_series_is_the_overview(workspace: Simulated) -> None:
    assert "series" in context(workspace, ContextRequest()).data.columns  # type: ignore[arg-type]


@pytest.mark.parametrize("series", ["northbound", "accounts", "maintenance"])
def test_a_series_without_a_first_day_runs_over_a_month(workspace: Simulated, series: str) -> None:
    found = context(workspace, ContextRequest(series))  # type: ignore[arg-type]
    assert found.data["date"].n_unique() == 20
    assert found.data["date"].max() == DAY
    assert MOVED in found.warnings


def test_a_window_between_two_days(workspace: Simulated) -> None:
    found = context(workspace, ContextRequest("maintenance", date(2026, 1, 5), date(2026, 1, 9)))  # type: ignore[arg-type]
    assert found.data["date"].to_list() == list(mainland().between(date(2026, 1, 5), date(2026, 1, 9)))


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (ContextRequest("accounts", date(2026, 1, 30), date(2026, 1, 5)), "before it starts"),
        (ContextRequest("northbound", yearly=True), "`yearly`"),
        (ContextRequest(start=date(2026, 1, 5)), "`series`"),
    ],
)
def test_requests_that_cannot_be_meant(workspace: Simulated, request_: ContextRequest, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        context(workspace, request_)  # type: ignore[arg-type]


def test_years_of_the_maintenance_ratio(workspace: Simulated) -> None:
    found = context(workspace, ContextRequest(yearly=True))  # type: ignore[arg-type]
    assert found.data["year"].to_list() == ["2025", "2026"]
    assert found.data["state"].to_list() == ["incomplete", "so_far"], "the store begins in September 2025"
