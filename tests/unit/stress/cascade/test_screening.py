"""The bound on what a fall can have reached never leaves an account out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liangrong.book.kernels.screening import REACHED, STEPS, step_of
from liangrong.book.working import EVERY
from liangrong.stress.cascade.screening import GROUPS, bits_of, groups_by, hot_groups


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, GROUPS - 1)), min_size=1, max_size=20))
@settings(max_examples=50, deadline=None)
def test_a_group_is_hot_at_a_level_exactly_where_something_in_it_fell_further(rows: list[tuple[int, int, int]]) -> None:
    anchor, now, groups = (np.array(column) for column in zip(*rows, strict=True))
    hot = hot_groups(anchor, now, groups)
    for level in (1, 2, 60, 127, STEPS - 1):
        wanted = {int(g) for a, p, g in rows if (a - p) * STEPS > level * a}
        assert int(hot[level]) == sum(1 << group for group in wanted)
    assert hot[0] == EVERY
    assert not hot[STEPS:].any()


def test_groups_hold_securities_that_are_expected_to_move_alike() -> None:
    expected = np.random.default_rng(1).random(1000)
    groups = groups_by(expected)
    assert set(groups.tolist()) == set(range(GROUPS))
    highest = [expected[groups == g].max() for g in range(GROUPS)]
    assert highest == sorted(highest)
    assert bits_of(np.array([0, GROUPS - 1])).tolist() == [1, 1 << (GROUPS - 1)]


@pytest.mark.parametrize("at_stake", [1, 253, 254, 255, 10**9, 10**15, 2**63 - 1])
def test_the_step_of_a_fall_is_never_beyond_it_nor_far_before_it_however_large_the_account(at_stake: int) -> None:
    for room in {0, 1, at_stake // 3, at_stake // 2, at_stake - 1}:
        found, exact = step_of(room, at_stake), room * STEPS // at_stake
        assert exact / 2 - 1 <= found <= exact
        assert at_stake < 10**9 or exact - found <= 1
    assert step_of(at_stake, at_stake) == STEPS - 1
    assert step_of(-1, at_stake) == REACHED
