"""What is always true of a ledger: it is a fold, it loses nothing, it never makes an account impossible."""

from __future__ import annotations

from decimal import ROUND_FLOOR
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from liangrong.accounts.assess import Assessment, assess
from liangrong.accounts.events import (
    BuyToCover,
    CashRepay,
    CollateralBuy,
    CollateralSell,
    Deposit,
    Event,
    FinancingBuy,
    ShortSell,
    Withdraw,
)
from liangrong.accounts.fen import to_fen
from liangrong.accounts.ledger.conservation import conserved, equity_by_cause
from liangrong.accounts.ledger.financing import owed
from liangrong.accounts.ledger.fold import apply, replay
from liangrong.accounts.limits.capacity import OrderAsked, capacity
from liangrong.accounts.limits.withdrawal import withdrawable_cash
from liangrong.accounts.state import AccountState
from liangrong.core.calendar import mainland
from liangrong.core.errors import EventRefused
from tests.accounts_strategies import SECURITIES, ledgers, states

THOROUGH = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
Ledger = tuple[AccountState, tuple[Event, ...]]
AMOUNTS = st.decimals("0.01", "1000000", places=2)


def worth(state: AccountState) -> Assessment:
    return assess(state.account, state.marks, state.terms)


def last(state: AccountState, events: tuple[Event, ...]) -> AccountState:
    for transition in replay(state, events):
        state = transition.state
    return state


@THOROUGH
@given(ledgers(), st.integers(0, 12))
def test_a_replay_may_be_cut_anywhere(ledger: Ledger, cut: int) -> None:
    start, events = ledger
    assert last(last(start, events[:cut]), events[cut:]) == last(start, events)


@THOROUGH
@given(ledgers())
def test_no_event_loses_or_makes_anything(ledger: Ledger) -> None:
    state, events = ledger
    for event in events:
        transition = apply(state, event)
        assert conserved(state, transition) == (), event
        state = transition.state


@THOROUGH
@given(ledgers())
def test_the_causes_explain_the_whole_change_of_equity(ledger: Ledger) -> None:
    state, events = ledger
    for event in events:
        transition = apply(state, event)
        change = worth(transition.state).equity - worth(state).equity
        assert abs(change - sum(equity_by_cause(state, transition).values())) < D("1e-9")
        state = transition.state


@THOROUGH
@given(ledgers(kinds=("collateral_buy", "collateral_sell", "financing_buy", "short_sell", "buy_to_cover")))
def test_a_trade_changes_equity_by_its_distance_from_the_mark_and_its_costs(ledger: Ledger) -> None:
    state, events = ledger
    for event in events:
        assert isinstance(event, CollateralBuy | CollateralSell | FinancingBuy | ShortSell | BuyToCover)
        bought = -1 if isinstance(event, CollateralSell | ShortSell) else 1
        transition = apply(state, event)
        causes = equity_by_cause(state, transition)
        assert causes.get("trade", D(0)) == bought * event.quantity * (state.marks[event.security].price - event.price)
        assert causes.get("costs", D(0)) == -event.costs
        state = transition.state


@THOROUGH
@given(ledgers())
def test_no_quantity_debt_or_cash_becomes_negative(ledger: Ledger) -> None:
    start, events = ledger
    for transition in replay(start, events):
        account = transition.state.account
        assert min(account.cash, account.charges, account.overdue) >= 0
        assert all(0 <= holding.sellable(transition.state.on) <= holding.quantity for holding in account.collateral)
        assert all(min(c.quantity, c.principal, c.accrued) >= 0 for c in account.financing)
        assert all(min(c.quantity, c.proceeds, c.accrued) >= 0 for c in account.shorts)
        assert all(c.principal or c.accrued for c in account.financing), "a contract that owes nothing is closed"
        assert all(c.quantity for c in account.shorts)


