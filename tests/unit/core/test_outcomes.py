"""Four answers, told apart by type."""

from __future__ import annotations

from datetime import date

from liangrong.core.outcomes import Failed, FailureKind, NonTradingDay, NotPublished, Ok, Outcome


def describe(outcome: Outcome[int]) -> str:
    match outcome:
        case Ok(value):
            return f"value {value}"
        case NotPublished(day):
            return f"not yet {day}"
        case NonTradingDay(day):
            return f"closed {day}"
        case Failed(kind, reason):
            return f"{kind.value}: {reason}"


def test_each_answer_is_its_own_type() -> None:
    day = date(2026, 1, 31)
    told = [describe(o) for o in (Ok(0), NotPublished(day), NonTradingDay(day), Failed(FailureKind.BLOCKED, "a page came"))]
    assert told == ["value 0", "not yet 2026-01-31", "closed 2026-01-31", "blocked: a page came"]


def test_failure_kinds_are_distinct_words() -> None:
    assert len({kind.value for kind in FailureKind}) == len(FailureKind)
