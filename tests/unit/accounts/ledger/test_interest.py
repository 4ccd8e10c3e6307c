"""Interest: the worked loan of 500,000 yuan in every variant, charges, rate changes, minimum, penalties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from liangrong.accounts.events import ChargeInterest, Clearing, RateChange
from liangrong.accounts.fen import to_fen
from liangrong.accounts.ledger.conservation import conserved
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.ledger.interest import (
    accrue,
    charge,
    charge_interest,
    closing_charge,
    interest_between,
    pass_days,
    rate_change,
)
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, ShortContract
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.core.errors import EventRefused, InvalidAccount, UsageError
from liangrong.rules.rulebook import Rulebook

BOUGHT, REPAID, LOWERED = date(2025, 9, 15), date(2025, 10, 24), date(2025, 10, 9)
LOAN = FinancingContract("1", "600519.SH", BOUGHT, D(400), D(500000), D("0.8"), rate=D("0.065"))
SHORT = ShortContract("2", "601318.SH", date(2024, 7, 22), D(10000), D(300000), D(1), rate=D("0.0835"))


def terms(day: date = BOUGHT, **changed: object) -> Terms:
    return replace(agreed_terms(Rulebook.load().at(day)), **changed)


def holding(*contracts: FinancingContract | ShortContract, cash: str = "100000") -> CreditAccount:
    return CreditAccount(
        cash=D(cash),
        financing=tuple(c for c in contracts if isinstance(c, FinancingContract)),
        shorts=tuple(c for c in contracts if isinstance(c, ShortContract)),
    )


def state(account: CreditAccount, on: date = BOUGHT) -> AccountState:
    return AccountState(on=on, account=account, marks={}, rulebook=Rulebook.load())


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, "3520.83"),  # 39 days of 500,000 at 6.5 % over 360
        ({"day_count_basis": 365}, "3472.60"),
        ({"count_last_day": True}, "3611.11"),  # 40 days
        ({"count_first_day": False, "count_last_day": True}, "3520.83"),  # the other end: 39 days again
        ({"count_first_day": False}, "3430.56"),  # neither end: 38 days, 500,000 × 0.065 × 38 / 360
    ],
)
def test_a_loan_costs_the_same_by_the_formula_and_as_a_contract(changed: dict, expected: str) -> None:
    agreed = terms(**changed)
    assert to_fen(interest_between(D(500000), D("0.065"), BOUGHT, REPAID, terms=agreed)) == D(expected)
    assert to_fen(closing_charge(LOAN, agreed, REPAID)) == D(expected)


def test_a_rate_change_splits_the_days() -> None:
    """24 days at 6.5 % are 2,166.67, 15 at 5.8 % are 1,208.33; together 3,375.00 and not the sum of other rounding."""
    transition = rate_change(state(holding(LOAN), LOWERED), RateChange(on=LOWERED, rate=D("0.058")))
    (contract,) = transition.state.account.financing
    assert (contract.rate, contract.accrued_to) == (D("0.058"), date(2025, 10, 8))
    charges = [m.amount for m in transition.movements if m.item == "cash"]
    assert charges == [D("-541.67")], "the charge day 2025-09-20 lies on the way, a Saturday or not"
    (uncharged,) = rate_change(state(holding(LOAN), on=LOWERED), RateChange(on=LOWERED, rate=D("0.058"))).state.account.financing
    assert uncharged == contract


def test_a_rate_change_without_a_charge_day_on_the_way() -> None:
    counted, _ = accrue(holding(LOAN), terms(), date(2025, 10, 8))
    (contract,) = rate_change(state(counted, LOWERED), RateChange(on=LOWERED, rate=D("0.058"))).state.account.financing
    assert to_fen(contract.accrued) == D("2166.67")
    assert to_fen(closing_charge(contract, terms(), REPAID)) == D("3375.00")
    assert to_fen(closing_charge(contract, terms(), REPAID) - contract.accrued) == D("1208.33")


def test_charges_on_the_twentieth_and_at_the_close() -> None:
    account, first = charge(holding(LOAN), terms(), date(2025, 9, 20))
    before = rate_change(state(account, date(2025, 9, 20)), RateChange(on=LOWERED, rate=D("0.058"))).state.account
    account, second = charge(before, terms(), date(2025, 10, 20))
    (contract,) = account.financing
    debits = [-m.amount for m in (*first, *second) if m.item == "cash"]
    assert debits == [D("541.67"), D("2591.67")]
    assert to_fen(closing_charge(contract, terms(), REPAID)) == D("241.67")
    assert sum(debits) + D("241.67") == D("3375.01"), "a fen more than the exact 3,375.00: three roundings"
    assert account.cash == D(100000) - D("541.67") - D("2591.67")


def test_days_that_pass_are_debited_on_each_charge_day() -> None:
    account, movements = pass_days(holding(LOAN), terms(), date(2025, 10, 23))
    assert [-m.amount for m in movements if m.item == "cash"] == [D("541.67"), D("2708.33")]  # 6 and 30 days at 6.5 %
    assert account.financing[0].accrued_to == date(2025, 10, 23)
    assert to_fen(account.financing[0].accrued) == D("270.83")  # 3 days
    again, nothing = pass_days(account, terms(), date(2025, 10, 23))
    assert (again, nothing) == (account, ())


def test_the_charge_day_falls_on_the_last_day_of_a_short_month() -> None:
    loan = replace(LOAN, opened_on=date(2025, 2, 25))
    account, movements = pass_days(holding(loan), terms(date(2025, 2, 25), charge_day=31), date(2025, 3, 1))
    assert [-m.amount for m in movements if m.item == "cash"] == [D("361.11")]  # 25 to 28 February: 4 days
    assert to_fen(account.financing[0].accrued) == D("90.28")


def test_counting_day_by_day_equals_counting_at_once() -> None:
    daily = holding(LOAN, SHORT)
    for day in range(39):
        daily, _ = accrue(daily, terms(), BOUGHT + timedelta(days=day))
    at_once, _ = accrue(holding(LOAN, SHORT), terms(), date(2025, 10, 23))
    assert abs(daily.accrued_charges - at_once.accrued_charges) < D("1e-15")
    assert [c.accrued_to for c in daily.contracts] == [c.accrued_to for c in at_once.contracts]


def test_a_half_fen_survives_thirds_of_a_yuan() -> None:
    """60,060 yuan at 1 % over 360 days cost 1.668333… a day and exactly 5.005 in three days."""
    loan = replace(LOAN, principal=D(60060), rate=D("0.01"))
    account = holding(loan)
    for day in range(3):
        account, _ = accrue(account, terms(), BOUGHT + timedelta(days=day))
    assert to_fen(account.financing[0].accrued) == D("5.01")


@pytest.mark.parametrize(("changed", "days"), [({}, 1), ({"min_interest_days": 3}, 3), ({"min_interest_days": 0}, 0),
                                                ({"count_last_day": True}, 1), ({"count_first_day": False}, 1)])  # fmt: skip
def test_a_contract_closed_on_its_opening_day_costs_the_least_days(changed: dict, days: int) -> None:
    agreed = terms(**changed)
    assert closing_charge(LOAN, agreed, BOUGHT) == D(500000) * D("0.065") * days / 360
    assert interest_between(D(500000), D("0.065"), BOUGHT, BOUGHT, terms=agreed) == D(500000) * D("0.065") * days / 360


def test_days_counted_and_charged_already_are_not_asked_for_again() -> None:
    charged, _ = charge(holding(LOAN), terms(), BOUGHT)
    assert closing_charge(charged.financing[0], terms(), BOUGHT) == 0
    counted, _ = accrue(holding(LOAN), terms(), date(2025, 10, 20))
    assert to_fen(closing_charge(counted.financing[0], terms(), REPAID)) == D("3520.83")


def test_the_opening_day_may_be_free_of_interest() -> None:
    account, movements = accrue(holding(LOAN), terms(count_first_day=False), BOUGHT)
    assert (account, movements) == (holding(LOAN), ())


def test_the_short_fee_of_thirty_days() -> None:
    """300,000 at 8.35 %: 2,087.50 over 360, 2,058.90 over 365."""
    through = date(2024, 8, 20)
    assert to_fen(accrue(holding(SHORT), terms(), through)[0].accrued_charges) == D("2087.50")
    assert to_fen(accrue(holding(SHORT), terms(day_count_basis=365), through)[0].accrued_charges) == D("2058.90")


def test_the_short_fee_on_market_value_needs_prices() -> None:
    agreed, through = terms(short_fee_base="market_value"), date(2024, 8, 20)
    account, _ = accrue(holding(SHORT), agreed, through, marks={"601318.SH": Mark(D(36), D("0.7"))})
    assert account.accrued_charges == D("2505.00")  # 360,000 × 0.0835 × 30 / 360
    with pytest.raises(InvalidAccount, match=r"601318\.SH"):
        accrue(holding(SHORT), agreed, through)


def test_the_movements_add_up_to_the_change() -> None:
    before = holding(LOAN, SHORT, cash="302000")
    after, movements = charge(before, terms(), date(2025, 9, 20))
    moved = {item: sum(m.amount for m in movements if m.item == item) for item in ("cash", "accrued", "charges")}
    assert before.cash + moved["cash"] == after.cash
    assert moved["accrued"] == 0
    assert before.charges + moved["charges"] == after.charges


def test_proceeds_of_short_sales_pay_no_interest() -> None:
    """600 yuan are the client's own; 541.67 of the loan and 417.50 of the fee are due (6 days of 300,000 at 8.35 %)."""
    account, _ = charge(holding(LOAN, replace(SHORT, opened_on=BOUGHT), cash="300600"), terms(), date(2025, 9, 20))
    assert account.cash == D(300000)
    assert account.charges == account.overdue == D("541.67") + D("417.50") - D(600)
    assert account.overdue_to == date(2025, 9, 20)


