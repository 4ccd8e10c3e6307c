"""Shares, totals, means, accounts and headlines whose parts are named or stand in another sentence: true, and with a planted fault.

Every sentence is our own; what is right was computed by hand and stands beside it.
"""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.grammar.test_grammar import supports, types


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        # 182.6 / 25,994.0 = 0.70 %
        ("沪深两市融资余额为25,811.4亿元，两融余额25,994.0亿元。融券余额182.6亿元，占两融余额的0.7%。", "0.7%"),
        # 5.2 / 11.2 = 46.4 %
        ("BYD drew 3.1 billion yuan, CATL 5.2 billion and Gree 2.9 billion. CATL alone accounted for 46.4% of the three's combined 11.2 billion yuan.", "46.4%"),
        # 231.4 / (231.4 + 180.2 + 178.8) = 39.2 %
        ("融资余额前三的个股为中国平安、贵州茅台和东方财富，分别为231.4亿元、180.2亿元和178.8亿元。中国平安占三只合计的39.2%。", "39.2%"),
        # 17 / 42 = 40.5 %
        ("Some 40% of banks (17 of 42) saw balances fall.", "Some 40%"),
        # half of 84
        ("Half of the 84 listed brokers, 42, reported growth.", "Half"),
        # 3.6 + 8.4: what they rose from is no part
        ("Alpha's balance rose from 2.9 billion yuan to 3.6 billion. Beta's rose from 8.1 billion yuan to 8.4 billion. Together the two hold 12.0 billion yuan.", "12.0 billion yuan"),
        # 2.1 + 1.4
        ("Margin traders sold coal worth 2.1 billion yuan, steel worth 1.4 billion yuan and banks worth 3.0 billion yuan. Coal and steel came to 3.5 billion yuan.", "3.5 billion yuan"),
        # 12.5 / 50
        ("两者分别为26,100亿元和26,112.5亿元，两者相差12.5亿元。", "12.5亿元"),
        # 2.57 trillion / 1.81 million = 1.42 million
        ("有负债的投资者为181万人，户均融资余额约142万元，融资余额2.57万亿元。", "约142万元"),
        # 2,612.4 / 2,540.1 = 1.028
        ("Summary\n- Margin balance up 2.8% in May to 2.61 trillion yuan\nFull story\nMore accounts were opened. Turnover was high. China's margin trading balance rose to 2,612.4 billion yuan at the end of May from 2,540.1 billion yuan at the end of April.", "2.8%"),
    ],
)  # fmt: skip
def test_what_closes_is_supported(text: str, figure: str) -> None:
    assert supports(text, figure) == {"supported"}


@pytest.mark.parametrize(
    ("text", "figure", "error"),
    [
        ("BYD drew 3.1 billion yuan, CATL 5.2 billion and Gree 2.9 billion. CATL alone accounted for 28.4% of the three's combined 11.2 billion yuan.", "28.4%", "arithmetic"),
        ("融资余额前三的个股为中国平安、贵州茅台和东方财富，分别为231.4亿元、180.2亿元和178.8亿元。中国平安占三只合计的49.2%。", "49.2%", "arithmetic"),
        ("More than half of banks (17 of 42) saw balances fall.", "More than half", "arithmetic"),
        ("42家券商中有29家增长，占比约59%。", "约59%", "arithmetic"),
        ("Margin traders sold coal worth 2.1 billion yuan, steel worth 1.4 billion yuan and banks worth 3.0 billion yuan. Coal and steel came to 4.5 billion yuan.", "4.5 billion yuan", "arithmetic"),
        # (21 + 34 + 8 + 19 + 26) / 5 = 21.6
        ("上周五个交易日净买入分别为21亿元、34亿元、8亿元、19亿元和26亿元，日均25.6亿元。", "25.6亿元", "arithmetic"),
        ("一周内没有一天净买入超过15亿元，日均净买入17.2亿元。", "17.2亿元", "impossible_bound"),
        # 2.56 % - 2.54 % is 0.02 percentage points
        ("融资余额占流通市值比例为2.56%，比前一周的2.54%提高了0.02%。", "0.02%", "unit_slip"),
    ],
)  # fmt: skip
def test_what_does_not_close_is_refuted(text: str, figure: str, error: str) -> None:
    assert supports(text, figure) == {"refuted"}
    assert error in types(text, figure)


def test_a_bound_is_not_confirmed_by_what_lies_far_from_it() -> None:
    # 461.9 / 486.2 = 95 %: two levels of one industry at two times, not the share of three firms
    assert supports("白酒行业融资余额由486.2亿元降至461.9亿元。三家龙头合计占行业的六成以上。", "六成以上") == set()


def test_a_ratio_between_two_metrics_is_no_growth() -> None:
    text = (
        "The short balance was 16.9 billion yuan and the financing balance 2.69 trillion yuan. The fall is more than 75 per cent."
    )
    assert supports(text, "more than 75 per cent") == set()
