"""Breaks if a right day falls with a wrong percentage beside it, if a day of a rule is no claim, or if a deadline is held against the day of the stop."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.law.read_claims import of_words, ruled


@pytest.mark.parametrize(
    ("text", "day", "claim", "expected"),
    [
        ("经批准，将融资保证金最低比例从80%提高至120%，相关安排自1月19日起施行。", "2026-01-15", "相关安排自1月19日起施行", "supported"),
        ("自2026年1月19日起，融资保证金比例由80%提高至110%。", "2026-01-15", "自2026年1月19日起", "supported"),
        ("融资保证金最低比例自1月12日起由80%提高到100%。", "2026-01-20", "自1月12日起", "refuted"),
        ("With effect from January 19, 2026 the minimum financing margin ratio was raised from 80% to 100%.", "2026-01-25", "from January 19, 2026", "supported"),
        ("The financing margin ratio has changed often, with the last increase occurring in 2018 when it was raised to 100%.", "2025-02-01", "in 2018", "refuted"),
        ("The refinancing company stopped lending shares on July 11; open loans must be wound up by July 31.", "2024-08-05", "by July 31", "refuted"),
        ("Every investor must now post 120% for short sales, a broker told clients.", "2024-08-05", "Every investor must now post 120% for short sales", "refuted"),
    ],
)  # fmt: skip
def test_the_part_that_is_wrong(text: str, day: str, claim: str, expected: str) -> None:
    found = [support for words, support in ruled(text, day) if words.rstrip(".。") == claim]
    assert found[-1:] == [expected], ruled(text, day)


@pytest.mark.parametrize(
    ("text", "day", "part", "expected"),
    [
        ("融资保证金新规今起执行。", "2026-01-19", "今起", "supported"),
        ("融资保证金新规今起执行。", "2026-01-21", "今起", "refuted"),
        ("融资保证金最低比例的上调明日起生效。", "2026-01-18", "明日", "supported"),
        ("The higher financing margin ratio takes effect today.", "2026-01-15", "today", "refuted"),
        ("重要调整！今日实施！\n2026年1月19日消息，融资保证金最低比例由80%提高至100%。", "2026-01-19", "今日实施", "supported"),
        ("回购新规今日实施。\n融资保证金最低比例由80%提高至100%。", "2026-01-19", "今日实施", "not_checkable"),
    ],
)
def test_days_of_speech(text: str, day: str, part: str, expected: str) -> None:
    assert of_words(text, day, part) == expected
