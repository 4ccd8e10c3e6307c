"""The longest run of sessions without a value."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.analytics.context.holes import Hole, longest_hole
from liangrong.core.calendar import mainland

SESSIONS = mainland().between(date(2025, 9, 26), date(2025, 10, 15))
"""Across the holidays of October: 26, 29, 30 September; 9, 10, 13, 14, 15 October."""


@pytest.mark.parametrize(
    ("known", "hole"),
    [
        (range(8), None),
        ((0, 3, 4, 5, 6, 7), Hole(date(2025, 9, 29), date(2025, 9, 30), 2)),
        ((1, 2, 5, 6, 7), Hole(date(2025, 10, 9), date(2025, 10, 10), 2)),
        ((0, 2, 4, 6), Hole(date(2025, 9, 29), date(2025, 9, 29), 1)),
        ((0, 1, 2), Hole(date(2025, 10, 9), date(2025, 10, 15), 5)),
        ((), Hole(date(2025, 9, 26), date(2025, 10, 15), 8)),
    ],
)
def test_the_longest_and_of_two_the_earlier(known: tuple[int, ...], hole: Hole | None) -> None:
    assert longest_hole(SESSIONS, {SESSIONS[place] for place in known}) == hole


def test_no_sessions_no_hole() -> None:
    assert longest_hole([], set()) is None
