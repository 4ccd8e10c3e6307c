"""What securities are called: as the detail prints them, else as the newest directory does."""

from __future__ import annotations

import polars as pl

from liangrong.analytics.scopes import directory
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["with_names"]


def with_names(snapshot: MarketSnapshot, rows: pl.DataFrame, key: str = "security_id") -> pl.DataFrame:
    """The rows with a ``name`` behind the column that holds the codes; null where nobody names a security.

    A later directory is as good, for names are identities and not market facts.

    Examples
    --------
    >>> from datetime import date
    >>> day = date(2026, 1, 30)
    >>> listed = pl.DataFrame({"security_id": ["600519.SH"], "trade_date": [day], "name": ["贵州茅台"]})
    >>> asked = pl.DataFrame({"security_id": ["600519.SH", "000001.SZ"]})
    >>> with_names(MarketSnapshot.of({"securities": listed}, day), asked)["name"].to_list()
    ['贵州茅台', None]
    """
    known = snapshot.once("security names", lambda: _known(snapshot)).rename({"security_id": key})
    found = rows.drop("name", strict=False).join(known, on=key, how="left", maintain_order="left")
    place = rows.columns.index(key) + 1
    others = [name for name in rows.columns if name != "name"]
    return found.select(*others[:place], "name", *others[place:])


def _known(snapshot: MarketSnapshot) -> pl.DataFrame:
    printed = snapshot.table("margin_detail", start=snapshot.as_of.as_of)
    both = [frame.select("security_id", "name", "trade_date") for frame in (directory(snapshot).sort("trade_date"), printed)]
    return pl.concat(both).drop_nulls("name").unique("security_id", keep="last", maintain_order=True).drop("trade_date")
