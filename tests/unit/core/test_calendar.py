"""The frozen calendar: right, bounded, and loud past its bounds."""

from __future__ import annotations

import json
import warnings
from datetime import date, timedelta
from pathlib import Path

import pytest

from liangrong.core.calendar import Calendar
from liangrong.core.errors import BadInput, BeyondCalendar


def month(year: int, number: int, closed: set[int] = frozenset()) -> dict[date, bool]:
    """A whole published month; weekends and ``closed`` days are no sessions."""
    first = date(year, number, 1)
    days = [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).month == number]
    return {day: day.weekday() < 5 and day.day not in closed for day in days}


def test_it_agrees_with_exchange_calendars_on_every_session(calendar: Calendar) -> None:
    exchange_calendars = pytest.importorskip("exchange_calendars")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its pandas idioms are not our concern
        other = exchange_calendars.get_calendar("XSHG", start=str(calendar.start), end=str(calendar.end))
    assert [stamp.date() for stamp in other.sessions] == list(calendar.sessions)


@pytest.mark.parametrize(
    ("day", "session"),
    [
        (date(2010, 3, 31), True),  # the pilot starts
        (date(2022, 1, 31), False),
        (date(2023, 6, 23), False),
        (date(2024, 2, 9), False),  # New Year's Eve, missed by public calendars
        (date(2025, 9, 28), False),  # a Sunday worked elsewhere
        (date(2026, 1, 30), True),
    ],
)
def test_days_that_others_got_wrong(calendar: Calendar, day: date, session: bool) -> None:
    assert calendar.is_session(day) is session


def test_steps_over_the_national_holiday(calendar: Calendar) -> None:
    assert calendar.next(date(2025, 9, 30)) == date(2025, 10, 9)
    assert calendar.previous(date(2025, 10, 9)) == date(2025, 9, 30)
    assert calendar.on_or_before(date(2025, 10, 5)) == date(2025, 9, 30)
    assert calendar.on_or_after(date(2025, 10, 5)) == date(2025, 10, 9)
    assert calendar.count(date(2025, 9, 30), date(2025, 10, 10)) == 2
    assert calendar.count(date(2025, 10, 10), date(2025, 9, 30)) == -2
    assert calendar.offset(date(2025, 10, 5), 1) == date(2025, 10, 9)
    assert calendar.back(date(2025, 10, 5), 1) == date(2025, 9, 29)
    assert calendar.back(date(2025, 10, 9), 10_000) == calendar.sessions[0], "where the calendar is shorter, its first session"
    assert calendar.between(date(2025, 9, 29), date(2025, 10, 9)) == (date(2025, 9, 29), date(2025, 9, 30), date(2025, 10, 9))


@pytest.mark.parametrize("day", [date(2004, 12, 31), date(2027, 1, 1), date(2027, 1, 4)])
def test_a_day_outside_is_an_error_that_names_the_bounds(calendar: Calendar, day: date) -> None:
    for ask in (calendar.is_session, calendar.next, calendar.previous, calendar.on_or_before, calendar.on_or_after):
        with pytest.raises(BeyondCalendar) as caught:
            ask(day)
        for lang in ("zh", "en"):
            assert str(calendar.end) in caught.value.message(lang)
            assert str(day) in caught.value.message(lang)
        assert caught.value.exit_code == 3


def test_a_step_past_an_end_names_the_first_day_past_it(calendar: Calendar) -> None:
    with pytest.raises(BeyondCalendar, match="2027-01-01 is outside"):
        calendar.next(date(2026, 12, 31))
    with pytest.raises(BeyondCalendar, match="2004-12-31 is outside"):
        calendar.previous(date(2005, 1, 3))
    with pytest.raises(BeyondCalendar, match="2027-01-01 is outside"):
        calendar.offset(date(2026, 1, 5), 1_000)


def test_a_published_month_extends_it(calendar: Calendar) -> None:
    longer = calendar.extended(month(2027, 1, closed={1}))
    assert longer.end == date(2027, 1, 31)
    assert longer.next(date(2026, 12, 31)) == date(2027, 1, 4)
    assert calendar.end == date(2026, 12, 31), "the frozen calendar is never changed"
    with pytest.raises(BeyondCalendar):
        longer.next(date(2027, 1, 29))


def test_a_known_month_changes_nothing(calendar: Calendar) -> None:
    assert calendar.extended(month(2026, 9, closed={25})) is calendar


def test_a_month_that_cannot_be_trusted_is_refused(calendar: Calendar) -> None:
    january = month(2027, 1, closed={1})
    with pytest.raises(BadInput, match="every one of its days"):
        calendar.extended({day: is_session for day, is_session in january.items() if day.day != 17})
    with pytest.raises(BadInput, match="every one of its days"):
        calendar.extended({})
    with pytest.raises(BadInput, match="2027-01-02: the published month contradicts"):
        calendar.extended(january | {date(2027, 1, 2): True})
    with pytest.raises(BadInput, match="2026-09-25: the published month contradicts"):
        calendar.extended(month(2026, 9))
    with pytest.raises(BadInput, match="are missing"):
        calendar.extended(month(2027, 2))


@pytest.mark.real
def test_the_month_list_recorded_from_szse_agrees(calendar: Calendar, shared_data: Path) -> None:
    recorded = json.loads((shared_data / "wire/szse/REAL_trading_calendar_monthList_2026-08.json").read_text())
    published = {date.fromisoformat(row["jyrq"]): row["jybz"] == "1" for row in recorded["data"]}
    assert len(published) == 31
    assert calendar.extended(published) is calendar
    until_july = Calendar(calendar.between(calendar.start, date(2026, 7, 31)), calendar.start, date(2026, 7, 31))
    assert until_july.extended(published).between(date(2026, 8, 1), date(2026, 8, 31)) == calendar.between(
        date(2026, 8, 1), date(2026, 8, 31)
    )
