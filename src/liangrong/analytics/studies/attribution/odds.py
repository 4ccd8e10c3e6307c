"""Odds of a fact before a move against its matched controls, exact in small samples.

Each set is one move and its controls. Given that m of its s members had the fact, and an odds ratio psi, the move is one of them
with probability m psi / (m psi + s - m); sets in which all or none had it say nothing (Breslow and Day 1980, *Statistical Methods in
Cancer Research* I, chapters 5 and 7). With one control each, this is McNemar's exact test.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats
from liangrong.core.errors import ExtraMissing

__all__ = ["CONFIDENCE", "Odds", "matched_odds"]

CONFIDENCE: Final = 0.95
_WIDEST: Final = 40.0
"""Odds ratios are sought between exp(-40) and exp(40)."""


@dataclass(frozen=True, slots=True)
class Odds:
    """What matched sets say.

    Parameters
    ----------
    ratio
        The conditional maximum-likelihood odds ratio; 0 or infinite where the fact stood before none or all of the moves that
        could differ, ``None`` where no set says anything.
    low, high
        Exact 95 % interval.
    p_value
        Two-sided, twice the smaller exact tail; the null is an odds ratio of 1.
    sets
        How many sets say something.
    """

    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None
    sets: int


def matched_odds(exposed: NDArray[np.bool_], with_fact: NDArray[np.int64], members: NDArray[np.int64]) -> Odds:
    """Estimate the odds ratio over matched sets.

    Parameters
    ----------
    exposed
        For each set, whether the fact stood before the move.
    with_fact
        How many members of the set had the fact, the move among them.
    members
        How many members the set has.

    Raises
    ------
    ExtraMissing
        scipy is not installed.

    Examples
    --------
    >>> found = matched_odds(np.array([True] * 9 + [False]), np.ones(10, dtype=np.int64), np.full(10, 2))
    >>> round(found.ratio, 6), round(found.p_value, 6), found.sets
    (9.0, 0.021484, 10)
    """
    try:
        from scipy.optimize import brentq
    except ImportError as error:
        raise ExtraMissing(what="The exact odds of a fact", what_zh="事实的精确优势比", extra="studies") from error
    telling = (with_fact > 0) & (with_fact < members)
    sets = int(telling.sum())
    if not sets:
        return Odds(None, None, None, None, 0)
    seen = int(exposed[telling].sum())
    kinds = Counter(zip(with_fact[telling].tolist(), members[telling].tolist(), strict=True))

    def upper(log_odds: float) -> float:
        return float(_distribution(kinds, log_odds)[seen:].sum())

    def lower(log_odds: float) -> float:
        return float(_distribution(kinds, log_odds)[: seen + 1].sum())

    def expected(log_odds: float) -> float:
        return sum(number * _chance(kind, log_odds) for kind, number in kinds.items())

    tail = (1 - CONFIDENCE) / 2
    low = np.exp(brentq(lambda x: upper(x) - tail, -_WIDEST, _WIDEST)) if seen else 0.0
    high = np.exp(brentq(lambda x: lower(x) - tail, -_WIDEST, _WIDEST)) if seen < sets else np.inf
    edge = np.inf if seen else 0.0
    ratio = np.exp(brentq(lambda x: expected(x) - seen, -_WIDEST, _WIDEST)) if 0 < seen < sets else edge
    p_value = min(1.0, 2 * min(upper(0.0), lower(0.0)))
    return Odds(float(ratio), float(low), float(high), p_value, sets)


def _chance(kind: tuple[int, int], log_odds: float) -> float:
    """The probability that the move is one of those with the fact."""
    return float(np.exp(-np.logaddexp(0.0, -_logit(kind, log_odds))))


def _logit(kind: tuple[int, int], log_odds: float) -> float:
    with_fact, members = kind
    return log_odds + float(np.log(with_fact / (members - with_fact)))


def _distribution(kinds: Counter[tuple[int, int]], log_odds: float) -> Floats:
    """How many moves had the fact: the sum of one binomial for each kind of set."""
    return reduce(np.convolve, [_binomial(number, _logit(kind, log_odds)) for kind, number in kinds.items()])


def _binomial(number: int, logit: float) -> Floats:
    """The probabilities of 0 … ``number`` successes, from the logit of one."""
    from scipy.special import gammaln

    hits = np.arange(number + 1)
    ways = gammaln(number + 1) - gammaln(hits + 1) - gammaln(number - hits + 1)
    return np.asarray(np.exp(ways + hits * logit - number * np.logaddexp(0.0, logit)), dtype=np.float64)
