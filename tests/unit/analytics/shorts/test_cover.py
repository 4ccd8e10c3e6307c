"""Days to cover, vanished shorts and cover days, by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from liangrong.analytics.shorts.cover import covers, days_to_cover, short_panel
from tests.unit.analytics.shorts.small import market, sessions

NAME = "600519.SH"


def path(*tail: float, before: float = 1000.0) -> np.ndarray:
    """Sixty sessions at one level, then ``tail``."""
    return np.array([before] * 60 + list(tail))[:, None]


def events(*tail: float, before: float = 1000.0, **cells: object) -> list[tuple[int, str]]:
    """The events of the tail as (place in the tail, event)."""
    days = sessions(60 + len(tail))
    found = covers(market(days, [NAME], path(*tail, before=before), **cells), start=days[60], end=days[-1]).data
    return [(days.index(day) - 60, event) for day, event in found.sort("date").select("date", "short_event").iter_rows()]


def test_days_to_cover_divide_by_the_mean_of_twenty_sessions() -> None:
    volume = np.array([9e9] * 5 + [100.0] * 10 + [300.0] * 10)[:, None]
    quantity = np.full((25, 1), 500.0)
    assert days_to_cover(quantity, volume)[-1, 0] == pytest.approx(500 / 200)


def test_sessions_without_trading_are_left_out_and_need_company() -> None:
    volume = np.array([0.0] * 10 + [250.0] * 10)[:, None]
    quantity = np.full((20, 1), 500.0)
    assert days_to_cover(quantity, volume)[-1, 0] == pytest.approx(2)
    assert np.isnan(days_to_cover(quantity, volume)[18, 0])  # nine traded sessions only


def test_volume_before_the_detail_begins_counts() -> None:
    days = sessions(20)
    quantity = np.vstack([np.full((19, 1), np.nan), [[600.0]]])
    panel = short_panel(market(days, [NAME], quantity, volume=np.arange(1.0, 21.0)[:, None]))
    assert len(panel.sessions) == 20
    assert days_to_cover(panel["short_quantity"], panel["volume"])[-1, 0] == pytest.approx(600 / 10.5)


def test_zero_has_vanished_once() -> None:
    assert [event for event in events(0, 0, 0, returned=0.0) if event[1] == "vanished"] == [(0, "vanished")]


@pytest.mark.parametrize(("left", "gone"), [(100, True), (101, False)])
def test_a_tenth_of_the_mean_is_the_line(left: int, *, gone: bool) -> None:
    assert ((0, "vanished") in events(left, returned=0.0)) is gone


def test_the_mean_is_that_of_the_sessions_before() -> None:
    # With today in the mean it would be (59 x 1000 + 100) / 60 = 985 and a tenth of it 98.5: not vanished.
    assert (0, "vanished") in events(100, returned=0.0)


@pytest.mark.parametrize(("returned", "expected"), [(500, [(0, "cover_day")]), (499, [])])
def test_half_returned_is_a_cover_day(returned: float, expected: list[tuple[int, str]]) -> None:
    assert events(600, returned=returned) == expected


def test_more_outstanding_than_before_is_no_cover_day() -> None:
    assert events(1200, sold=900.0, returned=700.0) == []


def test_unpublished_returns_are_rolled_forward() -> None:
    days = sessions(61)
    snapshot = market(days, [NAME], path(300), sold=50.0)
    row = covers(snapshot, start=days[-1], end=days[-1]).data.row(0, named=True)
    assert (row["returned_quantity"], row["returned_share"]) == (750, pytest.approx(0.75))  # 1000 + 50 - 300


def test_fewer_than_sixty_sessions_are_not_judged_and_counted() -> None:
    days = sessions(60)
    found = covers(market(days, [NAME], [*path()[:59].tolist(), [0.0]], returned=0.0), start=days[-1], end=days[-1])
    assert found.data.is_empty()
    assert "1 stocks lack 60 sessions" in found.warnings[-1].en


def test_what_lay_before_the_window_is_no_event_of_it() -> None:
    days = sessions(63)
    found = covers(market(days, [NAME], path(0, 0, 0), returned=0.0), start=days[61], end=days[-1])
    assert found.data.is_empty()


def test_the_largest_short_stands_first() -> None:
    days = sessions(61)
    quantity = np.hstack([path(0, before=10.0), path(0, before=1000.0)])
    found = covers(market(days, ["600000.SH", NAME], quantity), start=days[-1], end=days[-1]).data
    vanished = found.filter(pl.col("short_event") == "vanished")
    assert vanished["security_id"].to_list() == [NAME, "600000.SH"]
