"""The policy timeline: valid as shipped, and refused when it is not."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.core.calendar import Calendar
from liangrong.core.errors import BadInput
from liangrong.rules.events import events, parse_events

ROW = """
- event: {event}
  date: {day}
  title_zh: 融资保证金比例提高
  title_en: Financing margin ratio raised
  applies_to: {applies_to}
  citation: 沪深交易所
  confidence: H
"""


def row(event: str = "one", day: str = "2015-11-23", applies_to: str = "all", more: str = "") -> str:
    return ROW.format(event=event, day=day, applies_to=applies_to) + more


def test_every_event_is_first_in_force_on_a_session(calendar: Calendar) -> None:
    assert [e.event for e in events() if not calendar.is_session(e.date)] == []


def test_the_changes_of_the_margin_ratios_are_there() -> None:
    changes = {e.date: (e.before, e.after, e.applies_to) for e in events() if "_ratio_" in e.event}
    assert changes == {
        date(2015, 11, 23): ("50%", "100%", "new_contracts"),
        date(2023, 9, 11): ("100%", "80%", "new_and_agreed"),
        date(2023, 10, 30): ("50%", "80%", "new_contracts"),
        date(2024, 7, 22): ("80%", "100%", "new_and_rollovers"),
        date(2026, 1, 19): ("80%", "100%", "new_contracts"),
    }


def test_the_end_of_securities_refinancing_is_there() -> None:
    days = {e.event: e.date for e in events()}
    assert days["securities_refinancing_suspended"] == date(2024, 7, 11)
    assert days["securities_refinancing_closed"] == date(2024, 9, 30)


def test_titles_are_in_their_languages() -> None:
    for event in events():
        assert any("一" <= letter <= "鿿" for letter in event.title_zh), event.event
        assert event.title_en.isascii(), event.event


def test_a_good_timeline_is_read() -> None:
    found = parse_events(row() + row("two", "2016-01-04", more='  before: "1"\n  after: "2"\n'))
    assert [(e.event, e.date, e.before, e.after) for e in found] == [
        ("one", date(2015, 11, 23), "", ""),
        ("two", date(2016, 1, 4), "1", "2"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("event: one", "a list of events"),
        ("- [1]", "a mapping"),
        ("{", "not YAML"),
        (row() + row(), "named twice"),
        (row("late", "2016-01-04") + row("early", "2015-01-05"), "stands after"),
        (row(applies_to="some"), "applies_to is some"),
        (row().replace("confidence: H", "confidence: X"), "confidence is X"),
        (row().replace("citation: 沪深交易所", "citation: ''"), "citation"),
        (row(more="  surprise: yes\n"), "surprise"),
        (row(more="  after: 100\n"), "must be text"),
        (row(day="2015-11-23T09:00:00"), "is no date"),
        (row(day="soon"), "must be text"),
    ],
)
def test_a_bad_timeline_is_refused(text: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        parse_events(text)
