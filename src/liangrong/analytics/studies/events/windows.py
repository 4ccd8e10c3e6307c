"""Windows of sessions around events: the shape that every event study is computed from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Floats
from liangrong.core.calendar import Calendar

__all__ = ["Line", "aligned"]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One series over every session from its first to its last value; sessions without a value are NaN.

    Parameters
    ----------
    sessions
        Consecutive sessions.
    values
        As many.
    """

    sessions: tuple[date, ...]
    values: Floats

    @classmethod
    def of(cls, frame: pl.DataFrame, calendar: Calendar) -> Line:
        """Lay rows ``date, value`` over the sessions of the calendar; rows on days that are no session are left out.

        Examples
        --------
        >>> from liangrong.core.calendar import mainland
        >>> days = [date(2026, 1, 28), date(2026, 1, 30)]
        >>> Line.of(pl.DataFrame({"date": days, "value": [1.0, 3.0]}), mainland()).values.tolist()
        [1.0, nan, 3.0]
        """
        known = frame.drop_nulls("value").sort("date")
        if known.is_empty():
            return cls((), np.empty(0))
        sessions = calendar.between(known["date"][0], known["date"][-1])
        laid = pl.DataFrame({"date": sessions}, schema={"date": pl.Date}).join(
            known, on="date", how="left", maintain_order="left"
        )
        return cls(tuple(sessions), laid["value"].cast(pl.Float64).fill_null(float("nan")).to_numpy())

    def growth(self) -> Line:
        """Each value over that of the session before, minus 1; NaN at the first session and beside a hole."""
        found = np.full(len(self.values), np.nan)
        with np.errstate(divide="ignore", invalid="ignore"):
            found[1:] = self.values[1:] / self.values[:-1] - 1
        return Line(self.sessions, np.where(np.isfinite(found), found, np.nan))

    def place(self, day: date) -> int | None:
        """Where the first session on or after a day stands; ``None`` where that is before the first or after the last."""
        if not self.sessions or not self.sessions[0] <= day <= self.sessions[-1]:
            return None
        return bisect_left(self.sessions, day)


def aligned(values: Floats, places: Sequence[int | None], before: int, after: int) -> Floats:
    """Cells around each place: rows are events, columns the offsets ``-before … after - 1``, outside and unknown NaN.

    Parameters
    ----------
    values
        A series over consecutive sessions.
    places
        Position of each event in it; ``None`` gives a row of NaN.

    Examples
    --------
    >>> aligned(np.array([1.0, 2.0, 3.0]), [1, 2, None], 1, 2).tolist()
    [[1.0, 2.0, 3.0], [2.0, 3.0, nan], [nan, nan, nan]]
    """
    edged = np.concatenate([values, [np.nan]])
    offsets = np.arange(-before, after)
    anchor = np.array([0 if place is None else place for place in places], dtype=np.int64)
    wanted = anchor[:, None] + offsets[None, :]
    wanted[[place is None for place in places]] = -1
    inside = (wanted >= 0) & (wanted < len(values))
    cells: Floats = edged[np.where(inside, wanted, len(values))]
    return cells
