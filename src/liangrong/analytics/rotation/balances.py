"""Balances by group and day, as shares, styles and swaps are computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, get_args

import polars as pl

from liangrong.analytics.completeness import days_of_whole_detail
from liangrong.analytics.scopes import Baskets
from liangrong.analytics.structure.groups import UNCLASSIFIED, groups, placed
from liangrong.core.errors import Lang, NoData, UsageError
from liangrong.core.results import Note
from liangrong.core.securities import Exchange
from liangrong.core.units import Unit, display
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["MEASURES", "Balances", "balances"]

MEASURES: Final = ("financing_balance", "short_balance", "margin_trading_balance")
"""What has a share by group."""
SHOWN: Final = 5
"""Securities that a note names."""


@dataclass(frozen=True)
class Balances:
    """Balances in 元, one row for each group and day.

    Parameters
    ----------
    frame
        ``date, group_name, value``; the funds and the stocks that no list maps are groups of their own, so that the groups of a day
        sum up to the market.
    unclassified
        The name under which the stocks that no list maps stand.
    """

    frame: pl.DataFrame
    sources: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    unclassified: str = UNCLASSIFIED

    @property
    def mapped(self) -> pl.DataFrame:
        """The rows without the stocks that no list maps: newcomers gather there, which is no rotation."""
        return self.frame.filter(pl.col("group_name") != self.unclassified)


def balances(
    snapshot: MarketSnapshot,
    by: str,
    windows: Sequence[tuple[date | None, date]],
    *,
    measure: str = "financing_balance",
    baskets: Baskets | None = None,
) -> Balances:
    """Sum a balance by group on each day of some windows, membership as of that day.

    Parameters
    ----------
    by
        A way to group, such as ``sw1``, ``board`` or ``index:000300.SH``.
    windows
        First and last day of each, both included; a single day is asked for as itself twice.
    measure
        One of ``MEASURES``.

    Raises
    ------
    NoData
        A single day that was asked for lacks whole margin detail, or a window has no day with it.
    UsageError
        The measure has no share, or groups overlap.
    UnknownName
        There is no such way to group.

    Examples
    --------
    >>> MEASURES[0]
    'financing_balance'
    """
    if measure not in MEASURES:
        known = ", ".join(MEASURES)
        raise UsageError(
            reason=f"{measure} has no shares by group; ask for {known}", reason_zh=f"{measure} 没有分组占比，可用：{known}"
        )
    pieces = [_whole(snapshot, start, end, measure) for start, end in windows]
    rows = pl.concat(pieces).unique(["security_id", "trade_date"], keep="first", maintain_order=True)
    days = rows["trade_date"]
    first, last = days.min(), days.max()
    assert isinstance(first, date), "each window has a day"
    assert isinstance(last, date), "each window has a day"
    found = groups(snapshot, by, rows["security_id"].unique().to_list(), start=first, end=last, baskets=baskets)
    if found.overlapping:
        _refuse_overlap(placed(rows, found))
    members = placed(rows, found)
    frame = (
        members.group_by("trade_date", "group")
        .agg(pl.col(measure).sum().cast(MONEY).alias("value"))
        .select(pl.col("trade_date").alias("date"), pl.col("group").alias("group_name"), "value")
        .sort("date", "group_name")
    )
    return Balances(frame, tuple(rows["source"].unique().sort()), (*found.notes, *_unmapped(frame), *_moved(members, measure)))


def _whole(snapshot: MarketSnapshot, start: date | None, end: date, measure: str) -> pl.DataFrame:
    """The detail of the days on which every exchange's list is whole."""
    rows = snapshot.table("margin_detail", start=start, end=end)
    everywhere = pl.DataFrame({"security_id": [f"000000.{exchange.suffix}" for exchange in Exchange]})
    whole = days_of_whole_detail(snapshot, rows, everywhere, None)
    known = rows.filter(pl.col("trade_date").is_in(whole.implode()), pl.col(measure).is_not_null())
    if known.is_empty():
        raise _missing(snapshot, start, end, everywhere)
    return known.select("security_id", "trade_date", measure, "source")


def _missing(snapshot: MarketSnapshot, start: date | None, end: date, everywhere: pl.DataFrame) -> NoData:
    days = days_of_whole_detail(snapshot, snapshot.table("margin_detail"), everywhere, None).to_list()
    nearest = min(days, key=lambda day: (abs((day - end).days), day), default=None)
    shown = f"{end}" if start == end else f"{start or '…'}..{end}"
    return NoData(
        what="whole margin detail", what_zh="完整的两融明细", where=shown, where_zh=f" {shown} ",
        nearest=nearest or "no day at all", nearest_zh=nearest or "没有任何一天",
    )  # fmt: skip


def _refuse_overlap(rows: pl.DataFrame) -> None:
    twice = rows.filter(rows.select("security_id", "trade_date").is_duplicated())["security_id"].unique().sort().to_list()
    if twice:
        names = ", ".join(twice[:5])
        raise UsageError(
            reason=f"shares need groups that do not overlap; in several baskets are: {names}",
            reason_zh=f"计算占比的各组不能重叠；同属几个组合的有：{names}",
        )


def _unmapped(frame: pl.DataFrame) -> tuple[Note, ...]:
    last = frame.filter(pl.col("date") == pl.col("date").max())
    value = pl.col("value").cast(pl.Float64)
    share = last.select(value.filter(pl.col("group_name") == UNCLASSIFIED).sum() / value.sum()).item()
    if not share:
        return ()
    return (Note(
        f"名单未归类的股票在 {last['date'][0]} 占 {share:.2%}，单列一组（{UNCLASSIFIED}），不参与名次、风格与换位的检验。",
        f"Stocks that no list maps hold {share:.2%} on {last['date'][0]}; they are a line of their own ({UNCLASSIFIED}) and take no part "
        "in tests of style and swaps.",
    ),)  # fmt: skip


def _moved(members: pl.DataFrame, measure: str) -> tuple[Note, ...]:
    """How much changed its group: its balance goes along, which moves share without moving money."""
    held = members.sort("trade_date").group_by("security_id").agg(pl.col("group").n_unique(), pl.col(measure).last())
    moved = held.filter(pl.col("group") > 1).sort("security_id")
    if moved.is_empty():
        return ()
    names = ", ".join(moved["security_id"].head(SHOWN)) + (" …" if moved.height > SHOWN else "")
    amount = {lang: display(Decimal(str(moved[measure].sum())), Unit.YUAN, lang) for lang in get_args(Lang)}
    return (Note(
        f"{moved.height} 只证券在所看的日子之间改变了归类（最近余额 {amount['zh']}）：{names}；其余额随之移动，占比变化不都是资金移动。",
        f"Changed group between the days looked at: {moved.height} (latest balance {amount['en']}), {names}; their "
        "balance goes along, so not all that moved is money.",
    ),)  # fmt: skip
