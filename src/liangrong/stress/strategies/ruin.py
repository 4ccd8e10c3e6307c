"""How likely a strategy ends badly: shares of many synthetic paths, each with the interval that so many paths leave open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import numpy as np

from liangrong.core.errors import ExtraMissing, UsageError
from liangrong.stress.strategies.backtest import Backtest, backtest
from liangrong.stress.strategies.paths import PricePath
from liangrong.stress.strategies.setup import Setup
from liangrong.stress.strategies.view import Strategy

__all__ = ["CONFIDENCE", "Probability", "Ruin", "path_seeds", "ruin"]

CONFIDENCE: Final = 0.95
"""Of the intervals."""


@dataclass(frozen=True, slots=True)
class Probability:
    """How many of the paths it happened on, and the exact interval (Clopper and Pearson 1934) of its probability."""

    hits: int
    paths: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share of the paths."""
        return self.hits / self.paths


@dataclass(frozen=True, slots=True)
class Ruin:
    """What many paths say of a strategy.

    Parameters
    ----------
    lost
        A close at which at least ``loss`` of the own money was gone.
    called, forced, indebted
        A margin call; a forced sale; debt left at the end beyond everything held.
    median_return, worst_return
        Of the whole run, over the paths.
    seed, seeds
        What the paths were drawn from, and the seed of each.
    truth
        What they all share.
    """

    loss: Decimal
    lost: Probability
    called: Probability
    forced: Probability
    indebted: Probability
    median_return: float
    worst_return: float
    seed: int
    seeds: tuple[int, ...]
    truth: Mapping[str, float]


def ruin(
    strategy: Strategy,
    make_path: Callable[[int], PricePath],
    setup: Setup,
    *,
    paths: int = 200,
    seed: int = 1,
    loss: Decimal = Decimal("0.5"),
) -> Ruin:
    """Run a strategy over many paths and count how it ends.

    Parameters
    ----------
    make_path
        Draws a path from a seed.
    loss
        Part of the own money whose loss counts.

    Raises
    ------
    ExtraMissing
        scipy is not installed: the extra ``stress``.
    UsageError
        No path to draw, or a loss outside 0 to 1.
    """
    if paths < 1 or not 0 < loss <= 1:
        raise UsageError(reason=f"{paths} paths and a loss of {loss}: there must be 1 path or more, and the loss lie in (0, 1].",
                         reason_zh=f"路径数 {paths}、亏损比例 {loss}：路径数至少为 1，亏损比例须大于 0 且不大于 1。")  # fmt: skip
    binomtest = _binomtest()
    seeds = path_seeds(seed, paths)
    floor = setup.cash * (1 - loss)
    counts: dict[str, int] = dict.fromkeys(("lost", "called", "forced", "indebted"), 0)
    returns = []
    truth: Mapping[str, float] = {}
    for each in seeds:
        path = make_path(each)
        truth = path.truth
        run = backtest(strategy, path, setup)
        for name, happened in _ends(run, floor).items():
            counts[name] += happened
        returns.append(float(run.days[-1].equity / setup.cash - 1))

    def probability(hits: int) -> Probability:
        interval = binomtest(hits, paths).proportion_ci(CONFIDENCE, method="exact")
        return Probability(hits, paths, float(interval.low), float(interval.high))

    return Ruin(
        loss=loss,
        **{name: probability(hits) for name, hits in counts.items()},
        median_return=float(np.median(returns)),
        worst_return=min(returns),
        seed=seed,
        seeds=seeds,
        truth=truth,
    )


def path_seeds(seed: int, count: int) -> tuple[int, ...]:
    """Return the seed of each path; more paths begin with the same ones.

    Examples
    --------
    >>> path_seeds(1, 3)[:2] == path_seeds(1, 2)
    True
    """
    return tuple(int(state) for state in np.random.SeedSequence(seed).generate_state(count, np.uint64))


def _ends(run: Backtest, floor: Decimal) -> dict[str, bool]:
    return {
        "lost": any(day.equity <= floor for day in run.days),
        "called": run.calls > 0,
        "forced": run.forced_sales > 0,
        "indebted": run.days[-1].equity < 0,
    }


def _binomtest() -> Any:
    try:
        from scipy.stats import binomtest
    except ImportError as error:
        raise ExtraMissing(what="Intervals of a probability", what_zh="概率的置信区间", extra="stress") from error
    return binomtest