def test_what_stays_unpaid_bears_the_penalty_and_no_interest_on_it() -> None:
    account, _ = charge(holding(LOAN, cash="0"), terms(), date(2025, 9, 20))
    assert account.overdue == D("541.67")
    account, movements = accrue(account, terms(), date(2025, 9, 30))
    assert account.charges - account.overdue == D("541.67") * D("0.0005") * 10
    assert D("541.67") * D("0.0005") * 10 in [m.amount for m in movements if m.item == "charges"]
    paid, _ = charge(replace(account, cash=D(5000)), terms(), date(2025, 10, 20))
    assert (paid.charges, paid.overdue, paid.overdue_to) == (0, 0, None)
    # 541.67 + 30 days of penalty 8.12505 are 549.80; 30 days of interest are 2,708.33
    assert paid.cash == D(5000) - D("549.80") - D("2708.33")


def test_charges_that_a_file_states_bear_no_penalty_before_they_are_debited() -> None:
    account, movements = accrue(replace(CreditAccount(), charges=D("5432.10")), terms(), date(2025, 12, 31))
    assert (account.charges, movements) == (D("5432.10"), ())


def test_a_contract_past_its_term_bears_the_penalty_on_its_principal() -> None:
    due = replace(LOAN, due_on=date(2025, 9, 19))
    account, _ = accrue(holding(due), terms(), date(2025, 9, 21))
    # 7 days of interest, 631.9444…, and 2 days at 0.05 % of 500,000
    assert to_fen(account.accrued_charges) == D("1131.94")
    suspended = {"600519.SH": Mark(D(1400), D("0.7"), suspended=True)}
    assert to_fen(accrue(holding(due), terms(), date(2025, 9, 21), marks=suspended)[0].accrued_charges) == D("631.94")


