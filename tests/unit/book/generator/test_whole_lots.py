"""Whole lots at the price of the opening, and sums to the fen."""

from __future__ import annotations

import numpy as np
import pytest

from liangrong.book.generator.lots import Lots
from liangrong.book.generator.whole_lots import in_whole_lots

LOTS = Lots(np.array([100, 200]), np.array([100, 1]), np.array([10_000, 50_000]))


def drawn(balance: list[int], n: int) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(2)
    security = rng.integers(0, len(balance), n)
    weight = rng.standard_gamma(2, n)
    totals = np.array(balance)
    amounts = weight * (totals / np.bincount(security, weight, len(balance)))[security]
    cost = np.array([9_990, 51_230])[security]
    quantity, principal = in_whole_lots(rng, amounts, cost, security, totals, LOTS)
    return security, cost, quantity, principal


def test_all_but_the_largest_owe_what_their_lots_cost() -> None:
    balance = [123_456_789_01, 99_999_999_99]
    security, cost, quantity, principal = drawn(balance, 400)
    assert np.bincount(security, principal).astype(int).tolist() == balance
    assert (quantity[security == 0] % 100 == 0).all()
    assert quantity[security == 1].min() >= 200
    less = np.flatnonzero(principal != quantity * cost // 10)
    assert len(less) <= 2
    assert (principal[less] < quantity[less] * cost[less] // 10).all(), "a part was repaid"


def test_a_balance_that_pays_for_no_lot_of_each_is_repaid_by_all() -> None:
    balance = [5_000_000, 3]
    security, cost, quantity, principal = drawn(balance, 200)
    assert np.bincount(security, principal).astype(int).tolist() == balance
    assert (principal <= quantity * cost // 10).all()
    assert principal.min() >= 0


@pytest.mark.parametrize(("balance", "n"), [(2_952_190, 1), (1_900_000, 1), (5_800_000, 2), (9_980_000, 3)])
def test_no_security_is_bought_for_more_than_its_balance_and_a_lot_of_each_contract(balance: int, n: int) -> None:
    """A balance of a few lots, all rounded down to the least: what it lacks is no reason to buy a million times more."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        amounts, cost = np.full(n, balance / n), np.full(n, 172_758)
        quantity, principal = in_whole_lots(rng, amounts, cost, np.zeros(n, dtype=np.int64), np.array([balance, 0]), LOTS)
        assert int((quantity * cost // 10).sum()) <= balance + n * 1_727_580
        assert int(principal.sum()) == balance


def test_rounding_by_chance_keeps_the_mean() -> None:
    rng = np.random.default_rng(4)
    n, cost = 40_000, np.full(40_000, 1_000_000)
    amounts = np.full(n, 27_000_000.0)  # 2.7 lots of 100 shares at 1,000 元
    quantity, _ = in_whole_lots(rng, amounts, cost, np.zeros(n, dtype=np.int64), np.array([27_000_000 * n, 0]), LOTS)
    assert set(quantity[1:-1].tolist()) <= {200, 300, *quantity[quantity > 300].tolist()}
    assert np.median(quantity) == 300
    assert quantity.mean() == pytest.approx(270, rel=0.01)
