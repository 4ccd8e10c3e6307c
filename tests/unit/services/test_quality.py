"""Findings: what a snapshot remembers is told to each question as if it were the first."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from liangrong.services.quality import QualityRequest, quality
from liangrong.services.verbs.desk import Desk
from liangrong.services.workspace import Workspace
from tests.small_market import statistics, stored, totals

FIRST, EARLY, LATE = date(2024, 1, 2), date(2024, 6, 3), date(2025, 6, 4)
QUESTIONS: Final = (
    QualityRequest(dataset="market_totals", min_severity="quarantined"),
    QualityRequest(dataset="market_totals", min_severity="info"),
    QualityRequest(dataset="market_totals", min_severity="info", start=LATE),
    QualityRequest(dataset="market_totals", min_severity="info", exchange="SSE"),
    QualityRequest(dataset="market_totals", min_severity="info", end=EARLY),
    QualityRequest(dataset="account_statistics", min_severity="info"),
    QualityRequest(dataset="market_totals", min_severity="info"),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose totals of Shanghai do not add up on two days."""
    wrong = (pl.col("exchange") == "SSE") & pl.col("trade_date").is_in([EARLY, LATE])
    repaid = pl.when(wrong).then(pl.col("financing_repay_amount") * 2).otherwise(pl.col("financing_repay_amount"))
    broken = totals(FIRST).with_columns(financing_repay_amount=repaid.cast(pl.Decimal(20, 3)))
    tables = {"market_totals": broken, "account_statistics": statistics(FIRST)}
    return stored(tmp_path_factory.mktemp("quality") / "store", tables)


def test_a_kept_snapshot_answers_every_question_as_a_new_one(store: Path) -> None:
    kept = Desk(store).workspace()
    for asked in QUESTIONS:
        again, first = quality(kept, asked), quality(Workspace.open(store), asked)
        assert again.data.equals(first.data), asked
        assert (again.source, again.as_of, again.warnings) == (first.source, first.as_of, first.warnings), asked


def test_days_and_exchanges_that_are_not_asked_for_are_not_told(store: Path) -> None:
    kept = Desk(store).workspace()
    severe, whole, late, exchange, early, other, _ = (quality(kept, asked).data for asked in QUESTIONS)
    does_not_add_up = pl.col("check") == "financing_roll_forward"
    assert whole.filter(does_not_add_up).select("place", "trade_date").rows() == [("SSE", EARLY), ("SSE", LATE)]
    assert late.filter(does_not_add_up)["trade_date"].to_list() == [LATE]
    assert severe.is_empty()
    assert exchange["place"].unique().to_list() == ["SSE"]
    assert early.filter(does_not_add_up)["trade_date"].to_list() == [EARLY]
    assert other.filter(does_not_add_up).is_empty()
