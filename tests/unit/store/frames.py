"""Small tables for the store's tests."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

DAY = date(2025, 9, 30)
"""The last session before a week of holidays: its facts are assumed known on 2025-10-09."""
ASSUMED = datetime(2025, 10, 9, 1, 0, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def totals(
    balance: str | None = "100", *, day: date = DAY, exchange: str = "SSE", source: str = "sse", **cells: object
) -> pl.DataFrame:
    """One row of ``market_totals``."""
    row = {"exchange": exchange, "trade_date": day, "financing_balance": balance, "source": source, **cells}
    return pl.DataFrame([row], infer_schema_length=None)


def detail(day: date, securities: int, *, balance: int = 1_000, source: str = "sse") -> pl.DataFrame:
    """One whole day of ``margin_detail``."""
    return pl.DataFrame(
        {
            "security_id": [f"{600000 + number}.SH" for number in range(securities)],
            "trade_date": [day] * securities,
            "financing_balance": [balance + number for number in range(securities)],
            "source": [source] * securities,
        }
    )
