"""Breaks if a case that its own page rules out passes, if a complete case is refuted, or if ranges, fees and indicators are borne out by nothing."""

from __future__ import annotations

from typing import Any

import pytest

from liangrong.research.claims.article import Role
from liangrong.research.claims.claim import Aspect, Nature
from liangrong.research.claims.verify.document.fees import check_fees
from liangrong.research.claims.verify.document.overbought import check_overbought
from liangrong.research.claims.verify.document.ranges import check_ranges
from liangrong.research.claims.verify.document.worked_cases import check_worked_cases
from tests.unit.research.claims.verify.document.pages import page

RULES: tuple[tuple[Role, str], ...] = (
    ("body", "One may borrow up to 1:1.5 of one's own money."), ("body", "If the maintenance ratio falls below 130%, a call goes out.")
)  # fmt: skip


@pytest.mark.parametrize(
    ("case", "loss", "expected"),
    [
        ("A 20% fall led to a loss of 80,000 yuan after forced liquidation", "80,000 yuan", "missing_value"),
        ("A 30% fall led to a loss of 80,000 yuan after forced liquidation", "80,000 yuan", "not_checkable"),
        ("A 20% fall led to a loss of 80,000 yuan", "80,000 yuan", "not_checkable"),
        (
            "With 100,000 yuan of his own a 20% fall led to a loss of 80,000 yuan after forced liquidation",
            "80,000 yuan",
            "not_checkable",
        ),
    ],
)
def test_a_case_against_the_lines_of_its_page(case: str, loss: str, expected: str) -> None:
    # 1:1.5 and a fall of 20 %: 0.8 x 2.5 / 1.5 = 133.3 %, above 130 %; a fall of 30 %: 116.7 %, below it
    made = page(("body", case), *RULES).says(case, Aspect.CHANGE, figure=loss, metric="loss")
    if "100,000" in case:
        made.says(case, Aspect.LEVEL, figure="100,000")
    assert made.said(check_worked_cases)[0] == expected


def test_a_case_in_chinese() -> None:
    case = "股价下跌20%后被强制平仓，亏损8万元"
    rules: tuple[tuple[Role, str], ...] = (
        ("body", "自有资金与融资之比最高为1:1.5。"),
        ("body", "维持担保比例低于130%时须追加担保物。"),
    )
    assert page(("body", case), *rules).says(case, Aspect.CHANGE, figure="8万元").said(check_worked_cases) == ["missing_value"]


def test_a_page_without_lines_or_leverage_says_nothing() -> None:
    case = "A 20% fall led to a loss of 80,000 yuan after forced liquidation"
    for rule in RULES:
        assert page(("body", case), rule).says(case, Aspect.CHANGE, figure="80,000 yuan").said(check_worked_cases) == [
            "not_checkable"
        ]


RATE: dict[str, Any] = {"metric": "financing_rate"}


def test_a_range_within_another_of_another_item() -> None:
    made = page(("body", "Rates run from 5.5%-6.5%", 0), ("body", "Rates are 5%-7%", 1), ("body", "Rates are 8%-9%", 2))
    made.says("5.5%-6.5%", Aspect.LEVEL, figure="5.5%-6.5%", **RATE).says("5%-7%", Aspect.LEVEL, figure="5%-7%", **RATE).says(
        "8%-9%", Aspect.LEVEL, figure="8%-9%", **RATE
    )
    found = made.judged(check_ranges)
    assert [one.strength for one in found] == ["derived", "feasibility", None]


def test_ranges_of_one_item_or_of_advice_prove_nothing() -> None:
    made = (
        page(("body", "Rates run from 5.5%-6.5%", 0), ("body", "Rates are 5%-7%", 0))
        .says("5.5%-6.5%", Aspect.LEVEL, figure="5.5%-6.5%", **RATE)
        .says("5%-7%", Aspect.LEVEL, figure="5%-7%", **RATE)
    )
    assert made.said(check_ranges) == ["not_checkable", "not_checkable"]
    made = (
        page(("body", "Use 5.5%-6.5%", 0), ("body", "Rates are 5%-7%", 1))
        .says("5.5%-6.5%", Aspect.LEVEL, figure="5.5%-6.5%", nature=Nature.ADVICE, **RATE)
        .says("5%-7%", Aspect.LEVEL, figure="5%-7%", **RATE)
    )
    assert made.judged(check_ranges)[1].verdict.support == "not_checkable"


@pytest.mark.parametrize(
    ("text", "figures", "expected"),
    [
        ("A handling fee of 0.2% is charged, with a minimum of 50 yuan", ("0.2%", "50 yuan"), "supported"), ("手续费率0.2%，最低收费50元", ("0.2%", "50元"), "supported"),
        ("The price rose 0.2%, at least 50 yuan", ("0.2%", "50 yuan"), "not_checkable"), ("A fee of 0.2% on a price of 50 yuan", ("0.2%", "50 yuan"), "not_checkable"),
    ],
)  # fmt: skip
def test_fees_with_a_minimum(text: str, figures: tuple[str, str], expected: str) -> None:
    made = page(("body", text))
    for figure in figures:
        made.says(text, Aspect.LEVEL, figure=figure)
    assert made.said(check_fees) == [expected, expected]


def test_a_minimum_above_the_maximum() -> None:
    text = "A fee of 0.2% is charged, with a minimum of 50 yuan and a maximum of 20 yuan"
    made = page(("body", text))
    for figure in ("0.2%", "50 yuan", "20 yuan"):
        made.says(text, Aspect.LEVEL, figure=figure)
    assert made.said(check_fees) == ["not_checkable", "impossible_bound", "impossible_bound"]


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        ("RSI显示超买", "84", "supported"),
        ("RSI显示超卖", "84", "cross_statement"),
        ("RSI显示超买", "60", "not_checkable"),
        ("RSI显示超卖", "22", "supported"),
    ],
)
def test_indicators(words: str, value: str, expected: str) -> None:
    made = page(("body", words), ("body", f"该指数RSI为{value}点")).says(words, Aspect.SIGN)
    made.says(f"RSI为{value}点", Aspect.LEVEL, figure=value, metric="rsi")
    assert made.said(check_overbought)[0] == expected
