"""The smallest order that is enough: the quantities an order may name, and the search among them."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from liangrong.accounts.calls.desk import Ladder, least
from liangrong.accounts.limits.orders import OrderSize

MAIN, STAR = OrderSize(D(100), D(100)), OrderSize(D(200), D(1))


@pytest.mark.parametrize(
    ("total", "size", "expected"),
    [
        ("0", MAIN, []),
        ("70", MAIN, [70]),
        ("100", MAIN, [100]),
        ("350", MAIN, [100, 200, 300, 350]),
        ("199", STAR, [199]),
        ("203", STAR, [200, 201, 202, 203]),
        ("201.5", STAR, [200, 201, D("201.5")]),
    ],
)
def test_an_order_names_whole_lots_or_everything(total: str, size: OrderSize, expected: list[object]) -> None:
    rungs = Ladder(D(total), size)
    assert [rungs.quantity(n) for n in range(1, rungs.count + 1)] == expected


@pytest.mark.parametrize("first", [1, 2, 7, 99, 100])
def test_the_smallest_number_that_reaches_is_found(first: int) -> None:
    assert least(100, lambda n: n >= first) == first


def test_where_nothing_reaches_there_is_no_answer() -> None:
    assert least(100, lambda n: n > 100) is None
    assert least(0, lambda _: True) is None


def test_the_search_may_start_higher() -> None:
    assert least(100, lambda n: n >= 5, 20) == 20
    assert least(10, lambda _: True, 11) is None
