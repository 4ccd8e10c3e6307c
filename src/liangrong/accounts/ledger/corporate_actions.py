"""What a company does to its shares, and what that does to an account that holds or owes them.

Who holds gets, whether the shares are collateral or tied to a financing contract, and a contract's principal stays; who owes
gives the lender what the lender would have got (SSE implementing rules, the chapter on rights; the compensation itself stands in
the contract between broker and client). Value is conserved like this: where the same company lies in more or fewer pieces,
the price per piece is arithmetic and its mark follows at once; where cash leaves the company or comes in, the price is the
market's business and falls with the next prices, never by our guess. So an event stands before the first prices of its ex-date.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from liangrong.accounts.events import BonusShares, CashDividend, RightsIssue, Split
from liangrong.accounts.ledger.posting import booked, locked, post
from liangrong.accounts.ledger.refusals import check_means, check_positive, refused, yuan
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import AccountState, CreditAccount
from liangrong.accounts.transitions import Item, Movement, Transition
from liangrong.core.results import Note

__all__ = ["bonus_shares", "cash_dividend", "rights_issue", "split"]

_ZERO: Final = Decimal(0)


def cash_dividend(state: AccountState, event: CashDividend) -> Transition:
    """Pay a dividend into the account, net of tax, for collateral and financed shares; take it gross from who is short.

    The compensation is debited from own cash, dividends received included; what that cannot pay stays in ``charges``.

    Raises
    ------
    EventRefused
        The dividend is not above 0, or the tax rate not between 0 and 1.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import Holding
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day = Decimal, date(2025, 6, 26)
    >>> account = CreditAccount(collateral=(Holding("600519.SH", D(100)),))
    >>> state = AccountState(day, account, {"600519.SH": Mark(D(1400), D("0.7"))}, Rulebook.load())
    >>> event = CashDividend(on=day, security="600519.SH", per_share=D("27.6"), tax_rate=D("0.1"))
    >>> cash_dividend(state, event).state.account.cash
    Decimal('2484.00')
    """
    check_positive(event, event.per_share, "per_share")
    if not 0 <= event.tax_rate <= 1:
        raise refused(
            event, f"tax_rate is {event.tax_rate}, not between 0 and 1", f"tax_rate 为 {event.tax_rate}，应在 0 与 1 之间"
        )
    account, security = state.account, event.security
    net = event.per_share * (1 - event.tax_rate)
    free = _collateral(account, security)
    received = [Movement("cash", free * net, "dividend", security)]
    received += [Movement("cash", contract.quantity * net, "dividend", security, contract.contract_id)
                 for contract in account.financing if contract.security == security]  # fmt: skip
    own = max(_ZERO, account.own_cash + sum((movement.amount for movement in received), _ZERO))
    owed: list[Movement] = []
    unpaid = _ZERO
    for contract in account.shorts:
        if contract.security == security:
            due = contract.quantity * event.per_share
            paid = min(due, own)
            own, unpaid = own - paid, unpaid + due - paid
            owed += [Movement("cash", -paid, "dividend", security, contract.contract_id),
                     Movement("charges", due - paid, "dividend", security, contract.contract_id)]  # fmt: skip
    notes = _untouched(account, security)
    if unpaid:
        notes = (Note(f"自有现金不足，应补偿出借人的现金红利尚欠 {yuan(unpaid)} 元",
                      f"own cash does not suffice: {yuan(unpaid)} yuan of the dividend owed to the lender stay unpaid"),)  # fmt: skip
    return booked(state, post(account, (*received, *owed)), (*received, *owed), notes=notes)


def bonus_shares(state: AccountState, event: BonusShares) -> Transition:
    """Add bonus shares (送股、转增) to what is held and to what is owed.

    Financed shares grow inside their contract, principal unchanged; of a short contract the shares owed grow, proceeds
    unchanged. Whole shares only: the depository registers no fractions. The mark goes to the ex-rights price,
    ``price / (1 + ratio)``.

    Raises
    ------
    EventRefused
        The ratio is not above 0.
    """
    check_positive(event, event.ratio, "ratio")
    return _resized(state, event, 1 + event.ratio)


def split(state: AccountState, event: Split) -> Transition:
    """Cut every share or fund unit into ``ratio`` new ones (拆分), or put several together (合并, ratio below 1).

    All quantities and prices scale; principal and proceeds do not. Whole shares only.

    Raises
    ------
    EventRefused
        The ratio is not above 0.
    """
    check_positive(event, event.ratio, "ratio")
    return _resized(state, event, event.ratio)


def rights_issue(state: AccountState, event: RightsIssue) -> Transition:
    """Take up rights (配股) with own cash; the new shares are free collateral, also those from financed shares.

    Rights not taken up lapse. What a short seller owes the lender for them is a matter of their contract, so nothing is
    booked for it: a note says how many rights it is about.

    Raises
    ------
    EventRefused
        More is subscribed than the rights allow, or own cash does not pay for it.
    """
    check_positive(event, event.ratio, "ratio")
    check_positive(event, event.price, "price")
    account, security = state.account, event.security
    held = _collateral(account, security) + sum((c.quantity for c in account.financing if c.security == security), _ZERO)
    entitled = _whole(held * event.ratio)
    if not 0 <= event.subscribed <= entitled:
        raise refused(event, f"{event.subscribed} shares of {security} are subscribed and {held} held shares give rights to {entitled}",
                      f"认购 {security} {event.subscribed} 股，持有 {held} 股可配 {entitled} 股")  # fmt: skip
    cost = event.subscribed * event.price
    check_means(event, cost, account.own_cash)
    moves = (
        Movement("cash", -cost, "corporate_action", security),
        Movement("collateral", event.subscribed, "corporate_action", security),
    )
    notes = list(_untouched(account, security))
    if entitled > event.subscribed:
        lapsed = entitled - event.subscribed
        notes.append(
            Note(
                f"{security} 的 {lapsed} 股配股权未认购，权利失效",
                f"rights to {lapsed} shares of {security} were not taken up and lapse",
            )
        )
    owed = sum((contract.quantity for contract in account.shorts if contract.security == security), _ZERO)
    if owed:
        notes.append(Note(f"融券卖出 {security} {owed} 股，应就 {owed * event.ratio} 份配股权按合同约定补偿出借人，未记账",
                          f"{owed} shares of {security} are owed: the lender is compensated for {owed * event.ratio} rights as the contract "
                          "says; nothing is booked for it"))  # fmt: skip
    account = locked(post(account, moves), security, event.subscribed, event.on) if event.subscribed else account
    return booked(state, account, moves, notes=tuple(notes))


def _resized(state: AccountState, event: BonusShares | Split, factor: Decimal) -> Transition:
    """Scale every quantity of a security, down to whole shares, and its mark the other way."""
    security, before = event.security, state.account
    places: list[tuple[Item, str, Decimal]] = [("collateral", "", _collateral(before, security))]
    places += [("financed_shares", c.contract_id, c.quantity) for c in before.financing if c.security == security]
    places += [("shares_owed", c.contract_id, c.quantity) for c in before.shorts if c.security == security]
    moves = tuple(
        Movement(item, _whole(quantity * factor) - quantity, "corporate_action", security, contract_id)
        for item, contract_id, quantity in places
    )
    fractions = sum((quantity * factor - _whole(quantity * factor) for _, _, quantity in places), _ZERO)
    notes = _untouched(before, security)
    if fractions:
        notes = (Note(f"{security} 的零碎股 {fractions.normalize():f} 股不予登记",
                      f"fractions of {fractions.normalize():f} shares of {security} are not registered"),)  # fmt: skip
    after = post(before, moves)
    collateral = tuple(replace(h, bought=_whole(h.bought * factor)) if h.security == security else h for h in after.collateral)
    marked = replace(state, marks=_rescaled(state.marks, security, factor))
    return booked(marked, replace(after, collateral=collateral), moves, notes=notes)


def _rescaled(marks: Marks, security: str, factor: Decimal) -> Marks:
    """Marks with the prices of one security divided; the day's price limits are not known any more."""
    mark = marks.get(security)
    if mark is None:
        return marks
    close, fair = mark.previous_close, mark.fair_price
    return {**marks, security: replace(mark, price=mark.price / factor, limit_up=None, limit_down=None,
                                       previous_close=None if close is None else close / factor,
                                       fair_price=None if fair is None else fair / factor)}  # fmt: skip


def _collateral(account: CreditAccount, security: str) -> Decimal:
    return sum((holding.quantity for holding in account.collateral if holding.security == security), _ZERO)


def _whole(quantity: Decimal) -> Decimal:
    return quantity.to_integral_value(rounding=ROUND_FLOOR)


def _untouched(account: CreditAccount, security: str) -> tuple[Note, ...]:
    """A remark when the account neither holds nor owes the security."""
    if any(place.security == security for place in (*account.collateral, *account.contracts)):
        return ()
    return (Note(f"账户未持有也未欠 {security}", f"the account neither holds nor owes {security}"),)
