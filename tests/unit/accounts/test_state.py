"""What an account holds and owes, and what follows from it alone."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.rules.rulebook import Rulebook

DAY = date(2025, 6, 2)
LOAN = FinancingContract("1", "B", DAY, D(1000), D(10000), D("0.8"), accrued=D("3.3"))
SHORT = ShortContract("2", "Q", DAY, D(500), D(20000), D(1), accrued=D("0.04"))


def test_shares_bought_today_are_not_for_sale_today() -> None:
    holding = Holding("A", D(300), bought=D(100), bought_on=DAY)
    assert holding.sellable(DAY) == 200
    assert holding.sellable(date(2025, 6, 3)) == 300
    assert Holding("A", D(300)).sellable(DAY) == 300


def test_own_cash_leaves_out_the_proceeds_of_short_sales() -> None:
    account = CreditAccount(cash=D(50000), shorts=(SHORT, replace(SHORT, contract_id="3", proceeds=D(5000))))
    assert (account.short_proceeds, account.own_cash) == (25000, 25000)
    assert CreditAccount(cash=D(7)).own_cash == 7


def test_unpaid_interest_and_fees_are_gathered_from_everywhere() -> None:
    assert CreditAccount(financing=(LOAN,), shorts=(SHORT,), charges=D("0.5")).accrued_charges == D("3.84")
    assert CreditAccount().accrued_charges == 0


def test_contracts_are_named_financing_first() -> None:
    assert CreditAccount(shorts=(SHORT,), financing=(LOAN,)).contracts == (LOAN, SHORT)


@pytest.mark.parametrize(
    ("account", "owes"),
    [
        (CreditAccount(cash=D(1), other_collateral=D(1)), False),
        (CreditAccount(financing=(LOAN,)), True),
        (CreditAccount(shorts=(SHORT,)), True),
        (CreditAccount(charges=D("0.01")), True),
    ],
)
def test_debt_is_a_contract_or_a_charge(account: CreditAccount, owes: bool) -> None:
    assert account.has_debt is owes


def test_a_state_knows_its_terms_by_day_and_investor() -> None:
    book = Rulebook.load()
    fund = AccountState(date(2024, 7, 22), CreditAccount(investor="private_fund"), {}, book)
    assert (fund.terms.on, fund.terms.investor) == (date(2024, 7, 22), "private_fund")
    assert replace(fund, on=date(2019, 8, 16)).terms.other_collateral_admitted is False


def test_nothing_of_a_state_can_be_overwritten() -> None:
    with pytest.raises(FrozenInstanceError):
        CreditAccount().cash = D(1)
    with pytest.raises(FrozenInstanceError):
        LOAN.principal = D(1)


@pytest.mark.parametrize("kind", [FinancingContract, ShortContract])
def test_counting_interest_changes_nothing_else_of_a_contract(kind: type[FinancingContract | ShortContract]) -> None:
    before, through = date(2025, 9, 15), date(2025, 10, 23)
    contract = kind(
        "1", "600519.SH", before, D(400), D(500000), D("0.8"), D("0.065"), date(2026, 3, 15), (date(2025, 9, 30),), D(7), before
    )
    assert contract.counted(D(3), through) == replace(contract, accrued=D(10), accrued_to=through)
