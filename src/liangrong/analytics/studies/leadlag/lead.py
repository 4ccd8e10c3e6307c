"""Does ``x`` lead ``y``? One joint test over all lags, calibrated by signs, quick enough to be run thousands of times."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.leadlag.autoregression import autoregression, lagged
from liangrong.core.errors import NotKnown

__all__ = ["LEAST_SESSIONS", "LeadFound", "lead"]

LEAST_SESSIONS: Final = 60
"""Fewer sessions with all lags known are no sample."""
_DRAWS: Final = 999
_STREAM: Final = b"signs"
"""Of the seed, so that data drawn from the same seed owe nothing to the signs."""


@dataclass(frozen=True, slots=True, eq=False)
class LeadFound:
    """The lag at which ``x`` leads ``y`` most clearly, and how likely so much is by chance anywhere among the lags.

    Parameters
    ----------
    lag
        Sessions by which ``x`` runs ahead: the strongest in a regression on all lags at once, so that the memory of ``x``
        does not blur it.
    correlation
        Between the innovation of ``x`` and what the past of ``y`` leaves open in ``y``, at that lag.
    p_value
        Of the largest of all statistics, family-wise; the null is that no lag has an effect.
    sessions
        How many sessions the test rests on.
    lags, statistics, p_values
        Each lag, its heteroskedasticity-robust statistic, and its own p-value against the largest of chance.
    """

    lag: int
    correlation: float
    p_value: float
    sessions: int
    lags: tuple[int, ...]
    statistics: Floats
    p_values: Floats


def lead(x: Floats, y: Floats, *, least: int = 1, most: int = 10, seed: int = 0, draws: int = _DRAWS) -> LeadFound:
    """Test jointly whether ``x`` leads ``y`` by ``least`` to ``most`` sessions.

    ``y`` is freed from its own past and ``x`` from its own (autoregressions, order by BIC), so that neither memory nor an
    answer of ``x`` to ``y`` looks like a lead. The statistic of a lag is the score of the innovation of ``x`` in the
    regression of ``y`` on its past, over its heteroskedasticity-robust error; the test takes the largest. Its distribution
    comes from random signs on the residuals of ``y`` (wild bootstrap under the null: Liu 1988, Davidson and Flachaire 2008),
    which keeps the dependence between lags and calm and wild times as they were.

    Parameters
    ----------
    x, y
        On one grid of sessions, NaN where not known.
    least, most
        The range of lags, in sessions.
    seed
        Of the random signs.

    Raises
    ------
    NotKnown
        Fewer than ``LEAST_SESSIONS`` sessions have all lags.

    Examples
    --------
    >>> noise = np.random.default_rng(1).standard_normal((2, 400))
    >>> x, y = noise[0], noise[1].copy()
    >>> y[3:] += 0.4 * x[:-3]
    >>> found = lead(x, y)
    >>> found.lag, found.p_value
    (3, 0.001)
    """
    own = lagged(y, range(1, autoregression(y).order + 1))
    ahead = lagged(autoregression(x).residuals, range(least, most + 1))
    known = ~np.isnan(np.column_stack([y, own, ahead])).any(axis=1)
    sessions = int(known.sum())
    if sessions < LEAST_SESSIONS:
        raise NotKnown(
            reason=f"Insufficient: a lead of up to {most} sessions needs {LEAST_SESSIONS} sessions with all lags known, "
                   f"and there are {sessions}.",
            reason_zh=f"样本不足：检验最多领先 {most} 个交易日，需要 {LEAST_SESSIONS} 个各阶滞后齐全的交易日，现有 {sessions} 个。",
        )  # fmt: skip
    past = np.linalg.qr(np.column_stack([np.ones(sessions), own[known]]))[0]
    open_part, innovation = (values - past @ (past.T @ values) for values in (y[known], ahead[known]))
    scores = innovation * open_part[:, None]
    scale = np.sqrt((scores**2).sum(axis=0))
    scale = np.where(scale > 0, scale, np.inf)
    statistics = scores.sum(axis=0) / scale
    chance = np.sort(np.abs(_signs(seed, draws, sessions) @ scores / scale).max(axis=1))
    beyond = draws - np.searchsorted(chance, np.abs(statistics) - _TIE)
    p_values = (1 + beyond) / (draws + 1)
    best = _clearest(y[known], own[known], lagged(x, range(least, most + 1))[known])
    norms = np.linalg.norm(open_part) * np.linalg.norm(innovation[:, best])
    correlation = float(open_part @ innovation[:, best] / norms) if norms > 0 else 0.0
    return LeadFound(
        lag=least + best,
        correlation=correlation,
        p_value=float(p_values.min()),
        sessions=sessions,
        lags=tuple(range(least, most + 1)),
        statistics=statistics,
        p_values=p_values,
    )


@lru_cache(maxsize=2)
def _signs(seed: int, draws: int, sessions: int) -> Floats:
    """Rows of random signs; the same for every pair of series as long, of which a measured size asks for hundreds."""
    signs: Floats = (
        np.random.default_rng([seed, *_STREAM]).integers(0, 2, (draws, sessions), dtype=np.int8).astype(np.float64) * 2 - 1
    )
    signs.flags.writeable = False
    return signs


def _clearest(y: Floats, own: Floats, ahead: Floats) -> int:
    """The column of ``ahead`` with the largest t-statistic when all of them explain ``y`` together with its past."""
    design = np.column_stack([np.ones(len(y)), own, ahead])
    inverse = np.linalg.pinv(design.T @ design, hermitian=True)
    strength = np.abs(inverse @ (design.T @ y)) / np.sqrt(np.maximum(np.diag(inverse), np.finfo(float).tiny))
    return int(strength[-ahead.shape[1] :].argmax())


_TIE: Final = 1e-12
"""Statistics this close are the same."""
