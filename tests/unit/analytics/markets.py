"""Small markets made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from liangrong.core.calendar import mainland
from liangrong.market.snapshot import MarketSnapshot

Rows = Sequence[Mapping[str, Any]]
D1, D2, D3 = date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30)


def total(exchange: str, day: date, **cells: Any) -> dict[str, Any]:
    """A row of ``market_totals``."""
    return {"exchange": exchange, "trade_date": day, **cells}


def of_security(security: str, day: date, **cells: Any) -> dict[str, Any]:
    """A row of any table by security and day."""
    return {"security_id": security, "trade_date": day, **cells}


def snapshot(as_of: date = D3, **tables: Rows) -> MarketSnapshot:
    """A market of the given rows."""
    return MarketSnapshot.of({name: pl.DataFrame(list(rows), infer_schema_length=None) for name, rows in tables.items()}, as_of)


def whole(values: Mapping[date, int], measure: str = "financing_balance") -> MarketSnapshot:
    """A market whose total is ``values``: all of it on SSE, and 0 elsewhere."""
    rows = [total(ex, day, **{measure: v if ex == "SSE" else 0}) for day, v in values.items() for ex in ("SSE", "SZSE", "BSE")]
    return snapshot(max(values), market_totals=rows)


def sessions(start: date, count: int) -> list[date]:
    """So many sessions from ``start`` on."""
    calendar = mainland()
    first = calendar.on_or_after(start)
    return [calendar.offset(first, n) for n in range(count)]
