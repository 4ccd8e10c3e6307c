"""What a forced sale can settle: held shares to sell, short sales to buy back, in which order, and what cannot trade today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

from liangrong.accounts.assess import mark_of
from liangrong.accounts.ledger.shorting import may_be_returned
from liangrong.accounts.limits.costs import Side
from liangrong.accounts.limits.price_limits import price_limits
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState
from liangrong.core.results import Note

__all__ = ["RISKY_CLASSES", "SaleOrder", "SalePosition", "positions_in_order", "sellable_today", "tradable"]

SaleOrder: TypeAlias = Literal["risk", "position", "loss"]
"""What goes first. ``risk``: risk-warned and delisting securities, then the lowest conversion ratio; ``position``: the
greatest market value; ``loss``: the greatest floating loss on open contracts (what free collateral cost is not known)."""

_ZERO: Final = Decimal(0)
RISKY_CLASSES: Final = frozenset({"risk_warned", "suspended_listing", "delisting"})
"""Classes of securities that ``risk`` sells before any other."""


@dataclass(frozen=True, slots=True)
class SalePosition:
    """Everything held of one security, or one short sale.

    Parameters
    ----------
    side
        ``sell`` what is held, ``buy`` back what is owed.
    value
        Market value, 元.
    result
        Floating profit on open contracts, 元; negative: a loss.
    contract_id
        The short sale; ``None`` for what is held.
    """

    side: Side
    security: str
    mark: Mark
    value: Decimal
    result: Decimal
    contract_id: str | None = None


_KEYS: Final[dict[SaleOrder, Callable[[SalePosition], tuple[Any, ...]]]] = {
    "risk": lambda p: (p.mark.asset_class not in RISKY_CLASSES, p.mark.conversion_ratio, -p.value, p.security),
    "position": lambda p: (-p.value, p.security),
    "loss": lambda p: (p.result, -p.value, p.security),
}


def positions_in_order(state: AccountState, order: SaleOrder | tuple[str, ...]) -> tuple[SalePosition, ...]:
    """Return the positions of an account as a forced sale takes them.

    Parameters
    ----------
    order
        A rule, or these securities in this order and no others; those that are neither held nor owed are passed over.

    Raises
    ------
    InvalidAccount
        A security that it holds or owes has no mark.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.state import CreditAccount, Holding
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D = Decimal
    >>> account = CreditAccount(collateral=(Holding("510300.SH", D(9000)), Holding("600519.SH", D(100))))
    >>> marks = {"510300.SH": Mark(D(4), D("0.9")), "600519.SH": Mark(D(1400), D("0.7"))}
    >>> state = AccountState(date(2026, 3, 2), account, marks, Rulebook.load())
    >>> [position.security for position in positions_in_order(state, "risk")]
    ['600519.SH', '510300.SH']
    """
    held: dict[str, tuple[Decimal, Decimal]] = {}
    for holding in state.account.collateral:
        value, result = held.get(holding.security, (_ZERO, _ZERO))
        held[holding.security] = (value + holding.quantity * mark_of(holding.security, state.marks).price, result)
    for loan in (loan for loan in state.account.financing if loan.quantity):
        value, result = held.get(loan.security, (_ZERO, _ZERO))
        worth = loan.quantity * mark_of(loan.security, state.marks).price
        held[loan.security] = (value + worth, result + worth - loan.principal)
    positions = [SalePosition("sell", security, mark_of(security, state.marks), *sums) for security, sums in held.items()]
    for short in state.account.shorts:
        mark = mark_of(short.security, state.marks)
        worth = short.quantity * mark.price
        positions.append(SalePosition("buy", short.security, mark, worth, short.proceeds - worth, short.contract_id))
    if isinstance(order, tuple):
        return tuple(sorted((p for p in positions if p.security in order), key=lambda p: order.index(p.security)))
    return tuple(sorted(positions, key=_KEYS[order]))


def tradable(state: AccountState, positions: tuple[SalePosition, ...]) -> tuple[tuple[SalePosition, ...], tuple[Note, ...]]:
    """Part the positions that can be traded on the day of the state from those that cannot, told why."""
    reasons = [(position, _obstacle(state, position)) for position in positions]
    return tuple(p for p, reason in reasons if reason is None), tuple(reason for _, reason in reasons if reason is not None)


def sellable_today(state: AccountState, security: str) -> Decimal:
    """Return the shares held that are not locked: what was bought today can be sold from the next session."""
    account, on = state.account, state.on
    free = sum((holding.sellable(on) for holding in account.collateral if holding.security == security), _ZERO)
    return sum((loan.quantity for loan in account.financing if loan.security == security and loan.opened_on < on), free)


def _obstacle(state: AccountState, position: SalePosition) -> Note | None:
    security, mark = position.security, position.mark
    low, high = _limits(state, position)
    if mark.suspended:
        return Note(f"{security} 停牌，不能交易", f"{security} is suspended")
    if position.side == "sell" and low is not None and mark.price <= low:
        return Note(f"{security} 跌停于 {low}，无法卖出", f"{security} stands at its lower price limit {low}: no sale is filled")
    if position.side == "buy" and high is not None and mark.price >= high:
        return Note(
            f"{security} 涨停于 {high}，无法买入", f"{security} stands at its upper price limit {high}: no purchase is filled"
        )
    if position.side == "sell" and not sellable_today(state, security):
        return Note(
            f"{security} 均为当日买入，下一交易日方可卖出",
            f"all of {security} was bought today and is for sale from the next session",
        )
    short = next((c for c in state.account.shorts if c.contract_id == position.contract_id), None)
    if short is not None and not may_be_returned(state, short):
        return Note(f"融券合约 {short.contract_id}（{security}）当日不可归还",
                    f"short sale {short.contract_id} of {security} cannot be returned yet")  # fmt: skip
    return None


def _limits(state: AccountState, position: SalePosition) -> tuple[Decimal | None, Decimal | None]:
    """The day's price limits: those of the mark, else by board from the previous close."""
    mark = position.mark
    if mark.limit_down is not None or mark.limit_up is not None or mark.previous_close is None:
        return mark.limit_down, mark.limit_up
    warned = mark.asset_class == "risk_warned"
    return price_limits(position.security, mark.previous_close, state.terms.rules, risk_warned=warned)
