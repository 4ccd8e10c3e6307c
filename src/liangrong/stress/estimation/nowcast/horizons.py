"""The ratio of each session from what was known some sessions before, with a band made of errors that were known by then."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from liangrong.analytics.panels.panel import Floats
from liangrong.stress.estimation.nowcast.assumptions import NowcastAssumptions
from liangrong.stress.estimation.nowcast.filtering import Followed, effects
from liangrong.stress.estimation.nowcast.observations import Observations

__all__ = ["LEAST_ERRORS", "LEAST_SPANS", "Nowcasts", "nowcasts"]

LEAST_ERRORS = 100
"""A band of nine tenths stands on the outer tenth of the errors: ten or more of them."""

LEAST_SPANS = 10
"""Errors over the same sessions are nearly the same error: at least so many horizons side by side."""


@dataclass(frozen=True, slots=True, eq=False)
class Nowcasts:
    """One row for each session; NaN where nothing can be said.

    Parameters
    ----------
    value
        Ratio of session t, from official values up to t - ``horizon`` and all else up to t.
    low, high
        The band.
    """

    value: Floats
    low: Floats
    high: Floats
    horizon: int


def nowcasts(observed: Observations, followed: Followed, horizon: int, assumptions: NowcastAssumptions) -> Nowcasts:
    """Walk from the state ``horizon`` sessions before through the moves of the sessions since.

    Parameters
    ----------
    horizon
        The last official value that is used is so many sessions old.
    """
    size = len(observed.days)
    origins = np.arange(size - horizon)
    level = followed.level[: size - horizon].copy()
    for ahead in range(1, horizon + 1):
        on = origins + ahead
        brought = effects(observed.market[on], observed.tilt[on], observed.debt[on], level, assumptions.usual_ratio)
        level = level + (brought * followed.responses[: size - horizon]).sum(axis=-1)
    value, scale = np.full(size, np.nan), np.full(size, np.nan)
    value[horizon:] = level
    scale[horizon:] = np.sqrt(followed.noise[: size - horizon])
    errors = (np.log(observed.ratio) - value) / scale
    errors[: followed.first + assumptions.settling_sessions] = np.nan
    low, high = _bands(errors, horizon, assumptions)
    return Nowcasts(np.exp(value), np.exp(value + low * scale), np.exp(value + high * scale), horizon)


def _bands(errors: Floats, horizon: int, assumptions: NowcastAssumptions) -> tuple[Floats, Floats]:
    """Quantiles of the last scaled errors whose official value was known ``horizon`` sessions before."""
    low, high = np.full(len(errors), np.nan), np.full(len(errors), np.nan)
    tail = (1 - assumptions.band) / 2
    least = max(LEAST_ERRORS, LEAST_SPANS * horizon)
    for session in range(horizon + least, len(errors)):
        end = session - horizon + 1
        past = errors[max(0, end - assumptions.band_sessions) : end]
        past = past[~np.isnan(past)]
        if len(past) >= least:
            low[session], high[session] = np.quantile(past, [tail, 1 - tail])
    return low, high
