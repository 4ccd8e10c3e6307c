"""Breaks if a printed length is not held against its window."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.research.claims.verify.arithmetic.by_hand import claimed, outcomes, written


@pytest.mark.parametrize(
    ("length", "said"),
    [("6年", "supported"), ("超6年", "supported"), ("9年", "arithmetic"), ("3年", "arithmetic")],
)
def test_lengths_of_windows(length: str, said: str) -> None:
    # 30 June 2018 to 30 September 2024: 6.25 years
    article = written(f"2018年6月30日至2024年9月30日的{length}间，余额增长了80%。", published=date(2025, 1, 1))
    claims = claimed(article, (length, {"metric": ""}))
    assert outcomes(article, claims) == {length: said}


@pytest.mark.parametrize("length", ["7年", "5年半"])
def test_a_length_that_is_merely_loose_is_left_alone(length: str) -> None:
    article = written(f"2018年6月30日至2024年9月30日的{length}间，余额增长了80%。", published=date(2025, 1, 1))
    assert "arithmetic" not in outcomes(article, claimed(article, (length, {"metric": ""}))).values()


@pytest.mark.parametrize(
    ("length", "said"),
    [
        ("five sessions", "supported"),
        ("six sessions", "not_checkable"),
        ("nine sessions", "arithmetic"),
        ("seven days", "supported"),
    ],
)
def test_how_far_two_days_are_apart(length: str, said: str) -> None:
    # Thursday to Thursday, without a holiday between them
    article = written(f"Its base is Thursday 7 November, {length} before Thursday 14 November.", published=date(2024, 11, 18))
    outcome = outcomes(article, claimed(article, (length, {"metric": ""})))
    assert outcome.get(length, "not_checkable") == said