def test_what_rounds_to_nothing_waits_until_there_is_a_fen_of_it() -> None:
    """One yuan at 3.6 % costs 0.0001 a day: nothing in 6 days, 0.0036 in 36, half a fen in 50."""
    account = holding(replace(LOAN, principal=D(1), rate=D("0.036")))
    for day, left in ((date(2025, 9, 20), "0.0006"), (date(2025, 10, 20), "0.0036")):
        account, movements = charge(account, terms(), day)
        assert account.accrued_charges == D(left)
        assert [m.item for m in movements] == ["accrued"]
    account, _ = charge(account, terms(), date(2025, 11, 3))
    assert (account.accrued_charges, account.cash) == (0, D(100000) - D("0.01"))


def test_a_charge_event_says_what_could_not_be_paid() -> None:
    transition = charge_interest(state(holding(LOAN, cash="41.67")), ChargeInterest(on=date(2025, 9, 20)))
    assert transition.state.account.charges == D("500.00")
    assert "500.00 yuan" in transition.notes[0].en
    assert charge_interest(state(holding(LOAN)), ChargeInterest(on=date(2025, 9, 20))).notes == ()


def test_a_rate_change_reaches_one_contract_or_one_side() -> None:
    account = holding(LOAN, replace(LOAN, contract_id="3"), SHORT)
    counted, _ = accrue(account, terms(), date(2025, 9, 16))
    of = state(counted, date(2025, 9, 17))
    one = rate_change(of, RateChange(on=date(2025, 9, 17), rate=D("0.05"), contract_id="3")).state.account
    assert [c.rate for c in one.contracts] == [D("0.065"), D("0.05"), D("0.0835")]
    shorts = rate_change(of, RateChange(on=date(2025, 9, 17), rate=D("0.09"), side="short")).state.account
    assert [c.rate for c in shorts.contracts] == [D("0.065"), D("0.065"), D("0.09")]


