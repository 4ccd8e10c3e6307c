"""The clearing after the close (日终清算): what ends a session for an account, in this order.

Closing prices are set, interest and fees are counted through the day and debited where a charge day has come, shares bought
today become free for sale, and the lines are tested.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from liangrong.accounts.assess import assess, mark_of
from liangrong.accounts.calls.lines import next_line
from liangrong.accounts.events import Clearing
from liangrong.accounts.ledger.interest import pass_days
from liangrong.accounts.ledger.refusals import check_positive, refused, yuan
from liangrong.accounts.state import AccountState, CreditAccount, Holding
from liangrong.accounts.transitions import Transition
from liangrong.core.calendar import mainland
from liangrong.core.results import Note

__all__ = ["clearing"]

_ZERO: Final = Decimal(0)


def clearing(state: AccountState, event: Clearing) -> Transition:
    """End a session: prices, interest, charges, T+1, lines.

    Raises
    ------
    EventRefused
        The day is no session, or a price is not above zero.
    InvalidAccount
        A price is given for a security that has no mark, or one that it holds or owes has none.
    BeyondCalendar
        The day, or the deadline of a call, lies after the last day of the calendar.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import FinancingContract
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day = Decimal, date(2026, 3, 2)
    >>> loan = FinancingContract("1", "600519.SH", day, D(100), D(100000), D(1), rate=D("0.072"))
    >>> state = AccountState(day, CreditAccount(financing=(loan,)), {"600519.SH": Mark(D(1400), D(0))}, Rulebook.load())
    >>> cleared = clearing(state, Clearing(on=day, prices={"600519.SH": D(1250)})).state
    >>> cleared.line, f"{cleared.account.accrued_charges:.2f}"
    ('called', '20.00')
    """
    calendar = mainland()
    if not calendar.is_session(event.on):
        near = calendar.on_or_after(event.on)
        raise refused(event, f"it is no session; the next one is {near}", f"当日不是交易日；下一交易日为 {near}")
    marks = dict(state.marks)
    for security, price in event.prices.items():
        check_positive(event, price, f"the price of {security}")
        mark = mark_of(security, marks)
        marks[security] = mark if mark.price == price else replace(mark, price=price)
    account, movements = pass_days(state.account, state.terms, event.on, marks=marks)
    notes = _unpaid(state.account.overdue, account)
    account = replace(account, collateral=tuple(_unlocked(holding) for holding in account.collateral))
    state = replace(state, account=account, marks=marks)
    decision = next_line(state, assess(account, marks, state.terms), state.terms, calendar)
    return Transition(replace(state, line=decision.line, call=decision.call), movements, notes + decision.notes)


def _unlocked(holding: Holding) -> Holding:
    """The holding on the next session: all of it may be sold."""
    return holding if holding.bought_on is None else replace(holding, bought=_ZERO, bought_on=None)


def _unpaid(before: Decimal, account: CreditAccount) -> tuple[Note, ...]:
    if account.overdue <= before:
        return ()
    left = yuan(account.overdue)
    return (Note(f"自有现金不足，{left} 元息费未能扣收，计收罚息",
                 f"own cash does not suffice: {left} yuan of interest and fees are unpaid and bear a penalty"),)  # fmt: skip
