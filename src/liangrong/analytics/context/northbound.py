"""Northbound trading (沪股通, 深股通), channel by channel: turnover day by day, and the net that is no longer published.

The exchanges stopped publishing the day's buys, sells and net with the session of 2024-08-16 (their notices of 2024-04-12 on the
information of Stock Connect); since then there is turnover only. What ended is shown as ended: neither zero nor carried on.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from liangrong.core.errors import NoData
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["CHANNELS", "NET_ENDED", "last_net", "northbound"]

NET_ENDED: Final = date(2024, 8, 16)
"""The last session whose buys, sells and net were published."""
CHANNELS: Final = {"SSE": Note("沪股通", "Shanghai Connect"), "SZSE": Note("深股通", "Shenzhen Connect")}

_FIGURES: Final = ("turnover", "etf_turnover", "trades", "buy_amount", "sell_amount", "net_buy_amount", "holdings_cap")


def northbound(snapshot: MarketSnapshot, *, start: date, end: date) -> Result:
    """Northbound trading between two days, one row for each session and channel.

    Returns
    -------
    Result
        ``date, channel`` (``SSE`` 沪股通, ``SZSE`` 深股通), ``net_state`` (``published``, ``ended``, or ``not_known`` where a
        figure of before is missing), ``turnover, etf_turnover, buy_amount, sell_amount, net_buy_amount, holdings_cap`` in 元 and
        ``trades``.

    Raises
    ------
    NoData
        Nothing is stored between the two days.
    """
    rows = snapshot.table("northbound", start=start, end=end)
    if rows.is_empty():
        days: list[date] = snapshot.table("northbound")["trade_date"].unique().to_list()
        nearest = min(days, key=lambda day: (abs((day - end).days), day), default=None)
        raise NoData(
            what="northbound trading", what_zh="北向交易", where=f"{start}..{end}", where_zh=f"{start} 至 {end}",
            nearest=f"{nearest}" if nearest else "no day at all", nearest_zh=f"{nearest}" if nearest else "没有任何一天",
        )  # fmt: skip
    state = (
        pl.when(pl.col("net_buy_amount").is_not_null())
        .then(pl.lit("published"))
        .when(pl.col("trade_date") > NET_ENDED)
        .then(pl.lit("ended"))
        .otherwise(pl.lit("not_known"))
    )
    data = rows.select(
        pl.col("trade_date").alias("date"), pl.col("exchange").alias("channel"), state.alias("net_state"), *_FIGURES
    )
    view = snapshot.as_of
    sources = tuple(rows["source"].unique().sort())
    return Result(data, as_of=view.as_of, known_at=view.known_at, source=sources).warn(*_ended(snapshot, data))


def last_net(snapshot: MarketSnapshot) -> pl.DataFrame:
    """``exchange, trade_date, net_buy_amount`` of the last published net of each channel."""
    known = snapshot.table("northbound").filter(pl.col("net_buy_amount").is_not_null()).sort("trade_date")
    return (
        known.group_by("exchange", maintain_order=True).last().select("exchange", "trade_date", "net_buy_amount").sort("exchange")
    )


def _ended(snapshot: MarketSnapshot, data: pl.DataFrame) -> list[Note]:
    if "ended" not in data["net_state"]:
        return []
    last = list(last_net(snapshot).iter_rows())
    yi = [(CHANNELS[channel], day, net / 100_000_000) for channel, day, net in last]
    zh = "；".join(f"{name.zh} {day} {net:+,.2f} 亿元" for name, day, net in yi) or "未入库"
    en = "; ".join(f"{name.en} {day} {net / 10:+,.2f} CNY bn" for name, day, net in yi) or "not stored"
    return [Note(
        f"北向净买额自 {NET_ENDED} 之后停止公布，其后只有成交额；成交额不分买卖方向。最后公布值：{zh}。",
        f"The net of northbound trading is not published after {NET_ENDED}; since then there is turnover, which has no direction. Last "
        f"published: {en}.",
    )]  # fmt: skip
