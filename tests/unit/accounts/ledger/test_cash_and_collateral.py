"""Cash and collateral in and out, and trades with own money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.events import (
    CollateralBuy,
    CollateralSell,
    Deposit,
    Event,
    OtherCollateral,
    TransferIn,
    TransferOut,
    Withdraw,
)
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import Holding
from liangrong.core.errors import InvalidAccount
from tests.unit.accounts.small_account import BOOK, DAY, FUND, MARKS, A, B, happen, loan, refusal, short, state, worth

NEXT = date(2025, 6, 4)


def test_a_deposit_adds_to_the_margin_one_for_one() -> None:
    done = happen(state(), Deposit(on=DAY, amount=D("0.01")))
    assert worth(done).available_margin == 100000 + 14000 + D("0.01")
    assert [m.cause for m in done.movements] == ["outside"]


@pytest.mark.parametrize("event", [
    Deposit(on=DAY, amount=D(0)), Withdraw(on=DAY, amount=D(-1)), TransferIn(on=DAY, security=A, quantity=D(0)),
    TransferOut(on=DAY, security=A, quantity=D(-5)), OtherCollateral(on=DAY, value=D(-1)),
    CollateralBuy(on=DAY, security=A, quantity=D(0), price=D(1)), CollateralSell(on=DAY, security=A, quantity=D(1), price=D(0)),
    CollateralBuy(on=DAY, security=A, quantity=D(1), price=D(1), costs=D(-1)),
])  # fmt: skip
def test_nothing_and_less_are_refused(event: Event) -> None:
    refusal(state(), event)


def test_without_debt_all_own_cash_may_be_withdrawn() -> None:
    assert happen(state(), Withdraw(on=DAY, amount=D(100000))).state.account.cash == 0
    assert "own cash" in refusal(state(), Withdraw(on=DAY, amount=D("100000.01"))).message("en")


def test_a_withdrawal_stops_at_the_line() -> None:
    """A = 100,000 + 20,000 + 50,000 = 170,000 and D = 50,000: above 300 % by 20,000, and 300 % afterwards."""
    before = state(financing=(loan(),))
    after = happen(before, Withdraw(on=DAY, amount=D(20000)))
    assert worth(after).maintenance_ratio == 3
    error = refusal(before, Withdraw(on=DAY, amount=D("20000.01")))
    assert "20,000.00 may be withdrawn" in error.message("en")
    assert error.details["citation"]
    assert "not above the withdrawal line" in refusal(after.state, Withdraw(on=DAY, amount=D(1))).message("en"), "exactly 300 %"


def test_a_withdrawal_leaves_the_proceeds_of_short_sales() -> None:
    """Own cash 76,000; the margin is 76,000 + 70,000 + 4,000 × 0.6 − 20,000 = 128,400, the line leaves 200,000 − 60,000."""
    before = state(shorts=(short(),), collateral=(Holding(A, D(5000)),))
    assert worth(before).available_margin == 128400
    assert "76,000.00 may be withdrawn: own cash" in refusal(before, Withdraw(on=DAY, amount=D("76000.01"))).message("en")
    assert happen(before, Withdraw(on=DAY, amount=D(76000))).state.account.own_cash == 0


def test_securities_come_in_and_go_out_without_costs() -> None:
    done = happen(state(), TransferIn(on=DAY, security=B, quantity=D(300)))
    assert done.state.account.collateral == (Holding(A, D(1000)), Holding(B, D(300)))
    assert done.state.account.cash == 100000
    out = happen(done.state, TransferOut(on=DAY, security=B, quantity=D(300)))
    assert out.state.account.collateral == (Holding(A, D(1000)),)
    assert "1000.00 may be moved out" in refusal(state(), TransferOut(on=DAY, security=A, quantity=D(1001))).message("en")


def test_a_security_without_a_mark_cannot_come_in() -> None:
    with pytest.raises(InvalidAccount, match="000002"):
        happen(state(), TransferIn(on=DAY, security="000002.SZ", quantity=D(1)))


def test_collateral_moves_out_only_above_the_line() -> None:
    """20,000 above 300 %: 1,000 A at 20 and not one more, of 2,000 held."""
    before = state(financing=(loan(),), cash=D(80000), collateral=(Holding(A, D(2000)),))
    assert worth(happen(before, TransferOut(on=DAY, security=A, quantity=D(1000)))).maintenance_ratio == 3
    refusal(before, TransferOut(on=DAY, security=A, quantity=D(1001)))


def test_other_collateral_is_replaced_and_counts_in_the_ratio_only() -> None:
    once = happen(state(financing=(loan(),)), OtherCollateral(on=DAY, value=D(50000)))
    assert worth(once).maintenance_ratio == D(220000) / 50000
    assert worth(once).available_margin == worth(state(financing=(loan(),))).available_margin
    twice = happen(once.state, OtherCollateral(on=DAY, value=D(20000)))
    assert twice.state.account.other_collateral == 20000
    assert [m.amount for m in twice.movements] == [-30000]


def test_other_collateral_is_refused_before_the_rules_of_2019() -> None:
    early = state(on=date(2019, 8, 16))
    error = refusal(early, OtherCollateral(on=date(2019, 8, 16), value=D(1)))
    assert "cash and securities only" in error.message("en")
    assert error.details["rule"] == "other_collateral_admitted"
    assert happen(early, OtherCollateral(on=date(2019, 8, 19), value=D(1))).state.account.other_collateral == 1


def test_a_purchase_lowers_the_margin_by_the_haircut_and_the_costs() -> None:
    """10,000 yuan of A at 0.7 and 5 yuan of costs: 3,005 less."""
    done = happen(state(), CollateralBuy(on=DAY, security=A, quantity=D(500), price=D(20), costs=D(5)))
    assert worth(done).available_margin == 114000 - 3005
    assert done.state.account.cash == 89995


def test_shares_bought_today_are_for_sale_tomorrow() -> None:
    bought = happen(state(), CollateralBuy(on=DAY, security=A, quantity=D(500), price=D(20))).state
    assert bought.account.collateral == (Holding(A, D(1500), bought=D(500), bought_on=DAY),)
    sale = CollateralSell(on=DAY, security=A, quantity=D(1001), price=D(20))
    assert "1000 are free collateral not bought today" in refusal(bought, sale).message("en")
    refusal(bought, TransferOut(on=DAY, security=A, quantity=D(1001)))
    again = happen(bought, CollateralBuy(on=DAY, security=A, quantity=D(100), price=D(20))).state
    assert again.account.collateral[0].sellable(DAY) == 1000
    assert happen(again, replace(sale, on=NEXT, quantity=D(1600))).state.account.collateral == ()


def test_a_purchase_takes_own_cash_only() -> None:
    """100,000 in cash, 24,000 of it the proceeds of a short sale: 76,000 may be spent."""
    before = state(shorts=(short(),))
    order = CollateralBuy(on=DAY, security=A, quantity=D(3800), price=D(20))
    assert happen(before, order).state.account.own_cash == 0
    error = refusal(before, replace(order, costs=D("0.01")))
    assert "76,000.01" in error.message("en")
    assert "第十七条" in error.details["citation"]


def test_short_proceeds_may_buy_cash_products() -> None:
    before = state(shorts=(short(),), marks={**MARKS, FUND: Mark(D(1), D("0.95"), asset_class="cash_product")})
    done = happen(before, CollateralBuy(on=DAY, security=FUND, quantity=D(100000), price=D(1)))
    assert (done.state.account.cash, done.state.account.own_cash) == (0, -24000)
    # own cash −24,000, A 14,000, product 95,000, short profit 4,000 × 0.6, margin of the short 20,000
    assert worth(done).available_margin == -24000 + 14000 + 95000 + 2400 - 20000


def test_a_purchase_may_turn_the_margin_negative_unless_the_broker_forbids_it() -> None:
    """Financing takes 0.8 × 130,000 of 114,000; then 40,000 of A at 0.7 take 12,000 more."""
    before = state(financing=(loan(principal=130000, quantity=13000),))
    order = CollateralBuy(on=DAY, security=A, quantity=D(2000), price=D(20))
    assert worth(happen(before, order)).available_margin == -2000
    strict = BOOK.parameter("collateral_buy_requires_nonneg_margin")
    book = BOOK.with_parameter(replace(strict, values=tuple(replace(value, value=True) for value in strict.values)))
    error = refusal(replace(before, rulebook=book), order)
    assert "-2,000.00" in error.message("en")
    assert error.details["rule"] == "collateral_buy_requires_nonneg_margin"


def test_a_suspended_security_is_not_traded() -> None:
    halted = state(marks={**MARKS, A: replace(MARKS[A], suspended=True)})
    assert "suspended" in refusal(halted, CollateralSell(on=DAY, security=A, quantity=D(1), price=D(20))).message("en")
    assert "停牌" in refusal(halted, CollateralBuy(on=DAY, security=A, quantity=D(1), price=D(20))).message("zh")


@pytest.mark.parametrize(("price", "filled"), [("18", True), ("17.99", False), ("22", True), ("22.01", False)])
def test_a_price_must_lie_within_the_limits_of_the_day(price: str, filled: bool) -> None:
    limited = state(marks={**MARKS, A: replace(MARKS[A], limit_up=D(22), limit_down=D(18))})
    order = CollateralSell(on=DAY, security=A, quantity=D(100), price=D(price))
    if filled:
        assert happen(limited, order).state.account.cash == 100000 + 100 * D(price)
    else:
        refusal(limited, order)


def test_a_sale_brings_its_price_less_costs() -> None:
    done = happen(state(), CollateralSell(on=DAY, security=A, quantity=D(1000), price=D("20.50"), costs=D("15.45")))
    assert done.state.account.cash == 100000 + 20500 - D("15.45")
    assert done.state.account.collateral == ()


def test_costs_above_what_there_is_are_refused() -> None:
    poor = state(cash=D(0))
    refusal(poor, CollateralSell(on=DAY, security=A, quantity=D(1), price=D(20), costs=D("20.01")))
    assert happen(poor, CollateralSell(on=DAY, security=A, quantity=D(1), price=D(20), costs=D(20))).state.account.cash == 0


def test_selling_collateral_of_a_financed_security_first_repays_its_debt() -> None:
    """1,000 × 10 − 10 of costs = 9,990 repay the 50,000 owed for B; nothing of it is own cash. A loan for A is left alone."""
    before = state(collateral=(Holding(B, D(2000)),), financing=(loan("2", security=A), loan()))
    done = happen(before, CollateralSell(on=DAY, security=B, quantity=D(1000), price=D(10), costs=D(10)))
    other, repaid = done.state.account.financing
    assert (other.principal, repaid.principal, repaid.quantity) == (50000, 40010, 5000)
    assert (done.state.account.cash, done.state.account.collateral) == (100000, (Holding(B, D(1000)),))
    assert "9,990.00" in done.notes[0].en


def test_what_is_left_of_such_a_sale_is_own_cash() -> None:
    """6,000 × 10 = 60,000, of which 50,000 repay; the 5,000 shares of the contract become collateral."""
    before = state(collateral=(Holding(B, D(6000)),), financing=(loan(),))
    account = happen(before, CollateralSell(on=DAY, security=B, quantity=D(6000), price=D(10))).state.account
    assert (account.cash, account.financing, account.collateral) == (110000, (), (Holding(B, D(5000)),))
