"""Interest, whatever the loan: counting it in pieces changes nothing, and rounding costs at most half a fen a charge."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal as D

from hypothesis import given, settings
from hypothesis import strategies as st

from liangrong.accounts.fen import to_fen
from liangrong.accounts.ledger.interest import accrue, closing_charge, interest_between, pass_days
from liangrong.accounts.state import CreditAccount, FinancingContract
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.rules.rulebook import Rulebook

FIRST = date(2020, 1, 2)
loans = st.builds(
    lambda principal, rate, days: FinancingContract("1", "B", FIRST + timedelta(days), D(1), principal, D(1), rate=rate),
    principal=st.decimals(1, 10**9, places=2),
    rate=st.decimals(0, "0.36", places=4),
    days=st.integers(0, 400),
)
lengths = st.integers(0, 400)


def terms() -> Terms:
    return agreed_terms(Rulebook.load().at(date(2022, 1, 4)))


@settings(deadline=None)
@given(loan=loans, length=lengths, cuts=st.lists(lengths, max_size=5))
def test_counting_in_pieces_is_counting_at_once(loan: FinancingContract, length: int, cuts: list[int]) -> None:
    end = loan.opened_on + timedelta(length)
    at_once, _ = accrue(CreditAccount(financing=(loan,)), terms(), end)
    pieces = CreditAccount(financing=(loan,))
    for cut in sorted(cut for cut in cuts if cut < length):
        pieces, _ = accrue(pieces, terms(), loan.opened_on + timedelta(cut))
    pieces, _ = accrue(pieces, terms(), end)
    assert to_fen(pieces.accrued_charges) == to_fen(at_once.accrued_charges)
    assert pieces.contracts[0].accrued_to == at_once.contracts[0].accrued_to == end


@settings(deadline=None)
@given(loan=loans, length=lengths)
def test_a_contract_costs_what_the_formula_says(loan: FinancingContract, length: int) -> None:
    end = loan.opened_on + timedelta(length)
    counted, _ = accrue(CreditAccount(financing=(loan,)), terms(), end - timedelta(1))
    asked = interest_between(loan.principal, loan.rate, loan.opened_on, end, terms=terms())
    assert to_fen(closing_charge(counted.financing[0], terms(), end)) == to_fen(asked)


@settings(deadline=None)
@given(loan=loans, length=lengths)
def test_rounded_charges_stay_within_half_a_fen_each(loan: FinancingContract, length: int) -> None:
    end = loan.opened_on + timedelta(length)
    account, movements = pass_days(CreditAccount(cash=D(10**10), financing=(loan,)), terms(), end)
    debits = [-move.amount for move in movements if move.item == "cash"]
    exact, _ = accrue(CreditAccount(financing=(loan,)), terms(), end)
    assert account.cash == D(10**10) - sum(debits)
    assert all(debit == to_fen(debit) for debit in debits)
    left = account.accrued_charges + sum(debits) - exact.accrued_charges
    assert abs(left) <= D("0.005") * (len(debits) + 1) + D("1e-9")
