"""Breaks if words that set figures above, below or before each other pass against the figures, or if such as agree are refuted."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.coherence.said import said


@pytest.mark.parametrize(
    ("text", "words", "wrong"),
    [
        ("两融余额占比为3.1%,略高于过去五年3.4%的均值,更远低于2015年6.2%的峰值。", "略高于", True),
        ("两融余额占比为3.1%,略低于过去五年3.4%的均值,更远高于2015年6.2%的峰值。", "更远高于", True),
        ("两融余额占比为3.1%,略低于过去五年3.4%的均值,更远低于2015年6.2%的峰值。", "略低于", False),
        ("该比值为14.2%,不仅远超市场均值的10.3%,还超过去年峰值的12.9%。", "还超过", False),
        ("The index ended at 3,812.4 points, rising from 3,840.9 points in the previous session.", "rising from", True),
        ("The index ended at 3,812.4 points, falling from 3,840.9 points in the previous session.", "falling from", False),
        ("Debt is 6.3 percent of the float today, less than half of the 11 percent seen at the peak.", "less than half", True),
        (
            "At 145 percent the account is safe; if it drops below the warning line of 150 percent the broker calls.",
            "drops",
            False,
        ),
        ("电子行业净买入占4.9%,其余额占比低于通信行业的3.3%。", "低于通信行业", False),
        ("Net buying slowed by 3.8 billion yuan to 41.2 billion yuan, below the average of 44.0 billion yuan.", "below", False),
    ],
)
def test_what_is_set_above_or_below_stands_so(text: str, words: str, wrong: bool) -> None:
    assert ("wrong_sign" in said(text, words)) is wrong


@pytest.mark.parametrize(
    ("text", "words", "wrong"),
    [
        ("煤炭以21.4亿元居净买入首位,钢铁、银行分别净买入8.1亿元和9.6亿元,依次位列第二、第三。", "依次位列", True),
        ("煤炭以21.4亿元居净买入首位,钢铁、银行分别净买入9.9亿元和9.6亿元,依次位列第二、第三。", "依次位列", False),
        (
            "Steel led with 4.8 billion yuan, followed by coal with 2.9 billion yuan, while banks were third with 3.3 billion yuan.",
            "third with",
            True,
        ),
        (
            "Steel led with 4.8 billion yuan, followed by coal with 3.9 billion yuan, while banks were third with 3.3 billion yuan.",
            "third with",
            False,
        ),
        ("三只基金规模由大到小依次为甲、乙、丙,分别为31.2亿元、28.7亿元和35.5亿元。", "由大到小", True),
        ("三只基金规模由大到小依次为甲、乙、丙,分别为38.2亿元、36.7亿元和35.5亿元。", "由大到小", False),
    ],
)
def test_a_later_place_holds_no_more(text: str, words: str, wrong: bool) -> None:
    assert ("sort_order" in said(text, words)) is wrong
