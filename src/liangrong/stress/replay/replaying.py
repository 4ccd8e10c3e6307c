"""One episode from end to end: what was known on its day, bands for what might come, and what came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import numpy as np
import polars as pl

from liangrong.accounts.terms import agreed_terms
from liangrong.analytics.panels.panel import Floats
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.estimation.nowcast.assumptions import NowcastAssumptions
from liangrong.stress.estimation.nowcast.observations import LARGE, Observations, index_moves, observe
from liangrong.stress.replay.assumptions import ReplayAssumptions
from liangrong.stress.replay.episodes import LENGTHS, Episode
from liangrong.stress.replay.forecasting import CallRules, Forecast, Known, Moves, forecast, known, moves_that_may_come
from liangrong.stress.replay.margin_change import MarginChange, bound_shares, under_change
from liangrong.stress.replay.verdicts import Verdict, judge

__all__ = ["Band", "Kind", "Measure", "Replayed", "SnapshotAt", "margin_changes", "replay"]

Measure: TypeAlias = Literal["financing_balance", "average_maintenance_ratio"]
Kind: TypeAlias = Literal["unconditional", "conditional", "unconditional_margin", "conditional_margin"]
SnapshotAt: TypeAlias = Callable[[date], MarketSnapshot]
"""The market as known on a day."""

_TURNED: Final = 20
"""Turnover of the balance is the mean of so many last sessions; and so many sessions judge an earlier change of the margin ratio."""


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Quantiles of the paths, session by session."""

    kind: Kind
    measure: Measure
    low: Floats
    median: Floats
    high: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Replayed:
    """An episode with its forecasts and what came.

    Parameters
    ----------
    sessions
        Those after the day of the forecast.
    start, actual
        By measure: value of the last known day, and what came; NaN where it is not known, and from the first session without account
        statistics on.
    bands
        Conditional ones end with the index path that is known.
    forced
        By kind: share of the balance that the median path sells under call, up to its last session.
    bound
        Shares of bound buyers that earlier changes of the margin ratio allow; ``None`` where no change is forecast.
    change
        The change of the margin ratio that is forecast.
    stood_in
        Sessions of the index path that came on which an index was replaced by others.
    sources
        Where the rows come from.
    """

    episode: Episode
    sessions: tuple[date, ...]
    start: Mapping[Measure, float]
    actual: Mapping[Measure, Floats]
    bands: tuple[Band, ...]
    forced: Mapping[Kind, float]
    bound: Floats | None
    change: MarginChange | None
    stood_in: tuple[date, ...]
    sources: tuple[str, ...]

    def verdicts(self) -> list[tuple[Band, int, Verdict]]:
        """Every band against what came, after each of ``LENGTHS``; a length that is not known yet is judged as far as it is."""
        found = []
        for band in self.bands:
            judged = set()
            for length in LENGTHS:
                verdict = judge(self.start[band.measure], self.actual[band.measure], band.low, band.median, band.high, length)
                if verdict is not None and verdict.sessions not in judged:
                    judged.add(verdict.sessions)
                    found.append((band, length, verdict))
        return found


def margin_changes(rulebook: Rulebook) -> list[MarginChange]:
    """Every change of the margin ratio for new financing at the Shanghai exchange (Shenzhen's are the same)."""
    values = [value for value in rulebook.parameter("financing_margin_ratio").values if "SSE" in value.venues]
    return [MarginChange(later.start, float(str(before.value)), float(str(later.value))) for before, later in pairwise(values)]


