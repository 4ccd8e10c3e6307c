"""Matched controls: for each episode, days or names that looked alike and carried no flag.

A control had no flag on its day and in the ``horizon`` sessions before it. Flags that came later are not held against it:
to leave out who was flagged afterwards would look into the control's future (risk-set sampling, Prentice and Breslow 1978).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.scorecards.trials import Bools, Ints, Trials

__all__ = ["MATCHES", "Matched", "match_days", "match_names"]

MATCHES: Final = 5
"""Controls for each episode, fewer where there are not so many."""


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """Episodes that have controls.

    Parameters
    ----------
    episodes
        Rows of the trials.
    controls
        For each, the rows of its controls; -1 where there are fewer than ``MATCHES``.
    """

    episodes: Ints
    controls: Ints

    def values(self, figures: Floats) -> Floats:
        """A figure of the trials, laid out like ``controls``; NaN where there is none."""
        return np.where(self.controls >= 0, figures[self.controls], np.nan)


def match_days(trials: Trials, controls: pl.DataFrame, *, horizon: int, embargo: int) -> Matched:
    """For each episode of one name its nearest earlier days, resolved by then and at least ``horizon`` sessions apart."""
    looks = _features(trials, controls)
    quiet = _quiet(trials, horizon) & ~np.isnan(looks).any(axis=1)
    found: list[tuple[int, Ints]] = []
    for row in trials.episodes:
        able = np.flatnonzero(quiet & (trials.resolved <= trials.day[row] - embargo))
        if able.size and not np.isnan(looks[row]).any():
            nearest = able[np.argsort(_distances(looks[row : row + 1], looks[able])[0], kind="stable")]
            found.append((int(row), _spaced(nearest, trials.day, horizon)))
    return _gathered(found)


def match_names(trials: Trials, controls: pl.DataFrame, *, horizon: int) -> Matched:
    """For each episode the nearest other names on the same day, so that what moved the whole market cancels."""
    looks = _features(trials, controls)
    whole: Bools = np.logical_not(np.isnan(looks).any(axis=1))
    quiet = _quiet(trials, horizon) & whole
    starts = trials.episodes[whole[trials.episodes]]
    found: list[tuple[int, Ints]] = []
    by_day = np.argsort(trials.day, kind="stable")
    for today in np.unique(trials.day[starts]):
        low, high = np.searchsorted(trials.day[by_day], [today, today + 1])
        able = by_day[low:high]
        able = able[quiet[able]]
        rows = starts[trials.day[starts] == today]
        if able.size:
            order = np.argsort(_distances(looks[rows], looks[able]), axis=1, kind="stable")
            found += [(int(row), able[places[:MATCHES]]) for row, places in zip(rows, order, strict=True)]
    return _gathered(found)


def _features(trials: Trials, controls: pl.DataFrame) -> Floats:
    keys = pl.DataFrame({
        "date": pl.Series(trials.days, dtype=pl.Date).gather(trials.day),
        "name": pl.Series(trials.names, dtype=pl.String).gather(trials.name),
    })  # fmt: skip
    laid = keys.join(controls, on=["date", "name"], how="left", validate="m:1", maintain_order="left").drop("date", "name")
    return laid.select(pl.all().cast(pl.Float64).fill_null(float("nan"))).to_numpy()


def _quiet(trials: Trials, horizon: int) -> Bools:
    """Known outcome, no flag on the day and none of the same name in the ``horizon`` sessions before it."""
    step = len(trials.days) + horizon
    place = trials.day + trials.name * step
    flagged = np.concatenate([[-horizon - 1], place[trials.flag]])
    last = flagged[np.searchsorted(flagged, place, side="right") - 1]
    return np.asarray(trials.known & (place - last > horizon), dtype=np.bool_)


def _distances(cases: Floats, able: Floats) -> Floats:
    """Euclidean distances after dividing each feature by its standard deviation among those who may serve."""
    spread = able.std(axis=0)
    spread[spread == 0] = 1.0
    gaps = (cases[:, None, :] - able[None, :, :]) / spread
    return np.asarray(np.sqrt((gaps**2).sum(axis=2)), dtype=np.float64)


def _spaced(nearest: Ints, day: Ints, horizon: int) -> Ints:
    chosen: list[int] = []
    for row in nearest:
        if all(abs(int(day[row] - day[other])) >= horizon for other in chosen):
            chosen.append(int(row))
            if len(chosen) == MATCHES:
                break
    return np.array(chosen, dtype=np.int64)


def _gathered(found: list[tuple[int, Ints]]) -> Matched:
    controls = np.full((len(found), MATCHES), -1, dtype=np.int64)
    for place, (_, rows) in enumerate(found):
        controls[place, : rows.size] = rows
    return Matched(np.array([row for row, _ in found], dtype=np.int64), controls)
