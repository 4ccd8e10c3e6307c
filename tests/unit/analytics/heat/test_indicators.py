"""Textbook indicators against the textbook, worked in decimals; and when a value may be given at all."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest

from liangrong.analytics.heat.indicators import INDICATORS, indicator, settled_after
from tests.unit.analytics.heat.levels import of_closes

SETTLED = 14 + 63
"""Changes before the first RSI that is given: 14 for its seed, 63 until the seed weighs less than a hundredth."""


def walk(size: int, seed: int = 3) -> list[float]:
    return [round(float(value), 2) for value in 100 + np.random.default_rng(seed).standard_normal(size).cumsum()]


def wilder(closes: list[float], period: int = 14) -> Decimal:
    """Wilder's RSI step by step: plain means of the first 14 rises and falls, then 13 parts old and 1 part new."""
    steps = [Decimal(str(after)) - Decimal(str(before)) for before, after in pairwise(closes)]
    rise = sum((max(step, Decimal(0)) for step in steps[:period]), Decimal(0)) / period
    fall = sum((max(-step, Decimal(0)) for step in steps[:period]), Decimal(0)) / period
    for step in steps[period:]:
        rise = (rise * (period - 1) + max(step, Decimal(0))) / period
        fall = (fall * (period - 1) + max(-step, Decimal(0))) / period
    return 100 - 100 / (1 + rise / fall)


def test_rsi_by_hand() -> None:
    """Seven rises of 2 and seven falls of 1: means 1 and 0.5, RS 2, RSI 66.67; a rise of 3: 16/14 over 6.5/14, RSI 71.11."""
    closes = [100.0]
    for _ in range(7):
        closes += [closes[-1] + 2, closes[-1] + 1]
    assert wilder(closes) == pytest.approx(Decimal(200) / 3)
    assert wilder([*closes, closes[-1] + 3]) == 100 - 100 / (1 + Decimal(16) / Decimal("6.5"))


@pytest.mark.parametrize("size", [SETTLED + 1, SETTLED + 40, 300])
def test_the_librarys_rsi_is_wilders(size: int) -> None:
    closes = walk(size)
    found = indicator("rsi", of_closes(closes))
    assert found["value"][-1] == pytest.approx(float(wilder(closes)), abs=1e-9)
    assert found.height == size - SETTLED


def test_no_value_before_the_seed_has_faded() -> None:
    assert indicator("rsi", of_closes(walk(SETTLED))).is_empty()
    assert (13 / 14) ** settled_after(1 / 14) < 0.01 <= (13 / 14) ** (settled_after(1 / 14) - 1)


def test_a_given_rsi_hardly_knows_where_it_began() -> None:
    """Two histories that share their last 77 changes and differ before: the values are less than half a point apart."""
    shared = walk(SETTLED + 1, 5)
    calm = [shared[0] - 0.1 * (15 - n) for n in range(15)] + shared
    wild = [shared[0] - (5.0 if n % 2 else 0.0) for n in range(15)] + shared
    values = [indicator("rsi", of_closes(closes))["value"][-1] for closes in (calm, wild)]
    assert abs(values[0] - values[1]) < 0.5


@pytest.mark.parametrize("name", [name for name in INDICATORS if name not in {"kdj", "adx"}])
def test_what_comes_later_changes_no_reading(name: str) -> None:
    closes = walk(420)
    before = indicator(name, of_closes(closes[:400]))
    after = indicator(name, of_closes(closes))
    assert before.height
    assert after.head(before.height).equals(before)


def test_a_long_hole_starts_the_indicator_anew() -> None:
    closes: list[float | None] = list(walk(300))
    closes[150:155] = [None] * 5
    found = indicator("rsi", of_closes(closes))
    days = of_closes(closes).frame["date"].to_list()
    assert days[149] in found["date"]
    assert not set(days[150 : 155 + SETTLED]) & set(found["date"])
    assert days[155 + SETTLED] in found["date"]


def test_nothing_is_read_on_a_filled_session() -> None:
    closes: list[float | None] = list(walk(200))
    closes[150] = None
    levels = of_closes(closes)
    found = indicator("rsi", levels)
    assert levels.frame["date"][150] not in found["date"]
    assert levels.frame["date"][151] in found["date"]


def test_mean_change_and_band_by_hand() -> None:
    """A straight line from 100 in steps of 1: after 250 sessions the close is 349, its mean of 200 is 249.5, 20 sessions ago 329.

    The band: mean 339.5, deviation of 20 equal steps sqrt(399/12), so %B = (349 - 339.5) / (4 deviations) + 0.5.
    """
    levels = of_closes([100.0 + n for n in range(250)])
    last = {name: indicator(name, levels)["value"][-1] for name in ("distance_200", "roc_20", "bollinger", "macd")}
    assert last["distance_200"] == pytest.approx(349 / 249.5 - 1)
    assert last["roc_20"] == pytest.approx(349 / 329 - 1)
    assert last["bollinger"] == pytest.approx(9.5 / (4 * (399 / 12) ** 0.5) + 0.5)
    assert last["macd"] == pytest.approx(0, abs=1e-3), "on a straight line MACD settles at 7 and its histogram at nothing"


def test_kdj_is_the_chinese_one() -> None:
    """RSV over 9 sessions, K and D with a third of the new: K = 2/3 K + 1/3 RSV from any start, J = 3K - 2D."""
    closes = walk(200)
    high, low = [value + 1 for value in closes], [value - 1 for value in closes]
    k = d = 50.0
    for place in range(8, 200):
        top, bottom = max(high[place - 8 : place + 1]), min(low[place - 8 : place + 1])
        k = 2 / 3 * k + (closes[place] - bottom) / (top - bottom) * 100 / 3
        d = 2 / 3 * d + k / 3
    found = indicator("kdj", of_closes(closes, high=high, low=low))
    assert found["value"][-1] == pytest.approx(3 * k - 2 * d, abs=1e-6)


def test_a_rising_trend_is_positive_and_a_falling_one_negative() -> None:
    for sign in (1, -1):
        closes = [500.0 + sign * n for n in range(200)]
        levels = of_closes(closes, high=[value + 0.5 for value in closes], low=[value - 0.5 for value in closes])
        assert indicator("adx", levels)["value"][-1] * sign > 50


@pytest.mark.parametrize("name", ["kdj", "adx"])
def test_ranges_are_not_made_up(name: str) -> None:
    assert indicator(name, of_closes(walk(300))).is_empty()
