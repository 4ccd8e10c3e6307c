"""Interest of a loan and directions against two levels: breaks if the days of the year are taken for days of the loan, or a fall passes for a rise."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.grammar.test_grammar import supports


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("借入60万元、年利率5.5%、占用120天，按360天计息，利息约11000元。", "约11000元", {"supported"}),
        ("借入60万元、年利率5.5%、占用120天，按360天计息，利息约1100元。", "约1100元", {"refuted"}),
        ("融入80万元，年利率6%，45天的利息为6000元。", "6000元", {"supported"}),
        ("融入80万元，年利率6%，45天的利息为9600元。", "9600元", {"refuted"}),
        ("A loan of 600,000 yuan at 5.5 percent for 120 days costs 11,000 yuan on a 360-day year.", "11,000 yuan", {"supported"}),
        ("A loan of 600,000 yuan at 5.5 percent for 120 days costs 1,100 yuan on a 360-day year.", "1,100 yuan", {"refuted"}),
        (
            "He borrowed 600,000 yuan at 6 percent a year; after ninety days the interest comes to 9,000 yuan.",
            "9,000 yuan",
            {"supported"},
        ),
        ("The stock ended at 56.20 yuan on Tuesday, rising from 58.90 yuan on Monday.", "58.90 yuan", {"refuted"}),
        ("The stock ended at 56.20 yuan on Tuesday, falling from 58.90 yuan on Monday.", "58.90 yuan", set()),
        ("沪深300成份股两融余额从1.4万亿元降至9120亿元，净增加约4900亿元。", "约4900亿元", {"refuted"}),
    ],
)
def test_interest_and_directions(text: str, figure: str, expected: set[str]) -> None:
    assert supports(text, figure) == expected
