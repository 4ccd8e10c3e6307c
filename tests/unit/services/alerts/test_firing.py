"""Told once when it begins to hold, again only after it was over, corrected when revised data say otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.services.alerts.firing import Kind, judge
from liangrong.services.alerts.reading import Reading

FIRST = date(2026, 1, 1)


def line(text: str) -> list[Reading]:
    """``1`` holds, ``0`` does not and is over, ``-`` does not hold but is not over yet, ``?`` is not known."""
    holds = {"1": True, "0": False, "-": False, "?": None}
    return [Reading(FIRST + timedelta(n), holds[mark], over=mark == "0") for n, mark in enumerate(text)]


def told(
    text: str, *, held: bool = False, recorded: dict[int, Kind] | None = None, until: int | None = None
) -> list[tuple[str, int]]:
    past = {FIRST + timedelta(n): kind for n, kind in (recorded or {}).items()}
    found = judge(line(text), held=held, recorded=past, judged_until=None if until is None else FIRST + timedelta(until))
    return [(each.kind, (each.reading.session - FIRST).days) for each in found.told]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("0000", []),
        ("0111", [1]),
        ("1111", [0]),
        ("0101", [1, 3]),
        ("01?1", [1]),
        ("01?01", [1, 4]),
        ("?1", [1]),
        ("1-1", [0]),
        ("1-01", [0, 3]),
        ("-1", [1]),
        ("???", []),
    ],
)
def test_it_is_told_once_until_it_was_over(text: str, days: list[int]) -> None:
    assert told(text) == [("fired", day) for day in days]


def test_what_held_before_is_not_told_again() -> None:
    assert told("11011", held=True) == [("fired", 3)]
    assert told("--1", held=True) == []


def test_what_is_recorded_is_not_told_again() -> None:
    assert told("0111", recorded={1: "fired"}) == []
    assert told("01101", recorded={1: "fired"}) == [("fired", 4)]


def test_a_spell_that_revised_data_begin_earlier_is_the_same_spell() -> None:
    assert told("0111", recorded={2: "fired"}) == []


def test_a_firing_that_revised_data_deny_is_withdrawn_once() -> None:
    assert told("0000", recorded={1: "fired"}) == [("withdrawn", 1)]
    assert told("0000", recorded={1: "withdrawn"}) == []
    assert told("0100", recorded={1: "withdrawn"}) == [("fired", 1)]
    assert told("0?00", recorded={1: "fired"}) == []


def test_what_comes_late_says_so() -> None:
    found = judge(line("011"), held=False, recorded={}, judged_until=FIRST + timedelta(1))
    assert [each.late for each in found.told] == [True]
    found = judge(line("001"), held=False, recorded={}, judged_until=FIRST + timedelta(1))
    assert [each.late for each in found.told] == [False]


def naive(marks: str) -> list[int]:
    """An oracle that walks letter by letter."""
    days, on = [], False
    for day, mark in enumerate(marks):
        if mark == "1" and not on:
            days.append(day)
            on = True
        elif mark == "0":
            on = False
    return days


@given(st.text(alphabet="10-?", max_size=40))
def test_it_agrees_with_walking_letter_by_letter(marks: str) -> None:
    assert told(marks) == [("fired", day) for day in naive(marks)]


@given(st.text(alphabet="10-?", min_size=1, max_size=30), st.lists(st.integers(1, 30), max_size=6))
def test_checks_at_any_time_tell_what_one_check_tells(marks: str, stops: Sequence[int]) -> None:
    """However the sessions are cut into checks, each judging the last five again, the same is told, once."""
    readings = line(marks)
    recorded: dict[date, Kind] = {}
    states: dict[date, bool] = {}
    fired = []
    for stop in [*sorted(min(stop, len(marks)) for stop in stops), len(marks)]:
        last = max(states, default=None)
        start = 0 if last is None else max(0, (last - FIRST).days - 4)
        window = readings[start:stop]
        if not window:
            continue
        held = next((states[day] for day in sorted(states, reverse=True) if day < window[0].session), False)
        found = judge(window, held=held, recorded=recorded, judged_until=last)
        for each in found.told:
            recorded[each.reading.session] = each.kind
            fired.append((each.kind, (each.reading.session - FIRST).days))
        states |= dict(found.states)
    assert fired == [("fired", day) for day in naive(marks)]
