"""The least unlikely set of price moves that brings an account to a line, given how prices move together.

Distance to the line in returns is ``g + w·r``, linear, where ``g`` is assets less line times debt and ``w`` what each price
moves of it. Among the returns that make it zero, the one with the least Mahalanobis distance ``z`` under the covariance ``Σ``
is ``r = −g·Σw / (w'Σw)``, with ``z = g / √(w'Σw)`` (Breuer, Jandačka, Rheinberger and Summer 2009 measure the plausibility of
scenarios so). No price falls below zero: where the formula asks for more, the return is held at −1 and the rest solved anew.

The search runs in floats, as statistics do; the answer is then set exactly on the line and checked by ``assess``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from liangrong.accounts.assess import assess
from liangrong.accounts.inverse.distance import LineName, line_levels, marks_of
from liangrong.accounts.marks import Marks, moved
from liangrong.accounts.state import CreditAccount
from liangrong.accounts.terms import Terms
from liangrong.core.errors import UsageError
from liangrong.core.results import Note

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Covariance", "ReverseStress", "reverse_stress"]

Covariance: TypeAlias = "Mapping[tuple[str, str], float] | NDArray[np.float64]"
"""Of returns over the horizon in question: by pairs of securities, or a matrix whose order ``labels`` gives."""

_ZERO: Final = Decimal(0)
_RIDGE: Final = 1e-12
"""Share of the largest variance added to every one, so that perfectly correlated securities leave the equations solvable."""
_FARTHEST: Final = 1e4
"""Standard deviations beyond which a move only exists because of the ridge: the covariance does not allow it."""
_TOLERANCE: Final = 1e-9
_ROUNDS: Final = 10
"""Changes of the set of worthless securities, per security, after which the search gives up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseStress:
    """The least unlikely way to a line.

    Parameters
    ----------
    line, level
        As in ``Distance``.
    beyond
        The account lies below the line already; nothing is solved.
    reachable
        Whether moves that the covariance allows lead to the line.
    shocks
        Security to return: −0.2 is a fall of 20 %. Together they lead exactly to the line.
    deviations
        Security to its shock in standard deviations of its own; ``None`` where it does not vary.
    distance
        ``z``: size of all shocks together, in standard deviations (Mahalanobis).
    probability
        That the line is crossed within the horizon if returns were jointly normal with this covariance and mean zero. Returns of
        stocks have fatter tails: a lower bound in practice.
    worthless
        Securities whose price would have to fall to zero.
    maintenance_ratio
        What ``assess`` finds under the shocks.
    reason
        Why there are no shocks.
    """

    line: LineName
    level: Decimal
    beyond: bool
    reachable: bool
    shocks: Mapping[str, Decimal]
    deviations: Mapping[str, float | None]
    distance: float | None = None
    probability: float | None = None
    worthless: tuple[str, ...] = ()
    maintenance_ratio: Decimal | None = None
    reason: Note | None = None


