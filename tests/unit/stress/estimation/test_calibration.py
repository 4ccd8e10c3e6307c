"""The official ratio in the model's terms: a law that is there is found, the future is not read, a lone wrong value is passed over."""

from datetime import date

import numpy as np
import pytest

from liangrong.core.calendar import mainland
from liangrong.stress.estimation.calibration import calibrate, ratio_on_the_day
from liangrong.stress.estimation.public_history import PublicHistory
from liangrong.stress.estimation.vintages import Vintages

N = 400


def market(seed=1, error=0.0):
    """A market whose ratio obeys a law of its mean value and its margin ratio."""
    random = np.random.default_rng(seed)
    days = mainland().between(mainland().offset(date(2019, 12, 31), 1 - N), date(2019, 12, 31))
    price = np.cumsum(random.normal(0, 0.015, (N, 1)), axis=0)
    ones = np.ones((N, 1))
    history = PublicHistory(
        days=tuple(days), keys=("market",), log_price=price, log_purchase=price, activity=ones, buys=ones, balance=ones
    )
    value = np.exp(random.normal(0, 0.1, (N, 3)))
    found = Vintages(np.ones((3, 1, N)), price.T, np.full(N, 1.0), np.ones((N, 3)), value)
    official = 2.5 * np.median(value, axis=1) ** 0.5 + random.normal(0, error, N)
    found = Vintages(
        found.principal, found.gain, found.margin_ratio, found.level, np.repeat(np.median(value, axis=1)[:, None], 3, axis=1)
    )
    return history, found, official


def test_a_law_that_is_there_is_found_and_holds_out():
    history, found, official = market()
    fit = calibrate(history, found, official, until=250)
    assert fit.rmse(251, N) < 1e-6


def test_nothing_after_the_fit_is_read():
    history, found, official = market(error=0.05)
    garbage = official.copy()
    garbage[251:] = 99
    assert np.array_equal(
        calibrate(history, found, official, until=250).fitted, calibrate(history, found, garbage, until=250).fitted
    )


def test_a_published_ratio_is_taken_as_it_is():
    history, found, official = market(error=0.05)
    draws, gap = ratio_on_the_day(calibrate(history, found, official, until=N - 1), official, members=5, seed=1)
    assert gap == 0
    assert draws.tolist() == [official[-1]] * 5


def test_a_hole_is_bridged_with_an_error_and_a_lone_wrong_value_passed_over():
    history, found, official = market(error=0.02)
    holed = official.copy()
    holed[-31:] = np.nan
    holed[-18] = official[-18] - 0.6
    fit = calibrate(history, found, holed, until=N - 1)
    draws, gap = ratio_on_the_day(fit, holed, members=64, seed=1)
    assert gap == 31
    assert draws.mean() == pytest.approx(official[-1], abs=0.1)
    assert 0.01 < draws.std() < 0.1
    assert np.isnan(fit.rmse(N - 10, N))
