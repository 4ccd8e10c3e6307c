"""Index paths that may come: blocks of past moves, each in the volatility of the day it meets."""

from __future__ import annotations

from typing import Final

import numpy as np

from liangrong.analytics.panels.panel import Floats

__all__ = ["blocks", "drawn_moves", "volatility"]

_SETTLING: Final = 60
"""The first volatility is that of so many sessions together."""


def volatility(moves: Floats, half_life: float) -> Floats:
    """Expected size of each session's move from those before it: ``(sessions + 1,)``, the last for the session after.

    Examples
    --------
    >>> volatility(np.full(3, 0.02), 12.0).round(3)
    array([0.02, 0.02, 0.02, 0.02])
    """
    keep = 0.5 ** (1 / half_life)
    found = np.empty(len(moves) + 1)
    found[0] = np.mean(moves[:_SETTLING] ** 2)
    for session, move in enumerate(moves):
        found[session + 1] = keep * found[session] + (1 - keep) * move**2
    return np.sqrt(found)


def blocks(
    size: int, length: int, paths: int, block: int, chance: np.random.Generator
) -> np.ndarray[tuple[int, int], np.dtype[np.int_]]:
    """Places in a past of ``size`` sessions: ``(paths, length)``, drawn in runs of ``block``."""
    starts = chance.integers(0, max(size - block, 1), (paths, -(-length // block)))
    places = (starts[:, :, None] + np.arange(block)).reshape(paths, -1)[:, :length]
    within: np.ndarray[tuple[int, int], np.dtype[np.int_]] = np.minimum(places, size - 1)
    return within


def drawn_moves(
    market: Floats, tilt: Floats, length: int, paths: int, *, block: int, half_life: float, chance: np.random.Generator
) -> tuple[Floats, Floats]:
    """Moves of market and tilt, ``(paths, length)`` each, the two of a session drawn together.

    A drawn move is the past one over the volatility expected then, times that expected now (filtered historical simulation:
    Barone-Adesi, Giannopoulos, Vosper 1999); volatility never leaves the range it has had.
    """
    sizes = volatility(market, half_life)
    places = blocks(len(market), length, paths, block, chance)
    keep = 0.5 ** (1 / half_life)
    now = np.full(paths, sizes[-1])
    moves = np.empty((paths, length))
    tilts = np.empty((paths, length))
    for session in range(length):
        place = places[:, session]
        scale = now / sizes[place]
        moves[:, session], tilts[:, session] = market[place] * scale, tilt[place] * scale
        now = np.clip(np.sqrt(keep * now**2 + (1 - keep) * moves[:, session] ** 2), sizes.min(), sizes.max())
    return moves, tilts
