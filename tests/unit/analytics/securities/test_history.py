"""History of one security: joined by session, derived cells called so, ex-rights gaps taken out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.analytics.scopes import parse_scope
from liangrong.analytics.securities.history import security_history
from liangrong.core.errors import NoData
from tests.unit.analytics.securities.markets import CAP, CODE, DAY, caps, days, margin, market, quotes

SECURITY = parse_scope(f"security:{CODE}")


def test_prices_and_balances_stand_beside_each_other() -> None:
    rows = security_history(
        market(quotes=quotes([10.0, 11.0, 12.1]), margin_detail=margin([300, 500]), caps=caps(1)), SECURITY
    ).data
    assert rows["date"].to_list() == days(3)
    assert rows["financing_balance"].to_list() == [None, Decimal(300), Decimal(500)]
    assert rows["change_ratio"].to_list() == pytest.approx([0.0, 0.1, 0.1])
    assert rows["financing_balance_to_float_cap"].to_list() == [None, None, 500 / CAP]
    assert rows["financing_share_of_turnover"].to_list()[1:] == [30 / 1_000_000, 50 / 1_000_000]


def test_repayments_and_short_values_are_derived_and_say_so() -> None:
    rows = security_history(market(quotes=quotes([10.0, 11.0]), margin_detail=margin([300, 500])), SECURITY).data
    assert rows["financing_repay_amount"].to_list() == [None, Decimal(300 + 50 - 500)]
    assert rows["net_financing_purchase"].to_list() == [None, Decimal(200)]
    assert rows["short_balance"].to_list() == [Decimal(1_000), Decimal(1_100)]
    assert [set(names) for names in rows["derived"].to_list()] == [{"short_balance"}, {"short_balance", "financing_repay_amount"}]


def test_published_repayments_are_not_called_derived() -> None:
    published = margin([300, 500], financing_repay_amount=[7, 8], short_balance=[1, 2])
    rows = security_history(market(margin_detail=published), SECURITY).data
    assert rows["net_financing_purchase"].to_list() == [Decimal(30 - 7), Decimal(50 - 8)]
    assert rows["derived"].to_list() == [[], []]


def test_a_dividend_leaves_no_gap_in_the_adjusted_close() -> None:
    """20.00, then ex-rights at 10.00 (one for one), then up a tenth: the first close counts as 10.00."""
    rows = security_history(market(quotes=quotes([20.0, 10.0, 11.0], [20.0, 10.0, 10.0])), SECURITY).data
    assert [float(value) for value in rows["adjusted_close"]] == [10.0, 10.0, 11.0]
    assert [float(value) for value in rows["close"]] == [20.0, 10.0, 11.0]
    assert rows["derived"].to_list() == [["adjusted_close"], [], []]


def test_a_missing_previous_close_is_not_guessed_over() -> None:
    broken = quotes([20.0, 10.0, 11.0]).with_columns(previous_close=pl.Series([20.0, None, 10.0]))
    found = security_history(market(quotes=broken), SECURITY)
    assert found.data["adjusted_close"].null_count() == 3
    assert any("previous close" in note.en for note in found.warnings)


def test_what_is_not_stored_is_said() -> None:
    found = security_history(market(quotes=quotes([10.0, 11.0, 12.0]), margin_detail=margin([300])), SECURITY)
    said = " ".join(note.en for note in found.warnings)
    assert f"1 of the 3 sessions, {DAY} to {DAY}" in said
    assert "No float cap" in said
    with pytest.raises(NoData) as refused:
        security_history(market(quotes=quotes([10.0])), SECURITY, start=date(2025, 6, 2), end=date(2025, 6, 30))
    assert f"Nearest known: {DAY}" in refused.value.message("en")
