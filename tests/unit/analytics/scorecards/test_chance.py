"""Luck: the tests keep their size, find what is planted, and count dependent episodes for less."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import norm

from liangrong.analytics.scorecards.chance import exchange_test, hit_interval, shift_test
from liangrong.analytics.scorecards.scorecard import scorecard
from liangrong.analytics.scorecards.trials import Trials, lay_trials
from tests.unit.analytics.scorecards.histories import day, joined, outcomes, signal

HORIZON = 10


SIZE = 800
DAYS = tuple(day(place) for place in range(SIZE))
SEEDS = 2_000
ALLOWED = 0.015
"""Three standard errors of a share of 5 % among 2,000."""


def falls(walk: np.ndarray, horizon: int) -> np.ndarray:
    """Whether the walk stands lower ``horizon`` steps later: overlapping, as real outcomes are; NaN at the end."""
    ahead = walk[horizon:] - walk[:-horizon]
    return np.concatenate([(ahead < -1).astype(float), np.full(horizon, np.nan)])


def drawn(seed: int) -> Trials:
    """Flags in runs, as those of a slow indicator, and a walk that knows nothing of them."""
    rng = np.random.default_rng(seed)
    slow = np.convolve(rng.standard_normal(SIZE + 19), np.ones(20), "valid")
    flag = slow > np.quantile(slow, 0.85)
    event = falls(rng.standard_normal(SIZE).cumsum(), HORIZON)
    starts = np.zeros(SIZE, dtype=bool)
    at = np.flatnonzero(flag)
    starts[at] = np.concatenate([[True], np.diff(at) >= HORIZON])
    place = np.arange(SIZE)
    return Trials(DAYS, ("market",), place, np.zeros(SIZE, dtype=np.int64), slow, flag, event, -event, place + HORIZON, starts)


def test_size_of_the_shift_test() -> None:
    """Independent flags and overlapping outcomes: called found in 5 % of the seeds 0 to 1,999, give or take 1.5 points."""
    ps = [shift_test(drawn(seed), horizon=HORIZON, seed=1) for seed in range(SEEDS)]
    share = float(np.mean([p is not None and p <= 0.05 for p in ps]))
    assert abs(share - 0.05) <= ALLOWED


def together(seed: int, names: int = 8) -> Trials:
    """Several names whose flags share a driver and whose outcomes share a market; neither knows the other."""
    rng = np.random.default_rng(seed)
    driver, market = rng.standard_normal(SIZE + 19), rng.standard_normal(SIZE)
    parts = []
    for _ in range(names):
        slow = np.convolve(driver + rng.standard_normal(SIZE + 19), np.ones(20), "valid")
        flag = slow > np.quantile(slow, 0.85)
        at = np.flatnonzero(flag)
        starts = np.zeros(SIZE, dtype=bool)
        starts[at] = np.concatenate([[True], np.diff(at) >= HORIZON])
        parts.append((slow, flag, falls((market + rng.standard_normal(SIZE)).cumsum(), HORIZON), starts))
    slow, flag, event, starts = (np.concatenate(column) for column in zip(*parts, strict=True))
    place, name = np.tile(np.arange(SIZE), names), np.repeat(np.arange(names), SIZE)
    return Trials(DAYS, tuple(map(str, range(names))), place, name, slow, flag, event, -event, place + HORIZON, starts)


def test_names_that_move_together_do_not_make_luck_look_like_skill() -> None:
    """200 seeds: found in 5 % give or take 4.6 points (three standard errors), and the interval covers the truth in at least 90 %."""
    found, covered = [], []
    for seed in range(200):
        trials = together(seed)
        p = shift_test(trials, horizon=HORIZON, seed=1)
        low, high, _ = hit_interval(trials, horizon=HORIZON)
        found.append(p is not None and p <= 0.05)
        covered.append(low <= np.nanmean(trials.event) <= high)
    assert abs(float(np.mean(found)) - 0.05) <= 0.046
    assert np.mean(covered) >= 0.9


def test_a_planted_warning_is_found() -> None:
    rng = np.random.default_rng(2)
    walk = rng.standard_normal(SIZE).cumsum()
    events = [None if np.isnan(event) else int(event) for event in falls(walk, HORIZON)]
    flags = [int(event == 1 and rng.random() < 0.5) for event in events]
    found = scorecard(signal(flags), outcomes(events, lag=HORIZON), horizon=HORIZON).row(0, named=True)
    assert found["p_value"] <= 0.05
    assert found["verdict"] == "better_than_base_rate"


def test_the_same_seed_says_the_same() -> None:
    """And another seed something near it: of 2,981 shifts each looks at 999 of its own."""
    flags = [int(place % 37 == 0) for place in range(3000)]
    trials = lay_trials(signal(flags), outcomes([int(place % 11 == 0) for place in range(3000)], lag=10), horizon=HORIZON)
    first, again, other = (shift_test(trials, horizon=HORIZON, seed=seed) for seed in (4, 4, 5))
    assert first == again
    assert first is not None
    assert first == pytest.approx(other, abs=0.08)


def test_a_history_too_short_to_shift() -> None:
    trials = lay_trials(signal([1, 0, 0]), outcomes([1, 0, 0], lag=2), horizon=2)
    assert shift_test(trials, horizon=3, seed=1) is None


def test_ten_names_that_fall_together_are_not_ten_times_the_evidence() -> None:
    """Ten names with the very same flags and events: the interval is that of one of them."""
    flags = [1, 0, 0, 0, 0] * 12
    events: list[int | None] = [int(place % 15 == 0) for place in range(60)]
    names = [f"n{place}" for place in range(10)]
    rows = [outcomes(events, lag=5, name=name) for name in names]
    many = lay_trials(joined(*(signal(flags, name=name) for name in names)), pl.concat(rows), horizon=5)
    one = lay_trials(signal(flags, name="n0"), rows[0], horizon=5)
    low, high, spans = hit_interval(one, horizon=5)
    assert spans == 12
    low_many, high_many, spans_many = hit_interval(many, horizon=5)
    assert spans_many == 12
    # 12 spans, 4 of them all hits: the variance of their mean is p q / 11, so they count for 11 episodes
    z, p, n = float(norm.ppf(0.975)), 1 / 3, 11
    half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    assert (low_many, high_many) == (pytest.approx(centre - half), pytest.approx(centre + half))
    assert high - low < high_many - low_many


def test_pooled_names_in_few_spans_are_insufficient() -> None:
    """30 names flagged on the same two days are 60 episodes in two spans."""
    flags = [1] + [0] * 19 + [1] + [0] * 39
    names = [f"n{place}" for place in range(30)]
    both = joined(*(signal(flags, name=name) for name in names))
    after = pl.concat([outcomes(flags, lag=5, name=name) for name in names])
    found = scorecard(both, after, horizon=5, pooled=True).row(0, named=True)
    assert (found["n_episodes"], found["n_spans"], found["verdict"]) == (60, 2, "insufficient")


def test_exchange_by_enumeration() -> None:
    """Two sets of one hit among two: the observed mean difference +1 comes up in one exchange of four and counts half."""
    p = exchange_test(np.array([1.0, 1.0]), np.array([[0.0], [0.0]]), seed=1)
    assert p == pytest.approx(0.125, abs=0.03)
    same = exchange_test(np.array([1.0, 0.0]), np.array([[1.0, np.nan], [0.0, 0.0]]), seed=1)
    assert same == 0.5, "every exchange looks the same"


def test_size_of_the_exchange_test() -> None:
    """Cases drawn like their controls: called found in 5 % of the seeds 0 to 1,999, give or take 1.5 points."""
    ps = []
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        cases, controls = (rng.random(shape) < 0.3 for shape in ((20,), (20, 5)))
        ps.append(exchange_test(cases.astype(float), controls.astype(float), seed=seed))
    assert abs(float(np.mean(np.array(ps) <= 0.05)) - 0.05) <= ALLOWED
