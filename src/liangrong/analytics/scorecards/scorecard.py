"""The scorecard: what followed the flags of a signal, against the base rate, matched controls and luck."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import polars as pl

from liangrong.analytics.scorecards.chance import exchange_test, hit_interval, shift_test
from liangrong.analytics.scorecards.controls import match_days, match_names
from liangrong.analytics.scorecards.forecasts import forecast
from liangrong.analytics.scorecards.signals import Signal
from liangrong.analytics.scorecards.trials import Trials, lay_trials
from liangrong.core.results import Note

__all__ = ["OUTCOME_SCHEMA", "POOLED", "SCORECARD_SCHEMA", "SESSIONS_PER_YEAR", "SIGNIFICANCE", "say_verdict", "scorecard"]

OUTCOME_SCHEMA: Final = pl.Schema(
    {"date": pl.Date(), "name": pl.String(), "outcome": pl.Float64(), "event": pl.Boolean(), "resolved_on": pl.Date()}
)
"""What followed a reading of ``date``: a figure, whether the event came, and the session at whose close that was known."""

SCORECARD_SCHEMA: Final = pl.Schema({
    "name": pl.String(),
    "n_days": pl.Int64(), "n_flags": pl.Int64(), "n_episodes": pl.Int64(), "n_unresolved": pl.Int64(), "n_spans": pl.Int64(),
    "n_hits": pl.Int64(), "hit_rate": pl.Float64(), "hit_low": pl.Float64(), "hit_high": pl.Float64(), "base_rate": pl.Float64(),
    "lift_points": pl.Float64(), "p_value": pl.Float64(), "mean_outcome_after": pl.Float64(),
    "n_matched": pl.Int64(), "control_hit_rate": pl.Float64(), "control_mean_outcome": pl.Float64(),
    "control_difference_points": pl.Float64(), "control_p_value": pl.Float64(),
    "brier": pl.Float64(), "brier_climatology": pl.Float64(), "brier_skill": pl.Float64(), "auc": pl.Float64(),
    "false_alarms_per_year": pl.Float64(), "verdict": pl.String(),
})  # fmt: skip
"""The columns of a scorecard."""

POOLED: Final = "pooled"
"""The name on the one row of a pooled scorecard."""
SESSIONS_PER_YEAR: Final = 243
"""Sessions in a year of the mainland exchanges, 2010-2025 on average."""
SIGNIFICANCE: Final = 0.05
"""A p-value at or below it, one-sided, is called better than the base rate."""

_VERDICTS: Final = {
    "insufficient": Note("样本不足（n={n}）", "insufficient (n={n})"),
    "no_better_than_chance": Note("不优于随机（n={n}）", "no better than chance (n={n})"),
    "better_than_base_rate": Note("优于基准频率（n={n}）", "better than base rate (n={n})"),
}


def scorecard(
    signal: Signal,
    outcomes: pl.DataFrame,
    *,
    horizon: int,
    embargo: int = 1,
    least: int = 10,
    controls: pl.DataFrame | None = None,
    pooled: bool = False,
    seed: int = 1,
) -> pl.DataFrame:
    """What followed the flags of a signal.

    Parameters
    ----------
    signal
        Readings of one or more names.
    outcomes
        ``OUTCOME_SCHEMA``, one row per day and name; an unresolved outcome has a null ``event`` or ``resolved_on``.
    horizon
        Sessions over which outcomes are measured. A flag less than ``horizon`` sessions after another one of its name belongs to the
        same episode, which counts once, with what followed its first day.
    embargo
        Sessions that must pass after an outcome is resolved before a forecast or a match may use it.
    least
        Fewer episodes than this are insufficient; so are fewer separate spans of ``horizon`` sessions, when names are pooled.
    controls
        ``date, name`` and numeric features to match on, known on the day. One name is matched with its own earlier days, pooled
        names with other names on the same day.
    pooled
        One row for all names together instead of one row per name.
    seed
        Of the permutation tests.

    Returns
    -------
    polars.DataFrame
        ``SCORECARD_SCHEMA``. ``hit_rate`` is over episodes with its 95 % Wilson interval, ``base_rate`` over all days;
        ``lift_points`` is their difference and ``p_value`` belongs to it (``shift_test``). ``control_difference_points`` is the mean
        difference between an episode and its controls, over the ``n_matched`` episodes that have any (``exchange_test``). Both
        tests are one-sided. The Brier scores are those of walk-forward forecasts (``forecast``) over all days on which ``least``
        outcomes were known; ``brier_skill`` is 1 - brier / brier_climatology. ``auc`` is of the score against the event
        over all days, 0.5 for none. ``false_alarms_per_year`` are episodes without the event per name and year of readings.
        What cannot be said is null.

    Notes
    -----
    Wilson (1927); Brier (1950); Mann and Whitney (1947) for the area under the curve.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> days = [date(2024, 1, 1) + timedelta(n) for n in range(60)]
    >>> flags = [n % 20 == 0 for n in range(60)]
    >>> readings = pl.DataFrame({"date": days, "name": "market", "score": [float(f) for f in flags], "flag": flags})
    >>> after = pl.DataFrame({"date": days, "name": "market", "outcome": [-0.1 * f for f in flags], "event": flags,
    ...                       "resolved_on": [day + timedelta(5) for day in days]})
    >>> found = scorecard(Signal("toy", Note("", ""), Note("", ""), readings), after, horizon=5)
    >>> found.select("n_episodes", "n_hits", "verdict").row(0)
    (3, 3, 'insufficient')
    """
    trials = lay_trials(signal, outcomes, horizon=horizon)
    groups = [trials] if pooled else [trials.of(place) for place in range(len(trials.names))]
    rows = []
    for group in groups:
        row = _row(group, horizon, embargo, least, seed)
        if controls is not None and group.episodes.size:
            row |= _against_controls(group, controls, horizon, embargo, seed, pooled=pooled)
        rows.append({"name": POOLED if pooled else group.names[0], **row})
    return pl.DataFrame(rows, schema=SCORECARD_SCHEMA)


def say_verdict(verdict: str, episodes: int) -> Note:
    """A verdict in words, with the number of episodes it stands on.

    Examples
    --------
    >>> say_verdict("insufficient", 2).en
    'insufficient (n=2)'
    """
    words = _VERDICTS[verdict]
    return Note(words.zh.format(n=episodes), words.en.format(n=episodes))


def _row(trials: Trials, horizon: int, embargo: int, least: int, seed: int) -> dict[str, Any]:
    known, at = trials.known, trials.episodes
    days = int(known.sum())
    row: dict[str, Any] = {
        "n_days": days,
        "n_flags": int((known & trials.flag).sum()),
        "n_episodes": int(at.size),
        "n_unresolved": int((trials.starts & ~known).sum()),
        "n_spans": 0,
        "n_hits": 0,
        "base_rate": float(trials.event[known].mean()) if days else None,
        "auc": _auc(trials),
        "verdict": "insufficient",
        **_brier(trials, embargo, least),
    }
    if not at.size:
        return row
    hits = int(trials.event[at].sum())
    low, high, spans = hit_interval(trials, horizon=horizon)
    chance = shift_test(trials, horizon=horizon, seed=seed)
    after = trials.outcome[at][~np.isnan(trials.outcome[at])]
    row |= {
        "n_spans": spans,
        "n_hits": hits,
        "hit_rate": hits / at.size,
        "hit_low": low,
        "hit_high": high,
        "lift_points": hits / at.size - row["base_rate"],
        "p_value": chance,
        "mean_outcome_after": float(after.mean()) if after.size else None,
        "false_alarms_per_year": (at.size - hits) / days * SESSIONS_PER_YEAR,
    }
    if min(at.size, spans) >= least and chance is not None:
        row["verdict"] = "better_than_base_rate" if chance <= SIGNIFICANCE else "no_better_than_chance"
    return row


def _brier(trials: Trials, embargo: int, least: int) -> dict[str, float | None]:
    told = forecast(trials, embargo=embargo)
    rows = trials.known & (told.known_days >= least)
    if not rows.any():
        return {}
    event = trials.event[rows]
    own, base = (float(((given[rows] - event) ** 2).mean()) for given in (told.probability, told.climatology))
    return {"brier": own, "brier_climatology": base, "brier_skill": 1 - own / base if base else None}


def _auc(trials: Trials) -> float | None:
    rows = trials.known & ~np.isnan(trials.score)
    event = trials.event[rows] > 0
    hits, others = int(event.sum()), int((~event).sum())
    if not hits or not others:
        return None
    ranks = pl.Series(trials.score[rows]).rank("average").to_numpy()
    return float((ranks[event].sum() - hits * (hits + 1) / 2) / (hits * others))


def _against_controls(
    trials: Trials, controls: pl.DataFrame, horizon: int, embargo: int, seed: int, *, pooled: bool
) -> dict[str, Any]:
    if pooled:
        matched = match_names(trials, controls, horizon=horizon)
    else:
        matched = match_days(trials, controls, horizon=horizon, embargo=embargo)
    if not matched.episodes.size:
        return {"n_matched": 0}
    cases, events = trials.event[matched.episodes], matched.values(trials.event)
    outcomes = matched.values(trials.outcome)
    has_outcome = ~np.isnan(outcomes).all(axis=1)
    rates = np.nanmean(events, axis=1)
    return {
        "n_matched": int(cases.size),
        "control_hit_rate": float(rates.mean()),
        "control_mean_outcome": float(np.nanmean(outcomes[has_outcome], axis=1).mean()) if has_outcome.any() else None,
        "control_difference_points": float((cases - rates).mean()),
        "control_p_value": exchange_test(cases, events, seed=seed),
    }
