"""The checker of sorted tables finds the first pair the wrong way round, and nothing else."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from liangrong.analytics.shorts.order import first_out_of_order

ARTICLE = {
    "铜冠铜箔": 3.01, "迈赫股份": 2.05, "英力股份": 1.33, "纳芯微": 0.88, "派能科技": 0.50, "燕麦科技": 0.50, "德方纳米": 0.56, "芯源微": 0.48,
}  # fmt: skip
"""The table of 2024-07-10 as an article prints it, in its own order."""


def test_a_published_table_is_not_in_its_own_order() -> None:
    fault = first_out_of_order(list(ARTICLE), list(ARTICLE.values()))
    assert fault is not None
    assert (fault.rank, fault.upper, fault.lower) == (6, "燕麦科技", "德方纳米")
    assert "number 6, 燕麦科技 (0.5), is smaller than number 7, 德方纳米 (0.56)" in fault.note().en


def test_sorted_anew_it_is() -> None:
    rows = sorted(ARTICLE.items(), key=lambda row: -row[1])
    assert first_out_of_order([name for name, _ in rows], [value for _, value in rows]) is None


@given(st.lists(st.integers(-5, 5)))
def test_a_fault_is_found_exactly_where_there_is_one(values: list[int]) -> None:
    fault = first_out_of_order([str(place) for place in range(len(values))], values)
    faults = [place for place, (high, low) in enumerate(pairwise(values), start=1) if high < low]
    assert (fault.rank if fault else None) == (faults[0] if faults else None)


def test_a_value_that_is_no_number_is_out_of_order() -> None:
    assert first_out_of_order(["a", "b"], [1.0, float("nan")]) is not None
