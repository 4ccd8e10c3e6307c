"""A store whose financing balance is whatever a test says, session by session."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.calendar import mainland
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from liangrong.services.workspace import Workspace

DAYS = mainland().between(date(2026, 1, 5), date(2026, 1, 30))
YI = 100_000_000
_CLOCK = count()


def put(workspace: Workspace, financing: Mapping[date, float]) -> Workspace:
    """Store, or revise, the financing balance of the market in 亿元; SZSE and BSE have one 亿 each."""
    rows = [
        (exchange, day, int((value - 2) * YI) if exchange == "SSE" else YI)
        for day, value in financing.items()
        for exchange in ("SSE", "SZSE", "BSE")
    ]
    frame = pl.DataFrame(rows, schema=["exchange", "trade_date", "financing_balance"], orient="row")
    money = pl.col("financing_balance").cast(pl.Decimal(20, 3))
    frame = frame.with_columns(money, margin_trading_balance=money, short_balance=pl.lit(0).cast(pl.Decimal(20, 3)))
    _append(workspace, "market_totals", frame)
    return workspace


def quote(workspace: Workspace, security: str, closes: Mapping[date, float]) -> Workspace:
    """Store closing prices of a security."""
    frame = pl.DataFrame(
        {
            "security_id": [security] * len(closes),
            "trade_date": list(closes),
            "close": [float(close) for close in closes.values()],
        }
    )
    _append(workspace, "quotes", frame.with_columns(pl.col("close").cast(table("quotes").schema["close"])))
    return workspace


def _append(workspace: Workspace, name: str, frame: pl.DataFrame) -> None:
    seen = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=next(_CLOCK))
    workspace.store.append(name, conform(table(name), frame, source="file"), observed_at=seen)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A store without a row."""
    return Workspace.open(tmp_path / "store", create=True)
