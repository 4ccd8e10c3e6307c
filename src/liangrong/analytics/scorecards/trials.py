"""Readings laid beside what followed them, flags gathered into episodes: what every figure of a scorecard counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.scorecards.signals import Signal

__all__ = ["Bools", "Ints", "Trials", "lay_trials"]

Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """One row for each reading, sorted by name and day.

    Parameters
    ----------
    days
        The sessions on which anything was read or resolved; the unit in which horizons are counted.
    names
        Who was read.
    day, name
        Place of each reading in ``days`` and in ``names``.
    score, flag
        The reading.
    event, outcome
        What followed: 1, 0 or NaN where it is not known; the return or whatever was measured.
    resolved
        Place in ``days`` of the first session on which the event was known; ``len(days)`` where it never was.
    starts
        Whether an episode starts with this reading: a flag with no flag of the same name fewer than ``horizon`` sessions before it.
    """

    days: tuple[date, ...]
    names: tuple[str, ...]
    day: Ints
    name: Ints
    score: Floats
    flag: Bools
    event: Floats
    outcome: Floats
    resolved: Ints
    starts: Bools

    @property
    def known(self) -> Bools:
        """Whether the event after each reading is known."""
        return ~np.isnan(self.event)

    @property
    def episodes(self) -> Ints:
        """The rows that start an episode whose outcome is known."""
        return np.flatnonzero(self.starts & self.known)

    def of(self, name: int) -> Trials:
        """The readings of one name, on the same days."""
        low, high = np.searchsorted(self.name, [name, name + 1])
        at = slice(int(low), int(high))
        return Trials(
            self.days, (self.names[name],), self.day[at], np.zeros(int(high - low), dtype=np.int64), self.score[at], self.flag[at],
            self.event[at], self.outcome[at], self.resolved[at], self.starts[at],
        )  # fmt: skip

    def events_by_day(self) -> Floats:
        """The events as an array of days x names, unknown ones NaN."""
        spread = np.full((len(self.days), len(self.names)), np.nan)
        spread[self.day, self.name] = self.event
        return spread


def lay_trials(signal: Signal, outcomes: pl.DataFrame, *, horizon: int) -> Trials:
    """Join readings and outcomes; readings without a flag that is known, true or false, are left out.

    Parameters
    ----------
    outcomes
        ``date, name, outcome, event, resolved_on``, one row per day and name.
    horizon
        Sessions; a flag less than ``horizon`` sessions after another one of its name belongs to the same episode.
    """
    read = signal.readings.filter(pl.col("flag").is_not_null())
    rows = read.join(outcomes, on=["date", "name"], how="left", validate="1:1").sort("name", "date")
    days = pl.concat([rows["date"], outcomes["date"], outcomes["resolved_on"]]).drop_nulls().unique().sort()
    names = rows["name"].unique().sort()
    day = days.search_sorted(rows["date"]).cast(pl.Int64).to_numpy()
    name = names.search_sorted(rows["name"]).cast(pl.Int64).to_numpy()
    event = rows["event"].cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()
    resolved = np.full(rows.height, len(days), dtype=np.int64)
    has_end = rows["resolved_on"].is_not_null().to_numpy()
    resolved[has_end] = days.search_sorted(rows["resolved_on"].drop_nulls()).cast(pl.Int64).to_numpy()
    event[~has_end] = np.nan
    flag = rows["flag"].to_numpy()
    return Trials(
        tuple(days), tuple(names), day, name, rows["score"].fill_null(float("nan")).to_numpy(), flag, event,
        rows["outcome"].cast(pl.Float64).fill_null(float("nan")).to_numpy(), resolved, _starts(day, name, flag, horizon),
    )  # fmt: skip


def _starts(day: Ints, name: Ints, flag: Bools, horizon: int) -> Bools:
    starts = np.zeros(flag.size, dtype=np.bool_)
    at = np.flatnonzero(flag)
    if at.size:
        apart = (np.diff(day[at]) >= horizon) | (np.diff(name[at]) != 0)
        starts[at] = np.concatenate([[True], apart])
    return starts
