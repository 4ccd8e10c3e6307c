"""Breaks if a case that its own page rules out passes, if a complete case is refuted, or if fees are borne out by nothing."""

from __future__ import annotations

import pytest

from liangrong.research.claims.article import Role
from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.verify.document.fees import check_fees
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
