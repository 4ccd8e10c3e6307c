"""What the clearing after the close does, in its order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.events import Clearing, CollateralBuy, CollateralSell, Deposit
from liangrong.accounts.ledger.conservation import conserved
from liangrong.accounts.ledger.fold import apply, replay
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.core.errors import BeyondCalendar, EventRefused, InvalidAccount
from liangrong.rules.rulebook import Rulebook

BOOK = Rulebook.load()
MONDAY = date(2026, 3, 2)


def account(cash: str = "0", *, rate: str = "0.072", on: date = MONDAY) -> AccountState:
    """100 shares financed with 100,000; at 7.2 % a day costs 100,000 × 0.072 / 360 = 20."""
    loan = FinancingContract("1", "600519.SH", date(2026, 1, 20), D(100), D(100000), D(1), rate=D(rate), accrued_to=on)
    return AccountState(on, CreditAccount(cash=D(cash), financing=(loan,)), {"600519.SH": Mark(D(1400), D("0.7"))}, BOOK)


def test_closing_prices_are_set_before_the_lines_are_tested() -> None:
    found = apply(account(rate="0"), Clearing(on=MONDAY, prices={"600519.SH": D(1299)}))
    assert found.state.marks["600519.SH"].price == 1299
    assert (found.state.line, found.state.on) == ("called", MONDAY)
    assert len(found.notes) == 1


def test_interest_of_the_day_is_counted_before_the_lines_are_tested() -> None:
    # the debt is 100,000 through Monday and 100,020 after Tuesday; 130,010 is 130.01 % of the one and 129.98 % of the other
    price = {"600519.SH": D("1300.10")}
    first = apply(account(), Clearing(on=MONDAY, prices=price))
    second = apply(first.state, Clearing(on=date(2026, 3, 3), prices=price))
    assert (first.state.line, second.state.line) == ("warned", "called")
    assert second.state.account.accrued_charges == 20


def test_clearing_the_same_day_twice_counts_it_once() -> None:
    once = apply(account(), Clearing(on=date(2026, 3, 3))).state
    assert apply(once, Clearing(on=date(2026, 3, 3))).state == once


def test_a_fee_on_market_value_takes_the_close_of_the_day() -> None:
    fee = BOOK.parameter("short_fee_base")
    book = BOOK.with_parameter(replace(fee, values=tuple(replace(dated, value="market_value") for dated in fee.values)))
    short = ShortContract(
        "1", "600519.SH", date(2026, 2, 2), D(100), D(140000), D(1), rate=D("0.072"), accrued_to=date(2026, 3, 1)
    )
    state = AccountState(MONDAY, CreditAccount(cash=D(500000), shorts=(short,)), account().marks, book)
    # 100 × 1,500 × 0.072 / 360
    assert apply(state, Clearing(on=MONDAY, prices={"600519.SH": D(1500)})).state.account.accrued_charges == 30


def test_a_charge_day_debits_own_cash() -> None:
    # Friday 2026-03-20 is a session and the charge day: 18 days from 2026-03-03 at 20
    found = apply(account("1000"), Clearing(on=date(2026, 3, 20)))
    assert (found.state.account.cash, found.state.account.accrued_charges) == (640, 0)
    assert conserved(account("1000"), found) == ()


def test_a_charge_day_at_a_weekend_is_debited_at_the_next_session() -> None:
    # 2026-06-20 is a Saturday, and Friday the 19th a holiday: the next session is Monday the 22nd.
    # 18 days at 20 from the 3rd to the 20th; the 21st and 22nd are still to be debited
    found = apply(account("1000", on=date(2026, 6, 2)), Clearing(on=date(2026, 6, 22)))
    assert (found.state.account.cash, found.state.account.accrued_charges) == (640, 40)


def test_charges_that_cash_cannot_pay_are_told() -> None:
    found = apply(account("100"), Clearing(on=date(2026, 3, 20)))
    assert (found.state.account.cash, found.state.account.overdue) == (0, 260)
    assert "260.00" in found.notes[0].zh
    assert "260.00" in found.notes[0].en


def test_shares_bought_today_are_for_sale_from_the_next_session() -> None:
    state = replace(account("150000"), account=CreditAccount(cash=D(150000), collateral=(Holding("600519.SH", D(100)),)))
    bought = apply(state, CollateralBuy(on=MONDAY, security="600519.SH", quantity=D(100), price=D(1400))).state
    sale = CollateralSell(on=MONDAY, security="600519.SH", quantity=D(200), price=D(1400))
    with pytest.raises(EventRefused):
        apply(bought, sale)
    cleared = apply(bought, Clearing(on=MONDAY)).state
    assert cleared.account.collateral == (Holding("600519.SH", D(200)),)
    assert apply(cleared, replace(sale, on=date(2026, 3, 3))).state.account.collateral == ()


def test_a_day_without_a_session_has_no_clearing() -> None:
    with pytest.raises(EventRefused, match="2026-03-09"):
        apply(account(), Clearing(on=date(2026, 3, 7)))
    with pytest.raises(BeyondCalendar):
        apply(account(), Clearing(on=date(2027, 1, 4)))


def test_prices_that_cannot_be_are_refused() -> None:
    with pytest.raises(EventRefused, match="600519"):
        apply(account(), Clearing(on=MONDAY, prices={"600519.SH": D(0)}))
    with pytest.raises(InvalidAccount, match="300750"):
        apply(account(), Clearing(on=MONDAY, prices={"300750.SZ": D(200)}))


def test_a_call_is_cured_by_a_deposit_before_the_deadline() -> None:
    # 125,000 against 100,000; 15,000 lift it to 140 %, one fen less does not
    falls = Clearing(on=MONDAY, prices={"600519.SH": D(1250)})
    for paid, line in ((D(15000), "cured"), (D("14999.99"), "forced")):
        ledger = (falls, Deposit(on=date(2026, 3, 3), amount=paid), Clearing(on=date(2026, 3, 3)))
        assert list(replay(account(rate="0"), ledger))[-1].state.line == line
