"""The definitions, on series short enough to read; brute force does the rest in ``tests/property``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.analytics.crossings import first_crossing
from liangrong.analytics.records import record_state, records
from liangrong.core.errors import HistoryTruncated, NoData, UsageError

from .markets import sessions, whole

DAYS = sessions(date(2010, 3, 31), 6)
NAME = "financing_balance"


def market(*values: int | None) -> object:
    return whole({day: v for day, v in zip(DAYS, values, strict=False) if v is not None})


def test_a_record_is_strictly_above_all_before_and_the_first_value_has_none_before() -> None:
    found = records(market(10, 10, 12, 11, 12, 13), NAME).data
    assert found["date"].to_list() == [DAYS[0], DAYS[2], DAYS[5]]
    assert found["streak"].to_list() == [1, 1, 1]
    assert found["previous_high"].to_list() == [None, 10, 12]


def test_the_first_day_at_a_high_is_the_record() -> None:
    row = record_state(market(10, 12, 11, 12), NAME).data.row(0, named=True)
    assert (row["is_record"], row["streak"], row["last_record_date"], row["sessions_since_last_record"]) == (False, 0, DAYS[1], 2)
    assert row["to_high"] == 0


def test_a_cross_is_at_the_threshold_after_below_it() -> None:
    row = first_crossing(market(11, 9, 10, 11), NAME, Decimal(10)).data.row(0, named=True)
    assert (row["date"], row["previous_date"], row["previous_value"]) == (DAYS[2], DAYS[1], 9)


def test_to_start_above_is_not_to_cross() -> None:
    answer = first_crossing(market(11, 12, 13), NAME, Decimal(10))
    assert answer.data.is_empty()
    assert "not crossed" in answer.warnings[0].en


def test_the_session_before_since_counts_as_before() -> None:
    values = market(5, 9, 10, 11)
    assert first_crossing(values, NAME, Decimal(10), since=DAYS[2]).data["date"].to_list() == [DAYS[2]]
    assert first_crossing(values, NAME, Decimal(10), since=DAYS[3]).data.is_empty()
    with pytest.raises(HistoryTruncated, match=f"{DAYS[1]}"):
        first_crossing(market(5, None, 10, 11), NAME, Decimal(10), since=DAYS[2])


def test_a_hole_after_the_answer_has_no_say() -> None:
    values = market(5, 10, None, 12)
    assert first_crossing(values, NAME, Decimal(10)).data["status"].to_list() == ["complete"]
    assert records(values, NAME, end=DAYS[1]).data["date"].to_list() == [DAYS[0], DAYS[1]]
    with pytest.raises(HistoryTruncated, match=f"{DAYS[2]}"):
        records(values, NAME)


def test_a_window_without_data_and_one_that_ends_before_since() -> None:
    with pytest.raises(NoData, match=f"{DAYS[1]}"):
        records(market(5, 6), NAME, start=DAYS[3], end=DAYS[4])
    with pytest.raises(UsageError, match="lies after"):
        records(market(5, 6), NAME, since=DAYS[3], end=DAYS[1])
