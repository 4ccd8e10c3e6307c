"""Each check between neighbouring sessions fires on a planted fault."""

from __future__ import annotations

import polars as pl

from liangrong.market.acceptance import examine
from tests.unit.market import samples


def about(name, frame, previous=None, **context):
    return {(d.check, d.trade_date) for d in examine(name, frame, previous, context=context)}


class TestFinancing:
    def test_a_gap_of_more_than_a_thousandth(self):
        clean = samples.totals()
        for share, fires in ((0.0008, False), (0.0013, True)):
            gap = int(clean["financing_balance"][9] * 1000) * int(share * 1e6) // int(1e9)
            broken = samples.with_cell(clean, 10, financing_repay_amount=clean["financing_repay_amount"][10] + gap)
            assert (("financing_roll_forward", clean["trade_date"][10]) in about("market_totals", broken)) is fires

    def test_not_across_a_missing_session(self):
        clean = samples.totals()
        holed = clean.filter(pl.col("trade_date") != clean["trade_date"][10])
        assert about("market_totals", holed) == {("hole", clean["trade_date"][11])}

    def test_a_series_that_never_closes_is_one_finding(self):
        broken = samples.totals().with_columns(pl.col("financing_repay_amount") + 20_000_000_000)
        said = [d for d in examine("market_totals", broken) if d.check == "financing_roll_forward"]
        assert [(d.place, d.trade_date) for d in said] == [("SSE", None)]
        assert said[0].observed == "29 / 29"

    def test_flows_the_other_way_round(self):
        clean = samples.totals()
        buys, repaid = clean["financing_buy_amount"][12], clean["financing_repay_amount"][12]
        swapped = samples.with_cell(clean, 12, financing_buy_amount=repaid, financing_repay_amount=buys)
        assert ("flows_interchanged", clean["trade_date"][12]) in about("market_totals", swapped)

    def test_growth_beyond_the_buys_without_repayments(self):
        clean = samples.totals().with_columns(financing_repay_amount=pl.lit(None, dtype=pl.Decimal(20, 3)))
        grown = samples.with_cell(
            clean, 29, financing_balance=clean["financing_balance"][29] + 2 * clean["financing_buy_amount"][29]
        )
        assert ("financing_change_within_buys", clean["trade_date"][29]) in about("market_totals", grown.tail(1), clean.head(29))

    def test_a_repaired_day_before_is_judged_with_the_day_after(self):
        clean = samples.totals()
        late = samples.scaled(clean, 10, "financing_balance", 2).slice(10, 1)
        known = clean.filter(pl.col("trade_date") != clean["trade_date"][10])
        assert ("financing_roll_forward", clean["trade_date"][11]) in about("market_totals", late, known)


class TestShares:
    def test_a_gap(self):
        clean = samples.totals()
        broken = samples.with_cell(clean, 10, short_repay_quantity=clean["short_repay_quantity"][10] + 40_000_000)
        assert ("short_roll_forward", clean["trade_date"][10]) in about("market_totals", broken)

    def test_growth_beyond_the_sales(self):
        clean = samples.totals()
        grown = samples.with_cell(clean, 10, short_quantity=clean["short_quantity"][10] + 100_000_000)
        assert ("short_change_within_sales", clean["trade_date"][10]) in about("market_totals", grown)

    def test_a_negative_repayment(self):
        clean = samples.totals()
        broken = samples.with_cell(clean, 10, financing_repay_amount=-clean["financing_repay_amount"][10])
        assert ("negative_repayment", clean["trade_date"][10]) in about("market_totals", broken)

    def test_negative_repayments_of_many_securities_are_one_finding(self):
        clean = samples.detail(samples.FIRST)
        broken = clean.with_columns(financing_repay_amount=-pl.col("financing_repay_amount"))
        said = [d for d in examine("margin_detail", broken) if d.check == "negative_repayment"]
        assert [(d.place, d.observed) for d in said] == [("SSE", "40 of 40 below 0")]


class TestPrices:
    def test_a_previous_close_above_the_last_close(self):
        clean = samples.quotes()
        broken = samples.with_cell(clean, 10, previous_close=clean["close"][9] * 2)
        assert ("previous_close_chain", clean["trade_date"][10]) in about("quotes", broken)

    def test_an_ex_day_is_no_fault(self):
        clean = samples.quotes()
        ex = samples.with_cell(clean, 10, previous_close=clean["close"][9] - 1)
        assert about("quotes", ex) == set()

    def test_whole_sessions_missing_say_nothing_about_the_chain(self):
        clean = samples.quotes(10)
        holed = clean.filter(pl.col("trade_date") != clean["trade_date"][4])
        risen = samples.with_cell(holed, 4, previous_close=holed["close"][3] + 1)
        assert about("quotes", risen) == set()

    def test_a_price_beyond_the_daily_limit(self):
        clean = samples.quotes()
        broken = samples.scaled(clean, 20, "high", 10)
        assert ("price_limits", clean["trade_date"][20]) in about("quotes", broken)

    def test_the_first_sessions_after_listing_are_free(self):
        clean = samples.quotes(3)
        listed = samples.with_cell(clean, 0, previous_close=20)
        assert about("quotes", listed) == set()
