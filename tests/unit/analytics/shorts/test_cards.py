"""The cards: each figure by hand, and each reason why one is not known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from liangrong.analytics.shorts.cards import CARD_SCHEMA, short_cards
from liangrong.analytics.shorts.overview import short_overview
from liangrong.core.calendar import mainland
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot

FIRST, BASE, TODAY = date(2010, 3, 31), date(2014, 12, 31), date(2015, 3, 2)
PEAK = date(2012, 6, 15)
HOLE = (date(2013, 5, 6), date(2013, 5, 7))


def values(**other: int) -> dict[date, int]:
    """80 every session, but 400 at the peak, 200 at the year's end and 50 today."""
    line = dict.fromkeys(mainland().between(FIRST, TODAY), 80)
    return line | {PEAK: 400, BASE: 200, TODAY: 50}


def rows(line: Mapping[date, int], *, quantity: int = 10, **cells: Any) -> pl.DataFrame:
    return pl.DataFrame(
        {"exchange": ["SSE+SZSE"] * len(line), "trade_date": list(line), "short_balance": list(line.values()),
         "short_quantity": [value // quantity for value in line.values()]}
    ).with_columns(**{name: pl.lit(value) for name, value in cells.items()})  # fmt: skip


def cards(totals: pl.DataFrame, scope: str = "market", day: date = TODAY, **tables: pl.DataFrame) -> dict[str, dict[str, Any]]:
    snapshot = MarketSnapshot.of({"market_totals": totals, **tables}, day)
    found = short_cards(snapshot, scope)
    assert found.data.schema == CARD_SCHEMA
    return {row["card"]: row for row in found.data.iter_rows(named=True)}


def without(line: dict[date, int], *days: date) -> dict[date, int]:
    return {day: value for day, value in line.items() if day not in days}


def account(figures: Mapping[date, int]) -> pl.DataFrame:
    return pl.DataFrame({"trade_date": list(figures), "short_balance": list(figures.values())})


def test_since_the_start_of_the_year() -> None:
    card = cards(rows(values()))["year_to_date"]
    assert (card["base_date"], card["base_value"], card["short_balance"]) == (BASE, 200, 50)
    assert card["value"] == pytest.approx(-0.75)
    assert card["quantity_change"] == pytest.approx(5 / 20 - 1)
    assert (card["status"], card["value_low"], card["value_high"]) == ("complete", None, None)


def test_against_the_peak_of_a_whole_history() -> None:
    card = cards(rows(values()))["against_peak"]
    assert (card["base_date"], card["value"], card["status"]) == (PEAK, pytest.approx(-0.875), "complete")


def test_rounding_leaves_an_interval() -> None:
    card = cards(rows(values(), rounding=5))["year_to_date"]
    assert card["value_low"] == pytest.approx(45 / 205 - 1)
    assert card["value_high"] == pytest.approx(55 / 195 - 1)


def test_a_hole_that_another_basis_bounds_is_said() -> None:
    line = values()
    both = dict.fromkeys((date(2013, 5, 3), *HOLE), 80)
    card = cards(rows(without(line, *HOLE)), account_statistics=account(both))["against_peak"]
    assert (card["status"], card["value"]) == ("bounded", pytest.approx(-0.875))
    assert card["basis"] == "market_totals, account_statistics"


def test_a_hole_that_may_hold_more_refuses_the_peak() -> None:
    both = {date(2013, 5, 3): 80, HOLE[0]: 400, HOLE[1]: 80}
    found = cards(rows(without(values(), *HOLE)), account_statistics=account(both))
    assert (found["against_peak"]["status"], found["against_peak"]["value"]) == ("not_known", None)
    assert "no other basis rules it out for 2013-05-06" in found["against_peak"]["why_en"]


def test_an_unbounded_hole_refuses_the_peak_and_says_what_holds_since() -> None:
    found = cards(rows(without(values(), *HOLE)))
    assert found["against_peak"]["status"] == "not_known"
    since = found["against_known_peak"]
    assert (since["base_date"], since["value"], since["status"]) == (BASE, pytest.approx(-0.75), "part_of_history")
    assert since["why_en"] == "the highest since 2013-05-08, not ever"


def test_a_peak_today_is_no_fall() -> None:
    card = cards(rows(values() | {TODAY: 500}))["against_peak"]
    assert (card["base_date"], card["value"]) == (TODAY, 0)


def test_the_first_of_two_equal_peaks_is_the_peak() -> None:
    assert cards(rows(values() | {date(2013, 6, 3): 400}))["against_peak"]["base_date"] == PEAK


def test_what_comes_later_has_no_say() -> None:
    line = values()
    snapshot = MarketSnapshot.of({"market_totals": rows(line)}, TODAY)
    early = short_cards(snapshot, day=date(2012, 6, 14)).data
    assert early.filter(pl.col("card") == "against_peak")["base_date"].to_list() == [FIRST]


def test_an_unknown_year_end_is_not_guessed() -> None:
    card = cards(rows(without(values(), BASE)))["year_to_date"]
    assert (card["value"], card["status"], card["base_date"]) == (None, "not_known", BASE)
    assert "2014-12-31" in card["why_zh"]


def test_over_the_float_that_the_vendor_prints() -> None:
    card = cards(rows(values(), float_cap=400_000))["of_float"]
    assert (card["value"], card["base_value"], card["basis"]) == (pytest.approx(50 / 400_000), 400_000, "float_cap")


def test_over_the_float_that_a_printed_ratio_implies() -> None:
    card = cards(rows(values(), financing_balance=8000, financing_balance_to_float_cap=0.04))["of_float"]
    assert (card["base_value"], card["basis"]) == (200_000, "implied_float_cap")
    assert card["value"] == pytest.approx(50 / 200_000)
    assert card["value_low"] == pytest.approx(50 * 0.035 / 8000)  # 0.04 may stand for 0.035 to 0.045
    assert card["value_high"] == pytest.approx(50 * 0.045 / 8000)


def test_without_any_denominator_the_reason_is_given() -> None:
    card = cards(rows(values()))["of_float"]
    assert (card["value"], card["status"]) == (None, "not_known")
    assert "import the caps" in card["why_en"]


def test_a_few_caps_are_not_the_float() -> None:
    few = pl.DataFrame({"security_id": ["600519.SH"], "trade_date": [TODAY], "float_cap": [1_000_000]})
    card = cards(rows(values()), caps=few)["of_float"]
    assert (card["value"], "1 stocks only" in card["why_en"]) == (None, True)


def test_a_day_that_is_not_known_is_refused() -> None:
    with pytest.raises(NoData, match="2015-03-02"):
        cards(rows(without(values(), TODAY)))


def test_the_months_stand_below_the_cards() -> None:
    snapshot = MarketSnapshot.of({"market_totals": rows(values())}, TODAY)
    data = short_overview(snapshot).data
    months = data.filter(pl.col("card") == "month")
    assert data["card"][:3].to_list() == ["year_to_date", "against_peak", "of_float"]
    assert months.height == 26  # the last session of February 2013, and the 25 months after it
    assert (months["date"][-1], months["value"][-1]) == (date(2013, 2, 28), None)
    assert short_overview(snapshot, start=date(2014, 12, 9)).data.filter(pl.col("card") == "month").height == 5
    assert months["date"].is_sorted(descending=True)
    by_day = {row["date"]: row for row in months.iter_rows(named=True)}
    january = by_day[date(2015, 1, 30)]
    assert (january["base_date"], january["value"]) == (BASE, pytest.approx(80 / 200 - 1))


def test_a_month_carries_its_decrees() -> None:
    days = mainland().between(date(2024, 6, 3), date(2024, 8, 30))
    snapshot = MarketSnapshot.of(
        {"market_totals": pl.DataFrame({"exchange": "SSE", "trade_date": days, "short_balance": 5})}, days[-1]
    )
    months = short_overview(snapshot, "SSE").data.filter(pl.col("card") == "month")
    assert months["decree_date"].to_list() == [None, [date(2024, 7, 11), date(2024, 7, 22)], None]
