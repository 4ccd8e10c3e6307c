"""Paths go through their points, parts add up to their whole, streams do not disturb each other."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.simulation.paths import allocate, bridge, interpolate, places, reverting, stream


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=6), st.integers(0, 2**32))
def test_a_bridge_goes_through_every_point(values: list[float], seed: int) -> None:
    at = np.arange(len(values)) * 7
    shocks = np.random.default_rng(seed).standard_normal(int(at[-1]) + 1)
    assert bridge(at, np.array(values), shocks)[at] == pytest.approx(values)


def test_a_bridge_moves_as_its_shocks_do_between_points() -> None:
    path = bridge(np.array([0, 2]), np.array([0.0, 0.0]), np.array([0.0, 3.0, 1.0]))
    assert path.tolist() == pytest.approx([0.0, 1.0, 0.0])


@given(
    st.lists(st.integers(0, 3 * 10**12), min_size=1, max_size=5),
    st.lists(st.floats(0.001, 1000), min_size=1, max_size=40),
)
def test_parts_add_up_exactly_and_none_is_negative(totals: list[int], weights: list[float]) -> None:
    parts = allocate(np.array(totals), np.tile(weights, (len(totals), 1)))
    assert parts.sum(axis=1).tolist() == totals
    assert (parts >= 0).all()


def test_parts_follow_their_weights() -> None:
    assert allocate(np.array([100]), np.array([[1.0, 3.0]])).tolist() == [[25, 75]]


def test_a_line_is_level_outside_its_points() -> None:
    assert interpolate(5, np.array([1, 3]), np.array([10.0, 20.0])).tolist() == [10, 10, 15, 20, 20]


def test_a_day_that_is_no_session_is_not_placed() -> None:
    with pytest.raises(KeyError):
        places([date(2026, 1, 30)], [date(2026, 1, 31)])


def test_a_reverting_path_keeps_its_width() -> None:
    path = reverting(stream(1, "x"), (20_000,), step=0.1, memory=0.9)
    assert path.std() == pytest.approx(0.1 / np.sqrt(1 - 0.81), rel=0.1)


def test_each_part_has_its_own_stream() -> None:
    assert stream(1, "prices").standard_normal() == stream(1, "prices").standard_normal()
    assert stream(1, "prices").standard_normal() != stream(1, "bars").standard_normal()
    assert stream(1, "prices").standard_normal() != stream(2, "prices").standard_normal()
