"""What enters, what enters marked, what stays out."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from liangrong.market.acceptance import CHECKS, CONTEXT, MIRRORED, accept
from liangrong.market.schemas import MONEY, conform
from liangrong.market.tables import TABLES, table
from tests.unit.market import samples


def names(found) -> set[str]:
    return {d.check for d in found.discrepancies}


class TestCleanDataPass:
    def test_totals(self):
        clean = samples.totals()
        judged = accept("market_totals", clean, context={"account_statistics": samples.accounts(clean)})
        assert judged.discrepancies == ()
        assert judged.frame.equals(clean)

    def test_one_day_beside_the_days_before(self):
        clean = samples.totals()
        assert accept("market_totals", clean.tail(1), clean.head(29)).discrepancies == ()

    def test_quotes(self):
        assert accept("quotes", samples.quotes()).discrepancies == ()

    def test_detail_beside_its_totals(self):
        before = samples.detail(samples.FIRST)
        today = samples.detail(samples.sessions(2)[1], before)
        judged = accept("margin_detail", today, before, context={"market_totals": samples.totals_of(today)})
        assert judged.discrepancies == ()

    def test_account_statistics(self):
        clean = samples.totals()
        assert accept("account_statistics", samples.accounts(clean), context={"market_totals": clean}).discrepancies == ()

    @pytest.mark.parametrize("name", sorted(TABLES))
    def test_an_empty_frame(self, name):
        assert accept(name, pl.DataFrame(schema=TABLES[name].schema)).discrepancies == ()


class TestWhatStaysOut:
    def test_a_phantom_session_alone_is_left_out(self):
        clean = samples.totals()
        saturday = date(2023, 3, 4)
        odd = clean.head(1).with_columns(trade_date=pl.lit(saturday))
        judged = accept("market_totals", pl.concat([clean, odd]))
        assert [(d.check, d.trade_date, d.severity) for d in judged.discrepancies] == [
            ("phantom_session", saturday, "quarantined")
        ]
        assert judged.frame.equals(clean)

    def test_a_day_beyond_the_calendar(self, calendar):
        odd = samples.totals(1).with_columns(trade_date=pl.lit(calendar.end + timedelta(days=10)))
        judged = accept("market_totals", odd)
        assert names(judged) == {"beyond_calendar"}
        assert judged.frame.is_empty()

    def test_the_day_before_under_a_new_date(self):
        clean = samples.totals()
        stale = clean.slice(28, 1).with_columns(trade_date=clean["trade_date"][29])
        judged = accept("market_totals", stale, clean.head(29))
        assert "repeated_row" in names(judged)
        assert judged.frame.is_empty()

    def test_a_few_printed_digits_can_repeat_honestly(self):
        first = pl.DataFrame({
            "exchange": ["SZSE"], "trade_date": [date(2010, 4, 8)], "financing_balance": [5_000_000],
            "financing_buy_amount": [1_000_000], "short_balance": [0], "margin_trading_balance": [5_000_000], "rounding": [500_000],
        })  # fmt: skip
        first = conform(table("market_totals"), first, source="szse")
        again = first.with_columns(trade_date=pl.lit(date(2010, 4, 9)))
        assert accept("market_totals", again, first).frame.equals(again)
        finer = [frame.with_columns(rounding=pl.lit(0, dtype=MONEY)) for frame in (again, first)]
        assert "repeated_row" in names(accept("market_totals", *finer))

    def test_a_list_of_the_day_before_under_a_new_date(self):
        before = samples.detail(samples.FIRST)
        stale = before.with_columns(trade_date=pl.lit(samples.sessions(2)[1]))
        judged = accept("margin_detail", stale, before)
        assert "repeated_day" in names(judged)
        assert judged.frame.is_empty()

    def test_a_missing_page(self):
        before = samples.detail(samples.FIRST)
        today = samples.detail(samples.sessions(2)[1], before).head(30)
        judged = accept("margin_detail", today, before)
        assert "thin_day" in names(judged)
        assert judged.frame.is_empty()

    def test_an_excerpt_is_no_thin_day(self):
        before = samples.detail(samples.FIRST, names=100)
        today = samples.detail(samples.sessions(2)[1], before).head(1)
        judged = accept("margin_detail", today, before)
        assert judged.discrepancies == ()
        assert judged.frame.height == 1

    def test_rows_that_contradict_each_other(self):
        clean = samples.totals(3)
        other = samples.scaled(clean, 1, "short_quantity", 2).slice(1, 1)
        judged = accept("market_totals", pl.concat([clean, other]))
        assert "contradicting_rows" in names(judged)
        assert clean["trade_date"][1] not in judged.frame["trade_date"].to_list()

    def test_rows_said_twice_are_kept_once(self):
        clean = samples.totals(3)
        judged = accept("market_totals", pl.concat([clean, clean]))
        assert [(d.check, d.severity) for d in judged.discrepancies] == [("repeated_rows", "info")]
        assert judged.frame.equals(clean)


class TestWhatIsMarked:
    def test_a_broken_sum_stays_as_suspect(self):
        broken = samples.scaled(samples.totals(), 10, "margin_trading_balance", 10)
        judged = accept("market_totals", broken)
        assert judged.frame.height == broken.height
        marked = judged.frame.filter(pl.col("quality") == "suspect")["trade_date"].to_list()
        assert marked == [broken["trade_date"][10]]

    def test_half_a_list_stays_as_suspect(self):
        whole = samples.detail(samples.FIRST)
        judged = accept("margin_detail", whole.head(20), context={"market_totals": samples.totals_of(whole)})
        assert names(judged) == {"incomplete_day"}
        assert judged.frame["quality"].unique().to_list() == ["suspect"]

    def test_quality_of_other_rows_is_kept(self):
        repaired = samples.totals().with_columns(quality=pl.lit("repaired"))
        assert accept("market_totals", repaired).frame["quality"].unique().to_list() == ["repaired"]


class TestRegistry:
    def test_every_check_says_what_how_far_and_why(self):
        for check in CHECKS:
            assert check.name
            assert check.dataset in TABLES
            assert all((check.zh, check.en, check.tolerance, check.reason)), check.name
            assert check.severity in {"info", "warning", "error", "quarantined"}

    def test_names_are_unique_within_a_table(self):
        keys = [(check.name, check.dataset) for check in CHECKS]
        assert len(keys) == len(set(keys))

    def test_a_name_says_the_same_everywhere(self):
        sentences = {}
        for check in CHECKS:
            assert sentences.setdefault(check.name, (check.zh, check.en)) == (check.zh, check.en)

    def test_context_and_mirrors_name_what_exists(self):
        assert {*CONTEXT, *(other for others in CONTEXT.values() for other in others)} <= set(TABLES)
        assert {check.name for check in CHECKS} >= MIRRORED
