"""Breaks if what things are is not told from what they are not, in either language, or if a summary may rename, rescale or turn what its body says."""

from __future__ import annotations

import pytest

from liangrong.research.claims.verify.document.comparisons import check_comparisons
from liangrong.research.claims.verify.document.headlines import check_headlines
from liangrong.research.claims.verify.document.mechanisms import check_mechanisms
from liangrong.research.claims.verify.document.ranks import check_ranks
from tests.unit.research.claims.verify.document.pages import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("融资是投资者借入资金去买证券。", "supported"),
        ("融资是投资者借入证券去卖出。", "definition"),
        ("融券就是借来股票先卖。", "supported"),
        ("融券不是借钱买股票。", "supported"),
        ("Short selling means borrowing money to buy shares.", "definition"),
        ("Short selling means borrowing shares to sell them.", "supported"),
        ("两融余额等于融资余额加融券余额。", "supported"),
        ("两融余额等于融资余额减去融券余额。", "definition"),
        ("融资净买入额等于融资买入额减去融资偿还额。", "supported"),
        ("融资净买入额等于融资买入额加上融资偿还额。", "definition"),
        ("Net financing purchases equal purchases less repayments.", "supported"),
        ("融券余额按当日收盘价计算。", "supported"),
        ("The short balance is calculated at the selling price.", "definition"),
        ("The short balance is priced at the closing price, so it changes even if no shares change hands.", "supported"),
        ("融资利息与持有天数无关。", "definition"),
        ("融资利息按实际使用天数计算。", "supported"),
        ("融资利息按自然日计算。", "supported"),
        ("融资利息只按交易日计算。", "definition"),
        ("周末同样要计收融资利息。", "supported"),
        ("节假日不计融资利息。", "definition"),
        ("Margin interest is charged for Saturdays and Sundays as well.", "supported"),
        ("Margin interest is not charged for Saturdays and Sundays.", "definition"),
        ("Margin interest accrues on trading days only.", "definition"),
        ("信用账户没有负债时不会被追保。", "supported"),
        ("In margin financing clients borrow shares to enlarge their positions.", "definition"),
        ("融资利息随天数呈指数上升。", "definition"),
        ("Interest costs decline with the holding period.", "definition"),
        ("Failing to answer a margin call spares a client forced liquidation.", "definition"),
        ("Interest = loan × daily rate ÷ days held.", "definition"),
        ("Interest = loan × daily rate × days held.", "supported"),
    ],
)
def test_definitions_are_told_apart(text: str, expected: str) -> None:
    assert set(told(text, check_mechanisms).values()) == {expected}


@pytest.mark.parametrize("text", ["有人误以为融券就是借钱买股票。", "Is short selling borrowing money to buy shares?"])
def test_what_is_not_said_is_not_judged(text: str) -> None:
    assert told(text, check_mechanisms) == {}


@pytest.mark.parametrize(
    ("headline", "expected"),
    [("两融余额单日大增214亿元", {"214亿元": "unit_slip"}), ("两融余额单日大增21亿元", {}), ("两融余额一周大增98亿元", {})],
)
def test_a_headline_ten_times_its_body_is_a_slip(headline: str, expected: dict[str, str]) -> None:
    body = "4月23日，两融余额报26,140.6亿元，较前一交易日的26,119.2亿元增加21.4亿元，增幅0.08%。"
    assert told(f"{headline}\n{body}", check_headlines) == expected


def test_a_second_comparison_is_of_the_same_subject() -> None:
    text = "五只龙头的占比为15.9%，不仅高于市场均值的11.0%，还超过了前一轮均值的12.2%。"
    assert told(text, check_comparisons) == {}


def test_a_wrong_headline_does_not_make_the_body_wrong() -> None:
    text = "资金净买入创业板1,200亿元\n三季度创业板净买入120.4亿元。主板净买入252.3亿元，为两者中最多。"
    assert "sort_order" not in told(text, check_ranks).values()
