"""Breaks if a formula whose units do not agree passes, or one that is right, or not understood, is refuted."""

from __future__ import annotations

import pytest

from liangrong.research.claims.verify.document.dimensions import told_formulas

RIGHT = [
    "Interest = loan × daily rate × days held", "利息=借款金额×日利率×占用天数", "interest = amount borrowed × annual rate / 360 × number of days",
    "融资利息＝融资金额×年利率×实际天数÷365", "Interest equals the loan multiplied by the daily rate multiplied by the number of days",
    "Leverage = 1 ÷ margin ratio", "杠杆倍数=1/保证金比例", "可融资额度=保证金÷保证金比例", "保证金比例＝保证金/融资金额",
    "The interest follows from this formula: loan × daily rate × days",
]  # fmt: skip
WRONG = [
    "Interest = loan × daily rate ÷ days held", "利息=借款金额÷日利率×占用天数", "interest = amount borrowed × annual rate × 360 / number of days",
    "融资利息＝融资金额×年利率×实际天数×365", "Leverage = 1 × margin ratio", "杠杆率=保证金比例÷1", "可融资额度=保证金×保证金比例", "保证金比例＝融资金额/保证金",
]  # fmt: skip
SILENT = [
    "Interest = loan × annual rate × days held", "成交额=价格×数量", "Leverage = total assets / equity", "利息=融资金额×利率×天数", "The loan = 2 × what was posted",
    "interest = a × b",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [*((text, [True]) for text in RIGHT), *((text, [False]) for text in WRONG), *((text, []) for text in SILENT)],
)
def test_the_units_of_a_formula(text: str, expected: list[bool]) -> None:
    assert [one.right for one in told_formulas(text)] == expected
