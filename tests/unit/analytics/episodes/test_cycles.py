"""Cycles by rule and by dates, on series whose turns are known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
import pytest

from liangrong.analytics.episodes.cycles import (
    State,
    edge_notes,
    find_episodes,
    given_episode,
    ratio_highs,
    summary,
)
from liangrong.core.calendar import Calendar
from liangrong.core.errors import NoData, UsageError
from tests.unit.analytics.markets import sessions

DAYS = sessions(date(2015, 1, 5), 12)


def path(*values: float, days: Sequence[date] = DAYS) -> pl.DataFrame:
    return pl.DataFrame({"date": list(days[: len(values)]), "value": [float(value) for value in values]})


def test_turns_are_those_that_are_followed_by_enough() -> None:
    #            trough      peak         not yet 20 % down   peak again higher    down 25 %   trough  +60 %
    found = find_episodes(path(12, 10, 15, 20, 17, 22, 16.5, 15, 24), rise=0.5, fall=0.2)
    assert [(one.start, one.peak, one.end, one.state) for one in found] == [
        (DAYS[1], DAYS[5], DAYS[7], State.COMPLETE),
        (DAYS[7], DAYS[8], DAYS[8], State.OPEN),
    ]
    assert found[0].confirmed == DAYS[6], "22 fell to 16.5, a quarter: only then was it a peak"
    assert found[1].confirmed is None


def test_a_fall_that_goes_on_has_its_lowest_day_as_end() -> None:
    found = find_episodes(path(10, 20, 15, 12, 13), rise=0.5, fall=0.2)
    assert [(one.peak, one.end, one.state) for one in found] == [(DAYS[1], DAYS[3], State.FALLING)]


def test_exactly_the_threshold_is_enough_and_a_hair_less_is_not() -> None:
    assert find_episodes(path(10, 15, 12), rise=0.5, fall=0.2)[0].state is State.FALLING  # 15 × 0.8 = 12
    assert find_episodes(path(10, 15, 12.01), rise=0.5, fall=0.2)[0].state is State.OPEN
    with pytest.raises(NoData):
        find_episodes(path(10, 14.99, 10), rise=0.5, fall=0.2)


def test_what_starts_with_the_data_has_no_rise(calendar: Calendar) -> None:
    frame = path(10, 20, 15)
    found = find_episodes(frame)
    assert found[0].from_the_beginning
    assert summary(frame, found, calendar)["rise"].to_list() == [None]
    assert any("first day of the data" in note.en for note in edge_notes(frame, found, calendar))
    later = path(12, 10, 20, 15)
    assert not find_episodes(later)[0].from_the_beginning
    assert summary(later, find_episodes(later), calendar)["rise"].to_list() == [1.0]


def test_peaks_of_one_year_are_told_apart_by_month() -> None:
    days = [
        date(2015, 1, 5),
        date(2015, 3, 2),
        date(2015, 4, 1),
        date(2015, 9, 1),
        date(2016, 1, 4),
        date(2018, 1, 2),
        date(2018, 2, 1),
    ]
    found = find_episodes(path(10, 20, 10, 20, 10, 20, 10, days=days))
    assert [one.name for one in found] == ["2015-03", "2015-09", "2018"]


def test_the_summary(calendar: Calendar) -> None:
    frame = path(12, 10, 12, 14.4, 20, 12)
    row = summary(frame, [given_episode(frame, DAYS[1], DAYS[5])], calendar).row(0, named=True)
    assert (row["state"], row["sessions_up"], row["sessions_down"]) == ("given", 3, 1)
    assert (row["rise"], row["fall"]) == (pytest.approx(1.0), pytest.approx(-0.4))
    assert row["rise_per_session"] == pytest.approx(2 ** (1 / 3) - 1)


def test_a_turn_beside_a_hole_is_named(calendar: Calendar) -> None:
    days = [date(2018, 6, 1), date(2018, 12, 21), date(2020, 1, 2), date(2021, 9, 15)]
    frame = path(20, 10, 14, 30, days=days)
    said = [note.en for note in edge_notes(frame, find_episodes(frame), calendar)]
    assert any("2018-12-21…2020-01-02" in text for text in said)
    near = path(20, 10, 14, 30, days=DAYS)
    assert not any("hole" in note.en for note in edge_notes(near, find_episodes(near), calendar))


def test_the_high_of_the_ratio_may_be_another_day_than_that_of_the_level() -> None:
    level, ratio = path(10, 20, 15), path(0.03, 0.04, 0.047)
    found = find_episodes(level)
    assert ratio_highs(ratio, found).row(0)[1:] == (0.04, 0.047, DAYS[2])
    assert ratio_highs(ratio.head(1), found).row(0)[1:] == (None, None, None), "not known at the peak"


def test_thresholds_that_find_nothing_and_windows_without_days_are_refused() -> None:
    with pytest.raises(UsageError):
        find_episodes(path(1, 2), rise=0.0, fall=0.2)
    with pytest.raises(UsageError):
        find_episodes(path(1, 2), rise=0.5, fall=1.0)
    with pytest.raises(NoData) as caught:
        given_episode(path(1, 2), date(2020, 1, 1), date(2020, 12, 31))
    assert f"{DAYS[0]}" in caught.value.message("en")
