"""How much hangs on the assumptions: each one moved alone, and all of them drawn together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from liangrong.core.errors import UnknownName, UsageError
from liangrong.stress.cascade.parameters import Parameters, checked
from liangrong.stress.cascade.path import CascadePath, SessionRow

__all__ = ["BAND", "RANGES", "Band", "Influence", "Ranges", "bands", "checked_ranges", "drawn", "influences"]

Ranges: TypeAlias = Mapping[str, tuple[float, float]]
"""Name of a numeric assumption to the bounds between which it is drawn."""

RANGES: Final[Ranges] = MappingProxyType({
    "impact_coefficient": (0.5, 2.0),
    "order_memory": (0.0, 1.0),
    "participation": (0.1, 0.5),
    "recovery": (0.0, 0.2),
    "momentum": (0.0, 0.1),
    "filled_at_limit": (0.0, 0.5),
    "suspension_share": (0.0, 0.25),
    "cure_probability": (0.0, 0.6),
    "cure_delay": (1, 2),
    "withdrawal_share": (0.0, 0.5),
})  # fmt: skip
"""Assumed: wide enough to hold what has been published or argued, with equal weight in between.

Followers (``momentum``) end at 0.1: after a fall of 10 % they sell 1 % of a session's turnover; no published estimate says more. A range
of one's own (``--range``, ``CascadeRequest.ranges``) may reach as far as the assumption itself.
"""

BAND: Final = (0.05, 0.5, 0.95)
"""Quantiles of a band."""

_LEAST_FREEDOM: Final = 10
"""Draws beyond the number of assumptions from which on a partial rank correlation is more than noise."""

_NOTHING: Final = 1e-9

_OUTCOMES: Final[tuple[Callable[[CascadePath], float], ...]] = (lambda path: path.trough, lambda path: float(path.total_sold))
"""What an assumption is judged by: the lowest index, and the yuan sold."""


@dataclass(frozen=True, slots=True)
class Band:
    """A measure of one session over the draws."""

    low: float
    median: float
    high: float


_UNKNOWN: Final = Band(float("nan"), float("nan"), float("nan"))


@dataclass(frozen=True, slots=True)
class Influence:
    """What one assumption does to the lowest index and to the yuan sold.

    Parameters
    ----------
    low, high
        Bounds of the assumption.
    trough_at_low, trough_at_high, sold_at_low, sold_at_high
        With the assumption alone at a bound, the others as they were given.
    trough_rank, sold_rank
        Partial rank correlation with the outcome over the draws, what the other assumptions explain taken out (Marino et al. 2008, "A
        methodology for performing global uncertainty and sensitivity analysis in systems biology", Journal of Theoretical Biology 254);
        ``None`` where there are too few draws, or nothing varies.
    """

    name: str
    low: float
    high: float
    trough_at_low: float
    trough_at_high: float
    sold_at_low: float
    sold_at_high: float
    trough_rank: float | None
    sold_rank: float | None


def checked_ranges(parameters: Parameters, ranges: Ranges) -> None:
    """Refuse ranges of what is no numeric assumption, and bounds that it cannot have.

    Raises
    ------
    UnknownName
        There is no such assumption.
    UsageError
        Bounds in the wrong order, or outside what the assumption can be.
    """
    known = [name for name in type(parameters).__dataclass_fields__ if isinstance(getattr(parameters, name), int | float)]
    for name, (low, high) in ranges.items():
        if name not in known or isinstance(getattr(parameters, name), bool):
            raise UnknownName(kind="assumption", kind_zh="假设", name=name, known=", ".join(RANGES))
        if low > high:
            raise UsageError(reason=f"The range of {name} runs from {low:g} down to {high:g}.",
                             reason_zh=f"{name} 的范围下限 {low:g} 高于上限 {high:g}。")  # fmt: skip
        for bound in (low, high):
            checked(_with(parameters, name, bound))


def drawn(parameters: Parameters, ranges: Ranges, draws: int, seed: int) -> tuple[Parameters, ...]:
    """Latin-hypercube draws: each range is cut into as many parts as there are draws, and each part is used once.

    McKay, Beckman & Conover (1979), "A comparison of three methods for selecting values of input variables in the analysis of output from a
    computer code", Technometrics 21.

    Examples
    --------
    >>> found = drawn(Parameters(), {"participation": (0.0, 1.0)}, 4, seed=1)
    >>> sorted(int(one.participation * 4) for one in found)
    [0, 1, 2, 3]
    """
    draw = np.random.default_rng([seed, len(ranges), draws])
    found = [parameters] * draws
    for name, (low, high) in ranges.items():
        places = (draw.permutation(draws) + draw.random(draws)) / max(draws, 1)
        found = [_with(one, name, low + (high - low) * float(place)) for one, place in zip(found, places, strict=True)]
    return tuple(found)


def bands(paths: Sequence[CascadePath], measure: str, sessions: int) -> tuple[Band, ...]:
    """The band of a measure (a column of ``SessionRow``) in each session, over paths that may end earlier.

    A path at rest stays as it is: flows are zero then, and stocks what they were.
    """
    flows = {
        "called",
        "cured",
        "forced",
        "closed",
        "ordered",
        "sold",
        "unfilled",
        "repaid",
        "kept",
        "own_cash_repaid",
        "paid_in",
        "uncollected",
    }

    def value(row: SessionRow, session: int) -> float:
        found = getattr(row, measure)
        return 0.0 if measure in flows and session > row.session else float("nan") if found is None else float(found)

    table = np.array([[value(path.at(session), session) for session in range(sessions + 1)] for path in paths])
    return tuple(Band(*map(float, np.nanquantile(column, BAND))) if np.isfinite(column).any() else _UNKNOWN for column in table.T)


def influences(
    run: Callable[[Parameters], CascadePath], parameters: Parameters, ranges: Ranges, draws: Sequence[Parameters], paths: Sequence[CascadePath]
) -> tuple[Influence, ...]:  # fmt: skip
    """Which assumption moves the result most, the most influential first.

    Ordered by the partial rank correlation with the lowest index over the draws; without it by what the assumption does alone.

    Parameters
    ----------
    run
        The cascade under given parameters.
    draws, paths
        Parameters drawn, and the cascade under each.
    """
    found = []
    values = np.array([[getattr(one, name) for name in ranges] for one in draws], dtype=np.float64)
    trough_ranks, sold_ranks = (_partial_ranks(values, np.array([of(path) for path in paths]), len(ranges)) for of in _OUTCOMES)
    for place, (name, (low, high)) in enumerate(ranges.items()):
        ends = [run(_with(parameters, name, bound)) for bound in (low, high)]
        trough, sold = ([of(path) for path in ends] for of in _OUTCOMES)
        found.append(Influence(name, low, high, trough[0], trough[1], sold[0], sold[1], trough_ranks[place], sold_ranks[place]))
    return tuple(sorted(found, key=_weight, reverse=True))


def _weight(one: Influence) -> tuple[float, float]:
    return abs(one.trough_rank or 0.0), abs(one.trough_at_high - one.trough_at_low)


def _partial_ranks(values: NDArray[np.float64], outcome: NDArray[np.float64], width: int) -> list[float | None]:
    """The partial rank correlation of each column with the outcome; ``None`` where it cannot be had."""
    if len(values) < width + _LEAST_FREEDOM:
        return [None] * width
    ranked, target = np.apply_along_axis(_ranks, 0, values), _ranks(outcome)
    found: list[float | None] = []
    for column in range(width):
        others = np.column_stack([np.ones(len(target)), np.delete(ranked, column, axis=1)])
        rest = [one - others @ np.linalg.lstsq(others, one, rcond=None)[0] for one in (ranked[:, column], target)]
        spread = float(np.sqrt((rest[0] @ rest[0]) * (rest[1] @ rest[1])))
        found.append(float(rest[0] @ rest[1]) / spread if spread > _NOTHING * len(target) ** 3 else None)
    return found


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return (ends - (counts - 1) / 2)[place].astype(np.float64)


def _with(parameters: Parameters, name: str, value: float) -> Parameters:
    changed: dict[str, Any] = {name: round(value) if isinstance(getattr(parameters, name), int) else value}
    return replace(parameters, **changed)
