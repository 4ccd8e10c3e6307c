"""A small whole market made of straight lines: every figure can be worked out on paper. Shared by reports and commands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import polars as pl

from liangrong.core.calendar import mainland
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from liangrong.services.ingest import ingest
from liangrong.services.workspace import Workspace

FIRST, LAST = date(2010, 3, 31), date(2026, 1, 30)
BSE_FIRST = date(2023, 2, 13)
PEAK = date(2015, 6, 18)
CORNERS = (
    (FIRST, 4_000),
    (date(2014, 7, 1), 6_000),
    (PEAK, 22_600),
    (date(2016, 3, 1), 8_500),
    (date(2025, 1, 2), 18_000),
    (LAST, 27_000),
)
"""(session, financing of SSE and SZSE together in 亿元); straight lines over sessions in between."""
YI = 100_000_000


def financing(day: date) -> Decimal:
    """Financing of SSE and SZSE together on a session, in 元."""
    calendar = mainland()
    for (start, low), (end, high) in pairwise(CORNERS):
        if start <= day <= end:
            steps = calendar.count(start, end)
            return (Decimal(low) + Decimal(high - low) * calendar.count(start, day) / steps).quantize(Decimal("0.01")) * YI
    raise AssertionError(day)


def totals(first: date = FIRST, last: date = LAST, *, source: str = "") -> pl.DataFrame:
    """Rows of ``market_totals``: SSE has six tenths, SZSE four; the short balance is 1 % of financing."""
    days = mainland().between(first, last)
    rows = []
    for exchange, share in (("SSE", Decimal("0.6")), ("SZSE", Decimal("0.4"))):
        before: Decimal | None = None
        for day in days:
            balance = financing(day) * share
            buys = balance / 10
            repaid = None if before is None else before + buys - balance
            rows.append((exchange, day, balance, buys, repaid, balance / 100, f"{source}{exchange.lower()}"))
            before = balance
    rows += [
        ("BSE", day, Decimal(80 * YI), Decimal(4 * YI + n), Decimal(4 * YI + n), Decimal(YI), f"{source}bse")
        for n, day in enumerate(days)
        if day >= BSE_FIRST
    ]
    names = [
        "exchange",
        "trade_date",
        "financing_balance",
        "financing_buy_amount",
        "financing_repay_amount",
        "short_balance",
        "source",
    ]
    frame = pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
    money = [pl.col(name).cast(pl.Decimal(20, 3)) for name in names[2:6]]
    frame = frame.with_columns(money).with_columns(margin_trading_balance=pl.col("financing_balance") + pl.col("short_balance"))
    quantity = (pl.col("short_balance").cast(pl.Float64) / 10).cast(pl.Int64)
    return conform(table("market_totals"), frame.with_columns(short_quantity=quantity))


def statistics(first: date = date(2012, 10, 8), last: date = LAST, *, source: str = "csf") -> pl.DataFrame:
    """Rows of ``account_statistics``: the average maintenance ratio rises by 1/100,000 a session from 2.5."""
    days = mainland().between(first, last)
    frame = pl.DataFrame({
        "trade_date": days,
        "average_maintenance_ratio": [2.5 + n / 100_000 for n in range(len(days))],
        "financing_balance": [financing(day) for day in days],
    }, schema_overrides={"financing_balance": pl.Decimal(20, 3)})  # fmt: skip
    return conform(table("account_statistics"), frame, source=source)


def index(first: date = date(2014, 1, 2), last: date = LAST, *, source: str = "csindex") -> pl.DataFrame:
    """Rows of ``index_quotes``: the market turns over as much as its financing balance."""
    days = mainland().between(first, last)
    frame = pl.DataFrame({
        "trade_date": days,
        "turnover": [financing(day) for day in days],
        "close": [5000.0 + n / 10 for n in range(len(days))],
    }, schema_overrides={"turnover": pl.Decimal(20, 3)})  # fmt: skip
    return conform(table("index_quotes"), frame.with_columns(security_id=pl.lit("000985.SH")), source=source)


def frames(*, simulated: bool = False) -> dict[str, pl.DataFrame]:
    """All tables of the small market."""
    mark = "simulated:" if simulated else ""
    return {
        "market_totals": totals(source=mark),
        "account_statistics": statistics(source=f"{mark}csf"),
        "index_quotes": index(source=f"{mark}csindex"),
    }


def stored(path: Path, tables: dict[str, pl.DataFrame]) -> Path:
    """A store that holds these tables."""
    workspace = Workspace.open(path, create=True)
    ingest(workspace, tables, observed_at=datetime(2026, 3, 2, tzinfo=UTC))
    return path
