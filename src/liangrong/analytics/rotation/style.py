"""Whether the style turned: the order of the groups' changes in one window against that in another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.analytics.rotation.shares import transition
from liangrong.core.errors import UsageError

__all__ = ["MIN_GROUPS", "StyleSwitch", "style_switch"]

MIN_GROUPS: Final = 5
"""With fewer groups even a perfect reversal (2 of n! orders) is no rarer than one in twelve."""
PERMUTATIONS: Final = 9_999
LEVEL: Final = 0.05


@dataclass(frozen=True)
class StyleSwitch:
    """The comparison of two windows.

    Parameters
    ----------
    rows
        ``group_name, first_change, second_change, first_rank, second_rank, turn``; the changes are growth of the balance, ranks from
        the highest down. ``turn`` is ``top_to_bottom``, ``bottom_to_top``, ``stayed_top``, ``stayed_bottom`` or ``between``, by
        thirds.
    correlation
        Spearman's rank correlation of the changes over the groups: -1 is a full reversal, 1 the same order.
    p_value
        Two-sided, by permutation of the second window's order; the null is that the two orders have nothing to do with each other.
        ``None`` where there are too few groups.
    groups
        How many groups are compared.
    verdict
        ``reversal``, ``continuation``, ``no_evidence`` or ``insufficient``.
    """

    first: tuple[date, date]
    second: tuple[date, date]
    rows: pl.DataFrame
    correlation: float
    p_value: float | None
    groups: int
    verdict: str


def style_switch(
    frame: pl.DataFrame,
    first: tuple[date, date],
    second: tuple[date, date],
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> StyleSwitch:
    """Compare the order of the groups' growth in two windows.

    Parameters
    ----------
    frame
        ``date, group_name, value``: balances in 元.
    first, second
        The windows; the second may start where the first ends.
    permutations, seed
        How often the second order is drawn anew, and from what.

    Raises
    ------
    NoData
        A day is not in the frame.
    UsageError
        The windows overlap or are out of order.

    Notes
    -----
    Growth of neighbouring groups is not independent, so the p-value is a description of the order, not of a trading rule. Windows that
    share a day share its accidents with opposite signs, which by itself looks a little like a reversal; leave a gap to be rid of that.

    Examples
    --------
    >>> days = [date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30)]
    >>> values = {"a": (10, 16, 17), "b": (10, 15, 17), "c": (10, 14, 17), "d": (10, 13, 17), "e": (10, 12, 17), "f": (10, 11, 17)}
    >>> rows = [(day, name, level) for name, path in values.items() for day, level in zip(days, path, strict=True)]
    >>> frame = pl.DataFrame(rows, schema=["date", "group_name", "value"], orient="row")
    >>> found = style_switch(frame, (days[0], days[1]), (days[1], days[2]))
    >>> found.correlation, found.verdict
    (-1.0, 'reversal')
    """
    if second[0] < first[1]:
        raise UsageError(
            reason=f"the windows {first[0]}..{first[1]} and {second[0]}..{second[1]} overlap",
            reason_zh=f"区间 {first[0]}..{first[1]} 与 {second[0]}..{second[1]} 重叠",
        )
    changes = [
        transition(frame, *window).rows.drop_nulls("growth").select("group_name", pl.col("growth").alias(name))
        for window, name in ((first, "first_change"), (second, "second_change"))
    ]
    both = changes[0].join(changes[1], on="group_name", how="inner").sort("group_name")
    before, after = (both[name].rank("average").to_numpy() for name in ("first_change", "second_change"))
    n = both.height
    correlation = _correlation(before, after) if n > 1 else float("nan")
    p_value = None if n < MIN_GROUPS or not np.isfinite(correlation) else _p_value(before, after, permutations, seed)
    verdict = "insufficient" if p_value is None else "no_evidence"
    if p_value is not None and p_value <= LEVEL:
        verdict = "reversal" if correlation < 0 else "continuation"
    return StyleSwitch(first, second, _with_turns(both), correlation, p_value, n, verdict)


def _correlation(left: NDArray[np.float64], right: NDArray[np.float64]) -> float:
    spread = left.std() * right.std()
    return float(((left - left.mean()) * (right - right.mean())).mean() / spread) if spread else float("nan")


def _p_value(left: NDArray[np.float64], right: NDArray[np.float64], permutations: int, seed: int) -> float:
    drawn = np.random.default_rng(seed).permuted(np.tile(right, (permutations, 1)), axis=1)
    centred = left - left.mean()
    found = np.abs(drawn @ centred)
    seen = abs(float(right @ centred))
    return float((1 + np.count_nonzero(found >= seen * (1 - 1e-12))) / (1 + permutations))


def _with_turns(both: pl.DataFrame) -> pl.DataFrame:
    third = both.height // 3
    ranked = both.with_columns(
        pl.struct(-pl.col(f"{name}_change"), "group_name").rank("ordinal").cast(pl.Int64).alias(f"{name}_rank")
        for name in ("first", "second")
    )
    top = {name: pl.col(f"{name}_rank") <= third for name in ("first", "second")}
    bottom = {name: pl.col(f"{name}_rank") > both.height - third for name in ("first", "second")}
    turn = (
        pl.when(top["first"] & bottom["second"]).then(pl.lit("top_to_bottom"))
        .when(bottom["first"] & top["second"]).then(pl.lit("bottom_to_top"))
        .when(top["first"] & top["second"]).then(pl.lit("stayed_top"))
        .when(bottom["first"] & bottom["second"]).then(pl.lit("stayed_bottom"))
        .otherwise(pl.lit("between"))
    )  # fmt: skip
    return ranked.with_columns(turn=turn).sort("second_rank")
