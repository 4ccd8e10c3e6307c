"""Why an event cannot happen: the sentence, and the tests that every order passes first."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, TypeAlias

from liangrong.accounts.citations import SHORT_PROCEEDS
from liangrong.accounts.events import (
    EVENTS,
    BuyToCover,
    CollateralBuy,
    CollateralSell,
    Event,
    FinancingBuy,
    ForcedSale,
    SellToRepay,
    ShortSell,
)
from liangrong.accounts.fen import to_fen
from liangrong.accounts.marks import Mark
from liangrong.accounts.measures import EVENTS_ZH
from liangrong.core.errors import EventRefused
from liangrong.rules.rulebook import Ruling

__all__ = ["Order", "check_means", "check_not_negative", "check_order", "check_positive", "refused", "yuan"]

Order: TypeAlias = CollateralBuy | CollateralSell | FinancingBuy | SellToRepay | ShortSell | BuyToCover | ForcedSale
"""Events that an order on the market brings about."""

_ZERO: Final = Decimal(0)
_NAMES: Final = {kind: name for name, kind in EVENTS.items()}


def refused(event: Event, reason: str, reason_zh: str, *, rule: Ruling | None = None, citation: str = "") -> EventRefused:
    """Return the error for an event that cannot happen; the caller raises it.

    Parameters
    ----------
    reason, reason_zh
        The rest of the sentence, without its full stop.
    rule, citation
        The ruling that forbids it, or at least where that stands.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.events import Deposit
    >>> event = Deposit(on=date(2025, 6, 3), amount=Decimal(0))
    >>> refused(event, "the amount is 0", "金额为 0").message("zh")
    '2025-06-03 的存入资金不能执行：金额为 0。'
    """
    name = _NAMES[type(event)]
    details = {} if rule is None else {"rule": rule.parameter, "since": rule.since, "citation": rule.citation}
    if citation:
        details["citation"] = citation
    spoken = name.replace("_", " ").capitalize()
    return EventRefused(event=spoken, event_zh=EVENTS_ZH[name], on=event.on, reason=reason, reason_zh=reason_zh, **details)


def check_positive(event: Event, value: Decimal, field: str) -> None:
    """Refuse an amount, quantity or price that is not above zero.

    Raises
    ------
    EventRefused
        It is not.
    """
    if not value.is_finite() or value <= 0:
        raise refused(event, f"{field} is {value}, not above 0", f"{field} 为 {value}，应大于 0")


def check_not_negative(event: Event, value: Decimal, field: str) -> None:
    """Refuse a value below zero.

    Raises
    ------
    EventRefused
        It is.
    """
    if not value.is_finite() or value < 0:
        raise refused(event, f"{field} is {value}, not 0 or more", f"{field} 为 {value}，不应为负")


def check_order(event: Order, mark: Mark) -> None:
    """Refuse an order that no market could fill: no size, a suspended security, a price outside the day's limits.

    Raises
    ------
    EventRefused
        It is one of these.
    """
    check_positive(event, event.quantity, "quantity")
    check_positive(event, event.price, "price")
    check_not_negative(event, event.costs, "costs")
    if mark.suspended:
        raise refused(event, f"{event.security} is suspended", f"{event.security} 停牌")
    low, high = mark.limit_down, mark.limit_up
    if (low is not None and event.price < low) or (high is not None and event.price > high):
        raise refused(event, f"{event.price} lies outside the day's price limits of {event.security}, {low} to {high}",
                      f"价格 {event.price} 超出 {event.security} 当日涨跌幅限制 {low} 至 {high}")  # fmt: skip


def check_means(event: Event, needed: Decimal, available: Decimal) -> None:
    """Refuse what the cash that may be used does not pay for, 元. Nothing needed is never refused.

    Raises
    ------
    EventRefused
        It does not.
    """
    if needed > max(available, _ZERO):
        raise refused(event, f"it takes {yuan(needed)} yuan of cash and {yuan(available)} may be used for it",
                      f"需要现金 {yuan(needed)} 元，可用于此的为 {yuan(available)} 元",
                      citation=SHORT_PROCEEDS)  # fmt: skip


def yuan(amount: Decimal) -> str:
    """An amount inside a sentence, to the fen, half up."""
    return f"{to_fen(amount):,f}"
