"""A market of a few names given as arrays of sessions x names, so that every figure is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from liangrong.core.calendar import mainland
from liangrong.market.snapshot import MarketSnapshot

LAST = date(2026, 1, 30)


def sessions(count: int, last: date = LAST) -> list[date]:
    """The last ``count`` sessions up to ``last``."""
    calendar = mainland()
    return list(calendar.between(calendar.offset(last, 1 - count), last))


def long(days: Sequence[date], names: Sequence[str], **cells: Any) -> pl.DataFrame:
    """Rows of a table by security and day; a number stands for every cell, NaN for a row that is not there."""
    shape = (len(days), len(names))
    spread = {name: np.broadcast_to(np.asarray(values, dtype=float), shape).ravel() for name, values in cells.items()}
    frame = pl.DataFrame(
        {"security_id": list(names) * len(days), "trade_date": [day for day in days for _ in names], **spread}
    )  # fmt: skip
    return frame.filter(~pl.all_horizontal(pl.col(list(cells)).is_nan())).with_columns(pl.col(list(cells)).fill_nan(None))


def market(
    days: Sequence[date],
    names: Sequence[str],
    quantity: Any,
    *,
    close: Any = 10.0,
    previous: Any = None,
    volume: Any = 1000.0,
    low: Any = None,
    sold: Any = 0.0,
    returned: Any = np.nan,
    **tables: pl.DataFrame | Sequence[Mapping[str, Any]],
) -> MarketSnapshot:
    """A market whose every exchange has published its whole list."""
    shape = (len(days), len(names))
    price = np.broadcast_to(np.asarray(close, dtype=float), shape)
    before = np.vstack([price[:1], price[:-1]]) if previous is None else np.broadcast_to(np.asarray(previous, float), shape)
    whole = np.broadcast_to(np.asarray(volume, dtype=float), shape)
    lowest = np.minimum(price, before) if low is None else low
    quotes = long(
        days, names, open=price, high=price, low=lowest, close=price, previous_close=before, volume=whole, turnover=price * whole
    )
    detail = long(
        days, names, short_quantity=quantity, short_sell_quantity=sold, short_repay_quantity=returned, financing_buy_amount=100.0,
        short_balance=np.broadcast_to(np.asarray(quantity, dtype=float), shape) * price,
    )  # fmt: skip
    by_exchange = [
        {"exchange": exchange, "trade_date": day, "financing_buy_amount": 100 * sum(name.endswith(suffix) for name in names)}
        for day in days
        for exchange, suffix in (("SSE", ".SH"), ("SZSE", ".SZ"), ("BSE", ".BJ"))
    ]
    given = {name: rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(list(rows)) for name, rows in tables.items()}
    made = {"margin_detail": detail, "quotes": quotes, "market_totals": pl.DataFrame(by_exchange)}
    return MarketSnapshot.of(made | given, days[-1])
