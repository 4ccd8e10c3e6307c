"""One order of a forced sale (强制平仓), as the ledger applies it; which orders to give is planned in ``liquidation``."""

from __future__ import annotations

from liangrong.accounts.events import BuyToCover, ForcedSale
from liangrong.accounts.ledger.financing import sell_to_repay
from liangrong.accounts.ledger.shorting import buy_to_cover
from liangrong.accounts.state import AccountState
from liangrong.accounts.transitions import Transition

__all__ = ["forced_sale"]


def forced_sale(state: AccountState, event: ForcedSale) -> Transition:
    """Sell and repay, or buy and return where the contract named is a short sale, or the security is owed and not held.

    Raises
    ------
    EventRefused
        The market, T+1 or the cash of the account forbid it; see ``sell_to_repay`` and ``buy_to_cover``.
    """
    if _covers(state, event):
        return buy_to_cover(state, BuyToCover(on=event.on, security=event.security, quantity=event.quantity, price=event.price,
                                              contract_id=event.contract_id, costs=event.costs))  # fmt: skip
    return sell_to_repay(state, event)


def _covers(state: AccountState, event: ForcedSale) -> bool:
    account = state.account
    if event.contract_id is not None:
        return any(short.contract_id == event.contract_id for short in account.shorts)
    held = {holding.security for holding in account.collateral} | {loan.security for loan in account.financing}
    return event.security not in held and any(short.security == event.security for short in account.shorts)