def test_a_rate_change_of_an_unknown_contract_or_after_the_clearing_is_refused() -> None:
    with pytest.raises(EventRefused, match="no contract 9 is open; open are 1"):
        rate_change(state(holding(LOAN)), RateChange(on=BOUGHT, rate=D("0.05"), contract_id="9"))
    counted, _ = accrue(holding(LOAN), terms(), BOUGHT)
    with pytest.raises(EventRefused, match="counted through 2025-09-15"):
        rate_change(state(counted), RateChange(on=BOUGHT, rate=D("0.05")))


def test_a_loan_cannot_end_before_it_starts() -> None:
    with pytest.raises(UsageError, match="2025-09-15"):
        interest_between(D(1), D("0.065"), REPAID, BOUGHT, terms=terms())


@pytest.mark.parametrize("cash", ["100000", "301500", "0"])
def test_no_fen_gets_lost_through_months_of_charges_and_penalties(cash: str) -> None:
    """Sale proceeds of 300,000 lie in the cash; with 0 of cash nothing can be paid, with 1,500 of own cash the first weeks."""
    account = holding(replace(LOAN, due_on=date(2025, 12, 1)), replace(SHORT, opened_on=BOUGHT), cash=cash)
    marks = {"600519.SH": Mark(D(1400), D("0.7")), "601318.SH": Mark(D(36), D("0.7"))}
    before = AccountState(on=BOUGHT, account=account, marks=marks, rulebook=Rulebook.load())
    for event in (
        Clearing(on=BOUGHT),
        RateChange(on=LOWERED, rate=D("0.058")),
        ChargeInterest(on=date(2025, 11, 5)),
        Clearing(on=date(2026, 1, 5)),
    ):
        transition = apply(before, event)
        assert conserved(before, transition) == (), event
        before = transition.state
