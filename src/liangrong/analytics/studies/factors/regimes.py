"""Whether a factor is the same before and after a change of the rules."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.factors.factor import Trial
from liangrong.analytics.studies.factors.ic import LEAST_SESSIONS, information_coefficient
from liangrong.analytics.studies.long_run import CONFIDENCE, MeanTest
from liangrong.core.errors import UnknownName
from liangrong.core.results import Note
from liangrong.rules.events import PolicyEvent, events

__all__ = ["LENDING_BAN", "REGIMES", "regimes"]

LENDING_BAN: Final = "securities_refinancing_suspended"
"""The suspension of securities lending to brokers, in force since 2024-07-11."""

REGIMES: Final = pl.Schema({
    "factor": pl.String(), "horizon": pl.Int64(), "regime": pl.String(), "from": pl.Date(), "to": pl.Date(),
    "mean_ic": pl.Float64(), "mean_ic_low": pl.Float64(), "mean_ic_high": pl.Float64(), "t_statistic": pl.Float64(),
    "p_value": pl.Float64(), "sessions": pl.Int64(), "verdict": pl.String(),
})  # fmt: skip
"""Rows ``before``, ``after`` and ``difference`` (after minus before)."""


def regimes(trial: Trial, *, event: str = LENDING_BAN) -> tuple[pl.DataFrame, tuple[Note, ...]]:
    """Mean rank IC before and after a dated event, and the difference with its interval.

    A session counts as before when its whole holding period ends before the event's first session, as after when it is on
    it or later; sessions in between belong to neither. The difference is Welch's with HAC errors.

    Raises
    ------
    UnknownName
        There is no such event on the timeline.
    """
    found = _event(event)
    sessions, horizon = trial.factor.sessions, trial.horizon
    change = int(np.searchsorted(np.array(sessions, dtype="datetime64[D]"), np.datetime64(found.date)))
    place = np.arange(len(sessions))
    rows, tests = [], {}
    for regime, mine in (("before", place + horizon < change), ("after", place >= change)):
        ic = information_coefficient(trial, sessions=mine)
        days = [day for day, value in zip(sessions, ic.by_session, strict=True) if not np.isnan(value)]
        tests[regime] = ic.test
        rows.append(_row(trial, regime, days[0] if days else None, days[-1] if days else None, ic.test))
    rows.append(_row(trial, "difference", None, None, _difference(tests["before"], tests["after"])))
    straddling = int(((place + horizon >= change) & (place < change)).sum()) if 0 < change < len(sessions) else 0
    note = Note(
        f"分界：{found.date} {found.title_zh}（{found.citation}）；持有期跨越分界的 {straddling} 个交易日未计。少于 {LEAST_SESSIONS} 个交易日为样本不足。",
        f"The line is drawn on {found.date}: {found.title_en} ({found.citation}); {straddling} sessions whose holding period reaches over "
        f"it belong to neither side. Fewer than {LEAST_SESSIONS} sessions are insufficient.",
    )
    return pl.DataFrame(rows, schema=REGIMES, orient="row"), (*trial.notes, note)


def _event(name: str) -> PolicyEvent:
    known = {event.event: event for event in events()}
    if name not in known:
        raise UnknownName(kind="event", kind_zh="政策事件", name=name, known=", ".join(known))
    return known[name]


def _difference(before: MeanTest, after: MeanTest) -> MeanTest:
    """Welch's test of two means whose errors have their own degrees of freedom (Satterthwaite)."""
    from scipy.special import stdtr, stdtrit

    size = min(before.size, after.size)
    mean = after.mean - before.mean
    parts = (before.error**2, after.error**2)
    error = float(np.sqrt(sum(parts)))
    if not error > 0:
        return MeanTest(mean, error, float("nan"), 0, float("nan"), float("nan"), float("nan"), size)
    degrees = sum(parts) ** 2 / (parts[0] ** 2 / before.degrees + parts[1] ** 2 / after.degrees)
    t = mean / error
    reach = float(stdtrit(degrees, (1 + CONFIDENCE) / 2)) * error
    return MeanTest(mean, error, t, int(degrees), float(2 * stdtr(degrees, -abs(t))), mean - reach, mean + reach, size)


def _row(trial: Trial, regime: str, first: object, last: object, test: MeanTest) -> tuple[object, ...]:
    verdict = "insufficient" if test.size < LEAST_SESSIONS else "found" if test.p_value <= 1 - CONFIDENCE else "not_found"
    known: list[Floats | float | None] = [
        None if np.isnan(v) else v for v in (test.mean, test.low, test.high, test.t, test.p_value)
    ]
    return (trial.factor.name, trial.horizon, regime, first, last, *known, test.size, verdict)
