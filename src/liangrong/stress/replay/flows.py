"""How the financing balance flows: its daily growth from prices, its own past and the ratio, estimated on one stretch of the past."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from liangrong.analytics.panels.panel import Floats
from liangrong.core.errors import NotKnown

__all__ = ["DRIVERS", "LAGS", "FlowModel", "drivers", "estimate_flows"]

LAGS: Final = 20
"""Sessions of the past that the drivers look at."""

DRIVERS: Final = (
    "constant", "flow", "flow_5", "flow_20", "market", "market_fall", "market_before", "market_5", "market_20", "volatility_20", "level",
)  # fmt: skip
"""What the growth of a session responds to: its own last value and means of 5 and 20; the market's move of the day, the same where it is a fall,
of the day before, means of 5 and 20 before, their standard deviation; and the logarithm of the average maintenance ratio the day before."""

_LEAST_SESSIONS: Final = 200


@dataclass(frozen=True, slots=True, eq=False)
class FlowModel:
    """An estimated flow.

    Parameters
    ----------
    response
        To each of ``DRIVERS``.
    covariance
        Of the responses.
    unexplained
        Growth less what was explained, session by session.
    """

    response: Floats
    covariance: Floats
    unexplained: Floats


def drivers(flows: Floats, markets: Floats, market: Floats, level: Floats) -> Floats:
    """Drivers of a session, for many paths or sessions at once.

    Parameters
    ----------
    flows, markets
        ``(n, 20)``: growth of the balance and moves of the market in the 20 sessions before, the last one last.
    market
        ``(n,)``: the market's move of the session.
    level
        ``(n,)``: logarithm of the ratio the session before.

    Returns
    -------
    Floats
        ``(n, 11)``, in the order of ``DRIVERS``.
    """
    return np.stack(
        [
            np.ones_like(market), flows[:, -1], flows[:, -5:].mean(axis=1), flows.mean(axis=1), market, np.minimum(market, 0),
            markets[:, -1], markets[:, -5:].mean(axis=1), markets.mean(axis=1), markets.std(axis=1), level,
        ],
        axis=1,
    )  # fmt: skip


def estimate_flows(flow: Floats, market: Floats, level: Floats) -> FlowModel:
    """Least squares on all sessions that have twenty before them.

    Parameters
    ----------
    flow
        Log growth of the balance, session by session; 0 where it is not known.
    market
        Log moves of the market on the same sessions.
    level
        Logarithm of the ratio on them.

    Raises
    ------
    NotKnown
        Fewer than 200 sessions.
    """
    if len(flow) - LAGS < _LEAST_SESSIONS:
        raise NotKnown(
            reason=f"The flow model needs {_LEAST_SESSIONS + LAGS} sessions before the day of the forecast; {len(flow)} are known.",
            reason_zh=f"资金流模型需要预测日之前的 {_LEAST_SESSIONS + LAGS} 个交易日，现知 {len(flow)} 个。",
        )
    before = sliding_window_view(flow, LAGS)[:-1], sliding_window_view(market, LAGS)[:-1]
    design = drivers(*before, market[LAGS:], level[LAGS - 1 : -1])
    outcome = flow[LAGS:]
    response: Floats = np.linalg.lstsq(design, outcome, rcond=None)[0].astype(np.float64)
    unexplained = outcome - design @ response
    freedom = len(outcome) - len(DRIVERS)
    covariance: Floats = np.linalg.pinv(design.T @ design).astype(np.float64) * float(unexplained @ unexplained / freedom)
    return FlowModel(response, covariance, unexplained)
