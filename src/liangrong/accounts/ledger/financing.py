"""Margin purchases (融资): opened within the available margin, repaid by selling or with cash.

SSE implementing rules: the articles on financing, its margin ratio and the ways to repay it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from liangrong.accounts.assess import mark_of
from liangrong.accounts.events import CashRepay, FinancingBuy, ForcedSale, SellToRepay
from liangrong.accounts.fen import to_fen
from liangrong.accounts.ledger.cash_and_collateral import sellable
from liangrong.accounts.ledger.interest import closing_charge
from liangrong.accounts.ledger.opening import check_room, months_after, name_of_new_contract, ratio_agreed
from liangrong.accounts.ledger.posting import booked, post
from liangrong.accounts.ledger.refusals import check_means, check_order, check_positive, refused, yuan
from liangrong.accounts.ledger.repayment import in_order, open_contract, repayments
from liangrong.accounts.limits.tick_rule import check_own_sale
from liangrong.accounts.state import AccountState, FinancingContract
from liangrong.accounts.transitions import Movement, Transition

__all__ = ["cash_repay", "financing_buy", "owed", "sell_to_repay"]

_ZERO: Final = Decimal(0)


def financing_buy(state: AccountState, event: FinancingBuy) -> Transition:
    """Buy with the broker's money (融资买入): a new contract holds the shares and owes their price; costs come from own cash.

    Raises
    ------
    EventRefused
        The market takes no such order, the security is not open for financing, the stated ratio is too low, or the purchase does
        not fit into available margin, credit line or concentration cap.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import CreditAccount
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day = Decimal, date(2025, 6, 3)
    >>> state = AccountState(day, CreditAccount(cash=D(80000)), {"600519.SH": Mark(D(1000), D("0.7"))}, Rulebook.load())
    >>> done = financing_buy(state, FinancingBuy(on=day, security="600519.SH", quantity=D(100), price=D(1000)))
    >>> (contract,) = done.state.account.financing
    >>> contract.principal, contract.margin_ratio, str(contract.due_on)
    (Decimal('100000'), Decimal('0.80'), '2025-12-03')
    """
    mark = mark_of(event.security, state.marks)
    check_order(event, mark)
    if not mark.financing_open:
        raise refused(event, f"{event.security} is not open for financing", f"{event.security} 当前不可融资买入")
    ratio = ratio_agreed(state, event, mark, "financing")
    check_room(state, event, ratio)
    check_means(event, event.costs, state.account.own_cash)
    contract = FinancingContract(
        contract_id=name_of_new_contract(state, event),
        security=event.security,
        opened_on=event.on,
        quantity=_ZERO,
        principal=_ZERO,
        margin_ratio=ratio,
        rate=event.rate,
        due_on=months_after(event.on, state.terms.contract_max_months),
    )
    of = (event.security, contract.contract_id)
    movements = (
        Movement("principal", event.quantity * event.price, "trade", *of),
        Movement("financed_shares", event.quantity, "trade", *of),
        Movement("cash", -event.costs, "costs"),
    )
    account = post(replace(state.account, financing=(*state.account.financing, contract)), movements)
    return booked(replace(state, serial=state.serial + 1), account, movements)


def sell_to_repay(state: AccountState, event: SellToRepay | ForcedSale) -> Transition:
    """Sell and repay (卖券还款): shares of financing contracts first, then free collateral of the same security.

    What the sale brings after costs repays the contract named, those of the security, then the others; the rest is own cash.

    Raises
    ------
    EventRefused
        The market takes no such order, there are not so many shares that may be sold today, or nothing is owed.
    """
    account, terms = state.account, state.terms
    check_order(event, mark_of(event.security, state.marks))
    if event.contract_id is not None:
        open_contract(event, account.financing, event.contract_id)
    if isinstance(event, SellToRepay):
        check_own_sale(state, event)
        if not account.financing and not account.charges:
            raise refused(event, "no financing is owed; sell it as collateral instead", "没有融资负债；请用担保品卖出")
    queue = in_order(account.financing, terms.repayment_order, security=event.security, contract_id=event.contract_id)
    sold = tuple(_sold(state, event, queue))
    amount = event.quantity * event.price
    check_means(event, event.costs, amount + max(account.own_cash, _ZERO))
    sale = (*sold, Movement("cash", amount, "trade"), Movement("cash", -event.costs, "costs"))
    paid = repayments(account, amount - event.costs, queue, terms)
    return booked(state, post(account, (*sale, *paid)), (*sale, *paid))


def cash_repay(state: AccountState, event: CashRepay) -> Transition:
    """Repay with own cash (直接还款): charges and contracts in the agreed order, or the one contract named.

    The shares of a contract that is repaid become collateral.

    Raises
    ------
    EventRefused
        Own cash does not suffice, or more is named than is owed.
    """
    check_positive(event, event.amount, "amount")
    account, terms = state.account, state.terms
    check_means(event, event.amount, account.own_cash)
    if event.contract_id is None:
        queue = in_order(account.financing, terms.repayment_order)
    else:
        queue = (open_contract(event, account.financing, event.contract_id),)
        account = replace(account, charges=_ZERO, overdue=_ZERO)
    most = to_fen(account.charges) + sum((owed(state, contract) for contract in queue), _ZERO)
    if event.amount > most:
        raise refused(
            event,
            f"{yuan(event.amount)} yuan are more than the {yuan(most)} owed",
            f"{yuan(event.amount)} 元超过所欠的 {yuan(most)} 元",
        )
    paid = repayments(account, event.amount, queue, terms)
    return booked(state, post(state.account, paid), paid)


def owed(state: AccountState, contract: FinancingContract) -> Decimal:
    """Return what would close a financing contract on the day of the state, 元: principal, and interest to the fen."""
    return contract.principal + to_fen(closing_charge(contract, state.terms, state.on))


def _sold(state: AccountState, event: SellToRepay | ForcedSale, queue: tuple[FinancingContract, ...]) -> Iterator[Movement]:
    """The shares of a sale: from the contracts of the security that were not opened today, then from free collateral."""
    left = event.quantity
    for contract in queue:
        if contract.security == event.security and contract.opened_on < state.on:
            taken = min(left, contract.quantity)
            left -= taken
            yield Movement("financed_shares", -taken, "trade", event.security, contract.contract_id)
    free = sellable(state, event.security)
    if left > free:
        had = event.quantity - left + free
        raise refused(event, f"{event.quantity} shares of {event.security} are named and {had} may be sold, those bought today not among them",
                      f"申报 {event.security} {event.quantity} 股，当日可卖 {had} 股（当日买入的不可卖）")  # fmt: skip
    yield Movement("collateral", -left, "trade", event.security)
