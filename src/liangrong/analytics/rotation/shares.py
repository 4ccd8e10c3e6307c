"""Shares of a balance by group on two days: what moved, how concentrated it is, who entered and who left the lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from liangrong.core.errors import NoData, UsageError

__all__ = ["Transition", "concentration", "shares", "transition"]

_BALANCE: Final = pl.col("value").cast(pl.Float64)


@dataclass(frozen=True)
class Transition:
    """What moved between two sessions.

    Parameters
    ----------
    rows
        One row for each group, by its gain in share: ``group_name, start_value, end_value, growth, start_share, end_share,
        share_change_points, start_rank, end_rank, move``. ``move`` is ``entered``, ``left``, ``stayed`` or ``outside`` (the first
        ``top``); a group without a row on a day counts as nothing on it.
    growth
        Growth of the sum over all groups.
    dispersion_points
        The spread of the groups' growth around that: the standard deviation weighted by the shares at the start, a pure number.
    moved_points
        Half the sum of the absolute changes of share: the least that had to move.
    """

    start: date
    end: date
    top: int
    rows: pl.DataFrame
    growth: float
    dispersion_points: float
    moved_points: float

    @property
    def entered(self) -> list[str]:
        """The groups that entered the lead, by their rank at the end."""
        return self.rows.filter(pl.col("move") == "entered").sort("end_rank")["group_name"].to_list()

    @property
    def left(self) -> list[str]:
        """The groups that left it, by their rank at the start."""
        return self.rows.filter(pl.col("move") == "left").sort("start_rank")["group_name"].to_list()


def shares(frame: pl.DataFrame) -> pl.DataFrame:
    """The share of each group in the sum over all groups of its day.

    Parameters
    ----------
    frame
        ``date, group_name, value``: balances in 元, one row for each group and day, none negative.

    Returns
    -------
    pl.DataFrame
        The same with ``share``; a day whose sum is zero has none.

    Raises
    ------
    UsageError
        A balance is negative, or a group has two rows on one day.

    Examples
    --------
    >>> day = date(2026, 1, 30)
    >>> shares(pl.DataFrame({"date": [day] * 2, "group_name": ["a", "b"], "value": [3, 1]}))["share"].to_list()
    [0.75, 0.25]
    """
    if frame.filter(pl.col("value") < 0).height:
        raise UsageError(reason="a negative balance has no share", reason_zh="余额为负，无法计算占比")
    if frame.select("date", "group_name").is_duplicated().any():
        raise UsageError(reason="a group has two balances on one day", reason_zh="同一组在同一天有两个余额")
    total = _BALANCE.sum().over("date")
    return frame.filter(pl.col("value").is_not_null()).with_columns(share=pl.when(total > 0).then(_BALANCE / total))


def transition(frame: pl.DataFrame, start: date, end: date, *, top: int = 5) -> Transition:
    """What moved between two sessions.

    Parameters
    ----------
    frame
        As for ``shares``; days other than the two are not read.
    top
        How many groups are the lead; ties are broken by name.

    Raises
    ------
    NoData
        One of the days is not in the frame.
    UsageError
        The days are out of order, or as for ``shares``.

    Examples
    --------
    >>> days = [date(2026, 1, 29)] * 2 + [date(2026, 1, 30)] * 2
    >>> frame = pl.DataFrame({"date": days, "group_name": ["a", "b"] * 2, "value": [60, 40, 60, 60]})
    >>> found = transition(frame, date(2026, 1, 29), date(2026, 1, 30), top=1)
    >>> found.rows.select("group_name", "share_change_points").rows(), round(found.moved_points, 6)
    ([('b', 0.09999999999999998), ('a', -0.09999999999999998)], 0.1)
    """
    if start >= end:
        raise UsageError(reason=f"the window {start}..{end} has no length", reason_zh=f"区间 {start} 至 {end} 没有长度")
    sides = [_side(frame, day, name) for day, name in ((start, "start"), (end, "end"))]
    zero = pl.col("start_value", "end_value", "start_share", "end_share").fill_null(0)
    joined = sides[0].join(sides[1], on="group_name", how="full", coalesce=True).with_columns(zero)
    grown = pl.col("end_value").cast(pl.Float64) / pl.col("start_value").cast(pl.Float64) - 1
    rows = joined.with_columns(
        growth=pl.when(pl.col("start_value") > 0).then(grown),
        share_change_points=pl.col("end_share") - pl.col("start_share"),
        start_rank=_rank("start_share"),
        end_rank=_rank("end_share"),
    ).with_columns(move=_move(top))
    first, last = (float(rows[f"{name}_value"].cast(pl.Float64).sum()) for name in ("start", "end"))
    total = last / first - 1
    deviation = rows.filter(pl.col("start_value") > 0).select(
        (pl.col("start_share") * (pl.col("growth") - total) ** 2).sum().sqrt()
    )
    order = ["group_name", "start_value", "end_value", "growth", "start_share", "end_share", "share_change_points", "start_rank",
             "end_rank", "move"]  # fmt: skip
    return Transition(
        start, end, top, rows.select(order).sort("share_change_points", "group_name", descending=[True, False]), total,
        float(deviation.item()), float(rows["share_change_points"].abs().sum()) / 2,
    )  # fmt: skip


def concentration(frame: pl.DataFrame, *, top: int = 5) -> pl.DataFrame:
    """How concentrated the balance is over the groups on each day.

    Returns
    -------
    pl.DataFrame
        ``date, groups, herfindahl`` (the sum of squared shares, 1/n to 1), ``effective_groups`` (its inverse: as many equal groups
        would be as concentrated), ``top_share`` and ``leaders`` (the first ``top``, largest first).

    Notes
    -----
    The index is that of Hirschman (1945) and Herfindahl (1950); its inverse is the effective number of Laakso and Taagepera (1979).

    Examples
    --------
    >>> day = date(2026, 1, 30)
    >>> frame = pl.DataFrame({"date": [day] * 2, "group_name": ["a", "b"], "value": [3, 1]})
    >>> concentration(frame, top=1).select("herfindahl", "effective_groups", "top_share").row(0)
    (0.625, 1.6, 0.75)
    """
    known = shares(frame).filter(pl.col("share") > 0).sort("date", "share", "group_name", descending=[False, True, False])
    return (
        known.group_by("date", maintain_order=True)
        .agg(
            pl.len().cast(pl.Int64).alias("groups"),
            (pl.col("share") ** 2).sum().alias("herfindahl"),
            pl.col("share").head(top).sum().alias("top_share"),
            pl.col("group_name").head(top).alias("leaders"),
        )
        .with_columns(effective_groups=1 / pl.col("herfindahl"))
        .select("date", "groups", "herfindahl", "effective_groups", "top_share", "leaders")
    )


def _side(frame: pl.DataFrame, day: date, name: str) -> pl.DataFrame:
    rows = shares(frame.filter(pl.col("date") == day)).drop_nulls("share")
    if rows.is_empty():
        days = frame["date"].unique().to_list()
        nearest = min(days, key=lambda known: (abs((known - day).days), known), default=None)
        raise NoData(
            what="balance by group", what_zh="分组余额", where=f"{day}", where_zh=f" {day} ", nearest=nearest or "no day at all",
            nearest_zh=nearest or "没有任何一天",
        )  # fmt: skip
    return rows.select("group_name", pl.col("value").alias(f"{name}_value"), pl.col("share").alias(f"{name}_share"))


def _rank(share: str) -> pl.Expr:
    """From the largest share down; ties by name, groups without a share have no rank."""
    place = pl.struct(-pl.col(share), pl.col("group_name")).rank("ordinal").cast(pl.Int64)
    return pl.when(pl.col(share) > 0).then(place)


def _move(top: int) -> pl.Expr:
    before, after = ((pl.col(f"{name}_rank") <= top).fill_null(value=False) for name in ("start", "end"))
    return (
        pl.when(before & after).then(pl.lit("stayed")).when(after).then(pl.lit("entered")).when(before).then(pl.lit("left"))
        .otherwise(pl.lit("outside"))
    )  # fmt: skip
