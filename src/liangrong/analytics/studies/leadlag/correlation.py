"""Cross-correlation at each lag: raw with HAC errors, and prewhitened as Box and Jenkins do it, beside the white-noise band."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.leadlag.autoregression import autoregression, lagged
from liangrong.analytics.studies.long_run import CONFIDENCE, long_run_error

__all__ = ["CORRELATIONS", "cross_correlations"]

CORRELATIONS: Final = pl.Schema({
    "lag": pl.Int64(), "cross_correlation": pl.Float64(), "correlation_low": pl.Float64(), "correlation_high": pl.Float64(),
    "prewhitened_correlation": pl.Float64(), "white_noise_band": pl.Float64(), "sessions": pl.Int64(),
})  # fmt: skip
"""``lag > 0``: ``x`` runs ahead. The band is symmetric around zero and holds 95 % of prewhitened correlations of nothing."""


def cross_correlations(x: Floats, y: Floats, *, most: int = 20) -> pl.DataFrame:
    """Correlation of ``x[t]`` with ``y[t + lag]`` for each lag from ``-most`` to ``most``.

    The interval is that of the raw correlation with HAC errors. The prewhitened one filters both series with the
    autoregression of ``x`` (Box, Jenkins and Reinsel, "Time Series Analysis", chapter 12), so that the memory of ``x`` does
    not smear a lead over its neighbours; where nothing is there its error is 1 / √n.

    Parameters
    ----------
    x, y
        On one grid of sessions, NaN where not known.

    Returns
    -------
    polars.DataFrame
        ``CORRELATIONS``; correlations are NaN where fewer than three sessions are known.

    Examples
    --------
    >>> x = np.random.default_rng(2).standard_normal(300)
    >>> y = np.concatenate([np.zeros(2), x[:-2]])
    >>> rows = cross_correlations(x, y, most=3)
    >>> rows.filter(pl.col("cross_correlation") > 0.5)["lag"].to_list()
    [2]
    """
    from scipy.special import ndtri, stdtrit

    filter_of_x = autoregression(x)
    white_x, filtered_y = filter_of_x.filtered(x), filter_of_x.filtered(y)
    lags = range(-most, most + 1)
    rows = []
    for lag in lags:
        before, after = _paired(x, y, lag)
        size = len(before)
        value, error, degrees = _with_error(before, after) if size >= 3 else (np.nan, np.nan, 1)
        reach = float(stdtrit(degrees, (1 + CONFIDENCE) / 2)) * error
        white = _paired(white_x, filtered_y, lag)
        band = float(ndtri((1 + CONFIDENCE) / 2)) / np.sqrt(max(len(white[0]), 1))
        rows.append((lag, value, max(value - reach, -1.0), min(value + reach, 1.0), _correlation(*white), band, size))
    return pl.DataFrame(rows, schema=CORRELATIONS, orient="row")


def _paired(x: Floats, y: Floats, lag: int) -> tuple[Floats, Floats]:
    """``x`` and, ``lag`` sessions later, ``y``, where both are known."""
    before = lagged(x, [lag])[:, 0]
    known = ~np.isnan(before) & ~np.isnan(y)
    return before[known], y[known]


def _standardised(values: Floats) -> Floats:
    centred = values - values.mean()
    deviation = float(centred.std())
    scaled: Floats = centred / deviation if deviation > 0 else centred
    return scaled


def _correlation(before: Floats, after: Floats) -> float:
    return float((_standardised(before) * _standardised(after)).mean()) if len(before) >= 3 else float("nan")


def _with_error(before: Floats, after: Floats) -> tuple[float, float, int]:
    """The correlation, its HAC error by the delta method, and the degrees of freedom of that error."""
    first, second = _standardised(before), _standardised(after)
    value = float((first * second).mean())
    influence = first * second - value * (first**2 + second**2) / 2
    error, degrees = long_run_error(influence)
    return value, error, degrees
