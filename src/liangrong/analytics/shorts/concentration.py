"""In which industries the shorts are, and how concentrated they are."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.scopes import MARKET
from liangrong.analytics.shorts.industries import industries_on
from liangrong.analytics.shorts.order import first_out_of_order
from liangrong.analytics.shorts.table import shorted
from liangrong.core.results import Note, Result
from liangrong.core.units import Unit, display
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["UNCLASSIFIED", "industry_shorts"]

UNCLASSIFIED: Final = "unclassified"
"""Stocks that the industry list does not map."""
TOP: Final = 5


def industry_shorts(snapshot: MarketSnapshot, *, on: date | None = None) -> Result:
    """The short balance of the market's stocks by 申万 level-1 industry.

    Returns
    -------
    Result
        One row for each industry, largest first, ``unclassified`` last: ``date, rank, industry, short_balance, share`` (of all
        stocks' short balance), ``securities`` (stocks with shorts), ``largest`` and ``share_of_largest`` (the most shorted stock and its
        share of the industry), and, the same in each row, ``hhi`` and ``top_5_share`` over the classified stocks' balance (hhi: the
        sum of squared shares, 1 when all is in one industry) and ``top_5_stocks_share`` (of all stocks' balance).

    Raises
    ------
    NoData
        The detail of the session is not whole, or no industry list is stored.

    References
    ----------
    Herfindahl-Hirschman index: Hirschman, "The Paternity of an Index", American Economic Review 54 (1964).

    Examples
    --------
    >>> from liangrong.simulation.market import SimulatedMarket
    >>> made = SimulatedMarket.generate()
    >>> market = MarketSnapshot.of({name: made.table(name) for name in made.tables}, date(2026, 1, 30))
    >>> round(industry_shorts(market).data["share"].sum(), 9)
    1.0
    """
    day = on or snapshot.as_of.as_of
    stocks, funds = shorted(snapshot, MARKET, day)
    known = stocks.filter(pl.col("short_balance").is_not_null())
    placed = known.join(industries_on(snapshot, day), on="security_id", how="left", maintain_order="left").with_columns(
        pl.col("industry").fill_null(UNCLASSIFIED)
    )
    balance = pl.col("short_balance").cast(pl.Float64)
    whole = float(placed.select(balance.sum()).item())
    lead = pl.col("security_id").sort_by("short_balance", "security_id", descending=[True, False]).first()
    groups = (
        placed.group_by("industry")
        .agg(
            pl.col("short_balance").sum().cast(MONEY),
            share=balance.sum() / whole,
            securities=pl.len().cast(pl.Int64),
            largest=lead,
            share_of_largest=balance.max() / balance.sum(),
        )
        .sort(pl.col("industry") == UNCLASSIFIED, -pl.col("short_balance"), "industry")
    )
    industries = groups.filter(pl.col("industry") != UNCLASSIFIED)
    shares = industries["share"] / industries["share"].sum()
    rows = groups.with_columns(
        date=pl.lit(day),
        rank=pl.when(pl.col("industry") != UNCLASSIFIED).then(pl.int_range(1, pl.len() + 1)),
        hhi=pl.lit(float((shares**2).sum()) if len(shares) else None, dtype=pl.Float64),
        top_5_share=pl.lit(float(shares.head(TOP).sum()) if len(shares) else None, dtype=pl.Float64),
        top_5_stocks_share=pl.lit(float(placed.select((balance / whole).top_k(TOP).sum()).item())),
    ).select(
        "date", "rank", "industry", "short_balance", "share", "securities", "largest", "share_of_largest", "hhi", "top_5_share",
        "top_5_stocks_share",
    )  # fmt: skip
    assert first_out_of_order(industries["industry"].to_list(), industries["short_balance"].to_list()) is None, "sorted above"
    return Result(
        data=rows, as_of=snapshot.as_of.as_of, known_at=snapshot.as_of.known_at,
        source=tuple(stocks["source"].unique().sort()),
    ).warn(*_notes(snapshot, rows, stocks, known, funds, day))  # fmt: skip


def _notes(
    snapshot: MarketSnapshot, rows: pl.DataFrame, stocks: pl.DataFrame, known: pl.DataFrame, funds: pl.DataFrame, day: date
) -> list[Note]:
    said = rows.row(0, named=True)
    notes = []
    if said["hhi"] is not None:
        notes.append(
            Note(
                f"集中度：行业 HHI {said['hhi']:.4f}（全在一个行业为 1），前五行业 {said['top_5_share']:.2%}；前五股票 "
                f"{said['top_5_stocks_share']:.2%}。",
                f"Concentration: HHI of industries {said['hhi']:.4f} (1 when all is in one), five industries {said['top_5_share']:.2%}; "
                f"five stocks {said['top_5_stocks_share']:.2%}.",
            )
        )
    unmapped = rows.filter(pl.col("industry") == UNCLASSIFIED)
    newest = max(snapshot.table("memberships", keys={"scheme": ["sw"]}, end=day)["from_date"].to_list(), default=None)
    if unmapped.height:
        count, amount = unmapped["securities"].item(), unmapped["short_balance"].item()
        zh, en = (display(amount, Unit.YUAN, lang) for lang in ("zh", "en"))
        notes.append(
            Note(
                f"{count} 只股票（{zh}）不在行业名单内，单列；集中度只按已归类部分计算。名单最近一次变动在 {newest}。",
                f"{count} stocks ({en}) are in no industry and stand apart; concentration is that of the others. The list last changed "
                f"on {newest}.",
            )
        )
    if stocks.height > known.height:
        lost = stocks.height - known.height
        notes.append(
            Note(
                f"{lost} 只有融券余量而没有余额（当日无收盘价），未计入。",
                f"{lost} have a short quantity but no balance (no close that day) and are left out.",
            )
        )
    if funds.height:
        zh, en = (display(funds["short_balance"].sum(), Unit.YUAN, lang) for lang in ("zh", "en"))
        notes.append(
            Note(
                f"{funds.height} 只基金的融券余额 {zh} 不属于任何行业，未计入。",
                f"{funds.height} funds with {en} belong to no industry.",
            )
        )
    return notes
