"""Quantile returns, neutral residuals and regimes, each by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.studies.factors.builtin import builtin_factor
from liangrong.analytics.studies.factors.deciles import Friction, quantile_returns
from liangrong.analytics.studies.factors.factor import Factor, Trial, trial
from liangrong.analytics.studies.factors.ic import LEAST_SESSIONS
from liangrong.analytics.studies.factors.neutral import industries, neutralised, residuals
from liangrong.analytics.studies.factors.regimes import regimes
from liangrong.core.calendar import mainland
from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.rulebook import Rulebook
from liangrong.simulation.planted import PlantedMarket


def made(values: np.ndarray, returns: np.ndarray, *, last: date = date(2026, 1, 30), horizon: int = 1) -> Trial:
    days = mainland().between(mainland().offset(last, 1 - len(values)), last)
    names = tuple(f"{600000 + n}.SH" for n in range(values.shape[1]))
    return Trial(Factor("made", tuple(days), names, values), horizon, returns, np.zeros(values.shape), {})


RISING = np.tile(np.arange(10.0), (40, 1))


def test_quantiles_by_hand() -> None:
    """Ten names that earn their own rank in percent: pairs earn 0.5, 2.5 … 8.5 %; nothing is replaced, so nothing is paid."""
    rows, _ = quantile_returns(made(RISING, RISING / 100), quantiles=5)
    assert rows["portfolio"].to_list() == ["q1", "q2", "q3", "q4", "q5", "spread"]
    assert rows["mean_return"].to_list() == pytest.approx([0.005, 0.025, 0.045, 0.065, 0.085, 0.08])
    assert rows["names_replaced"].to_list()[:5] == [0] * 5
    assert rows["net_return"].to_list() == pytest.approx(rows["mean_return"].to_list())
    assert rows["monotonicity"].to_list() == [None] * 5 + [1.0]


def test_a_name_at_its_upper_limit_keeps_its_place_and_loses_its_return() -> None:
    """The best of ten cannot be bought on the first session: q5 earns 8 % there, 8.5 % elsewhere."""
    tried = made(RISING, RISING / 100)
    blocked = np.zeros(RISING.shape)
    blocked[0, 9] = 1
    rows, notes = quantile_returns(replace(tried, blocked=blocked), quantiles=5)
    assert rows["mean_return"][4] == pytest.approx((0.08 + 39 * 0.085) / 40)
    assert rows["blocked_purchases"].to_list() == [0, 0, 0, 0, 1, None]
    assert any("1 purchases were impossible" in note.en for note in notes)


def test_costs_are_the_names_replaced_times_a_round_trip() -> None:
    """Ranks turn round every session: both ends replace everything, the middle of three keeps itself."""
    values = np.stack([np.arange(12.0) * (-1) ** t for t in range(40)])
    friction = Friction(Decimal("0.001"), Decimal("0.0002"))
    rows, _ = quantile_returns(made(values, np.zeros(values.shape)), quantiles=3, friction=friction)
    rules = Rulebook.load().at(date(2026, 1, 30))
    duty, fee = (float(rules.number(name, venue="SSE")) for name in ("stamp_duty_rate", "transfer_fee_rate"))
    trip = duty + 2 * (fee + 0.0002 + 0.001)
    assert rows["names_replaced"].to_list()[:3] == pytest.approx([1, 0, 1])
    assert rows["trading_cost"].to_list() == pytest.approx([trip, 0, trip, 2 * trip])
    assert rows["net_return"].to_list() == pytest.approx([-trip, 0, -trip, 0])


def test_the_stamp_duty_is_that_of_the_day() -> None:
    """Halved on 2023-08-28."""
    before, after = (Friction(commission=Decimal(0)).round_trip(date(2023, 8, day)) for day in (25, 28))
    assert before - after == pytest.approx(0.0005)


@pytest.mark.parametrize("quantiles", [1, 21])
def test_too_few_or_many_quantiles_are_refused(quantiles: int) -> None:
    with pytest.raises(UsageError):
        quantile_returns(made(RISING, RISING), quantiles=quantiles)


def test_prices_at_the_limit_at_the_open_are_blocked() -> None:
    market = PlantedMarket.generate(1, sessions=30, names=12)
    factor = builtin_factor(market.snapshot(), "financing_change")
    day, name = market.sessions[20], factor.securities[0]
    here = (pl.col("trade_date") == day) & (pl.col("security_id") == name)
    limit = (pl.col("previous_close") * Decimal("1.1")).round(2)
    quotes = market.tables["quotes"].with_columns(pl.when(here).then(limit).otherwise("open").alias("open"))
    tried = trial(MarketSnapshot.of({"quotes": quotes}, market.sessions[-1]), factor, horizon=1)
    assert np.argwhere(tried.blocked == 1).tolist() == [[19, 0]]


def test_residuals_are_those_of_a_regression_with_dummies() -> None:
    draw = np.random.default_rng(1)
    values, size = draw.standard_normal((2, 3, 30))
    groups = np.tile(np.arange(30) % 4, (3, 1))
    values[1, 5], size[2, 6], groups[0, 7] = np.nan, np.nan, -1
    found = residuals(values, groups, size)
    for row in range(3):
        known = ~np.isnan(values[row]) & ~np.isnan(size[row]) & (groups[row] >= 0)
        design = np.column_stack([np.eye(4)[groups[row][known]], size[row][known]])
        fitted = design @ np.linalg.lstsq(design, values[row][known], rcond=None)[0]
        assert found[row][known].tolist() == pytest.approx((values[row][known] - fitted).tolist())
        assert np.isnan(found[row][~known]).all()


def test_a_session_with_hardly_more_names_than_terms_is_left_out() -> None:
    values = np.array([[1.0, 2.0, 3.0, 4.0, 5.0]])
    assert np.isnan(residuals(values, np.array([[0, 1, 2, 3, 3]]))).all()
    assert not np.isnan(residuals(values, np.array([[0, 0, 1, 1, 1]]))).any()


def test_neutral_against_industry_and_cap() -> None:
    market = PlantedMarket.generate(2, sessions=20, names=24).snapshot()
    raw = builtin_factor(market, "financing_change")
    free = neutralised(market, raw, ("industry", "cap"))
    groups = industries(market, raw)
    caps = (
        market.table("caps", start=raw.sessions[10], end=raw.sessions[10]).sort("security_id")["float_cap"].cast(float).to_numpy()
    )
    left = free.values[10]
    assert max(abs(left[groups[10] == g].sum()) for g in range(4)) < 1e-12
    assert abs(left @ (np.log(caps) - np.log(caps).mean())) < 1e-10
    assert not np.allclose(left, raw.values[10])


def test_the_industry_is_that_of_the_day() -> None:
    """A name moves on the third session; before its first day it has none."""
    days = mainland().between(date(2026, 1, 26), date(2026, 1, 30))
    spells = pl.DataFrame({"scheme": ["sw"] * 3, "security_id": ["600000.SH", "600000.SH", "600001.SH"],
                           "from_date": [days[0], days[2], days[1]], "group": ["110000", "220000", "220000"]})  # fmt: skip
    factor = Factor("made", tuple(days), ("600000.SH", "600001.SH", "600002.SH"), np.ones((5, 3)))
    found = industries(MarketSnapshot.of({"memberships": spells}, days[-1]), factor)
    assert found.T.tolist() == [[0, 0, 1, 1, 1], [-1, 1, 1, 1, 1], [-1] * 5]


def test_neutral_needs_its_tables_and_knows_its_names() -> None:
    market = PlantedMarket.generate(2, sessions=20, names=12)
    factor = builtin_factor(market.snapshot(), "financing_change")
    bare = MarketSnapshot.of({"margin_detail": market.tables["margin_detail"]}, market.sessions[-1])
    for against in ("industry", "cap"):
        with pytest.raises(NoData):
            neutralised(bare, factor, (against,))
    with pytest.raises(UnknownName):
        neutralised(bare, factor, ("style",))


def test_regimes_leave_out_what_reaches_over_the_line() -> None:
    """100 sessions up to 50 after the ban of 2024-07-11; IC 1 before and -1 after; a horizon of 5 straddles on 5 of them."""
    last = mainland().offset(date(2024, 7, 11), 49)
    draw = np.random.default_rng(3)
    values = draw.standard_normal((100, 15))
    returns = values * np.where(np.arange(100) < 50, 1, -1)[:, None] + draw.standard_normal((100, 15))
    rows, notes = regimes(made(values, returns, last=last, horizon=5))
    before, after, difference = rows.iter_rows(named=True)
    assert (before["sessions"], after["sessions"]) == (45, 50)
    assert after["from"] == date(2024, 7, 11)
    assert before["mean_ic"] > 0.4
    assert after["mean_ic"] < -0.4
    assert difference["mean_ic"] == pytest.approx(after["mean_ic"] - before["mean_ic"])
    assert difference["mean_ic_low"] < difference["mean_ic"] < difference["mean_ic_high"] < 0
    assert [row["verdict"] for row in (before, after, difference)] == ["found"] * 3
    assert "5 sessions whose holding period" in notes[-1].en


def test_a_short_regime_is_insufficient() -> None:
    last = mainland().offset(date(2024, 7, 11), 10)
    values = np.random.default_rng(4).standard_normal((80, 15))
    rows, _ = regimes(made(values, values, last=last))
    assert rows["verdict"].to_list() == ["found", "insufficient", "insufficient"]
    assert rows["sessions"][1] == 11 < LEAST_SESSIONS


def test_an_event_that_never_was_is_refused() -> None:
    with pytest.raises(UnknownName):
        regimes(made(RISING, RISING), event="the_ban_of_everything")
