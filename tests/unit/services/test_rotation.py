"""Rotation through the workspace: summaries in words, tests with their verdicts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl
import pytest

from liangrong.core.calendar import Calendar, mainland
from liangrong.core.clocks import AsOf
from liangrong.core.errors import NoData, UsageError
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.rotation import RotationRequest, concentrated, rotation, styles, swapped
from liangrong.simulation.market import SimulatedMarket

END, START, EARLIER = date(2026, 1, 30), date(2025, 12, 31), date(2025, 12, 3)
TABLES = ("market_totals", "margin_detail", "memberships", "industry_classes", "securities")


@dataclass
class Simulated:
    """A workspace over the simulated market in memory."""

    tables: dict[str, pl.DataFrame]
    calendar: Calendar = field(default_factory=mainland)

    def as_of(self, day: date | None = None, known_at: datetime | None = None) -> tuple[AsOf, tuple[Note, ...]]:
        return AsOf(day or END, known_at), ()

    def snapshot(self, as_of: AsOf) -> MarketSnapshot:
        return MarketSnapshot.of(self.tables, as_of.as_of)


@pytest.fixture(scope="module")
def workspace() -> Simulated:
    market = SimulatedMarket.generate()
    return Simulated({name: market.table(name) for name in TABLES})


def test_shares_moved_and_said(workspace: Simulated) -> None:
    answer = rotation(workspace, RotationRequest(START, END, by="board", top=2))
    assert answer.data["share_change_points"].sum() == pytest.approx(0)
    assert {"main", "chinext", "star", "funds"} <= set(answer.data["group_name"])
    assert answer.data["start_share"].sum() == pytest.approx(1)
    said = answer.warnings[0].en
    assert "Herfindahl" in said
    assert "pp" in said


def test_concentration_is_between_its_bounds(workspace: Simulated) -> None:
    rows = concentrated(workspace, RotationRequest(START, END, top=3)).data
    assert rows.height == len(workspace.calendar.between(START, END))
    assert rows.filter(pl.col("herfindahl") < 1 / pl.col("groups")).is_empty()
    assert rows["leaders"].list.len().unique().to_list() == [3]


def test_a_style_needs_its_second_window(workspace: Simulated) -> None:
    answer = styles(workspace, RotationRequest(EARLIER, START, second=(START, END)))
    assert answer.data["verdict"].unique().to_list() == ["no_evidence"]
    assert "Spearman" in answer.warnings[0].en
    with pytest.raises(UsageError, match="two windows"):
        styles(workspace, RotationRequest(EARLIER, START))
    few = styles(workspace, RotationRequest(EARLIER, START, by="exchange", second=(START, END)))
    assert few.data["verdict"].unique().to_list() == ["insufficient"]
    assert "n=3" in few.warnings[0].en


def test_a_swap_with_and_without_history(workspace: Simulated) -> None:
    answer = swapped(workspace, RotationRequest(START, END))
    assert answer.data["verdict"].unique().to_list() == ["usual"]
    assert "23 earlier windows of 20 sessions" in answer.warnings[0].en
    early = swapped(workspace, RotationRequest(date(2024, 3, 1), date(2024, 4, 1)))
    assert early.data["verdict"].unique().to_list() == ["insufficient"]


def test_a_day_before_the_detail_is_not_known(workspace: Simulated) -> None:
    with pytest.raises(NoData):
        rotation(workspace, RotationRequest(date(2015, 6, 18), END))
