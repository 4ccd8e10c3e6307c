"""Lows of years: claimed where the year is whole, refused where a hole may hide them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl
import pytest

from liangrong.analytics.context.maintenance import LONGEST_HOLE, maintenance, yearly_lows
from liangrong.core.calendar import mainland
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot

SESSIONS = mainland().between(date(2023, 1, 1), date(2024, 6, 28))
IN_2023 = [day for day in SESSIONS if day.year == 2023]
LOW = date(2023, 7, 3)


def market(blank: Collection[date] = (), as_of: date = SESSIONS[-1]) -> MarketSnapshot:
    """Ratios of 2.5, a low of 2.1 on 2023-07-03 and of 2.2 on 2024-02-05."""
    lows = {LOW: 2.1, date(2024, 2, 5): 2.2}
    rows = {
        "trade_date": SESSIONS,
        "average_maintenance_ratio": [None if day in blank else lows.get(day, 2.5) for day in SESSIONS],
    }
    return MarketSnapshot.of({"account_statistics": pl.DataFrame(rows)}, as_of)


def years(**options: object) -> dict[str, dict[str, object]]:
    return {row["year"]: row for row in yearly_lows(market(**options)).data.iter_rows(named=True)}  # type: ignore[arg-type]


def test_whole_years_have_their_low() -> None:
    found = years()
    assert (found["2023"]["state"], found["2023"]["yearly_low"], found["2023"]["low_date"]) == ("complete", 2.1, LOW)
    assert found["2023"]["hole_sessions"] == 0
    assert (found["2024"]["state"], found["2024"]["yearly_low"]) == ("so_far", 2.2), "half of 2024 is to come"


def test_a_week_without_values_leaves_the_low_standing_and_shows_the_gap() -> None:
    gap = IN_2023[50 : 50 + LONGEST_HOLE]
    row = years(blank=gap)["2023"]
    assert (row["state"], row["yearly_low"]) == ("gaps", 2.1)
    assert (row["hole_from"], row["hole_to"], row["hole_sessions"], row["missing_sessions"]) == (gap[0], gap[-1], 5, 5)


def test_one_session_more_and_no_low_is_claimed() -> None:
    gap = IN_2023[50 : 51 + LONGEST_HOLE]
    found = yearly_lows(market(gap))
    row = found.data.row(0, named=True)
    assert (row["state"], row["yearly_low"], row["low_date"]) == ("incomplete", None, None)
    assert any(f"{gap[0]}…{gap[-1]} (6)" in note.en for note in found.warnings)
    assert found.data["yearly_low"].to_list() == [None, 2.2], "the other year keeps its own"


def test_many_short_holes_are_not_one_long_one() -> None:
    row = years(blank=IN_2023[::2])["2023"]
    assert row["state"] == "gaps"
    assert row["hole_sessions"] == 1
    assert row["missing_sessions"] == len(IN_2023[::2])


def test_a_history_that_starts_within_a_year_has_no_low_of_it() -> None:
    assert years(blank=IN_2023[:100])["2023"]["state"] == "incomplete"


def test_as_of_hides_what_came_later() -> None:
    found = years(as_of=date(2023, 6, 30))
    assert list(found) == ["2023"]
    assert (found["2023"]["state"], found["2023"]["yearly_low"]) == ("so_far", 2.5)


def test_the_first_of_equal_lows() -> None:
    assert years(blank=[LOW])["2023"]["low_date"] == IN_2023[0]


def test_days_without_a_value_are_counted() -> None:
    blank = IN_2023[3:5]
    found = maintenance(market(blank), start=IN_2023[0], end=IN_2023[9])
    assert found.data.height == 8
    assert any(note.en.startswith("2 sessions") for note in found.warnings)
    assert not maintenance(market(), start=IN_2023[0], end=IN_2023[9]).warnings


def test_nothing_stored_is_not_known() -> None:
    with pytest.raises(NoData):
        yearly_lows(MarketSnapshot.of({}, SESSIONS[-1]))
