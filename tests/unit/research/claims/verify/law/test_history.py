"""Breaks if changes of a ratio are miscounted, or the time between two of them."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.law.read_claims import of_words


@pytest.mark.parametrize(
    ("text", "day", "part", "expected"),
    [
        ("这是融资保证金比例自2010年以来的第二次上调。", "2026-01-16", "第二次", "supported"),
        ("这是融资保证金比例自2010年以来的第四次上调。", "2026-01-16", "第四次", "refuted"),
        ("It is the second time the financing margin ratio has been raised.", "2026-01-20", "second time", "supported"),
        ("It is the third time the financing margin ratio has been raised.", "2026-01-20", "third time", "refuted"),
        ("The financing margin requirement has been changed three times since 2010.", "2026-01-20", "three times", "supported"),
        ("The financing margin requirement has been changed five times since 2010.", "2026-01-20", "five times", "refuted"),
        ("80%的融资保证金比例实行了约两年零四个月。", "2026-01-20", "两年", "supported"),
        ("80%的融资保证金比例实行了约三年零四个月。", "2026-01-20", "三年", "refuted"),
    ],
)
def test_counts_and_lengths(text: str, day: str, part: str, expected: str) -> None:
    assert of_words(text, day, part) == expected


@pytest.mark.parametrize(
    ("text", "day", "part", "expected"),
    [
        ("The financing margin ratio was revised many times.", "2026-02-02", "many times", "supported"),
        ("融资保证金比例先后多次变动。", "2026-02-02", "多次变动", "supported"),
        ("融资保证金比例先后多次变动。", "2016-02-02", "多次变动", "refuted"),
        ("融资保证金比例先后多次变动。", "2024-02-02", "多次变动", "not_checkable"),
        ("The financing margin ratio was never adjusted.", "2026-02-02", "never", "refuted"),
        ("The financing margin ratio was never adjusted.", "2014-02-02", "never", "supported"),
        ("融资保证金比例从未下调。", "2019-02-02", "从未下调", "supported"),
        ("融资保证金比例从未下调。", "2025-02-02", "从未下调", "refuted"),
        ("融资保证金比例自推出以来一直未变。", "2025-02-02", "未变", "refuted"),
        ("近两年融资保证金比例多次变动。", "2026-02-02", "多次变动", "not_checkable"),
        ("该券商的佣金率先后多次变动。", "2026-02-02", "多次变动", "not_checkable"),
    ],
)
def test_how_often_without_a_number(text: str, day: str, part: str, expected: str) -> None:
    assert of_words(text, day, part) == expected
