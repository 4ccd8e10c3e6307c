"""The accounts of margin investors, from the account statistics alone (中证金融, 融资融券账户统计).

Individuals and institutions are accounts that exist, trading ones traded on the day, indebted ones owe at its close: four
populations of one table. The only ratio formed is within that table and day. Accounts opened anew are another statistic.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from liangrong.core.errors import NoData
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["COUNTS", "NEW_ACCOUNTS", "accounts"]

COUNTS: Final = ("individual_investors", "institutional_investors", "trading_investors", "indebted_investors")
NEW_ACCOUNTS: Final = Note(
    "新开户数没有对应的数据表，库中不存；账户数之差含销户，不是新开户数。",
    "Newly opened accounts have no table here and are not stored; a difference of account counts is net of closures and is not it.",
)


def accounts(snapshot: MarketSnapshot, *, start: date, end: date) -> Result:
    """Account counts between two days, one row for each published session.

    Returns
    -------
    Result
        ``date``, the four counts, and ``indebted_share``: indebted over individual plus institutional accounts of the same row.

    Raises
    ------
    NoData
        No count is stored between the two days; the error says whether the table has other figures.
    """
    rows = snapshot.table("account_statistics", start=start, end=end)
    known = rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in COUNTS))
    if known.is_empty():
        raise _no_counts(snapshot, rows, start, end)
    everyone = pl.col("individual_investors") + pl.col("institutional_investors")
    data = known.select(
        pl.col("trade_date").alias("date"), *COUNTS, pl.when(everyone > 0).then(pl.col("indebted_investors") / everyone).alias("indebted_share")
    )  # fmt: skip
    view = snapshot.as_of
    sources = tuple(known["source"].unique().sort())
    return Result(data, as_of=view.as_of, known_at=view.known_at, source=sources).warn(NEW_ACCOUNTS)


def _no_counts(snapshot: MarketSnapshot, rows: pl.DataFrame, start: date, end: date) -> NoData:
    whole = snapshot.table("account_statistics")
    days: list[date] = whole.filter(pl.any_horizontal(pl.col(n).is_not_null() for n in COUNTS))["trade_date"].to_list()
    nearest = min(days, key=lambda day: (abs((day - end).days), day), default=None)
    others = ", ".join(rows["source"].unique().sort())
    why = Note(
        f"账户统计在此区间有 {rows.height} 行（{others}），但只有余额与维持担保比例，没有户数。",
        f"The account statistics have {rows.height} rows here ({others}), with balances and maintenance ratios but no counts.",
    )
    hints = {"hint": f"{why.en} {NoData.hint_en}", "hint_zh": f"{why.zh}{NoData.hint_zh}"} if rows.height else {}
    return NoData(
        what="account counts", what_zh="账户数", where=f"{start}..{end}", where_zh=f"{start} 至 {end}",
        nearest=f"{nearest}" if nearest else "no day at all", nearest_zh=f"{nearest}" if nearest else "没有任何一天", **hints,
    )  # fmt: skip
