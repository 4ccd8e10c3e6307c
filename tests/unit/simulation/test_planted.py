"""The planted market: what is planted is there, what is not planted is not, and the accounts of it add up."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import spearmanr

from liangrong.analytics.panels.panel import Panel
from liangrong.core.calendar import mainland
from liangrong.simulation.planted import INDEX, PlantedMarket, Truths

SEEDS = range(40)


def wide(market: PlantedMarket, name: str, column: str) -> np.ndarray:
    return Panel.of(market.tables[name], [column], mainland())[column]


def growth_and_index(market: PlantedMarket) -> tuple[np.ndarray, np.ndarray]:
    totals = market.tables["market_totals"].group_by("trade_date").agg(pl.col("financing_balance").sum()).sort("trade_date")
    balance = totals["financing_balance"].cast(pl.Float64).to_numpy()
    level = market.tables["index_quotes"].filter(pl.col("security_id") == INDEX).sort("trade_date")["close"].to_numpy()
    return np.diff(np.log(balance)), np.diff(np.log(level))


def correlations(truths: Truths) -> np.ndarray:
    """Mean over the seeds of the correlation at lags 0 to 5."""
    pairs = [growth_and_index(PlantedMarket.generate(seed, truths, names=4)) for seed in SEEDS]
    at = [[np.corrcoef(growth[: len(growth) - lag], index[lag:])[0, 1] for lag in range(6)] for growth, index in pairs]
    return np.mean(at, axis=0)


def test_one_seed_is_one_market() -> None:
    first, second, other = (PlantedMarket.generate(seed, sessions=30, names=8) for seed in (7, 7, 8))
    assert all(first.tables[name].equals(second.tables[name]) for name in first.tables)
    assert not first.tables["quotes"].equals(other.tables["quotes"])


def test_a_planted_lead_stands_at_its_own_lag_only() -> None:
    means = correlations(Truths(lead=3))
    assert means[3] == pytest.approx(0.45, abs=0.04)
    assert np.abs(np.delete(means, 3)).max() < 0.04


def test_without_a_lead_no_lag_stands_out() -> None:
    means = correlations(Truths())
    assert np.abs(means).max() < 0.04


@pytest.mark.parametrize("ic", [0.0, 0.05, 0.2])
def test_the_planted_ic_is_a_correlation_of_ranks(ic: float) -> None:
    found = []
    for seed in range(8):
        market = PlantedMarket.generate(seed, Truths(ic=ic), names=100)
        financing = np.log(wide(market, "margin_detail", "financing_balance"))
        factor = np.diff(financing, axis=0)
        day = wide(market, "quotes", "close") / wide(market, "quotes", "open") - 1
        found += [spearmanr(factor[t], day[t + 2]).statistic for t in range(len(factor) - 1)]
    error = np.std(found) / np.sqrt(len(found))
    assert np.mean(found) == pytest.approx(ic, abs=4 * error)
    assert error < 0.004


def test_a_swap_moves_its_points_between_two_groups_and_nothing_else() -> None:
    moved = share_of_groups(PlantedMarket.generate(3, Truths(swap=0.05)))
    still = share_of_groups(PlantedMarket.generate(3))
    change = (moved - still)[-1]
    assert change[0] == pytest.approx(-0.05, abs=1e-6)
    assert change[1] == pytest.approx(0.05, abs=1e-6)
    assert np.abs(change[2:]).max() < 1e-6
    assert np.abs((moved - still)[:-20]).max() < 1e-6


def share_of_groups(market: PlantedMarket) -> np.ndarray:
    financing = wide(market, "margin_detail", "financing_balance")
    order = sorted(range(len(market.securities)), key=lambda n: market.securities[n])
    group = np.array([n % 4 for n in order])
    share = financing / financing.sum(axis=1, keepdims=True)
    return np.stack([share[:, group == place].sum(axis=1) for place in range(4)], axis=1)


def test_a_squeeze_covers_one_name_while_it_rises() -> None:
    market = PlantedMarket.generate(5, Truths(squeeze=4))
    name = market.securities[4]
    quantity = market.tables["margin_detail"].filter(pl.col("security_id") == name)["short_quantity"].to_list()
    bars = market.tables["quotes"].filter(pl.col("security_id") == name).select(
        pl.col("close").cast(float) / pl.col("previous_close").cast(float) - 1
    )["close"].to_list()  # fmt: skip
    assert quantity[-1] / quantity[-4] == pytest.approx(0.15, abs=0.001)
    calm = PlantedMarket.generate(5).tables["margin_detail"].filter(pl.col("security_id") == name)["short_quantity"].to_list()
    assert quantity[0] / calm[0] == pytest.approx(20, rel=1e-4)
    assert bars[-3:] == pytest.approx([0.085] * 3, abs=1e-3)


def test_its_identities_hold() -> None:
    market = PlantedMarket.generate(11, Truths(lead=3, ic=0.05, swap=0.05, squeeze=0))
    rows = market.tables["margin_detail"].sort("security_id", "trade_date")
    before = pl.col("financing_balance").shift().over("security_id")
    rolled = before + pl.col("financing_buy_amount") - pl.col("financing_repay_amount")
    assert rows.select((rolled - pl.col("financing_balance")).drop_nulls().abs().max()).item() == 0
    assert rows.select(pl.col("financing_repay_amount").min()).item() >= 0
    held = pl.col("short_quantity").shift().over("security_id") + pl.col("short_sell_quantity") - pl.col("short_repay_quantity")
    assert rows.select((held - pl.col("short_quantity")).drop_nulls().abs().max()).item() == 0
    totals = market.tables["market_totals"]["financing_balance"].sum()
    assert totals == rows["financing_balance"].sum()
    assert set(rows["source"]) == {"simulated:planted"}
