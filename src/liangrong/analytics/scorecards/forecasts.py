"""The probability that a reader could have given to the event on each day, from what had been resolved by then.

On a flagged day it is the hit rate of the earlier episodes, on any other day the rate of the earlier days without a
flag; both are drawn towards the base rate known on that day with the weight of ``PRIOR_STRENGTH`` observations (a
Beta prior). The climatology, against which the forecast is measured, is that base rate itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.scorecards.trials import Bools, Ints, Trials

__all__ = ["PRIOR_STRENGTH", "Forecasts", "forecast", "forecast_rows"]

PRIOR_STRENGTH: Final = 10.0
"""How many observations the base rate counts for beside the signal's own record."""


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """A probability for each trial.

    Parameters
    ----------
    probability
        What the signal's own record says.
    climatology
        The base rate known on that day.
    known_days
        How many outcomes were known on that day.
    """

    probability: Floats
    climatology: Floats
    known_days: Ints


def forecast(trials: Trials, *, embargo: int) -> Forecasts:
    """Forecast every reading from outcomes resolved at least ``embargo`` sessions before it."""
    kinds = {"day": trials.known, "quiet": trials.known & ~trials.flag, "episode": trials.known & trials.starts}
    counts = {kind: _known_by(trials, rows, embargo) for kind, rows in kinds.items()}
    events, known = counts["day"]
    base = (events + 1) / (known + 2)
    own = {kind: (hits + PRIOR_STRENGTH * base) / (seen + PRIOR_STRENGTH) for kind, (hits, seen) in counts.items()}
    return Forecasts(np.where(trials.flag, own["episode"], own["quiet"]), base, known.astype(np.int64))


def _known_by(trials: Trials, rows: Bools, embargo: int) -> tuple[Floats, Floats]:
    """Of the chosen rows: events and outcomes resolved by the session of each trial, less the embargo."""
    size = len(trials.days) + 1
    events = np.bincount(trials.resolved[rows], weights=trials.event[rows], minlength=size).cumsum()
    seen = np.bincount(trials.resolved[rows], minlength=size).cumsum().astype(np.float64)
    until = trials.day - embargo
    return np.where(until >= 0, events[until], 0.0), np.where(until >= 0, seen[until], 0.0)


def forecast_rows(trials: Trials, *, embargo: int) -> pl.DataFrame:
    """``date, name, starts_episode, forecast, climatology`` of every reading: what its flag could have been worth on its day."""
    told = forecast(trials, embargo=embargo)
    return pl.DataFrame({
        "date": pl.Series(trials.days, dtype=pl.Date).gather(trials.day),
        "name": pl.Series(trials.names, dtype=pl.String).gather(trials.name),
        "starts_episode": trials.starts,
        "forecast": told.probability,
        "climatology": told.climatology,
    }, schema_overrides={"starts_episode": pl.Boolean})  # fmt: skip
