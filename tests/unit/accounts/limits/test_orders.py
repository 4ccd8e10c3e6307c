"""The size of an order, by board."""

from datetime import date
from decimal import Decimal

import pytest

from liangrong.accounts.limits.orders import OrderSize, board_key, floor_to_lot, order_size
from liangrong.core.errors import RuleNotInForce
from liangrong.rules.rulebook import Rulebook

D = Decimal
RULES = Rulebook.load().at(date(2025, 6, 30))
LOTS, STAR = OrderSize(D(100), D(100)), OrderSize(D(200), D(1))


@pytest.mark.parametrize(
    ("security", "minimum", "step"),
    [
        ("600519.SH", 100, 100),
        ("000001.SZ", 100, 100),
        ("300750.SZ", 100, 100),
        ("688981.SH", 200, 1),
        ("920002.BJ", 100, 1),
        ("510300.SH", 100, 100),
        ("159915.SZ", 100, 100),
        ("A", 100, 100),
    ],
)
def test_the_board_decides_the_size_of_an_order(security: str, minimum: int, step: int) -> None:
    assert order_size(security, RULES) == OrderSize(D(minimum), D(step))


def test_a_board_that_has_not_opened_has_no_order_size() -> None:
    with pytest.raises(RuleNotInForce):
        order_size("688981.SH", Rulebook.load().at(date(2019, 7, 19)))


@pytest.mark.parametrize(
    ("security", "key"), [("000300.SH", "main"), ("900901.SH", "main"), ("113050.SH", "bond"), ("x", "main")]
)
def test_what_has_no_size_of_its_own_counts_as_main_board(security: str, key: str) -> None:
    assert board_key(security) == key


@pytest.mark.parametrize(
    ("quantity", "size", "expected"),
    [
        ("15024", LOTS, 15000),  # worked example 8
        ("99.99", LOTS, 0),
        ("100", LOTS, 100),
        ("-5", LOTS, 0),
        ("199.99", STAR, 0),
        ("200", STAR, 200),
        ("345.9", STAR, 345),
    ],
)
def test_a_quantity_is_floored_to_what_an_order_may_name(quantity: str, size: OrderSize, expected: int) -> None:
    assert floor_to_lot(D(quantity), size) == D(expected)
