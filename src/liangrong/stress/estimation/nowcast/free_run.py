"""The ratio without its own past: started once, it goes on by prices and debt alone, and drifts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from liangrong.analytics.panels.panel import Floats
from liangrong.stress.estimation.nowcast.assumptions import RESPONSES, NowcastAssumptions
from liangrong.stress.estimation.nowcast.filtering import Followed, effects
from liangrong.stress.estimation.nowcast.observations import Observations

__all__ = ["FreeRun", "drawn_levels", "free_run"]


@dataclass(frozen=True, slots=True, eq=False)
class FreeRun:
    """Sessions after the start.

    Parameters
    ----------
    first
        Place of the first of them among the observations.
    value, low, high
        Median and band of the drawn paths: the ratio.
    """

    first: int
    value: Floats
    low: Floats
    high: Floats


def drawn_levels(
    observed: Observations, followed: Followed, start: int, assumptions: NowcastAssumptions, *, seed: int = 0
) -> Floats:
    """Paths of the logarithm after session ``start``: ``(paths, sessions)``.

    Level and responses are drawn from what the filter believed at the start; then responses wander and the level is shaken
    as it believes they do. Prices and debt are those that came; the official ratio is not read.
    """
    chance = np.random.default_rng(seed)
    paths, given = assumptions.free_paths, assumptions
    mean = np.concatenate([[followed.level[start]], followed.responses[start]])
    state = chance.multivariate_normal(mean, followed.covariance[start], size=paths)
    wander = np.sqrt([given.drift_wander, *[given.response_wander] * 3, given.drift_wander])
    shake = np.sqrt(followed.noise[start])
    drawn = np.empty((paths, len(observed.days) - start - 1))
    for place in range(drawn.shape[1]):
        on = start + 1 + place
        brought = effects(observed.market[on], observed.tilt[on], observed.debt[on], state[:, 0], given.usual_ratio)
        state[:, 0] += (brought * state[:, 1:]).sum(axis=1) + shake * chance.standard_normal(paths)
        state[:, 1:] += wander * chance.standard_normal((paths, len(RESPONSES)))
        drawn[:, place] = state[:, 0]
    return drawn


def free_run(
    observed: Observations, followed: Followed, start: int, assumptions: NowcastAssumptions, *, seed: int = 0
) -> FreeRun:
    """Median and band of ``drawn_levels``."""
    drawn = drawn_levels(observed, followed, start, assumptions, seed=seed)
    tail = (1 - assumptions.band) / 2
    low, middle, high = np.exp(np.quantile(drawn, [tail, 0.5, 1 - tail], axis=0))
    return FreeRun(start + 1, middle, low, high)
