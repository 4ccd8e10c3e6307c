"""Parts sum up to the whole."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from liangrong.book.generator.exact_parts import counts_of, part_of, whole_numbers


@pytest.mark.parametrize("offset", [0.0, 0.37, 0.999])
def test_parts_of_all_places_are_the_total_and_none_is_negative(offset: float) -> None:
    totals = np.array([0, 1, 7, 10**12 + 3, 268_600_000_000_001])
    edges = [0, 3, 4, 1000, 15_639_999, 15_640_000]
    parts = [part_of(totals, a, b, 15_640_000, offset) for a, b in pairwise(edges)]
    assert np.sum(parts, axis=0).tolist() == totals.tolist()
    assert min(part.min() for part in parts) >= 0


def test_every_weight_has_one_and_the_rest_is_in_proportion() -> None:
    weights = np.array([0.0, 1.0, 99.0, 900.0])
    found = counts_of(weights, 10_003)
    assert found.tolist() == [0, 11, 991, 9001]
    assert counts_of(weights, 1).tolist() == [0, 1, 1, 1], "more weights than the number"


def test_rounding_gives_each_group_its_total_to_the_unit() -> None:
    rng = np.random.default_rng(3)
    group = rng.integers(0, 5, 1000)
    totals = np.array([10**12 + 1, 3, 999_999_999, 5 * 10**8, 77_777])
    weight = rng.random(1000)
    amounts = weight * (totals / np.bincount(group, weight))[group]
    found = whole_numbers(amounts, group, totals)
    assert np.bincount(group, found).astype(np.int64).tolist() == totals.tolist()
    assert (found >= np.floor(amounts)).all()
