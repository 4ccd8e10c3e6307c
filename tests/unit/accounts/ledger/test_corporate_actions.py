"""Dividends, bonus shares, splits and rights, for who holds and for who owes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.events import BonusShares, CashDividend, RightsIssue, Split
from liangrong.accounts.ledger.conservation import conserved
from liangrong.accounts.ledger.corporate_actions import bonus_shares, cash_dividend, rights_issue, split
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.core.errors import EventRefused
from liangrong.rules.rulebook import Rulebook

DAY = date(2025, 6, 26)
FINANCED = FinancingContract("1", "A", date(2025, 6, 2), D(2000), D(20000), D("0.8"))
SHORT = ShortContract("2", "A", date(2025, 6, 2), D(1000), D(10500), D(1))
MARKS = {"A": Mark(D(10), D("0.7"), previous_close=D("9.9"), limit_up=D("10.89"), limit_down=D("8.91"), fair_price=D(9))}


def state(*, cash: str = "0", held: str = "0", bought: str = "0", financing: tuple = (), shorts: tuple = ()) -> AccountState:
    collateral = (Holding("A", D(held), D(bought), DAY),) if D(held) else ()
    account = CreditAccount(cash=D(cash), collateral=collateral, financing=financing, shorts=shorts)
    return AccountState(DAY, account, MARKS, Rulebook.load())


def equity(of: AccountState) -> D:
    return assess(of.account, of.marks, of.terms).equity


def test_a_dividend_on_collateral_and_on_financed_shares_is_paid_net_of_tax() -> None:
    """0.5 a share less 10 % tax on 300 + 2,000 shares."""
    transition = cash_dividend(state(held="300", financing=(FINANCED,)), CashDividend(on=DAY, security="A", per_share=D("0.5"), tax_rate=D("0.1")))  # fmt: skip
    account = transition.state.account
    assert account.cash == D(1035)
    assert account.financing[0].principal == D(20000), "a dividend repays nothing by itself"
    assert [(m.item, m.amount, m.cause, m.contract_id) for m in transition.movements] == [
        ("cash", D(135), "dividend", ""), ("cash", D(900), "dividend", "1")]  # fmt: skip


def test_a_dividend_leaves_prices_to_the_market() -> None:
    transition = cash_dividend(state(held="300"), CashDividend(on=DAY, security="A", per_share=D("0.5")))
    assert transition.state.marks == MARKS


def test_a_short_seller_owes_the_dividend_before_tax() -> None:
    before = state(cash="12000", shorts=(SHORT,))  # 1,500 are own
    transition = cash_dividend(before, CashDividend(on=DAY, security="A", per_share=D("0.5"), tax_rate=D("0.1")))
    assert transition.state.account.cash == D(11500)
    assert equity(before) - equity(transition.state) == D(500)


def test_what_own_cash_cannot_pay_of_the_dividend_stays_due() -> None:
    before = state(cash="10700", shorts=(SHORT,))  # 200 are own, 10,500 are proceeds
    transition = cash_dividend(before, CashDividend(on=DAY, security="A", per_share=D("0.5")))
    assert (transition.state.account.cash, transition.state.account.charges) == (D(10500), D(300))
    assert equity(before) - equity(transition.state) == D(500), "as a debt it weighs the same"
    assert "300.00 yuan" in transition.notes[0].en


def test_a_dividend_received_pays_the_one_that_is_owed() -> None:
    transition = cash_dividend(
        state(cash="10500", held="1000", shorts=(SHORT,)), CashDividend(on=DAY, security="A", per_share=D("0.5"))
    )
    assert (transition.state.account.cash, transition.state.account.charges) == (D(10500), 0)


@pytest.mark.parametrize(("per_share", "tax"), [("0", "0"), ("-1", "0"), ("1", "1.1"), ("1", "-0.1")])
def test_a_dividend_that_cannot_be_is_refused(per_share: str, tax: str) -> None:
    with pytest.raises(EventRefused):
        cash_dividend(state(held="300"), CashDividend(on=DAY, security="A", per_share=D(per_share), tax_rate=D(tax)))


def test_bonus_shares_grow_what_is_held_and_what_is_owed() -> None:
    """Three for ten: 1,000 shares owed become 1,300; the financed ones grow inside their contract."""
    transition = bonus_shares(state(held="300", financing=(FINANCED,), shorts=(SHORT,)), BonusShares(on=DAY, security="A", ratio=D("0.3")))  # fmt: skip
    account = transition.state.account
    assert account.collateral[0].quantity == D(390)
    assert (account.financing[0].quantity, account.financing[0].principal) == (D(2600), D(20000))
    assert (account.shorts[0].quantity, account.shorts[0].proceeds) == (D(1300), D(10500))
    assert {m.item: m.amount for m in transition.movements} == {"collateral": D(90), "financed_shares": D(600), "shares_owed": D(300)}  # fmt: skip


def test_bonus_shares_conserve_value() -> None:
    """Twice the shares at half the price: all numbers of the account stay."""
    before = state(cash="50000", held="300", financing=(FINANCED,), shorts=(SHORT,))
    after = bonus_shares(before, BonusShares(on=DAY, security="A", ratio=D(1))).state
    assert after.marks["A"] == Mark(D(5), D("0.7"), previous_close=D("4.95"), fair_price=D("4.5"))
    assert assess(after.account, after.marks, after.terms) == assess(before.account, before.marks, before.terms)


def test_fractions_of_shares_are_not_registered() -> None:
    """333 × 0.3 are 99.9 shares: 99 come."""
    transition = bonus_shares(state(held="333"), BonusShares(on=DAY, security="A", ratio=D("0.3")))
    assert transition.state.account.collateral[0].quantity == D(432)
    assert "0.9 shares" in transition.notes[0].en


def test_a_split_scales_quantities_and_prices_and_nothing_else() -> None:
    before = state(cash="50000", held="300", bought="100", financing=(FINANCED,), shorts=(SHORT,))
    after = split(before, Split(on=DAY, security="A", ratio=D(4))).state
    assert (after.account.collateral[0].quantity, after.account.collateral[0].bought) == (D(1200), D(400))
    assert (after.account.financing[0].quantity, after.account.financing[0].principal) == (D(8000), D(20000))
    assert (after.account.shorts[0].quantity, after.account.shorts[0].proceeds) == (D(4000), D(10500))
    assert (after.marks["A"].price, after.marks["A"].limit_up) == (D("2.5"), None)
    assert assess(after.account, after.marks, after.terms) == assess(before.account, before.marks, before.terms)


def test_a_merger_of_units_keeps_whole_ones() -> None:
    transition = split(state(held="1005"), Split(on=DAY, security="A", ratio=D("0.1")))
    assert transition.state.account.collateral[0].quantity == D(100)
    assert transition.state.marks["A"].price == D(100)
    assert "0.5 shares" in transition.notes[0].en


def test_rights_are_paid_with_own_cash_and_become_collateral() -> None:
    """Three for ten on 300 + 2,000 shares give rights to 690; 600 are taken up at 8."""
    event = RightsIssue(on=DAY, security="A", ratio=D("0.3"), price=D(8), subscribed=D(600))
    transition = rights_issue(state(cash="5000", held="300", financing=(FINANCED,)), event)
    account = transition.state.account
    assert (account.cash, account.collateral[0].quantity, account.financing[0].quantity) == (D(200), D(900), D(2000))
    assert account.collateral[0].sellable(DAY) == D(300)
    assert "90 shares" in transition.notes[0].en


@pytest.mark.parametrize(("cash", "subscribed"), [("5000", "691"), ("4799.99", "600"), ("5000", "-1")])
def test_rights_beyond_the_entitlement_or_the_means_are_refused(cash: str, subscribed: str) -> None:
    event = RightsIssue(on=DAY, security="A", ratio=D("0.3"), price=D(8), subscribed=D(subscribed))
    with pytest.raises(EventRefused):
        rights_issue(state(cash=cash, held="300", financing=(FINANCED,)), event)


def test_proceeds_of_short_sales_pay_for_no_rights() -> None:
    event = RightsIssue(on=DAY, security="A", ratio=D("0.3"), price=D(8), subscribed=D(600))
    with pytest.raises(EventRefused, match=r"1,500\.00"):
        rights_issue(state(cash="12000", held="2000", shorts=(SHORT,)), event)


def test_what_a_short_seller_owes_for_rights_is_told_and_not_booked() -> None:
    before = state(cash="12000", shorts=(SHORT,))
    transition = rights_issue(before, RightsIssue(on=DAY, security="A", ratio=D("0.3"), price=D(8)))
    assert (transition.state.account, transition.movements) == (before.account, ())
    assert "300.0 rights" in transition.notes[0].en


def test_an_action_of_a_security_that_the_account_does_not_have_changes_nothing_and_says_so() -> None:
    before = state(cash="100")
    for transition in (
        cash_dividend(before, CashDividend(on=DAY, security="Z", per_share=D(1))),
        bonus_shares(before, BonusShares(on=DAY, security="Z", ratio=D(1))),
        split(before, Split(on=DAY, security="Z", ratio=D(2))),
        rights_issue(before, RightsIssue(on=DAY, security="Z", ratio=D(1), price=D(1))),
    ):
        assert (transition.state, transition.movements) == (before, ())
        assert "neither holds nor owes Z" in transition.notes[0].en


def test_a_dividend_weighs_the_same_before_and_after_once_the_price_has_fallen() -> None:
    before = state(cash="12000", held="300", shorts=(SHORT,))
    paid = cash_dividend(before, CashDividend(on=DAY, security="A", per_share=D("0.5"))).state
    fallen = replace(paid, marks={"A": replace(MARKS["A"], price=D("9.5"), fair_price=D("8.5"))})
    assert equity(fallen) == equity(before)


@pytest.mark.parametrize(
    "event",
    [
        CashDividend(on=DAY, security="A", per_share=D("0.55"), tax_rate=D("0.1")),
        BonusShares(on=DAY, security="A", ratio=D("0.3")),
        Split(on=DAY, security="A", ratio=D("0.1")),
        RightsIssue(on=DAY, security="A", ratio=D("0.3"), price=D(8), subscribed=D(600)),
    ],
)
def test_nothing_gets_lost(event) -> None:
    before = state(cash="16000", held="333", bought="33", financing=(FINANCED,), shorts=(replace(SHORT, quantity=D(1001)),))
    assert conserved(before, apply(before, event)) == ()