def reverse_stress(
    account: CreditAccount,
    marks: Marks,
    terms: Terms,
    covariance: Covariance,
    *,
    line: LineName = "call",
    labels: Sequence[str] = (),
) -> ReverseStress:
    """Find the least unlikely shocks that bring the maintenance ratio to a line.

    Parameters
    ----------
    covariance
        Must hold every security that the account holds or owes; others are ignored.
    line
        One of the maintenance ratios, or ``equity``.
    labels
        Securities in the order of a matrix.

    Raises
    ------
    UsageError
        The covariance lacks a security, is not symmetric, or not finite, or negative in some direction; or the line is no maintenance ratio.
    InvalidAccount
        A security that it holds or owes has no mark.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import FinancingContract
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day = Decimal, date(2025, 6, 2)
    >>> account = CreditAccount(financing=(FinancingContract("1", "B", day, D(200), D(15000), D("0.8")),))
    >>> terms = agreed_terms(Rulebook.load().at(day))
    >>> found = reverse_stress(account, {"B": Mark(D(150), D("0.65"))}, terms, {("B", "B"): 0.01})
    >>> found.shocks["B"].quantize(D("0.0001")), round(found.distance, 6)
    (Decimal('-0.3500'), 3.5)
    """
    if line == "available_margin":
        raise UsageError(reason="Reverse stress asks for a line of the maintenance ratio, not for the available margin.",
                         reason_zh="反向压力测试针对维持担保比例的某条线，而不是保证金可用余额。")  # fmt: skip
    level = line_levels(terms)[line]
    held = marks_of(account, marks)
    matrix = _matrix(covariance, tuple(held), labels)

    def above(now: Marks) -> Decimal:
        found = assess(account, now, terms)
        return found.assets - level * found.debt

    gap = above(held)
    weights = {name: above(moved(held, {name: Decimal(1)})) - gap for name in held}
    nothing = ReverseStress(line=line, level=level, beyond=gap < 0, reachable=False, shocks={}, deviations={})
    why = _why_not(gap, weights, has_debt=assess(account, held, terms).debt > 0)
    if why is not None:
        return replace(nothing, reason=why)
    import numpy as np

    largest = max(abs(weight) for weight in weights.values()) or Decimal(1)
    sensitivities = np.array([float(weight / largest) for weight in weights.values()])
    returns = _least_unlikely(sensitivities, float(-gap / largest), matrix)
    distance = None if returns is None else _size(returns, matrix)
    if returns is None or distance is None or distance > _FARTHEST:
        reason = Note("在该协方差下，价格的任何变动都不能触及", "no moves that this covariance allows lead there")
        return replace(nothing, reason=reason)
    shocks = _exact(np.where(np.diag(matrix) > 0, returns, 0.0), weights, gap)
    spread = float(np.sqrt(sensitivities @ matrix @ sensitivities))
    return ReverseStress(
        line=line,
        level=level,
        beyond=False,
        reachable=True,
        shocks=shocks,
        deviations={
            name: float(shock) / math.sqrt(variance) if variance > 0 else None
            for (name, shock), variance in zip(shocks.items(), np.diag(matrix).tolist(), strict=True)
        },
        distance=distance,
        probability=math.erfc(float(gap / largest) / spread / math.sqrt(2)) / 2,
        worthless=tuple(name for name, shock in shocks.items() if shock == -1),
        maintenance_ratio=assess(account, moved(held, shocks), terms).maintenance_ratio,
    )


def _matrix(covariance: Covariance, names: tuple[str, ...], labels: Sequence[str]) -> NDArray[np.float64]:
    """The covariance of these securities in this order, checked."""
    import numpy as np

    if isinstance(covariance, Mapping):
        pairs = dict(covariance)
    else:
        if covariance.shape != (len(labels), len(labels)):
            raise _refused(
                f"has the shape {covariance.shape} for {len(labels)} labels",
                f"形状为 {covariance.shape}，而标签有 {len(labels)} 个",
            )
        pairs = {(a, b): float(covariance[i, j]) for i, a in enumerate(labels) for j, b in enumerate(labels)}
    missing = [name for name in names if (name, name) not in pairs]
    if missing:
        raise _refused(f"lacks {', '.join(missing)}", f"缺少 {'、'.join(missing)}")
    rows = [[float(pairs.get((a, b), pairs.get((b, a), 0.0))) for b in names] for a in names]
    found = np.array(rows).reshape(len(names), len(names))
    if not np.isfinite(found).all():
        raise _refused("is not finite", "含有非有限数")
    scale = float(np.abs(found).max(initial=0.0))
    if not np.allclose(found, found.T, rtol=_TOLERANCE, atol=_TOLERANCE * scale):
        raise _refused("is not symmetric", "不对称")
    if names and np.linalg.eigvalsh(found)[0] < -_TOLERANCE * len(names) * scale:
        raise _refused("is negative in some direction", "不是半正定的")
    return found


