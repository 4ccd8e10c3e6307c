"""The public history of the market taken as one, from the tables of a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from liangrong.core.errors import NoData
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot
from liangrong.stress.estimation.public_history import Floats, PublicHistory

__all__ = ["INDICES", "MARKET_KEY", "MarketHistory", "market_history"]

MARKET_KEY: Final = "market"

INDICES: Final = ("000985.SH", "000300.SH", "399001.SZ", "000001.SH")
"""Whose daily changes are the market's, the first that a session has: 中证全指, 沪深300, and the mean of 深证成指 and 上证指数 where there
is neither."""

_SHOWN: Final = ("000985.SH", "000300.SH", "000001.SH")
"""Whose level names the rungs of a ladder: the first one quoted on the day."""


@dataclass(frozen=True, eq=False, slots=True)
class MarketHistory:
    """The market's history and what goes with it.

    Parameters
    ----------
    history
        One key.
    official_ratio
        By session: the official average maintenance ratio; NaN where not published.
    index, index_level
        The index that names the rungs, and its close on the last session; NaN where none is quoted.
    """

    history: PublicHistory
    official_ratio: Floats
    index: str
    index_level: float
    sources: tuple[str, ...]
    notes: tuple[Note, ...]


def market_history(snapshot: MarketSnapshot) -> MarketHistory:
    """Balances, buys and index up to the day of the snapshot.

    Balances and buys are those of the account statistics, one basis from end to end; where a store has none, the sums of
    the exchanges. Sessions before the first balance give the pace of buying only; a session inside that is missing is left out, and
    what was repaid on it falls to the next.

    Raises
    ------
    NoData
        No balance is known on the day, or no index moves on most sessions.
    """
    rows, notes, sources = _financing(snapshot)
    last = snapshot.as_of.as_of
    if rows.is_empty() or rows["trade_date"][-1] != last:
        nearest = rows["trade_date"][-1] if rows.height else None
        raise NoData(what="market financing balance with its buys", what_zh="全市场融资余额与融资买入额", where=f"{last}", where_zh=f"{last}",
                     nearest=nearest or "no day at all", nearest_zh=nearest or "没有任何一天")  # fmt: skip
    quotes = snapshot.table("index_quotes", start=rows["trade_date"][0], keys={"security_id": list(INDICES)})
    moved = _moves(quotes)
    rows = rows.join(moved, on="trade_date", how="left")
    if rows["move"].null_count() > rows.height // _MOST_WITHOUT:
        raise NoData(what="index quotes", what_zh="指数行情", where=f"most sessions until {last}", where_zh=f"截至 {last} 的多数交易日",
                     nearest=", ".join(INDICES), nearest_zh="、".join(INDICES))  # fmt: skip
    price = rows["move"].fill_null(0.0).cum_sum().to_numpy()[:, None]
    buys, balance = (rows[name].to_numpy()[:, None] for name in ("buys", "balance"))
    known = np.where(np.isnan(balance), np.nan, buys)
    history = PublicHistory(
        days=tuple(rows["trade_date"]), keys=(MARKET_KEY,), log_price=price, log_purchase=price, activity=buys, buys=known, balance=balance,
    )  # fmt: skip
    index, level = _shown(quotes, last)
    sources = tuple(sorted({*sources, *quotes["source"]}))
    return MarketHistory(history, rows["ratio"].to_numpy(), index, level, sources, notes)


_MOST_WITHOUT: Final = 10


def _financing(snapshot: MarketSnapshot) -> tuple[pl.DataFrame, tuple[Note, ...], tuple[str, ...]]:
    """``trade_date, buys, balance, ratio``: sessions of the account statistics, and before them the pace of buying of the totals."""
    number = pl.Float64
    official = snapshot.table("account_statistics").select(
        "trade_date", buys=pl.col("financing_buy_amount").cast(number), balance=pl.col("financing_balance").cast(number),
        ratio=pl.col("average_maintenance_ratio"), source="source",
    ).drop_nulls(["buys", "balance"])  # fmt: skip
    totals = snapshot.table("market_totals").select(
        "trade_date", "exchange", "source", pl.col("financing_buy_amount", "financing_balance").cast(number)
    ).drop_nulls()  # fmt: skip
    both = pl.col("exchange") == _SUM
    totals = totals.filter(both | ~both.any().over("trade_date"))
    summed = totals.group_by("trade_date").agg(
        pl.col("financing_buy_amount").sum().alias("buys"), pl.col("financing_balance").sum().alias("balance"),
        exchanges=pl.col("exchange").n_unique(), sum=both.any(), source=pl.col("source").first(),
    ).filter(pl.col("sum") | (pl.col("exchanges") >= _EXCHANGES)).with_columns(ratio=pl.lit(None, dtype=number))  # fmt: skip
    columns = ("trade_date", "buys", "balance", "ratio")
    if official.is_empty():
        note = Note("库中没有两融账户统计：以交易所汇总的融资余额与买入额估计。",
                    "The store has no account statistics: the estimate rests on the exchanges' totals.")  # fmt: skip
        return summed.select(columns).sort("trade_date"), (note,), tuple(summed["source"].unique())
    before = summed.filter(pl.col("trade_date") < official["trade_date"].min()).with_columns(balance=pl.lit(None, dtype=number))
    rows = pl.concat([before.select(columns), official.select(columns)]).sort("trade_date")
    return rows, (), tuple(official["source"].unique())


_SUM: Final = "SSE+SZSE"
_EXCHANGES: Final = 2


def _moves(quotes: pl.DataFrame) -> pl.DataFrame:
    """``trade_date, move``: logarithmic change of the market."""
    before = pl.coalesce("previous_close", pl.col("close").shift(1).over("security_id", "source", order_by="trade_date"))
    move = pl.coalesce((pl.col("close") / before).log(), pl.col("change_ratio").log1p())
    wide = (
        quotes.with_columns(move=move)
        .filter(pl.col("move").is_not_null())
        .pivot(on="security_id", index="trade_date", values="move", aggregate_function="first")
    )
    full, large, shenzhen, shanghai = (
        pl.col(name) if name in wide.columns else pl.lit(None, dtype=pl.Float64) for name in INDICES
    )
    return wide.select("trade_date", move=pl.coalesce(full, large, (shenzhen + shanghai) / 2, shanghai, shenzhen))


def _shown(quotes: pl.DataFrame, last: date) -> tuple[str, float]:
    closes = dict(quotes.filter(pl.col("trade_date") == last).drop_nulls("close").select("security_id", "close").iter_rows())
    name = next((name for name in _SHOWN if name in closes), "")
    return name, float(closes.get(name, np.nan))
