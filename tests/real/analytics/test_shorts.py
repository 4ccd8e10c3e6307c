"""The short side on the real files: what an article's cards come to, what is not known, and who was sold short on the last day."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from liangrong.analytics.shorts.cards import short_cards
from liangrong.analytics.shorts.concentration import industry_shorts
from liangrong.analytics.shorts.squeeze import squeezes
from liangrong.analytics.shorts.table import short_table
from liangrong.analytics.shorts.trend import short_trend
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot

pytestmark = pytest.mark.real
LAST = date(2026, 1, 30)


def cards(snapshot: MarketSnapshot, day: date, scope: str = "market") -> dict[str, dict[str, Any]]:
    return {row["card"]: row for row in short_cards(snapshot, scope, day=day).data.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("day", "base", "value", "quantity", "peak"),
    [
        (date(2024, 7, 10), date(2023, 12, 29), -0.5551, -0.3419, -0.8168),
        (date(2024, 12, 31), date(2023, 12, 29), -0.8542, -0.7241, -0.9400),
        (date(2025, 12, 31), date(2024, 12, 31), 0.5833, 0.1672, -0.9049),
    ],
)
def test_an_articles_cards_hold_on_some_days_only(
    real_market: MarketSnapshot, day: date, base: date, value: float, quantity: float, peak: float
) -> None:
    """Of "> 85 % since the start of the year" and "> 90 % below the peak", both hold at the end of 2024; in July neither does."""
    found = cards(real_market, day)
    assert found["year_to_date"]["base_date"] == base
    assert found["year_to_date"]["value"] == pytest.approx(value, abs=5e-5)
    assert found["year_to_date"]["quantity_change"] == pytest.approx(quantity, abs=5e-5)
    assert found["against_peak"]["value"] == pytest.approx(peak, abs=5e-5)
    assert (found["against_peak"]["base_date"], found["against_peak"]["status"]) == (date(2021, 9, 10), "bounded")
    assert found["against_peak"]["base_value"] == pytest.approx(173_858_016_431)
    assert (found["of_float"]["value"], found["of_float"]["status"]) == (None, "not_known")


def test_the_year_began_above_700_yi(real_market: MarketSnapshot) -> None:
    assert cards(real_market, date(2024, 12, 31))["year_to_date"]["base_value"] == pytest.approx(71_597_408_809)


def test_one_exchange_knows_its_peak_since_2020_only(real_market: MarketSnapshot) -> None:
    found = cards(real_market, date(2024, 12, 31), "SSE")
    assert found["against_peak"]["status"] == "not_known"
    assert found["against_known_peak"]["why_en"] == "the highest since 2020-01-02, not ever"


def test_the_float_of_2015_is_implied_by_the_printed_ratio(real_market: MarketSnapshot) -> None:
    """At the top of 2015 shorts were 0.012 % of float: as little as an article finds remarkable in 2024."""
    card = cards(real_market, date(2015, 6, 18))["of_float"]
    assert card["basis"] == "implied_float_cap"
    assert card["value"] == pytest.approx(0.00011969, abs=1e-8)
    assert card["value_low"] < card["value"] < card["value_high"]


def test_the_ban_of_july_2024(real_market: MarketSnapshot) -> None:
    rows = short_trend(real_market, start=date(2024, 7, 1), end=date(2024, 9, 30)).data
    marks = rows.filter(pl.col("mark").is_not_null())
    assert marks["date"].to_list() == [date(2024, 7, 11), date(2024, 7, 22), date(2024, 9, 30)]
    assert rows["balance_change_ratio"][-1] == pytest.approx(9_493_189_712 / 32_004_655_729 - 1)


def test_the_last_day_is_sorted_by_balance_for_want_of_caps(real_market: MarketSnapshot) -> None:
    found = short_table(real_market, top=5)
    assert found.data["sorted_by"].unique().to_list() == ["short_balance"]
    assert found.data["security_id"][0] == "600519.SH"
    assert found.data["short_balance"].is_sorted(descending=True)
    assert found.data["days_to_cover"].null_count() == 0
    assert found.data["quantity_change_20"].null_count() == 5
    with pytest.raises(NoData, match="843 rows of the day"):
        short_table(real_market, on=date(2026, 1, 29))


def test_two_sessions_of_detail_are_insufficient(real_market: MarketSnapshot) -> None:
    found = squeezes(real_market)
    assert found.data["state"].unique().to_list() == ["insufficient"]
    assert any("n=2 sessions" in note.en for note in found.warnings)


def test_industries_close_to_the_stocks(real_market: MarketSnapshot) -> None:
    rows = industry_shorts(real_market).data
    assert rows["industry"][0] == "电子"
    assert rows.filter(pl.col("industry") != "unclassified").height == 31
    assert rows["share"].sum() == pytest.approx(1)
    assert rows["hhi"][0] == pytest.approx(0.0648, abs=5e-5)
    assert rows["top_5_share"][0] == pytest.approx(0.4553, abs=5e-5)
