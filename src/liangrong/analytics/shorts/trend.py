"""The short balance over time, with the decrees that concern it on the sessions on which they came into force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.levels import series
from liangrong.analytics.scopes import Baskets, Scope
from liangrong.analytics.series import Series
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.events import PolicyEvent, events

__all__ = ["MARKS", "concerns_shorts", "short_trend"]

_BOTH_SIDES: Final = re.compile("融资融券")
_SHORT_SIDE: Final = re.compile("融券|出借|还券")
BALANCE, QUANTITY = "short_balance", "short_quantity"
MARKS: Final = ("mark", "decree", "decree_date", "title_zh", "title_en")
"""Lists: the decrees that a row is marked with, by number, short name, first session in force and title."""


def concerns_shorts(event: PolicyEvent) -> bool:
    """Whether a decree concerns short selling: its Chinese title names 融券, 出借 or 还券, once 融资融券 is taken out.

    Decrees on both sides alike (the pilot, longer lists, 转融通 as a whole) are not marked.

    Examples
    --------
    >>> [event.event for event in events() if concerns_shorts(event)][-1]
    'securities_refinancing_closed'
    """
    return _SHORT_SIDE.search(_BOTH_SIDES.sub("", event.title_zh)) is not None


def short_trend(
    snapshot: MarketSnapshot,
    scope: str | Scope = "market",
    *,
    start: date | None = None,
    end: date | None = None,
    monthly: bool = False,
    baskets: Baskets | None = None,
) -> Result:
    """融券余额 and 融券余量 of a scope, session by session, with the decrees on the short side.

    Parameters
    ----------
    start, end
        Sessions, both included; open ends reach as far as the data.
    monthly
        Only the last known session of each month, and the sessions with a mark.

    Returns
    -------
    Result
        ``date, scope, short_balance, short_quantity, balance_change`` (against the session before, null after a gap),
        ``quantity_change_ratio`` and ``balance_change_ratio`` (against the first session shown), and lists of the decrees that
        came into force on this session, or on one before it whose figures are not known, null where there are none: ``mark`` (their
        numbers), ``decree, decree_date, title_zh, title_en``.

    Raises
    ------
    NoData
        Nothing is known in the window.

    Examples
    --------
    >>> days = [date(2024, 7, 10), date(2024, 7, 11)]
    >>> rows = pl.DataFrame({"exchange": ["SSE"] * 2, "trade_date": days, "short_balance": [50, 40], "short_quantity": [5, 4]})
    >>> short_trend(MarketSnapshot.of({"market_totals": rows}, days[1]), "SSE").data.select("mark", "decree").rows()
    [(None, None), (['1'], ['securities_refinancing_suspended'])]
    """
    balance = series(snapshot, BALANCE, scope, start=start, end=end, baskets=baskets)
    if balance.frame.is_empty():
        raise series(snapshot, BALANCE, scope, baskets=baskets).no_data(end or start, *balance.notes)
    quantity = series(snapshot, QUANTITY, balance.scope, start=start, end=end, baskets=baskets)
    rows = _levels(snapshot, balance, quantity)
    rows = rows.join(_marks(rows["date"].to_list()), on="date", how="left", maintain_order="left")
    if monthly:
        is_last = pl.col("date") == pl.col("date").max().over(pl.col("date").dt.truncate("1mo"))
        rows = rows.filter(is_last | pl.col("mark").is_not_null() | (pl.col("date") == pl.col("date").min()))
    return Result(
        data=rows, as_of=snapshot.as_of.as_of, known_at=snapshot.as_of.known_at,
        source=tuple(sorted({*balance.sources, *quantity.sources})),
    ).warn(*dict.fromkeys((*balance.notes, *quantity.notes, *_notes(rows))))  # fmt: skip


def _levels(snapshot: MarketSnapshot, balance: Series, quantity: Series) -> pl.DataFrame:
    sessions = pl.DataFrame({"date": snapshot.calendar.sessions}).with_row_index("_session")
    rows = (
        balance.frame.select("date", short_balance="value")
        .join(quantity.frame.select("date", short_quantity="value"), on="date", how="left", maintain_order="left")
        .join(sessions, on="date", how="inner", maintain_order="left")
    )
    follows = pl.col("_session").cast(pl.Int64).diff() == 1

    def against_first(name: str) -> pl.Expr:
        first = pl.col(name).drop_nulls().first().cast(pl.Float64)
        return pl.when(first > 0).then(pl.col(name).cast(pl.Float64) / first - 1)

    return rows.select(
        "date",
        pl.lit(str(balance.scope)).alias("scope"),
        BALANCE,
        QUANTITY,
        balance_change=pl.when(follows).then(pl.col(BALANCE).diff()).cast(rows.schema[BALANCE]),
        balance_change_ratio=against_first(BALANCE),
        quantity_change_ratio=against_first(QUANTITY),
    )


def _marks(days: Sequence[date]) -> pl.DataFrame:
    """``date`` and lists of marks, each decree on its first session, or on the first known one after it."""
    inside = [event for event in events() if concerns_shorts(event) and days[0] <= event.date <= days[-1]]
    numbered = [
        (next(day for day in days if day >= event.date), str(number), event.event, event.date, event.title_zh, event.title_en)
        for number, event in enumerate(inside, start=1)
    ]
    schema = {"date": pl.Date, **dict.fromkeys(MARKS, pl.String), "decree_date": pl.Date}
    frame = pl.DataFrame(numbered, schema=schema, orient="row")
    return frame.group_by("date", maintain_order=True).agg(MARKS)


def _notes(rows: pl.DataFrame) -> list[Note]:
    first, last = rows.row(0, named=True), rows.row(-1, named=True)
    notes = []
    if rows["mark"].null_count() < rows.height:
        notes.append(
            Note(
                "标号：政策标题（去掉“融资融券”）含“融券”“出借”或“还券”者，标在施行后首个交易日；先后不等于因果。",
                "Numbers mark decrees whose Chinese title, without 融资融券, names 融券, 出借 or 还券, on the first session in force; "
                "before is not because.",
            )
        )
    by_balance, by_quantity = last["balance_change_ratio"], last["quantity_change_ratio"]
    if rows.height > 1 and by_balance is not None and by_quantity is not None:
        notes.append(
            Note(
                f"{first['date']} 至 {last['date']}：余额 {by_balance:+.2%}，余量 {by_quantity:+.2%}；二者之差来自价格与券种。",
                f"From {first['date']} to {last['date']}: balance {by_balance:+.2%}, quantity {by_quantity:+.2%}; prices and the mix of "
                "securities make the difference.",
            )
        )
    return notes
