"""Margin trading's share of the market's turnover by every definition that the data allow, and what a published figure would need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.completeness import days_of_whole_detail, stocks_only
from liangrong.analytics.ratios import ALL_SHARE_INDEX
from liangrong.analytics.scopes import MARKET
from liangrong.analytics.totals import total_parts
from liangrong.core.errors import NoData
from liangrong.core.results import Note
from liangrong.core.securities import Exchange
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["TurnoverShares", "turnover_shares"]

_COLUMNS: Final = ("financing_buy_amount", "financing_repay_amount", "short_balance", "short_quantity", "short_sell_quantity")


@dataclass(frozen=True)
class TurnoverShares:
    """Shares of turnover in a window.

    Parameters
    ----------
    rows
        ``start_date, end_date, sessions, method, value, ratio_of_sums, day_low, day_high, status, difference_to_given_points``:
        ``value`` is the simple mean over the days; ``status`` is ``computed``, ``estimated``, ``published`` or ``missing``.
    """

    rows: pl.DataFrame
    sources: tuple[str, ...]
    notes: tuple[Note, ...]


def turnover_shares(snapshot: MarketSnapshot, start: date, end: date, *, given: float | None = None) -> TurnoverShares:
    """Set margin trading against the turnover of the market in all the ways that can be computed.

    Parameters
    ----------
    given
        A published share, as a pure ratio, that the definitions are compared with.

    Returns
    -------
    TurnoverShares
        The definitions: ``financing_buys`` over the turnover of 中证全指 (000985.SH); ``with_short_sales``, shares sold short valued at
        the mean price of the short balance (an estimate: their own prices are not published); ``two_sided``, the mean of buys and
        repayments over the same turnover; ``published``, the account statistics' own share; ``stocks_only``, buys of stocks over the
        turnover of all stocks, where detail and quotes are whole.

    Raises
    ------
    NoData
        No day of the window has both the market's financing buys and a turnover.

    Examples
    --------
    >>> day = date(2020, 1, 2)
    >>> totals = pl.DataFrame({"exchange": ["SSE", "SZSE"], "trade_date": [day] * 2, "financing_buy_amount": [5, 4],
    ...                        "financing_repay_amount": [5, 4], "short_balance": [0, 0], "short_quantity": [0, 0],
    ...                        "short_sell_quantity": [0, 0]})
    >>> index = pl.DataFrame({"security_id": ["000985.SH"], "trade_date": [day], "turnover": [90]})
    >>> found = turnover_shares(MarketSnapshot.of({"market_totals": totals, "index_quotes": index}, day), day, day)
    >>> found.rows.filter(method="financing_buys")["value"].item()
    0.1
    """
    days = _days(snapshot, start, end)
    if days.is_empty():
        raise NoData(what="financing buys and turnover of the market", what_zh="全市场融资买入额与成交额",
                     where=f"{start}..{end}", where_zh=f" {start}..{end} ", nearest="-")  # fmt: skip
    sessions = len(snapshot.calendar.between(start, end))
    rows = [
        _row("financing_buys", days, pl.col("bought"), "computed"),
        _row("with_short_sales", days, pl.col("bought") + pl.col("sold_short"), "estimated"),
        _row("two_sided", days, (pl.col("bought") + pl.col("repaid")) / 2, "computed"),
        _published(snapshot, start, end),
        _stocks(snapshot, start, end),
    ]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row").with_columns(
        start_date=pl.lit(start), end_date=pl.lit(end), sessions=pl.lit(sessions, dtype=pl.Int64),
        difference_to_given_points=pl.lit(given, dtype=pl.Float64) - pl.col("value"),
    )  # fmt: skip
    if given is None:
        frame = frame.drop("difference_to_given_points")
    lead = ["start_date", "end_date", "sessions"]
    notes = []
    if days.height < sessions:
        notes.append(Note(f"{sessions} 个交易日中知道 {days.height} 个。", f"{days.height} of {sessions} sessions are known."))
    if given is not None:
        notes += _examined(snapshot, frame, days, given)
    return TurnoverShares(frame.select(*lead, pl.exclude(lead)), tuple(days["source"].unique().sort()), tuple(notes))


_SCHEMA: Final = {
    "method": pl.String(), "value": pl.Float64(), "ratio_of_sums": pl.Float64(), "day_low": pl.Float64(), "day_high": pl.Float64(),
    "status": pl.String(),
}  # fmt: skip

_ZH: Final = {
    "financing_buys": "融资买入", "with_short_sales": "加融券卖出", "two_sided": "买入与偿还平均", "published": "已公布",
    "stocks_only": "仅股票",
}  # fmt: skip

_Row = tuple[str, float | None, float | None, float | None, float | None, str]


def _days(snapshot: MarketSnapshot, start: date, end: date) -> pl.DataFrame:
    """``trade_date, bought, repaid, sold_short, traded, source`` of the days that are known."""
    parts = total_parts(snapshot, ("financing_buy_amount",), start, end, MARKET)
    number = {name: pl.col(name).cast(pl.Float64) for name in _COLUMNS}
    price = pl.when(number["short_quantity"] > 0).then(number["short_balance"] / number["short_quantity"])
    sold = pl.when(number["short_sell_quantity"] > 0).then(number["short_sell_quantity"] * price).otherwise(
        pl.when(number["short_sell_quantity"] == 0).then(0.0)
    )  # fmt: skip
    whole = {"bought": number["financing_buy_amount"], "repaid": number["financing_repay_amount"], "sold_short": sold}
    sums = parts.group_by("trade_date").agg(
        *(pl.when(value.is_null().any()).then(None).otherwise(value.sum()).alias(name) for name, value in whole.items()),
        pl.col("source").first(),
    )
    index = snapshot.table("index_quotes", start=start, end=end, keys={"security_id": [ALL_SHARE_INDEX]})
    traded = index.select("trade_date", traded=pl.col("turnover").cast(pl.Float64)).filter(pl.col("traded") > 0)
    return sums.join(traded, on="trade_date").sort("trade_date")


def _row(name: str, days: pl.DataFrame, amount: pl.Expr, status: str) -> _Row:
    known = days.with_columns(amount=amount).drop_nulls("amount")
    if known.height < days.height:
        return (name, None, None, None, None, "missing")
    share = known["amount"] / known["traded"]
    low, high = float(str(share.min())), float(str(share.max()))
    return (name, float(str(share.mean())), float(known["amount"].sum()) / float(known["traded"].sum()), low, high, status)


def _published(snapshot: MarketSnapshot, start: date, end: date) -> _Row:
    share = snapshot.table("account_statistics", start=start, end=end)["margin_trading_share_of_turnover"].drop_nulls()
    if share.is_empty():
        return ("published", None, None, None, None, "missing")
    low, mean, high = (float(str(value)) for value in (share.min(), share.mean(), share.max()))
    return ("published", mean, None, low, high, "published")


def _stocks(snapshot: MarketSnapshot, start: date, end: date) -> _Row:
    """Buys of stocks over the turnover of all stocks, on days whose detail is whole and whose quotes cover what was bought."""
    rows = snapshot.table("margin_detail", start=start, end=end)
    whole = days_of_whole_detail(snapshot, rows, _EVERYWHERE, None)
    held = stocks_only(rows.filter(pl.col("trade_date").is_in(whole.implode())))
    quotes = stocks_only(snapshot.table("quotes", start=start, end=end))
    lone = held.join(quotes, on=["security_id", "trade_date"], how="anti")
    asked = len(snapshot.calendar.between(start, end))
    if held["trade_date"].n_unique() < asked or lone.height > held.height * MAX_LONE:
        return ("stocks_only", None, None, None, None, "missing")
    bought = held.group_by("trade_date").agg(bought=pl.col("financing_buy_amount").cast(pl.Float64).sum())
    traded = quotes.group_by("trade_date").agg(traded=pl.col("turnover").cast(pl.Float64).sum())
    return _row("stocks_only", bought.join(traded, on="trade_date"), pl.col("bought"), "computed")


_EVERYWHERE: Final = pl.DataFrame({"security_id": [f"000000.{exchange.suffix}" for exchange in Exchange]})
MAX_LONE: Final = 0.02
"""Stocks bought on margin that may lack a quote: suspended, newly listed or renumbered names."""


def _examined(snapshot: MarketSnapshot, frame: pl.DataFrame, days: pl.DataFrame, given: float) -> list[Note]:
    """What the published figure would need, and what is known about it."""
    nearest = frame.drop_nulls("value").with_columns(away=(pl.col("value") - given).abs()).sort("away").row(0, named=True)
    buys = float(frame.filter(method="financing_buys")["value"].item())
    notes = [Note(
        f"与给定的 {given:.2%} 最接近的可算口径是“{_ZH[nearest['method']]}”：{nearest['value']:.2%}，相差 "
        f"{(given - nearest['value']) * 100:+.2f} 个百分点。",
        f"Of the definitions that can be computed, {nearest['method'].replace('_', ' ')} comes nearest to the given {given:.2%}: "
        f"{nearest['value']:.2%}, {(given - nearest['value']) * 100:+.2f} pp away.",
    )]  # fmt: skip
    if not 0 < given < buys:
        return notes
    funds = _funds_part(snapshot)
    known_zh = f"；明细完整的最近一日 {funds[0]}，基金占 {funds[1]:.1%}" if funds else ""
    known_en = f"; on {funds[0]}, the latest day with whole detail, funds were {funds[1]:.1%}" if funds else ""
    mean = float(str(days["traded"].mean())) / 1e8
    notes.append(Note(
        f"要得到 {given:.2%}，分母须为中证全指成交额（日均 {mean:,.0f} 亿元）的 {buys / given:.3f} 倍，或融资买入中有 {1 - given / buys:.1%} "
        f"不计入（例如基金，其成交不在中证全指之内{known_zh}）。区间内没有明细与基金成交额，两者都不能证实。",
        f"To make {given:.2%} the denominator would have to be {buys / given:.3f} times the turnover of 中证全指 ({mean:,.0f} 亿元 a day), "
        f"or {1 - given / buys:.1%} of the financing buys would have to be left out (funds, say, whose turnover 中证全指 lacks{known_en}). "
        "Without detail and the turnover of funds in the window neither can be confirmed.",
    ))  # fmt: skip
    return notes


def _funds_part(snapshot: MarketSnapshot) -> tuple[date, float] | None:
    """The part of the financing buys that went into funds, on the latest day with whole detail."""
    rows = snapshot.table("margin_detail", start=snapshot.calendar.offset(snapshot.as_of.as_of, -5))
    whole = days_of_whole_detail(snapshot, rows, _EVERYWHERE, None)
    if whole.is_empty():
        return None
    day = whole.sort()[-1]
    bought = pl.col("financing_buy_amount").cast(pl.Float64).sum()
    held = rows.filter(pl.col("trade_date") == day)
    every, stocks = (float(part.select(bought).item()) for part in (held, stocks_only(held)))
    return (day, 1 - stocks / every) if every else None
