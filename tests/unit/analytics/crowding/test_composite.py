"""The composite: percentiles among the stocks of a day, their plain mean, and what is left out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from liangrong.analytics.crowding.composite import LEAST_STOCKS, PARTS, Composite, composite, percentiles
from liangrong.analytics.panels.panel import Floats, Panel

STOCKS = 40
UP = np.arange(STOCKS, dtype=np.float64)


def built(**parts: Floats) -> Composite:
    """One session; parts that are not given rise with the place of the stock."""
    cells = {name: parts.get(name, UP)[None, :] for name in PARTS}
    balance = parts.get("financing_balance", np.ones(STOCKS))[None, :]
    names = tuple(f"600{place:03d}.SH" for place in range(STOCKS))
    return composite(Panel((date(2026, 1, 30),), names, {**cells, "financing_balance": balance}))


def test_the_most_crowded_in_every_part_has_one_and_the_mean_is_plain() -> None:
    found = built(days_to_unwind=UP[::-1].copy())
    assert found.value[0, -1] == pytest.approx((3 * 1.0 + 1 / STOCKS) / 4)
    assert found.value[0, 0] == pytest.approx((3 * 1 / STOCKS + 1.0) / 4)


def test_ties_share_the_higher_percentile() -> None:
    values = np.r_[np.zeros(10), np.ones(30)][None, :]
    assert percentiles(values)[0, [0, 9, 10, 39]].tolist() == [0.25, 0.25, 1.0, 1.0]


def test_too_few_stocks_have_no_percentile() -> None:
    assert np.isnan(percentiles(np.arange(LEAST_STOCKS - 1.0)[None, :])).all()
    assert not np.isnan(percentiles(np.arange(float(LEAST_STOCKS))[None, :])).any()


def test_a_part_that_the_day_lacks_is_left_out_for_all() -> None:
    found = built(financing_growth_20=np.full(STOCKS, np.nan))
    assert found.offered[0].tolist() == [True, False, True, True]
    assert found.value[0, -1] == pytest.approx(1.0)


def test_a_part_that_few_stocks_have_is_not_the_days() -> None:
    few = UP.copy()
    few[:21] = np.nan  # 19 of 40 have it
    assert not built(financing_growth_20=few).offered[0, 1]


def test_a_stock_without_a_part_of_the_others_has_no_composite() -> None:
    lacking = UP.copy()
    lacking[7] = np.nan
    found = built(days_to_unwind=lacking)
    assert np.isnan(found.value[0, 7])
    assert np.isnan(found.value).sum() == 1


def test_stocks_that_nobody_finances_are_not_among_the_ranked() -> None:
    balance = np.ones(STOCKS)
    balance[:5] = 0.0
    found = built(financing_balance=balance)
    assert np.isnan(found.value[0, :5]).all()
    assert found.value[0, 5] == pytest.approx(1 / 35), "the lowest of 35, not the sixth of 40"
