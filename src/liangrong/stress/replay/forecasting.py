"""Paths of the financing balance and of the average maintenance ratio after a day, for an index path that may come or did come.

Each session: the flow model gives the growth of the balance (``flows``), the ratio moves by the responses that the nowcast's filter had learnt
(``estimation.nowcast``), and debt whose account falls under the call line for the first time is partly sold out some sessions later.
What was not known is drawn: index moves, unexplained flows, the model's own responses, dispersion over accounts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from liangrong.analytics.panels.panel import Floats
from liangrong.core.errors import NotKnown
from liangrong.stress.estimation.nowcast.assumptions import NowcastAssumptions
from liangrong.stress.estimation.nowcast.filtering import Followed, effects, follow
from liangrong.stress.estimation.nowcast.observations import Observations, growths
from liangrong.stress.replay.assumptions import ReplayAssumptions
from liangrong.stress.replay.flows import LAGS, FlowModel, drivers, estimate_flows
from liangrong.stress.replay.index_paths import blocks, drawn_moves

__all__ = ["CallRules", "Forecast", "Known", "Moves", "forecast", "known", "moves_that_may_come"]


@dataclass(frozen=True, slots=True)
class CallRules:
    """What the rules of the day say of calls.

    Parameters
    ----------
    call_line
        平仓线 as a ratio.
    sessions
        Sessions from the call to the first forced sale.
    """

    call_line: float
    sessions: int


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """All that a forecast may read, estimated: nothing of it is later than ``observed.days[-1]``."""

    observed: Observations
    followed: Followed
    flows: FlowModel
    flow: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Index moves after the day, ``(paths, sessions)``; one path alone is the one that came."""

    market: Floats
    tilt: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Drawn paths, ``(paths, sessions)``.

    Parameters
    ----------
    balance
        Financing balance, 元, on the basis of the account statistics.
    ratio
        Average maintenance ratio.
    forced
        Sold under call up to the session, as a share of the balance of the last known day.
    """

    balance: Floats
    ratio: Floats
    forced: Floats


def known(observed: Observations, assumptions: ReplayAssumptions) -> Known:
    """Estimate everything on what was observed.

    Raises
    ------
    NotKnown
        Too few sessions, or no balance on the last of them.
    """
    followed = follow(observed, NowcastAssumptions())
    if np.isnan(observed.balance[-1]):
        raise NotKnown(
            reason=f"The account statistics of {observed.days[-1]}, from which the forecast would start, have no financing balance.",
            reason_zh=f"预测的起点 {observed.days[-1]} 的两融账户统计没有融资余额。",
        )
    flow = np.nan_to_num(growths(np.log(observed.balance)))
    used = slice(max(followed.first, len(flow) - assumptions.memory_sessions), len(flow))
    flows = estimate_flows(flow[used], observed.market[used], followed.level[used])
    return Known(observed, followed, flows, flow)


def moves_that_may_come(
    market: Floats, tilt: Floats, length: int, assumptions: ReplayAssumptions, chance: np.random.Generator
) -> Moves:
    """Draw index moves from those of the past; ``market`` may reach further back than the account statistics."""
    last = slice(-assumptions.drawn_sessions, None)
    return Moves(*drawn_moves(
        market[last], tilt[last], length, assumptions.paths,
        block=assumptions.block_sessions, half_life=assumptions.volatility_half_life, chance=chance,
    ))  # fmt: skip


def forecast(
    past: Known, moves: Moves, rules: CallRules, assumptions: ReplayAssumptions, chance: np.random.Generator
) -> Forecast:
    """Walk all paths forward.

    Parameters
    ----------
    moves
        Of every path, or one that all paths share.
    """
    paths, length = assumptions.paths, moves.market.shape[1]
    market = np.broadcast_to(moves.market, (paths, length))
    tilt = np.broadcast_to(moves.tilt, (paths, length))
    state = chance.multivariate_normal(
        np.concatenate([[past.followed.level[-1]], past.followed.responses[-1]]), past.followed.covariance[-1], size=paths
    )
    response = chance.multivariate_normal(past.flows.response, past.flows.covariance, size=paths)
    shake = np.sqrt(past.followed.noise[-1]) * chance.standard_normal((paths, length))
    places = blocks(len(past.flows.unexplained), length, paths, assumptions.block_sessions, chance)
    unexplained = past.flows.unexplained[places]
    called = _Called(state[:, 0], rules, assumptions, chance, length)
    flow, moved = (np.tile(series[-LAGS:], (paths, 1)) for series in (past.flow, past.observed.market))
    logs, levels = np.zeros((paths, length)), np.zeros((paths, length))
    usual = NowcastAssumptions().usual_ratio
    balance = np.full(paths, np.log(past.observed.balance[-1]))
    for session in range(length):
        explained = (drivers(flow, moved, market[:, session], state[:, 0]) * response).sum(axis=1)
        growth = explained + unexplained[:, session] - called.sold(session)
        brought = effects(market[:, session], tilt[:, session], growth, state[:, 0], usual)
        state[:, 0] += (brought * state[:, 1:]).sum(axis=1) + shake[:, session]
        called.mark(session, state[:, 0])
        balance = balance + growth
        logs[:, session], levels[:, session] = balance, state[:, 0]
        flow = np.column_stack([flow[:, 1:], growth])
        moved = np.column_stack([moved[:, 1:], market[:, session]])
    return Forecast(np.exp(logs), np.exp(levels), called.forced)


class _Called:
    """Debt whose accounts fall under the call line: lognormal ratios around the average, weighted by debt."""

    def __init__(
        self, level: Floats, rules: CallRules, assumptions: ReplayAssumptions, chance: np.random.Generator, length: int
    ) -> None:
        paths = len(level)
        self._line = np.log(rules.call_line)
        self._wait = rules.sessions
        self._dispersion = chance.uniform(assumptions.dispersion_low, assumptions.dispersion_high, paths)
        self._sold = chance.uniform(assumptions.sold_low, assumptions.sold_high, paths)
        self._worst = self._share(level)
        self._newly = np.zeros((paths, length))
        self.forced = np.zeros((paths, length))

    def _share(self, level: Floats) -> Floats:
        """Share of the debt under the line; the average is assets over debt, so the median lies half a variance below its logarithm."""
        from scipy.special import ndtr

        share: Floats = ndtr((self._line - level + self._dispersion**2 / 2) / self._dispersion)
        return share

    def mark(self, session: int, level: Floats) -> None:
        """What falls under the line for the first time on a session."""
        share = self._share(level)
        self._newly[:, session] = np.maximum(share - self._worst, 0)
        self._worst = np.maximum(self._worst, share)

    def sold(self, session: int) -> Floats:
        """What is sold on a session of what fell under the line before, as a share of the debt."""
        since = session - self._wait
        sold = self._sold * self._newly[:, since] if since >= 0 else np.zeros(len(self._sold))
        self.forced[:, session] = sold + (self.forced[:, session - 1] if session else 0)
        return sold
