"""The catalogue, and what a scenario does to a market."""

from __future__ import annotations

from pathlib import Path

import pytest

from liangrong.services.stress.scenarios import ScenarioRequest, Sources, described, list_scenarios, scenarios_of
from liangrong.stress.scenarios.catalogue import SCENARIOS
from tests.unit.services.stress.books import by_hand
from tests.unit.stress.small_market import market


def test_the_catalogue_is_listed_with_its_stories() -> None:
    found = list_scenarios().data
    assert found["name"].to_list() == list(SCENARIOS)
    assert found.null_count().sum_horizontal().item() == 0


def test_a_market_is_told_by_industry(tmp_path: Path) -> None:
    found = described(None, ScenarioRequest(book=by_hand(tmp_path / "book"), scenario="industry:电子:-0.2+suspend:industry:银行"))
    rows = {row["scope"]: row for row in found.data.rows(named=True)}
    assert rows["market"]["securities"] == 6
    assert rows["industry:电子"]["mean_move"] == pytest.approx(-0.2)
    assert rows["industry:食品饮料"]["greatest_move"] == 0
    assert (rows["industry:银行"]["suspended"], rows["market"]["suspended"]) == (1, 1)


def test_parts_that_need_no_store_need_none() -> None:
    built = scenarios_of(["fall_10", "limit_down", "conversion_cut_20"], market(), Sources())
    assert [(one.name, one.limited) for one in built] == [("fall_10", False), ("limit_down", True), ("conversion_cut_20", False)]
