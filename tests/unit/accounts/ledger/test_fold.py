"""The fold: order of days, interest on the way, who handles what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.events import (
    CashRepay,
    ChargeInterest,
    Clearing,
    CollateralSell,
    Deposit,
    FinancingBuy,
    RateChange,
    TransferOut,
)
from liangrong.accounts.ledger import fold as ledger
from liangrong.accounts.ledger.fold import HANDLERS, apply, replay
from liangrong.accounts.state import Holding
from liangrong.core.errors import UsageError
from tests.unit.accounts.small_account import DAY, MARKS, A, B, happen, loan, refusal, state


def test_an_event_before_the_day_of_the_ledger_is_refused() -> None:
    error = refusal(state(), Deposit(on=date(2025, 6, 2), amount=D(1)))
    assert error.message("en") == "Deposit on 2025-06-02 is refused: the ledger already stands at 2025-06-03."
    assert error.message("zh") == "2025-06-02 的存入资金不能执行：账本已到 2025-06-03。"
    assert (error.exit_code, error.code) == (4, "event_refused")


def test_the_day_moves_on() -> None:
    assert happen(state(), Deposit(on=date(2025, 6, 10), amount=D(1))).state.on == date(2025, 6, 10)


def test_an_event_that_nothing_handles_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "HANDLERS", {kind: f for kind, f in HANDLERS.items() if kind is not Deposit})
    with pytest.raises(UsageError, match="Deposit"):
        apply(state(), Deposit(on=DAY, amount=D(1)))


def test_interest_is_counted_through_the_day_before() -> None:
    """50,000 at 7.2 % over 360 are 10 yuan a day: 4, 5, 6 and 7 June."""
    before = state(financing=(loan(rate=D("0.072")),))
    done = happen(before, Deposit(on=date(2025, 6, 8), amount=D(1)))
    (contract,) = done.state.account.financing
    assert (contract.accrued, contract.accrued_to) == (D(40), date(2025, 6, 7))
    assert [(m.item, m.amount, m.cause) for m in done.movements] == [("accrued", 40, "interest"), ("cash", 1, "outside")]


def test_a_charge_day_on_the_way_is_debited() -> None:
    """17 days, 4 to 20 June, at 10 yuan."""
    done = happen(state(financing=(loan(rate=D("0.072")),)), Deposit(on=date(2025, 6, 23), amount=D(1)))
    assert done.state.account.cash == 100000 - 170 + 1
    assert done.state.account.financing[0].accrued == 20


def test_the_worked_loan_from_purchase_to_repayment() -> None:
    """500,000 at 6.5 %, 5.8 % from 2025-10-09: 541.67 on 09-20, 2,591.67 on 10-20, 241.67 at the close on 10-24."""
    opened, marks = date(2025, 9, 15), {B: replace(MARKS[B], price=D(100))}
    before = state(on=opened, cash=D(1000000), collateral=(), marks=marks)
    paid = []
    for event in (
        FinancingBuy(on=opened, security=B, quantity=D(5000), price=D(100), rate=D("0.065")),
        RateChange(on=date(2025, 10, 9), rate=D("0.058")),
        CashRepay(on=date(2025, 10, 24), amount=D("500241.67")),
    ):
        done = happen(before, event)
        paid += [-m.amount for m in done.movements if m.item == "cash"]
        before = done.state
    assert paid == [D("541.67"), D("2591.67"), D("241.67"), 500000]
    assert before.account.cash == 500000 - D("3375.01")
    assert before.account.collateral == (Holding(B, D(5000)),)


def test_price_limits_hold_for_their_day_only() -> None:
    limited = state(marks={**MARKS, A: replace(MARKS[A], limit_up=D(22), limit_down=D(18))})
    high = CollateralSell(on=DAY, security=A, quantity=D(100), price=D(23))
    assert "18 to 22" in refusal(limited, high).message("en")
    assert happen(limited, replace(high, on=date(2025, 6, 4))).state.account.cash == 102300


def test_a_contract_without_debt_gives_its_shares_to_the_collateral() -> None:
    """Its principal is repaid and its last interest is debited: 5,000 B are free."""
    before = state(financing=(loan(principal=0, accrued=D("12.345")),))
    done = happen(before, ChargeInterest(on=DAY))
    assert done.state.account.financing == ()
    assert done.state.account.collateral == (Holding(A, D(1000)), Holding(B, D(5000)))
    assert done.state.account.cash == D("99987.65")


def test_a_contract_freed_on_the_way_is_free_for_the_event() -> None:
    before = state(financing=(loan(principal=0, accrued=D(12)),))
    done = happen(before, TransferOut(on=date(2025, 6, 23), security=B, quantity=D(5000)))
    assert done.state.account.collateral == (Holding(A, D(1000)),)


def test_a_replay_yields_each_transition_until_a_refusal() -> None:
    events = [Deposit(on=DAY, amount=D(1)), Deposit(on=DAY, amount=D(2)), Deposit(on=DAY, amount=D(0))]
    replayed = replay(state(), events)
    assert [next(replayed).state.account.cash, next(replayed).state.account.cash] == [100001, 100003]
    with pytest.raises(ValueError, match="amount is 0"):
        next(replayed)


def test_every_event_has_a_handler() -> None:
    from liangrong.accounts.events import EVENTS

    assert set(EVENTS.values()) == set(HANDLERS)
    assert Clearing in HANDLERS
