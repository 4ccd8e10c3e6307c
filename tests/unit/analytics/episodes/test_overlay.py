"""Cycles laid over each other, counted in sessions."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.analytics.episodes.cycles import Episode, State
from liangrong.analytics.episodes.overlay import Span, overlay, pivots, spans
from liangrong.core.calendar import Calendar
from liangrong.core.errors import UsageError
from tests.unit.analytics.markets import sessions, whole

DAYS = sessions(date(2015, 6, 15), 8)  # 06-15 … 06-19, 06-23 (06-22 is a holiday), 06-24, 06-25
LEVELS = (10, 12, 15, 20, 18, 16, 10, 8)


def test_offsets_are_sessions_and_indices_are_100_where_they_should_be() -> None:
    market = whole(dict(zip(DAYS, LEVELS, strict=True)))
    rows = overlay(market, [Span("2015", DAYS[3], DAYS[1], DAYS[6])], ["financing_balance"]).rows
    assert rows["offset"].to_list() == [-2, -1, 0, 1, 2, 3]
    assert rows["date"].to_list() == DAYS[1:7]
    assert rows["indexed"].to_list() == pytest.approx([60, 75, 100, 90, 80, 50])
    assert rows["indexed_to_first"].to_list() == pytest.approx([100, 125, 500 / 3, 150, 400 / 3, 250 / 3])


def test_an_anchor_that_is_not_known_leaves_no_index() -> None:
    levels = {day: level for day, level in zip(DAYS, LEVELS, strict=True) if day != DAYS[3]}
    rows = overlay(whole(levels), [Span("2015", DAYS[3], DAYS[1], DAYS[6])], ["financing_balance"]).rows
    assert rows["indexed"].null_count() == rows.height == 5
    assert rows["offset"].to_list() == [-2, -1, 1, 2, 3]


def test_a_measure_that_is_not_known_in_a_span_is_named() -> None:
    market = whole(dict(zip(DAYS, LEVELS, strict=True)))
    found = overlay(market, [Span("2015", DAYS[3], DAYS[1], DAYS[6])], ["financing_balance", "financing_balance_to_float_cap"])
    assert found.rows["measure"].unique().to_list() == ["financing_balance"]
    assert any("2015: no financing_balance_to_float_cap" in note.en for note in found.notes)


def test_spans_stay_inside_their_cycle(calendar: Calendar) -> None:
    one = Episode("2015", DAYS[1], DAYS[3], DAYS[6], State.GIVEN)
    wide = spans([one], "peak", calendar)[0]
    assert (wide.first, wide.anchor, wide.last) == (DAYS[1], DAYS[3], DAYS[6])
    assert spans([one], "peak", calendar, before=1, after=2)[0].last == DAYS[5]
    assert spans([one], "start", calendar, before=1, after=2)[0].first == DAYS[1]
    with pytest.raises(UsageError, match="pivot"):
        spans([one], "pivot", calendar)


def test_pivots_at_the_edge_of_the_calendar(calendar: Calendar) -> None:
    first = calendar.sessions[0]
    assert pivots([first], calendar, before=5, after=1)[0].first == first
    assert pivots([calendar.sessions[-1]], calendar, after=5)[0].last == calendar.sessions[-1]
