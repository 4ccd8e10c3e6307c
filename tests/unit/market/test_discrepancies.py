"""Findings as rows."""

from __future__ import annotations

from datetime import date

from liangrong.market.discrepancies import Discrepancy, to_frame
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES

FOUND = Discrepancy(
    "financing_roll_forward", "market_totals", "SSE", date(2024, 10, 9), "error", "financing_balance", "1", "2", "差", "differs"
)


def test_findings_fit_their_table() -> None:
    frame = conform(TABLES["discrepancies"], to_frame([FOUND]), source="sse")
    assert frame["check"].item() == "financing_roll_forward"
    assert frame["trade_date"].item() == date(2024, 10, 9)


def test_no_finding_is_an_empty_typed_frame() -> None:
    assert to_frame([]).is_empty()
    assert to_frame([]).columns == [c.name for c in TABLES["discrepancies"].columns]
