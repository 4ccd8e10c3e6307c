"""Levels of an index on the sessions of the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from liangrong.analytics.heat.prices import Prices, prices
from liangrong.core.calendar import mainland
from liangrong.market.snapshot import MarketSnapshot

FIRST = date(2015, 1, 5)
CODE = "000985.SH"


def sessions(count: int, first: date = FIRST) -> list[date]:
    calendar = mainland()
    return list(calendar.between(first, calendar.offset(first, count - 1)))


def of_closes(closes: Sequence[float | None], **columns: Sequence[float | None]) -> Prices:
    """The prices of an index with these closes on neighbouring sessions; ``None`` has no row."""
    days = sessions(len(closes))
    rows = pl.DataFrame(
        {"security_id": CODE, "trade_date": days, "close": closes, **columns},
        schema_overrides={"close": pl.Float64, **dict.fromkeys(columns, pl.Float64)},
        strict=False,
    )
    return prices(MarketSnapshot.of({"index_quotes": rows.filter(pl.col("close").is_not_null())}, days[-1]), CODE)
