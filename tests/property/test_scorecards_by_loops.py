"""Scorecards of random flags and outcomes, against every figure's definition worked through reading by reading.

Readings and outcomes are missing here and there, outcomes are resolved late or never, flags crowd together: what an off-by-one in an
episode, in a walk-forward forecast or in a control would change, some seed shows.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Any

import polars as pl
import pytest

from liangrong.analytics.scorecards.forecasts import PRIOR_STRENGTH
from liangrong.analytics.scorecards.scorecard import OUTCOME_SCHEMA, SESSIONS_PER_YEAR, scorecard
from liangrong.analytics.scorecards.signals import SIGNAL_SCHEMA, Signal
from liangrong.core.results import Note

FIRST = date(2024, 1, 1)
EPSILON = 1e-9


@dataclass
class Reading:
    """One reading of the signal, on session ``at``, with what followed it."""

    at: int
    name: str
    score: float | None
    flag: bool
    outcome: float | None
    event: bool | None
    resolved: int | None
    starts: bool = False


@dataclass(frozen=True)
class History:
    """Readings in order of name and session, and how they are to be judged."""

    readings: list[Reading]
    sessions: int
    horizon: int
    embargo: int
    least: int

    @property
    def known(self) -> list[Reading]:
        return [one for one in self.readings if one.event is not None]

    @property
    def episodes(self) -> list[Reading]:
        return [one for one in self.known if one.starts]


def history(seed: int, names: tuple[str, ...]) -> History:
    draw = random.Random(seed)
    sessions, horizon = draw.randint(40, 140), draw.randint(2, 12)
    found = []
    for name in names:
        last = -horizon
        for at in range(sessions):
            open_still = at + horizon >= sessions or draw.random() < 0.05
            move = draw.gauss(0, 0.05)
            flag = draw.random() < 0.15
            score = round(draw.gauss(0, 1), 1) if draw.random() < 0.97 else None
            if draw.random() < 0.05:
                continue
            ends = None if open_still else (move, move < -0.02, at + horizon)
            reading = Reading(at, name, score, flag, *(ends or (None, None, None)))
            reading.starts = flag and at - last >= horizon
            last = at if flag else last
            found.append(reading)
    return History(found, sessions, horizon, draw.randint(0, 3), draw.choice([1, 3, 10]))


def signal_of(past: History) -> Signal:
    rows = [(FIRST + timedelta(one.at), one.name, one.score, one.flag) for one in past.readings]
    return Signal("drawn", Note("", ""), Note("", ""), pl.DataFrame(rows, schema=SIGNAL_SCHEMA, orient="row"))


def outcomes_of(past: History) -> pl.DataFrame:
    """One row for every session and name, so that horizons count sessions."""
    read = {(one.name, one.at): one for one in past.readings}
    rows: list[tuple[Any, ...]] = []
    for name in sorted({one.name for one in past.readings}):
        for at in range(past.sessions):
            one = read.get((name, at))
            end = None if one is None or one.resolved is None else FIRST + timedelta(one.resolved)
            rows.append((FIRST + timedelta(at), name, one and one.outcome, one and one.event, end))
    return pl.DataFrame(rows, schema=OUTCOME_SCHEMA, orient="row")


def expected(past: History) -> dict[str, Any]:
    known, episodes = past.known, past.episodes
    hits, base = sum(bool(one.event) for one in episodes), fmean(bool(one.event) for one in known)
    row: dict[str, Any] = {
        "n_days": len(known), "n_flags": sum(one.flag for one in known), "n_episodes": len(episodes), "n_hits": hits, "base_rate": base,
        "n_unresolved": sum(one.starts and one.event is None for one in past.readings), "auc": _auc(known), **_brier(past),
    }  # fmt: skip
    if episodes:
        row |= {
            "hit_rate": hits / len(episodes), "lift_points": hits / len(episodes) - base, "p_value": _shifted(past),
            "mean_outcome_after": fmean(one.outcome or 0.0 for one in episodes),
            "false_alarms_per_year": (len(episodes) - hits) / len(known) * SESSIONS_PER_YEAR,
        }  # fmt: skip
    return row


def _auc(known: list[Reading]) -> float | None:
    """The share of pairs, an event and none, in which the event had the higher score; equals count half."""
    event, none = ([one.score for one in known if one.score is not None and one.event is kind] for kind in (True, False))
    pairs = [(x > y) + 0.5 * (x == y) for x in event for y in none]
    return fmean(pairs) if pairs else None


def _brier(past: History) -> dict[str, float | None]:
    own, base = [], []
    for one in past.known:
        seen = [other for other in past.known if other.resolved is not None and other.resolved <= one.at - past.embargo]
        if len(seen) < past.least:
            continue
        climatology = (sum(bool(other.event) for other in seen) + 1) / (len(seen) + 2)
        like = [other for other in seen if (other.starts if one.flag else not other.flag)]
        chance = (sum(bool(other.event) for other in like) + PRIOR_STRENGTH * climatology) / (len(like) + PRIOR_STRENGTH)
        own.append((chance - bool(one.event)) ** 2)
        base.append((climatology - bool(one.event)) ** 2)
    if not own:
        return {"brier": None, "brier_climatology": None, "brier_skill": None}
    return {"brier": fmean(own), "brier_climatology": fmean(base), "brier_skill": 1 - fmean(own) / fmean(base)}


def _shifted(past: History) -> float:
    """All flags moved together by every number of sessions; a hit rate equal to the observed one counts half."""
    event = {(one.name, one.at): bool(one.event) for one in past.known}
    seen, beyond, usable = fmean(bool(one.event) for one in past.episodes), 0.0, 0
    for shift in range(past.horizon, past.sessions - past.horizon + 1):
        moved = [event.get((one.name, (one.at + shift) % past.sessions)) for one in past.episodes]
        known = [hit for hit in moved if hit is not None]
        if known:
            usable += 1
            beyond += (fmean(known) > seen + EPSILON) + 0.5 * (abs(fmean(known) - seen) <= EPSILON)
    return (0.5 + beyond) / (1 + usable)


@pytest.mark.parametrize("seed", range(24))
def test_a_card_is_what_its_readings_say(seed: int) -> None:
    """One name, and three names pooled."""
    names = ("A",) if seed % 2 else ("A", "B", "C")
    past = history(seed, names)
    found = scorecard(
        signal_of(past), outcomes_of(past), horizon=past.horizon, embargo=past.embargo, least=past.least, pooled=len(names) > 1
    ).row(0, named=True)  # fmt: skip
    for name, value in expected(past).items():
        assert found[name] == (value if value is None else pytest.approx(value, rel=1e-9, abs=1e-12)), name
