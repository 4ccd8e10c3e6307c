"""Walk-forward: a forecast is made of what had been resolved, and of nothing else."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.scorecards.forecasts import PRIOR_STRENGTH, forecast
from liangrong.analytics.scorecards.scorecard import scorecard
from liangrong.analytics.scorecards.trials import lay_trials
from tests.unit.analytics.scorecards.histories import outcomes, signal

FLAGS = [1, 0, 0, 1, 0, 0, 1, 0]
EVENTS = [1, 0, 0, 0, 1, 0, 1, 0]


def test_probabilities_by_hand() -> None:
    """Outcomes known 2 days later, no embargo, horizon 3: episodes on days 0, 3, 6.

    On day 6 the outcomes of days 0-4 are known: 2 events of 5, base (2+1)/(5+2) = 3/7; episodes 0 and 3 are known with one hit:
    (1 + 10 x 3/7) / (2 + 10). On day 7 days 0-5 are known: base 3/8; days without a flag 1, 2, 4, 5 with one event:
    (1 + 10 x 3/8) / (4 + 10).
    """
    told = forecast(lay_trials(signal(FLAGS), outcomes(EVENTS, lag=2), horizon=3), embargo=0)
    assert told.climatology[0] == 0.5, "nothing is known on the first day"
    assert told.probability[0] == 0.5
    assert told.climatology[6] == pytest.approx(3 / 7)
    assert told.probability[6] == pytest.approx((1 + PRIOR_STRENGTH * 3 / 7) / 12)
    assert told.probability[7] == pytest.approx((1 + PRIOR_STRENGTH * 3 / 8) / 14)
    assert told.known_days.tolist() == [0, 0, 1, 2, 3, 4, 5, 6]


def test_the_embargo_holds_outcomes_back() -> None:
    trials = lay_trials(signal(FLAGS), outcomes(EVENTS, lag=2), horizon=3)
    assert forecast(trials, embargo=2).known_days.tolist() == [0, 0, 0, 0, 1, 2, 3, 4]


def planted(size: int = 400) -> tuple[list[int], list[int]]:
    rng = np.random.default_rng(5)
    flags = (rng.random(size) < 0.1).astype(int)
    events = np.where(rng.random(size) < 0.7, flags, 1 - flags)
    return flags.tolist(), events.tolist()


@pytest.mark.parametrize("cut", [60, 200, 333])
def test_what_is_resolved_later_changes_no_earlier_forecast(cut: int) -> None:
    """Turn every outcome that is resolved after a day: the forecasts up to that day stay as they were, later ones do not."""
    flags, events = planted()
    lag = 10
    turned = [event if place + lag <= cut else 1 - event for place, event in enumerate(events)]
    before = forecast(lay_trials(signal(flags), outcomes(events, lag=lag), horizon=lag), embargo=0)
    after = forecast(lay_trials(signal(flags), outcomes(turned, lag=lag), horizon=lag), embargo=0)
    assert (before.probability[: cut + 1] == after.probability[: cut + 1]).all()
    assert (before.climatology[: cut + 1] == after.climatology[: cut + 1]).all()
    assert (before.climatology[cut + 1 :] != after.climatology[cut + 1 :]).any()


def test_a_leak_from_the_future_is_seen_in_the_numbers() -> None:
    """Outcomes marked as known on the day of the reading itself give other Brier scores, and better ones."""
    events = [int(place // 20 % 2) for place in range(400)]
    flags = [int(place % 20 == 5) for place in range(400)]
    honest = outcomes(events, lag=20)
    leaked = honest.with_columns(resolved_on=pl.col("date"))
    cards = [scorecard(signal(flags), rows, horizon=20, embargo=0).row(0, named=True) for rows in (honest, leaked)]
    assert cards[0]["brier"] != cards[1]["brier"]
    assert cards[0]["brier_climatology"] > cards[1]["brier_climatology"]
    assert cards[0]["hit_rate"] == cards[1]["hit_rate"], "the record itself is the same; only what could be known differs"


def test_brier_by_hand() -> None:
    """From the day on which one outcome is known, days 2-7: climatology 2/3, 2/4, 2/5, 2/6, 3/7, 3/8 against 0 0 1 0 1 0."""
    rows = outcomes(EVENTS, lag=2)
    found = scorecard(signal(FLAGS), rows, horizon=3, embargo=0, least=1).row(0, named=True)
    base = [2 / 3, 2 / 4, 2 / 5, 2 / 6, 3 / 7, 3 / 8]
    expected = sum((p - e) ** 2 for p, e in zip(base, EVENTS[2:], strict=True)) / 6
    assert found["brier_climatology"] == pytest.approx(expected)
    assert found["brier_skill"] == pytest.approx(1 - found["brier"] / expected)


def test_a_signal_that_tells_something_has_skill() -> None:
    flags, events = planted(2000)
    found = scorecard(signal(flags), outcomes(events, lag=1), horizon=1).row(0, named=True)
    assert found["brier_skill"] > 0.01
    shuffled = np.random.default_rng(3).permutation(flags).tolist()
    blind = scorecard(signal(shuffled), outcomes(events, lag=1), horizon=1).row(0, named=True)
    assert blind["brier_skill"] < 0.01
