"""The histories: changes only between neighbouring sessions, records, decrees and peaks on their days."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.analytics.overview.histories import balance_history, ratio_history
from liangrong.core.calendar import mainland
from liangrong.core.errors import NoData, UsageError
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.events import events
from tests.small_market import FIRST, LAST, PEAK, YI, financing, frames, totals

TOTAL = "margin_trading_balance"


@pytest.fixture(scope="module")
def market() -> MarketSnapshot:
    return MarketSnapshot.of(frames(), LAST)


def test_every_session_with_its_change(market: MarketSnapshot) -> None:
    found = balance_history(market, "financing_balance", start=None, end=LAST).data
    assert found["date"].to_list() == list(mainland().between(FIRST, LAST))
    assert found["change"][0] is None
    day, before = found["date"][-1], found["date"][-2]
    assert found["change"][-1] == financing(day) - financing(before)


def test_a_hole_has_no_change_after_it() -> None:
    gone = date(2018, 6, 6)
    holed = MarketSnapshot.of({"market_totals": totals().filter(pl.col("trade_date") != gone)}, LAST)
    found = balance_history(holed, TOTAL, start=date(2018, 6, 1), end=date(2018, 6, 30))
    after = found.data.filter(date=date(2018, 6, 7)).row(0, named=True)
    assert after["change"] is None
    assert found.data["is_record"].null_count() == found.data.height, "a hole that nothing bounds leaves records open"
    assert any("2018-06-06" in note.en for note in found.warnings)


def test_records_are_judged_against_the_whole_history_not_the_window(market: MarketSnapshot) -> None:
    found = balance_history(market, TOTAL, start=date(2016, 3, 2), end=date(2016, 12, 30)).data
    assert found.height > 100
    assert not found["is_record"].any(), "it rises again, far below the peak of 2015"
    assert balance_history(market, TOTAL, start=PEAK, end=PEAK).data["is_record"].to_list() == [True]


def test_decrees_and_the_peak_stand_on_their_days_in_both_languages(market: MarketSnapshot) -> None:
    found = balance_history(market, TOTAL, start=None, end=LAST).data
    told = found.filter(pl.col("policies_zh").is_not_null())
    days = set(mainland().between(FIRST, LAST))
    assert set(told["date"]) == {event.date for event in events() if event.date in days}
    last = next(event for event in reversed(events()) if event.date in days)
    assert last.title_en in told.filter(date=last.date)["policies_en"].item()
    assert found.filter(pl.col("episode_en").is_not_null()).select("date", "episode_en").rows() == [(PEAK, "2015 peak")]
    assert balance_history(market, "short_balance", start=None, end=LAST).data["episode_zh"].null_count() == found.height


def test_what_has_no_history_of_records_is_refused(market: MarketSnapshot) -> None:
    with pytest.raises(UsageError, match="average_maintenance_ratio"):
        balance_history(market, "average_maintenance_ratio", start=None, end=LAST)


def test_ratios_side_by_side_and_the_missing_ones_named(market: MarketSnapshot) -> None:
    found = ratio_history(market, years=1, end=LAST)
    assert set(found.data["measure"]) == {"financing_buy_to_turnover", "average_maintenance_ratio"}
    assert found.data["date"].min() == mainland().on_or_after(date(2025, 1, 30))
    assert any("float cap" in note.en for note in found.warnings)


def test_without_any_ratio_there_is_no_answer() -> None:
    with pytest.raises(NoData):
        ratio_history(MarketSnapshot.of({"market_totals": totals()}, LAST), years=1, end=LAST)


def test_figures_are_those_of_the_exchanges_added_up(market: MarketSnapshot) -> None:
    found = balance_history(market, "financing_balance", start=LAST, end=LAST).data
    assert found["value"].item() == financing(LAST) + 80 * YI