@THOROUGH
@given(ledgers(), AMOUNTS)
def test_depositing_cash_never_lowers_the_ratio_or_the_margin(ledger: Ledger, amount: D) -> None:
    state = last(*ledger)
    before, after = worth(state), worth(apply(state, Deposit(on=state.on, amount=amount)).state)
    assert abs(after.available_margin - before.available_margin - amount) < D("1e-12")
    assert (after.maintenance_ratio is None) == (before.maintenance_ratio is None)
    assert before.maintenance_ratio is None or after.maintenance_ratio >= before.maintenance_ratio - D("1e-20")


@THOROUGH
@given(ledgers(), st.decimals("0", "1", places=2))
def test_repaying_debt_never_lowers_a_ratio_above_one(ledger: Ledger, fraction: D) -> None:
    """Debt may be up to half a fen more than what is debited for it, so the ratio may fall by as much."""
    state = last(*ledger)
    before = worth(state)
    amount = (min(state.account.own_cash, before.debt - before.short_debt) * fraction).quantize(D("0.01"), rounding=ROUND_FLOOR)
    assume(amount > 0 and state.account.financing and before.maintenance_ratio is not None and before.maintenance_ratio > 1)
    most = to_fen(state.account.charges) + sum(owed(state, contract) for contract in state.account.financing)
    after = worth(apply(state, CashRepay(on=state.on, amount=min(amount, most))).state)
    assert after.maintenance_ratio is None or after.maintenance_ratio >= before.maintenance_ratio - D("1e-6")


ORDERS: dict[str, type[FinancingBuy | ShortSell | CollateralBuy]] = {
    "financing_buy": FinancingBuy,
    "short_sell": ShortSell,
    "collateral_buy": CollateralBuy,
}


@THOROUGH
@given(ledgers(), st.sampled_from(sorted(ORDERS)), st.sampled_from(SECURITIES), st.decimals("1", "1.1", places=2))
def test_the_ledger_takes_what_capacity_measures_and_not_a_share_more(ledger: Ledger, kind: Any, security: str, step: D) -> None:
    state = last(*ledger)
    price = (state.marks[security].price * step).quantize(D("0.01"))
    most = capacity(state.account, OrderAsked(kind, security, price), marks=state.marks, terms=state.terms).max_amount // price
    if most:
        apply(state, ORDERS[kind](on=state.on, security=security, quantity=most, price=price))
    with pytest.raises(EventRefused):
        apply(state, ORDERS[kind](on=state.on, security=security, quantity=most + 1, price=price))


@THOROUGH
@given(ledgers())
def test_the_ledger_pays_out_what_may_be_withdrawn_and_not_a_fen_more(ledger: Ledger) -> None:
    state = last(*ledger)
    most = withdrawable_cash(state.account, state.marks, state.terms).amount.quantize(D("0.01"), rounding=ROUND_FLOOR)
    if most:
        apply(state, Withdraw(on=state.on, amount=most))
    with pytest.raises(EventRefused):
        apply(state, Withdraw(on=state.on, amount=most + D("0.01")))


@THOROUGH
@given(states())
def test_closing_everything_leaves_no_debt(state: AccountState) -> None:
    on = mainland().next(state.on)
    state = apply(state, Deposit(on=on, amount=D(200_000_000))).state
    for security in SECURITIES:
        quantity = sum((short.quantity for short in state.account.shorts if short.security == security), D(0))
        if quantity:
            state = apply(state, BuyToCover(on=on, security=security, quantity=quantity, price=state.marks[security].price)).state
    most = to_fen(state.account.charges) + sum((owed(state, contract) for contract in state.account.financing), D(0))
    shares = {c.security for c in state.account.financing} | {h.security for h in state.account.collateral}
    if most:
        state = apply(state, CashRepay(on=on, amount=most)).state
    assert not state.account.has_debt
    assert worth(state).debt == 0
    assert state.account.own_cash == state.account.cash
    assert {holding.security for holding in state.account.collateral} == shares