def replay(
    episode: Episode, at: SnapshotAt, today: date, rulebook: Rulebook, assumptions: ReplayAssumptions, *, seed: int = 0
) -> Replayed:
    """Forecast from the snapshot of ``episode.cut`` alone, then lay beside it what the snapshot of ``today`` says came.

    Raises
    ------
    NotKnown
        The sessions before the day are too few.
    """
    chance = np.random.default_rng(seed)
    snapshot, later = at(episode.cut), observe(at(today))
    past = known(observe(snapshot), assumptions)
    after = sum(day <= episode.cut for day in later.days)
    length = max(LENGTHS)
    sessions = tuple(
        snapshot.calendar.between(episode.cut + timedelta(days=1), episode.cut + timedelta(days=3 * length))[:length]
    )
    came = slice(after, after + _unbroken(later.days[after:], sessions))
    rules = _call_rules(rulebook, episode.cut)
    index = _index_past(snapshot, episode.cut)
    moves: dict[Kind, Moves] = {"unconditional": moves_that_may_come(index.market[0], index.tilt[0], length, assumptions, chance)}
    if came.stop > came.start:
        moves["conditional"] = Moves(later.market[None, came], later.tilt[None, came])
    forecasts: dict[Kind, Forecast] = {kind: forecast(past, path, rules, assumptions, chance) for kind, path in moves.items()}
    forced = {kind: float(np.median(found.forced[:, -1])) for kind, found in forecasts.items()}
    bands = [band for kind, found in forecasts.items() for band in _bands(kind, found, assumptions.band)]
    bound, change = None, None
    if episode.margin_changed:
        change = next(item for item in margin_changes(rulebook) if item.effective > episode.cut)
        earlier = [item for item in margin_changes(rulebook) if item.effective <= episode.cut]
        bound = np.concatenate([_bound(item, at, later, rulebook, assumptions, chance) for item in earlier])
        start = sum(day < change.effective for day in sessions)
        for kind, found in forecasts.items():
            margin: Kind = "unconditional_margin" if kind == "unconditional" else "conditional_margin"
            changed = under_change(found, change, _turnover(past), start, bound, chance)
            bands.append(_bands(margin, changed, assumptions.band)[0])
    return Replayed(
        episode=episode,
        sessions=sessions,
        start={"financing_balance": float(past.observed.balance[-1]), "average_maintenance_ratio": float(np.exp(past.followed.level[-1]))},
        actual={
            "financing_balance": _padded(later.balance[came], length),
            "average_maintenance_ratio": _padded(later.ratio[came], length),
        },
        bands=tuple(bands),
        forced=forced,
        bound=bound,
        change=change,
        stood_in=tuple(day for day in later.stood_in if day in set(sessions)),
        sources=later.sources,
    )  # fmt: skip


def _unbroken(days: tuple[date, ...], sessions: tuple[date, ...]) -> int:
    """How many sessions are known one after the other from the first on."""
    return next(
        (place for place, (day, session) in enumerate(zip(days, sessions, strict=False)) if day != session),
        min(len(days), len(sessions)),
    )


def _index_past(snapshot: MarketSnapshot, cut: date) -> Moves:
    """All index moves up to the day, also of years before the account statistics."""
    first = snapshot.table("index_quotes", keys={"security_id": [LARGE]})["trade_date"][0]
    days = pl.Series(snapshot.calendar.between(first, cut))
    moves = index_moves(snapshot, days, NowcastAssumptions().stand_in_sessions)
    return Moves(moves.market[None, 1:], moves.tilt[None, 1:])


def _call_rules(rulebook: Rulebook, day: date) -> CallRules:
    terms = agreed_terms(rulebook.at(day))
    return CallRules(float(terms.call_line), terms.liquidation_start_sessions)


def _turnover(past: Known) -> float:
    return float((past.observed.buys[-_TURNED:] / past.observed.balance[-_TURNED:]).mean())


def _bound(
    change: MarginChange, at: SnapshotAt, later: Observations, rulebook: Rulebook, assumptions: ReplayAssumptions,
    chance: np.random.Generator,
) -> Floats:  # fmt: skip
    """Shares of bound buyers that an earlier change allows."""
    after = sum(day < change.effective for day in later.days)
    eve = later.days[after - 1]
    past = known(observe(at(eve)), assumptions)
    came = slice(after, after + _TURNED)
    path = Moves(later.market[None, came], later.tilt[None, came])
    found = forecast(past, path, _call_rules(rulebook, eve), assumptions, chance)
    return bound_shares(change, _turnover(past), found.balance, later.balance[came])


def _bands(kind: Kind, found: Forecast, share: float) -> list[Band]:
    tail = (1 - share) / 2
    measures: dict[Measure, Floats] = {"financing_balance": found.balance, "average_maintenance_ratio": found.ratio}
    return [Band(kind, measure, *np.quantile(paths, [tail, 0.5, 1 - tail], axis=0)) for measure, paths in measures.items()]


def _padded(values: Floats, length: int) -> Floats:
    found = np.full(length, np.nan)
    found[: min(length, len(values))] = values[:length]
    return found
