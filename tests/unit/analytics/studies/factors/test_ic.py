"""Ranks, the loss of returns, the mean IC and its decay: by hand, against scipy, and how often nothing is found."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy.stats import rankdata, spearmanr

from liangrong.analytics.studies.factors.builtin import builtin_factor
from liangrong.analytics.studies.factors.decay import decay, rank_persistence
from liangrong.analytics.studies.factors.factor import Factor, Trial, trial
from liangrong.analytics.studies.factors.ic import ic_by_session, information_coefficient
from liangrong.analytics.studies.factors.ranks import rank_correlation, ranks
from liangrong.core.calendar import mainland
from liangrong.core.errors import NotKnown, UnknownName, UsageError
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.planted import PlantedMarket, Truths

LAST = date(2026, 1, 30)


def made(values: np.ndarray, returns: np.ndarray, horizon: int = 1) -> Trial:
    days = mainland().between(mainland().offset(LAST, 1 - len(values)), LAST)
    names = tuple(f"{600000 + n}.SH" for n in range(values.shape[1]))
    return Trial(Factor("made", tuple(days), names, values), horizon, returns, np.zeros(values.shape), {})


def test_ranks_are_those_of_scipy() -> None:
    values = np.random.default_rng(1).integers(0, 5, (40, 12)).astype(float)
    values[3, 4:] = np.nan
    assert np.array_equal(ranks(values), rankdata(values, axis=1, nan_policy="omit"), equal_nan=True)


def test_rank_correlations_are_those_of_scipy_over_the_names_known_in_both() -> None:
    draw = np.random.default_rng(2)
    first, second = draw.integers(0, 9, (2, 30, 20)).astype(float)
    first[:, 3], second[:, 7] = np.nan, np.nan
    found, count = rank_correlation(first, second)
    both = [n for n in range(20) if n not in (3, 7)]
    assert found.tolist() == pytest.approx([spearmanr(a[both], b[both]).statistic for a, b in zip(first, second, strict=True)])
    assert set(count) == {18.0}


def test_a_side_that_is_all_tied_has_no_correlation() -> None:
    assert np.isnan(rank_correlation(np.ones((1, 5)), np.arange(5.0)[None, :])[0]).all()


def test_the_mean_ic_hit_ratio_and_icir_by_hand() -> None:
    """Rank ICs of 1, 1 and -1 over twelve names, and a session with nine, which is too few."""
    up = np.tile(np.arange(12.0), (4, 1))
    returns = np.stack([up[0], up[0], -up[0], up[0]])
    returns[3, 9:] = np.nan
    found = information_coefficient(made(up, returns))
    assert found.by_session.tolist() == pytest.approx([1, 1, -1, np.nan], nan_ok=True)
    assert (found.test.mean, found.test.size, found.hit_ratio) == (pytest.approx(1 / 3), 3, pytest.approx(2 / 3))
    assert found.ratio == pytest.approx((1 / 3) / np.sqrt(4 / 3))
    assert found.verdict == "insufficient"
    rows, notes = ic_by_session(made(up, returns), found)
    assert rows["cumulative_ic"].to_list() == pytest.approx([1, 2, 1])
    assert "only 3 sessions" in notes[-1].en


def test_a_planted_ic_is_found() -> None:
    found = 0
    for seed in range(6):
        market = PlantedMarket.generate(seed, Truths(ic=0.05), sessions=120, names=100).snapshot()
        ic = information_coefficient(trial(market, builtin_factor(market, "financing_change", window=1), horizon=1))
        found += ic.verdict == "found" and 0.02 < ic.test.mean < 0.08
    assert found == 6


@pytest.mark.parametrize(("memory", "horizon"), [(0.0, 1), (0.9, 5), (0.9, 20)])
def test_an_absent_ic_is_found_in_about_one_case_of_twenty(memory: float, horizon: int) -> None:
    """A slow factor against overlapping returns: plain t-tests reject more than 30 % of these."""
    rejected = 0
    for seed in range(200):
        draw = np.random.default_rng([seed, 1])
        values = draw.standard_normal((250, 20))
        for t in range(1, 250):
            values[t] = memory * values[t - 1] + np.sqrt(1 - memory**2) * values[t]
        path = np.vstack([np.zeros((1, 20)), np.cumsum(draw.standard_normal((250 + horizon, 20)), axis=0)])
        returns = path[horizon : horizon + 250] - path[:250]
        rejected += information_coefficient(made(values, returns, horizon)).verdict == "found"
    assert 0.015 <= rejected / 200 <= 0.105


@pytest.fixture(scope="module")
def market() -> MarketSnapshot:
    return PlantedMarket.generate(4, Truths(ic=0.2), sessions=80, names=30).snapshot()


def test_returns_begin_at_the_next_open(market: MarketSnapshot) -> None:
    factor = builtin_factor(market, "financing_change", window=1)
    tried = trial(market, factor, horizon=1)
    name, place = factor.securities[0], 10
    quotes = market.table("quotes", keys={"security_id": [name]}).sort("trade_date")
    tomorrow = quotes.row(place + 1, named=True)
    assert tried.returns[place, 0] == pytest.approx(float(tomorrow["close"]) / float(tomorrow["open"]) - 1)
    assert np.isnan(tried.returns[-1]).all()
    assert tried.lost == {"still_open": 30}


def test_a_factor_that_loses_its_returns_is_refused_with_the_reasons(market: MarketSnapshot) -> None:
    """Half of the names have no quotes: more than the 35 % that may be lost; a tenth is only counted."""
    whole = builtin_factor(market, "financing_change")
    quotes = market.table("quotes")

    def without(names: int) -> MarketSnapshot:
        kept = quotes.filter(~pl.col("security_id").is_in(list(whole.securities[:names])))
        return MarketSnapshot.of({"quotes": kept}, LAST)

    with pytest.raises(NotKnown, match=r"no quotes 1,050"):
        trial(without(15), whole, horizon=5)
    assert trial(without(3), whole, horizon=5).lost == {"still_open": 150, "no_quotes": 210}


def test_suspended_names_are_counted_apart(market: MarketSnapshot) -> None:
    whole = builtin_factor(market, "financing_change")
    day = whole.sessions[40]
    stopped = (pl.col("trade_date") == day) & (pl.col("security_id") == whole.securities[0])
    quotes = market.table("quotes").with_columns(turnover=pl.when(stopped).then(0).otherwise("turnover"))
    assert trial(MarketSnapshot.of({"quotes": quotes}, LAST), whole, horizon=1).lost == {"still_open": 30, "not_traded": 1}


def test_decay_has_a_row_for_each_horizon_and_the_planted_day_is_the_best(market: MarketSnapshot) -> None:
    rows, notes = decay(market, builtin_factor(market, "financing_change", window=1), horizons=(5, 1, 5))
    assert rows["horizon"].to_list() == [1, 5]
    assert rows["mean_ic"][0] > rows["mean_ic"][1] > 0
    assert rows["sessions"].to_list() == [78, 74]
    assert sum("have no return" in note.en for note in notes) == 2


def test_ranks_that_turn_round_persist_at_minus_one() -> None:
    values = np.stack([np.arange(12.0) * (-1) ** t for t in range(6)])
    assert [rank_persistence(values, k) for k in (1, 2)] == pytest.approx([-1, 1])


def rows_of_detail(balances: list[int], buys: list[int], shorts: list[int]) -> MarketSnapshot:
    days = mainland().between(mainland().offset(LAST, 1 - len(balances)), LAST)
    detail = pl.DataFrame({"security_id": ["600519.SH"] * len(days), "trade_date": days, "financing_balance": balances,
                           "financing_buy_amount": buys, "short_quantity": shorts})  # fmt: skip
    return MarketSnapshot.of({"margin_detail": detail}, LAST)


def test_the_factors_of_the_house_by_hand() -> None:
    """Balance 100 → 300 over two sessions: 200 / 200. Shorts 4 → 0: -4 / 2. Buys 10 and 30: mean 20 over 300."""
    market = rows_of_detail([100, 200, 300], [50, 10, 30], [4, 2, 0])
    found = {
        name: builtin_factor(market, name, window=2).values[:, 0]
        for name in ("financing_change", "short_change", "buys_to_balance")
    }
    assert found["financing_change"].tolist() == pytest.approx([np.nan, np.nan, 1.0], nan_ok=True)
    assert found["short_change"].tolist() == pytest.approx([np.nan, np.nan, -2.0], nan_ok=True)
    assert found["buys_to_balance"].tolist() == pytest.approx([np.nan, 30 / 200, 20 / 300], nan_ok=True)


def test_the_short_balance_follows_the_price_where_only_the_quantity_is_published() -> None:
    """Two shares short throughout, closes 10 and 30: the quantity stands still, the balance goes 20 → 60, 40 / 40."""
    market = rows_of_detail([1, 1], [1, 1], [2, 2])
    quotes = pl.DataFrame({"security_id": ["600519.SH"] * 2, "trade_date": [date(2026, 1, 29), LAST], "close": [10, 30]})
    valued = MarketSnapshot.of({"margin_detail": market.table("margin_detail"), "quotes": quotes}, LAST)
    assert builtin_factor(valued, "short_balance_change", window=1).values[1, 0] == pytest.approx(1.0)
    assert builtin_factor(valued, "short_change", window=1).values[1, 0] == 0


def test_the_window_before_the_start_is_read_as_well() -> None:
    market = rows_of_detail([100, 200, 300], [50, 10, 30], [4, 2, 0])
    assert builtin_factor(market, "financing_change", window=2, start=LAST).values.tolist() == [[1.0]]


def test_too_little_detail_says_what_is_needed_and_what_is_there() -> None:
    with pytest.raises(NotKnown) as refused:
        builtin_factor(rows_of_detail([1, 2], [1, 1], [0, 0]), "buys_to_balance", window=5)
    said = refused.value.message("en")
    assert all(part in said for part in ("margin_detail", "quotes", "2026-01-29 to 2026-01-30", "not reproduced here", "-5.6%"))


@pytest.mark.parametrize(("name", "window", "error"), [("alpha", 5, UnknownName), ("short_change", 0, UsageError)])
def test_what_cannot_be_asked_is_refused(name: str, window: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        builtin_factor(rows_of_detail([1], [1], [1]), name, window=window)
