"""Requests as people type them reach the studies; the point of view is theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from liangrong.core.errors import NoData, UnitMismatch
from liangrong.services.attribution import AttributionRequest, MoveRequest, attribution, move, moves
from liangrong.services.event_studies import BreachesRequest, PoliciesRequest, breaches, policies
from liangrong.services.ingest import ingest
from liangrong.services.workspace import Workspace
from liangrong.simulation.planted import PlantedMarket
from tests.small_market import frames, stored


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Straight lines since 2010: the financing balance falls by as much each session through the autumn of 2015."""
    return Workspace.open(stored(tmp_path_factory.mktemp("small"), frames()))


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Forty names of noise over 120 sessions, simulated."""
    workspace = Workspace.open(tmp_path_factory.mktemp("names") / "store", create=True)
    market = PlantedMarket.generate(5, sessions=120)
    ingest(workspace, dict(market.tables), observed_at=datetime(2026, 3, 2, tzinfo=UTC))
    return workspace


def test_policies_on_straight_lines(small: Workspace) -> None:
    day = date(2015, 11, 23)
    found = policies(small, PoliciesRequest(measures=("financing_balance",), windows=(5,), start=day, end=day))
    row = found.data.row(0, named=True)
    assert row["policy"] == "financing_ratio_100_2015"
    assert row["mean_before"] < 0
    assert row["effect_points"] == pytest.approx(0, abs=1e-3), "a straight line knows no before and after"
    assert found.as_of == date(2026, 1, 30)


def test_an_earlier_point_of_view_knows_less(small: Workspace) -> None:
    day = date(2015, 11, 23)
    seen = PoliciesRequest(measures=("financing_balance",), windows=(5,), start=day, end=day, as_of=date(2015, 11, 25))
    assert policies(small, seen).data["state"].to_list() == ["not_known"]


def test_thresholds_as_people_write_them(small: Workspace) -> None:
    found = breaches(small, BreachesRequest(measure="financing_balance", thresholds=("2万亿", "10000亿元"), index="000985"))
    crossed = found.data.filter(member="event", measure="financing_balance")["date"].unique().sort().to_list()
    assert len(crossed) == 4, "up through 1 and 2 万亿 before 2015-06-18, and again after 2016"
    assert crossed[0] < date(2015, 6, 18) < crossed[2]


def test_a_threshold_of_another_kind_is_refused(small: Workspace) -> None:
    with pytest.raises(UnitMismatch):
        breaches(small, BreachesRequest(thresholds=("12%",)))


def test_moves_of_a_window_and_of_one_name(names: Workspace) -> None:
    found = moves(names, AttributionRequest(start=date(2025, 11, 3), sigma=2.5))
    assert found.data.height > 0
    assert "Synthetic data, not market fact" in [note.en for note in found.warnings]
    first = found.data.row(0, named=True)
    one = move(names, MoveRequest(security=first["security_id"], on=first["date"], sigma=2.5))
    assert one.data["direction"].unique().to_list() == [first["direction"]]
    stood = one.data.filter(state="stood")["fact"].to_list()
    assert stood == first["financing_facts"] + first["short_facts"]


def test_a_window_without_a_start_is_a_year(names: Workspace) -> None:
    found = attribution(names, AttributionRequest(end=date(2026, 1, 29)))
    assert found.as_of == date(2026, 1, 29)
    assert found.data.height == 26, "eleven facts and any of a side, twice"


def test_a_day_that_is_no_session_is_moved_back(names: Workspace) -> None:
    code = names.store.read("quotes")["security_id"][0]
    found = move(names, MoveRequest(security=code, on=date(2026, 1, 25)))
    assert found.data["date"].unique().to_list() == [date(2026, 1, 23)]
    assert any("is not a session" in note.en for note in found.warnings)


def test_quotes_that_are_not_stored(small: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NoData, match="daily quotes"):
        attribution(small, AttributionRequest())
