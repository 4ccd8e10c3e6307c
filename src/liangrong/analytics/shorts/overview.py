"""The short side on one page: the cards of a session, and the months that led to it."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.scopes import Baskets, Scope
from liangrong.analytics.shorts.cards import short_cards
from liangrong.analytics.shorts.trend import MARKS, short_trend
from liangrong.core.results import Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["MONTHS", "short_overview"]

MONTHS: Final = 24
"""So many months are shown before the session."""


def short_overview(
    snapshot: MarketSnapshot,
    scope: str | Scope = "market",
    *,
    day: date | None = None,
    start: date | None = None,
    baskets: Baskets | None = None,
) -> Result:
    """The cards of a session, then the last session of each month before it.

    Parameters
    ----------
    day
        The session; by default the snapshot's.
    start
        A day of the first month whose change is shown; by default two years back. The session before that month is the last row.

    Returns
    -------
    Result
        The rows of ``short_cards``, then one row with the card ``month`` for each month, newest first: its ``value`` is the change of
        the balance since the row below. Besides the lists ``MARKS``: the decrees that came into force since the row
        below.

    Raises
    ------
    NoData
        The short balance of the day is not known.

    Examples
    --------
    >>> days = [date(2024, 6, 28), date(2024, 7, 31)]
    >>> rows = pl.DataFrame({"exchange": ["SSE"] * 2, "trade_date": days, "short_balance": [50, 40]})
    >>> page = short_overview(MarketSnapshot.of({"market_totals": rows}, days[1]), "SSE").data
    >>> page.filter(pl.col("card") == "month").select("date", pl.col("value").round(4), "mark").row(0)
    (datetime.date(2024, 7, 31), -0.2, ['1', '2'])
    """
    on = day or snapshot.as_of.as_of
    cards = short_cards(snapshot, scope, day=on, baskets=baskets)
    month = (start or date(on.year - MONTHS // 12, on.month, 1)).replace(day=1)
    first = snapshot.calendar.previous(month)
    trend = short_trend(snapshot, scope, start=first, end=on, baskets=baskets)
    months = _months(trend.data)
    data = pl.concat([cards.data, months], how="diagonal")
    sources = tuple(sorted({*cards.source, *trend.source}))
    notes = dict.fromkeys((*cards.warnings, *trend.warnings))
    return Result(data=data, unit="1", as_of=cards.as_of, known_at=cards.known_at, source=sources).warn(*notes)


def _months(trend: pl.DataFrame) -> pl.DataFrame:
    """The last row of each month in the shape of a card, newest first, with the marks of the sessions since the row before."""
    months = (
        trend.sort("date")
        .group_by(pl.col("date").dt.truncate("1mo").alias("_month"), maintain_order=True)
        .agg(
            pl.col("date").last(), pl.col("scope", "short_balance", "short_quantity").last(), pl.col(MARKS).drop_nulls().explode()
        )
    )

    def change(name: str) -> pl.Expr:
        before = pl.col(name).shift(1).cast(pl.Float64)
        return pl.when(before > 0).then(pl.col(name).cast(pl.Float64) / before - 1)

    return months.select(
        "date",
        "scope",
        pl.lit("month").alias("card"),
        change("short_balance").alias("value"),
        pl.lit("1").alias("unit"),
        "short_balance",
        pl.col("date").shift(1).alias("base_date"),
        pl.col("short_balance").shift(1).alias("base_value"),
        change("short_quantity").alias("quantity_change"),
        pl.lit("market_totals").alias("basis"),
        pl.lit("complete").alias("status"),
        *(pl.when(pl.col(name).list.len() > 0).then(pl.col(name)).alias(name) for name in MARKS),
    ).reverse()
