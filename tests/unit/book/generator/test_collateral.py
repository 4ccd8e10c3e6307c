"""What accounts own, divided into cash and whole lots."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from liangrong.book.generator.collateral import collateral_of
from liangrong.book.generator.generator import Generator
from liangrong.book.generator.parameters import Parameters
from liangrong.book.generator.portfolios import Portfolios

N = 500


@pytest.mark.parametrize("bound", [0.0, 0.6, 1.0])
def test_cash_lies_in_what_is_not_bound_in_positions(generated: Callable[..., Generator], bound: float) -> None:
    """However much cash is wanted, what bought collateral stays in it, but for a lot that is not paid for."""
    lots, own = generated().lots, np.random.default_rng(5).integers(10**9, 10**11, N)
    account = np.arange(N)
    portfolios = Portfolios(account, np.zeros(N, dtype=np.int64), np.ones(N))
    found = collateral_of(
        np.random.default_rng(6), Parameters(), own, own * bound, cash=int(own.sum()), portfolios=portfolios, lots=lots
    )
    held = np.bincount(found.account, found.quantity * lots.price[found.security], N)
    assert (held + found.cash).tolist() == own.tolist()
    left_over = int(lots.minimum[0] * lots.price[0])
    assert (found.cash <= own * (1 - bound) + left_over).all()
    assert found.cash.sum() > float(own.sum()) * (1 - bound) / 4, "and the rest is asked for it"
