"""Where an account stands between its lines, session after session: normal → warned → called → cured, or forced → closed.

The lines are tested at the clearing after the close of each session. A call made at the clearing of T runs for sessions, not
days; only the target cures it, not a recovery to somewhere above the call line. An account is ``forced`` when the time of
its call is over, when the immediate line is broken, or, without a call, when a contract was not settled by the end of its
term. Lines, target and times are terms of the contract (``rules/book/brokers``), bounded before 2015-07-01 by the
exchanges' trial rules of 2006.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from liangrong.accounts.assess import Assessment, assess, mark_of
from liangrong.accounts.events import Cure, MarginCalled
from liangrong.accounts.fen import FEN
from liangrong.accounts.ledger.refusals import refused
from liangrong.accounts.limits.costs import Side, trading_costs
from liangrong.accounts.limits.orders import order_size
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import AccountState, Contract, CreditAccount, Line, MarginCall
from liangrong.accounts.terms import Terms
from liangrong.accounts.transitions import Transition
from liangrong.core.calendar import Calendar, mainland
from liangrong.core.results import Note

__all__ = ["LineDecision", "cure", "line_order_problems", "margin_called", "next_line", "overdue_contracts", "sold_out"]

_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class LineDecision:
    """Where the account stands after a test of its lines, the call that is open then, and why."""

    line: Line
    call: MarginCall | None = None
    notes: tuple[Note, ...] = ()


def next_line(state: AccountState, assessment: Assessment, terms: Terms, calendar: Calendar) -> LineDecision:
    """Decide at the clearing of ``state.on`` where the account stands from here on.

    Parameters
    ----------
    assessment
        The account after the clearing, at the closing prices.

    Raises
    ------
    BeyondCalendar
        A deadline would lie after the last day of the calendar.

    Examples
    --------
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import FinancingContract
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day, book = Decimal, date(2025, 9, 29), Rulebook.load()
    >>> account = CreditAccount(financing=(FinancingContract("1", "600519.SH", day, D(1000), D(100000), D(1)),))
    >>> state = AccountState(day, account, {"600519.SH": Mark(D(125), D(0))}, book)
    >>> terms = state.terms
    >>> decision = next_line(state, assess(account, state.marks, terms), terms, mainland())
    >>> decision.line, str(decision.call.deadline), str(decision.call.liquidate_from)
    ('called', '2025-09-30', '2025-10-09')
    """
    ratio, on, call = assessment.maintenance_ratio, state.on, state.call
    if ratio is None:
        return LineDecision("closed" if state.line in ("forced", "closed") else "cured" if call is not None else "normal")
    if state.line in ("forced", "closed") and sold_out(state.account, state.marks, terms):
        return LineDecision("closed", None, () if state.line == "closed" else (_still_owed(assessment),))
    notes: tuple[Note, ...] = ()
    if call is not None and ratio >= call.target:
        notes, call = (_cured(ratio, call),), None
    elif call is not None:
        if ratio < terms.immediate_line and not call.immediate:
            call = replace(call, deadline=on, liquidate_from=min(call.liquidate_from, calendar.next(on)), immediate=True)
            notes = (_broken(ratio, terms, call),)
        elif state.line == "called" and on >= call.deadline:
            notes = (_missed(ratio, call),)
    elif ratio < terms.call_line:
        call = _new_call(on, ratio, terms, calendar)
        notes = (_broken(ratio, terms, call),)
    late = overdue_contracts(state.account, state.marks, on)
    if late:
        return LineDecision("forced", call, (*notes, *(_late(contract) for contract in late if state.line != "forced")))
    if call is not None:
        return LineDecision("forced" if on >= call.deadline else "called", call, notes)
    if state.line in ("called", "forced"):
        return LineDecision("cured", None, notes)
    return LineDecision("warned" if ratio < terms.warning_line else "normal")


def overdue_contracts(account: CreditAccount, marks: Marks, through: date) -> tuple[Contract, ...]:
    """Open contracts whose term ended by the close of the session ``through``.

    A term that ends on a holiday runs to the session after it; a suspended security extends it until trading resumes
    (SSE implementing rules, the article on suspension beyond maturity).

    Raises
    ------
    InvalidAccount
        A security of such a contract has no mark.
    """
    return tuple(
        contract
        for contract in account.contracts
        if contract.due_on is not None and contract.due_on <= through and not mark_of(contract.security, marks).suspended
    )


def sold_out(account: CreditAccount, marks: Marks, terms: Terms) -> bool:
    """Whether nothing is left whose sale brings more than it costs, nor cash to repay a debt or to buy back with one order.

    What is suspended is left: it may trade again.

    Raises
    ------
    InvalidAccount
        A security that it holds or owes has no mark.
    """
    if account.own_cash >= FEN and (account.financing or account.charges > 0):
        return False
    held = [(item.security, item.quantity) for item in account.collateral] + [(c.security, c.quantity) for c in account.financing]
    if any(_traded("sell", security, quantity, marks, terms) > 0 for security, quantity in held):
        return False
    least = [(short.security, min(short.quantity, order_size(short.security, terms.rules).minimum)) for short in account.shorts]
    return all(account.cash + _traded("buy", security, quantity, marks, terms) < 0 for security, quantity in least)


def line_order_problems(terms: Terms) -> tuple[Note, ...]:
    """What makes no sense in the order of lines and times; empty where all is well.

    From above: withdrawal line > warning line ≥ call line ≥ immediate line ≥ 1; cure target ≥ call line, and above 1, which no
    sale could reach; forced sales start after the deadline.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> terms = agreed_terms(Rulebook.load().at(date(2026, 2, 2)))
    >>> line_order_problems(terms)
    ()
    >>> [note.en for note in line_order_problems(replace(terms, immediate_line=Decimal("1.35")))]
    ['call_line 1.30 lies below immediate_line 1.35']
    """
    problems = []
    for upper, lower in (("warning_line", "call_line"), ("call_line", "immediate_line"), ("cure_target", "call_line")):
        high, low = getattr(terms, upper), getattr(terms, lower)
        if high < low:
            problems.append(Note(f"{upper} {high} 低于 {lower} {low}", f"{upper} {high} lies below {lower} {low}"))
    if terms.withdrawal_line <= terms.warning_line:
        problems.append(Note(f"withdrawal_line {terms.withdrawal_line} 不高于 warning_line {terms.warning_line}",
                             f"withdrawal_line {terms.withdrawal_line} is not above warning_line {terms.warning_line}"))  # fmt: skip
    if terms.immediate_line < _ONE:
        problems.append(Note(f"immediate_line {terms.immediate_line} 低于 1：触线时已资不抵债",
                             f"immediate_line {terms.immediate_line} lies below 1, where the debt exceeds the assets already"))  # fmt: skip
    if terms.cure_target <= _ONE:
        problems.append(Note(f"cure_target {terms.cure_target} 不高于 1：卖出还款无法达到",
                             f"cure_target {terms.cure_target} is not above 1, and no sale can lift a ratio to it"))  # fmt: skip
    if terms.liquidation_start_sessions <= terms.cure_deadline_sessions:
        problems.append(Note(
            f"liquidation_start_sessions {terms.liquidation_start_sessions} 不晚于 cure_deadline_sessions {terms.cure_deadline_sessions}：追保期限未到即平仓",
            f"liquidation_start_sessions {terms.liquidation_start_sessions} is not after cure_deadline_sessions "
            f"{terms.cure_deadline_sessions}: sales would start before the deadline is over"))  # fmt: skip
    return tuple(problems)


def margin_called(state: AccountState, event: MarginCalled) -> Transition:
    """Open a call on the broker's word.

    Without a deadline of its own it is the call that a clearing would make: below the immediate line an immediate one, and
    where the contract lets that line act during the session, with sales from the same session.

    Raises
    ------
    EventRefused
        Nothing is owed, the deadline lies before the day, or the account is not below the target.
    BeyondCalendar
        The deadline would lie after the last day of the calendar.
    """
    terms, calendar = state.terms, mainland()
    ratio = assess(state.account, state.marks, terms).maintenance_ratio
    target = terms.cure_target if event.target is None else event.target
    if ratio is None:
        raise refused(event, "the account owes nothing", "账户没有负债")
    if ratio >= target:
        raise refused(event, f"the maintenance ratio {ratio:.4%} is not below the target {target:.4%}",
                      f"维持担保比例 {ratio:.4%} 不低于目标 {target:.4%}")  # fmt: skip
    if event.deadline is None:
        call = replace(_new_call(event.on, ratio, terms, calendar), target=target)
        if call.immediate and terms.intraday_immediate_line:
            call = replace(call, liquidate_from=event.on)
    elif event.deadline < event.on:
        raise refused(event, f"the deadline {event.deadline} is over", f"期限 {event.deadline} 已过")
    else:
        call = MarginCall(event.on, event.deadline, calendar.next(event.deadline), target)
    line: Line = "forced" if call.immediate else "called"
    return Transition(replace(state, line=line, call=call), (), (_broken(ratio, terms, call),))


def cure(state: AccountState, event: Cure) -> Transition:
    """Close the open call on the broker's word, also below its target.

    Raises
    ------
    EventRefused
        No call is open.
    """
    if state.call is None:
        raise refused(event, f"no call is open: the account is {state.line}", f"没有未解除的追保，账户状态为 {state.line}")
    ratio = assess(state.account, state.marks, state.terms).maintenance_ratio
    notes: tuple[Note, ...] = ()
    if ratio is not None and ratio < state.call.target:
        notes = (Note(f"维持担保比例 {ratio:.4%}，低于目标 {state.call.target:.4%}，由证券公司同意解除",
                      f"maintenance ratio {ratio:.4%}, below the target {state.call.target:.4%}: accepted by the broker"),)  # fmt: skip
    return Transition(replace(state, line="cured", call=None), (), notes)


def _new_call(on: date, ratio: Decimal, terms: Terms, calendar: Calendar) -> MarginCall:
    if ratio < terms.immediate_line:
        return MarginCall(on, on, calendar.next(on), terms.cure_target, immediate=True)
    return MarginCall(
        breached_on=on,
        deadline=calendar.offset(on, terms.cure_deadline_sessions),
        liquidate_from=calendar.offset(on, terms.liquidation_start_sessions),
        target=terms.cure_target,
    )


def _broken(ratio: Decimal, terms: Terms, call: MarginCall) -> Note:
    if call.immediate:
        return Note(f"维持担保比例 {ratio:.4%}，低于即时平仓线 {terms.immediate_line:.4%}；自 {call.liquidate_from} 起强制平仓",
                    f"maintenance ratio {ratio:.4%}, below the immediate line {terms.immediate_line:.4%}; "
                    f"forced sales from {call.liquidate_from}")  # fmt: skip
    return Note(f"维持担保比例 {ratio:.4%}；须在 {call.deadline} 收市前达到 {call.target:.4%}，否则自 {call.liquidate_from} 起强制平仓",
                f"maintenance ratio {ratio:.4%}: it must reach {call.target:.4%} by the close of {call.deadline}, "
                f"or forced sales start on {call.liquidate_from}")  # fmt: skip


def _missed(ratio: Decimal, call: MarginCall) -> Note:
    return Note(f"追保期限 {call.deadline} 收市时维持担保比例 {ratio:.4%}，未达 {call.target:.4%}；自 {call.liquidate_from} 起强制平仓",
                f"maintenance ratio {ratio:.4%} at the close of {call.deadline}, the deadline, below {call.target:.4%}; "
                f"forced sales from {call.liquidate_from}")  # fmt: skip


def _cured(ratio: Decimal, call: MarginCall) -> Note:
    return Note(f"维持担保比例 {ratio:.4%}，达到 {call.target:.4%}，追保解除",
                f"maintenance ratio {ratio:.4%}: the target of {call.target:.4%} is reached, the call is cured")  # fmt: skip


def _late(contract: Contract) -> Note:
    return Note(f"合约 {contract.contract_id} 于 {contract.due_on} 到期未了结，自下一交易日起强制平仓",
                f"contract {contract.contract_id} was not settled by {contract.due_on}, the end of its term; "
                "forced sales from the next session")  # fmt: skip


def _traded(side: Side, security: str, quantity: Decimal, marks: Marks, terms: Terms) -> Decimal:
    """What an order brings (of a purchase: takes, below zero) after its costs."""
    mark = mark_of(security, marks)
    amount = quantity * mark.price
    costs = trading_costs(side, amount, security, terms.rules, asset_class=mark.asset_class).total
    return (amount if side == "sell" else -amount) - costs


def _still_owed(assessment: Assessment) -> Note:
    left = f"{assessment.debt - assessment.assets:.2f}"
    return Note(f"可平仓资产已全部处置，仍欠 {left} 元", f"all that could be sold is sold; {left} yuan are still owed")
