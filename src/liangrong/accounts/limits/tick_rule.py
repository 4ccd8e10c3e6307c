"""The lowest price at which a short sale may be offered (提价规则): never below the last one; funds are exempt.

Who is short of a security and also holds it may not sell what he holds below that price either, but for what he holds above
the quantity owed. SSE implementing rules (2023) Art. 12 and its forerunners.
"""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Final

from liangrong.accounts.assess import mark_of
from liangrong.accounts.events import CollateralSell, SellToRepay
from liangrong.accounts.ledger.refusals import refused
from liangrong.accounts.limits.orders import board_key
from liangrong.accounts.limits.withdrawal import Limit
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, FinancingContract, Holding
from liangrong.accounts.terms import Terms, venue_of
from liangrong.core.errors import RuleNotInForce
from liangrong.core.results import Note

__all__ = ["check_own_sale", "short_price_floor"]

_ZERO: Final = Decimal(0)


def short_price_floor(security: str, mark: Mark, terms: Terms) -> Limit | None:
    """Return the lowest price of a short sale, 元 per share, as a limit with its source; ``None`` for what is exempt.

    Parameters
    ----------
    mark
        Its price is the last one. Its class, or the code of the security, says whether it is a fund.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> terms, mark = agreed_terms(Rulebook.load().at(date(2025, 6, 30))), Mark(Decimal(4), Decimal("0.9"))
    >>> short_price_floor("600519.SH", mark, terms).amount
    Decimal('4')
    >>> short_price_floor("510300.SH", mark, terms) is None
    True
    """
    rules, venue = terms.rules, venue_of(security)
    ruling = rules.ruling("short_price_floor", key="stock", venue=venue)
    if mark.asset_class == "etf" or board_key(security) == "fund":
        with suppress(RuleNotInForce):
            ruling = rules.ruling("short_price_floor", key="etf", venue=venue)
    if ruling.value == "none":
        return None
    rule = Note(
        f"融券卖出的申报价格不得低于最新成交价 {mark.price}",
        f"a short sale must not be offered below the last price, {mark.price}",
    )
    return Limit("tick_rule", mark.price, rule, ruling.citation)


def check_own_sale(state: AccountState, event: CollateralSell | SellToRepay) -> None:
    """Refuse a sale of held shares below the price floor while the same security is owed.

    Raises
    ------
    EventRefused
        The price lies below the floor and the sale takes more than is held above the quantity owed.
    """
    account, security = state.account, event.security
    owed = sum((contract.quantity for contract in account.shorts if contract.security == security), _ZERO)
    if not owed:
        return
    floor = short_price_floor(security, mark_of(security, state.marks), state.terms)
    items: tuple[Holding | FinancingContract, ...] = (*account.collateral, *account.financing)
    held = sum((item.quantity for item in items if item.security == security), _ZERO)
    free = max(_ZERO, held - owed)
    if floor is not None and event.price < floor.amount and event.quantity > free:
        raise refused(event, f"{owed} shares of {security} are owed from short sales, so only the {free} held above that may be sold below "
                      f"the last price, {floor.amount}",
                      f"融券未归还 {security} {owed} 股，仅超出该数量的 {free} 股可低于最新成交价 {floor.amount} 卖出",
                      citation=floor.citation)  # fmt: skip
