"""How fast a factor fades: its IC over several horizons, and how long its ranks stay what they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.factors.factor import Factor, trial
from liangrong.analytics.studies.factors.ic import LEAST_NAMES, information_coefficient
from liangrong.analytics.studies.factors.ranks import rank_correlation
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["DECAY", "HORIZONS", "decay", "rank_persistence"]

HORIZONS: Final = (1, 5, 10, 20)
"""Sessions held."""

DECAY: Final = pl.Schema({
    "factor": pl.String(), "horizon": pl.Int64(), "mean_ic": pl.Float64(), "mean_ic_low": pl.Float64(),
    "mean_ic_high": pl.Float64(), "t_statistic": pl.Float64(), "p_value": pl.Float64(), "hit_ratio": pl.Float64(),
    "ic_ratio": pl.Float64(), "rank_persistence": pl.Float64(), "sessions": pl.Int64(), "names_per_session": pl.Float64(),
    "verdict": pl.String(),
})  # fmt: skip
"""One row for each horizon."""


def decay(
    snapshot: MarketSnapshot, factor: Factor, *, horizons: Sequence[int] = HORIZONS
) -> tuple[pl.DataFrame, tuple[Note, ...]]:  # fmt: skip
    """The mean rank IC of each horizon with its interval, and the autocorrelation of ranks over as many sessions.

    Raises
    ------
    NotKnown
        Too many values have no return.
    """
    rows: list[tuple[object, ...]] = []
    notes: dict[Note, None] = {}
    for horizon in sorted(set(horizons)):
        tried = trial(snapshot, factor, horizon=horizon)
        notes |= dict.fromkeys(tried.notes)
        found = information_coefficient(tried)
        test = found.test
        names = found.names[~np.isnan(found.names)]
        rows.append((
            factor.name, horizon, test.mean, test.low, test.high, test.t, test.p_value, found.hit_ratio, found.ratio,
            rank_persistence(factor.values, horizon), test.size, float(np.median(names)) if len(names) else None, found.verdict,
        ))  # fmt: skip
    return pl.DataFrame(rows, schema=DECAY, orient="row"), tuple(notes)


def rank_persistence(values: Floats, sessions: int) -> float:
    """Mean rank correlation of the factor with itself so many sessions before: 1 keeps every rank, 0 forgets them.

    Examples
    --------
    >>> still = np.tile(np.arange(12.0), (5, 1))
    >>> rank_persistence(still, 2)
    1.0
    """
    if len(values) <= sessions:
        return float("nan")
    found, _ = rank_correlation(values[:-sessions], values[sessions:], least=LEAST_NAMES)
    known = found[~np.isnan(found)]
    return float(known.mean()) if len(known) else float("nan")
