"""Breaks if a form in which people write days is lost, or a day that does not exist is read."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.verify.published.days import days_of


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025-12-23", date(2025, 12, 23), date(2025, 12, 23)),
        ("2025/3/4", date(2025, 3, 4), date(2025, 3, 4)),
        ("2025年3月4日", date(2025, 3, 4), date(2025, 3, 4)),
        ("20250304", date(2025, 3, 4), date(2025, 3, 4)),
        ("2015-06-18/2025-09-17", date(2015, 6, 18), date(2025, 9, 17)),
        ("2015/2025", date(2015, 1, 1), date(2025, 12, 31)),
        ("2024-2025", date(2024, 1, 1), date(2025, 12, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-01 MTD", date(2026, 1, 1), date(2026, 1, 31)),
        ("..2026-01-18", None, date(2026, 1, 18)),
        ("2026-01-19..", date(2026, 1, 19), None),
        ("2024..", date(2024, 1, 1), None),
        ("2025-01-02..2025-02-03", date(2025, 1, 2), date(2025, 2, 3)),
        ("2025 start", date(2025, 1, 1), date(2025, 1, 1)),
        ("2025 end", date(2025, 12, 31), date(2025, 12, 31)),
        ("2025年底", date(2025, 12, 31), date(2025, 12, 31)),
        ("2H2025", date(2025, 7, 1), date(2025, 12, 31)),
        ("2025H1", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025Q3", date(2025, 7, 1), date(2025, 9, 30)),
        ("", None, None),
        ("not dated", None, None),
    ],
)
def test_forms(text: str, start: date | None, end: date | None) -> None:
    assert days_of(text) == (start, end)


@pytest.mark.parametrize("text", ["2025-02-30", "2025-13-01", "2025-13", "12/23/25x", "2025-12-23/2025-01-01", "about 7 days"])
def test_no_date(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        days_of(text)
