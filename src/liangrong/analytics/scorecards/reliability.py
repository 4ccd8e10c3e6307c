"""Reliability: how often the event came when the forecast said so."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.scorecards.forecasts import forecast
from liangrong.analytics.scorecards.signals import Signal
from liangrong.analytics.scorecards.trials import lay_trials

__all__ = ["RELIABILITY_SCHEMA", "reliability"]

RELIABILITY_SCHEMA: Final = pl.Schema({
    "bin_low": pl.Float64(), "bin_high": pl.Float64(), "n_days": pl.Int64(), "n_flags": pl.Int64(),
    "forecast": pl.Float64(), "observed_rate": pl.Float64(), "climatology": pl.Float64(),
})  # fmt: skip
"""Bins of forecast probability: their ends, how many days and flagged days, mean forecast, share of events, mean climatology."""


def reliability(
    signal: Signal, outcomes: pl.DataFrame, *, horizon: int, embargo: int = 1, least: int = 10, bins: int = 10
) -> pl.DataFrame:
    """Forecast probability against observed frequency, all names together.

    Parameters
    ----------
    horizon, embargo, least
        As in ``scorecard``; days on which fewer than ``least`` outcomes were known are left out.
    bins
        Of equal width between 0 and 1; a forecast on an edge belongs to the bin above. Empty bins have no row.

    Returns
    -------
    polars.DataFrame
        ``RELIABILITY_SCHEMA``. A reliable forecaster has ``forecast`` near ``observed_rate`` in every bin (Murphy 1973).

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.core.results import Note
    >>> from liangrong.analytics.scorecards.scorecard import OUTCOME_SCHEMA
    >>> from liangrong.analytics.scorecards.signals import SIGNAL_SCHEMA
    >>> nothing = Signal("none", Note("", ""), Note("", ""), pl.DataFrame(schema=SIGNAL_SCHEMA))
    >>> reliability(nothing, pl.DataFrame(schema=OUTCOME_SCHEMA), horizon=5).height
    0
    """
    trials = lay_trials(signal, outcomes, horizon=horizon)
    told = forecast(trials, embargo=embargo)
    rows = trials.known & (told.known_days >= least)
    places = np.minimum((told.probability[rows] * bins).astype(np.int64), bins - 1)
    return (
        pl.DataFrame({
            "place": places, "flag": trials.flag[rows], "forecast": told.probability[rows], "observed_rate": trials.event[rows],
            "climatology": told.climatology[rows],
        }, schema={"place": pl.Int64, "flag": pl.Boolean, "forecast": pl.Float64, "observed_rate": pl.Float64, "climatology": pl.Float64})
        .group_by("place")
        .agg(
            pl.len().cast(pl.Int64).alias("n_days"), pl.col("flag").sum().cast(pl.Int64).alias("n_flags"),
            pl.col("forecast", "observed_rate", "climatology").mean(),
        )
        .sort("place")
        .select(bin_low=pl.col("place") / bins, bin_high=(pl.col("place") + 1) / bins,
                n_days="n_days", n_flags="n_flags", forecast="forecast", observed_rate="observed_rate", climatology="climatology")
    )  # fmt: skip
