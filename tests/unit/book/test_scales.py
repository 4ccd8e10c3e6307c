"""Whole numbers of 厘, fen and basis points: exact or refused."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.book.scales import BASIS_POINTS, FEN_PER_YUAN, LI_PER_FEN, LI_PER_YUAN, whole, yuan_of_li
from liangrong.core.errors import InvalidAccount


def test_the_scales() -> None:
    assert (FEN_PER_YUAN, LI_PER_YUAN, LI_PER_FEN, BASIS_POINTS) == (100, 1000, 10, 10_000)


@given(st.integers(-(2**62), 2**62))
def test_whole_is_exact_both_ways(amount: int) -> None:
    assert whole(yuan_of_li(amount), LI_PER_YUAN, "x") == amount


@given(st.decimals("-1000000", "1000000", places=3), st.integers(1, 9))
def test_one_more_decimal_is_refused(value: D, digit: int) -> None:
    with pytest.raises(InvalidAccount, match=r"account 5: cash: .* more decimals than a book keeps: steps of 1/1000") as caught:
        whole(value + D(digit) / 10_000, LI_PER_YUAN, "account 5: cash")
    assert "超出账簿的精度" in caught.value.message("zh")
