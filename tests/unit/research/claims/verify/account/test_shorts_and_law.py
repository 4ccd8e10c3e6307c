"""Breaks if a short seller's shares move what is held and not what is owed, if the former ratio is taken for today's, or if cash beside a haircut is forgotten."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.services.claims.checking import CheckRequest, check_text
from liangrong.services.long_texts import LongText

SHORT = (
    "Ms Wen wants to short shares worth 200,000 yuan. Suppose that she deposits 200,000 yuan in cash. With the proceeds of the sale her account "
    "holds 400,000 yuan against a liability of 200,000, a maintenance ratio of 200%. If the stock gains 25%, the liability is 250,000 yuan and the "
    "ratio drops to {}; if it loses 20%, the ratio is {}. Her lender charges 7.2% a year. A year of it would cost {}."
)
ZH = "假设投资者以50万元现金作保证金，融券卖出50万元股票，账户资产合计100万元，负债50万元，维持担保比例200%。若股票下跌20%，负债降至40万元，维持担保比例升至{}。"
COUNTED = "信用账户里有现金60万元，另有市值100万元的股票A，折算率65%，则可充抵保证金共{}。"


def verdict(text: str, printed: str, day: str) -> str:
    """What is said of the last claim with a figure."""
    rows = check_text(None, CheckRequest(text=LongText(text), published=date.fromisoformat(day))).checked.rows("en")
    return [one for one in rows if one["value"] is not None and printed in f"{one['text']}"][-1]["support"]


@pytest.mark.parametrize(
    ("text", "printed", "day", "expected"),
    [
        # 400,000 / 250,000; 400,000 / 160,000; 7.2 % x 200,000
        (SHORT.format("160%", "250%", "14,400 yuan"), "drops to 160%", "2024-08-05", "supported"),
        (SHORT.format("160%", "250%", "14,400 yuan"), "250%", "2024-08-05", "supported"),
        (SHORT.format("160%", "250%", "14,400 yuan"), "14,400 yuan", "2024-08-05", "supported"),
        (SHORT.format("180%", "250%", "14,400 yuan"), "drops to 180%", "2024-08-05", "refuted"),
        (SHORT.format("160%", "230%", "14,400 yuan"), "230%", "2024-08-05", "refuted"),
        (ZH.format("250%"), "250%", "2026-03-10", "supported"),
        (ZH.format("230%"), "230%", "2026-03-10", "refuted"),
        # 60 + 65 % x 100
        (COUNTED.format("125万元"), "125万元", "2026-02-10", "supported"),
        (COUNTED.format("160万元"), "160万元", "2026-02-10", "refuted"),
        # 80 % until 18 January 2026, 100 % since
        ("旧比例下，40万元保证金最多融资50万元。", "50万元", "2026-03-10", "supported"),
        ("现在40万元保证金最多融资50万元。", "50万元", "2026-03-10", "refuted"),
        ("On the former ratio, a client with 400,000 yuan could borrow 500,000 yuan.", "500,000 yuan", "2026-03-10", "supported"),
        ("某券商称40万元保证金最多可融资90万元。", "90万元", "2025-03-10", "not_checkable"),
        ("投资者今日新开合约融资买入50万元股票，需备40万元保证金。", "40万元", "2026-02-10", "refuted"),
        ("投资者今日新开合约融资买入50万元股票，需备50万元保证金。", "50万元保证金", "2026-02-10", "supported"),
        # 120 % for private funds, 100 % for others
        ("私募融券卖出200万元股票，需缴纳240万元保证金。", "240万元", "2026-02-10", "supported"),
        ("私募融券卖出200万元股票，需缴纳200万元保证金。", "需缴纳200万元", "2026-02-10", "refuted"),
        ("A private fund must lodge margin of 120%, so that a short of 2 million yuan ties up 2.4 million.", "2.4 million", "2026-02-10", "supported"),
        ("按80%的比例，60万元保证金最多可融资48万元。", "48万元", "2025-03-03", "refuted"),
        ("At a margin ratio of 120%, 600,000 yuan of margin supports short sales of 500,000 yuan.", "500,000 yuan", "2025-03-03", "supported"),
    ],
)  # fmt: skip
def test_what_is_owed_and_asked(text: str, printed: str, day: str, expected: str) -> None:
    assert verdict(text, printed, day) == expected
