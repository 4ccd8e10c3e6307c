"""The whole study of one pair: correlations lag by lag, every test beside its measured size, and a verdict in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.leadlag.correlation import cross_correlations
from liangrong.analytics.studies.leadlag.forecast import Forecasts, forecasts
from liangrong.analytics.studies.leadlag.granger import GrangerTest, granger
from liangrong.analytics.studies.leadlag.lead import LeadFound, lead
from liangrong.analytics.studies.leadlag.pairs import Pair
from liangrong.analytics.studies.leadlag.size import PairTest, measured_sizes
from liangrong.analytics.studies.long_run import CONFIDENCE
from liangrong.core.errors import NotKnown
from liangrong.core.results import Note

__all__ = ["BATTERY", "BY_LAG", "battery", "by_lag"]

BY_LAG: Final = (
    "x", "y", "lag", "usability", "cross_correlation", "correlation_low", "correlation_high", "prewhitened_correlation",
    "white_noise_band", "family_p_value", "sessions",
)  # fmt: skip
"""The columns of ``by_lag``."""

BATTERY: Final = pl.Schema({
    "lead_test": pl.String(), "lead_direction": pl.String(), "x": pl.String(), "y": pl.String(), "lag": pl.Int64(),
    "statistic": pl.Float64(), "p_value": pl.Float64(), "nominal_size": pl.Float64(), "measured_size": pl.Float64(),
    "out_of_sample_r2": pl.Float64(), "sessions": pl.Int64(), "verdict": pl.String(),
})  # fmt: skip
"""The columns of ``battery``; ``lag`` is that of the strongest effect, or the number of lags in a regression."""


def by_lag(
    pair: Pair, *, most: int = 20, simulations: int = 200, seed: int = 0
) -> tuple[pl.DataFrame, tuple[Note, ...]]:  # fmt: skip
    """Correlation at each lag from ``-most`` to ``most``, with the family-wise p-value at lags of 1 and more.

    ``usability`` says what a lag is worth to somebody who reads ``x`` of T on the morning of T + 1: ``past`` at 0 and below,
    ``partly_past`` at 1 (the return from close to close holds the night before the figures are public), ``usable`` beyond.

    Raises
    ------
    NotKnown
        Too few sessions.
    """
    found = lead(pair.x, pair.y, most=most, seed=seed)
    family = pl.DataFrame({"lag": found.lags, "family_p_value": found.p_values}, schema_overrides={"lag": pl.Int64()})
    rows = cross_correlations(pair.x, pair.y, most=most).join(family, on="lag", how="left", maintain_order="left")
    usability = (
        pl.when(pl.col("lag") <= 0)
        .then(pl.lit("past"))
        .when(pl.col("lag") == 1)
        .then(pl.lit("partly_past"))
        .otherwise(pl.lit("usable"))
    )
    rows = rows.with_columns(x=pl.lit(pair.x_name), y=pl.lit(pair.y_name), usability=usability).select(BY_LAG)
    quick = partial(lead, most=most, seed=seed, draws=_QUICK_DRAWS)
    sizes = measured_sizes(
        pair.x, pair.y, {"joint": lambda a, b: quick(a, b).p_value}, simulations=simulations, seed=seed
    )  # fmt: skip
    return rows, (*pair.notes, _TIMING, _ECHO, _joint_verdict(found, sizes["joint"]), _how_measured(simulations))


def battery(
    pair: Pair, *, most: int = 20, simulations: int = 200, seed: int = 0
) -> tuple[pl.DataFrame, tuple[Note, ...]]:  # fmt: skip
    """Every test in both directions, beside the share of unrelated pairs that it rejects.

    The joint test is run over all leads, and over those that can be used with closes alone (2 sessions and more). A test
    that has too few sessions says ``insufficient``.

    Parameters
    ----------
    simulations
        Pairs with the memory and the shocks of the real ones and no link, from which the size of each test is measured.
    """
    x, y, earned = pair.x, pair.y, pair.earned
    joint, quick = partial(lead, most=most, seed=seed), partial(lead, seed=seed, draws=_QUICK_DRAWS)
    rows = [
        _Row("joint_lead", "leads", *_of_lead(joint, x, y)),
        _Row("joint_lead_usable", "leads", *_of_lead(partial(joint, least=2), x, y)),
        _Row("joint_lead", "follows", *_of_lead(joint, y, x)),
        _Row("granger", "leads", *_of_granger(x, y)),
        _Row("granger", "follows", *_of_granger(y, x)),
        _Row("out_of_sample", "leads", *_of_forecasts(x, earned)),
    ]
    runs: dict[str, PairTest] = {
        "joint_lead leads": lambda a, b: quick(a, b, most=most).p_value,
        "joint_lead_usable leads": lambda a, b: quick(a, b, least=2, most=most).p_value,
        "joint_lead follows": lambda a, b: quick(b, a, most=most).p_value,
        "granger leads": lambda a, b: granger(a, b).p_value,
        "granger follows": lambda a, b: granger(b, a).p_value,
        "out_of_sample leads": lambda a, b: forecasts(a, b).p_value,
    }
    whole = {f"{row.test} {row.direction}" for row in rows if row.p_value is not None}
    sizes = measured_sizes(
        x, y, {name: run for name, run in runs.items() if name in whole and not name.startswith("out_of")},
        simulations=simulations, seed=seed,
    ) | measured_sizes(
        x, earned, {name: run for name, run in runs.items() if name in whole and name.startswith("out_of")},
        simulations=simulations, seed=seed,
    )  # fmt: skip
    data = pl.DataFrame([row.cells(pair, sizes.get(f"{row.test} {row.direction}")) for row in rows], schema=BATTERY, orient="row")
    return data, (*pair.notes, _timing_of(pair), _how_measured(simulations))


_QUICK_DRAWS: Final = 199
"""Enough for the question whether a p-value is below 5 %."""

_TIMING: Final = Note(
    "滞后按可知时点计：T 日数据在 T+1 日 9:00 可知。滞后 1 的收盘至收盘收益含 T 日收盘到 T+1 日开盘这一夜，只有部分可用；2 及以上可用。",
    "Lags count effective time: figures of T are public at 09:00 of T + 1. At lag 1 the return from close to close holds the night "
    "before that, so only part of it could be earned; from lag 2 on all of it.",
)

_ECHO: Final = Note(
    "预白化相关把 x 的滤波用于 y：若 x 本身追随 y（负滞后显著），小的正滞后会出现回声；联合检验已剔除 y 自身的历史，不受其影响。",
    "Prewhitening puts the filter of x on y: where x itself answers y (strong negative lags), small positive lags carry an echo of that; "
    "the joint test frees y from its own past and does not.",
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One test before it is laid into the table."""

    test: str
    direction: str
    lag: int | None = None
    statistic: float | None = None
    p_value: float | None = None
    r_squared: float | None = None
    sessions: int | None = None

    def cells(self, pair: Pair, size: float | None) -> tuple[object, ...]:
        """The row of ``BATTERY``."""
        rejected = self.p_value is not None and self.p_value <= 1 - CONFIDENCE
        verdict = "insufficient" if self.p_value is None else "found" if rejected else "not_found"
        return (
            self.test, self.direction, pair.x_name, pair.y_name, self.lag, self.statistic, self.p_value,
            round(1 - CONFIDENCE, 4), size, self.r_squared, self.sessions, verdict,
        )  # fmt: skip


