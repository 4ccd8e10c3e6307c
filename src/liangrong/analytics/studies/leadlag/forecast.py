"""Forecasts that could have been made: each from what was known on its own morning, against the mean known by then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.leadlag.autoregression import lagged
from liangrong.analytics.studies.leadlag.lead import LEAST_SESSIONS
from liangrong.analytics.studies.long_run import mean_test
from liangrong.core.errors import NotKnown

__all__ = ["Forecasts", "forecasts"]

_TRAINED: Final = 1 / 3
"""This part of the sessions is only learnt from."""


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """How well the target was forecast out of sample.

    Parameters
    ----------
    r_squared
        1 minus the squared errors of the forecasts over those of the expanding mean; negative where the mean was better.
    statistic, p_value
        Of Clark and West (2007); one-sided, the null is that the lags of ``x`` add nothing to the mean.
    sessions, learnt_from
        How many forecasts were made, and from how many sessions the first of them was learnt.
    """

    r_squared: float
    statistic: float
    p_value: float
    sessions: int
    learnt_from: int


def forecasts(x: Floats, target: Floats, *, lags: int = 3) -> Forecasts:
    """Forecast ``target`` from ``x`` by a regression that grows by one session at a time.

    Parameters
    ----------
    x
        What is known on the morning after each session.
    target
        Laid at the same session: what can be earned from that morning on. The value laid at T - 1 is known by then.
    lags
        The forecast uses ``x`` of T, T - 1, … so many of them.

    Raises
    ------
    NotKnown
        Fewer than ``LEAST_SESSIONS`` sessions can be learnt from.

    Examples
    --------
    >>> noise = np.random.default_rng(4).standard_normal((2, 600))
    >>> found = forecasts(noise[0], 0.5 * noise[0] + noise[1])
    >>> 0.1 < found.r_squared < 0.3, found.p_value < 0.001
    (True, True)
    """
    past = lagged(x, range(lags))
    known = ~np.isnan(target) & ~np.isnan(past).any(axis=1)
    size = int(known.sum())
    first = int(size * _TRAINED)
    if first < LEAST_SESSIONS:
        raise NotKnown(
            reason=f"Insufficient: forecasts out of sample need {LEAST_SESSIONS} sessions to learn from, a third of all; "
                   f"there are {size} in all.",
            reason_zh=f"样本不足：样本外预测先要从全部交易日的三分之一（至少 {LEAST_SESSIONS} 个）中学习，现共有 {size} 个交易日。",
        )  # fmt: skip
    outcome = target[known]
    design = np.column_stack([np.ones(size), past[known]])
    products = np.cumsum(design[:, :, None] * design[:, None, :], axis=0)[first - 1 : -1]
    moments = np.cumsum(design * outcome[:, None], axis=0)[first - 1 : -1]
    weights = np.linalg.solve(products, moments[:, :, None])[:, :, 0]
    forecast = (weights * design[first:]).sum(axis=1)
    mean = moments[:, 0] / products[:, 0, 0]
    actual = outcome[first:]
    by_mean, by_x = (actual - mean) ** 2, (actual - forecast) ** 2
    test = mean_test(by_mean - by_x + (mean - forecast) ** 2)
    p_value = test.p_value / 2 if test.t > 0 else 1 - test.p_value / 2
    return Forecasts(float(1 - by_x.sum() / by_mean.sum()), test.t, p_value, len(actual), first)
