"""Breaks if a text without a dateline is placed in time by a year, a guess, or a date carried over."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.period import Period
from liangrong.research.claims.verify.today import today_of
from tests.unit.research.claims.verify.one_sentence import on, sentence

DAY = date(2025, 9, 17)


@pytest.mark.parametrize(
    ("published", "period", "expected"),
    [
        (date(2026, 1, 2), on(DAY), date(2026, 1, 2)),
        (None, on(DAY), DAY),
        (None, on(DAY, carried=True), None),
        (None, on(DAY, certain=False), None),
        (None, on("2026-01-01", "2026-12-31"), None),
    ],
)
def test_the_day_of_a_text(published: date | None, period: Period, expected: date | None) -> None:
    article, claim = sentence("余额", published=published, period=period)
    assert today_of(article, [claim]) == {0: expected}
