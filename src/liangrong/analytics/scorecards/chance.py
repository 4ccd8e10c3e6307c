"""How far luck alone could have brought a hit rate: an interval, and two permutation tests.

Neighbouring days share most of what follows them, and names of one day share the market. The interval therefore counts
spans of ``horizon`` sessions rather than flags, and the first test moves all flags together through time, which keeps
both dependences as they are. Hit rates are coarse: draws that equal what was observed count half (mid-p, Lancaster 1961),
for a test that counted them whole would find less often than its level says when there is nothing to find.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import Final

import numpy as np

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.scorecards.trials import Trials

__all__ = ["CONFIDENCE", "DRAWS", "exchange_test", "hit_interval", "shift_test"]

CONFIDENCE: Final = 0.95
DRAWS: Final = 999
_TIE: Final = 1e-9
"""Means this close are the same number of hits."""
_CELLS: Final = 2_000_000
"""How many shifted outcomes are looked at together."""


def hit_interval(trials: Trials, *, horizon: int) -> tuple[float, float, int]:
    """The Wilson interval of the hit rate at ``CONFIDENCE``, and how many separate spans of time the episodes lie in.

    Episodes of several names in one span are not independent: their number is divided by the design effect, the variance
    of the span totals over the binomial one (Kish 1965, *Survey Sampling*). Where all or none are hits, the spans are counted.
    """
    at = trials.episodes
    hits = trials.event[at]
    _, span = np.unique(trials.day[at] // horizon, return_inverse=True)
    spans, rate = int(span.max()) + 1, float(hits.mean())
    effective = float(at.size)
    if spans < at.size and 0 < rate < 1 and spans > 1:
        totals = np.bincount(span, weights=hits - rate)
        variance = float((totals**2).sum()) / at.size**2 * spans / (spans - 1)
        effective = min(effective, rate * (1 - rate) / variance) if variance > 0 else effective
    elif spans < at.size:
        effective = float(spans)
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    centre = (rate + z**2 / (2 * effective)) / (1 + z**2 / effective)
    half = z / (1 + z**2 / effective) * np.sqrt(rate * (1 - rate) / effective + z**2 / (4 * effective**2))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half)), spans


def shift_test(trials: Trials, *, horizon: int, seed: int) -> float | None:
    """The share of common shifts through time after which the flags would have hit more often, or, by half, as often.

    Null hypothesis: the days of the flags have nothing to do with what followed. All flags move together by one number of
    sessions, at least ``horizon`` and around the end of the history; every possible shift, or ``DRAWS`` of them. One-sided.
    ``None`` where the history is too short to be shifted.
    """
    at = trials.episodes
    sessions = len(trials.days)
    shifts = np.arange(horizon, sessions - horizon + 1)
    if not at.size or shifts.size < 2:
        return None
    if shifts.size > DRAWS:
        shifts = np.random.default_rng(seed).choice(shifts, DRAWS, replace=False)
    events = trials.events_by_day()
    row, column = trials.day[at], trials.name[at]
    observed = float(trials.event[at].mean())
    beyond, usable = 0.0, 0
    for chunk in np.array_split(shifts, max(1, shifts.size * at.size // _CELLS)):
        moved = events[(row[None, :] + chunk[:, None]) % sessions, column[None, :]]
        known = (~np.isnan(moved)).sum(axis=1)
        rates = np.nansum(moved, axis=1)[known > 0] / known[known > 0]
        beyond += _beyond(rates, observed)
        usable += rates.size
    return (0.5 + beyond) / (1 + usable) if usable else None


def exchange_test(cases: Floats, controls: Floats, *, seed: int) -> float:
    """The share of exchanges inside the matched sets that give more than the observed mean difference, or, by half, as much.

    Null hypothesis: the flagged member of a set might as well have been any of its controls. ``DRAWS`` draws, one-sided.

    Parameters
    ----------
    cases
        The event of each episode.
    controls
        Episodes x matches; NaN where an episode has fewer.

    Examples
    --------
    >>> exchange_test(np.ones(8), np.zeros((8, 3)), seed=1) < 0.01
    True
    """
    members = np.column_stack([cases, controls])
    size = (~np.isnan(members)).sum(axis=1)
    total = np.nansum(members, axis=1)
    drawn = np.random.default_rng(seed).random((DRAWS, cases.size)) * size
    rows = np.arange(cases.size)
    compact = np.take_along_axis(members, np.argsort(np.isnan(members), axis=1, kind="stable"), axis=1)
    case = compact[rows[None, :], drawn.astype(np.int64)]
    differences = (case - (total - case) / (size - 1)).mean(axis=1)
    observed = float((cases - (total - cases) / (size - 1)).mean())
    return (0.5 + _beyond(differences, observed)) / (1 + DRAWS)


def _beyond(drawn: Floats, observed: float) -> float:
    """How many draws exceed what was observed, those equal to it counted half."""
    return float((drawn > observed + _TIE).sum() + 0.5 * (np.abs(drawn - observed) <= _TIE).sum())
