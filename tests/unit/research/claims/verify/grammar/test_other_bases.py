"""What a change is compared with, what a multiple adds, and what points, months and capital can be: breaks if another base confirms a figure, or if the named one is refuted.

Every sentence is our own; what is right was computed by hand and stands beside it.
"""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.grammar.test_grammar import supports, types


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        # 2.50 / 2.40 = 1.042
        ("较3月末的2.20万亿元，余额已增加3,000亿元至2.50万亿元；与4月末的2.40万亿元相比，增幅为4.2%。", "4.2%"),
        # 9 / 2 = 4.5, so 3.5 times as much was added
        ("会员由2万户增至9万户，增长3.5倍。", "3.5倍"),
        # 11 / 2 = 5.5
        ("The number of unicorns went from two to eleven last year, more than a fivefold rise.", "more than a fivefold"),
        # 31.8 - 24.6
        ("Shorts fell from 31.8 billion yuan on July 10 to 24.6 billion on August 5, a decline of 22.6%, or 7.2 billion yuan.", "7.2 billion yuan"),
        # 1,204 / 12 = 100.3
        ("全年净买入合计1,204亿元，平摊到每个月约100.3亿元。", "约100.3亿元"),
        # 154.21 / 12 = 12.85
        ("2025年全年新开账户154.21万户。平摊到全年，每月新开约12.85万户。", "约12.85万户"),
        # 840.5 / 2,050.6 = 41.0 %
        ("沪市净买入840.5亿元，深市1,210.1亿元，两地合计2,050.6亿元，其中沪市一地占比41.0%。", "41.0%"),
    ],
)  # fmt: skip
def test_what_closes_is_supported(text: str, figure: str) -> None:
    assert supports(text, figure) == {"supported"}


@pytest.mark.parametrize(
    ("text", "figure", "error"),
    [
        # 13.6 % is the growth since the end of March
        ("较3月末的2.20万亿元，余额已增加3,000亿元至2.50万亿元；与4月末的2.40万亿元相比，增幅为13.6%。", "13.6%", "arithmetic"),
        ("会员由20.0万户增至90.0万户，增长4.5倍。", "4.5倍", "arithmetic"),
        # 154.21 / 11 = 14.02
        ("2025年全年新开账户154.21万户。平摊到全年，每月新开约14.02万户。", "约14.02万户", "arithmetic"),
        ("沪市净买入840.5亿元，深市1,210.1亿元，两地合计2,050.6亿元，其中沪市一地占比43.0%。", "43.0%", "arithmetic"),
        # two balances of two days
        ("Shanghai's financing balance was 1,362.9 billion yuan on July 1 and Shenzhen's 1,318.4 billion on June 30, so that the two held 2,681.3 billion.", "2,681.3 billion", "as_of_mismatch"),
        ("6月新增账户8.8万户，较5月的7.4万户增长18.9个百分点。", "18.9个百分点", "unit_slip"),
        ("账户总数为1,564万户，较2015年末增长98个百分点。", "98个百分点", "unit_slip"),
        ("融资余额相当于流通市值的2.58%，占总市值的3.1%。", "3.1%", "impossible_bound"),
        ("The shorts equal 1.92% of the float and 2.30% of all shares outstanding.", "2.30%", "impossible_bound"),
        ("两只白酒股同遭减仓，贵州茅台3.1亿元、五粮液1.2亿元，共计失血5.3亿元。", "5.3亿元", "arithmetic"),
    ],
)  # fmt: skip
def test_what_does_not_close_is_refuted(text: str, figure: str, error: str) -> None:
    assert supports(text, figure) == {"refuted"}
    assert error in types(text, figure)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("银行净利润812亿元，净息差下降0.03个百分点。", "0.03个百分点"),
        ("两融余额2.61万亿元，占比较年初上升0.3个百分点。", "0.3个百分点"),
        ("Financing equals 2.58% of float value, or 2.1% of total market capitalisation.", "2.1%"),
        # "a 4.5-fold increase" may be what it came to
        ("The number of accounts rose from 2 million to 9 million, a 4.5-fold increase.", "9 million"),
    ],
)
def test_what_may_be_right_is_not_refuted(text: str, figure: str) -> None:
    assert "refuted" not in supports(text, figure)


@pytest.mark.parametrize(
    ("text", "figure", "refuted"),
    [
        # 50 of less than 900 are left: 94.4 % at most
        ("年初至今降幅\n>96%\n从年初超800亿元降至百亿水平", ">96%", True),
        ("年初至今降幅\n>86%\n从年初超800亿元降至百亿水平", ">86%", False),
        # 9.5 of less than 70: 86.4 % at most
        ("Short balance is down more than 93%, from over 60 billion yuan to about 10 billion yuan.", "more than 93%", True),
        ("Short balance is down more than 80%, from over 60 billion yuan to about 10 billion yuan.", "more than 80%", False),
        # a level in a wrong unit, and which of the two cannot be told
        ("年初至今降幅\n>86%\n从年初超800亿元降至千亿水平", ">86%", False),
        ("较历史峰值降幅\n>96%\n从年初超800亿元降至百亿水平", ">96%", False),
    ],
)
def test_a_fall_for_which_two_bounds_leave_no_room(text: str, figure: str, refuted: bool) -> None:
    assert ("arithmetic" in types(text, figure)) is refuted
