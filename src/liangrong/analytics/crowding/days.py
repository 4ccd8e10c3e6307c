"""Whether a day of margin detail is there and whole, and where its float caps come from: what each answer must say first."""

from __future__ import annotations

from datetime import date

import numpy as np

from liangrong.analytics.completeness import days_of_whole_detail
from liangrong.analytics.crowding.denominators import FloatValues
from liangrong.analytics.totals import BSE_START
from liangrong.core.errors import NoData
from liangrong.core.results import Note
from liangrong.core.securities import Exchange
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["check_day", "day_notes", "float_notes"]


def check_day(snapshot: MarketSnapshot, day: date) -> None:
    """Refuse a day without margin detail, naming the nearest one that has it.

    Raises
    ------
    NoData
        No security has margin detail on the day.
    """
    if not snapshot.table("margin_detail", start=day, end=day).is_empty():
        return
    days: list[date] = snapshot.table("margin_detail")["trade_date"].unique().to_list()
    nearest = min(days, key=lambda other: (abs((other - day).days), other), default=None)
    raise NoData(
        what="margin detail by security", what_zh="个股两融明细", where=f"{day}", where_zh=f"{day}",
        nearest=f"{nearest}" if nearest else "no day at all", nearest_zh=f"{nearest}" if nearest else "没有任何一天",
    )  # fmt: skip


def day_notes(snapshot: MarketSnapshot, day: date) -> list[Note]:
    """Which exchange's detail is missing on the day, or is but an excerpt of its list."""
    rows = snapshot.table("margin_detail", start=day, end=day)
    there = set(rows["security_id"].str.slice(-2).unique())
    expected = [exchange for exchange in Exchange if exchange is not Exchange.BSE or day >= BSE_START]
    missing = [exchange for exchange in expected if exchange.suffix not in there]
    notes = []
    if missing:
        zh, en = "、".join(e.label_zh for e in missing), ", ".join(e.name for e in missing)
        notes.append(Note(f"{day} 没有{zh}的明细，百分位与排序只在其余股票之内。",
                          f"There is no detail of {en} on {day}; percentiles and order are among the other stocks."))  # fmt: skip
    totals = set(snapshot.table("market_totals", start=day, end=day)["exchange"].unique())
    present = {exchange.name for exchange in Exchange if exchange.suffix in there}
    if present <= totals and days_of_whole_detail(snapshot, rows, rows, None).is_empty():
        notes.append(Note(f"{day} 的明细只是节录：融资买入额之和远不及交易所汇总，百分位与排序只在节录之内。",
                          f"The detail of {day} is an excerpt: its financing buys fall far short of the exchange's total; percentiles and order "
                          "are within it."))  # fmt: skip
    return notes


def float_notes(snapshot: MarketSnapshot, day: date, value: FloatValues) -> list[Note]:
    """Where the float caps of the day come from, and what is wrong with an estimate."""
    known = int((~np.isnan(value.cap[-1])).sum())
    if value.snapshot_day is not None:
        estimated = int(value.estimated.sum())
        side = ("之后", "after") if value.snapshot_day > day else ("之前", "before")
        return [Note(
            f"{estimated} 只的流通市值系推算：{value.snapshot_day}（{side[0]}）的流通股数 × {day} 收盘价。其间若有送转、增发、解禁，结果失真；"
            "不得用于回测。",
            f"The float cap of {estimated} names is an estimate: tradable shares of {value.snapshot_day} ({side[1]} the day) x the close of "
            f"{day}. New shares, splits and ended lock-ups in between make it wrong; it is not for backtests.",
        )]  # fmt: skip
    if known:
        return []
    days: list[date] = snapshot.table("caps")["trade_date"].unique().to_list()
    last = f"{max(days)}" if days else None
    return [Note(
        f"{day} 没有个股流通市值（此前最近：{last or '无'}），占流通市值比不可知；`proxy` 用最近一份市值快照推算并标明。",
        f"No float caps of single stocks are stored for {day} (nearest before: {last or 'none'}), so shares of float are not known; `proxy` "
        "estimates them from the nearest snapshot and says so.",
    )]  # fmt: skip
