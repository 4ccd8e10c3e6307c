"""Baskets of stocks over windows of equal length: their margin share of turnover, by three means that differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.changes import Printed
from liangrong.analytics.measures import MEASURES
from liangrong.analytics.ratios import ALL_SHARE_INDEX
from liangrong.analytics.scopes import MARKET
from liangrong.analytics.totals import total_series
from liangrong.core.errors import UsageError
from liangrong.core.results import Note
from liangrong.core.securities import SecurityId
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["Basket", "Comparison", "compare_baskets"]

MEANS: Final = ("mean_of_stock_days", "mean_of_stocks", "ratio_of_sums")
"""Every stock-day counts the same; every stock counts the same; every yuan counts the same."""


@dataclass(frozen=True, slots=True)
class Basket:
    """Stocks, or the whole market, in a window.

    Parameters
    ----------
    securities
        Codes; none for the whole market.
    given
        The share that somebody published for it, as a pure ratio within its rounding; shown as given, never as computed.
    """

    name: str
    start: date
    end: date
    securities: tuple[str, ...] = ()
    given: Printed | None = None


@dataclass(frozen=True)
class Comparison:
    """Baskets side by side.

    Parameters
    ----------
    rows
        ``basket, start_date, end_date, sessions, method, value, status, stock_days, difference_to_first_points``: one row for each
        mean that is known (``status`` ``computed``) and for the published figure (``given``); a basket of which nothing is known
        has one row ``missing``. The difference is that of the first basket less this one, by the same method, a pure number in
        percentage points.
    """

    rows: pl.DataFrame
    sources: tuple[str, ...]
    notes: tuple[Note, ...]


def compare_baskets(snapshot: MarketSnapshot, baskets: Sequence[Basket]) -> Comparison:
    """Financing buys over turnover of each basket in its own window, by three means, and what the first has more than the others.

    Parameters
    ----------
    baskets
        The first is the one that the others are compared with.

    Raises
    ------
    UsageError
        There is no basket, two share a name, or a window ends before it starts.
    InvalidSecurity
        A code cannot be one.

    Examples
    --------
    >>> given = [Basket("AI+", date(2025, 9, 11), date(2025, 9, 18), given=Printed.parse("15.95%")),
    ...          Basket("market", date(2025, 9, 11), date(2025, 9, 18), given=Printed.parse("11.08%"))]
    >>> found = compare_baskets(MarketSnapshot.of({}, date(2026, 1, 30)), given)
    >>> row = found.rows.filter(basket="market", method="given").row(0, named=True)
    >>> round(row["difference_to_first_points"], 4)
    0.0487
    """
    _check(baskets)
    pieces: list[dict[str, object]] = []
    notes: list[Note] = []
    sources: set[str] = set()
    for basket in baskets:
        sessions = snapshot.calendar.between(basket.start, basket.end)
        found = _stock_days(snapshot, basket) if basket.securities else _market_days(snapshot, basket)
        sources |= set(found["source"])
        notes += _gaps(basket, found, sessions)
        lead = {"basket": basket.name, "start_date": basket.start, "end_date": basket.end, "sessions": len(sessions)}
        whole = found.height and not (basket.securities and set(found["security_id"]) != set(_codes(basket)))
        if whole:
            shown = MEANS if basket.securities else ("mean_of_stock_days", "ratio_of_sums")
            pieces += [
                lead | {"method": name, "value": _mean(found, name), "status": "computed", "stock_days": found.height}
                for name in shown
            ]
        if basket.given is not None:
            value = float(basket.given.value)
            pieces.append(lead | {"method": "given", "value": value, "status": "given", "stock_days": None})
        if not whole and basket.given is None:
            pieces.append(lead | {"method": None, "value": None, "status": "missing", "stock_days": None})
    rows = pl.DataFrame(pieces, schema=_SCHEMA)
    first = rows.filter(pl.col("basket") == baskets[0].name).select("method", _first="value")
    difference = pl.when(pl.col("basket") != baskets[0].name).then(pl.col("_first") - pl.col("value"))
    rows = rows.join(first, on="method", how="left", maintain_order="left").with_columns(
        difference_to_first_points=difference
    ).drop("_first")  # fmt: skip
    lengths = {basket.name: len(snapshot.calendar.between(basket.start, basket.end)) for basket in baskets}
    if len(set(lengths.values())) > 1:
        listed, listed_en = (
            "、".join(f"{n} {k} 日" for n, k in lengths.items()),
            ", ".join(f"{n} {k}" for n, k in lengths.items()),
        )
        notes.append(Note(f"各区间的交易日数不同：{listed}。", f"The windows differ in their number of sessions: {listed_en}."))
    if any(basket.given is not None for basket in baskets):
        notes.append(Note(
            "标为“给定”的是已发表的数字，未经本程序计算；其分子分母口径未必与计算值相同。",
            "Rows marked given are published figures handed in, not computed here; their numerator and denominator may differ from ours.",
        ))  # fmt: skip
    return Comparison(rows, tuple(sorted(sources)), tuple(notes))


_SCHEMA: Final = {
    "basket": pl.String(), "start_date": pl.Date(), "end_date": pl.Date(), "sessions": pl.Int64(), "method": pl.String(),
    "value": pl.Float64(), "status": pl.String(), "stock_days": pl.Int64(),
}  # fmt: skip


def _codes(basket: Basket) -> list[str]:
    return [str(SecurityId.parse(code)) for code in basket.securities]


def _check(baskets: Sequence[Basket]) -> None:
    names = [basket.name for basket in baskets]
    if not names or len(set(names)) < len(names):
        raise UsageError(reason="name at least one basket, and each by its own name", reason_zh="至少给一个组合，且名称不能重复")
    for basket in baskets:
        if basket.end < basket.start:
            raise UsageError(
                reason=f"the window {basket.start}..{basket.end} of {basket.name} ends before it starts",
                reason_zh=f"{basket.name} 的区间 {basket.start}..{basket.end} 首尾颠倒",
            )


def _stock_days(snapshot: MarketSnapshot, basket: Basket) -> pl.DataFrame:
    """``security_id, date, bought, traded, source`` of each stock and day that both tables know."""
    keys = {"security_id": _codes(basket)}
    detail = snapshot.table("margin_detail", start=basket.start, end=basket.end, keys=keys)
    quotes = snapshot.table("quotes", start=basket.start, end=basket.end, keys=keys)
    bought, traded = (pl.col(name).cast(pl.Float64) for name in ("financing_buy_amount", "turnover"))
    return (
        detail.select("security_id", "trade_date", bought.alias("bought"), "source")
        .join(quotes.select("security_id", "trade_date", traded.alias("traded")), on=["security_id", "trade_date"])
        .filter(pl.col("bought").is_not_null(), pl.col("traded") > 0)
    )


def _market_days(snapshot: MarketSnapshot, basket: Basket) -> pl.DataFrame:
    buys = total_series(snapshot, MEASURES["financing_buy_amount"], MARKET, basket.start, basket.end)
    index = snapshot.table("index_quotes", start=basket.start, end=basket.end, keys={"security_id": [ALL_SHARE_INDEX]})
    return (
        buys.frame.select(trade_date="date", bought=pl.col("value").cast(pl.Float64))
        .join(index.select("trade_date", "source", traded=pl.col("turnover").cast(pl.Float64)), on="trade_date")
        .filter(pl.col("traded") > 0)
        .select(pl.lit("market").alias("security_id"), "trade_date", "bought", "source", "traded")
    )


def _mean(found: pl.DataFrame, method: str) -> float:
    share = pl.col("bought") / pl.col("traded")
    match method:
        case "mean_of_stock_days":
            value = found.select(share.mean())
        case "mean_of_stocks":
            value = found.group_by("security_id").agg(share.mean()).select(pl.exclude("security_id").mean())
        case _:
            value = found.select(pl.col("bought").sum() / pl.col("traded").sum())
    return float(value.item())


def _gaps(basket: Basket, found: pl.DataFrame, sessions: Sequence[date]) -> list[Note]:
    notes = []
    absent = sorted(set(_codes(basket)) - set(found["security_id"]))
    days = len(sessions) * max(len(basket.securities), 1)
    if absent or not found.height:
        who = ", ".join(absent)
        notes.append(Note(
            f"{basket.name}：{basket.start} 至 {basket.end} 缺两融明细或行情（margin_detail、quotes）：{who or '全市场'}，不计算；"
            "导入明细后可算。",
            f"{basket.name}: margin detail or quotes (margin_detail, quotes) are missing from {basket.start} to {basket.end} for "
            f"{who or 'the market'}, so nothing is computed; import them to have it.",
        ))  # fmt: skip
    elif found.height < days:
        notes.append(Note(
            f"{basket.name}：{days} 个股日中只知道 {found.height} 个。", f"{basket.name}: {found.height} of {days} stock-days are known."
        ))  # fmt: skip
    return notes
