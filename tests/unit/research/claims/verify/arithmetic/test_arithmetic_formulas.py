"""Breaks if leverage does not follow from margin, or if the figures of a worked example are not held against each other."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.arithmetic.test_arithmetic_phrases import plain


@pytest.mark.parametrize(
    ("sentence", "leverage"),
    [
        ("A 40% margin ratio corresponds to 2.5 times leverage.", "2.5 times"),
        ("60% margin leads to 1.67 times leverage.", "1.67 times"),
        ("With a margin ratio of 80%, the leverage ratio is 1.25 times.", "1.25 times"),
        ("保证金比例80%对应1.25倍杠杆。", "1.25倍"),
        ("保证金比例由80%上调至100%，杠杆由1.25倍降至1倍。", "1倍"),
    ],
)
def test_leverage_is_one_over_the_margin(sentence: str, leverage: str) -> None:
    assert plain(sentence)[leverage] == "supported"


def test_the_holding_for_one_of_margin_is_also_called_leverage() -> None:
    # 80 % of margin: a loan of 1.25 and a holding of 2.25 for one of margin.
    assert plain("保证金比例80%对应2.25倍杠杆。")["2.25倍"] == "supported"


@pytest.mark.parametrize("sentence", ["保证金比例80%对应1.50倍杠杆。", "60% margin leads to 1.76 times leverage."])
def test_other_leverage_is_refuted(sentence: str) -> None:
    assert "arithmetic" in plain(sentence).values()


@pytest.mark.parametrize(
    "sentence",
    [
        "假设自有资金100万元，融资100万元，总持仓200万元。",
        "例如，借入100万元，年利率7.3%，持有30天，利息约6000元。",
        "例如，借入120万元，年利率6.8%，持有60天，利息13600元。",
        "某投资者以50万元本金融资50万元买入股票，股价下跌15%，亏损15万元，占本金的30%。",
        "For example, an investor with 1 million yuan of own capital can borrow 1.25 million yuan at an 80% margin ratio.",
    ],
)
def test_a_worked_example_that_closes(sentence: str) -> None:
    assert set(plain(sentence).values()) == {"supported"}


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("假设自有资金100万元，融资100万元，总持仓250万元。", "250万元"),
        ("例如，借入100万元，年利率7.3%，持有30天，利息约60000元。", "约60000元"),
    ],
)
def test_a_worked_example_that_does_not(sentence: str, wrong: str) -> None:
    assert plain(sentence)[wrong] in ("arithmetic", "unit_slip")


def test_two_amounts_in_one_role_decide_nothing() -> None:
    assert "arithmetic" not in plain("假设自有资金100万元或150万元，融资100万元，总持仓250万元。").values()
