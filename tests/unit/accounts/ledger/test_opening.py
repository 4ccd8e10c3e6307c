"""Terms of new contracts that need no account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.events import FinancingBuy
from liangrong.accounts.ledger.opening import months_after
from liangrong.rules.packs import load_pack
from tests.unit.accounts.small_account import BOOK, DAY, B, happen, refusal, state


@pytest.mark.parametrize(("day", "months", "expected"), [
    (date(2025, 6, 3), 6, date(2025, 12, 3)), (date(2025, 7, 1), 6, date(2026, 1, 1)), (date(2025, 8, 31), 6, date(2026, 2, 28)),
    (date(2023, 8, 29), 6, date(2024, 2, 29)), (date(2025, 12, 31), 2, date(2026, 2, 28)), (date(2025, 12, 15), 12, date(2026, 12, 15)),
])  # fmt: skip
def test_months_are_counted_by_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def test_a_broker_may_open_nothing_after_a_close_below_its_warning_line() -> None:
    """10,000 yuan at 80 % fit into the margin of 114,000; what forbids it is yesterday's close."""
    buy = FinancingBuy(on=DAY, security=B, quantity=D(1000), price=D(10))
    agreed = replace(state(book=BOOK.amend(load_pack("line_scheme_b"))), line="warned")
    error = refusal(agreed, buy)
    assert "below the warning line of 145.00%" in error.message("en")
    assert error.details["rule"] == "warning_restricts_trading"
    happen(replace(agreed, line="normal"), buy)
    happen(replace(state(), line="warned"), buy)
