from __future__ import annotations

from datetime import date
from decimal import Decimal
from statistics import mean, stdev

import pytest

from liangrong.analytics.distribution import standing
from liangrong.analytics.levels import level
from liangrong.analytics.reference_peaks import against_peak
from liangrong.core.errors import HistoryTruncated, NoData, UnknownName, UsageError

from .markets import sessions, whole

START = date(2010, 3, 31)


def market(values: list[int], skip: int | None = None) -> object:
    days = sessions(START, len(values))
    return whole({day: v for n, (day, v) in enumerate(zip(days, values, strict=True)) if n != skip})


def test_percentile_and_z_of_the_last_value_in_its_window() -> None:
    values = [*range(1, 100), 60]
    row = standing(market(values), "financing_balance", start=START).data.row(0, named=True)
    assert row["percentile"] == sum(v <= 60 for v in values) / 100
    assert row["z"] == pytest.approx((60 - mean(values)) / stdev(values))
    assert (row["n"], row["sessions"], row["lowest"], row["highest"]) == (100, 100, 1, 99)
    assert row["mean"] == Decimal(str(mean(values)))


def test_a_short_window_is_refused_and_a_gap_is_said() -> None:
    with pytest.raises(NoData, match="59 values, 60 needed"):
        standing(market([1] * 59), "financing_balance", start=START)
    answer = standing(market([*range(70)], skip=30), "financing_balance", start=START)
    assert answer.data["n"].item() == 69
    assert any("1 sessions" in note.en for note in answer.warnings)


def test_no_z_where_all_values_are_equal() -> None:
    assert standing(market([3] * 60), "financing_balance", start=START).data["z"].item() is None


def test_drawdown_is_measured_from_the_highest_so_far() -> None:
    rows = level(market([10, 20, 15, 25, 5]), "financing_balance_drawdown").data
    assert rows["value"].to_list() == pytest.approx([0, 0, -0.25, 0, -0.8])


def test_a_value_against_the_highest_before_it() -> None:
    days = sessions(START, 5)
    row = against_peak(market([10, 20, 15, 20, 21]), "financing_balance", peak=None).data.row(0, named=True)
    assert (row["peak_date"], row["peak_value"], row["first_above"]) == (days[1], 20, days[4])
    assert row["to_peak"] == pytest.approx(1.05)


def test_standing_at_the_peak_is_not_above_it() -> None:
    days = sessions(START, 3)
    row = against_peak(market([10, 20, 20]), "financing_balance", peak=days[1]).data.row(0, named=True)
    assert (row["first_above"], row["status"]) == (None, "complete")


def test_a_peak_that_is_none_is_called_so() -> None:
    days = sessions(START, 4)
    answer = against_peak(market([30, 20, 10, 25]), "financing_balance", peak=days[1])
    assert any("no peak" in note.en for note in answer.warnings)


def test_a_hole_leaves_open_what_was_first_above() -> None:
    days = sessions(START, 4)
    with pytest.raises(HistoryTruncated, match=f"{days[2]}"):
        against_peak(market([10, 20, 0, 25], skip=2), "financing_balance", peak=days[1])


def test_a_peak_must_exist_and_lie_before() -> None:
    with pytest.raises(UnknownName, match="2015"):
        against_peak(market([1, 2]), "financing_balance", peak="1929")
    with pytest.raises(UsageError):
        against_peak(market([1, 2]), "financing_balance", peak=sessions(START, 2)[1])
