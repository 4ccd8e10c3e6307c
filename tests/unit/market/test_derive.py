"""Cells given back by an identity are exact, named, and never replace what was published."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from liangrong.market.derive import with_repayments, with_short_balance
from liangrong.market.schemas import MONEY, conform
from liangrong.market.tables import table
from tests.unit.market import samples


def unpublished(frame, *names):
    return frame.with_columns(pl.lit(None, dtype=frame.schema[name]).alias(name) for name in names)


def test_short_balance_is_quantity_times_close():
    clean = samples.detail(samples.FIRST)
    quotes = conform(
        table("quotes"), clean.select("security_id", "trade_date", close=pl.lit(Decimal("10.000")).cast(MONEY)), source="qmt"
    )
    filled = with_short_balance(unpublished(clean, "short_balance", "margin_trading_balance"), quotes)
    assert filled.drop("derived").equals(clean.drop("derived"))
    assert filled["derived"].to_list() == [["short_balance", "margin_trading_balance"]] * clean.height


def test_without_a_quote_null_stays_null_unless_nothing_is_lent():
    clean = unpublished(samples.detail(samples.FIRST), "short_balance", "margin_trading_balance")
    clean = samples.with_cell(clean, 0, short_quantity=0)
    filled = with_short_balance(
        clean, conform(table("quotes"), pl.DataFrame({"security_id": [], "trade_date": []}), source="qmt")
    )
    assert filled["short_balance"][0] == 0
    assert filled["short_balance"][1:].null_count() == filled.height - 1


def test_a_published_cell_is_kept():
    clean = samples.detail(samples.FIRST)
    quotes = conform(table("quotes"), clean.select("security_id", "trade_date", close=pl.lit(99)), source="qmt")
    assert with_short_balance(clean, quotes).equals(clean)


def test_repayments_of_totals(calendar):
    clean = samples.totals()
    filled = with_repayments(unpublished(clean, "financing_repay_amount", "short_repay_quantity"), calendar)
    assert filled["financing_repay_amount"][1:].equals(clean["financing_repay_amount"][1:])
    assert filled["short_repay_quantity"][1:].equals(clean["short_repay_quantity"][1:])
    assert filled.row(0, named=True)["financing_repay_amount"] is None
    assert filled["derived"].to_list() == [[]] + [["financing_repay_amount", "short_repay_quantity"]] * 29


def test_not_across_a_missing_session_and_in_any_order(calendar):
    clean = unpublished(samples.totals(), "financing_repay_amount")
    holed = clean.filter(pl.col("trade_date") != clean["trade_date"][10]).reverse()
    filled = with_repayments(holed, calendar)
    assert filled["trade_date"].equals(holed["trade_date"])
    empty = filled.filter(pl.col("financing_repay_amount").is_null())["trade_date"].to_list()
    assert empty == [clean["trade_date"][11], clean["trade_date"][0]]


def test_each_security_has_its_own_day_before(calendar):
    before = samples.detail(samples.FIRST)
    today = samples.detail(samples.sessions(2)[1], before)
    both = unpublished(pl.concat([before, today]), "financing_repay_amount")
    filled = with_repayments(both, calendar)
    assert filled["financing_repay_amount"].to_list()[before.height :] == today["financing_repay_amount"].to_list()
