"""Policies, breaches and the article's moves on the real files.

What is published elsewhere: the article (``articles/004``) names five moves; the store has no detail of their eves, and says so.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from liangrong.analytics.studies.attribution.attribution import attribution
from liangrong.analytics.studies.attribution.explanation import explained_move
from liangrong.analytics.studies.events.breaches import breach_study
from liangrong.analytics.studies.events.policies import policy_effects
from liangrong.core.clocks import AsOf
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.workspace import Workspace

pytestmark = pytest.mark.real
INDEX = "000985.SH"
NAMED = ["603285.SH", "002636.SZ", "002029.SZ", "603335.SH", "002565.SZ"]


@pytest.fixture(scope="module")
def policies(real_market: MarketSnapshot) -> pl.DataFrame:
    return policy_effects(real_market, measures=["financing_balance", "short_balance", INDEX], windows=[5, 20]).data


def of(rows: pl.DataFrame, event: str, measure: str, window: int = 20) -> dict:
    return rows.filter(policy=event, measure=measure, window_sessions=window).row(0, named=True)


def test_shorts_fell_when_lending_was_suspended(policies: pl.DataFrame) -> None:
    row = of(policies, "securities_refinancing_suspended", "short_balance")
    assert row["state"] == "differs"
    assert row["mean_before"] == pytest.approx(-0.00296, abs=1e-5)
    assert row["mean_after"] == pytest.approx(-0.02541, abs=1e-5)
    assert row["effect_high_points"] < 0
    assert row["contaminated_by"] == ["short_ratio_100_2024"], "two measures fell into one month: neither is told apart"


def test_financing_turned_when_its_margin_was_doubled(policies: pl.DataFrame) -> None:
    row = of(policies, "financing_ratio_100_2015", "financing_balance")
    assert row["state"] == "differs"
    assert row["effect_points"] == pytest.approx(-0.01158, abs=1e-5)
    assert row["contaminated_by"] == []


def test_what_the_data_do_not_hold_is_not_known(policies: pl.DataFrame) -> None:
    for event in ("pilot_approved", "star_market", "floor_abolished_2019"):
        assert of(policies, event, "financing_balance")["state"] == "not_known", event
    last = of(policies, "financing_ratio_100_2026", "financing_balance")
    assert (last["state"], last["n_before"], last["n_after"]) == ("not_known", 20, 10)
    week = of(policies, "financing_ratio_100_2026", "financing_balance", 5)
    assert (week["state"], week["n_after"]) == ("differs", 5), "its first week is known"
    assert week["effect_high_points"] < 0
    assert of(policies, "financing_ratio_100_2026", INDEX)["state"] == "not_known", "the index ends in 2025"


def test_about_one_in_twenty_differs(policies: pl.DataFrame) -> None:
    tested = policies.filter(pl.col("placebo_p_value").is_not_null())
    assert tested.height > 150
    assert 0 < (tested["state"] == "differs").mean() < 0.12


def test_breaches_of_every_half_trillion(real_market: MarketSnapshot) -> None:
    found = breach_study(real_market, index=INDEX)
    events = found.data.filter(member="event", measure="margin_trading_balance")
    days = events["date"].unique().sort().to_list()
    assert {date(2014, 12, 19), date(2015, 4, 1), date(2024, 10, 8), date(2025, 8, 5)} <= set(days)
    hole = events.filter(date=date(2020, 1, 2)).row(0, named=True)
    assert hole["state"] == "not_known"
    assert "sessions before it are not known" in hole["reason_en"]
    own = found.data.filter(member="average", measure="margin_trading_balance", sessions_after=60).row(0, named=True)
    assert own["state"] == "measured"
    assert own["placebo_p_value"] > 0.05, "a breach says nothing about the balance 60 sessions on"
    assert found.data.filter(member="average", measure=INDEX)["state"].unique().to_list() == ["insufficient"]


@pytest.fixture(scope="module")
def moves(real_store: Path) -> MarketSnapshot:
    """Quotes of 700 stocks since 2020 and of all since 2025-11-03, and the one stored day and a half of detail."""
    return Workspace.open(real_store).snapshot(AsOf(date(2025, 11, 28)))


def test_the_articles_moves(moves: MarketSnapshot) -> None:
    """Of five moves two are quoted: one closed at its limit, the other was no abnormal move at all."""
    limit = explained_move(moves, "002636", date(2025, 11, 10))
    assert limit.data["return"][0] == pytest.approx(0.1002, abs=1e-4)
    assert limit.data["closed_at"].unique().to_list() == ["upper_limit"]
    assert limit.data["state"].unique().to_list() == ["not_known"]
    assert "margin_detail of 2025-11-07 is not stored" in limit.data["reason_en"].to_list()
    mild = explained_move(moves, "002565", date(2025, 7, 2))
    assert mild.data["return"][0] == pytest.approx(0.0585, abs=1e-4)
    assert mild.data["standard_deviations"][0] == pytest.approx(1.136, abs=1e-3)
    assert mild.data["direction"].unique().to_list() == ["none"]
    for code, day in (("603285", date(2025, 9, 4)), ("002029", date(2025, 10, 20)), ("603335", date(2025, 9, 26))):
        with pytest.raises(NoData):
            explained_move(moves, code, day)


@pytest.mark.slow
def test_without_detail_nothing_is_attributed(real_workspace: Workspace) -> None:
    found = attribution(real_workspace.snapshot(AsOf(date(2026, 2, 2))), start=date(2026, 1, 26), end=date(2026, 2, 2))
    assert set(found.data["state"]) == {"not_known"}
    said = " ".join(note.en for note in found.warnings)
    assert "margin_detail is stored for 2 sessions" in said
    assert "at the limit" in said
