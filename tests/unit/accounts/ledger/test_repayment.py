"""What a sum repays, and of which contracts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.ledger.repayment import freed, in_order, last_interest, repayments
from liangrong.accounts.state import CreditAccount, Holding
from liangrong.accounts.terms import RepaymentOrder, agreed_terms
from tests.unit.accounts.small_account import BOOK, DAY, A, B, loan, short

TERMS = agreed_terms(BOOK.at(DAY))
X = loan("x", A, due_on=date(2025, 9, 1), opened_on=date(2025, 3, 3), rate=D("0.05"))
Y = loan("y", B, due_on=date(2025, 8, 1), opened_on=date(2025, 4, 1), rate=D("0.07"))
Z = loan("z", B, due_on=None, opened_on=date(2025, 2, 3), rate=D("0.06"))


@pytest.mark.parametrize(("order", "expected"), [
    ("due_date", "yxz"), ("opening_date", "zxy"), ("highest_rate", "yzx"),
])  # fmt: skip
def test_contracts_are_repaid_as_agreed(order: RepaymentOrder, expected: str) -> None:
    assert "".join(contract.contract_id for contract in in_order((X, Y, Z), order)) == expected


def test_the_security_sold_comes_first_and_the_contract_named_before_it() -> None:
    assert [c.contract_id for c in in_order((X, Y, Z), "due_date", security=A)] == ["x", "y", "z"]
    assert [c.contract_id for c in in_order((X, Y, Z), "opening_date", security=B)] == ["z", "y", "x"]
    assert [c.contract_id for c in in_order((X, Y, Z), "due_date", security=A, contract_id="z")] == ["z", "x", "y"]


def test_a_sum_is_used_up_contract_after_contract() -> None:
    """7 of charges, 50,000 of y, and 993 of x."""
    moves = repayments(CreditAccount(charges=D(7)), D(51000), (Y, X), TERMS)
    assert [(m.item, m.amount, m.contract_id) for m in moves if m.amount] == [
        ("charges", -7, ""), ("cash", -7, ""), ("cash", -50000, "y"), ("principal", -50000, "y"),
        ("cash", -993, "x"), ("principal", -993, "x"),
    ]  # fmt: skip


def test_charges_come_last_where_principal_is_first() -> None:
    moves = repayments(CreditAccount(charges=D(7)), D(50003), (Y,), replace(TERMS, interest_first=False))
    assert [(m.item, m.amount) for m in moves if m.item in ("charges", "principal")] == [("principal", -50000), ("charges", -3)]


def test_a_sum_above_all_debt_is_left() -> None:
    moves = repayments(CreditAccount(), D(60000), (Y,), TERMS)
    assert sum(m.amount for m in moves if m.item == "cash") == -50000


def test_shares_without_debt_become_free_and_lock_on_their_opening_day() -> None:
    account = CreditAccount(
        collateral=(Holding(B, D(10)),), financing=(loan(principal=0), loan("2"), loan("3", A, 7, 0, opened_on=DAY))
    )
    after, moves = freed(account, DAY)
    assert [contract.contract_id for contract in after.financing] == ["2"]
    assert after.collateral == (Holding(B, D(5010)), Holding(A, D(7), bought=D(7), bought_on=DAY))
    assert {m.cause for m in moves} == {"reclassified"}


def test_a_contract_with_interest_left_is_not_freed() -> None:
    account = CreditAccount(financing=(loan(principal=0, accrued=D("0.001")),))
    assert freed(account, DAY) == (account, ())


def test_the_last_interest_is_that_of_the_part() -> None:
    """On the opening day the least is one day: 20,000 at 7.2 % are 4, half of 24,000 at 9 % are 3."""
    opened = loan(opened_on=DAY, rate=D("0.072"), accrued_to=None)
    assert last_interest(opened, D(20000), TERMS) == 4
    assert last_interest(short(opened_on=DAY, rate=D("0.09"), accrued_to=None), D(1000), TERMS) == 3
    assert last_interest(loan(rate=D("0.072")), D(20000), TERMS) == 0
