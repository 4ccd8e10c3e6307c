"""A market of one security whose every figure can be worked out by hand, and others beside it."""

from __future__ import annotations

from datetime import date

import polars as pl

from liangrong.core.calendar import mainland
from liangrong.market.snapshot import MarketSnapshot

DAY = date(2026, 1, 30)
CODE = "600519.SH"
OTHER = "600036.SH"
CAP = 1_000_000_000


def days(count: int, end: date = DAY) -> list[date]:
    """The last sessions up to a day."""
    return list(mainland().between(mainland().back(end, count - 1), end))


def quotes(closes: list[float], previous: list[float] | None = None, *, code: str = CODE) -> pl.DataFrame:
    """Quotes of the last sessions; each previous close is the close before unless given."""
    before = previous or [closes[0], *closes[:-1]]
    return pl.DataFrame({
        "security_id": code, "trade_date": days(len(closes)), "open": before, "high": closes, "low": closes, "close": closes,
        "previous_close": before, "volume": 1_000, "turnover": 1_000_000,
    })  # fmt: skip


def margin(balances: list[int], *, code: str = CODE, **columns: object) -> pl.DataFrame:
    """Margin detail of the last sessions; buys are a tenth of the balance and repayments are left to be derived."""
    rows = {
        "security_id": code,
        "trade_date": days(len(balances)),
        "financing_balance": balances,
        "financing_buy_amount": [b // 10 for b in balances],
    }
    return pl.DataFrame({**rows, "short_quantity": 100, **columns})


def caps(count: int, *, code: str = CODE) -> pl.DataFrame:
    """A float cap of a thousand million on each of the last sessions."""
    return pl.DataFrame({"security_id": code, "trade_date": days(count), "float_cap": CAP})


def market(**tables: pl.DataFrame) -> MarketSnapshot:
    """A snapshot on the last day."""
    return MarketSnapshot.of(tables, DAY)
