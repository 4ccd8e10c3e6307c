"""Two clocks: instants read, shown and assumed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from liangrong.core.calendar import Calendar
from liangrong.core.clocks import AsOf, assumed_known_at, parse_instant, show_instant
from liangrong.core.errors import BeyondCalendar, UsageError


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-01-30T09:00", "2026-01-30T01:00:00+00:00"),
        ("2026-01-30 09:00", "2026-01-30T01:00:00+00:00"),
        ("2026-01-30T09:00:00+08:00", "2026-01-30T01:00:00+00:00"),
        ("2026-01-30T01:00:00Z", "2026-01-30T01:00:00+00:00"),
        ("2026-01-30T01:00:00-05:00", "2026-01-30T06:00:00+00:00"),
        ("2026-01-30", "2026-01-30T15:59:59.999999+00:00"),
        ("20260130", "2026-01-30T15:59:59.999999+00:00"),
        (" 2026-01-30 ", "2026-01-30T15:59:59.999999+00:00"),
    ],
)
def test_instants_are_read_in_shanghai_and_kept_in_utc(text: str, utc: str) -> None:
    assert parse_instant(text).isoformat() == utc


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "2026-01-30T25:00", "0001-01-01T00:00"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_instant(text)
    assert "2026-01-30T09:00" in caught.value.message("zh")


@pytest.mark.parametrize(
    ("session", "shown"),
    [
        (date(2026, 1, 29), "2026-01-30T09:00:00+08:00"),
        (date(2026, 1, 30), "2026-02-02T09:00:00+08:00"),  # over a weekend
        (date(2025, 9, 30), "2025-10-09T09:00:00+08:00"),  # over the national holiday
        (date(2026, 2, 13), "2026-02-24T09:00:00+08:00"),  # over the spring festival
        (date(1991, 1, 1), None),
    ],
)
def test_first_knowledge_is_the_next_sessions_morning(calendar: Calendar, session: date, shown: str | None) -> None:
    if shown is None:
        with pytest.raises(BeyondCalendar):
            assumed_known_at(session, calendar)
    else:
        assert show_instant(assumed_known_at(session, calendar)) == shown


def test_no_instant_goes_without_its_zone() -> None:
    with pytest.raises(UsageError):
        AsOf(date(2026, 1, 30), datetime(2026, 1, 30, 9))  # noqa: DTZ001
    with pytest.raises(UsageError):
        show_instant(datetime(2026, 1, 30, 9))  # noqa: DTZ001
    assert AsOf(date(2026, 1, 30), datetime(2026, 1, 30, 9, tzinfo=UTC)).known_at is not None
