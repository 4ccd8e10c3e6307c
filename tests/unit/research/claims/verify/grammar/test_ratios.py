"""Shares, multiples, growth and means whose operands the words name elsewhere in the text: true, false, and undecided.

Every sentence is our own; what is right was computed by hand and stands beside it.
"""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.grammar.test_grammar import supports

_TWO = "中芯国际融资净买入8.4亿元，寒武纪融资净买入3.5亿元。"
_BOOKS = "Haitong lent 120.5 billion yuan and Orient 48.2 billion yuan. "
_FOUR = "The four brokers had 640 billion yuan of loans between them. "


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        # 112.4 / 18,433.9 = 0.61 %
        ("沪深两市融资余额18321.5亿元，融券余额112.4亿元。后者占两市两融余额18433.9亿元的0.61%。", "0.61%"),
        # 402.6 / 1,523.7 = 26.42 %
        ("当日全市场融资买入额合计1523.7亿元。其中电子行业融资买入额402.6亿元，占比26.42%。", "26.42%"),
        # 1,555 / 16,200 = 9.6 %
        ("昨日两市成交额1.62万亿元，杠杆资金融资买入额1555亿元，占成交额的9.6%。", "9.6%"),
        # 8.4 / 3.5 = 2.4, and 3.5 / 8.4 = 0.417
        (f"{_TWO}中芯国际的净买入额是寒武纪的2.4倍。", "2.4倍"),
        (f"{_TWO}寒武纪的净买入额不足中芯国际的一半。", "一半"),
        # 880.4 / 1,852.3 = 47.5 %
        ("Shenzhen's margin balance was 880.4 billion yuan. The national total stood at 1,852.3 billion yuan, which gives Shenzhen a share of 47.5 percent.", "47.5 percent"),
        # 48.2 / 120.5 = 0.4
        (f"{_BOOKS}Orient's loans are less than half of Haitong's.", "less than half"),
        # 3.2 / (35.2 - 3.2) = 10 %
        ("The fund's margin debt rose by 3.2 billion yuan to 35.2 billion yuan, a gain of 10 percent.", "10 percent"),
        # 640 / 4, and 1,344 / 6
        (f"{_FOUR}On average, each of the four had 160 billion yuan.", "160 billion yuan"),
        ("3至8月累计净买入1344亿元，月均224亿元。", "224亿元"),
        # 1.85 trillion / 14.805 million = 125,000
        ("全市场信用账户总数1480.5万户，按融资余额1.85万亿元计算，户均融资约12.5万元。", "约12.5万元"),
    ],
)  # fmt: skip
def test_what_closes_is_supported(text: str, figure: str) -> None:
    assert supports(text, figure) == {"supported"}


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("沪深两市融资余额18321.5亿元，融券余额112.4亿元。后者占两市两融余额18433.9亿元的6.1%。", "6.1%"),
        ("昨日两市成交额1.62万亿元，杠杆资金融资买入额1555亿元，占成交额的6.9%。", "6.9%"),
        (f"{_TWO}中芯国际的净买入额是寒武纪的3.4倍。", "3.4倍"),
        # 5.5 / 8.4 = 0.655
        ("中芯国际融资净买入8.4亿元，寒武纪融资净买入5.5亿元。寒武纪的净买入额不足中芯国际的一半。", "一半"),
        ("Shenzhen's margin balance was 880.4 billion yuan. The national total stood at 1,852.3 billion yuan, which gives Shenzhen a share of 45.7 percent.", "45.7 percent"),
        (f"{_BOOKS}Haitong's book is more than three times that of Orient.", "more than three times"),
        ("The fund's margin debt rose by 3.2 billion yuan to 35.2 billion yuan, a gain of 19 percent.", "19 percent"),
        (f"{_FOUR}On average, each of the four had 180 billion yuan.", "180 billion yuan"),
        ("全市场信用账户总数1480.5万户，按融资余额1.85万亿元计算，户均融资约125万元。", "约125万元"),
        # 6.35 - 6.80 = 0.45 points
        ("融资利率由6.80%降至6.35%，下降0.45%。", "0.45%"),
    ],
)  # fmt: skip
def test_what_certain_operands_do_not_make_is_refuted(text: str, figure: str) -> None:
    assert supports(text, figure) == {"refuted"}


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        # the total of a year earlier is not printed
        ("A year earlier the sector made up 12 percent of the total. The sector's loans are now 30 billion yuan, against a total of 200 billion yuan.", "12 percent"),
        # neither the sample's loans nor the trade's are printed
        ("行业共有上市券商42家，样本券商10家，样本券商融出资金占全行业的62%。", "62%"),
        ("Analysts said margin purchases make up 9 percent of turnover in a typical year. Turnover was 1.2 trillion yuan on Monday.", "9 percent"),
        ("创业板融资余额4100亿元，科创板融资余额1900亿元。创业板客户中，个人占了九成。", "九成"),
    ],
)  # fmt: skip
def test_what_names_no_operands_stays_undecided(text: str, figure: str) -> None:
    assert supports(text, figure) <= {"not_checkable"}
