"""The mean of a few paths: how sure it is, and what it would have been had the events come at other times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.events.placebo import MIN_PLACEBOS, rank_p_value
from liangrong.core.errors import ExtraMissing

__all__ = ["Average", "average"]

DRAWS: Final = 2_000
CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Average:
    """One entry for each offset; NaN where it cannot be said.

    Parameters
    ----------
    mean
        Of the events' paths.
    low, high
        Student's t interval of the mean over the events.
    bootstrap_low, bootstrap_high
        Percentile interval of the mean of events drawn with replacement.
    placebo_low, placebo_high
        What 95 % of the shifted means keep to.
    p_values
        Two-sided rank of the mean among the shifted means, measured from their own mean.
    """

    mean: Floats
    low: Floats
    high: Floats
    bootstrap_low: Floats
    bootstrap_high: Floats
    placebo_low: Floats
    placebo_high: Floats
    p_values: list[float | None]


def average(paths: Floats, members: NDArray[np.int64], *, gap: int, seed: int) -> Average:
    """Average the paths of events and set them beside the same events at every other time.

    Null hypothesis: the times of the events have nothing to do with the paths. All events move together by one number of
    sessions, at least ``gap``, around the end of the history; their distances, and so their dependence, stay as they are. Draws one by
    one would take them as independent of each other, and of the pool: on random walks such a 5 % test cried out over nothing in
    7 to 8 % of 250 histories.

    Parameters
    ----------
    paths
        The path around every session that has a whole one, in order of time.
    members
        Which of them are the events, at least 1.
    gap
        The smallest shift.
    seed
        Of the bootstrap.

    Raises
    ------
    ExtraMissing
        scipy is not installed.

    Examples
    --------
    >>> found = average(np.tile([[0.0]], (60, 1)) + np.eye(60)[:, :1], np.array([0]), gap=10, seed=0)
    >>> found.mean.tolist(), found.placebo_high.tolist(), found.p_values
    ([1.0], [0.0], [0.023809523809523808])
    """
    try:
        from scipy.stats import t
    except ImportError as error:
        raise ExtraMissing(what="The interval of a mean path", what_zh="平均路径的区间", extra="studies") from error
    events, total = paths[members], len(paths)
    n, offsets = events.shape
    mean = events.mean(axis=0)
    unknown = np.full(offsets, np.nan)
    low = high = bootstrap_low = bootstrap_high = placebo_low = placebo_high = unknown
    tails = [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2]
    if n > 1:
        half = t.ppf(tails[1], n - 1) * events.std(axis=0, ddof=1) / np.sqrt(n)
        low, high = mean - half, mean + half
        weights = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=DRAWS) / n
        bootstrap_low, bootstrap_high = np.quantile(weights @ events, tails, axis=0)
    shifts = np.arange(gap, total - gap + 1)
    p_values: list[float | None] = [None] * offsets
    if len(shifts) >= MIN_PLACEBOS:
        shifted = sum((paths[(member + shifts) % total] for member in members), np.zeros((len(shifts), offsets))) / n
        placebo_low, placebo_high = np.quantile(shifted, tails, axis=0)
        centre = shifted.mean(axis=0)
        p_values = [rank_p_value(float(mean[at] - centre[at]), shifted[:, at] - centre[at]) for at in range(offsets)]
    return Average(mean, low, high, bootstrap_low, bootstrap_high, placebo_low, placebo_high, p_values)
