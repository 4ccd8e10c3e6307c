"""Cumulative abnormal paths around sessions: what moved before a figure, and what its readers could have had after it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.events.responses import Response
from liangrong.analytics.studies.events.windows import aligned

__all__ = ["BEFORE", "abnormal_paths"]

BEFORE = 20
"""Sessions shown before an event."""


def abnormal_paths(what: Response, places: Sequence[int | None], after: int) -> Floats:
    """The compounded change beyond the usual one, at the offsets ``-BEFORE … after`` of each place; zero at offset 0.

    Usual is the mean log change of the whole known series (a constant mean; MacKinlay 1997, Journal of Economic Literature 35).
    Its customary estimate from the sessions just before the event would not do here: who has just risen to a threshold has
    risen faster than usual, and everything after would look abnormally low.

    A figure of session T is public on the morning of T + 1: an index is bought at the open of T + 1, and the night before is in
    no path. Where its open is not known it is bought at the close, and offset 1 is zero.

    Parameters
    ----------
    places
        Positions in the line of ``what``.

    Returns
    -------
    Floats
        Places x (BEFORE + 1 + after), pure numbers; a path with a hole or beyond the known sessions is NaN throughout.
    """
    values = what.line.values
    steps = np.full(len(values), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        steps[1:] = np.log(values[1:] / values[:-1])
    steps[~np.isfinite(steps)] = np.nan
    usual = float(np.nanmean(steps)) if np.isfinite(steps).any() else np.nan
    abnormal = steps - usual
    walked = aligned(abnormal, places, BEFORE - 1, after + 1)
    if what.opens is not None:
        with np.errstate(divide="ignore", invalid="ignore"):
            day = np.log(values / what.opens) - usual
        day = np.where(np.isfinite(day), day, np.where(np.isnan(values), np.nan, 0.0))
        walked[:, BEFORE] = aligned(day, places, -1, 2)[:, 0]
    back = -np.cumsum(walked[:, BEFORE - 1 :: -1], axis=1)[:, ::-1]
    forth = np.cumsum(walked[:, BEFORE:], axis=1)
    path = np.concatenate([back, np.zeros((len(walked), 1)), forth], axis=1)
    path[np.isnan(path).any(axis=1)] = np.nan
    return np.asarray(np.expm1(path), dtype=np.float64)
