"""Short sales (融券): opened within the available margin, returned by buying or from what is held.

SSE implementing rules: Art. 12 on the price of a short sale, Art. 16 on the earliest return, Art. 17 on its proceeds.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from liangrong.accounts.assess import mark_of
from liangrong.accounts.events import BuyToCover, ReturnSecurities, ShortSell
from liangrong.accounts.fen import to_fen
from liangrong.accounts.ledger.cash_and_collateral import sellable
from liangrong.accounts.ledger.opening import check_room, months_after, name_of_new_contract, ratio_agreed
from liangrong.accounts.ledger.posting import booked, post
from liangrong.accounts.ledger.refusals import check_means, check_order, check_positive, refused
from liangrong.accounts.ledger.repayment import in_order, last_interest, open_contract
from liangrong.accounts.limits.tick_rule import short_price_floor
from liangrong.accounts.state import AccountState, ShortContract
from liangrong.accounts.terms import venue_of
from liangrong.accounts.transitions import Cause, Movement, Transition
from liangrong.core.calendar import mainland

__all__ = ["buy_to_cover", "may_be_returned", "return_securities", "short_sell"]

_ZERO: Final = Decimal(0)


def short_sell(state: AccountState, event: ShortSell) -> Transition:
    """Sell borrowed shares (融券卖出): the proceeds join the cash and stay frozen; costs come from own cash.

    The price may not lie below the last one where the tick rule holds (``tick_rule``).

    Raises
    ------
    EventRefused
        The market takes no such order, the security is not open for short sales, price or stated ratio are too low, or the sale
        does not fit into available margin or credit line.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import CreditAccount
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day = Decimal, date(2025, 6, 3)
    >>> state = AccountState(day, CreditAccount(cash=D(500000)), {"600519.SH": Mark(D(30), D("0.7"))}, Rulebook.load())
    >>> account = short_sell(state, ShortSell(on=day, security="600519.SH", quantity=D(10000), price=D(30))).state.account
    >>> account.cash, account.own_cash
    (Decimal('800000'), Decimal('500000'))
    """
    mark = mark_of(event.security, state.marks)
    check_order(event, mark)
    if not mark.short_open:
        raise refused(event, f"{event.security} is not open for short sales", f"{event.security} 当前不可融券卖出")
    floor = short_price_floor(event.security, mark, state.terms)
    if floor is not None and event.price < floor.amount:
        raise refused(
            event,
            f"the price is {event.price}: {floor.rule.en}",
            f"申报价 {event.price}：{floor.rule.zh}",
            citation=floor.citation,
        )
    ratio = ratio_agreed(state, event, mark, "short")
    check_room(state, event, ratio)
    check_means(event, event.costs, state.account.own_cash)
    contract = ShortContract(
        contract_id=name_of_new_contract(state, event),
        security=event.security,
        opened_on=event.on,
        quantity=_ZERO,
        proceeds=_ZERO,
        margin_ratio=ratio,
        rate=event.rate,
        due_on=months_after(event.on, state.terms.contract_max_months),
    )
    amount, of = event.quantity * event.price, (event.security, contract.contract_id)
    movements = (
        Movement("shares_owed", event.quantity, "trade", *of),
        Movement("cash", amount, "trade", *of),
        Movement("proceeds", amount, "trade", *of),
        Movement("cash", -event.costs, "costs"),
    )
    account = post(replace(state.account, shorts=(*state.account.shorts, contract)), movements)
    return booked(replace(state, serial=state.serial + 1), account, movements)


def buy_to_cover(state: AccountState, event: BuyToCover) -> Transition:
    """Buy and return (买券还券), effective at once; frozen proceeds may pay.

    Raises
    ------
    EventRefused
        The market takes no such order, less is owed, it was sold short too recently, or cash does not suffice.
    """
    check_order(event, mark_of(event.security, state.marks))
    amount = event.quantity * event.price
    returned = _returned(state, event, "trade")
    check_means(event, amount + event.costs, state.account.cash)
    movements = (Movement("cash", -amount, "trade"), Movement("cash", -event.costs, "costs"), *returned)
    return _settled(state, movements)


def return_securities(state: AccountState, event: ReturnSecurities) -> Transition:
    """Return borrowed shares from free collateral (直接还券).

    Raises
    ------
    EventRefused
        Less is owed or held, or it was sold short too recently.
    """
    check_positive(event, event.quantity, "quantity")
    free = sellable(state, event.security)
    if event.quantity > free:
        raise refused(event, f"{event.quantity} shares of {event.security} are named and {free} are free collateral not bought today",
                      f"申报归还 {event.security} {event.quantity} 股，当日可用的担保证券为 {free} 股（当日买入的不可用）")  # fmt: skip
    returned = _returned(state, event, "repayment")
    return _settled(state, (Movement("collateral", -event.quantity, "repayment", event.security), *returned))


def may_be_returned(state: AccountState, contract: ShortContract) -> bool:
    """Whether a short sale is old enough to be returned on the day of the state (SSE implementing rules Art. 16)."""
    wait = state.terms.rules.number("short_return_earliest_trading_days", venue=venue_of(contract.security))
    return mainland().count(contract.opened_on, state.on) >= wait


def _returned(state: AccountState, event: BuyToCover | ReturnSecurities, cause: Cause) -> tuple[Movement, ...]:
    """What a return takes off the contracts of its security; the proceeds of the part returned are frozen no longer.

    They fall pro rata, to the fen, and the rest stays with the contract.
    """
    terms = state.terms
    contracts = tuple(contract for contract in state.account.shorts if contract.security == event.security)
    if event.contract_id is not None:
        contracts = (open_contract(event, contracts, event.contract_id),)
    _check_returnable(state, event, contracts)
    left = event.quantity
    movements: list[Movement] = []
    for contract in in_order(contracts, terms.repayment_order, contract_id=event.contract_id):
        if not left:
            break
        if may_be_returned(state, contract):
            part = min(left, contract.quantity)
            left -= part
            released = contract.proceeds if part == contract.quantity else to_fen(contract.proceeds * part / contract.quantity)
            of = (contract.security, contract.contract_id)
            movements += (
                Movement("shares_owed", -part, cause, *of),
                Movement("proceeds", -released, "reclassified", *of),
                Movement("accrued", last_interest(contract, part, terms, state.marks), "interest", *of),
            )
    return tuple(movements)


def _check_returnable(state: AccountState, event: BuyToCover | ReturnSecurities, contracts: tuple[ShortContract, ...]) -> None:
    owed = sum((contract.quantity for contract in contracts), _ZERO)
    if event.quantity > owed:
        raise refused(event, f"{event.quantity} shares of {event.security} are more than the {owed} owed",
                      f"{event.security} {event.quantity} 股超过所欠的 {owed} 股")  # fmt: skip
    ripe = sum((contract.quantity for contract in contracts if may_be_returned(state, contract)), _ZERO)
    if event.quantity > ripe:
        rule = state.terms.rules.ruling("short_return_earliest_trading_days", venue=venue_of(event.security))
        raise refused(event, f"{owed - ripe} of the {owed} shares of {event.security} owed were sold short less than {rule.value} session ago "
                      "and cannot be returned yet",
                      f"所欠 {event.security} {owed} 股中有 {owed - ripe} 股融券卖出后未满 {rule.value} 个交易日，尚不可归还", rule=rule)  # fmt: skip


def _settled(state: AccountState, movements: tuple[Movement, ...]) -> Transition:
    """Debit the lending fees of the contracts that the movements close: from own cash, and what is lacking becomes due."""
    account = post(state.account, movements)
    for contract in account.shorts:
        if not contract.quantity:
            due = to_fen(contract.accrued)
            paid = min(due, max(_ZERO, account.own_cash))
            fee = (
                Movement("accrued", -contract.accrued, "interest", contract.security, contract.contract_id),
                Movement("cash", -paid, "interest", contract.security, contract.contract_id),
                Movement("charges", due - paid, "interest", contract.security, contract.contract_id),
            )
            account, movements = post(account, fee), (*movements, *fee)
    return booked(state, account, movements)
