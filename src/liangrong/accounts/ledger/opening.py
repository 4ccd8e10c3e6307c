"""What holds for every new contract, financing or short: margin, credit line, name and term.

SSE implementing rules: a new contract must fit into the available margin (Art. 40) at its margin ratio; its term is bounded.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal

from liangrong.accounts.assess import assess
from liangrong.accounts.citations import AVAILABLE_MARGIN, CREDIT_LINE
from liangrong.accounts.events import FinancingBuy, ShortSell
from liangrong.accounts.ledger.refusals import check_not_negative, check_positive, refused, yuan
from liangrong.accounts.limits.concentration import check_concentration
from liangrong.accounts.limits.margin_ratios import Side, new_contract_ratio
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState
from liangrong.core.units import Unit, display

__all__ = ["check_room", "months_after", "name_of_new_contract", "ratio_agreed"]


def ratio_agreed(state: AccountState, event: FinancingBuy | ShortSell, mark: Mark, side: Side) -> Decimal:
    """Return the margin ratio of the contract that the event opens: the one it states, if the rules of the day admit it.

    Raises
    ------
    EventRefused
        The stated ratio is below what the exchange, or the broker's formula, asks for on that day; or the rate is negative.
    """
    check_not_negative(event, event.rate, "rate")
    least = new_contract_ratio(side, event.security, mark, state.terms)
    if event.margin_ratio is None:
        return least.value
    check_positive(event, event.margin_ratio, "margin_ratio")
    if event.margin_ratio < least.value:
        raise refused(event, f"a margin ratio of {event.margin_ratio} is below {least.value}, {least.reason.en}",
                      f"保证金比例 {event.margin_ratio} 低于{least.reason.zh} {least.value}", rule=least.binding.ruling)  # fmt: skip
    return event.margin_ratio


def check_room(state: AccountState, event: FinancingBuy | ShortSell, margin_ratio: Decimal) -> None:
    """Refuse a contract that does not fit into the available margin, the unused credit line or the broker's concentration caps.

    And any, where the broker agreed so, from the session after a close below the warning line until one at or above it.

    Raises
    ------
    EventRefused
        It does not.
    """
    account, amount = state.account, event.quantity * event.price
    restricts = state.terms.rules.ruling("warning_restricts_trading")
    if restricts.value and state.line in ("warned", "called", "forced"):
        line = display(state.terms.warning_line, Unit.RATIO)
        raise refused(event, f"the last clearing found the account below the warning line of {line}, where the broker opens no contract",
                      f"上次清算时账户低于警戒线 {line}，证券公司限制新开仓", rule=restricts)  # fmt: skip
    available = assess(account, state.marks, state.terms).available_margin
    needed = amount * margin_ratio
    if needed > available:
        raise refused(event, f"it takes {yuan(needed)} yuan of margin and {yuan(available)} are available",
                      f"需要保证金 {yuan(needed)} 元，保证金可用余额为 {yuan(available)} 元", citation=AVAILABLE_MARGIN)  # fmt: skip
    if account.credit_line is not None and amount > account.credit_line - account.credit_used:
        left = yuan(account.credit_line - account.credit_used)
        raise refused(event, f"it takes {yuan(amount)} yuan of credit and {left} of the credit line are unused",
                      f"需要授信 {yuan(amount)} 元，授信额度尚余 {left} 元", citation=CREDIT_LINE)  # fmt: skip
    if isinstance(event, FinancingBuy):
        check_concentration(state, event)


def name_of_new_contract(state: AccountState, event: FinancingBuy | ShortSell) -> str:
    """Return the contract's id: the one that the event states, or the next free number.

    Raises
    ------
    EventRefused
        An open contract has that id.
    """
    taken = {contract.contract_id for contract in state.account.contracts}
    if event.contract_id is not None:
        if event.contract_id in taken:
            raise refused(event, f"contract {event.contract_id} is open already", f"合约 {event.contract_id} 已存在")
        return event.contract_id
    number = state.serial + 1
    while f"{number}" in taken:
        number += 1
    return f"{number}"


def months_after(day: date, months: int) -> date:
    """Return the same day of a later month, or the last day of that month where it has no such day.

    Examples
    --------
    >>> months_after(date(2025, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
