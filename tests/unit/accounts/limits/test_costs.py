"""Commission, stamp duty and transfer fee of one order."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.limits.costs import Costs, trading_costs
from liangrong.core.errors import RuleNotInForce
from liangrong.rules.rulebook import Rulebook

BOOK = Rulebook.load()
NOW = BOOK.at(date(2026, 2, 2))


def test_a_sale_of_stock_pays_commission_duty_and_fee() -> None:
    # 100,000 × 0.025 % = 25.00; × 0.05 % = 50.00; × 0.001 % = 1.00
    found = trading_costs("sell", D(100000), "600519.SH", NOW)
    assert found == Costs(commission=D("25.00"), stamp_duty=D("50.00"), transfer_fee=D("1.00"))
    assert found.total == D("76.00")


def test_a_purchase_pays_no_stamp_duty() -> None:
    found = trading_costs("buy", D(100000), "300750.SZ", NOW)
    assert (found.stamp_duty, found.total) == (0, D("26.00"))


@pytest.mark.parametrize(("security", "asset_class"), [("510300.SH", ""), ("019547.SH", ""), ("E", "etf"), ("T", "treasury")])
def test_funds_and_bonds_pay_commission_only(security: str, asset_class: str) -> None:
    assert trading_costs("sell", D(100000), security, NOW, asset_class=asset_class) == Costs(commission=D("25.00"))


def test_a_label_that_is_no_code_counts_as_a_stock() -> None:
    assert trading_costs("sell", D(100000), "A", NOW).stamp_duty == D("50.00")


def test_a_small_order_pays_the_least_commission() -> None:
    # 19,999 × 0.025 % = 4.99975, below 5
    assert trading_costs("buy", D(19999), "600519.SH", NOW).commission == 5
    assert trading_costs("buy", D(20040), "600519.SH", NOW).commission == D("5.01")


def test_each_cost_is_rounded_half_up_by_itself() -> None:
    # 20,130 × 0.025 % = 5.0325 → 5.03; × 0.05 % = 10.065 → 10.07; × 0.001 % = 0.2013 → 0.20
    found = trading_costs("sell", D(20130), "600519.SH", NOW)
    assert (found.commission, found.stamp_duty, found.transfer_fee) == (D("5.03"), D("10.07"), D("0.20"))


@pytest.mark.parametrize(
    ("on", "duty", "fee"),
    [
        (date(2022, 4, 28), D("100.00"), D("2.00")),
        (date(2022, 4, 29), D("100.00"), D("1.00")),
        (date(2023, 8, 25), D("100.00"), D("1.00")),
        (date(2023, 8, 28), D("50.00"), D("1.00")),
    ],
)
def test_duty_and_fee_are_those_of_the_day(on: date, duty: D, fee: D) -> None:
    found = trading_costs("sell", D(100000), "600519.SH", BOOK.at(on))
    assert (found.stamp_duty, found.transfer_fee) == (duty, fee)


def test_nothing_traded_costs_nothing() -> None:
    assert trading_costs("sell", D(0), "600519.SH", NOW).total == 0


def test_a_day_before_margin_trading_is_refused() -> None:
    with pytest.raises(RuleNotInForce):
        trading_costs("sell", D(100000), "600519.SH", BOOK.at(date(2010, 3, 30)))
