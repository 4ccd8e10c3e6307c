"""Each check across tables and sources fires on a planted fault."""

from __future__ import annotations

import polars as pl

from liangrong.market.acceptance import examine
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from tests.unit.market import samples


def about(name, frame, previous=None, **context):
    return {(d.check, d.column) for d in examine(name, frame, previous, context=context)}


class TestDetailAndTotals:
    def test_one_falsified_flow_breaks_the_sum(self):
        clean = samples.detail(samples.FIRST)
        broken = samples.with_cell(clean, 3, financing_buy_amount=clean["financing_buy_amount"][3] + 5)
        assert about("margin_detail", broken, market_totals=samples.totals_of(clean)) == {
            ("detail_flows", "financing_buy_amount")
        }

    def test_a_balance_above_the_total(self):
        clean = samples.detail(samples.FIRST)
        broken = samples.scaled(clean, 3, "financing_balance", 10)
        assert ("detail_balances", "financing_balance") in about("margin_detail", broken, market_totals=samples.totals_of(clean))

    def test_an_excerpt_is_not_compared(self):
        clean = samples.detail(samples.FIRST)
        assert about("margin_detail", clean.head(1), market_totals=samples.totals_of(clean)) == set()


class TestDetailAndQuotes:
    def quotes(self, detail):
        prices = {"open": 10, "high": 10, "low": 10, "close": 10, "previous_close": 10}
        volume = 100_000_000
        rows = detail.select("security_id", "trade_date").with_columns(
            **{name: pl.lit(price) for name, price in prices.items()}, volume=pl.lit(volume), turnover=pl.lit(volume * 10)
        )
        return conform(table("quotes"), rows, source="qmt")

    def test_quantity_times_close(self):
        clean = samples.detail(samples.FIRST)
        quotes = self.quotes(clean)
        assert about("margin_detail", clean, quotes=quotes) == set()
        broken = samples.with_cell(clean, 3, short_quantity=clean["short_quantity"][3] * 2)
        assert about("margin_detail", broken, quotes=quotes) == {("short_value", "short_balance")}

    def test_a_wrong_close_is_found_from_the_side_of_the_quotes(self):
        clean = samples.detail(samples.FIRST)
        broken = samples.with_cell(self.quotes(clean), 3, close=9, low=9)
        assert ("short_value", "short_balance") in about("quotes", broken, margin_detail=clean)

    def test_buys_beyond_the_turnover(self):
        clean = samples.detail(samples.FIRST)
        thin = self.quotes(clean).with_columns(pl.col("volume") // 20, (pl.col("turnover") / 20).cast(pl.Decimal(20, 3)))
        assert ("flows_within_trading", "financing_buy_amount") in about("margin_detail", clean, quotes=thin)


class TestCapsAndQuotes:
    def both(self):
        quotes = samples.quotes()
        shares = 20_000_000
        caps = quotes.select(
            "security_id",
            "trade_date",
            float_cap=pl.col("close") * shares,
            total_cap=pl.col("close") * shares * 2,
            turnover_rate=pl.col("volume") / shares,
        )
        return conform(table("caps"), caps, source="eastmoney"), quotes

    def test_clean(self):
        caps, quotes = self.both()
        assert about("caps", caps, quotes=quotes) == set()
        assert about("quotes", quotes, caps=caps) == set()

    def test_a_turnover_rate_that_does_not_fit(self):
        caps, quotes = self.both()
        broken = samples.scaled(caps, 12, "turnover_rate", 10)
        assert about("caps", broken, quotes=quotes) == {("turnover_rate", "turnover_rate")}

    def test_shares_that_multiply(self):
        caps, quotes = self.both()
        broken = samples.scaled(caps, 12, "total_cap", 10)
        assert ("implied_shares", "total_cap") in about("caps", broken, quotes=quotes)


class TestBases:
    def test_more_than_a_billion_apart(self):
        clean = samples.totals()
        accounts = samples.accounts(clean)
        vendor = clean.with_columns(exchange=pl.lit("SSE+SZSE"))
        assert about("account_statistics", accounts, market_totals=vendor) == set()
        broken = samples.with_cell(accounts, 9, financing_balance=accounts["financing_balance"][9] + 1_200_000_000)
        assert about("account_statistics", broken, market_totals=vendor) == {("bases_apart", "financing_balance")}

    def test_one_exchange_alone_is_not_the_market(self):
        clean = samples.totals()
        assert (
            about("account_statistics", samples.accounts(clean), market_totals=clean.with_columns(exchange=pl.lit("SZSE")))
            == set()
        )


class TestPartsAndSum:
    def test_parts_add_up(self):
        part = samples.totals(10)
        cells = [c for c in part.columns if part.schema[c].is_decimal() or part.schema[c] == pl.Int64]
        whole = part.with_columns(pl.col(cells) * 2, exchange=pl.lit("SSE+SZSE"))
        whole = conform(table("market_totals"), whole)
        both = pl.concat([part, part.with_columns(exchange=pl.lit("SZSE")), whole])
        assert about("market_totals", both) == set()
        broken = samples.with_cell(both, 5, financing_buy_amount=1_000_000_000)
        assert ("parts_and_sum", "financing_buy_amount") in about("market_totals", broken)


class TestSources:
    def test_two_sources_of_one_figure(self):
        mine = samples.totals()
        theirs = mine.with_columns(source=pl.lit("tushare"))
        assert about("market_totals", mine, theirs) == set()
        broken = samples.with_cell(mine, 9, short_quantity=mine["short_quantity"][9] + 100_000)
        assert about("market_totals", broken, theirs) == {("sources_agree", "short_quantity")}

    def test_a_cell_that_a_vendor_computed_is_not_compared(self):
        mine = samples.totals()
        theirs = mine.with_columns(source=pl.lit("tushare"), derived=pl.lit(["short_balance"])).with_columns(
            pl.col("short_balance") + 9_000_000
        )
        assert ("sources_agree", "short_balance") not in about("market_totals", mine, conform(table("market_totals"), theirs))

    def test_a_change_that_fits_no_level(self):
        days = samples.sessions(10)
        level = pl.DataFrame({"security_id": "000300.SH", "trade_date": days, "close": [4000.0 + 4 * n for n in range(10)]})
        levels = conform(table("index_quotes"), level, source="csindex")
        change = level.select("security_id", "trade_date", change_ratio=pl.col("close") / pl.col("close").shift() - 1)
        changes = conform(table("index_quotes"), change, source="file")
        assert about("index_quotes", pl.concat([levels, changes])) == set()
        assert about("index_quotes", pl.concat([levels, samples.with_cell(changes, 5, change_ratio=0.03)])) == {
            ("index_change_agrees", "change_ratio")
        }
