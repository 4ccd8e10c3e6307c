"""How often a test cries out over nothing: measured on series that resemble the real ones and know nothing of each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import numpy as np

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.leadlag.autoregression import Autoregression, autoregression
from liangrong.analytics.studies.long_run import CONFIDENCE

__all__ = ["PairTest", "measured_sizes", "unrelated"]

PairTest: TypeAlias = Callable[[Floats, Floats], float]
"""From two series on one grid to a p-value."""

_WARM_UP: Final = 100
_STREAM: Final = b"unrelated"


def measured_sizes(
    x: Floats, y: Floats, tests: Mapping[str, PairTest], *, simulations: int = 200, seed: int = 0
) -> dict[str, float]:
    """The share of simulated pairs without any link that each test rejects at its nominal 5 %.

    Parameters
    ----------
    x, y
        The real series; the simulated ones have their length, holes, memory and distribution of shocks.
    simulations
        How many pairs; the share is known to ± 1.96 √(0.05 × 0.95 / simulations).

    Examples
    --------
    >>> noise = np.random.default_rng(5).standard_normal((2, 100))
    >>> measured_sizes(noise[0], noise[1], {"always": lambda x, y: 0.0}, simulations=10)
    {'always': 1.0}
    """
    draw = np.random.default_rng([seed, *_STREAM])
    models = [(values, autoregression(values)) for values in (x, y)]
    rejected = dict.fromkeys(tests, 0)
    for _ in range(simulations):
        pair = [unrelated(values, model, draw) for values, model in models]
        for name, test in tests.items():
            rejected[name] += test(*pair) <= 1 - CONFIDENCE
    return {name: count / simulations for name, count in rejected.items()}


def unrelated(values: Floats, model: Autoregression, draw: np.random.Generator) -> Floats:
    """A series of the same memory from its own shocks in random order, unknown where the real one is."""
    shocks = draw.choice(model.residuals[~np.isnan(model.residuals)], size=len(values) + _WARM_UP)
    path = _filtered(shocks + model.constant, model.coefficients)[_WARM_UP:]
    return np.where(np.isnan(values), np.nan, path)


def _filtered(shocks: Floats, coefficients: Floats) -> Floats:
    from scipy.signal import lfilter

    path: Floats = lfilter([1.0], np.concatenate([[1.0], -coefficients]), shocks)
    return path
