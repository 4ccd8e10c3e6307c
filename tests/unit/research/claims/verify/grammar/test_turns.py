"""Directions against two levels: breaks if a fall passes for a rise."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.grammar.test_grammar import supports


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("The stock ended at 56.20 yuan on Tuesday, rising from 58.90 yuan on Monday.", "58.90 yuan", {"refuted"}),
        ("The stock ended at 56.20 yuan on Tuesday, falling from 58.90 yuan on Monday.", "58.90 yuan", set()),
        ("沪深300成份股两融余额从1.4万亿元降至9120亿元，净增加约4900亿元。", "约4900亿元", {"refuted"}),
    ],
)
def test_directions(text: str, figure: str, expected: set[str]) -> None:
    assert supports(text, figure) == expected
