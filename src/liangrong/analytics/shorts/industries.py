"""Which 申万 industry each stock belongs to on a day."""

from __future__ import annotations

from datetime import date

import polars as pl

from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["industries_on"]


def industries_on(snapshot: MarketSnapshot, day: date) -> pl.DataFrame:
    """``security_id, industry``: the level-1 industry whose spell covers ``day``, one row for each stock that has one.

    A spell without an end lasts until the stock's next begins.

    Raises
    ------
    NoData
        No industry list is stored.

    Examples
    --------
    >>> rows = pl.DataFrame({"scheme": ["sw"], "security_id": ["600519.SH"], "from_date": [date(2021, 7, 30)],
    ...                      "group": ["340501"], "group_name": ["食品饮料"]})
    >>> industries_on(MarketSnapshot.of({"memberships": rows}, date(2026, 1, 30)), date(2026, 1, 30)).rows()
    [('600519.SH', '食品饮料')]
    """
    return snapshot.once(("industries on", day), lambda: _read(snapshot, day))


def _read(snapshot: MarketSnapshot, day: date) -> pl.DataFrame:
    spells = snapshot.table("memberships", keys={"scheme": ["sw"]}).sort("security_id", "from_date")
    if spells.is_empty():
        raise NoData(
            what="industry list",
            what_zh="行业成份名单",
            where="sw",
            where_zh="申万",
            nearest="none stored",
            nearest_zh="没有导入过",
        )
    held = (
        spells.filter(pl.col("from_date") <= day)
        .unique("security_id", keep="last", maintain_order=True)
        .filter(pl.col("to_date").is_null() | (pl.col("to_date") >= day))
    )
    classes = snapshot.table("industry_classes", keys={"scheme": ["sw"]})
    if classes.is_empty():
        return held.select("security_id", industry="group_name").drop_nulls()
    names = (
        classes.filter(pl.col("from_date") <= day).sort("from_date").unique("group", keep="last").select("group", "level1_name")
    )
    return (
        held.join(names, on="group", how="inner").select("security_id", industry="level1_name").drop_nulls().sort("security_id")
    )
