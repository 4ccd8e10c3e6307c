"""Small histories: flags and events of one or more names on neighbouring days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl

from liangrong.analytics.scorecards.signals import Signal
from liangrong.core.results import Note

FIRST = date(2024, 1, 1)


def day(place: int) -> date:
    return FIRST + timedelta(days=place)


def signal(flags: Sequence[int], *, scores: Sequence[float] | None = None, name: str = "market") -> Signal:
    rows = pl.DataFrame({
        "date": [day(place) for place in range(len(flags))],
        "name": name,
        "score": [float(value) for value in (scores or flags)],
        "flag": [bool(flag) for flag in flags],
    })  # fmt: skip
    return Signal("planted", Note("", ""), Note("", ""), rows)


def outcomes(events: Sequence[int | None], *, lag: int, name: str = "market") -> pl.DataFrame:
    """Events known ``lag`` days later; ``None`` is not resolved."""
    places = range(len(events))
    return pl.DataFrame({
        "date": [day(place) for place in places],
        "name": name,
        "outcome": [None if event is None else -0.1 * event for event in events],
        "event": [None if event is None else bool(event) for event in events],
        "resolved_on": [None if event is None else day(place + lag) for place, event in zip(places, events, strict=True)],
    }, schema={"date": pl.Date, "name": pl.String, "outcome": pl.Float64, "event": pl.Boolean, "resolved_on": pl.Date})  # fmt: skip


def joined(*signals: Signal) -> Signal:
    return Signal("planted", Note("", ""), Note("", ""), pl.concat([one.readings for one in signals]))
