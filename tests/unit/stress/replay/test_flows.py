"""The flow model finds planted responses, and drawn index paths look like the past they come from."""

from __future__ import annotations

import numpy as np
import pytest

from liangrong.core.errors import NotKnown
from liangrong.stress.replay.flows import DRIVERS, LAGS, drivers, estimate_flows
from liangrong.stress.replay.index_paths import blocks, drawn_moves, volatility


def planted(size: int = 1500) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Flows that answer half of their own last value, 0.3 of the market's move, and 0.2 more of a fall."""
    chance = np.random.default_rng(2)
    market = chance.normal(0, 0.015, size)
    flow = np.zeros(size)
    for day in range(1, size):
        flow[day] = 0.001 + 0.5 * flow[day - 1] + 0.3 * market[day] + 0.2 * min(market[day], 0) + chance.normal(0, 0.001)
    return flow, market, 0.9 + np.cumsum(chance.normal(0, 0.005, size))


def test_planted_responses_are_found() -> None:
    model = estimate_flows(*planted())
    found = dict(zip(DRIVERS, model.response, strict=True))
    assert found["flow"] == pytest.approx(0.5, abs=0.05)
    assert found["market"] == pytest.approx(0.3, abs=0.02)
    assert found["market_fall"] == pytest.approx(0.2, abs=0.03)
    assert model.unexplained.std() == pytest.approx(0.001, rel=0.1)
    assert np.sqrt(model.covariance[4, 4]) < 0.01


def test_drivers_stand_in_their_named_order() -> None:
    flows, markets = np.arange(1.0, LAGS + 1)[None], np.arange(2.0, 2 * LAGS + 1, 2)[None]
    row = dict(zip(DRIVERS, drivers(flows, markets, np.array([-3.0]), np.array([0.9]))[0], strict=True))
    assert row["flow"] == 20
    assert row["flow_5"] == 18
    assert row["flow_20"] == 10.5
    assert (row["market"], row["market_fall"], row["market_before"], row["level"]) == (-3, -3, 40, 0.9)


def test_too_short_a_past_is_refused() -> None:
    flow, market, level = planted(219)
    with pytest.raises(NotKnown, match="219"):
        estimate_flows(flow, market, level)


def test_blocks_are_runs_inside_the_past() -> None:
    places = blocks(500, 60, 50, 20, np.random.default_rng(0))
    assert places.shape == (50, 60)
    assert places.min() >= 0
    assert places.max() < 500
    assert (np.diff(places[:, :20], axis=1) == 1).all()


def test_drawn_moves_have_the_volatility_of_now_and_keep_market_and_tilt_together() -> None:
    chance = np.random.default_rng(3)
    market = chance.normal(0, 1, 2000) * np.repeat([0.005, 0.02], 1000)
    moves, tilts = drawn_moves(market, 0.5 * market, 5, 2000, block=20, half_life=12.0, chance=chance)
    assert moves.std() == pytest.approx(0.02, rel=0.3)
    assert np.abs(tilts - 0.5 * moves).max() < 1e-12


def test_volatility_looks_back_only() -> None:
    moves = np.random.default_rng(1).normal(0, 0.01, 200)
    louder = moves.copy()
    louder[150:] *= 5
    assert volatility(louder, 12.0)[:151] == pytest.approx(volatility(moves, 12.0)[:151])
    assert volatility(louder, 12.0)[160] > 2 * volatility(moves, 12.0)[160]
