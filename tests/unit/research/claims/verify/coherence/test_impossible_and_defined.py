"""Breaks if falls below nothing, points of an amount, strained comparisons, outlying rates and misused names of RSI levels pass, or true ones are refuted."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.coherence.said import said


@pytest.mark.parametrize(
    ("text", "words", "refuted"),
    [
        ("截至9月末，钢铁行业融资余额较三年前减少210%。", "减少210%", True),
        ("Margin debt plunged 130% in the quarter.", "plunged 130%", True),
        ("The number of short sellers' accounts fell by 112% in a year.", "fell by 112%", True),
        ("截至9月末，钢铁行业融资余额较三年前减少21%。", "减少21%", False),
        ("公司净利润同比下降130%，转为亏损。", "下降130%", False),
        ("融资净买入额环比减少180%，转为净偿还。", "减少180%", False),
        ("两融余额增速下降120%。", "下降120%", False),
        ("The maintenance ratio of the account fell to 140%.", "fell to 140%", False),
        ("Loan growth slowed and net income at the broker fell 140%.", "fell 140%", False),
    ],
)
def test_no_amount_falls_by_more_than_all_of_it(text: str, words: str, refuted: bool) -> None:
    assert ("impossible_bound" in said(text, words)) is refuted


@pytest.mark.parametrize(
    ("text", "words", "refuted"),
    [
        ("2024年末北证50两融余额为64亿元，2023年末为80亿元。一年间北证50两融余额减少20个百分点。", "20个百分点", True),
        ("Start-ups of the city soared 250 percentage points. The number of start-ups went from two to seven.", "250", True),
        ("2024年末北证50两融余额为64亿元，2023年末为80亿元。一年间北证50两融余额占比减少20个百分点。", "20个百分点", False),
        ("2024年末北证50两融余额为64亿元，2023年末为80亿元。一年间北证50两融余额减少33个百分点。", "33个百分点", False),
        ("The ratio rose by 2.5 percentage points, from 10.0% to 12.5%.", "2.5 percentage", False),
    ],
)
def test_an_amount_grows_in_per_cent(text: str, words: str, refuted: bool) -> None:
    assert ("unit_slip" in said(text, words)) is refuted


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("融资买入占比为9.35%，不仅远高于市场均值的8.90%，还超过了去年同期的9.80%。", "占比为9.35%", {"wrong_sign"}),
        ("融资买入占比为9.35%，不仅远高于市场均值的5.10%，还超过了去年同期的9.80%。", "占比为9.35%", set()),
        ("融资买入占比为9.35%，不仅远高于市场均值的5.10%，还超过了去年同期的9.80%。", "9.80%", {"wrong_sign"}),
        ("融资买入占比为9.95%，不仅远高于市场均值的5.10%，还超过了去年同期的9.80%。", "9.80%", set()),
        ("融资买入占比为7.4%，略低于过去五年5.1%的均值，更远低于2015年9.0%的峰值。", "占比为7.4%", {"wrong_sign"}),
        ("融资买入占比为4.7%，略低于过去五年5.1%的均值，更远低于2015年1.0%的峰值。", "占比为4.7%", set()),
    ],
)
def test_what_no_turn_of_the_words_mends_is_the_figure(text: str, words: str, expected: set[str]) -> None:
    assert said(text, words) == expected


def test_what_was_compared_with_is_not_compared_again() -> None:
    text = "The ratio came to 13.4%, which is not only above the market average of 11.9% but also above the 13.1% of 2015."
    assert said(text, "13.1%") == set()


@pytest.mark.parametrize(("first", "refuted"), [("9.5%-10.5%", True), ("16%-18%", True), ("6%-8%", False), ("7.8%-8.2%", False)])
def test_a_rate_that_two_others_do_not_meet(first: str, refuted: bool) -> None:
    text = (
        f"The financing interest rate is market-driven, at {first} a year.\n\n"
        "The cost of financing interest (6.5%-7.5%) is below that of short selling (8%-10%).\n\n"
        "Stock financing has an annualized interest rate of 6.2%-7.6%."
    )
    assert ("cross_statement" in said(text, first)) is refuted
    assert "cross_statement" not in said(text, "8%-10%")


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The Shanghai Composite is overbought, with a 14-day RSI of 76.", "overbought", {"supported"}),
        ("The Shanghai Composite is oversold, with a 14-day RSI of 76.", "oversold", {"cross_statement"}),
        ("The Shanghai Composite is overbought, with a 14-day RSI of 64.", "overbought", set()),
        ("上证指数处于超卖区间，14日相对强弱指数（RSI）为22。", "超卖", {"supported"}),
        ("上证指数处于超买区间，14日相对强弱指数（RSI）为22。", "超买", {"cross_statement"}),
        ("上证指数尚未进入超买区间，14日相对强弱指数（RSI）为62。", "超买", set()),
        ("The Shanghai Composite left overbought territory as its RSI dropped to 42.", "overbought", set()),
        ("The Hang Seng Index is in oversold territory.\n\nThe RSI of the Shanghai Composite hit 81.", "oversold", set()),
        ("An overbought Shanghai Composite with an RSI of 76 worries brokers.", "RSI of 76", set()),
    ],
)
def test_overbought_and_oversold(text: str, words: str, expected: set[str]) -> None:
    assert said(text, words) == expected
