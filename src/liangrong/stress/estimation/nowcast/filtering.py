"""A filter that follows the ratio and learns how it responds to prices and debt.

The logarithm x of the ratio moves each session by the responses of ``RESPONSES`` times what the session brought, and by noise; the official
value is x and a reading error; the responses wander slowly. That is a Kalman filter (Kalman 1960; with drifting coefficients Cooley and
Prescott 1976), linearised at its own last value, with its surprises cut as Huber (1964) does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from liangrong.analytics.panels.panel import Floats
from liangrong.stress.estimation.nowcast.assumptions import RESPONSES, NowcastAssumptions
from liangrong.stress.estimation.nowcast.observations import Observations

__all__ = ["Followed", "effects", "follow"]

_LEAST_NOISE = 1e-8
"""Variance below which the filter never falls, or it would stop to learn on a series without noise."""

_LARGEST_SURPRISE = 25.0
"""In one session the noise is taken to grow by no more than the square of five standard deviations."""


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """What the filter holds true after each session, from that session and those before it.

    Parameters
    ----------
    level
        ``(sessions,)``: logarithm of the ratio.
    responses
        ``(sessions, 5)``: the responses, in the order of ``RESPONSES``.
    covariance
        ``(sessions, 6, 6)``: of the level and the responses.
    noise
        ``(sessions,)``: variance of the level's unexplained daily move.
    first
        The first session with a value.
    """

    level: Floats
    responses: Floats
    covariance: Floats
    noise: Floats
    first: int


def effects(market: Floats | float, tilt: Floats | float, debt: Floats | float, level: Floats | float, usual: float) -> Floats:
    """What a session brings to each response: moves of the indices, growth of the debt, and the level before it.

    Returns
    -------
    Floats
        The last axis is that of ``RESPONSES``; the others are those of the arguments together.
    """
    dilution = usual / np.exp(level)
    brought = np.broadcast_arrays(1.0, market, tilt, debt * dilution, dilution)
    return np.stack(brought, axis=-1)


def follow(observed: Observations, assumptions: NowcastAssumptions) -> Followed:
    """Run the filter over all sessions.

    Returns
    -------
    Followed
        NaN before the first official value.
    """
    size, states = len(observed.days), len(RESPONSES) + 1
    official = np.log(observed.ratio)
    level, responses = np.full(size, np.nan), np.full((size, states - 1), np.nan)
    covariance, noises = np.full((size, states, states), np.nan), np.full(size, np.nan)
    first = int(np.flatnonzero(~np.isnan(official))[0])
    given = assumptions
    state = np.array(
        [official[first], given.first_drift, given.first_market, given.first_tilt, given.first_debt, given.first_pull]
    )
    noise = given.first_noise**2
    doubts = [given.drift_doubt, *[given.response_doubt] * 3, given.drift_doubt]
    spread = np.diag([given.reading_noise * noise, *doubts])
    wander = np.array([0.0, given.drift_wander, *[given.response_wander] * 3, given.drift_wander])
    keep = 0.5 ** (1 / given.noise_half_life)
    step = np.eye(states)
    for session in range(first, size):
        if session > first:
            step[0, 1:] = effects(
                observed.market[session], observed.tilt[session], observed.debt[session], state[0], given.usual_ratio
            )
            state = step @ state
            spread = step @ spread @ step.T + np.diag(wander)
            spread[0, 0] += noise
            if not np.isnan(official[session]):
                expected = spread[0, 0] + given.reading_noise * noise
                surprise = official[session] - state[0]
                weight = min(1.0, given.outlier * np.sqrt(expected) / max(abs(surprise), _LEAST_NOISE))
                seen = min((surprise * weight) ** 2 / expected, _LARGEST_SURPRISE) * noise
                noise = max(keep * noise + (1 - keep) * seen, _LEAST_NOISE)
                gain = spread[:, 0] / expected * weight
                state = state + gain * surprise
                spread = spread - np.outer(gain, spread[0])
                spread = (spread + spread.T) / 2
        level[session], responses[session] = state[0], state[1:]
        covariance[session], noises[session] = spread, noise
    return Followed(level, responses, covariance, noises, first)
