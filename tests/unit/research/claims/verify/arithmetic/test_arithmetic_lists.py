"""Breaks if lists of unequal length pass as corresponding, or if grammar that explains the lengths is not read."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.arithmetic.test_arithmetic_phrases import plain


@pytest.mark.parametrize(
    "sentence",
    [
        "电子、通信、计算机、传媒、汽车融资余额分别增长12.5%、8.3%、6.1%。",
        "CATL, BYD and ZTE posted net purchases of 1.2 billion yuan and 0.9 billion yuan, respectively.",
        "电子、通信、计算机、传媒、汽车的增幅依次为12.5%、8.3%、7.1%、6.1%。",
        "电子（含元件、器件）、通信、计算机涨幅居前，依次上涨12.5%、8.3%。",
        "Banks, brokers, insurers, steel and coal gained 4.2%, 3.1%, 2.8% and 1.9%, respectively.",
    ],
)
def test_lists_with_a_figure_missing(sentence: str) -> None:
    assert set(plain(sentence).values()) == {"missing_value"}


def test_lists_with_a_figure_too_many() -> None:
    assert set(plain("电子、通信、计算机的增幅依次为12.5%、8.3%、7.1%、6.1%。").values()) == {"list_mismatch"}


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
        "电子（含元件、器件）、通信、计算机的增幅依次为12.5%、8.3%、7.1%。",
        "电子、通信、计算机、传媒的融资余额和融券余额依次为12.5亿元、8.3亿元。",
        "Banks, brokers, steel and coal gained 4.2%, 3.1%, 2.8% and 1.9%, respectively.",
        "Non-bank financials, food and beverages, and real estate fell 4.2%, 3.1%, and 2.8%, respectively.",
        "In May, banks, brokers and coal gained 4.2%, 3.1% and 2.8%, respectively.",
    ],
)
def test_lists_that_correspond_or_that_grammar_explains(sentence: str) -> None:
    assert not {"list_mismatch", "missing_value"} & set(plain(sentence).values())
