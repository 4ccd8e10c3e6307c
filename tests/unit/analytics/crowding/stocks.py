"""A few stocks over some sessions, in round numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from liangrong.core.calendar import mainland
from liangrong.market.snapshot import MarketSnapshot

LAST = date(2026, 1, 30)
Figure = Callable[[int, int], Any]
"""A cell by the place of its stock and of its session."""


def days(count: int, last: date = LAST) -> list[date]:
    """So many sessions up to ``last``."""
    calendar = mainland()
    return [calendar.offset(last, step) for step in range(1 - count, 1)]


def codes(count: int) -> list[str]:
    """So many stocks of the main board of Shanghai."""
    return [f"600{place:03d}.SH" for place in range(count)]


def rows(securities: Sequence[str], sessions: Sequence[date], **figures: Figure) -> pl.DataFrame:
    """One row for each stock and session."""
    return pl.DataFrame(
        [
            {"security_id": name, "trade_date": day, **{key: figure(stock, row) for key, figure in figures.items()}}
            for stock, name in enumerate(securities)
            for row, day in enumerate(sessions)
        ],
        infer_schema_length=None,
    )


def market(tables: Mapping[str, pl.DataFrame], as_of: date = LAST) -> MarketSnapshot:
    """A snapshot of these tables."""
    return MarketSnapshot.of(tables, as_of)


def quotes(
    securities: Sequence[str], sessions: Sequence[date], *, turnover: Figure, close: Figure = lambda stock, row: 10
) -> pl.DataFrame:
    """Quotes whose prices stand still unless told otherwise."""
    prices: dict[str, Figure] = dict.fromkeys(("open", "high", "low", "close"), close)
    return rows(
        securities, sessions, **prices, previous_close=lambda stock, row: close(stock, max(0, row - 1)), turnover=turnover
    )
