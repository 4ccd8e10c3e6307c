"""Steps in points, distances between classes of investors, who decides, and principles said in words."""

from __future__ import annotations

import pytest

from .read_claims import of_words


@pytest.mark.parametrize(
    ("text", "day", "part", "expected"),
    [
        ("融资保证金最低比例本月上调了20个百分点。", "2026-01-20", "20个百分点", "supported"),
        ("融资保证金最低比例本月上调了25个百分点。", "2026-01-20", "25个百分点", "refuted"),
        ("融资保证金比例下限由此提高了20%。", "2026-01-20", "20%", "refuted"),
        ("The financing margin floor was cut by 20 percentage points.", "2023-09-12", "20 percentage points", "supported"),
        ("Private funds must meet a short-selling floor 20 percentage points above that of ordinary clients.", "2024-08-01", "20 percentage points", "supported"),
        ("Private funds must meet a short-selling floor 35 percentage points above that of ordinary clients.", "2024-08-01", "35 percentage points", "refuted"),
        ("证券交易所本周宣布上调融资保证金比例。", "2026-01-16", "上调融资保证金比例", "supported"),
        ("央行本周宣布上调融资保证金比例。", "2026-01-16", "上调融资保证金比例", "refuted"),
        ("The central bank raised the minimum margin for financing this week.", "2026-01-16", "raised the minimum margin", "refuted"),
        ("央行本周宣布下调存款准备金率，两融投资者持观望态度。", "2026-01-16", "下调存款准备金率", "not_checkable"),
        ("计算维持担保比例的时候，证券须先打折折算再计入分子。", "2026-03-02", "折算", "refuted"),
        ("计算维持担保比例的时候，证券无需折算，按市值计入分子。", "2026-03-02", "折算", "supported"),
        ("交易所定的保证金比例是底线，证券公司可以提出更严的要求。", "2026-03-02", "更严的要求", "supported"),
        ("交易所定的保证金比例是底线，证券公司可以放宽到更低的水平。", "2026-03-02", "更低的水平", "refuted"),
        ("融券卖出的申报价不得高于最新成交价。", "2026-03-02", "不得高于", "refuted"),
        ("A short order priced below the last trade is rejected.", "2026-03-02", "rejected", "supported"),
    ],
)  # fmt: skip
def test_what_is_said_of_the_rule(text: str, day: str, part: str, expected: str) -> None:
    assert of_words(text, day, part) == expected
