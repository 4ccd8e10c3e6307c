"""Jumps among their likes, with months made of round numbers."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import polars as pl
import pytest

from liangrong.analytics.heat.jumps import growth_over, jumps, months_to_date
from liangrong.core.calendar import mainland

CALENDAR = mainland()
RATES = {(2025, 7): 0.10, (2025, 8): 0.30, (2025, 9): 0.20, (2025, 10): 0.05, (2025, 11): 0.12}
"""Growth of each month, reached evenly over its sessions."""


def levels(last: date) -> pl.DataFrame:
    """100 on the last session of June; in each month the balance climbs in equal steps to its growth."""
    days, values = [date(2025, 6, 30)], [100.0]
    for (year, month), grouped in groupby(CALENDAR.between(date(2025, 7, 1), last), key=lambda day: (day.year, day.month)):
        month_days = list(grouped)
        size = sum(day.year == year and day.month == month for day in CALENDAR.sessions)
        base = values[-1]
        for place, day in enumerate(month_days, 1):
            days.append(day)
            values.append(base * (1 + RATES[year, month] * place / size))
    return pl.DataFrame({"date": days, "value": values})


def row(found: pl.DataFrame, name: str) -> dict[str, object]:
    return found.filter(pl.col("comparison") == name).row(0, named=True)


def test_part_of_a_month_is_ranked_among_equal_parts() -> None:
    """Half of November (6 %) beats half of October and July, not of September and August; among whole months it only beats October."""
    last = CALENDAR.between(date(2025, 11, 1), date(2025, 11, 30))[9]
    found = jumps(levels(last), CALENDAR)
    fair = row(found, "month_to_date")
    assert fair["sessions"] == 10
    assert (fair["rank"], fair["n_likes"], fair["largest_of_last"]) == (3, 5, 2)
    assert fair["larger_on"] == CALENDAR.between(date(2025, 9, 1), date(2025, 9, 30))[9]
    assert fair["percentile"] == pytest.approx(0.6)
    assert fair["like_for_like"] is True
    unfair = row(found, "month_to_date_among_whole_months")
    assert unfair["like_for_like"] is False
    assert (unfair["rank"], unfair["n_likes"]) == (4, 5)


def test_the_last_whole_month_is_ranked_among_whole_months() -> None:
    last = CALENDAR.between(date(2025, 11, 1), date(2025, 11, 30))[9]
    whole = row(jumps(levels(last), CALENDAR), "last_whole_month")
    assert (whole["date"], whole["start"]) == (date(2025, 10, 31), date(2025, 9, 30))
    assert whole["value"] == pytest.approx(0.05)
    assert (whole["rank"], whole["n_likes"]) == (4, 4)


def test_the_last_session_of_a_month_makes_it_whole() -> None:
    found = jumps(levels(date(2025, 11, 28)), CALENDAR)
    assert "month_to_date_among_whole_months" not in found["comparison"]
    assert row(found, "last_whole_month")["date"] == date(2025, 11, 28)
    assert row(found, "last_whole_month")["rank"] == 3


def test_a_month_without_its_base_is_no_like() -> None:
    """Without the last session of August, September has no base: its parts have no growth."""
    known = levels(date(2025, 11, 28)).filter(pl.col("date") != date(2025, 8, 29))
    months = months_to_date(known, CALENDAR)
    assert not months.filter(pl.col("date").dt.month() == 9).height
    assert months.filter(pl.col("date").dt.month() == 10).height


def test_growth_over_sessions_needs_both_ends() -> None:
    days = CALENDAR.between(date(2026, 1, 26), date(2026, 1, 30))
    known = pl.DataFrame({"date": [days[0], days[1], days[3], days[4]], "value": [100.0, 110.0, 121.0, 133.1]})
    one = growth_over(known, CALENDAR, 1)
    assert one["date"].to_list() == [days[1], days[4]]
    assert one["value"].round(9).to_list() == [0.1, 0.1]
    assert growth_over(known, CALENDAR, 2)["start"].to_list() == [days[1]]


def test_spans_that_overlap_are_not_counted_twice() -> None:
    """Of the spans of 5 sessions only those that end 5, 10, 15 … sessions earlier are likes."""
    found = jumps(levels(date(2025, 11, 28)), CALENDAR)
    sessions = CALENDAR.count(date(2025, 6, 30), date(2025, 11, 28))
    assert row(found, "five_sessions")["n_likes"] == sessions // 5
    assert row(found, "twenty_sessions")["n_likes"] == sessions // 20
    assert row(found, "one_session")["n_likes"] == sessions


def test_nothing_jumps_out_of_nothing() -> None:
    assert jumps(pl.DataFrame(schema={"date": pl.Date, "value": pl.Float64}), CALENDAR).is_empty()


def test_nothing_grows_from_zero() -> None:
    """A balance that begins at zero has growths from its second session on, and its first month none."""
    days = CALENDAR.between(date(2025, 6, 30), date(2025, 8, 1))
    rising = pl.DataFrame({"date": days, "value": [0.0, *(100.0 + n for n in range(len(days) - 1))]})
    steps = growth_over(rising, CALENDAR, 1)
    assert steps["date"].to_list() == list(days[2:])
    assert steps["value"].is_finite().all()
    assert months_to_date(rising, CALENDAR)["date"].to_list() == [date(2025, 8, 1)]
