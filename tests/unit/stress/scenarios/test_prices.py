"""New prices: whole, at least one 厘, within limits only where those are asked for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

import numpy as np
import pytest

from liangrong.accounts.limits.price_limits import daily_limit, price_limits
from liangrong.core.errors import UsageError
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.scenarios.prices import GREATEST_RISE, checked_move, priced, repriced, within_limits
from tests.unit.stress.small_market import DAY, SECURITIES, market


def test_prices_are_rounded_to_the_li_and_nan_leaves_them() -> None:
    moves = np.array([-0.1, np.nan, 0, 0.00001, -0.5, -1.0])
    assert repriced(market(), moves).price.tolist() == [225495, 4123, 8050, 1408064, 40125, 1]


def test_a_fair_price_stays_and_the_others_follow() -> None:
    fallen = repriced(market(), np.full(6, -0.5))
    assert fallen.fair_price[4] == 60_000
    assert np.array_equal(np.delete(fallen.fair_price, 4), np.delete(fallen.price, 4))


def test_a_market_is_never_written_into() -> None:
    before = market()
    kept = before.price.copy()
    repriced(before, np.full(6, -0.3))
    assert np.array_equal(before.price, kept)


@pytest.mark.parametrize("sign", [-1, 1])
def test_limits_are_those_of_accounts_for_any_previous_close(sign: int) -> None:
    rules, rng = Rulebook.load().at(DAY), np.random.default_rng(1)
    for _ in range(50):
        prices = rng.integers(50, 90_000, 6) * 10
        before = replace(priced(market(), prices), suspended=np.zeros(6, np.bool_))
        after = within_limits(before, repriced(before, np.full(6, sign * 0.99)))
        for n, security in enumerate(SECURITIES):
            assert daily_limit(security, rules) == D(str(before.limit_width[n]))
            low, high = price_limits(security, D(int(before.price[n])) / 1000, rules)
            assert D(int(after.price[n])) / 1000 == (low if sign < 0 else high), security


def test_what_is_suspended_does_not_move_within_limits_and_what_has_no_limit_moves_freely() -> None:
    before = replace(market(), limit_width=np.array([np.nan, *[0.1] * 5]))
    after = within_limits(before, repriced(before, np.full(6, -0.5)))
    assert after.price[0] == 125275
    assert after.price[2] == before.price[2]


@pytest.mark.parametrize("move", [-1.0, -1.5, GREATEST_RISE + 0.1, float("nan"), float("inf")])
def test_no_price_falls_by_everything_or_rises_beyond_counting(move: float) -> None:
    with pytest.raises(UsageError, match="mine"):
        checked_move(move, "mine")
