"""The nowcast and the replays on the real account statistics: what the settings, chosen before 2020, are worth after it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from liangrong.services.stress.nowcast import NowcastRequest, nowcast
from liangrong.services.stress.replay import ReplayRequest, replay
from liangrong.services.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(real_store: Path) -> Workspace:
    return Workspace.open(real_store)


@pytest.mark.parametrize(("horizon", "wanted"), [(5, 0.95), (20, 0.75)])
def test_the_official_ratio_is_met_within_three_points_after_2019(workspace: Workspace, horizon: int, wanted: float) -> None:
    rows = nowcast(workspace, NowcastRequest(horizon=horizon, start=date(2020, 1, 1))).data
    assert rows.height == 1475
    assert (rows["error"].abs() <= 0.03).mean() >= wanted
    inside = rows.filter(pl.col("official").is_between(pl.col("low"), pl.col("high"))).height / rows.height
    assert 0.81 < inside < 0.95


def test_without_its_own_past_it_drifts_but_stays_in_its_band(workspace: Workspace) -> None:
    rows = nowcast(workspace, NowcastRequest(view="free_run")).data
    assert np.sqrt((rows["error"] ** 2).mean()) < 0.15
    assert (rows["error"].abs() <= 0.03).mean() < 0.5
    widths = (rows["high"] - rows["low"]).to_numpy()
    assert widths[-1] > 3 * widths[100]


def test_2015_is_missed_from_the_past_alone_and_leaned_the_right_way_once_the_fall_is_known(workspace: Workspace) -> None:
    rows = replay(workspace, ReplayRequest(episode="2015-06", view="verdicts")).data
    balance = rows.filter(pl.col("measure") == "financing_balance", pl.col("sessions") == 20)
    held = dict(balance.select("kind", "within_band").iter_rows())
    median = dict(balance.select("kind", "median_change").iter_rows())
    assert not held["unconditional"]
    assert median["unconditional"] > 0 > median["conditional"]
    assert balance["actual_change"][0] < -0.3
