"""Short sales and the two ways to return them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from liangrong.accounts.events import BuyToCover, ReturnSecurities, ShortSell
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, Holding
from tests.unit.accounts.small_account import DAY, FUND, MARKS, A, B, happen, loan, refusal, short, state, worth

NEXT = date(2025, 6, 4)


def sell(**changed: Any) -> ShortSell:
    given = {"on": DAY, "security": B, "quantity": D(2000), "price": D(10)} | changed
    return ShortSell(**given)


def cover(**changed: Any) -> BuyToCover:
    given = {"on": DAY, "security": B, "quantity": D(2000), "price": D(10)} | changed
    return BuyToCover(**given)


def at(price: int, before: AccountState) -> AccountState:
    return replace(before, marks={**before.marks, B: replace(before.marks[B], price=D(price))})


@pytest.mark.parametrize(
    ("investor", "margins"), [("general", (200000, 80000, 302000)), ("private_fund", (140000, 8000, 254000))]
)
def test_the_worked_short_sale(investor: str, margins: tuple[int, int, int]) -> None:
    """10,000 at 30 on 500,000 of own cash; then at 36 and at 24, for a general investor and a private fund."""
    before = state(cash=D(500000), collateral=(), investor=investor, marks={B: Mark(D(30), D("0.7"))})
    done = happen(before, sell(quantity=D(10000), price=D(30)))
    (contract,) = done.state.account.shorts
    assert (contract.quantity, contract.proceeds, contract.due_on) == (10000, 300000, date(2025, 12, 3))
    assert contract.margin_ratio == (1 if investor == "general" else D("1.2"))
    assert (done.state.account.cash, done.state.account.own_cash) == (800000, 500000)
    assert [worth(at(price, done.state)).available_margin for price in (30, 36, 24)] == [*margins]
    assert round(worth(done).maintenance_ratio, 6) == D("2.666667")


def test_a_short_sale_must_fit_into_the_margin() -> None:
    """500,000 / 1.2 = 416,666.67: 13,888 at 30."""
    fund = state(cash=D(500000), collateral=(), investor="private_fund", marks={B: Mark(D(30), D("0.7"))})
    happen(fund, sell(quantity=D(13888), price=D(30)))
    assert "500,004.00 yuan of margin and 500,000.00" in refusal(fund, sell(quantity=D(13889), price=D(30))).message("en")


def test_a_short_sale_may_not_push_the_price_down_but_a_fund_may() -> None:
    error = refusal(state(), sell(price=D("9.99")))
    assert error.message("en").endswith("the price is 9.99: a short sale must not be offered below the last price, 10.")
    assert "融券卖出申报价格" in error.details["citation"]
    assert happen(state(), sell(security=FUND, price=D("3.999"))).state.account.shorts[0].proceeds == 7998
    labelled = state(marks={"X": Mark(D(10), D("0.9"), asset_class="etf")}, collateral=())
    assert happen(labelled, sell(security="X", price=D("9.99"))).state.account.shorts
    refusal(state(marks={"X": Mark(D(10), D("0.5"))}, collateral=()), sell(security="X", price=D("9.99")))


def test_a_security_closed_for_short_sales_is_refused() -> None:
    closed = state(marks={**MARKS, B: replace(MARKS[B], short_open=False)})
    assert "not open for short sales" in refusal(closed, sell()).message("en")


def test_a_ratio_below_the_floor_for_private_funds_is_refused() -> None:
    fund = state(investor="private_fund")
    assert "1.10 is below 1.20" in refusal(fund, sell(margin_ratio=D("1.10"))).message("en")
    assert happen(state(), sell(margin_ratio=D("1.10"))).state.account.shorts[0].margin_ratio == D("1.10")


def test_costs_of_a_short_sale_are_own_cash_and_do_not_touch_the_proceeds() -> None:
    done = happen(state(), sell(costs=D("15.60")))
    assert done.state.account.short_proceeds == 20000
    assert done.state.account.own_cash == D("99984.40")
    refusal(state(cash=D(0), collateral=(Holding(A, D(9000)),)), sell(costs=D("0.01")))


def test_a_short_sale_takes_of_the_credit_line() -> None:
    limited = state(credit_line=D(70000), financing=(loan(),))
    assert happen(limited, sell()).state.account.credit_used == 70000
    assert "20,000.00 of the credit line are unused" in refusal(limited, sell(quantity=D(2001))).message("en")


def test_nothing_is_returned_on_the_day_of_the_sale() -> None:
    sold = happen(state(collateral=(Holding(B, D(2000)),)), sell()).state
    for event in (cover(), ReturnSecurities(on=DAY, security=B, quantity=D(1))):
        error = refusal(sold, event)
        assert error.details["rule"] == "short_return_earliest_trading_days"
        assert "第十六条" in error.details["citation"]
    assert happen(sold, cover(on=NEXT)).state.account.shorts == ()


def test_before_august_2015_a_short_sale_could_be_returned_at_once() -> None:
    day = date(2015, 8, 3)
    sold = happen(state(on=day), sell(on=day)).state
    assert happen(sold, cover(on=day)).state.account.shorts == ()
    later = happen(state(on=day), sell(on=date(2015, 8, 4))).state
    refusal(later, cover(on=date(2015, 8, 4)))


def test_only_the_shares_sold_short_today_have_to_wait() -> None:
    mixed = happen(state(shorts=(short(),)), sell(quantity=D(500))).state
    assert "500 of the 2500 shares of 601318.SH owed were sold short less than 1 session ago" in refusal(
        mixed, cover(quantity=D(2001))
    ).message("en")
    assert [contract.quantity for contract in happen(mixed, cover()).state.account.shorts] == [500]


def test_a_weekend_is_no_session_to_wait_for() -> None:
    friday = happen(state(on=date(2025, 6, 6)), sell(on=date(2025, 6, 6))).state
    refusal(friday, ReturnSecurities(on=date(2025, 6, 8), security=B, quantity=D(1)))


def test_covering_pays_from_the_proceeds_and_ends_the_contract() -> None:
    """2,000 sold for 24,000 are bought for 20,000 and 5 of costs: 3,995 more of own cash."""
    done = happen(state(shorts=(short(),)), cover(costs=D(5)))
    assert done.state.account.shorts == ()
    assert done.state.account.own_cash == done.state.account.cash == 100000 - 20005
    assert done.state.account.own_cash - state(shorts=(short(),)).account.own_cash == 3995


def test_a_partial_return_reduces_proceeds_and_debt() -> None:
    """700 of 3,000 sold for 10,000.01: 2,333.34 of the proceeds are free (2,333.3356…), 7,666.67 stay."""
    before = state(shorts=(short(quantity=3000, proceeds=0),))
    before = replace(before, account=replace(before.account, shorts=(replace(before.account.shorts[0], proceeds=D("10000.01")),)))
    done = happen(before, cover(quantity=D(700)))
    (contract,) = done.state.account.shorts
    assert (contract.quantity, contract.proceeds) == (2300, D("7666.67"))
    assert [(m.item, m.amount, m.cause) for m in done.movements] == [
        ("cash", -7000, "trade"), ("shares_owed", -700, "trade"), ("proceeds", D("-2333.34"), "reclassified"),
    ]  # fmt: skip
    assert worth(done).short_debt == 23000
    (rest,) = happen(done.state, cover(quantity=D(2299))).state.account.shorts
    assert (rest.quantity, rest.proceeds) == (1, D("3.33"))
    last = happen(happen(done.state, cover(quantity=D(2299))).state, cover(quantity=D(1)))
    assert last.state.account.short_proceeds == 0


def test_more_than_is_owed_cannot_be_returned() -> None:
    assert "2001 shares of 601318.SH are more than the 2000 owed" in refusal(
        state(shorts=(short(),)), cover(quantity=D(2001))
    ).message("en")
    assert "more than the 0 owed" in refusal(state(), cover()).message("en")


def test_contracts_are_returned_in_the_agreed_order_or_as_named() -> None:
    shorts = (short("late", due_on=date(2025, 11, 20)), short("soon", due_on=date(2025, 8, 1)))
    before = state(shorts=shorts)

    def owed(event: BuyToCover) -> dict[str, D]:
        return {contract.contract_id: contract.quantity for contract in happen(before, event).state.account.shorts}

    assert owed(cover(quantity=D(500))) == {"late": 2000, "soon": 1500}
    assert owed(cover(quantity=D(2500))) == {"late": 1500}
    assert owed(cover(quantity=D(500), contract_id="late")) == {"late": 1500, "soon": 2000}
    assert "more than the 2000 owed" in refusal(before, cover(quantity=D(2001), contract_id="late")).message("en")
    assert "contract 7 is not open here; open: late, soon" in refusal(before, cover(contract_id="7")).message("en")


def test_a_short_gone_wrong_may_be_covered_with_all_the_cash() -> None:
    """Cash 24,000 is all proceeds; 1,200 of 2,000 at 20 use it up, and own cash is −9,600 beside 800 still owed."""
    before = state(cash=D(24000), collateral=(), shorts=(short(),), marks={B: Mark(D(20), D("0.6"))})
    done = happen(before, cover(quantity=D(1200), price=D(20)))
    assert (done.state.account.cash, done.state.account.own_cash) == (0, -9600)
    assert worth(done).equity == worth(before).equity
    assert "24,000.01" in refusal(before, cover(quantity=D(1200), price=D(20), costs=D("0.01"))).message("en")


def test_the_fee_is_debited_when_the_contract_ends() -> None:
    before = state(shorts=(short(accrued=D("100.005")),))
    part = happen(before, cover(quantity=D(1999)))
    assert part.state.account.shorts[0].accrued == D("100.005")
    done = happen(before, cover())
    assert done.state.account.cash == 100000 - 20000 - D("100.01")


def test_a_fee_that_cash_cannot_pay_becomes_due() -> None:
    """24,000 in cash, 23,950 of it spent; 50 are left for a fee of 100.01."""
    before = state(cash=D(24000), shorts=(short(accrued=D("100.005")),))
    done = happen(before, cover(price=D("11.975")))
    assert (done.state.account.cash, done.state.account.charges) == (0, D("50.01"))


def test_held_shares_are_returned_without_a_trade() -> None:
    """Equity stays, the proceeds are own cash: 24,000 more."""
    before = state(shorts=(short(),), collateral=(Holding(B, D(5000)),))
    done = happen(before, ReturnSecurities(on=DAY, security=B, quantity=D(2000)))
    assert done.state.account.collateral == (Holding(B, D(3000)),)
    assert (done.state.account.cash, done.state.account.own_cash) == (100000, 100000)
    assert worth(done).equity == worth(before).equity
    assert worth(done).debt == 0


def test_only_free_shares_not_bought_today_are_returned() -> None:
    before = state(shorts=(short(),), collateral=(Holding(B, D(1000), bought=D(400), bought_on=DAY),), financing=(loan(),))
    error = refusal(before, ReturnSecurities(on=DAY, security=B, quantity=D(601)))
    assert "600 are free collateral not bought today" in error.message("en")
    assert happen(before, ReturnSecurities(on=DAY, security=B, quantity=D(600))).state.account.shorts[0].quantity == 1400


def test_covering_needs_an_open_market() -> None:
    halted = state(shorts=(short(),), marks={**MARKS, B: replace(MARKS[B], suspended=True)})
    assert "suspended" in refusal(halted, cover()).message("en")


def test_the_fee_of_one_day_is_due_where_sale_and_return_fall_on_one_day() -> None:
    """Before August 2015: 20,000 at 9 % over 360 are 5 yuan."""
    day = date(2015, 8, 3)
    sold = happen(state(on=day), sell(on=day, rate=D("0.09"))).state
    assert happen(sold, cover(on=day)).state.account.cash == 100000 - 5
    (rest,) = happen(sold, cover(on=day, quantity=D(1000))).state.account.shorts
    assert rest.accrued == D("2.5")
