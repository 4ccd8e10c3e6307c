"""Granger's question, answered with errors that bear heteroskedasticity and autocorrelation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.leadlag.autoregression import lagged
from liangrong.analytics.studies.leadlag.lead import LEAST_SESSIONS
from liangrong.core.errors import NotKnown

__all__ = ["GrangerTest", "granger"]

_MOST: Final = 10


@dataclass(frozen=True, slots=True)
class GrangerTest:
    """Whether the past of one series adds to the past of the other.

    Parameters
    ----------
    lags
        Of both series, chosen by BIC.
    statistic, p_value
        The Wald test with HAC covariance in its F form; the null is that all lags of the cause have no effect.
    sessions
        How many sessions the regression rests on.
    """

    lags: int
    statistic: float
    p_value: float
    sessions: int


def granger(cause: Floats, effect: Floats, *, most: int = _MOST) -> GrangerTest:
    """Regress ``effect`` on its own lags and those of ``cause`` and test the latter jointly.

    The number of lags, the same for both, has the lowest BIC among 1 to ``most``, all judged on the same sessions; the
    covariance is that of Newey and West (1987) with floor(4 (n / 100)^(2/9)) lags. Statsmodels does the regression.

    Raises
    ------
    NotKnown
        Too few sessions have all lags.

    Examples
    --------
    >>> noise = np.random.default_rng(3).standard_normal((2, 300))
    >>> y = noise[1].copy()
    >>> y[1:] += 0.5 * noise[0, :-1]
    >>> found = granger(noise[0], y)
    >>> found.lags, found.p_value < 0.001
    (1, True)
    """
    from statsmodels.regression.linear_model import OLS

    shifts = range(1, most + 1)
    past = np.column_stack([lagged(effect, shifts), lagged(cause, shifts)])
    known = ~np.isnan(effect) & ~np.isnan(past).any(axis=1)
    sessions = int(known.sum())
    if sessions < LEAST_SESSIONS:
        raise NotKnown(
            reason=f"Insufficient: Granger's test with up to {most} lags needs {LEAST_SESSIONS} sessions, and there are {sessions}.",
            reason_zh=f"样本不足：最多 {most} 阶的格兰杰检验需要 {LEAST_SESSIONS} 个交易日，现有 {sessions} 个。",
        )
    target = effect[known]
    design = np.column_stack([np.ones(sessions), past[known]])
    count = _lags_by_bic(target, design, most)
    chosen = [0, *range(1, count + 1), *range(most + 1, most + 1 + count)]
    bandwidth = int(4 * (sessions / 100) ** (2 / 9))
    fitted = OLS(target, design[:, chosen]).fit(
        cov_type="HAC", cov_kwds={"maxlags": bandwidth, "use_correction": True}, use_t=True
    )
    test = fitted.wald_test(np.eye(2 * count + 1)[count + 1 :], use_f=True, scalar=True)
    return GrangerTest(count, float(test.statistic), float(test.pvalue), sessions)


def _lags_by_bic(target: Floats, design: Floats, most: int) -> int:
    products, moments, total = design.T @ design, design.T @ target, float(target @ target)
    size = len(target)
    criteria = []
    for count in range(1, most + 1):
        chosen = np.array([0, *range(1, count + 1), *range(most + 1, most + 1 + count)])
        fitted = np.linalg.lstsq(products[np.ix_(chosen, chosen)], moments[chosen], rcond=None)[0]
        error = max(total - float(fitted @ moments[chosen]), np.finfo(float).tiny)
        criteria.append(size * np.log(error / size) + len(chosen) * np.log(size))
    return int(np.argmin(criteria)) + 1
