"""What names with low and high values of a factor earned: quantile returns after costs and after what could not be bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.factors.factor import Trial
from liangrong.analytics.studies.factors.ic import LEAST_NAMES, LEAST_SESSIONS
from liangrong.analytics.studies.factors.ranks import rank_correlation, ranks
from liangrong.analytics.studies.long_run import CONFIDENCE, mean_test
from liangrong.core.errors import RuleNotInForce, UsageError
from liangrong.core.results import Note
from liangrong.rules.parameters import Venue
from liangrong.rules.rulebook import Rulebook

__all__ = ["DECILES", "Friction", "quantile_returns"]

DECILES: Final = pl.Schema({
    "factor": pl.String(), "horizon": pl.Int64(), "portfolio": pl.String(), "mean_return": pl.Float64(),
    "mean_return_low": pl.Float64(), "mean_return_high": pl.Float64(), "t_statistic": pl.Float64(), "p_value": pl.Float64(),
    "names_replaced": pl.Float64(), "trading_cost": pl.Float64(), "net_return": pl.Float64(), "monotonicity": pl.Float64(),
    "blocked_purchases": pl.Int64(), "names_per_session": pl.Float64(), "sessions": pl.Int64(), "verdict": pl.String(),
})  # fmt: skip
"""One row for each quantile, the lowest values first, and one for the highest minus the lowest. Returns are per period."""

_MOST: Final = 20
_VENUE: Final[Venue] = "SSE"


@dataclass(frozen=True, slots=True)
class Friction:
    """What a change of holdings costs beyond stamp duty and transfer fee, which the rulebook knows.

    Parameters
    ----------
    impact
        By how much an order moves its own price, each way; a choice of the user.
    commission
        Each way; ``None`` for the rulebook's common rate.
    """

    impact: Decimal = Decimal(0)
    commission: Decimal | None = None

    def round_trip(self, on: date) -> float:
        """Cost of selling one name and buying another, as a part of the money moved.

        Stamp duty on the sale, transfer fee, commission and impact on both; without the least commission per order.

        Examples
        --------
        >>> round(Friction(impact=Decimal("0.001")).round_trip(date(2026, 1, 30)), 5) > 0.0025
        True
        """
        rules = Rulebook.load().at(on)

        def rate(name: str) -> Decimal:
            try:
                return rules.number(name, venue=_VENUE)
            except RuleNotInForce:
                return Decimal(0)

        commission = rate("commission_rate") if self.commission is None else self.commission
        return float(rate("stamp_duty_rate") + 2 * (rate("transfer_fee_rate") + commission + self.impact))


def quantile_returns(
    trial: Trial, *, quantiles: int = 5, friction: Friction = Friction()
) -> tuple[pl.DataFrame, tuple[Note, ...]]:  # fmt: skip
    """Mean returns of equally weighted quantiles, formed on T from all names, bought at the open of T + 1.

    Names at their upper limit at that open cannot be bought: they keep their place in the ranking, and their return is left
    out and counted. The cost of a period is the part of the names replaced since the period before times a round trip.

    Parameters
    ----------
    quantiles
        2 to 20.

    Raises
    ------
    UsageError
        Another number of quantiles.
    """
    if not 2 <= quantiles <= _MOST:
        raise UsageError(
            reason=f"{quantiles} quantiles: choose 2 to {_MOST}", reason_zh=f"分组数为 {quantiles}，应为 2 至 {_MOST}"
        )
    values, horizon = trial.factor.values, trial.horizon
    ranked, count = ranks(values), (~np.isnan(values)).sum(axis=1)
    enough = count >= max(LEAST_NAMES, 2 * quantiles)
    bucket = np.floor((ranked - 0.5) / np.maximum(count, 1)[:, None] * quantiles)
    bucket = np.where(enough[:, None], np.clip(bucket, 0, quantiles - 1), np.nan)
    blocked = trial.blocked == 1
    earned = np.where(blocked, np.nan, trial.returns)
    costs = np.array([friction.round_trip(day) for day in trial.factor.sessions[::horizon]])
    round_trip = float(costs.mean()) if len(costs) else float("nan")
    rows, paths, spent, means = [], [], [], []
    for place in range(quantiles):
        held = bucket == place
        path = _mean_over_names(np.where(held, earned, np.nan))
        replaced = _replaced(held, horizon)
        cost = replaced * round_trip
        names = held.sum(axis=1)[enough]
        paths.append(path)
        spent.append(cost)
        means.append(float(np.nanmean(path)) if (~np.isnan(path)).any() else float("nan"))
        rows.append(_row(trial, f"q{place + 1}", path, replaced, cost, None, int((blocked & held).sum()), names))
    order = np.arange(1.0, quantiles + 1)[None, :]
    monotone = float(rank_correlation(order, np.array(means)[None, :], least=2)[0][0])
    spread = paths[-1] - paths[0]
    rows.append(_row(trial, "spread", spread, None, spent[0] + spent[-1], monotone, None, None))
    return pl.DataFrame(rows, schema=DECILES, orient="row"), (
        *trial.notes,
        *_notes(round_trip, friction, int(blocked.sum()), bucket, quantiles),
    )


def _row(
    trial: Trial, portfolio: str, path: Floats, replaced: float | None, cost: float, monotone: float | None,
    blocked: int | None, names: Floats | None,
) -> tuple[object, ...]:  # fmt: skip
    test = mean_test(path, overlap=trial.horizon)
    verdict = None
    if portfolio == "spread":
        found = "found" if test.p_value <= 1 - CONFIDENCE else "not_found"
        verdict = found if test.size >= LEAST_SESSIONS else "insufficient"
    return (
        trial.factor.name, trial.horizon, portfolio, test.mean, test.low, test.high, test.t, test.p_value, replaced, cost,
        _after(test.mean, cost, spread=portfolio == "spread"), monotone, blocked,
        float(np.median(names)) if names is not None and len(names) else None, test.size, verdict,
    )  # fmt: skip


def _after(mean: float, cost: float, *, spread: bool) -> float:
    """What is left of a mean; a spread is held whichever way round it earns."""
    return float(np.sign(mean) * (abs(mean) - cost)) if spread else mean - cost


def _mean_over_names(values: Floats) -> Floats:
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    found = np.full(len(values), np.nan)
    np.divide(np.where(known, values, 0.0).sum(axis=1), count, out=found, where=count > 0)
    return found


def _replaced(held: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], horizon: int) -> float:
    """Mean part of the names that were not held one period before."""
    now, before = held[horizon:], held[:-horizon]
    size = now.sum(axis=1)
    both = (size > 0) & (before.sum(axis=1) > 0)
    kept = (now & before).sum(axis=1)
    return float(1 - (kept[both] / size[both]).mean()) if both.any() else float("nan")


def _notes(round_trip: float, friction: Friction, blocked: int, bucket: Floats, quantiles: int) -> tuple[Note, ...]:
    found = [
        Note(
            f"成本：换一只证券约 {round_trip:.3%}（印花税与过户费按规则库各日取值，佣金双边，冲击成本双边各 {float(friction.impact):.2%}）。",
            f"Costs: replacing one name takes about {round_trip:.3%} (stamp duty and transfer fee of the day from the rulebook, commission "
            f"both ways, impact {float(friction.impact):.2%} each way).",
        ),
        Note(
            "多空差是统计量：A 股融券受限，空头一侧多半做不到。",
            "The spread is a statistic: with short selling as limited as it is, its short side can mostly not be held.",
        ),
    ]
    if blocked:
        found.append(Note(f"{blocked:,} 次因次日开盘涨停无法买入，收益未计。",
                          f"{blocked:,} purchases were impossible, the name opening at its upper limit; their returns are left out."))  # fmt: skip
    sizes = np.array([(bucket == place).sum() for place in range(quantiles)])
    if sizes.max() > 2 * max(sizes.min(), 1):
        found.append(Note("许多取值相同，各组大小不一。", "Many values are equal, so the groups differ in size."))
    return tuple(found)
