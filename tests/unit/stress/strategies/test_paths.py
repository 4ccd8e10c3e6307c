"""Synthetic paths have the truth they claim, and mainland sessions."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal as D
from typing import Any

import numpy as np
import pytest

from liangrong.core.calendar import mainland
from liangrong.core.errors import BeyondCalendar, UsageError
from liangrong.stress.strategies.paths import SESSIONS_A_YEAR, SYNTHETIC, PricePath, geometric_brownian, with_jumps

START = date(2012, 1, 4)
DIFFUSION: dict[str, Any] = {"start": START, "sessions": 3000, "drift": 0.08, "volatility": 0.3, "price": 1000.0}


def returns(path: PricePath) -> np.ndarray:
    return np.diff(np.log([float(close) for close in path.closes[SYNTHETIC]]))


def test_a_seed_gives_one_path_and_another_seed_another() -> None:
    first, again, other = (geometric_brownian(seed, **DIFFUSION) for seed in (1, 1, 2))
    assert first == again
    assert first.closes != other.closes


def test_without_volatility_the_price_grows_at_the_drift() -> None:
    path = geometric_brownian(1, start=START, sessions=242, drift=0.1, volatility=0.0, price=100.0)
    assert path.closes[SYNTHETIC][0] == D("100.00")
    assert path.closes[SYNTHETIC][-1] == D("110.52")  # 100 e^0.1 = 110.517
    assert path.closes[SYNTHETIC][121] == D("105.13")  # 100 e^0.05 = 105.127


def test_the_volatility_of_a_long_path_is_the_one_asked_for() -> None:
    measured = returns(geometric_brownian(7, **DIFFUSION)).std(ddof=1) * math.sqrt(SESSIONS_A_YEAR)
    assert abs(measured - 0.3) < 3 * 0.3 / math.sqrt(2 * 3000)  # three standard errors of a standard deviation


def test_the_mean_growth_of_many_paths_is_the_drift_with_jumps_and_without() -> None:
    # the expected price after a year is e^0.2 times the first; of 600 paths the mean has a standard error of about 0.02
    year = {"start": START, "sessions": 242, "drift": 0.2, "volatility": 0.4, "price": 100.0}
    jumps = {"intensity": 3.0, "mean": -0.1, "deviation": 0.1}
    for make, more in ((geometric_brownian, {}), (with_jumps, jumps)):
        grown = [float(make(seed, **year, **more).closes[SYNTHETIC][-1]) / 100 for seed in range(600)]
        error = np.std(grown) / math.sqrt(600)
        assert abs(np.mean(grown) - math.exp(0.2)) < 3 * error


def test_jumps_add_their_variance() -> None:
    # variance a year: 0.3² + 20 × (0.05² + 0.05²) = 0.19; jumps make it heavy-tailed, so the bound is wide
    path = with_jumps(3, **DIFFUSION, intensity=20.0, mean=-0.05, deviation=0.05)
    assert abs(returns(path).var() * SESSIONS_A_YEAR - 0.19) < 0.025


def test_jumps_of_no_intensity_leave_the_diffusion_as_it_is() -> None:
    plain = geometric_brownian(5, **DIFFUSION)
    assert with_jumps(5, **DIFFUSION, intensity=0.0, mean=-0.5, deviation=0.2).closes == plain.closes


def test_jumps_come_between_a_close_and_the_next_open() -> None:
    quiet = {**DIFFUSION, "volatility": 0.0, "drift": 0.0, "sessions": 500}
    path = with_jumps(1, **quiet, intensity=30.0, mean=-0.1, deviation=0.0)
    moves = [close / opened for opened, close in zip(path.opens[SYNTHETIC][1:], path.closes[SYNTHETIC][1:], strict=True)]
    gaps = [opened / close for opened, close in zip(path.opens[SYNTHETIC][1:], path.closes[SYNTHETIC], strict=False)]
    assert max(abs(move - 1) for move in moves) < D("0.02")  # what compensates the jumps
    assert min(gaps) < D("0.92")


@pytest.mark.parametrize("part", [0.0, 1.0])
def test_the_open_lies_where_the_night_ends(part: float) -> None:
    path = geometric_brownian(1, **{**DIFFUSION, "sessions": 20}, overnight=part)
    closes = path.closes[SYNTHETIC]
    assert path.opens[SYNTHETIC][1:] == (closes[1:] if part else closes[:-1])


def test_a_daily_limit_cuts_every_session_and_says_so() -> None:
    # 24 jumps a year with a deviation of 0.5: two thirds of the falls among them go beyond ten percent
    path = with_jumps(2, **{**DIFFUSION, "sessions": 1000}, intensity=24.0, mean=-0.125, deviation=0.5, daily_limit=0.1)
    at_limit = 0
    for place in range(1, len(path.sessions)):
        low, high = path.limits_on(SYNTHETIC, place) or (D(0), D(0))
        before = path.closes[SYNTHETIC][place - 1]
        assert (low, high) == (round(before * D("0.9") + D("1e-9"), 2), round(before * D("1.1") + D("1e-9"), 2))
        assert low <= path.opens[SYNTHETIC][place] <= high
        assert low <= path.closes[SYNTHETIC][place] <= high
        at_limit += path.closes[SYNTHETIC][place] == low
    assert at_limit > 20
    assert path.truth["daily_limit"] == 0.1


def test_without_a_daily_limit_there_is_none() -> None:
    assert geometric_brownian(1, **DIFFUSION).limits_on(SYNTHETIC, 5) is None


def test_sessions_are_those_of_the_mainland_and_history_comes_first() -> None:
    path = geometric_brownian(1, start=date(2025, 9, 28), sessions=3, drift=0.0, volatility=0.3, price=10.0, warm_up=2)
    assert [day.isoformat() for day in path.sessions] == [
        "2025-09-29", "2025-09-30", "2025-10-09", "2025-10-10", "2025-10-13", "2025-10-14",
    ]  # fmt: skip
    assert path.closes[SYNTHETIC][2] == D("10.00")
    assert path.origin == "synthetic"


def test_a_year_of_sessions_is_what_the_calendar_has() -> None:
    calendar = mainland()
    counts = {year: len(calendar.between(date(year, 1, 1), date(year, 12, 31))) for year in range(2020, 2026)}
    assert counts == {2020: 243, 2021: 243, 2022: 242, 2023: 242, 2024: 242, 2025: 243}
    assert SESSIONS_A_YEAR == 242


@pytest.mark.parametrize(
    "wrong",
    [{"sessions": 0}, {"volatility": -0.1}, {"drift": float("nan")}, {"price": 0.0}, {"overnight": 1.5}, {"daily_limit": 1.0}],
)
def test_a_path_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="must be"):
        geometric_brownian(1, **{**DIFFUSION, **wrong})


def test_jumps_that_cannot_be_are_refused() -> None:
    with pytest.raises(UsageError, match="intensity"):
        with_jumps(1, **DIFFUSION, intensity=-1.0, mean=0.0, deviation=0.1)


def test_a_path_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(BeyondCalendar):
        geometric_brownian(1, **{**DIFFUSION, "start": date(2026, 12, 1)})
