"""The official average maintenance ratio in the model's own terms: fitted on the past, tested on what follows, moved where a day lacks it.

The logarithm of the ratio is explained by what the vintages say: by the value of what is financed, by where the index stands
against its own mean of ``MEMORY`` sessions (own collateral remembers prices longer than contracts do), and by the mean margin ratio of
open contracts. Four coefficients for each member of the ensemble, by least squares.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from liangrong.stress.estimation.public_history import Floats, PublicHistory
from liangrong.stress.estimation.vintages import Vintages

__all__ = ["MEMORY", "Calibration", "calibrate", "ratio_on_the_day"]

MEMORY: Final = 500
"""Sessions: a parameter of ours; of 40 to 750 it is the longest that a history of two years can show."""

_MARGIN_MEMORY: Final = 60
_OUTLYING: Final = 4
_RECENT: Final = 20
_NORMAL_SCALE: Final = 1.4826
"""Standard deviation of a normal error over its median size: one value far off does not excuse itself."""
_WARM_UP: Final = 120
"""Sessions at the beginning whose vintages are not all known."""


@dataclass(frozen=True, eq=False, slots=True)
class Calibration:
    """A fit and what it would have said on every session.

    Parameters
    ----------
    fitted
        ``(sessions, members)`` the ratio by the model.
    error
        ``(sessions,)`` the official ratio less the median of the members; NaN where not published.
    until
        Position of the last session that the fit has seen.
    """

    fitted: Floats
    error: Floats
    until: int

    def rmse(self, begin: int, end: int) -> float:
        """Root of the mean squared error between two positions, the second excluded; NaN where nothing was published."""
        found = self.error[begin:end]
        found = found[~np.isnan(found)]
        return float(np.sqrt(np.mean(found**2))) if found.size else np.nan

    def error_of_change(self, sessions: int) -> float:
        """Standard deviation of the change of the error over so many sessions, within what the fit has seen."""
        seen = self.error[: self.until + 1]
        change = seen[sessions:] - seen[:-sessions]
        return float(np.nanstd(change)) if np.isfinite(change).any() else np.nan


def calibrate(history: PublicHistory, found: Vintages, official: Floats, *, until: int) -> Calibration:
    """Fit the official ratio on the sessions up to ``until``.

    Parameters
    ----------
    history, found
        The market and its vintages, with the mean value of each session.
    official
        ``(sessions,)`` NaN where not published.
    until
        Position of the last session used.
    """
    price = history.log_price[:, 0]
    members = found.mean_value.shape[1]
    common = [np.ones_like(price), price - _smoothed(price, MEMORY), _smoothed(found.margin_ratio, _MARGIN_MEMORY)]
    fitted = np.full((len(price), members), np.nan)
    for member in range(members):
        explained = np.column_stack([*common, np.log(found.mean_value[:, member])])
        known = np.isfinite(official) & np.isfinite(explained).all(axis=1)
        known[: history.first + _WARM_UP] = False
        known[until + 1 :] = False
        coefficients = np.linalg.lstsq(explained[known], np.log(official[known]), rcond=None)[0]
        fitted[:, member] = np.exp(explained @ coefficients)
    return Calibration(fitted, official - np.median(fitted, axis=1), until)


def ratio_on_the_day(calibration: Calibration, official: Floats, *, members: int, seed: int) -> tuple[Floats, int]:
    """The ratio on the last session, one draw for each member, and over how many sessions it was moved there.

    The last published ratio is moved by what the model says has changed since, with a normal error as large as the model's own
    over as many sessions. A value further than ``_OUTLYING`` errors from what the published ones before it lead to is passed over: the
    statistics of 2015 hold a single one amid a hole of weeks.
    """
    published = np.flatnonzero(np.isfinite(calibration.error))
    usual = float(np.median(calibration.error[published[-_RECENT:]]))
    bound = _OUTLYING * _NORMAL_SCALE * float(np.median(np.abs(calibration.error[published])))
    anchor = int(next(place for place in published[::-1] if abs(calibration.error[place] - usual) <= bound))
    gap = len(official) - 1 - anchor
    if gap == 0:
        return np.full(members, official[-1]), 0
    centre = np.median(calibration.fitted, axis=1)
    draws = np.random.default_rng(seed).permutation((np.arange(members) + 0.5) / members)
    return official[anchor] * centre[-1] / centre[anchor] + calibration.error_of_change(gap) * _normal(draws), gap


def _normal(chances: Floats) -> Floats:
    return np.array([NormalDist().inv_cdf(chance) for chance in chances])


def _smoothed(values: Floats, memory: int) -> Floats:
    """Exponential mean with weights that fall by ``1 / memory`` a session."""
    found = np.empty(len(values))
    level = values[0]
    for place, value in enumerate(values):
        level += (value - level) / memory
        found[place] = level
    return found
