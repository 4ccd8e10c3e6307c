"""Breaks if a loan is multiplied by the ratio, a former ratio is taken for today's, or a margin that is not cash is reckoned with."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.law.amounts import amounts_of
from tests.unit.research.claims.verify.law.read_claims import words


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("按80%的比例，60万元保证金最多可融资75万元。", "75万元", "supported"),
        ("按80%的比例，60万元保证金最多可融资48万元。", "48万元", "arithmetic"),
        ("按80%的比例，60万元保证金最多可融资60万元。", "60万元", "arithmetic"),
        ("At a margin ratio of 120%, 600,000 yuan of margin supports short sales of 500,000 yuan.", "500,000 yuan", "supported"),
        ("At a margin ratio of 120%, 600,000 yuan of margin supports short sales of 720,000 yuan.", "720,000 yuan", "arithmetic"),
        ("With a ratio of 120%, 100,000 yuan of margin supports short sales of about 83,000 yuan.", "about 83,000 yuan", "supported"),
        ("市值60万元的股票折算后作60万元保证金，按80%最多可融资48万元。", "48万元", "not_checkable"),
        ("按80%的比例，60万元保证金和30万元保证金最多可融资48万元。", "48万元", "not_checkable"),
    ],
)  # fmt: skip
def test_at_a_printed_ratio(text: str, printed: str, expected: str) -> None:
    assert words(text, "2025-03-03")[printed] == expected


@pytest.mark.parametrize(
    ("text", "day", "printed", "expected"),
    [
        ("60万元保证金最多可融资60万元。", "2026-01-28", "60万元", "supported"),
        ("60万元保证金最多可融资75万元。", "2026-01-28", "75万元", "stale_rule"),
        ("60万元保证金最多可融资75万元。", "2025-01-28", "75万元", "supported"),
        ("60万元保证金最多可融资70万元。", "2025-01-28", "70万元", "not_checkable"),
        ("60万元保证金最多可融资100万元。", "2025-01-28", "100万元", "wrong_value"),
        ("某券商称60万元保证金最多可融资100万元。", "2025-01-28", "100万元", "not_checkable"),
        ("此前60万元保证金最多可融资75万元。", "2026-01-28", "75万元", "supported"),
        ("此前60万元保证金最多可融资90万元。", "2026-01-28", "90万元", "not_checkable"),
        ("目前融资保证金比例最低为80%，60万元保证金最多可融资75万元。", "2026-01-28", "75万元", "stale_rule"),
        ("With 60,000 yuan of margin one can borrow up to 60,000 yuan, compared with 75,000 yuan before.", "2026-01-28", "75,000 yuan", "supported"),
        ("他以60万元保证金融资买入了100万元股票。", "2025-01-28", "100万元", "not_checkable"),
    ],
)  # fmt: skip
def test_by_the_law_of_the_day(text: str, day: str, printed: str, expected: str) -> None:
    assert words(text, day)[printed] == expected


def test_the_same_margin_is_that_of_the_sentence_before() -> None:
    text = "At a ratio of 80%, 200,000 yuan of margin supports loans of 250,000 yuan. At 100%, the same margin supports short sales of {} yuan."
    assert words(text.format("200,000"), "2025-03-03")["200,000 yuan"] == "supported"
    assert words(text.format("240,000"), "2025-03-03")["240,000 yuan"] == "arithmetic"
    assert (
        words(text.replace("the same margin", "another margin").format("240,000"), "2025-03-03")["240,000 yuan"]
        == "not_checkable"
    )


def test_a_private_fund_is_asked_more_in_the_same_sentence() -> None:
    text = (
        "At 100%, 300,000 yuan of margin supports short sales of 300,000 yuan, and for a private fund at 120%, of 250,000 yuan."
    )
    article = read_article(text, published=date(2025, 3, 3))
    told = amounts_of(article, article.passages[0])
    assert told is not None
    assert [(one.figure.text.strip(), one.is_short, one.is_private) for one in told.capacities][1] == ("250,000 yuan", True, True)
    assert words(text, "2025-03-03")["250,000 yuan"] == "supported"


@given(deposit=st.integers(1, 999), percent=st.integers(50, 150))
def test_what_follows_is_never_refuted(deposit: int, percent: int) -> None:
    loan = deposit * 100 / percent
    text = f"按{percent}%的比例，{deposit}万元保证金最多可融资{loan:.2f}万元。"
    assert words(text, "2025-03-03")[f"{loan:.2f}万元"] == "supported"
