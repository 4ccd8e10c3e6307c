"""Terms of new contracts that need no account."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.accounts.opening import months_after


@pytest.mark.parametrize(("day", "months", "expected"), [
    (date(2025, 6, 3), 6, date(2025, 12, 3)), (date(2025, 7, 1), 6, date(2026, 1, 1)), (date(2025, 8, 31), 6, date(2026, 2, 28)),
    (date(2023, 8, 29), 6, date(2024, 2, 29)), (date(2025, 12, 31), 2, date(2026, 2, 28)), (date(2025, 12, 15), 12, date(2026, 12, 15)),
])  # fmt: skip
def test_months_are_counted_by_the_calendar(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected
