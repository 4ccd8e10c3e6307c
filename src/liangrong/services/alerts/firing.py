"""From readings to firings: a condition is told once when it begins to hold, and again only after it was over.

Pure: the same readings give the same firings, so a check that is repeated, late or interrupted tells nothing twice. Where revised data
change what was told before, that is told too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from liangrong.services.alerts.reading import Reading

__all__ = ["Judged", "Kind", "Told", "judge"]

Kind: TypeAlias = Literal["fired", "withdrawn"]
"""``withdrawn``: what was told to hold on a session does not, by the data of today."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to be told.

    Parameters
    ----------
    late
        Whether the session had been judged before without it: its data came late or were revised.
    """

    kind: Kind
    reading: Reading
    late: bool = False


@dataclass(frozen=True, slots=True)
class Judged:
    """What a run of readings comes to.

    Parameters
    ----------
    told
        What must be told, in order of the sessions.
    states
        Whether the condition counts as holding after each session on which it is known.
    """

    told: tuple[Told, ...]
    states: tuple[tuple[date, bool], ...]


def judge(readings: Sequence[Reading], *, held: bool, recorded: Mapping[date, Kind], judged_until: date | None = None) -> Judged:
    """Find what must be told.

    Parameters
    ----------
    readings
        In order of their sessions; what is not known changes nothing.
    held
        Whether the condition counted as holding before the first of them.
    recorded
        Session to what was last told about it.
    judged_until
        The last session that an earlier check has judged.

    Examples
    --------
    >>> days = [date(2026, 1, day) for day in (26, 27, 28, 29)]
    >>> line = [Reading(day, holds, not holds) for day, holds in zip(days, (True, True, False, True), strict=True)]
    >>> [told.reading.session.day for told in judge(line, held=False, recorded={}).told]
    [26, 29]
    """
    known = [reading for reading in readings if reading.holds is not None]
    states: list[tuple[date, bool]] = []
    spells: list[list[Reading]] = []
    counts = began_before = held
    for reading in known:
        counts, before = bool(reading.holds) or (counts and not reading.over), counts
        states.append((reading.session, counts))
        if counts and not before:
            spells.append([reading])
        elif counts and (before and spells and not began_before):
            spells[-1].append(reading)
        began_before = began_before and counts
    said = {session for session, kind in recorded.items() if kind == "fired"}
    fresh = [spell[0] for spell in spells if not said & {reading.session for reading in spell}]
    gone = [reading for reading, (session, holds) in zip(known, states, strict=True) if session in said and not holds]
    told = [Told("fired", each, _is_late(each, judged_until)) for each in fresh]
    told += [Told("withdrawn", each, late=True) for each in gone]
    return Judged(tuple(sorted(told, key=lambda each: each.reading.session)), tuple(states))


def _is_late(reading: Reading, judged_until: date | None) -> bool:
    return judged_until is not None and reading.session <= judged_until
