"""What a broker sells when nobody cures a call: the least that restores the target, planned order by order, session by session.

Which position goes first stands in ``sale_positions``, how its least quantity is found in ``desk``; without lots and costs it is
``cures.sale_to_cure``. Left out: the depth of the market, the largest size of one order, and the shares that a whole lot would
bring beyond an odd quantity owed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from liangrong.accounts.assess import assess
from liangrong.accounts.calls.desk import Desk, at_clearing
from liangrong.accounts.calls.lines import overdue_contracts
from liangrong.accounts.calls.sale_positions import SaleOrder, positions_in_order, tradable
from liangrong.accounts.events import CashRepay, Clearing, ForcedSale, MarginCalled, MarketUpdate
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import AccountState
from liangrong.accounts.transitions import Transition
from liangrong.core.calendar import mainland
from liangrong.core.results import Note

__all__ = ["LiquidationPlan", "SaleOrder", "liquidate", "plan", "run_down"]

_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class LiquidationPlan:
    """The orders of one session and what they lead to.

    Parameters
    ----------
    target
        Maintenance ratio to restore; infinite: until nothing is owed; zero: only contracts whose term is over.
    steps
        What to do, in this order: own cash repays first and is free, then sales, and purchases that return what is owed.
    ratio_before, ratio_after
        Maintenance ratio at the clearing of the session, at the prices of the plan; ``None`` without debt.
    unmet
        Cash that would still be lacking for the target, 元; zero where the plan restores it.
    notes
        What could not be sold or bought, and why; nothing where nothing had to be.
    """

    target: Decimal
    steps: tuple[CashRepay | ForcedSale, ...]
    ratio_before: Decimal | None
    ratio_after: Decimal | None
    unmet: Decimal
    notes: tuple[Note, ...] = ()

    @property
    def orders(self) -> tuple[ForcedSale, ...]:
        """The orders for the market, without repayments from own cash."""
        return tuple(step for step in self.steps if isinstance(step, ForcedSale))

    @property
    def costs(self) -> Decimal:
        """Commission, stamp duty and transfer fees of all orders, 元."""
        return sum((order.costs for order in self.orders), _ZERO)


def plan(
    state: AccountState, *, order: SaleOrder | tuple[str, ...] = "risk", target: Decimal | None = None, costs: bool = True
) -> LiquidationPlan:
    """Plan the least sale of a session that restores the target, at the prices of the marks.

    Contracts whose term is over are settled first, each with its own security before any other. Then own cash repays, then
    positions are settled one after the other: held shares are sold and repay, owed shares are bought and returned, sales pay
    for those where cash does not suffice. All positions but the last go whole; of the last goes the smallest quantity that an
    order can name and that restores the target.

    Parameters
    ----------
    state
        The account during the session, or after a clearing to see what the next session would need.
    order
        Which position goes first: by a rule, or these securities in this order and no others.
    target
        ``None``: that of the open call; without one, nothing but contracts that are over where the account is forced, else
        the cure target of the terms; more where the broker agreed on more for forced sales. ``Decimal("Infinity")``: until
        nothing is owed.
    costs
        Whether orders pay commission, stamp duty and transfer fee.

    Raises
    ------
    InvalidAccount
        A security that it holds or owes has no mark.

    Examples
    --------
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import CreditAccount, FinancingContract
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, opened = Decimal, date(2026, 2, 2)
    >>> loan = FinancingContract("1", "600519.SH", opened, D(1000), D(1000000), D(1))
    >>> state = AccountState(date(2026, 3, 2), CreditAccount(financing=(loan,)), {"600519.SH": Mark(D(1250), D(0))}, Rulebook.load())
    >>> found = plan(state)
    >>> [(sale.security, sale.quantity, sale.costs) for sale in found.orders], f"{found.ratio_after:.4f}"
    ([('600519.SH', Decimal('400'), Decimal('380.00'))], '1.4989')
    """
    goal = _goal(state) if target is None else target
    positions, obstacles = tradable(state, positions_in_order(state, order))
    desk = Desk(state, positions, costs=costs)
    late = overdue_contracts(state.account, state.marks, mainland().previous(state.on))
    for contract in late:
        desk.settle(contract.contract_id, contract.security)
    desk.restore(goal)
    after = at_clearing(desk.state)
    unmet = after.debt if goal.is_infinite() else max(_ZERO, goal * after.debt - after.assets)
    ordered = any(isinstance(step, ForcedSale) for step in desk.steps)
    return LiquidationPlan(
        target=goal,
        steps=tuple(desk.steps),
        ratio_before=at_clearing(state).maintenance_ratio,
        ratio_after=after.maintenance_ratio,
        unmet=unmet,
        notes=obstacles if ordered or late or unmet else (),
    )


def liquidate(
    state: AccountState, *, order: SaleOrder | tuple[str, ...] = "risk", target: Decimal | None = None, costs: bool = True
) -> tuple[Transition, ...]:
    """Plan a session and carry it out; what could not be sold or bought is told first, in a transition without movements.

    Parameters and errors are those of ``plan``.
    """
    planned = plan(state, order=order, target=target, costs=costs)
    transitions = [Transition(state, (), planned.notes)] if planned.notes else []
    for step in planned.steps:
        transitions.append(apply(state, step))
        state = transitions[-1].state
    return tuple(transitions)


def run_down(
    state: AccountState,
    marks_by_session: Mapping[date, Marks],
    *,
    order: SaleOrder | tuple[str, ...] = "risk",
    target: Decimal | None = None,
    costs: bool = True,
) -> Iterator[Transition]:
    """Let sessions pass over an account: prices, forced sales where they are due, clearing; until it is cured or closed.

    Parameters
    ----------
    marks_by_session
        The market of each session to pass, from the day of the state on. Where they end before the account is cured or closed,
        as with a security that never trades again, it is left as it is then.
    order, target, costs
        As for ``plan``; ``target`` replaces that of the call.

    Raises
    ------
    EventRefused
        A day lies before the state, or is no session.
    """
    for session in sorted(marks_by_session):
        for transition in _session(state, session, marks_by_session[session], order=order, target=target, costs=costs):
            state = transition.state
            yield transition
        if state.line in ("cured", "closed"):
            return


def _session(
    state: AccountState, on: date, marks: Marks, *, order: SaleOrder | tuple[str, ...], target: Decimal | None, costs: bool
) -> Iterator[Transition]:
    yield (opened := apply(state, MarketUpdate(on=on, marks=marks)))
    state = opened.state
    if _breaks_intraday(state):
        yield (called := apply(state, MarginCalled(on=on)))
        state = called.state
    if state.line == "forced":
        waits = state.call is not None and on < state.call.liquidate_from
        for transition in liquidate(state, order=order, target=_ZERO if waits else target, costs=costs):
            state = transition.state
            yield transition
    yield apply(state, Clearing(on=on))


def _breaks_intraday(state: AccountState) -> bool:
    if not state.terms.intraday_immediate_line or (state.call is not None and state.call.immediate):
        return False
    return assess(state.account, state.marks, state.terms).zone == "immediate"


def _goal(state: AccountState) -> Decimal:
    """What forced sales restore: the target of the call, or what was agreed for sales where that is higher."""
    if state.call is None and state.line == "forced":
        return _ZERO
    target = state.terms.cure_target if state.call is None else state.call.target
    agreed = state.terms.rules.value("forced_sale_target")
    return max(target, agreed) if isinstance(agreed, Decimal) else target
