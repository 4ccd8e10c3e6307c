"""The account through time: a fold of dated events over its state.

What each event does stands in the modules of its handlers; here is only who handles what, and what holds for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final, TypeAlias

from liangrong.accounts import events
from liangrong.accounts.calls import lines
from liangrong.accounts.events import Event
from liangrong.accounts.ledger import (
    cash_and_collateral,
    clearing,
    corporate_actions,
    financing,
    forced_sale,
    interest,
    market_changes,
    rollover,
    shorting,
)
from liangrong.accounts.ledger.refusals import refused
from liangrong.accounts.ledger.repayment import freed
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import AccountState
from liangrong.accounts.terms import agreed_terms
from liangrong.accounts.transitions import Transition
from liangrong.core.errors import UsageError

__all__ = ["HANDLERS", "Handler", "apply", "replay"]

Handler: TypeAlias = Callable[[AccountState, Any], Transition]
"""Takes the state on the event's own day, interest accrued through the day before, and the event."""

HANDLERS: Final[Mapping[type[Event], Handler]] = {
    events.Deposit: cash_and_collateral.deposit,
    events.Withdraw: cash_and_collateral.withdraw,
    events.TransferIn: cash_and_collateral.transfer_in,
    events.TransferOut: cash_and_collateral.transfer_out,
    events.OtherCollateral: cash_and_collateral.other_collateral,
    events.CollateralBuy: cash_and_collateral.collateral_buy,
    events.CollateralSell: cash_and_collateral.collateral_sell,
    events.FinancingBuy: financing.financing_buy,
    events.SellToRepay: financing.sell_to_repay,
    events.CashRepay: financing.cash_repay,
    events.ShortSell: shorting.short_sell,
    events.BuyToCover: shorting.buy_to_cover,
    events.ReturnSecurities: shorting.return_securities,
    events.Rollover: rollover.rollover,
    events.RateChange: interest.rate_change,
    events.ChargeInterest: interest.charge_interest,
    events.CashDividend: corporate_actions.cash_dividend,
    events.BonusShares: corporate_actions.bonus_shares,
    events.Split: corporate_actions.split,
    events.RightsIssue: corporate_actions.rights_issue,
    events.Suspension: market_changes.suspension,
    events.Resumption: market_changes.resumption,
    events.RiskWarning: market_changes.risk_warning,
    events.Delisting: market_changes.delisting,
    events.ConversionRatioChange: market_changes.conversion_ratio_change,
    events.RuleChange: market_changes.rule_change,
    events.MarketUpdate: market_changes.market_update,
    events.Clearing: clearing.clearing,
    events.MarginCalled: lines.margin_called,
    events.Cure: lines.cure,
    events.ForcedSale: forced_sale.forced_sale,
}
"""Event to what applies it."""


def apply(state: AccountState, event: Event) -> Transition:
    """Let one event happen.

    Raises
    ------
    EventRefused
        It lies before the day of the state, or a rule, the market or the account's means forbid it. The state stays as it is.
    UsageError
        Nothing handles events of its kind.

    Examples
    --------
    >>> from datetime import date
    >>> from decimal import Decimal
    >>> from liangrong.accounts.state import CreditAccount
    >>> from liangrong.rules.rulebook import Rulebook
    >>> start = AccountState(date(2025, 6, 2), CreditAccount(), {}, Rulebook.load())
    >>> after = apply(start, events.Deposit(on=date(2025, 6, 3), amount=Decimal(1000)))
    >>> after.state.account.cash, after.movements[0].cause
    (Decimal('1000'), 'outside')
    """
    handler = HANDLERS.get(type(event))
    if handler is None:
        kind = type(event).__name__
        raise UsageError(reason=f"No handler stands for events of kind {kind}.", reason_zh=f"没有处理 {kind} 类事件的程序。")
    if event.on < state.on:
        raise refused(event, f"the ledger already stands at {state.on}", f"账本已到 {state.on}")
    account, passed = interest.pass_days(state.account, agreed_terms(state.rulebook.at(event.on), state.account.investor),
                                         event.on - timedelta(days=1), marks=state.marks)  # fmt: skip
    account, settled = freed(account, event.on)
    marks = _without_limits(state.marks) if event.on > state.on else state.marks
    done = handler(replace(state, on=event.on, account=account, marks=marks), event)
    account, closed = freed(done.state.account, event.on)
    return Transition(replace(done.state, account=account), (*passed, *settled, *done.movements, *closed), done.notes)


def replay(state: AccountState, ledger: Iterable[Event]) -> Iterator[Transition]:
    """Let events happen one after the other, each on the state that the one before left.

    Raises
    ------
    EventRefused
        See ``apply``; what came before it has been yielded.
    """
    for event in ledger:
        transition = apply(state, event)
        state = transition.state
        yield transition


def _without_limits(marks: Marks) -> Marks:
    """Marks on a new day: the price limits of an earlier one, and the close that they follow from, bind nobody."""
    stale = {
        security: mark
        for security, mark in marks.items()
        if mark.limit_up is not None or mark.limit_down is not None or mark.previous_close is not None
    }
    if not stale:
        return marks
    fresh = {security: replace(mark, limit_up=None, limit_down=None, previous_close=None) for security, mark in stale.items()}
    return {**marks, **fresh}
