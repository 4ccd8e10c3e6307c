"""Cycles of a balance: from a trough up to a peak and down again, found by rule or given by their dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import Final

import polars as pl

from liangrong.core.calendar import Calendar
from liangrong.core.errors import NoData, UsageError
from liangrong.core.results import Note

__all__ = ["FALL", "RISE", "Episode", "State", "edge_notes", "find_episodes", "given_episode", "ratio_highs", "summary"]

RISE: Final = 0.5
"""A rise by half from the lowest level makes a trough of it."""
FALL: Final = 0.2
"""A fall by a fifth from the highest level makes a peak of it."""
HOLE: Final = 20
"""A turn next to a gap longer than this many sessions may really lie inside the gap."""


class State(Enum):
    """How far a cycle has come."""

    COMPLETE = "complete"
    """A new rise has begun after its fall."""
    FALLING = "falling"
    """Its fall is long enough to make a peak, and no new rise has begun: its end is the lowest day so far."""
    OPEN = "open"
    """It has not fallen enough: its peak is the highest day so far, its end the last day known."""
    GIVEN = "given"
    """Its dates were handed in; its peak is the highest day between them."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One cycle.

    Parameters
    ----------
    name
        The year of the peak, with the month where a year has two.
    start, peak, end
        Sessions: the trough before, the peak, the trough after (or as ``state`` says).
    confirmed
        The session on which the fall from the peak reached the threshold: only then could it be called a peak. ``None`` while open or
        where the dates were given.
    from_the_beginning
        It starts with the first day of the data, which is no trough.
    """

    name: str
    start: date
    peak: date
    end: date
    state: State
    confirmed: date | None = None
    from_the_beginning: bool = False


def find_episodes(frame: pl.DataFrame, *, rise: float = RISE, fall: float = FALL) -> list[Episode]:
    """Find the cycles of a series: turns that are followed by a rise of ``rise`` or a fall of ``fall`` or more.

    Parameters
    ----------
    frame
        ``date, value`` in order of time, values above zero.
    rise, fall
        Both between 0 and 1 for the fall, above 0 for the rise.

    Raises
    ------
    UsageError
        A threshold makes no sense.
    NoData
        The series never rises by that much.

    Notes
    -----
    The turning points of Bry and Boschan (1971) in their simplest form, by amplitude alone as chartists' zigzag draws them. They are
    found looking back: ``confirmed`` says when each could be known.

    Examples
    --------
    >>> days = [date(2026, 1, day) for day in (5, 6, 7, 8, 9)]
    >>> found = find_episodes(pl.DataFrame({"date": days, "value": [10, 20, 12, 11, 30]}))
    >>> [(one.peak.day, one.end.day, one.state.value) for one in found]
    [(6, 8, 'complete'), (9, 9, 'open')]
    """
    if not (rise > 0 and 0 < fall < 1):
        raise UsageError(
            reason=f"a rise of {rise} and a fall of {fall} find no cycle; the rise must be above 0, the fall between 0 and 1",
            reason_zh=f"上涨 {rise}、下跌 {fall} 无法界定周期：上涨须大于 0，下跌须在 0 与 1 之间",
        )
    points = [(day, float(value)) for day, value in frame.select("date", "value").iter_rows()]
    found: list[Episode] = []
    low = high = points[0] if points else (date.min, 0.0)
    trough: tuple[date, float] | None = None
    for point in points:
        if trough is None:
            low = min(low, point, key=lambda one: one[1])
            if point[1] >= low[1] * (1 + rise):
                trough, high = low, point
                if found:
                    found[-1] = replace(found[-1], end=trough[0], state=State.COMPLETE)
        if trough is not None:
            high = max(high, point, key=lambda one: one[1])
            if point[1] <= high[1] * (1 - fall):
                found.append(Episode("", trough[0], high[0], point[0], State.FALLING, point[0], trough == points[0]))
                trough, low = None, point
    if trough is not None:
        found.append(Episode("", trough[0], high[0], points[-1][0], State.OPEN, None, trough == points[0]))
    elif found:
        found[-1] = replace(found[-1], end=low[0])
    if not found:
        raise NoData(what=f"rise by {rise:.0%}", what_zh=f"幅度达 {rise:.0%} 的上涨", where="the series", where_zh="该序列",
                     nearest="none", nearest_zh="无")  # fmt: skip
    return _named(found)


def given_episode(frame: pl.DataFrame, start: date, end: date) -> Episode:
    """The cycle between two days that were handed in, moved inwards to days that are known; its peak is the highest between them.

    Raises
    ------
    NoData
        Fewer than two days between them are known.

    Examples
    --------
    >>> days = [date(2026, 1, day) for day in (5, 6, 7)]
    >>> given_episode(pl.DataFrame({"date": days, "value": [10, 20, 12]}), date(2026, 1, 1), date(2026, 1, 31)).peak
    datetime.date(2026, 1, 6)
    """
    inside = frame.filter(pl.col("date").is_between(start, end))
    if inside.height < 2:
        days = frame["date"]
        span = f"{days[0]} … {days[-1]}" if len(days) else "-"
        raise NoData(what="known days", what_zh="已知交易日", where=f"{start}..{end}", where_zh=f" {start}..{end} ", nearest=span)
    peak = inside.row(int(inside["value"].arg_max() or 0), named=True)["date"]
    return _named([Episode("", inside["date"][0], peak, inside["date"][-1], State.GIVEN)])[0]


def summary(frame: pl.DataFrame, episodes: Sequence[Episode], calendar: Calendar) -> pl.DataFrame:
    """What each cycle came to.

    Parameters
    ----------
    frame
        ``date, value``.

    Returns
    -------
    pl.DataFrame
        ``episode, state, start_date, start_level, peak_date, peak_level, end_date, end_level``; ``rise`` (peak over start minus 1),
        ``sessions_up``, ``rise_per_session`` (the constant growth a session that makes the rise), ``fall`` (end over peak minus 1),
        ``sessions_down, confirmed_on``. What starts with the data has no rise; what is open has no fall yet.

    Examples
    --------
    >>> from liangrong.core.calendar import mainland
    >>> days = [date(2026, 1, day) for day in (5, 6, 7, 8)]
    >>> frame = pl.DataFrame({"date": days, "value": [10.0, 14.0, 20.0, 15.0]})
    >>> row = summary(frame, [given_episode(frame, days[0], days[3])], mainland()).row(0, named=True)
    >>> row["rise"], row["sessions_up"], round(row["rise_per_session"], 4), row["fall"]
    (1.0, 2, 0.4142, -0.25)
    """
    level = dict(frame.select("date", "value").iter_rows())
    rows = []
    for one in episodes:
        start, peak, end = (level[day] for day in (one.start, one.peak, one.end))
        up, down = calendar.count(one.start, one.peak), calendar.count(one.peak, one.end)
        ratio = float(peak) / float(start) if not one.from_the_beginning else None
        rows.append({
            "episode": one.name, "state": one.state.value, "start_date": one.start, "start_level": start, "peak_date": one.peak,
            "peak_level": peak, "end_date": one.end, "end_level": end, "rise": None if ratio is None else ratio - 1,
            "sessions_up": up, "rise_per_session": None if ratio is None or not up else ratio ** (1 / up) - 1,
            "fall": float(end) / float(peak) - 1 if down else None, "sessions_down": down, "confirmed_on": one.confirmed,
        })  # fmt: skip
    kind = frame.schema["value"]
    day, number, text = pl.Date(), pl.Float64(), pl.String()
    schema = {
        "episode": text, "state": text, "start_date": day, "start_level": kind, "peak_date": day, "peak_level": kind, "end_date": day,
        "end_level": kind, "rise": number, "sessions_up": pl.Int64(), "rise_per_session": number, "fall": number,
        "sessions_down": pl.Int64(), "confirmed_on": day,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


def ratio_highs(frame: pl.DataFrame, episodes: Sequence[Episode]) -> pl.DataFrame:
    """The ratio on the day of each cycle's peak in level, and its own highest day within the cycle, which may be another.

    Parameters
    ----------
    frame
        ``date, value`` of a ratio.

    Returns
    -------
    pl.DataFrame
        ``episode, ratio_at_peak, ratio_high, ratio_high_date``; null where the ratio is not known at the peak.

    Examples
    --------
    >>> days = [date(2026, 1, day) for day in (5, 6, 7)]
    >>> one = Episode("2026", days[0], days[1], days[2], State.GIVEN)
    >>> ratio_highs(pl.DataFrame({"date": days, "value": [0.03, 0.04, 0.05]}), [one]).row(0)
    ('2026', 0.04, 0.05, datetime.date(2026, 1, 7))
    """
    rows = []
    for one in episodes:
        inside = frame.filter(pl.col("date").is_between(one.start, one.end))
        at_peak = dict(inside.select("date", "value").iter_rows()).get(one.peak)
        high = inside.row(int(inside["value"].arg_max() or 0), named=True) if at_peak is not None else {}
        rows.append((one.name, at_peak, high.get("value"), high.get("date")))
    schema = {"episode": pl.String(), "ratio_at_peak": pl.Float64(), "ratio_high": pl.Float64(), "ratio_high_date": pl.Date()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def edge_notes(frame: pl.DataFrame, episodes: Sequence[Episode], calendar: Calendar) -> tuple[Note, ...]:
    """What must be said about the turns: those beside a hole of the data, and a beginning that is no trough."""
    days = frame["date"].to_list()
    holes = [(before, after) for before, after in pairwise(days) if calendar.count(before, after) > HOLE]
    notes = []
    for one in episodes:
        if one.from_the_beginning:
            notes.append(Note(
                f"周期 {one.name} 自数据首日 {one.start} 起，首日不是谷底，不计涨幅。",
                f"Cycle {one.name} starts with the first day of the data, {one.start}, which is no trough: its rise is not given.",
            ))  # fmt: skip
        for turn in (one.start, one.peak, one.end):
            for before, after in holes:
                if turn in (before, after):
                    notes.append(Note(
                        f"周期 {one.name} 的转折 {turn} 紧邻数据空缺 {before}…{after}，真正的转折可能在空缺之内。",
                        f"The turn {turn} of cycle {one.name} stands beside the hole {before}…{after} of the data; the real one may lie in it.",
                    ))  # fmt: skip
    return tuple(notes)


def _named(found: list[Episode]) -> list[Episode]:
    years = Counter(one.peak.year for one in found)
    return [replace(one, name=f"{one.peak:%Y}" if years[one.peak.year] == 1 else f"{one.peak:%Y-%m}") for one in found]
