"""The study of a pair: series by hand, correlations, Granger, forecasts from the past alone, and sizes."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.studies.leadlag.autoregression import autoregression
from liangrong.analytics.studies.leadlag.correlation import cross_correlations
from liangrong.analytics.studies.leadlag.forecast import forecasts
from liangrong.analytics.studies.leadlag.granger import granger
from liangrong.analytics.studies.leadlag.pairs import pair
from liangrong.analytics.studies.leadlag.size import measured_sizes, unrelated
from liangrong.analytics.studies.leadlag.study import BATTERY, battery, by_lag
from liangrong.core.errors import NoData, UsageError
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.planted import INDEX, PlantedMarket, Truths

DAYS = [date(2026, 1, day) for day in (26, 27, 28, 29, 30)]


def market(balances: list[int | None], closes: list[float], opens: list[float] | None = None) -> MarketSnapshot:
    totals = pl.DataFrame({"exchange": ["SSE", "SZSE", "BSE"] * 5, "trade_date": [d for d in DAYS for _ in range(3)],
                           "financing_balance": [b if place == 0 else 0 for b in balances for place in range(3)]})  # fmt: skip
    index = pl.DataFrame({"security_id": [INDEX] * 5, "trade_date": DAYS, "close": closes, "open": opens or [None] * 5},
                         schema_overrides={"open": pl.Float64})  # fmt: skip
    return MarketSnapshot.of({"market_totals": totals.drop_nulls(), "index_quotes": index}, DAYS[-1])


def test_growth_and_returns_by_hand() -> None:
    found = pair(market([100, 200, 400, 400, 100], [10, 20, 20, 40, 40]), "financing_balance", INDEX)
    two = np.log(2)
    assert found.x.tolist() == pytest.approx([np.nan, two, two, 0, -2 * two], nan_ok=True)
    assert found.y.tolist() == pytest.approx([np.nan, two, 0, two, 0], nan_ok=True)


def test_without_opens_what_is_earned_begins_at_the_next_close() -> None:
    """Laid at T: the return from the close of T + 1 to that of T + 2."""
    found = pair(market([1] * 5, [10, 20, 20, 40, 40]), "financing_balance", INDEX)
    assert not found.has_opens
    assert found.earned.tolist() == pytest.approx([0, np.log(2), 0, np.nan, np.nan], nan_ok=True)


def test_with_opens_it_begins_at_the_next_open() -> None:
    found = pair(market([1] * 5, [10, 20, 20, 40, 40], [10, 10, 10, 20, 10]), "financing_balance", INDEX)
    two = np.log(2)
    assert found.has_opens
    assert found.earned.tolist() == pytest.approx([two, two, two, 2 * two, np.nan], nan_ok=True)


def test_no_change_reaches_over_a_missing_day() -> None:
    found = pair(market([100, None, 400, 800, 800], [10.0] * 5), "financing_balance", INDEX)
    assert found.x.tolist() == pytest.approx([np.nan, np.nan, np.nan, np.log(2), 0], nan_ok=True)


def test_a_longer_step_reads_the_sessions_before_the_window() -> None:
    found = pair(market([100, 200, 400, 400, 100], [10.0] * 5), "financing_balance", INDEX, step=2, start=DAYS[2])
    assert found.x.tolist() == pytest.approx([np.log(4), np.log(2), -np.log(4)])


@pytest.mark.parametrize(("y", "error"), [("600519.SH", UsageError), ("000905.SH", NoData)])
def test_what_is_no_index_or_not_stored_is_refused(y: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        pair(market([1] * 5, [1.0] * 5), "financing_balance", y)


def test_correlations_are_those_of_numpy_at_every_lag() -> None:
    draw = np.random.default_rng(1)
    x, y = draw.standard_normal((2, 60))
    rows = cross_correlations(x, y, most=2)
    by_hand = {
        -1: np.corrcoef(x[1:], y[:-1])[0, 1], 0: np.corrcoef(x, y)[0, 1], 2: np.corrcoef(x[:-2], y[2:])[0, 1],
    }  # fmt: skip
    for lag, value in by_hand.items():
        assert rows.filter(pl.col("lag") == lag)["cross_correlation"].item() == pytest.approx(value)
    assert rows["sessions"].to_list() == [58, 59, 60, 59, 58]
    assert rows["white_noise_band"][2] == pytest.approx(1.96 / np.sqrt(60), rel=0.1)


def test_intervals_hold_a_correlation_of_nothing_as_often_as_they_say() -> None:
    draw = np.random.default_rng(2)
    outside = 0
    for _ in range(300):
        row = cross_correlations(*draw.standard_normal((2, 120)), most=1)
        outside += not row["correlation_low"][1] <= 0 <= row["correlation_high"][1]
    assert outside / 300 <= 0.09


def test_granger_finds_the_cause_and_not_the_effect() -> None:
    draw = np.random.default_rng(3)
    x, y = draw.standard_normal((2, 240))
    y[2:] += 0.5 * x[:-2]
    assert granger(x, y).lags == 2
    assert granger(x, y).p_value < 0.001
    assert granger(y, x).p_value > 0.05


def test_forecasts_learn_from_the_past_alone() -> None:
    """Targets after the last forecast cannot change how well it was made, and the first forecast knows nothing of the rest."""
    draw = np.random.default_rng(4)
    x, target = draw.standard_normal((2, 240))
    whole = forecasts(x, target, lags=1)
    assert (whole.learnt_from, whole.sessions) == (80, 160)
    by_hand = []
    for t in range(80, 240):
        design = np.column_stack([np.ones(t), x[:t]])
        weights = np.linalg.lstsq(design, target[:t], rcond=None)[0]
        by_hand.append((target[t] - weights @ [1, x[t]], target[t] - target[:t].mean()))
    errors, of_mean = np.array(by_hand).T
    assert whole.r_squared == pytest.approx(1 - (errors**2).sum() / (of_mean**2).sum())


def test_simulated_pairs_keep_memory_and_holes_and_know_nothing_of_each_other() -> None:
    draw = np.random.default_rng(5)
    x = draw.standard_normal(3000)
    for t in range(1, 3000):
        x[t] += 0.6 * x[t - 1]
    x[1000:1010] = np.nan
    made = unrelated(x, autoregression(x), np.random.default_rng(6))
    assert np.isnan(made).nonzero()[0].tolist() == list(range(1000, 1010))
    first, later = made[10:999], made[11:1000]
    assert np.corrcoef(first, later)[0, 1] == pytest.approx(0.6, abs=0.08)
    assert abs(np.corrcoef(first, x[10:999])[0, 1]) < 0.12


def test_sizes_are_shares_of_rejections() -> None:
    x, y = np.random.default_rng(7).standard_normal((2, 80))
    counted = iter([0.01, 0.2, 0.03, 0.5])
    assert measured_sizes(x, y, {"half": lambda a, b: next(counted)}, simulations=4) == {"half": 0.5}


@pytest.fixture(scope="module")
def planted() -> MarketSnapshot:
    return PlantedMarket.generate(1, Truths(lead=3), names=4).snapshot()


def test_a_planted_lead_stands_in_both_views(planted: MarketSnapshot) -> None:
    both = pair(planted, "financing_balance", INDEX)
    rows, notes = by_lag(both, most=6, simulations=20)
    assert rows.sort(pl.col("cross_correlation").abs())["lag"][-1] == 3
    assert rows.filter(pl.col("family_p_value") <= 0.05)["lag"].to_list() == [3]
    usable = dict(rows.select("lag", "usability").iter_rows())
    assert (usable[-6], usable[0], usable[1], usable[2]) == ("past", "past", "partly_past", "usable")
    assert any("x leads y by 3 sessions" in note.en for note in notes)
    table, notes = battery(both, most=6, simulations=20)
    assert table.schema == BATTERY
    verdicts = {(test, way): verdict for test, way, verdict in table.select("lead_test", "lead_direction", "verdict").iter_rows()}
    assert verdicts == {
        ("joint_lead", "leads"): "found", ("joint_lead_usable", "leads"): "found", ("joint_lead", "follows"): "not_found",
        ("granger", "leads"): "found", ("granger", "follows"): "not_found", ("out_of_sample", "leads"): "found",
    }  # fmt: skip
    assert table["measured_size"].null_count() == 0
    assert any("20 simulated pairs" in note.en for note in notes)


def test_a_test_without_enough_sessions_says_so(planted: MarketSnapshot) -> None:
    short = pair(planted, "financing_balance", INDEX, start=date(2025, 9, 1))
    table, _ = battery(short, most=6, simulations=20)
    assert dict(table.filter(pl.col("lead_test") == "out_of_sample").select("lead_test", "verdict").iter_rows()) == {
        "out_of_sample": "insufficient"
    }
