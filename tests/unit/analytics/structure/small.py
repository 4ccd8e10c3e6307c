"""A market of six securities on three exchanges over three sessions, every figure of which fits on a sheet of paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from liangrong.market.snapshot import MarketSnapshot

D1, D2, D3 = date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30)
MAIN, STAR, FUND, SHENZHEN, CHINEXT, BEIJING = "600000.SH", "688001.SH", "510300.SH", "000001.SZ", "300001.SZ", "920001.BJ"
EXCHANGES = {"SH": "SSE", "SZ": "SZSE", "BJ": "BSE"}

Cells = tuple[int | None, int | None, int | None]
"""Balance, buys, repayments of a session."""

PATHS: Mapping[str, Sequence[Cells | None]] = {
    MAIN: [(100, 10, 5), (110, 20, 10), (130, 30, 10)],
    STAR: [(50, 5, 5), (40, 5, 15), (45, 10, 5)],
    FUND: [(20, 2, 1), (25, 6, 1), (22, 1, 4)],
    SHENZHEN: [(200, 20, None), (190, 10, None), (220, 40, None)],
    CHINEXT: [(80, 8, None), (90, 15, None), (60, 5, None)],
    BEIJING: [(10, 1, 2), (11, 2, 30), (13, 3, 40)],
}
"""By repayments over D2..D3: main 30, STAR -5, fund 2; SSE 27. By balances over D2..D3: main 30, STAR -5, fund 2, Shenzhen 20,
ChiNext -20, Beijing 3. The repayments of Beijing contradict its balances: 5 - 70 = -65."""

MEMBERSHIPS = [
    ("sw", MAIN, date(2020, 1, 1), None, "110000", "农林牧渔"),
    ("sw", STAR, date(2020, 1, 1), D2, "110000", "农林牧渔"),
    ("sw", STAR, D3, None, "270000", "电子"),
    ("sw", SHENZHEN, date(2020, 1, 1), None, "270000", "电子"),
    ("index:000300.SH", MAIN, date(2020, 1, 1), None, "000300.SH", None),
]


def detail(paths: Mapping[str, Sequence[Cells | None]] = PATHS, days: Sequence[date] = (D1, D2, D3)) -> pl.DataFrame:
    """Rows of ``margin_detail``; ``None`` leaves a security out of a day's list."""
    rows = [
        (name, day, *cells) for name, path in paths.items() for day, cells in zip(days, path, strict=True) if cells is not None
    ]
    columns = ["security_id", "trade_date", "financing_balance", "financing_buy_amount", "financing_repay_amount"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def totals(rows: pl.DataFrame, changed: Mapping[tuple[str, date], Mapping[str, Any]] | None = None) -> pl.DataFrame:
    """The exchanges' own totals: the sums of the lists, unless something else is said of a day."""
    repaid = pl.col("financing_repay_amount")
    sums = (
        rows.with_columns(exchange=pl.col("security_id").str.slice(-2).replace_strict(EXCHANGES))
        .group_by("exchange", "trade_date")
        .agg(
            pl.col("financing_balance", "financing_buy_amount").sum(),
            pl.when(repaid.null_count() == 0).then(repaid.sum()).alias("financing_repay_amount"),
        )
    )
    said = [{**row, **(changed or {}).get((row["exchange"], row["trade_date"]), {})} for row in sums.iter_rows(named=True)]
    return pl.DataFrame(said, schema=sums.schema)


def market(
    paths: Mapping[str, Sequence[Cells | None]] = PATHS,
    *,
    changed: Mapping[tuple[str, date], Mapping[str, Any]] | None = None,
    memberships: Sequence[tuple[Any, ...]] = MEMBERSHIPS,
    **tables: pl.DataFrame,
) -> MarketSnapshot:
    """The market of these paths, as of D3."""
    rows = detail(paths)
    columns = ["scheme", "security_id", "from_date", "to_date", "group", "group_name"]
    kinds = {"from_date": pl.Date, "to_date": pl.Date, "group_name": pl.String}
    named = pl.DataFrame(list(memberships), schema=columns, orient="row", schema_overrides=kinds)
    return MarketSnapshot.of({"margin_detail": rows, "market_totals": totals(rows, changed), "memberships": named, **tables}, D3)
