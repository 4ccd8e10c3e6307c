"""The frozen calendar against two calendars that others collected."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from liangrong.core.calendar import Calendar

pytestmark = pytest.mark.real


def test_it_agrees_with_the_calendar_of_akshare(shared_data: Path, calendar: Calendar) -> None:
    text = json.loads((shared_data / "real/calendars/akshare_calendar.json").read_text())
    theirs = [date.fromisoformat(day) for day in text]
    assert tuple(day for day in theirs if day >= calendar.start) == calendar.sessions


def test_it_agrees_with_the_calendar_of_qlib(shared_data: Path, calendar: Calendar) -> None:
    theirs = [date.fromisoformat(day) for day in (shared_data / "real/calendars/qlib_day.txt").read_text().split()]
    assert tuple(theirs) == calendar.between(theirs[0], theirs[-1])
