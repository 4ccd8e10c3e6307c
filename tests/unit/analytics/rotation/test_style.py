"""A style that turned is found; orders that have nothing to do with each other are not."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.rotation.style import style_switch
from liangrong.core.errors import UsageError

DAYS = (date(2026, 1, 27), date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30))
FIRST, SECOND = DAYS[:2], DAYS[2:]


def grown(first: np.ndarray, second: np.ndarray) -> pl.DataFrame:
    rows = []
    for place, (one, two) in enumerate(zip(first, second, strict=True)):
        for day, level in zip(DAYS, (100.0, 100 * (1 + one), 50.0, 50 * (1 + two)), strict=True):
            rows.append((day, f"g{place:02}", level))
    return pl.DataFrame(rows, schema=["date", "group_name", "value"], orient="row")


def test_a_planted_reversal_and_a_planted_continuation() -> None:
    steps = np.linspace(-0.1, 0.2, 12)
    turned = style_switch(grown(steps, -steps), FIRST, SECOND)
    assert (turned.correlation, turned.verdict) == (pytest.approx(-1), "reversal")
    assert turned.p_value is not None
    assert turned.p_value < 0.001
    same = style_switch(grown(steps, steps * 2), FIRST, SECOND)
    assert (same.correlation, same.verdict) == (pytest.approx(1), "continuation")


def test_thirds_are_named() -> None:
    steps = np.array([0.6, 0.5, 0.4, 0.3, 0.2, 0.1])  # thirds of two: g00, g01 on top; g04, g05 at the bottom
    turned = dict(
        style_switch(grown(steps, steps[[5, 1, 2, 3, 4, 0]]), FIRST, SECOND).rows.select("group_name", "turn").iter_rows()
    )
    assert turned == {"g00": "top_to_bottom", "g01": "stayed_top", "g02": "between", "g03": "between", "g04": "stayed_bottom",
                      "g05": "bottom_to_top"}  # fmt: skip


def test_spearman_by_hand() -> None:
    # ranks 1 2 3 4 5 against 2 1 4 3 5: 1 − 6 × (1 + 1 + 1 + 1) / (5 × 24) = 0.8
    found = style_switch(grown(np.array([0.5, 0.4, 0.3, 0.2, 0.1]), np.array([0.4, 0.5, 0.2, 0.3, 0.1])), FIRST, SECOND)
    assert found.correlation == pytest.approx(0.8)
    # of the 120 orders, |correlation| >= 0.8 holds for 1 + 4 + 3 on either side: 16 in 120
    assert found.p_value == pytest.approx(16 / 120, abs=0.01)
    assert found.verdict == "no_evidence"


def test_few_groups_are_insufficient() -> None:
    steps = np.array([0.4, 0.3, 0.2, 0.1])
    found = style_switch(grown(steps, -steps), FIRST, SECOND)
    assert (found.p_value, found.verdict, found.groups) == (None, "insufficient", 4)


def test_equal_growth_has_no_order() -> None:
    found = style_switch(grown(np.full(8, 0.1), np.linspace(0, 1, 8)), FIRST, SECOND)
    assert (found.p_value, found.verdict) == (None, "insufficient")


def test_unrelated_orders_are_found_related_once_in_twenty() -> None:
    hits = 0
    for seed in range(150):
        draw = np.random.default_rng(seed).normal(0, 0.05, (2, 9))
        hits += style_switch(grown(*draw), FIRST, SECOND, permutations=399).verdict != "no_evidence"
    assert hits <= 0.05 * 150 + 3 * (150 * 0.05 * 0.95) ** 0.5
    assert hits >= 1, "a test that never rejects is none"


def test_windows_that_overlap_are_refused() -> None:
    with pytest.raises(UsageError, match="overlap"):
        style_switch(grown(np.ones(6), np.ones(6)), (DAYS[0], DAYS[2]), (DAYS[1], DAYS[3]))
