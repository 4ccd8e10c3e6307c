"""What securities are called: as the detail prints them, else as the newest directory does."""

from __future__ import annotations

import polars as pl

from liangrong.market.snapshot import MarketSnapshot
from liangrong.market.tables import table

__all__ = ["with_names"]


def with_names(snapshot: MarketSnapshot, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with a ``name`` behind ``security_id``; a later directory is as good, for names are identities and not market facts.

    Examples
    --------
    >>> from datetime import date
    >>> day = date(2026, 1, 30)
    >>> directory = pl.DataFrame({"security_id": ["600519.SH"], "trade_date": [day], "name": ["贵州茅台"]})
    >>> asked = pl.DataFrame({"security_id": ["600519.SH", "000001.SZ"]})
    >>> with_names(MarketSnapshot.of({"securities": directory}, day), asked)["name"].to_list()
    ['贵州茅台', None]
    """
    wanted = rows["security_id"].unique().to_list()
    printed = snapshot.table("margin_detail", start=snapshot.as_of.as_of, keys={"security_id": wanted})
    listed = snapshot.reader(table("securities"), None, snapshot.calendar.end, {"security_id": wanted})
    known = pl.concat([frame.select("security_id", "name", "trade_date") for frame in (listed.sort("trade_date"), printed)])
    names = known.drop_nulls("name").unique("security_id", keep="last", maintain_order=True).select("security_id", "name")
    found = rows.join(names, on="security_id", how="left", maintain_order="left")
    place = rows.columns.index("security_id") + 1
    return found.select(*rows.columns[:place], "name", *rows.columns[place:])
