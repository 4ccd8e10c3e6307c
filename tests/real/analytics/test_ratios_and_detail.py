"""Shares of turnover, sums over securities, and what these files cannot answer."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.analytics.levels import level
from liangrong.core.errors import NoData
from liangrong.market.derive import with_short_balance
from liangrong.market.snapshot import MarketSnapshot

pytestmark = pytest.mark.real
DAY = date(2026, 1, 30)


def test_financing_buys_were_over_eleven_percent_of_turnover_and_highest_on_16_september(real_market: MarketSnapshot) -> None:
    rows = level(real_market, "financing_buy_to_turnover", start=date(2025, 9, 10), end=date(2025, 9, 18)).data
    assert rows.height == 7
    assert rows["value"].min() > 0.11
    top = rows.sort("value").row(-1, named=True)
    assert top["date"] == date(2025, 9, 16)
    assert f"{top['value']:.2%}" == "12.30%"


@pytest.mark.parametrize(
    ("measure", "nearest"),
    [
        ("financing_buy_to_turnover", "2025-12-31"),
        ("financing_balance_to_float_cap", "2018-12-21"),
        ("margin_trading_balance_to_free_float_cap", "no day at all"),
        ("financing_balance_to_free_float_cap", "no day at all"),
    ],
)
def test_what_is_not_to_be_had_is_not_known(real_market: MarketSnapshot, measure: str, nearest: str) -> None:
    with pytest.raises(NoData, match=nearest) as caught:
        level(real_market, measure, start=DAY, end=DAY)
    assert caught.value.exit_code == 3


def test_the_published_share_of_float_cap_in_2015(real_market: MarketSnapshot) -> None:
    day = date(2015, 6, 18)
    answer = level(real_market, "financing_balance_to_float_cap", start=day, end=day)
    assert answer.data["value"].item() == pytest.approx(0.04239, abs=1e-5)
    assert any("published" in note.en for note in answer.warnings)


@pytest.mark.parametrize(("suffix", "exchange", "shortfall"), [("SH", "SSE", "-0.43%"), ("SZ", "SZSE", "-0.50%")])
def test_detail_against_summary(real_market: MarketSnapshot, suffix: str, exchange: str, shortfall: str) -> None:
    detail = real_market.table("margin_detail", start=DAY, end=DAY).filter(pl.col("security_id").str.ends_with(suffix))
    total = {
        m: level(real_market, m, exchange, start=DAY, end=DAY).data["value"].item() for m in ("rzye", "rzmre", "rzche", "rqmcl")
    }
    assert f"{detail['financing_balance'].sum() / total['rzye'] - 1:.2%}" == shortfall
    assert detail["financing_buy_amount"].sum() == total["rzmre"]
    assert detail["financing_repay_amount"].sum() == total["rzche"]
    assert detail["short_sell_quantity"].sum() == total["rqmcl"]


def test_short_balances_are_quantity_times_close(real_market: MarketSnapshot) -> None:
    detail = real_market.table("margin_detail", start=DAY, end=DAY)
    quotes = real_market.table("quotes", start=DAY, end=DAY)
    printed = detail.filter(pl.col("short_quantity") > 0, pl.col("short_balance").is_not_null())
    quoted = printed.join(quotes.select("security_id"), on="security_id", how="semi")
    blank = quoted.with_columns(pl.lit(None, dtype=pl.Decimal(20, 3)).alias("short_balance"))
    derived = with_short_balance(blank, quotes)
    assert quoted.height == 2966
    assert ((derived["short_balance"] - quoted["short_balance"]).cast(pl.Float64).abs() <= 2).all()


def test_the_sum_of_the_boards_is_the_sum_of_the_detail(real_market: MarketSnapshot) -> None:
    boards = ("main", "star", "chinext", "bse", "fund")
    sums = [level(real_market, "rzye", f"board:{board}", start=DAY, end=DAY).data["value"].item() for board in boards]
    assert sum(sums) == real_market.table("margin_detail", start=DAY, end=DAY)["financing_balance"].sum()


def test_a_part_of_a_day_is_not_summed(real_market: MarketSnapshot) -> None:
    with pytest.raises(NoData, match="2026-01-30"):
        level(real_market, "rzye", "board:chinext", start=date(2026, 1, 29), end=date(2026, 1, 29))


def test_three_shares_of_turnover_are_three_numbers(real_market: MarketSnapshot) -> None:
    kinds = ("financing_buy_to_turnover", "financing_buy_to_turnover_weighted", "financing_buy_to_turnover_mean")
    values = {level(real_market, kind, "board:chinext", start=DAY, end=DAY).data["value"].item() for kind in kinds}
    assert len(values) == 3
    assert level(real_market, kinds[0], "board:chinext", start=DAY, end=DAY).data["value"].item() == min(values)
