"""Whether a change of shares is more than usual: against the same statistic over earlier windows that do not overlap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.analytics.rotation.shares import shares, transition
from liangrong.core.calendar import Calendar

__all__ = ["LEVEL", "Swap", "placebo_p", "swap", "swap_size"]

LEVEL: Final = 0.05
"""How often a market in which nothing special happens may be found to have swapped."""


@dataclass(frozen=True)
class Swap:
    """The largest exchange of share between two groups in a window, and how unusual it is.

    Parameters
    ----------
    gainer, loser
        The groups that gained and lost the most share.
    size_points
        The smaller of that gain and that loss: what the one can have taken from the other, in percentage points as a pure number.
    p_value
        The place of the size among those of the earlier windows; ``None`` where these are too few to reach ``LEVEL``.
    placebos
        How many earlier windows of the same length speak.
    verdict
        ``swapped``, ``usual`` or ``insufficient``.
    rows
        One row for each group: ``group_name, start_share, end_share, share_change_points, p_value`` (its own change, in size, against
        its own earlier ones).
    """

    start: date
    end: date
    sessions: int
    gainer: str
    loser: str
    size_points: float
    p_value: float | None
    placebos: int
    verdict: str
    rows: pl.DataFrame


def swap(frame: pl.DataFrame, start: date, end: date, *, calendar: Calendar) -> Swap:
    """Test the largest exchange of share between two groups against the market's own history.

    Parameters
    ----------
    frame
        ``date, group_name, value``: balances in 元, with the history before ``start``.
    start, end
        Sessions; the window is the change between their closes.

    Raises
    ------
    NoData
        One of the two sessions is not in the frame.
    UsageError
        The window has no length.

    Notes
    -----
    The statistic of the window is compared with that of the windows of equal length before it, which share no session with it or with
    each other. If windows are exchangeable when nothing special happens, p <= 5 % comes up at most once in twenty such markets,
    whatever the distribution (a rank test: Barnard 1963). It needs 19 earlier windows to be able to say so. Shares whose bustle comes
    in phases are not exchangeable, and then a busy phase is itself what is found. The p-values of single groups are many tests: of 31
    groups one or two fall below 5 % by chance.

    Examples
    --------
    >>> from liangrong.core.calendar import mainland
    >>> days = [date(2026, 1, 29), date(2026, 1, 30)]
    >>> rows = {"date": [days[0]] * 2 + [days[1]] * 2, "group_name": ["a", "b"] * 2, "value": [50, 50, 55, 45]}
    >>> found = swap(pl.DataFrame(rows), *days, calendar=mainland())
    >>> found.gainer, found.loser, round(found.size_points, 6), found.verdict
    ('a', 'b', 0.05, 'insufficient')
    """
    now = transition(frame, start, end).rows
    length = calendar.count(start, end)
    names = sorted(frame["group_name"].unique().to_list())
    corners = _corners(frame, start, length, calendar)
    history = _changes(frame, corners, names)
    observed = np.array([dict(now.select("group_name", "share_change_points").rows()).get(name, 0.0) for name in names])
    p_value = placebo_p(swap_size(observed), swap_size(history))
    verdict = "insufficient" if p_value is None else "swapped" if p_value <= LEVEL else "usual"
    own = {name: placebo_p(abs(observed[place]), np.abs(history[:, place])) for place, name in enumerate(names)}
    rows = now.select("group_name", "start_share", "end_share", "share_change_points").with_columns(
        p_value=pl.col("group_name").replace_strict(own, return_dtype=pl.Float64)
    )
    return Swap(
        start, end, length, names[int(observed.argmax())], names[int(observed.argmin())], float(swap_size(observed)), p_value,
        len(history), verdict, rows,
    )  # fmt: skip


def swap_size(changes: NDArray[np.float64]) -> NDArray[np.float64]:
    """The smaller of the largest gain and the largest loss, over the last axis.

    Examples
    --------
    >>> swap_size(np.array([0.05, -0.03, -0.02])).item()
    0.03
    """
    return np.asarray(np.minimum(changes.max(axis=-1), -changes.min(axis=-1)))


def placebo_p(observed: NDArray[np.float64] | float, placebos: NDArray[np.float64]) -> float | None:
    """The share of windows, the observed one counted in, whose statistic is at least the observed; ``None`` with too few windows.

    Examples
    --------
    >>> placebo_p(3.0, np.arange(19) / 10), placebo_p(3.0, np.arange(18) / 10)
    (0.05, None)
    """
    if 1 / (1 + len(placebos)) > LEVEL:
        return None
    return float((1 + np.count_nonzero(placebos >= observed)) / (1 + len(placebos)))


def _corners(frame: pl.DataFrame, start: date, length: int, calendar: Calendar) -> list[tuple[date, date]]:
    """The windows of ``length`` sessions before ``start``, back to back, whose two ends have shares."""
    known = set(shares(frame).drop_nulls("share")["date"].unique().to_list())
    sessions = [day for day in calendar.sessions if day <= start]
    ends = sessions[::-1][::length]
    return [(first, last) for last, first in pairwise(ends) if first in known and last in known]


def _changes(frame: pl.DataFrame, corners: list[tuple[date, date]], names: list[str]) -> NDArray[np.float64]:
    """Windows x groups: the change of share."""
    days = sorted({day for corner in corners for day in corner})
    wide = shares(frame.filter(pl.col("date").is_in(days))).pivot(on="group_name", index="date", values="share").sort("date")
    missing = [name for name in names if name not in wide.columns]
    table = wide.with_columns(pl.lit(0.0).alias(name) for name in missing).select(names).fill_null(0).to_numpy()
    place = {day: row for row, day in enumerate(days)}
    return np.array([table[place[last]] - table[place[first]] for first, last in corners]).reshape(len(corners), len(names))
