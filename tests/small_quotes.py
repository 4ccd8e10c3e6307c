"""Quotes of two stocks made of straight lines, for strategies to live through."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import polars as pl

from liangrong.core.calendar import mainland
from liangrong.market.schemas import conform
from liangrong.market.tables import table

FLAT, FALLING = "601318.SH", "600519.SH"
FIRST, LAST = date(2024, 1, 2), date(2024, 3, 15)
"""48 sessions."""


def quotes(*, source: str = "qmt") -> pl.DataFrame:
    """One stock stays at 40.00; the other stands at 1,000 for ten sessions, then falls by 5 % a session for ten, then stays."""
    rows, level = [], D(1000)
    for place, day in enumerate(mainland().between(FIRST, LAST)):
        before, level = level, level if not 10 <= place < 20 else (level * D("0.95")).quantize(D("0.01"))
        rows += [(FLAT, day, D(40), D(40), D(40)), (FALLING, day, before, level, before)]
    names = ["security_id", "trade_date", "open", "close", "previous_close"]
    frame = pl.DataFrame(rows, schema=names, orient="row").with_columns(pl.col(names[2:]).cast(pl.Decimal(20, 3)))
    return conform(table("quotes"), frame, source=source)
