"""The tick rule: stocks never below the last price, funds exempt once the rules admit them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.events import CollateralSell, ForcedSale, SellToRepay
from liangrong.accounts.limits.tick_rule import short_price_floor
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import Holding
from liangrong.accounts.terms import agreed_terms
from tests.unit.accounts.small_account import BOOK, DAY, FUND, A, B, happen, loan, refusal, short, state


@pytest.mark.parametrize(("security", "kind", "on", "bound"), [
    (A, "other_a_share", date(2025, 6, 3), True),
    (FUND, "", date(2025, 6, 3), False),
    ("a label", "etf", date(2025, 6, 3), False),
    ("a label", "", date(2025, 6, 3), True),
    (FUND, "etf", date(2011, 12, 2), True),
    (FUND, "etf", date(2011, 12, 5), False),
    ("920799.BJ", "other_a_share", date(2025, 6, 3), True),
])  # fmt: skip
def test_the_floor_holds_for_stocks_and_for_funds_before_december_2011(
    security: str, kind: str, on: date, *, bound: bool
) -> None:
    floor = short_price_floor(security, Mark(D("4.005"), D("0.9"), asset_class=kind), agreed_terms(BOOK.at(on)))
    assert (floor is not None) == bound
    if floor is not None:
        assert floor.amount == D("4.005")
        assert floor.citation
        assert "4.005" in floor.rule.zh


@pytest.mark.parametrize(("quantity", "price", "filled"), [
    ("1500", "9.99", True),  # 1,500 of 3,500 are held above the 2,000 owed
    ("1501", "9.99", False),
    ("1501", "10", True),
])  # fmt: skip
def test_who_is_short_sells_what_he_holds_by_the_same_rule(quantity: str, price: str, *, filled: bool) -> None:
    before = state(shorts=(short(),), collateral=(Holding(B, D(3500)),))
    sale = CollateralSell(on=DAY, security=B, quantity=D(quantity), price=D(price))
    if filled:
        assert happen(before, sale).state.account.collateral == (Holding(B, 3500 - D(quantity)),)
    else:
        error = refusal(before, sale)
        assert "only the 1500 held above that may be sold below the last price, 10" in error.message("en")
        assert "融券卖出申报价格" in error.details["citation"]


def test_financed_shares_count_as_held_and_a_forced_sale_is_free() -> None:
    before = state(shorts=(short(),), financing=(loan(),))
    sale = SellToRepay(on=DAY, security=B, quantity=D(3000), price=D(9))
    assert happen(before, sale).state.account.financing[0].quantity == 2000
    refusal(before, SellToRepay(on=DAY, security=B, quantity=D(3001), price=D(9)))
    assert (
        happen(before, ForcedSale(on=DAY, security=B, quantity=D(5000), price=D(9))).state.account.financing[0].principal == 5000
    )


def test_who_is_short_of_another_security_or_of_a_fund_is_free() -> None:
    sale = CollateralSell(on=DAY, security=A, quantity=D(1000), price=D(15))
    assert happen(state(shorts=(short(),)), sale).state.account.collateral == ()
    fund = state(shorts=(short(security=FUND),), collateral=(Holding(FUND, D(500)),))
    assert happen(fund, CollateralSell(on=DAY, security=FUND, quantity=D(500), price=D(3))).state.account.collateral == ()
