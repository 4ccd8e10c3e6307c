"""A cell that its publisher changed is told with both values; what only repeats is not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.errors import UnknownName, UsageError
from liangrong.services.ingest import ingest
from liangrong.services.vintages import VintagesRequest, vintages
from liangrong.services.workspace import Workspace
from tests.small_market import totals

DAYS = (date(2026, 1, 27), date(2026, 1, 30))


@pytest.fixture
def revised(tmp_path: Path) -> Workspace:
    """Four sessions of totals, stored twice; the second time SSE's financing balance of 01-29 is 1 元 more."""
    workspace = Workspace.open(tmp_path / "store", create=True)
    first = totals(*DAYS)
    ingest(workspace, {"market_totals": first}, observed_at=datetime(2026, 2, 2, 2, tzinfo=UTC))
    wrong = (pl.col("exchange") == "SSE") & (pl.col("trade_date") == date(2026, 1, 29))
    balances = [pl.when(wrong).then(pl.col(name) + Decimal(1)).otherwise(pl.col(name)).alias(name)
                for name in ("financing_balance", "margin_trading_balance") if name in first.columns]  # fmt: skip
    ingest(workspace, {"market_totals": first.with_columns(balances)}, observed_at=datetime(2026, 2, 3, 2, tzinfo=UTC))
    return workspace


def test_a_revision_is_told_with_both_values_and_both_instants(revised: Workspace) -> None:
    found = vintages(revised, VintagesRequest()).data
    row = found.filter(pl.col("column") == "financing_balance").row(0, named=True)
    assert found["place"].unique().to_list() == ["SSE"]
    assert Decimal(row["after"]) - Decimal(row["before"]) == 1
    assert row["trade_date"] == date(2026, 1, 29)
    assert row["known_before"] < row["known_at"] == datetime(2026, 2, 3, 2, tzinfo=UTC)


def test_the_window_is_that_of_the_facts(revised: Workspace) -> None:
    assert vintages(revised, VintagesRequest(end=date(2026, 1, 28))).data.is_empty()
    assert vintages(revised, VintagesRequest("market_totals", start=date(2026, 1, 29))).data.height


def test_what_is_left_out_is_counted(revised: Workspace) -> None:
    whole = vintages(revised, VintagesRequest()).data.height
    found = vintages(revised, VintagesRequest(top=1))
    assert found.data.height == 1
    assert (whole == 1) != any(f"{whole} cells" in note.en for note in found.warnings)


def test_nothing_revised_and_nothing_stored_are_told_apart(revised: Workspace) -> None:
    assert "revised" in vintages(revised, VintagesRequest(end=date(2026, 1, 28))).warnings[0].en
    assert "Nothing is stored" in vintages(revised, VintagesRequest("quotes")).warnings[0].en


def test_a_table_that_does_not_exist_is_refused(revised: Workspace) -> None:
    with pytest.raises(UnknownName):
        vintages(revised, VintagesRequest("totals"))
    with pytest.raises(UsageError, match="top"):
        vintages(revised, VintagesRequest(top=0))
