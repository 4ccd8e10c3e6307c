"""Draws by chance: the model finds what a market was made of, and draws the same whoever asks for how many."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from liangrong.core.errors import NoData
from liangrong.core.results import Note
from liangrong.stress.scenarios.factors import DrawnMoves, FactorModel, fitted, returns_of
from tests.unit.stress.small_market import market

BETAS = np.repeat([0.5, 1.0, 1.5], 20)
INDUSTRY = np.tile(np.repeat(np.array([0, 1], dtype=np.uint16), 10), 3)
NAMES = [f"S{n}" for n in range(60)]
_Floats = NDArray[np.float64]


def made(sessions: int = 400) -> _Floats:
    """A market with known betas, two industries, and own noise."""
    rng = np.random.default_rng(7)
    factor = rng.normal(0, 0.015, sessions)[:, None]
    industries = rng.normal(0, 0.008, (sessions, 2))
    return factor * BETAS + industries[:, INDUSTRY] + rng.normal(0, 0.01, (sessions, 60))


@pytest.fixture(scope="module")
def model() -> FactorModel:
    return fitted(made(), NAMES, INDUSTRY)


def test_betas_are_found(model: FactorModel) -> None:
    groups = [model.betas[beta == BETAS].mean() for beta in (0.5, 1.0, 1.5)]
    assert groups == pytest.approx([0.5, 1.0, 1.5], abs=0.1)
    assert model.estimated.all()


def test_an_uncertain_beta_is_drawn_to_the_mean() -> None:
    returns = made(60)
    returns[:, 0] += 2 * returns.mean(axis=1) + np.random.default_rng(1).normal(0, 0.2, 60)
    found = fitted(returns, NAMES, INDUSTRY)
    raw = np.polyfit(found.market, returns[:, 0], 1)[0]
    mean = np.mean([np.polyfit(found.market, column, 1)[0] for column in returns.T])
    assert abs(raw - mean) > 0.5
    assert abs(found.betas[0] - mean) < abs(raw - mean) / 2


def test_draws_have_the_covariance_of_the_past(model: FactorModel) -> None:
    drawn = np.log1p(np.array([model.drawn(n, seed=3, sessions=1) for n in range(3000)]))
    past = made()
    for one, other in ((0, 1), (0, 10), (45, 50), (5, 5)):
        expected = np.cov(past[:, one], past[:, other])[0, 1]
        assert np.cov(drawn[:, one], drawn[:, other])[0, 1] == pytest.approx(expected, abs=6e-5)


def test_a_longer_horizon_spreads_with_its_root(model: FactorModel) -> None:
    one, nine = (np.log1p([model.drawn(n, seed=3, sessions=s)[0] for n in range(1500)]).std() for s in (1, 9))
    assert nine / one == pytest.approx(3, rel=0.1)


def test_a_draw_depends_on_its_number_and_seed_alone(model: FactorModel) -> None:
    assert np.array_equal(model.drawn(5, seed=1, sessions=2), model.drawn(5, seed=1, sessions=2))
    assert not np.array_equal(model.drawn(5, seed=1, sessions=2), model.drawn(6, seed=1, sessions=2))
    assert not np.array_equal(model.drawn(5, seed=1, sessions=2), model.drawn(5, seed=2, sessions=2))


def test_what_has_too_few_returns_is_like_another_and_is_counted() -> None:
    returns = made()
    returns[20:, 3] = np.nan
    found = fitted(returns, NAMES, INDUSTRY)
    assert np.flatnonzero(~found.estimated).tolist() == [3]
    assert found.betas[3] == 1
    assert found.own[:, 3].std() == pytest.approx(0.01, rel=0.2)
    step = DrawnMoves(number=0, seed=0, sessions=1, basis=Note("甲", "a"), model=found)
    assert "1 securities" in step.notes(market())[1].en


def test_days_without_a_quote_are_not_days_without_a_move() -> None:
    """A security quoted on every second day keeps its beta."""
    returns = made()
    returns[::2, 40] = np.nan
    assert fitted(returns, NAMES, INDUSTRY).betas[40] == pytest.approx(1.5, abs=0.25)


def test_without_returns_nothing_is_drawn() -> None:
    with pytest.raises(NoData):
        fitted(made(10), NAMES, INDUSTRY)


def test_returns_are_by_session_and_security_and_corrected_for_ex_rights() -> None:
    first = date(2026, 1, 5)
    rows = [
        ("B", first, 11.0, 10.0),
        ("A", first + timedelta(1), 5.5, 5.0),
        ("B", first + timedelta(1), None, 11.0),
        ("X", first, 1.0, 2.0),
    ]
    frame = pl.DataFrame(rows, schema=["security_id", "trade_date", "close", "previous_close"], orient="row")
    found = returns_of(frame, ["A", "B"])
    assert found.shape == (2, 2)
    assert np.isnan(found).tolist() == [[True, False], [False, True]]
    assert found[1, 0] == found[0, 1] == pytest.approx(np.log(1.1))