def _refused(reason: str, reason_zh: str) -> UsageError:
    return UsageError(reason=f"The covariance {reason}.", reason_zh=f"协方差{reason_zh}。")


def _why_not(gap: Decimal, weights: Mapping[str, Decimal], *, has_debt: bool) -> Note | None:
    if not has_debt:
        return Note("没有负债，也就没有维持担保比例", "there is no debt, and so no maintenance ratio")
    if gap < 0:
        return Note("已低于该线", "it lies below the line already")
    if all(weight >= 0 for weight in weights.values()) and sum(weights.values(), _ZERO) <= gap:
        return Note("即使全部价格跌到零也不会触及", "it stays above even if all prices fall to zero")
    return None


def _least_unlikely(weights: NDArray[np.float64], need: float, covariance: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Returns with ``weights·r = need`` and none below −1, of the least Mahalanobis distance; ``None`` where there are none.

    Solved through its dual, in which only signs are constrained, by the active-set method of Lawson and Hanson (1974, ch. 23).
    """
    import numpy as np

    count = len(weights)
    spread = covariance + _RIDGE * max(float(np.diag(covariance).max()), _RIDGE) * np.eye(count)
    rows = np.vstack([weights, np.eye(count)])
    goals = np.array([need, *[-1.0] * count])
    gram = rows @ spread @ rows.T
    multipliers = np.zeros(count + 1)
    binding = [0]
    multipliers[0] = need / gram[0, 0]
    for _ in range(_ROUNDS * count):
        returns: NDArray[np.float64] = spread @ rows.T @ multipliers
        shortfall = np.where(np.isin(np.arange(count), np.array(binding) - 1), -np.inf, -1.0 - returns)
        worst = int(np.argmax(shortfall))
        if shortfall[worst] <= _TOLERANCE:
            return returns
        binding.append(worst + 1)
        while True:
            solved = np.zeros(count + 1)
            solved[binding] = np.linalg.lstsq(gram[np.ix_(binding, binding)], goals[binding], rcond=None)[0]
            steps = {i: multipliers[i] / (multipliers[i] - solved[i]) if multipliers[i] > 0 else 0.0
                     for i in binding[1:] if solved[i] <= 0}  # fmt: skip
            if not steps:
                break
            step = min(steps.values())
            multipliers = multipliers + step * (solved - multipliers)
            binding = [i for i in binding if steps.get(i, math.inf) > step]
            multipliers[[i for i in range(count + 1) if i not in binding]] = 0.0
        multipliers = solved
    return None


def _size(returns: NDArray[np.float64], covariance: NDArray[np.float64]) -> float:
    """The Mahalanobis distance; huge where the returns leave what the covariance allows."""
    import numpy as np

    spread: Any = covariance + _RIDGE * float(np.diag(covariance).max()) * np.eye(len(returns))
    return math.sqrt(max(0.0, float(returns @ np.linalg.solve(spread, returns))))


def _exact(returns: NDArray[np.float64], weights: Mapping[str, Decimal], gap: Decimal) -> dict[str, Decimal]:
    """The shocks as decimals, those above −1 scaled by the little that sets them exactly on the line."""
    shocks = {name: max(Decimal(-1), Decimal(value)) for name, value in zip(weights, returns.tolist(), strict=True)}
    shocks = {name: Decimal(-1) if shock < -1 + Decimal(_TOLERANCE) else shock for name, shock in shocks.items()}
    fixed = sum((weights[name] * shock for name, shock in shocks.items() if shock == -1), _ZERO)
    free = sum((weights[name] * shock for name, shock in shocks.items() if shock != -1), _ZERO)
    factor = (-gap - fixed) / free if free else Decimal(1)
    return {name: shock if shock == -1 else shock * factor for name, shock in shocks.items()}
