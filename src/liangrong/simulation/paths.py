"""Random paths through fixed points: the one statistical idea of the synthetic market.

Deterministic for a given generator; no market figure stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Ints", "allocate", "bridge", "interpolate", "places", "reverting", "stream"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def stream(seed: int, part: str) -> np.random.Generator:
    """The generator of one part of the market: parts do not disturb each other, whatever is generated first."""
    return np.random.default_rng([seed, *part.encode()])


def places(sessions: Sequence[date], days: Sequence[date]) -> Ints:
    """Positions of ``days`` in ``sessions``; each day must be a session."""
    index = {day: place for place, day in enumerate(sessions)}
    return np.array([index[day] for day in days], dtype=np.int64)


def interpolate(length: int, at: Ints, values: Floats) -> Floats:
    """A straight line through the points, level outside them."""
    return np.interp(np.arange(length), at, values)


def bridge(at: Ints, values: Floats, shocks: Floats) -> Floats:
    """A path through every point whose steps between points follow ``shocks`` (Brownian bridges).

    Parameters
    ----------
    at
        Ascending positions of the fixed points; the first is 0 or later, the last at most ``len(shocks) - 1``.
    values
        The path at these positions.
    shocks
        One step per position.
    """
    walk = np.cumsum(shocks)
    return interpolate(len(shocks), at, values) + walk - interpolate(len(shocks), at, walk[at])


def reverting(generator: np.random.Generator, shape: tuple[int, ...], *, step: float, memory: float) -> Floats:
    """Paths along the first axis that wander around zero.

    Parameters
    ----------
    step
        Standard deviation of one step.
    memory
        What is left of a deviation after one step, below 1.
    """
    path: Floats = generator.standard_normal(shape) * step
    path[0] /= np.sqrt(1 - memory**2)
    for place in range(1, shape[0]):
        path[place] += memory * path[place - 1]
    return path


def allocate(totals: Ints, weights: Floats) -> Ints:
    """Split each whole total over a row of weights so that the parts are whole and add up exactly.

    Parameters
    ----------
    totals
        One per row, not negative.
    weights
        Rows x names, not negative, with a positive sum in each row. The rounding rest goes to the largest name.
    """
    shares = weights / weights.sum(axis=1, keepdims=True)
    parts: Ints = np.floor(shares * totals[:, None]).astype(np.int64)
    rows = np.arange(len(totals))
    parts[rows, shares.argmax(axis=1)] += totals - parts.sum(axis=1)
    return parts
