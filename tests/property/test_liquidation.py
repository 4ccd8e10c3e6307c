"""What is always true of forced sales: nothing is lost, no less would do, and nothing is sold that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal as D

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from liangrong.accounts.assess import Assessment, assess
from liangrong.accounts.calls.desk import Ladder
from liangrong.accounts.calls.lines import sold_out
from liangrong.accounts.calls.liquidation import LiquidationPlan, liquidate, plan, run_down
from liangrong.accounts.calls.sale_positions import SaleOrder, sellable_today
from liangrong.accounts.events import CashRepay, Clearing, ForcedSale
from liangrong.accounts.ledger.conservation import conserved
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.limits.costs import trading_costs
from liangrong.accounts.limits.orders import order_size
from liangrong.accounts.state import AccountState
from liangrong.core.calendar import mainland
from tests.accounts_strategies import states

THOROUGH = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
ORDERS: st.SearchStrategy[SaleOrder] = st.sampled_from(["risk", "position", "loss"])
TARGETS = st.sampled_from([D("1.30"), D("1.40"), D("1.60"), D(3), D("Infinity")])


def cleared(state: AccountState) -> Assessment:
    """The account after the clearing of its day."""
    state = apply(state, Clearing(on=state.on)).state
    return assess(state.account, state.marks, state.terms)


def reached(state: AccountState, target: D) -> bool:
    ratio = cleared(state).maintenance_ratio
    return ratio is None or ratio >= target


@st.composite
def troubled(draw: st.DrawFn) -> AccountState:
    """An account in debt whose market has moved since, with securities that may be suspended or stand at a limit.

    Half of them have no cash of their own, so that something must be sold.
    """
    state = draw(states())
    assume(state.account.has_debt)
    if draw(st.booleans()):
        state = replace(state, account=replace(state.account, cash=state.account.short_proceeds))
    move: Callable[[], D] = lambda: draw(st.decimals("0.5", "1.5", places=2))  # noqa: E731
    marks = {}
    for name, mark in state.marks.items():
        price = (mark.price * move()).quantize(D("0.01"))
        stopped = draw(st.sampled_from([{}, {}, {}, {"suspended": True}, {"limit_down": price}, {"limit_up": price}]))
        marks[name] = replace(mark, price=price, **stopped)
    return replace(state, marks=marks)


@THOROUGH
@given(troubled(), ORDERS, TARGETS, st.booleans())
def test_no_order_loses_or_makes_anything(state: AccountState, order: SaleOrder, target: D, costs: bool) -> None:
    for transition in liquidate(state, order=order, target=target, costs=costs):
        assert conserved(state, transition) == ()
        assert transition.state.account.cash >= 0
        state = transition.state


@THOROUGH
@given(troubled(), ORDERS, TARGETS)
def test_what_a_plan_promises_is_what_comes(state: AccountState, order: SaleOrder, target: D) -> None:
    found = plan(state, order=order, target=target)
    for transition in liquidate(state, order=order, target=target):
        state = transition.state
    assert cleared(state).maintenance_ratio == found.ratio_after
    assert (found.unmet == 0) == reached(state, target)


@THOROUGH
@given(troubled(), ORDERS, st.decimals("1.01", "1.50", places=2), st.booleans())
def test_the_last_step_is_the_smallest_that_restores(state: AccountState, order: SaleOrder, factor: D, costs: bool) -> None:
    ratio = cleared(state).maintenance_ratio
    assume(ratio is not None and ratio > 1)
    found = plan(state, order=order, target=ratio * factor, costs=costs)
    assume(found.unmet == 0)
    before = state
    for step in found.steps[:-1]:
        before = apply(before, step).state
    assert not reached(before, found.target)
    for smaller in _smaller(before, found.steps[-1], costs=costs):
        assert not reached(apply(before, smaller).state, found.target)


def _smaller(state: AccountState, step: CashRepay | ForcedSale, *, costs: bool) -> list[CashRepay | ForcedSale]:
    """The step with the amounts or quantities next below its own, and with the smallest."""
    if isinstance(step, CashRepay):
        return [replace(step, amount=step.amount - D("0.01"))] if step.amount > D("0.01") else []
    side = "buy" if any(short.contract_id == step.contract_id for short in state.account.shorts) else "sell"
    owed = sum((short.quantity for short in state.account.shorts if short.contract_id == step.contract_id), D(0))
    rungs = Ladder(owed if side == "buy" else sellable_today(state, step.security), order_size(step.security, state.terms.rules))
    below = [rungs.quantity(n) for n in range(1, rungs.count + 1) if rungs.quantity(n) < step.quantity]
    kind = state.marks[step.security].asset_class

    def order(quantity: D) -> ForcedSale:
        paid = trading_costs(side, quantity * step.price, step.security, state.terms.rules, asset_class=kind).total
        return replace(step, quantity=quantity, costs=paid if costs else D(0))

    return [smaller for smaller in map(order, {*below[-3:], *below[:1]}) if smaller.quantity * smaller.price > smaller.costs]


@THOROUGH
@given(troubled(), ORDERS, TARGETS)
def test_what_cannot_be_traded_is_not_traded(state: AccountState, order: SaleOrder, target: D) -> None:
    found = plan(state, order=order, target=target)
    shorts = {short.contract_id for short in state.account.shorts}
    for sale in found.orders:
        mark = state.marks[sale.security]
        assert not mark.suspended
        assert sale.price != (mark.limit_up if sale.contract_id in shorts else mark.limit_down)


@THOROUGH
@given(troubled(), ORDERS, TARGETS)
def test_a_target_is_missed_only_when_nothing_is_left_to_trade(state: AccountState, order: SaleOrder, target: D) -> None:
    state = replace(
        state, marks={name: replace(mark, suspended=False, limit_up=None, limit_down=None) for name, mark in state.marks.items()}
    )
    found = plan(state, order=order, target=target)
    for transition in liquidate(state, order=order, target=target):
        state = transition.state
    assert found.unmet == 0 or sold_out(state.account, state.marks, state.terms)


@THOROUGH
@given(troubled(), ORDERS)
def test_above_the_target_nothing_is_done(state: AccountState, order: SaleOrder) -> None:
    ratio = cleared(state).maintenance_ratio
    assume(ratio is not None and ratio > 0)
    found: LiquidationPlan = plan(state, order=order, target=ratio)
    assert found.steps == ()


@settings(THOROUGH, max_examples=30)
@given(troubled(), ORDERS, st.data())
def test_in_a_market_that_trades_the_first_session_of_sales_cures_or_closes(
    state: AccountState, order: SaleOrder, data: st.DataObject
) -> None:
    free = {name: replace(mark, suspended=False, limit_up=None, limit_down=None) for name, mark in state.marks.items()}
    state = apply(replace(state, marks=free), Clearing(on=state.on)).state
    market = {}
    for n in range(1, 8):
        prices = {
            name: mark.price * data.draw(st.sampled_from([D("0.8"), D("0.9"), D(1), D("1.05")])) for name, mark in free.items()
        }
        free = {name: replace(mark, price=max(D("0.01"), prices[name].quantize(D("0.01")))) for name, mark in free.items()}
        market[mainland().offset(state.on, n)] = free
    for transition in run_down(state, market, order=order):
        assert conserved(state, transition) == ()
        before, state = state, transition.state
        sold_today = before.line == "forced" and before.call is not None and before.call.liquidate_from <= state.on == before.on
        if sold_today and state.line != before.line:
            assert state.line in ("cured", "closed")
    assert state.line != "forced" or state.call is None or state.on < state.call.liquidate_from
