"""Breaks if lists of unequal length pass as corresponding, or if grammar that explains the lengths is not read."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.arithmetic.test_arithmetic_phrases import plain


@pytest.mark.parametrize(
    "sentence",
    [
        "电子、通信、计算机、传媒、汽车融资余额分别增长12.5%、8.3%、6.1%。",
        "CATL, BYD and ZTE posted net purchases of 1.2 billion yuan and 0.9 billion yuan, respectively.",
    ],
)
def test_lists_that_cannot_correspond(sentence: str) -> None:
    assert set(plain(sentence).values()) == {"list_mismatch"}


@pytest.mark.parametrize(
    "sentence",
    [
        "电子、通信、计算机融资余额分别增长12.5%、8.3%、6.1%。",
        "电子、通信和计算机融资余额分别增长12.5%、8.3%和6.1%。",
        "石油石化、纺织和服饰融资余额分别下降12.5%、8.3%。",
        "电子、通信等行业分别增长12.5%、8.3%、6.1%。",
        "沪深两市融资余额、融券余额分别为12.5亿元、8.3亿元、6.1亿元和2.2亿元。",
        "电子、通信分别增长12.5%、8.3%、6.1%和2.2%。",
        "Coal and petroleum & petrochemicals lost 711 million yuan and 2.50 billion yuan, respectively.",
        "After surging 90% and 127% since December, stocks like one fell.",
    ],
)
def test_lists_that_correspond_or_that_grammar_explains(sentence: str) -> None:
    assert "list_mismatch" not in plain(sentence).values()
