"""Small worlds of arrays: a few names over consecutive sessions, and lines of one value a session."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.core.calendar import mainland
from liangrong.market.snapshot import MarketSnapshot

LAST = date(2026, 1, 30)


def sessions(count: int, last: date = LAST) -> list[date]:
    """The last so many sessions."""
    return list(mainland().between(mainland().offset(last, 1 - count), last))


def names(count: int) -> list[str]:
    """Main-board names of Shanghai."""
    return [f"{600000 + n:06d}.SH" for n in range(count)]


def long(days: list[date], codes: list[str], **cells: NDArray[np.float64]) -> pl.DataFrame:
    """Arrays of sessions x names as rows; cells that are NaN are null, rows that are all NaN are left out."""
    frame = pl.DataFrame(
        {
            "security_id": codes * len(days),
            "trade_date": [day for day in days for _ in codes],
            **{name: values.ravel() for name, values in cells.items()},
        }
    )
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None)).filter(
        ~pl.all_horizontal(pl.col(name).is_null() for name in cells)
    )


def quotes(days: list[date], codes: list[str], returns: NDArray[np.float64], turnover: NDArray[np.float64]) -> pl.DataFrame:
    """Rows of ``quotes`` whose daily returns are these, from 10 元."""
    close = 10 * np.cumprod(1 + returns, axis=0)
    before = np.vstack([close[:1] / (1 + returns[:1]), close[:-1]])
    return long(days, codes, close=close.round(3), previous_close=before.round(3), turnover=turnover)


def index_market(levels: list[float], last: date = LAST, opens: list[float] | None = None) -> MarketSnapshot:
    """The CSI 300 with these closes on the last sessions."""
    days = sessions(len(levels), last)
    columns = {"security_id": ["000300.SH"] * len(days), "trade_date": days, "close": levels}
    return MarketSnapshot.of({"index_quotes": pl.DataFrame(columns | ({"open": opens} if opens else {}))}, days[-1])
