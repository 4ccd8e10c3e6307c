"""Which 申万 industry each stock belongs to on a day."""

from __future__ import annotations

from datetime import date

import polars as pl

from liangrong.analytics.scopes import industry_spells
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["industries_on"]


def industries_on(snapshot: MarketSnapshot, day: date) -> pl.DataFrame:
    """``security_id, industry``: the level-1 industry whose spell covers ``day``, one row for each stock that has one.

    Spells are those of ``scopes.industry_spells``.

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
    spells = industry_spells(snapshot)
    if spells.is_empty():
        raise NoData(
            what="industry list",
            what_zh="行业成份名单",
            where="sw",
            where_zh="申万",
            nearest="none stored",
            nearest_zh="没有导入过",
        )
    lasting = pl.col("to_date").is_null() | (pl.col("to_date") >= day)
    return (
        spells.filter(pl.col("from_date") <= day, lasting)
        .unique("security_id", keep="last", maintain_order=True)
        .select("security_id", industry=pl.coalesce("level1_name", "group_name"))
        .drop_nulls()
    )
