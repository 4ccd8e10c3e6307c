"""Heat as a use case: a planted warning is found, a useless one is not, and nothing is known before its time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.heat.menu import GAUGES
from liangrong.analytics.scorecards.scorecard import SCORECARD_SCHEMA
from liangrong.core.calendar import mainland
from liangrong.core.errors import NoData, NotKnown, UsageError
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from liangrong.services.heat import HeatRequest, heat, heat_history, heat_jumps, heat_reliability
from liangrong.services.workspace import Workspace
from tests.small_market import LAST, stored, totals

FIRST = date(2016, 1, 4)


def surges(seed: int = 4) -> pl.DataFrame:
    """Closes that drift without direction, and now and then rise 1 % a day for 15 sessions and then fall 3 % a day for 6."""
    rng = np.random.default_rng(seed)
    days = mainland().between(FIRST, LAST)
    steps: list[float] = []
    while len(steps) < len(days):
        steps += list(rng.normal(0, 0.004, int(rng.integers(30, 120))))
        steps += [0.01] * 15 + [-0.03] * 6
    closes = 3000 * np.exp(np.cumsum(steps[: len(days)]))
    rows = pl.DataFrame({"security_id": "000985.SH", "trade_date": days, "open": closes, "close": closes})
    return conform(table("index_quotes"), rows, source="csindex")


@pytest.fixture(scope="module")
def surging(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    path: Path = stored(tmp_path_factory.mktemp("surging"), {"market_totals": totals(FIRST), "index_quotes": surges()})
    return Workspace.open(path)


def test_a_planted_warning_is_found(surging: Workspace) -> None:
    found = heat(surging, HeatRequest(signal="rsi", level=80.0)).data.row(0, named=True)
    assert found["n_episodes"] >= 20
    assert found["hit_rate"] > 0.9
    assert found["base_rate"] < 0.5
    assert found["p_value"] <= 0.01
    assert found["brier_skill"] > 0
    assert found["auc"] > 0.5
    assert found["verdict"] == "better_than_base_rate"
    assert "fires at 80 or above" in found["definition_en"]


def test_every_signal_has_its_record_or_the_reason_why_not(surging: Workspace) -> None:
    answer = heat(surging, HeatRequest())
    assert set(SCORECARD_SCHEMA) <= set(answer.data.columns)
    said = " ".join(note.en for note in answer.warnings)
    for key, one in GAUGES.items():
        assert (key in answer.data["signal"]) or f"No data for '{one.title.en}'" in said, key
    few = answer.data.filter(pl.col("verdict") == "insufficient")
    assert few.height
    for key, episodes in few.select("signal", "n_episodes").iter_rows():
        assert f"{GAUGES[key].title.en} insufficient (n={episodes})" in said
    assert "would still be expected to look better" in said
    assert answer.source == ("bse", "csindex", "sse", "szse")


def test_an_earlier_day_knows_only_what_was_resolved(surging: Workspace) -> None:
    """The record up to 2021 has no episode whose outcome came later, and says so of the last one."""
    day = date(2021, 6, 30)
    early = heat(surging, HeatRequest(as_of=day, signal="rsi")).data.row(0, named=True)
    rows = heat_history(surging, HeatRequest(signal="rsi")).data
    resolved = rows.filter(pl.col("starts_episode"), pl.col("resolved_on") <= day)
    assert early["date"] == day
    assert early["n_episodes"] == resolved.height
    assert early["n_hits"] == resolved["fell"].sum()


def test_a_history_tells_what_its_record_said_on_the_day(surging: Workspace) -> None:
    answer = heat_history(surging, HeatRequest(signal="rsi", start=date(2020, 1, 2)))
    rows = answer.data
    assert rows["date"].min() == date(2020, 1, 2)
    assert rows["flag"].equals(rows["value"] >= 70)
    flagged, quiet = (rows.filter(pl.col("flag") == state)["forecast"].mean() for state in (True, False))
    assert flagged > quiet, "the record of the flags was already good in 2020"  # type: ignore[operator]
    assert rows.filter("starts_episode")["flag"].all()
    late = rows.filter(pl.col("resolved_on").is_null())
    assert late["fell"].null_count() == late.height
    assert any("RSI" in note.zh or "相对强弱" in note.zh for note in answer.warnings)


def test_reliability_is_of_the_same_forecasts(surging: Workspace) -> None:
    bins = heat_reliability(surging, HeatRequest(signal="rsi")).data
    rows = heat_history(surging, HeatRequest(signal="rsi")).data.filter(pl.col("fell").is_not_null())
    mean = (bins["forecast"] * bins["n_days"]).sum() / bins["n_days"].sum()
    told = rows["forecast"].tail(int(bins["n_days"].sum())).mean()
    assert mean == pytest.approx(told)


def test_jumps_of_a_straight_line(surging: Workspace) -> None:
    """The small market climbs by the same amount each session, so every growth is the smallest of its kind in years."""
    rows = heat_jumps(surging, HeatRequest(as_of=date(2026, 1, 14))).data
    assert rows["measure"].unique(maintain_order=True).to_list() == ["margin_trading_balance", "financing_balance"]
    one = rows.filter(pl.col("comparison") == "one_session").row(0, named=True)
    assert one["largest_of_last"] == 1
    assert rows.filter(~pl.col("like_for_like"))["comparison"].unique().to_list() == ["month_to_date_among_whole_months"]


def test_the_index_falls_back_to_what_is_stored(surging: Workspace) -> None:
    assert heat(surging, HeatRequest(signal="rsi")).data["name"].to_list() == ["000985.SH"]
    with pytest.raises(NoData, match="000985"):
        heat(surging, HeatRequest(index="000001.SH"))


@pytest.mark.parametrize(
    "request_",
    [
        HeatRequest(level=80.0),
        HeatRequest(horizon=1),
        HeatRequest(fall=0.0),
        HeatRequest(signal="macd", level=80.0),
    ],
)
def test_what_cannot_be_is_refused(surging: Workspace, request_: HeatRequest) -> None:
    with pytest.raises(UsageError):
        heat(surging, request_)


@pytest.mark.parametrize("view", [heat_history, heat_reliability])
def test_a_history_is_of_one_signal_that_has_readings(surging: Workspace, view: type) -> None:
    with pytest.raises(UsageError, match="name it with `signal`"):
        view(surging, HeatRequest())
    with pytest.raises(NotKnown, match="account statistics"):
        view(surging, HeatRequest(signal="maintenance"))
