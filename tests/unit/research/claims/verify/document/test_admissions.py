"""Breaks if a text that owns to conflicts is believed without one, or not believed with one; or if a clean page is not left in peace."""

from __future__ import annotations

import pytest

from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.verify.document.checks import CHECKS
from tests.unit.research.claims.verify.document.pages import page


@pytest.mark.parametrize(("weekday", "expected"), [("星期五", "supported"), ("星期二", "not_checkable")])
def test_an_admission_needs_a_conflict(weekday: str, expected: str) -> None:
    words = "部分数据来源存在前后矛盾"
    made = (
        page(("body", f"{words}。"), ("body", f"发布于2025年3月4日（{weekday}）"))
        .says(words)
        .says(f"2025年3月4日（{weekday}", Aspect.DATE)
    )
    assert made.said(*CHECKS)[0] == expected


@pytest.mark.parametrize("words", ["有些研报的数据时间有误", "个别公告的数字彼此对不上"])
def test_in_other_words(words: str) -> None:
    made = (
        page(("body", f"{words}。"), ("body", "发布于2025年3月4日（星期五）"))
        .says(words)
        .says("2025年3月4日（星期五", Aspect.DATE)
    )
    assert made.said(*CHECKS)[0] == "supported"


@pytest.mark.parametrize(
    "words",
    [
        "some of the sources contain contradictory data",
        "dates in several reports are wrong",
        "some figures are at odds with one another",
    ],
)
def test_in_english(words: str) -> None:
    made = page(("body", words), ("body", "Friday, March 4, 2025")).says(words).says("March 4, 2025", Aspect.DATE)
    assert made.said(*CHECKS)[0] == "supported"


def test_a_clean_page_is_left_in_peace() -> None:
    made = page(
        ("title", "Margin balance edges up"),
        ("body", "The balance rose to 1.9 trillion yuan on 4 March 2025."),
        ("body", "Banks expect calm."),
    )
    made.says(
        "The balance rose to 1.9 trillion yuan on 4 March 2025",
        Aspect.LEVEL,
        figure="1.9 trillion",
        metric="financing_balance",
        scope="market",
    ).says("Banks expect calm")
    assert made.said(*CHECKS) == ["not_checkable", "not_checkable"]
