"""Cash and collateral: what comes in, what goes out, and trades with the client's own money.

SSE implementing rules: the articles on collateral and on withdrawing it; Art. 17 on the proceeds of short sales.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from liangrong.accounts.assess import assess, mark_of
from liangrong.accounts.events import CollateralBuy, CollateralSell, Deposit, OtherCollateral, TransferIn, TransferOut, Withdraw
from liangrong.accounts.ledger.posting import booked, locked, post
from liangrong.accounts.ledger.refusals import check_means, check_not_negative, check_order, check_positive, refused, yuan
from liangrong.accounts.ledger.repayment import in_order, repayments
from liangrong.accounts.limits.concentration import check_concentration
from liangrong.accounts.limits.tick_rule import check_own_sale
from liangrong.accounts.limits.withdrawal import withdrawable_cash, withdrawable_quantity
from liangrong.accounts.state import AccountState, CreditAccount
from liangrong.accounts.terms import venue_of
from liangrong.accounts.transitions import Movement, Transition
from liangrong.core.results import Note

__all__ = [
    "collateral_buy",
    "collateral_sell",
    "deposit",
    "other_collateral",
    "sellable",
    "transfer_in",
    "transfer_out",
    "withdraw",
]

_ZERO: Final = Decimal(0)


def deposit(state: AccountState, event: Deposit) -> Transition:
    """Take in cash (存入资金).

    Raises
    ------
    EventRefused
        The amount is not above 0.
    """
    check_positive(event, event.amount, "amount")
    return _moved(state, Movement("cash", event.amount, "outside"))


def withdraw(state: AccountState, event: Withdraw) -> Transition:
    """Pay out cash (提取资金), within what may be withdrawn.

    Raises
    ------
    EventRefused
        It is more; the sentence names the rule that binds.
    """
    check_positive(event, event.amount, "amount")
    limit = withdrawable_cash(state.account, state.marks, state.terms)
    if event.amount > limit.amount:
        raise refused(event, f"{yuan(event.amount)} yuan are asked for and {yuan(limit.amount)} may be withdrawn: {limit.rule.en}",
                      f"要求提取 {yuan(event.amount)} 元，可提取 {yuan(limit.amount)} 元：{limit.rule.zh}",
                      citation=limit.citation)  # fmt: skip
    return _moved(state, Movement("cash", -event.amount, "outside"))


def transfer_in(state: AccountState, event: TransferIn) -> Transition:
    """Take in securities as collateral (担保物转入).

    Raises
    ------
    EventRefused
        The quantity is not above 0.
    InvalidAccount
        The security has no mark.
    """
    check_positive(event, event.quantity, "quantity")
    mark_of(event.security, state.marks)
    return _moved(state, Movement("collateral", event.quantity, "outside", event.security))


def transfer_out(state: AccountState, event: TransferOut) -> Transition:
    """Move collateral out (担保物转出), within what may be withdrawn and not what was bought today.

    Raises
    ------
    EventRefused
        It is more; the sentence names the rule that binds.
    """
    check_positive(event, event.quantity, "quantity")
    limit = withdrawable_quantity(state.account, event.security, state.marks, state.terms)
    if event.quantity > limit.amount:
        raise refused(event, f"{event.quantity} shares of {event.security} are asked for and {limit.amount:.2f} may be moved out: {limit.rule.en}",
                      f"要求转出 {event.security} {event.quantity} 股，可转出 {limit.amount:.2f} 股：{limit.rule.zh}",
                      citation=limit.citation)  # fmt: skip
    _check_sellable(state, event)
    return _moved(state, Movement("collateral", -event.quantity, "outside", event.security))


def other_collateral(state: AccountState, event: OtherCollateral) -> Transition:
    """Set the value of other collateral (其他担保物), where the rules admit it.

    Raises
    ------
    EventRefused
        They do not on that day, or the value is negative.
    """
    terms = state.terms
    check_not_negative(event, event.value, "value")
    if not terms.other_collateral_admitted:
        rule = terms.rules.ruling("other_collateral_admitted")
        raise refused(event, "the rules of that day admit cash and securities only", "当日规则只认可现金和证券作为担保物",
                      rule=rule)  # fmt: skip
    return _moved(state, Movement("other_collateral", event.value - state.account.other_collateral, "outside"))


def collateral_buy(state: AccountState, event: CollateralBuy) -> Transition:
    """Buy with own cash (担保品买入); the shares are for sale from the next session.

    The proceeds of short sales may pay for cash products only (SSE implementing rules Art. 17).

    Raises
    ------
    EventRefused
        The market takes no such order, own cash does not suffice, or a cap or margin agreed with the broker forbids it.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day = Decimal, date(2025, 6, 3)
    >>> state = AccountState(day, CreditAccount(cash=D(150000)), {"600519.SH": Mark(D(1400), D("0.7"))}, Rulebook.load())
    >>> done = collateral_buy(state, CollateralBuy(on=day, security="600519.SH", quantity=D(100), price=D(1400), costs=D(35)))
    >>> done.state.account.cash, sellable(done.state, "600519.SH")
    (Decimal('9965'), Decimal('0'))
    """
    mark = mark_of(event.security, state.marks)
    check_order(event, mark)
    amount = event.quantity * event.price
    spendable = state.account.cash if mark.asset_class == "cash_product" else state.account.own_cash
    check_means(event, amount + event.costs, spendable)
    check_concentration(state, event)
    moves = (
        Movement("cash", -amount, "trade"),
        Movement("collateral", event.quantity, "trade", event.security),
        Movement("cash", -event.costs, "costs"),
    )
    account = locked(post(state.account, moves), event.security, event.quantity, event.on)
    _check_margin_left(state, event, account)
    return booked(state, account, moves)


def collateral_sell(state: AccountState, event: CollateralSell) -> Transition:
    """Sell free collateral (担保品卖出) that was not bought today; the proceeds are own cash.

    Where a financing contract in the same security is open, they first repay what is owed for it, as the rules ask of every
    sale of a security bought with financing.

    Raises
    ------
    EventRefused
        The market takes no such order, there are not so many shares for sale today, or the tick rule holds for them.
    """
    check_order(event, mark_of(event.security, state.marks))
    _check_sellable(state, event)
    check_own_sale(state, event)
    account, amount = state.account, event.quantity * event.price
    check_means(event, event.costs, amount + account.own_cash)
    sale = (
        Movement("cash", amount, "trade"),
        Movement("collateral", -event.quantity, "trade", event.security),
        Movement("cash", -event.costs, "costs"),
    )
    paid, notes = _debt_of_the_security(state, event, amount - event.costs)
    return booked(state, post(account, (*sale, *paid)), (*sale, *paid), notes=notes)


def sellable(state: AccountState, security: str) -> Decimal:
    """Return how many shares of free collateral may be sold on the day of the state."""
    return sum((holding.sellable(state.on) for holding in state.account.collateral if holding.security == security), _ZERO)


def _check_sellable(state: AccountState, event: CollateralSell | TransferOut) -> None:
    free = sellable(state, event.security)
    if event.quantity > free:
        raise refused(event, f"{event.quantity} shares of {event.security} are named and {free} are free collateral not bought today",
                      f"申报 {event.security} {event.quantity} 股，当日可用的担保证券为 {free} 股（当日买入的不可用）")  # fmt: skip


def _debt_of_the_security(
    state: AccountState, event: CollateralSell, proceeds: Decimal
) -> tuple[tuple[Movement, ...], tuple[Note, ...]]:
    """What a sale must repay of the financing contracts in its security before the rest is own cash."""
    terms = state.terms
    contracts = tuple(contract for contract in state.account.financing if contract.security == event.security)
    rule = terms.rules.ruling("financed_sale_repays_first", venue=venue_of(event.security))
    if not contracts or not rule.value:
        return (), ()
    paid = repayments(state.account, proceeds, in_order(contracts, terms.repayment_order), terms)
    repaid = yuan(-sum((movement.amount for movement in paid if movement.item == "cash"), _ZERO))
    return paid, (Note(f"{event.security} 有未了结的融资合约，卖出所得先偿还 {repaid} 元（{rule.citation}）",
                       f"a financing contract in {event.security} is open: {repaid} yuan of the proceeds repay it first ({rule.citation})"),)  # fmt: skip


def _check_margin_left(state: AccountState, event: CollateralBuy, account: CreditAccount) -> None:
    terms = state.terms
    if not terms.collateral_buy_requires_nonneg_margin:
        return
    left = assess(account, state.marks, terms).available_margin
    if left < 0:
        raise refused(event, f"it would leave an available margin of {yuan(left)} yuan",
                      f"买入后保证金可用余额将为 {yuan(left)} 元",
                      rule=terms.rules.ruling("collateral_buy_requires_nonneg_margin"))  # fmt: skip


def _moved(state: AccountState, *movements: Movement) -> Transition:
    return booked(state, post(state.account, movements), movements)
