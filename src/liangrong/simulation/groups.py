"""Weights bent so that parts of the market reach their published levels: the growth board and the index members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.simulation.listing import EXCHANGES, Listing
from liangrong.simulation.paths import Floats, Ints, interpolate, places
from liangrong.simulation.published import GROUPS, GroupLevel

__all__ = ["fitted"]

_ROUNDS: Final = 100
"""Each round brings the groups closer to their levels by a constant factor; this many leave less than a yuan."""
_YI: Final = 1e8

Mask = NDArray[np.bool_]


def fitted(listing: Listing, sessions: Sequence[date], weights: Floats, totals: Ints, short_value: Floats) -> Floats:
    """The weights times one factor per group, so that the groups' balances are the published ones on their days.

    Parameters
    ----------
    weights
        Sessions x names; how each exchange's financing is divided.
    totals
        Sessions x exchanges: the financing to be divided, 元.
    short_value
        Sessions x names, 元; the published levels include it.
    """
    masks = {"chinext": listing.of_board("chinext"), "index": listing.is_index_member}
    found: dict[str, dict[date, float]] = {name: {} for name in masks}
    carried = dict.fromkeys(masks, 1.0)  # a group without a level on a day keeps the factor of its next level
    for day in sorted({level.day for level in GROUPS}, reverse=True):
        row = int(places(sessions, [day])[0])
        levels = {level.group: level for level in GROUPS if level.day == day}
        others = {name: factor for name, factor in carried.items() if name not in levels}
        targets = {name: _financing_of(level, masks[name], short_value[row]) for name, level in levels.items()}
        solved = _solve(listing, _scaled(weights[row], masks, others), totals[row], masks, targets)
        for name, factor in solved.items():
            found[name][day] = factor
            carried[name] = factor
    bent = weights
    for name, factors in found.items():
        days = sorted(factors)
        path = interpolate(len(sessions), places(sessions, days), np.log([factors[day] for day in days]))
        bent = bent * np.exp(np.where(masks[name], path[:, None], 0.0))
    return bent


def _financing_of(level: GroupLevel, mask: Mask, short_value: Floats) -> float:
    return float(level.total) * _YI - float(short_value[mask].sum())


def _scaled(weights: Floats, masks: Mapping[str, Mask], factors: Mapping[str, float]) -> Floats:
    scaled = weights.copy()
    for name, factor in factors.items():
        scaled[masks[name]] *= factor
    return scaled


def _solve(
    listing: Listing, weights: Floats, totals: Ints, masks: Mapping[str, Mask], targets: Mapping[str, float]
) -> dict[str, float]:
    """One factor per group such that each group's share of the financing is its target, all together."""
    factors = dict.fromkeys(targets, 1.0)
    for _ in range(_ROUNDS):
        for name, target in targets.items():
            held, reach = _held(listing, _scaled(weights, masks, factors), totals, masks[name])
            factors[name] *= (target / (reach - target)) / (held / (reach - held))
    return factors


def _held(listing: Listing, weights: Floats, totals: Ints, mask: Mask) -> tuple[float, float]:
    """What a group holds, and all that the exchanges hold on which it has members."""
    held, reach = 0.0, 0.0
    for exchange in range(len(EXCHANGES)):
        mine = listing.exchange == exchange
        if (mask & mine).any():
            held += float(totals[exchange]) * float(weights[mask & mine].sum() / weights[mine].sum())
            reach += float(totals[exchange])
    return held, reach
