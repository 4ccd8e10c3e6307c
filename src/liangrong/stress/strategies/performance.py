"""What a run comes to: return, risk and drawdown as empyrical defines them, and what the account itself says.

Returns are daily, of the net worth; nothing is paid in or out. A year has ``SESSIONS_A_YEAR`` sessions.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from liangrong.core.errors import ExtraMissing
from liangrong.stress.strategies.backtest import Backtest, backtest
from liangrong.stress.strategies.paths import SESSIONS_A_YEAR, PricePath
from liangrong.stress.strategies.setup import Setup
from liangrong.stress.strategies.view import Strategy

__all__ = ["Performance", "compare", "performance"]

_TAIL: Final = 0.05
_BELOW_CALL: Final = ("called", "forced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """A run in numbers.

    Parameters
    ----------
    total_return
        Net worth at the end over that at the start, less 1; below −1 where debt is left.
    annual_return, volatility, sharpe, sortino, max_drawdown, calmar
        Of daily returns, per year; the risk-free rate is 0. ``None`` where undefined: nothing moved, or the net worth was lost.
    value_at_risk, expected_shortfall
        The daily return that the worst 5 % of sessions do not exceed, and their mean.
    interest, costs
        元 over the whole run; accrued interest and penalties included.
    sessions_warned, sessions_called
        Closes below the warning line, and closes with a call open or forced sales going on.
    worst_ratio
        Lowest 维持担保比例 at a close; ``None`` without debt throughout.
    debt_left
        元 owed beyond everything held.
    """

    sessions: int
    end_equity: Decimal
    total_return: float
    annual_return: float | None
    volatility: float | None
    sharpe: float | None
    sortino: float | None
    max_drawdown: float | None
    calmar: float | None
    value_at_risk: float | None
    expected_shortfall: float | None
    interest: Decimal
    costs: Decimal
    calls: int
    forced_sales: int
    sessions_warned: int
    sessions_called: int
    worst_ratio: Decimal | None
    debt_left: Decimal


def performance(run: Backtest) -> Performance:
    """Measure a run.

    Raises
    ------
    ExtraMissing
        empyrical is not installed: the extra ``stress``.
    """
    equities = [day.equity for day in run.days]
    ratios = [day.maintenance_ratio for day in run.days if day.maintenance_ratio is not None]
    last = run.days[-1]
    return Performance(
        sessions=len(run.days) - 1,
        end_equity=last.equity,
        total_return=float(last.equity / run.days[0].equity - 1),
        **_measured(equities),
        interest=last.interest,
        costs=last.costs,
        calls=run.calls,
        forced_sales=run.forced_sales,
        sessions_warned=sum(
            day.maintenance_ratio is not None
            and day.maintenance_ratio < run.setup.rulebook.at(day.session).number("warning_line")
            for day in run.days
        ),
        sessions_called=sum(day.line in _BELOW_CALL for day in run.days),
        worst_ratio=min(ratios, default=None),
        debt_left=max(Decimal(0), -last.equity),
    )


def compare(strategies: Mapping[str, Strategy], path: PricePath, setup: Setup) -> Mapping[str, tuple[Backtest, Performance]]:
    """Run several strategies over one path, from the same money on the same terms.

    Raises
    ------
    ExtraMissing, UsageError, RuleNotInForce
        As ``backtest`` and ``performance``.
    """
    runs = {name: backtest(strategy, path, setup) for name, strategy in strategies.items()}
    return {name: (run, performance(run)) for name, run in runs.items()}


def _measured(equities: list[Decimal]) -> dict[str, float | None]:
    """What empyrical says of daily returns; a net worth that is lost has no further ones."""
    found: dict[str, float | None] = dict.fromkeys(_MEASURES)
    if min(equities) <= 0:
        return found
    empyrical = _empyrical()
    import numpy as np

    returns = np.array([float(after / before - 1) for before, after in pairwise(equities)])
    if not returns.any():
        return found
    for name, measure in _MEASURES.items():
        with np.errstate(all="ignore"):
            value = float(measure(empyrical, returns))
        found[name] = value if math.isfinite(value) else None
    return found


_MEASURES: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "annual_return": lambda e, r: e.annual_return(r, annualization=SESSIONS_A_YEAR),
    "volatility": lambda e, r: e.annual_volatility(r, annualization=SESSIONS_A_YEAR),
    "sharpe": lambda e, r: e.sharpe_ratio(r, annualization=SESSIONS_A_YEAR),
    "sortino": lambda e, r: e.sortino_ratio(r, annualization=SESSIONS_A_YEAR),
    "max_drawdown": lambda e, r: e.max_drawdown(r),
    "calmar": lambda e, r: e.calmar_ratio(r, annualization=SESSIONS_A_YEAR),
    "value_at_risk": lambda e, r: e.value_at_risk(r, cutoff=_TAIL),
    "expected_shortfall": lambda e, r: e.conditional_value_at_risk(r, cutoff=_TAIL),
}
"""Field of ``Performance`` to how empyrical computes it."""


def _empyrical() -> Any:
    try:
        import empyrical
    except ImportError as error:
        raise ExtraMissing(what="Measuring a strategy", what_zh="策略的收益与风险指标", extra="stress") from error
    return empyrical