_Cells = tuple[int | None, float | None, float | None, float | None, int | None]
_NOTHING: Final[_Cells] = (None, None, None, None, None)


def _of_lead(test: partial[LeadFound], x: Floats, y: Floats) -> _Cells:
    try:
        found = test(x, y)
    except NotKnown:
        return _NOTHING
    return found.lag, float(np.abs(found.statistics).max()), found.p_value, None, found.sessions


def _of_granger(cause: Floats, effect: Floats) -> _Cells:
    try:
        found: GrangerTest = granger(cause, effect)
    except NotKnown:
        return _NOTHING
    return found.lags, found.statistic, found.p_value, None, found.sessions


def _of_forecasts(x: Floats, earned: Floats) -> _Cells:
    try:
        found: Forecasts = forecasts(x, earned)
    except NotKnown:
        return _NOTHING
    return None, found.statistic, found.p_value, found.r_squared, found.sessions


def _joint_verdict(found: LeadFound, size: float) -> Note:
    rejected = found.p_value <= 1 - CONFIDENCE
    return Note(
        f"联合检验（最大统计量，随机符号校准，n = {found.sessions}）："
        + (f"x 领先 y {found.lag} 个交易日，" if rejected else f"未发现领先（最强的是滞后 {found.lag}），")
        + f"族错误率下 p = {found.p_value:.3f}（实测显著水平 {size:.1%}），该处相关 {found.correlation:+.3f}。",
        f"Joint test (largest statistic, calibrated by random signs, n = {found.sessions}): "
        + (f"x leads y by {found.lag} sessions, " if rejected else f"no lead found (the strongest is lag {found.lag}), ")
        + f"family-wise p = {found.p_value:.3f} (measured size {size:.1%}), correlation there {found.correlation:+.3f}.",
    )


def _timing_of(pair: Pair) -> Note:
    if pair.has_opens:
        return Note(
            "样本外预测的对象是 T+1 日开盘至收盘的指数收益，即 T 日数据可知之后才开始赚取的部分。",
            "Forecasts out of sample are of the index from the open to the close of T + 1: what is earned after figures of T are public.",
        )
    return Note(
        "该指数的开盘价不全：样本外预测的对象是 T+1 日收盘至 T+2 日收盘的收益。",
        "Not every open of this index is known: forecasts out of sample are of its return from the close of T + 1 to that of T + 2.",
    )


def _how_measured(simulations: int) -> Note:
    reach = 1.96 * np.sqrt(CONFIDENCE * (1 - CONFIDENCE) / max(simulations, 1))
    return Note(
        f"实测显著水平：{simulations} 对无关联的模拟序列（自回归记忆、冲击分布、缺口与实际相同）中被拒绝的比例，误差约 ±{reach:.1%}；名义水平 5%。",
        f"Measured size: the share rejected of {simulations} simulated pairs without a link (memory, shocks and holes as in the real "
        f"series), known to about ±{reach:.1%}; the nominal size is 5 %.",
    )
