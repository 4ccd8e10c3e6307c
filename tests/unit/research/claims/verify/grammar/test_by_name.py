"""Computations whose operands are called by name or stand in an earlier sentence: true, and with a planted fault.

Every sentence is our own; what is right was computed by hand and stands beside it.
"""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.grammar.test_grammar import supports, types


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        # 84.6 / 28.2 = 3.0
        ("净买入居前：通信84.6亿元、汽车61.5亿元、煤炭28.2亿元。通信净买入额是煤炭的3.0倍。", "3.0倍"),
        # 61.5 - 28.2 = 33.3
        ("净买入居前：通信84.6亿元、汽车61.5亿元、煤炭28.2亿元。汽车则比煤炭多33.3亿元。", "33.3亿元"),
        # 31 + 52 + 18 = 101
        ("周一净偿还31亿元，周二净偿还52亿元，周三净偿还18亿元，周四净买入9亿元。周一到周三三天合计净偿还101亿元。", "101亿元"),
        # 2,712.5 / 2,170.0 - 1 = 25 %
        ("Margin debt stood at 2,712.5 billion yuan on Monday. Measured from the 2,170.0 billion yuan of last June, the rise is 25%.", "25%"),
    ],
)  # fmt: skip
def test_what_closes_is_supported(text: str, figure: str) -> None:
    assert supports(text, figure) == {"supported"}


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        # 33.3 亿, not 万
        ("净买入居前：通信84.6亿元、汽车61.5亿元、煤炭28.2亿元。汽车则比煤炭多33.3万元。", "33.3万元"),
        # 2,712.5 is above 2,683.0 by 29.5
        ("Margin debt stood at 2,712.5 billion yuan on Monday. Compared with the 2.683 trillion yuan reported for last June, the figure is 29.5 billion yuan lower.", "29.5 billion yuan"),
        # 3,905.2 is below 3,944.6
        ("The Shanghai Composite Index finished at 3,905.2, up 1.0% from 3,944.6 a day earlier.", "1.0%"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_refuted(text: str, figure: str) -> None:
    assert types(text, figure)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        # over three days, while the levels are of two
        ("节后首日融资余额为25,902亿元，节前最后一日是25,877亿元，节后三日累计增加61亿元。", "61亿元"),
        ("净买入居前：通信84.6亿元、汽车61.5亿元、煤炭28.2亿元。去年通信净买入额是煤炭的5.1倍。", "5.1倍"),
        # 21.6 + 30.9 - 0.2
        ("周四沪市融资余额较前一日多出21.6亿元，深市多出30.9亿元，北交所少了0.2亿元，三地合计增加52.3亿元。", "52.3亿元"),
    ],
)
def test_what_is_true_or_open_is_not_refuted(text: str, figure: str) -> None:
    assert not types(text, figure)
