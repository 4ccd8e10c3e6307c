"""Crowding and context on the real files: what they say, and what they cannot say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from liangrong.services.context import ContextRequest, context
from liangrong.services.crowding import CrowdingRequest, crowding, crowding_scorecard, suspensions
from liangrong.services.workspace import Workspace

pytestmark = pytest.mark.real

DAY = date(2026, 1, 30)


@pytest.fixture(scope="module")
def workspace(real_store: Path) -> Workspace:
    return Workspace.open(real_store)


def test_the_published_lows_of_the_maintenance_ratio(workspace: Workspace) -> None:
    rows = {row["year"]: row for row in context(workspace, ContextRequest(yearly=True, end=DAY)).data.iter_rows(named=True)}
    lows = {year: (rows[year]["yearly_low"], rows[year]["low_date"]) for year in ("2013", "2018", "2024")}
    assert lows["2013"] == (pytest.approx(2.0881, abs=5e-5), date(2013, 6, 24))
    assert lows["2018"] == (pytest.approx(2.156, abs=5e-4), date(2018, 10, 18))
    assert lows["2024"] == (pytest.approx(2.220, abs=5e-4), date(2024, 2, 5))
    year = rows["2015"]
    assert (year["state"], year["yearly_low"]) == ("incomplete", None), "no low of 2015 is claimed"
    assert (year["hole_from"], year["hole_to"]) == (date(2015, 5, 21), date(2015, 8, 3))
    assert year["missing_sessions"] + rows["2014"]["missing_sessions"] == 70
    assert rows["2026"]["state"] == "so_far"


def test_the_net_of_northbound_trading_ended(workspace: Workspace) -> None:
    found = context(workspace, ContextRequest("northbound", date(2024, 8, 16), date(2024, 8, 19)))
    assert found.data["net_state"].to_list() == ["published", "published", "ended", "ended"]
    assert [round(float(value) / 1e8, 2) for value in found.data["net_buy_amount"].drop_nulls()] == [-25.68, -42.07]
    assert found.data["turnover"].null_count() == 0
    assert any("-25.68" in note.zh and "-42.07" in note.zh for note in found.warnings)


def test_account_counts_are_not_in_this_file(workspace: Workspace) -> None:
    rows = {row["series"]: row for row in context(workspace, ContextRequest(end=DAY)).data.iter_rows(named=True)}
    assert rows["indebted_investors"]["state"] == "not_stored"
    assert rows["average_maintenance_ratio"]["missing_sessions"] == 70


def test_without_caps_of_the_day_the_gauge_knows_nothing(workspace: Workspace) -> None:
    found = suspensions(workspace, CrowdingRequest(as_of=DAY, top=100_000)).data
    assert found["state"].unique().to_list() == ["not_known"]
    why = dict(found.group_by("not_known_because").len().iter_rows())
    assert set(why) == {"no_float_cap", "no_rule"}


def test_an_estimate_is_marked_and_reaches_no_line(workspace: Workspace) -> None:
    found = suspensions(workspace, CrowdingRequest(as_of=DAY, top=100_000, proxy=True))
    known = found.data.filter(pl.col("share_of_float").is_not_null())
    assert known["derived"].list.len().min() == 2
    assert any("2026-07-03" in note.en and "after the day" in note.en for note in found.warnings)
    financing = known.filter(pl.col("side") == "financing")
    assert financing.height == 3475
    assert financing.filter(pl.col("share_of_float") >= 0.10).height == 36
    assert financing.filter(pl.col("state") == "suspended_possible").is_empty()


def test_one_day_of_detail_has_two_parts_at_most(workspace: Workspace) -> None:
    rows = crowding(workspace, CrowdingRequest(as_of=DAY, top=5, proxy=True)).data
    assert rows["missing_parts"].to_list() == [["financing_growth_20", "financing_share_of_turnover_5"]] * 5


def test_one_day_is_no_record(workspace: Workspace) -> None:
    found = crowding_scorecard(workspace, CrowdingRequest(as_of=DAY))
    assert set(found.data["verdict"]) == {"insufficient"}
    assert any("insufficient (n=0)" in note.en for note in found.warnings)
