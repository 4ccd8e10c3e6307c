"""Breaks if days are read from words that are none, or if a few of them are put in another order than that of time."""

from __future__ import annotations

import pytest

from liangrong.research.claims.words.days import day_in, order_of_days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on Friday 3 April", "3 april"),
        ("周二减少", "周二"),
        ("4月14日为", "4月14日"),
        ("it may rise", ""),
        ("in May", "may"),
        ("日均", ""),
    ],
)
def test_the_most_exact_day_is_read(text: str, day: str) -> None:
    assert day_in(text) == day


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["friday", "monday", "tuesday"], [0, 1, 2]),
        (["5月末", "4月末"], [1, 0]),
        (["周一", "周四", "周二", "周三"], [0, 2, 3, 1]),
        (["december", "january", "february"], [0, 1, 2]),
        (["the first", "the second"], [0, 1]),
    ],
)
def test_days_follow_each_other(names: list[str], order: list[int]) -> None:
    assert order_of_days(names) == order
