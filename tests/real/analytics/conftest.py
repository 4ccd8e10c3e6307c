"""The real files of ``../shared/data/real``, imported into a store the way a user does it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.clocks import AsOf
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.workspace import Workspace

LAST = date(2026, 1, 30)


@pytest.fixture(scope="session")
def real_workspace(real_store: Path) -> Workspace:
    return Workspace.open(real_store)


@pytest.fixture(scope="session")
def real_market(real_workspace: Workspace) -> MarketSnapshot:
    """Everything known up to 2026-01-30."""
    return real_workspace.snapshot(AsOf(LAST))


@pytest.fixture(scope="session")
def real_totals(real_market: MarketSnapshot) -> dict[str, pl.DataFrame]:
    """The two tables that market-wide questions read."""
    return {name: real_market.table(name) for name in ("market_totals", "account_statistics")}


@pytest.fixture(scope="session")
def since_2020(real_totals: dict[str, pl.DataFrame]) -> MarketSnapshot:
    """The same without the totals before 2020: a truncated history, account statistics still at hand."""
    tables = real_totals | {"market_totals": real_totals["market_totals"].filter(pl.col("trade_date") >= date(2020, 1, 1))}
    return MarketSnapshot.of(tables, LAST)
