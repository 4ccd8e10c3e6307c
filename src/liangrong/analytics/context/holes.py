"""Where a series has no value although the exchanges were open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

__all__ = ["Hole", "longest_hole"]


@dataclass(frozen=True, slots=True)
class Hole:
    """Sessions in a row without a value.

    Parameters
    ----------
    start, end
        The first and the last of them.
    sessions
        How many.
    """

    start: date
    end: date
    sessions: int


def longest_hole(sessions: Sequence[date], known: Collection[date]) -> Hole | None:
    """The longest run of sessions that are not known, the earlier of two; ``None`` where all are.

    Examples
    --------
    >>> days = [date(2026, 1, day) for day in (26, 27, 28, 29, 30)]
    >>> longest_hole(days, {days[0], days[3]})
    Hole(start=datetime.date(2026, 1, 27), end=datetime.date(2026, 1, 28), sessions=2)
    """
    there = set(known)
    best: Hole | None = None
    run: list[date] = []
    for day in sessions:
        run = [] if day in there else [*run, day]
        if run and (best is None or len(run) > best.sessions):
            best = Hole(run[0], run[-1], len(run))
    return best
