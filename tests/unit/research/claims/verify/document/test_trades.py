"""Breaks if a trade is told as the other one and passes, if a loss is bounded or unbounded for the wrong trade, or if the loss of a company is read as a trader's."""

from __future__ import annotations

import pytest

from liangrong.research.claims.verify.document.trades import told_traits


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("A margin buyer borrows cash to buy shares and repays later", "", {True}),
        ("A margin buyer borrows shares and sells them", "", {False}),
        ("A short seller borrows stock, sells it and hopes for a fall", "", {True}),
        ("A short seller borrows funds and buys what he expects to go up", "", {False}),
        ("融券的人盼着股价上涨", "", {False}),
        ("融券的人盼着股价下跌", "", {True}),
        ("看空时可以做融资，向证券公司借入证券再卖出", "", {False}),
        ("The loss has no limit at all", "What is short selling?", {True}),
        ("The gain is unlimited and the loss is capped at the deposit", "Selling short in three steps", {False}),
        ("For a short seller, the worst case is the loss of the margin", "", {False}),
        ("For a short seller there is no ceiling on losses", "", {True}),
        ("两融投资者最多亏光本金", "", {False}),
        ("The loss in financing is not limited to the margin, while the loss in short selling is unlimited", "", {True}),
        ("A margin buyer can lose more than the cash he put in", "", {True}),
        ("A margin buyer can never lose more than the cash he put in", "", {False}),
        ("Most retail borrowers lose money on such positions", "On margin loans", set()),
        ("The company can lose more than its capital", "", set()),
        ("The loss of the quarter was limited to the European unit", "", set()),
        ("融资资金看好电子板块", "", set()),
        ("Short sellers borrowed shares worth 3 billion yuan", "", set()),
    ],
)
def test_what_a_trade_is(text: str, before: str, expected: set[bool]) -> None:
    assert {one.right for one in told_traits(text, before)} == expected
