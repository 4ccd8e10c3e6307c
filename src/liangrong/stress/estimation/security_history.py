"""The public history of single securities, from margin detail and quotes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.completeness import days_of_whole_detail
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot
from liangrong.stress.estimation.public_history import Floats, PublicHistory

__all__ = ["SecurityHistory", "security_history"]

_COLUMNS: Final = ("financing_buy_amount", "financing_balance")


@dataclass(frozen=True, eq=False, slots=True)
class SecurityHistory:
    """The securities that owe on the day.

    Parameters
    ----------
    history
        One key for each security.
    detail_sessions
        Sessions with whole detail at the end of it: what lies before is spread by activity and survival.
    own_price
        ``(keys,)`` share of the sessions on which the security's own price is known; on the others the index stands in for it.
    traded
        ``(keys,)`` turnover of the last session, 元; NaN where not known.
    """

    history: PublicHistory
    detail_sessions: int
    own_price: Floats
    traded: Floats
    sources: tuple[str, ...]


def security_history(snapshot: MarketSnapshot, market: PublicHistory, *, sessions: int) -> SecurityHistory:
    """Balances, buys, prices and turnover of all securities over the last sessions.

    Prices are chained through the previous close, which exchanges adjust for splits and dividends. Where a security has no quote yet, the
    index moves it and it is bought like the market.

    Parameters
    ----------
    market
        The market over at least as many sessions.
    sessions
        How far back.

    Raises
    ------
    NoData
        The detail of the day is not whole.
    """
    days = market.days[-sessions:]
    last, place = days[-1], pl.DataFrame({"trade_date": days, "row": range(len(days))}, schema_overrides={"trade_date": pl.Date})
    detail = snapshot.table("margin_detail", start=days[0])
    whole = days_of_whole_detail(snapshot, detail, detail, None)
    if last not in whole.implode()[0]:
        nearest = whole.max()
        raise NoData(what="whole margin detail by security", what_zh="完整的两融交易明细", where=f"{last}", where_zh=f"{last}",
                     nearest=nearest or "no day at all", nearest_zh=nearest or "没有任何一天")  # fmt: skip
    owing = detail.filter(pl.col("trade_date") == last, pl.col("financing_balance") > 0)["security_id"].sort()
    keys = pl.DataFrame({"security_id": owing, "column": range(len(owing))})
    known = _unbroken(days, set(whole))
    detail = detail.filter(pl.col("trade_date") >= known).join(keys, on="security_id").join(place, on="trade_date")
    buys, balance = (_grid(detail, name, len(days), len(keys), blank=0.0) for name in _COLUMNS)
    first = days.index(known)
    buys[:first], balance[:first] = np.nan, np.nan
    quotes = snapshot.table("quotes", start=days[0])
    sources = tuple(sorted({*detail["source"], *quotes["source"]}))
    quotes = quotes.join(keys, on="security_id").join(place, on="trade_date")
    price, purchase, traded, own = _prices(quotes, market, len(days), len(keys))
    active = np.where(np.isnan(traded), _like(market, traded, len(days)), traded)
    history = PublicHistory(
        days=days, keys=tuple(owing), log_price=price, log_purchase=purchase, activity=active, buys=buys, balance=balance
    )
    return SecurityHistory(history, len(days) - first, own, traded[-1], sources)


def _unbroken(days: tuple[date, ...], whole: set[date]) -> date:
    """The first of the days at the end that all have whole detail."""
    place = len(days) - 1
    while place > 0 and days[place - 1] in whole:
        place -= 1
    return days[place]


def _grid(rows: pl.DataFrame, name: str, height: int, width: int, *, blank: float = np.nan) -> Floats:
    found = np.full((height, width), blank)
    cells = rows[name].cast(pl.Float64).fill_null(blank).to_numpy()
    found[rows["row"].to_numpy(), rows["column"].to_numpy()] = cells
    return found


def _prices(quotes: pl.DataFrame, market: PublicHistory, height: int, width: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Logarithmic prices and prices paid, turnover, and the share of sessions with an own price."""
    number = pl.Float64
    close, paid = pl.col("close").cast(number), pl.col("turnover").cast(number) / pl.col("volume")
    inside = paid.is_between(pl.col("low").cast(number), pl.col("high").cast(number))
    quotes = quotes.with_columns(
        move=pl.when(pl.col("previous_close") > 0, pl.col("close") > 0).then(
            (close / pl.col("previous_close").cast(number)).log()
        ),
        paid=pl.when(inside, pl.col("close") > 0).then((paid / close).log()).otherwise(0.0),
    )
    move, paid_over = _grid(quotes, "move", height, width), _grid(quotes, "paid", height, width, blank=0.0)
    traded = _grid(quotes, "turnover", height, width)
    own = ~np.isnan(move)
    begun = np.logical_or.accumulate(own, axis=0)
    index = np.diff(market.log_price[-height:], axis=0, prepend=market.log_price[-height:][:1])
    price = np.cumsum(np.where(own, move, np.where(begun, 0.0, index)), axis=0)
    return price, price + paid_over, np.where(begun & np.isnan(traded), 0.0, traded), begun.mean(axis=0)


def _like(market: PublicHistory, traded: Floats, height: int) -> Floats:
    """What would have been traded of each security had it been bought like the market; alike where nothing of it is known."""
    pace = market.activity[-height:, 0]
    known = ~np.isnan(traded)
    scale = np.where(known, traded, 0).sum(axis=0) / np.maximum((known * pace[:, None]).sum(axis=0), np.finfo(float).tiny)
    found: Floats = pace[:, None] * np.where(scale > 0, scale, 1.0)
    return found
