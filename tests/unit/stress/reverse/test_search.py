"""The smallest fall: that of trying every basis point."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liangrong.accounts.terms import agreed_terms
from liangrong.book.compile import partition_of
from liangrong.book.lines import CALL, Lines
from liangrong.core.results import Note
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.reverse.search import DEEPEST, smallest_fall
from liangrong.stress.reverse.shocks import Shock, beta_fall, industry_falls, uniform_fall
from liangrong.stress.scenarios.distribution import GridTask, groups_of
from tests.unit.stress.small_market import DAY, SECURITIES, accounts, market

LINES = Lines.of(agreed_terms(Rulebook.load().at(DAY)))
LONG = [account for account in accounts() if not account.shorts]


@settings(max_examples=25)
@given(steps=st.lists(st.integers(1, DEEPEST), min_size=1, max_size=8), target=st.integers(1, 10))
def test_what_only_grows_is_found_to_the_basis_point(steps: list[int], target: int) -> None:
    def grown(falls: Sequence[int]) -> list[int]:
        return [sum(step <= fall for step in steps) for fall in falls]

    found = smallest_fall(grown, target)
    brute = next((fall for fall in range(DEEPEST + 1) if sum(step <= fall for step in steps) >= target), None)
    assert found.fall == brute
    assert found.monotone
    if brute is not None:
        assert found.value >= target > (found.before or 0)
    else:
        assert found.value == len(steps) < target


def test_what_is_reached_already_needs_no_fall() -> None:
    found = smallest_fall(lambda falls: [7 for _ in falls], 7)
    assert (found.fall, found.value, found.before) == (0, 7, None)


def test_a_hump_over_a_whole_percent_is_found_and_said() -> None:
    def hump(falls: Sequence[int]) -> list[int]:
        return [9 if 1950 <= fall <= 2050 else 0 for fall in falls]

    found = smallest_fall(hump, 5)
    assert (found.fall, found.monotone) == (1950, False)


def test_every_level_asked_is_a_whole_fall_once_each_time() -> None:
    asked: list[list[int]] = []

    def noted(falls: Sequence[int]) -> list[int]:
        asked.append(list(falls))
        return [int(fall >= 4321) for fall in falls]

    assert smallest_fall(noted, 1).fall == 4321
    assert len(asked) == 2
    assert asked[1] == list(range(4301, 4400))


@pytest.mark.parametrize("shock", [uniform_fall(), beta_fall({"600519.SH": 0.5, "300750.SZ": 1.7}, Note("甲", "a"))])
def test_over_a_book_no_smaller_fall_does_it(shock: Shock) -> None:
    partition, target = partition_of(LONG, SECURITIES), 3

    def called(falls: Sequence[int]) -> list[int]:
        markets = [shock(fall).change(market()) for fall in falls]
        groups = groups_of(market(), markets, [False] * len(markets))
        return [int(n) for n in GridTask(groups=groups, lines=LINES, policy=None)(partition).totals[:, CALL:, 0].sum(axis=1)]

    found = smallest_fall(called, target).fall
    assert found is not None
    tried = [*range(0, found - 200, 10), *range(found - 200, found + 1)]
    assert [fall for fall, value in zip(tried, called(tried), strict=True) if value >= target] == [found]


def test_industries_fall_alone() -> None:
    shocks = industry_falls(market())
    assert set(shocks) == {"电力设备", "银行", "食品饮料", "电子"}
    moved = shocks["电子"](2500).change(market()).price != market().price
    assert [SECURITIES[n] for n in np.flatnonzero(moved)] == ["688981.SH", "920099.BJ"]
