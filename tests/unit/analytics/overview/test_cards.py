"""The figures of a session against arithmetic on paper: the small market is made of straight lines."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from liangrong.analytics.overview.cards import BALANCES, RATIOS, cards, years_before
from liangrong.core.calendar import mainland
from liangrong.market.snapshot import MarketSnapshot
from tests.small_market import LAST, PEAK, YI, financing, frames, index, statistics, totals

BEFORE = mainland().previous(LAST)


def snapshot(day: date = LAST, **tables: pl.DataFrame) -> MarketSnapshot:
    return MarketSnapshot.of({**frames(), **tables}, day)


def card(found: MarketSnapshot, measure: str, *, years: int = 10) -> dict[str, Any]:
    rows = cards(found, day=found.as_of.as_of, years=years).data.filter(measure=measure)
    assert rows.height == 1
    return rows.row(0, named=True)


def test_the_total_its_change_and_its_growth() -> None:
    found = card(snapshot(), "margin_trading_balance")
    now, then = (financing(day) * 101 / 100 + 81 * YI for day in (LAST, BEFORE))
    assert found["value"] == pytest.approx(float(now))
    assert float(found["change_amount"]) == pytest.approx(float(now - then))
    assert found["growth"] == pytest.approx(float(now / then - 1))
    assert (found["date"], found["previous_date"], found["unit"]) == (LAST, BEFORE, "元")


def test_a_rising_line_is_a_record_every_day_and_at_the_top_of_its_window() -> None:
    found = card(snapshot(), "financing_balance")
    assert found["is_record"]
    assert found["streak"] > 1
    assert (found["percentile"], found["to_high"], found["high_date"]) == (1.0, 0.0, LAST)


def test_after_the_peak_it_is_no_record_and_says_how_far_away_it_is() -> None:
    day = mainland().offset(PEAK, 20)
    found = card(snapshot(day), "financing_balance")
    assert not found["is_record"]
    assert found["high_date"] == PEAK
    assert found["to_high"] == pytest.approx(float((financing(day)) / (financing(PEAK)) - 1))
    assert 0 < found["percentile"] < 1


def test_the_window_of_the_percentile_is_the_years_asked_for_or_what_is_stored() -> None:
    short, long = (card(snapshot(), "average_maintenance_ratio", years=years) for years in (2, 30))
    calendar = mainland()
    assert short["percentile_since"] == calendar.on_or_after(years_before(LAST, 2))
    assert short["observations"] == len(calendar.between(short["percentile_since"], LAST))
    assert long["percentile_since"] == date(2012, 10, 8), "the first day of the statistics"
    assert (short["percentile_years"], long["percentile_years"]) == (2, 30)


def test_a_ratio_changes_in_points_not_in_yuan() -> None:
    found = card(snapshot(), "average_maintenance_ratio")
    assert found["change_points"] == pytest.approx(1e-5)
    assert found["change_amount"] is None
    assert found["is_record"] is None


def test_a_figure_stands_on_the_last_day_that_knows_it() -> None:
    stale = date(2026, 1, 16)
    found = card(snapshot(account_statistics=statistics(last=stale)), "average_maintenance_ratio")
    assert (found["date"], found["previous_date"]) == (stale, mainland().previous(stale))


def test_across_a_hole_there_is_no_change() -> None:
    holed = index().filter(pl.col("trade_date") != BEFORE)
    found = card(snapshot(index_quotes=holed), "financing_buy_to_turnover")
    assert found["date"] == LAST
    assert found["change_points"] is None
    assert found["previous_date"] is None


def test_what_is_not_stored_has_a_reason_and_no_number() -> None:
    found = card(snapshot(), "margin_trading_balance_to_float_cap")
    assert found["value"] is None
    assert found["reason_zh"]
    assert found["reason_en"]


def test_of_few_sessions_there_is_no_percentile_and_without_history_no_record() -> None:
    young = totals(first=date(2026, 1, 5))
    found = card(MarketSnapshot.of({"market_totals": young}, LAST), "financing_balance")
    assert found["percentile"] is None
    assert found["is_record"] is None
    assert "2026-01-05" in found["reason_en"]
    assert found["value"] == pytest.approx(float(financing(LAST) + 80 * YI))


def test_a_threshold_that_was_passed_stands_on_its_card() -> None:
    crossed = next(
        day for day in mainland().between(date(2025, 6, 2), LAST)
        if (financing(day) + 80 * YI) // 10**11 > (financing(mainland().previous(day)) + 80 * YI) // 10**11
    )  # fmt: skip
    found = card(snapshot(crossed), "financing_balance")
    assert float(found["passed_threshold"]) == float((financing(crossed) + 80 * YI) // 10**11 * 10**11)
    assert found["passed_upwards"]


def test_every_measure_has_its_card_in_order() -> None:
    assert cards(snapshot(), day=LAST, years=10).data["measure"].to_list() == [*BALANCES, *RATIOS]
