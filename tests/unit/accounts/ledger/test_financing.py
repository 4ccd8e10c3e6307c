"""Margin purchases and the two ways to repay them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from liangrong.accounts.events import CashRepay, FinancingBuy, SellToRepay
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import Holding
from liangrong.rules.rulebook import Rulebook
from tests.unit.accounts.small_account import BOOK, DAY, MARKS, A, B, happen, loan, refusal, short, state, worth

NEXT = date(2025, 6, 4)
TAKEN = loan(rate=D("0.072"), accrued=D("100.005"))
"""10 yuan of interest a day; 50,100.01 close it on the day of the state."""


def buy(**changed: Any) -> FinancingBuy:
    given = {"on": DAY, "security": B, "quantity": D(10000), "price": D(10)} | changed
    return FinancingBuy(**given)


def agreeing(name: str, value: object) -> Rulebook:
    """The book with one parameter of the broker set anew for all time."""
    old = BOOK.parameter(name)
    return BOOK.with_parameter(replace(old, values=tuple(replace(dated, value=value) for dated in old.values)))


def test_a_purchase_opens_a_contract_and_leaves_the_cash() -> None:
    """Margin 114,000 before, less 0.8 × 100,000."""
    done = happen(state(), buy(rate=D("0.065")))
    (contract,) = done.state.account.financing
    assert (contract.contract_id, contract.quantity, contract.principal) == ("1", 10000, 100000)
    assert (contract.margin_ratio, contract.rate) == (D("0.80"), D("0.065"))
    assert (contract.opened_on, contract.due_on) == (DAY, date(2025, 12, 3))
    assert done.state.account.cash == 100000
    assert worth(done).available_margin == 34000
    assert done.state.serial == 1


def test_the_worked_purchase_of_two_and_a_half_contracts() -> None:
    """Cash 1,000,000 and 100,000 shares at 20 with 60 %: 2,750,000 at 80 % leave a margin of 0 and a ratio of 209.0909 %."""
    rich = state(cash=D(1000000), collateral=(Holding(A, D(100000)),), marks={A: Mark(D(20), D("0.6")), B: MARKS[B]})
    done = happen(rich, buy(quantity=D(275000)))
    assert worth(done).available_margin == 0
    assert round(worth(done).maintenance_ratio, 6) == D("2.090909")
    refusal(rich, buy(quantity=D(275001)))
    later = happen(replace(rich, on=date(2026, 1, 19)), buy(on=date(2026, 1, 19), quantity=D(220000)))
    assert worth(later).available_margin == 0
    assert round(worth(later).maintenance_ratio, 6) == D("2.363636")


def test_a_purchase_must_fit_into_the_margin() -> None:
    """114,000 / 0.8 = 142,500."""
    assert worth(happen(state(), buy(quantity=D(14250)))).available_margin == 0
    error = refusal(state(), buy(quantity=D(14251)))
    assert "it takes 114,008.00 yuan of margin and 114,000.00 are available" in error.message("en")
    assert "第四十条" in error.details["citation"]


def test_a_purchase_must_fit_into_the_credit_line() -> None:
    """60,000 less 24,000 sold short: 36,000."""
    limited = state(credit_line=D(60000), shorts=(short(),))
    assert happen(limited, buy(quantity=D(3600))).state.account.credit_used == 60000
    assert "36,000.00 of the credit line are unused" in refusal(limited, buy(quantity=D(3601))).message("en")


def test_costs_come_from_own_cash() -> None:
    assert happen(state(), buy(costs=D("25.10"))).state.account.cash == D("99974.90")
    refusal(state(cash=D(0), collateral=(Holding(A, D(20000)),)), buy(costs=D("0.01")))


def test_a_closed_or_suspended_security_is_not_financed() -> None:
    closed = state(marks={**MARKS, B: replace(MARKS[B], financing_open=False)})
    assert "not open for financing" in refusal(closed, buy()).message("en")
    assert "suspended" in refusal(state(marks={**MARKS, B: replace(MARKS[B], suspended=True)}), buy()).message("en")


def test_a_ratio_below_the_floor_of_the_day_is_refused_with_its_source() -> None:
    assert happen(state(), buy(margin_ratio=D("0.9"))).state.account.financing[0].margin_ratio == D("0.9")
    error = refusal(state(), buy(margin_ratio=D("0.79")))
    assert "0.79 is below 0.80" in error.message("en")
    assert (error.details["rule"], error.details["since"]) == ("financing_margin_ratio", date(2023, 9, 11))


@pytest.mark.parametrize("field", ["rate", "margin_ratio"])
@pytest.mark.parametrize("value", ["-0.01", "NaN"])
def test_a_rate_or_ratio_that_is_none_is_refused(field: str, value: str) -> None:
    assert f"{field} is {value}" in refusal(state(), buy(**{field: D(value)})).message("en")


def test_the_formula_of_the_broker_raises_the_ratio() -> None:
    """1.70 − 0.6 = 1.10 for B."""
    strict = replace(state(), rulebook=agreeing("financing_margin_constant", D("1.70")))
    assert happen(strict, buy()).state.account.financing[0].margin_ratio == D("1.10")
    assert "1.10" in refusal(strict, buy(margin_ratio=D("1.05"))).message("en")


def test_names_of_contracts_are_never_taken_twice() -> None:
    before = state(cash=D(1000000), financing=(loan("1"),))
    done = happen(happen(before, buy()).state, buy())
    assert [contract.contract_id for contract in done.state.account.financing] == ["1", "2", "3"]
    assert "contract 1 is open already" in refusal(before, buy(contract_id="1")).message("en")
    assert happen(before, buy(contract_id="mine")).state.account.financing[1].contract_id == "mine"


def test_a_term_ends_with_the_month_where_the_day_is_missing() -> None:
    done = happen(state(), buy(on=date(2025, 8, 29)))
    assert done.state.account.financing[0].due_on == date(2026, 2, 28)


def test_cash_repays_interest_first_and_the_shares_become_collateral() -> None:
    before = state(financing=(TAKEN,))
    done = happen(before, CashRepay(on=DAY, amount=D("50100.01")))
    assert done.state.account.financing == ()
    assert done.state.account.cash == D("49899.99")
    assert done.state.account.collateral == (Holding(A, D(1000)), Holding(B, D(5000)))
    assert worth(done).available_margin == D("49899.99") + 14000 + 50000 * D("0.6")
    error = refusal(before, CashRepay(on=DAY, amount=D("50100.02")))
    assert "50,100.02 yuan are more than the 50,100.01 owed" in error.message("en")


def test_a_fen_less_keeps_the_contract_open() -> None:
    done = happen(state(financing=(TAKEN,)), CashRepay(on=DAY, amount=D("50100.00")))
    (contract,) = done.state.account.financing
    assert (contract.principal, contract.accrued, contract.quantity) == (D("0.01"), 0, 5000)


def test_part_of_the_interest_is_paid_unrounded() -> None:
    done = happen(state(financing=(TAKEN,)), CashRepay(on=DAY, amount=D(60)))
    (contract,) = done.state.account.financing
    assert (contract.principal, contract.accrued) == (50000, D("40.005"))


def test_principal_first_leaves_the_interest() -> None:
    """All principal is repaid and 30 of the interest; the shares stay until the rest is paid."""
    late = replace(state(financing=(TAKEN,)), rulebook=agreeing("interest_first", value=False))
    done = happen(late, CashRepay(on=DAY, amount=D(50030)))
    (contract,) = done.state.account.financing
    assert (contract.principal, contract.accrued, contract.quantity) == (0, D("70.005"), 5000)
    closed = happen(done.state, CashRepay(on=DAY, amount=D("70.01")))
    assert closed.state.account.collateral[1] == Holding(B, D(5000))


def test_repaid_on_the_opening_day_a_contract_bears_one_day_and_its_shares_stay_locked() -> None:
    opened = happen(state(), buy(quantity=D(5000), rate=D("0.072"))).state
    refusal(opened, CashRepay(on=DAY, amount=D("50010.01")))
    done = happen(opened, CashRepay(on=DAY, amount=D(50010)))
    assert done.state.account.cash == 49990
    locked = done.state.account.collateral[1]
    assert (locked.security, locked.sellable(DAY), locked.sellable(NEXT)) == (B, 0, 5000)


def test_a_part_repaid_on_the_opening_day_bears_one_day_too() -> None:
    """20,000 bear 4 yuan for the day; they are counted, and debited with the rest."""
    opened = happen(state(), buy(quantity=D(5000), rate=D("0.072"))).state
    (contract,) = happen(opened, CashRepay(on=DAY, amount=D(20000))).state.account.financing
    assert (contract.principal, contract.accrued) == (30000, 4)


def test_the_day_of_repayment_bears_interest_where_both_ends_count() -> None:
    both = replace(state(financing=(TAKEN,)), rulebook=agreeing("count_last_day", value=True))
    both = replace(both, account=replace(both.account, financing=(replace(TAKEN, accrued_to=date(2025, 6, 2)),)))
    done = happen(both, CashRepay(on=DAY, amount=D("50110.01")))
    assert done.state.account.financing == ()


def test_charges_that_are_due_come_before_the_contracts() -> None:
    before = state(charges=D("250.004"), financing=(TAKEN,))
    done = happen(before, CashRepay(on=DAY, amount=D(1250)))
    assert done.state.account.charges == 0
    assert done.state.account.financing[0].principal == 50000 - (1250 - 250 - D("100.01"))
    named = happen(before, CashRepay(on=DAY, amount=D(1250), contract_id="1"))
    assert named.state.account.charges == D("250.004")
    assert named.state.account.financing[0].principal == 50000 - (1250 - D("100.01"))


def test_cash_repays_in_the_agreed_order_or_the_contract_named() -> None:
    loans = (
        loan("late", due_on=date(2025, 12, 1), rate=D("0.09"), opened_on=date(2025, 4, 1)),
        loan("soon", due_on=date(2025, 7, 1), rate=D("0.05"), opened_on=date(2025, 5, 1)),
    )
    before = state(financing=loans)

    def principal(transition: Any) -> list[D]:
        return [contract.principal for contract in transition.state.account.financing]

    repay = CashRepay(on=DAY, amount=D(1000))
    assert principal(happen(before, repay)) == [50000, 49000]
    assert principal(happen(before, replace(repay, contract_id="late"))) == [49000, 50000]
    dear = replace(before, rulebook=agreeing("repayment_order", "highest_rate"))
    old = replace(before, rulebook=agreeing("repayment_order", "opening_date"))
    assert principal(happen(dear, repay)) == principal(happen(old, repay)) == [49000, 50000]
    assert "open: late, soon" in refusal(before, replace(repay, contract_id="3")).message("en")


def test_cash_repays_from_own_cash_only() -> None:
    before = state(cash=D(30000), shorts=(short(),), financing=(loan(),))
    assert happen(before, CashRepay(on=DAY, amount=D(6000))).state.account.own_cash == 0
    refusal(before, CashRepay(on=DAY, amount=D("6000.01")))


def sell(quantity: int, price: str = "10", **more: Any) -> SellToRepay:
    return SellToRepay(on=DAY, security=more.pop("security", B), quantity=D(quantity), price=D(price), **more)


def test_a_sale_repays_its_own_contract_and_leaves_its_shares_with_it() -> None:
    """2,000 of 5,000 B at 11 less 22 yuan of costs: 21,978, of which 100.01 are interest."""
    done = happen(state(financing=(TAKEN,)), sell(2000, "11", costs=D(22)))
    (contract,) = done.state.account.financing
    assert (contract.quantity, contract.principal, contract.accrued) == (3000, 50000 - (21978 - D("100.01")), 0)
    assert done.state.account.cash == 100000


def test_a_sale_above_the_debt_leaves_cash_and_frees_the_shares_that_are_left() -> None:
    """4,600 B at 11 are 50,600: 50,100.01 are owed, 499.99 are own cash, 400 B become collateral."""
    done = happen(state(financing=(TAKEN,)), sell(4600, "11"))
    assert done.state.account.financing == ()
    assert done.state.account.cash == D("100499.99")
    assert done.state.account.collateral == (Holding(A, D(1000)), Holding(B, D(400)))


def test_a_sale_repays_first_what_is_owed_for_the_security_then_the_others() -> None:
    """A is due first, yet 50,000 of 60,000 go to B; all its shares are sold and 10,000 repay the loan of A."""
    loans = (loan("a", A, 2500, due_on=date(2025, 7, 1)), loan("b"))
    done = happen(state(financing=loans), sell(5000, "12"))
    assert [(c.contract_id, c.principal, c.quantity) for c in done.state.account.financing] == [("a", 40000, 2500)]
    named = happen(state(financing=loans), sell(5000, "12", contract_id="a"))
    assert [(c.contract_id, c.principal, c.quantity) for c in named.state.account.financing] == [("b", 40000, 0)]


def test_a_sale_takes_financed_shares_before_collateral() -> None:
    before = state(financing=(loan(),), collateral=(Holding(B, D(800)),))
    done = happen(before, sell(5300, "9"))
    assert done.state.account.collateral == (Holding(B, D(500)),)
    (contract,) = done.state.account.financing
    assert (contract.quantity, contract.principal) == (0, 50000 - 47700)
    assert "5800 may be sold" in refusal(before, sell(5801)).message("en")


def test_collateral_may_be_sold_to_repay_other_contracts() -> None:
    done = happen(state(financing=(loan(),)), sell(1000, "20", security=A))
    assert done.state.account.financing[0].principal == 30000
    assert done.state.account.collateral == ()


def test_shares_bought_today_are_not_sold_to_repay() -> None:
    opened = happen(state(financing=(loan(),)), buy(quantity=D(1000))).state
    assert "5000 may be sold" in refusal(opened, sell(5001)).message("en")
    assert happen(opened, replace(sell(6000, "11"), on=NEXT)).state.account.financing == ()


def test_a_sale_without_debt_to_repay_is_refused() -> None:
    assert "no financing is owed" in refusal(state(), sell(100, "20", security=A)).message("en")
    assert happen(state(charges=D(5)), sell(100, "20", security=A)).state.account.charges == 0


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_a_repayment_is_above_nothing(amount: str) -> None:
    refusal(state(financing=(loan(),)), CashRepay(on=DAY, amount=D(amount)))
