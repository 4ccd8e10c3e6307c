"""Breaks if a ratio is defined or put to work the wrong way and nobody objects."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.law.read_claims import of_words


@pytest.mark.parametrize(
    ("text", "day", "part", "expected"),
    [
        ("近期券商券源主要靠转融券借入。", "2025-11-20", "转融券借入", "refuted"),
        ("维持担保比例等于账户总资产除以负债。", "2025-11-20", "总资产除以负债", "supported"),
        ("维持担保比例等于客户净资产除以负债。", "2025-11-20", "净资产除以负债", "refuted"),
        ("The maintenance ratio divides all assets in the account by the debt.", "2025-11-20", "all assets", "supported"),
        ("Once the maintenance ratio climbs above 130%, forced liquidation is triggered.", "2025-11-20", "130%", "refuted"),
        ("担保比例升破130%便会被强制平仓。", "2025-11-20", "130%", "refuted"),
        ("担保比例跌破130%便会被强制平仓。", "2025-11-20", "130%", "not_checkable"),
        ("担保比例回到130%以上后解除强制平仓。", "2025-11-20", "130%", "not_checkable"),
        ("折算率为零意味着该股不能再融资买入。", "2025-11-20", "不能再融资买入", "refuted"),
    ],
)
def test_how_the_ratios_work(text: str, day: str, part: str, expected: str) -> None:
    assert of_words(text, day, part) == expected
