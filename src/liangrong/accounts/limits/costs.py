"""What an order costs: commission, stamp duty and transfer fee, each rounded to 0.01 元 as the settlement does.

Transfers of collateral are free of all three. What an order moves the price by is not counted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from liangrong.accounts.fen import to_fen
from liangrong.accounts.limits.orders import board_key
from liangrong.accounts.terms import venue_of
from liangrong.rules.rulebook import RulesInForce

__all__ = ["Costs", "Side", "trading_costs"]

Side: TypeAlias = Literal["buy", "sell"]

_ZERO: Final = Decimal(0)
_NOT_STOCKS: Final = frozenset({"etf", "treasury", "cash_product", "other_fund_or_bond", "warrant"})
"""Asset classes that pay commission only."""


@dataclass(frozen=True, slots=True)
class Costs:
    """The costs of one order, 元."""

    commission: Decimal = _ZERO
    stamp_duty: Decimal = _ZERO
    transfer_fee: Decimal = _ZERO

    @property
    def total(self) -> Decimal:
        """All of them together."""
        return self.commission + self.stamp_duty + self.transfer_fee


def trading_costs(side: Side, amount: Decimal, security: str, rules: RulesInForce, *, asset_class: str = "") -> Costs:
    """Return what an order costs that was filled for ``amount``.

    Stamp duty is due on sales of stocks (MOF and STA announcement 2023 No. 39), the transfer fee on trades of stocks (CSDC
    fee schedule); funds and bonds are free of both. Commission is the broker's, with a least amount per order.

    Parameters
    ----------
    amount
        Price times quantity, 元.
    security
        Its code says whether it is a stock; a label that is no code counts as one, unless ``asset_class`` says otherwise.
    rules
        The rules of the day, with the broker's pack amended in.
    asset_class
        One of ``rules.parameters.ASSET_CLASSES``, where known.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.rules.rulebook import Rulebook
    >>> trading_costs("sell", Decimal(100000), "600519.SH", Rulebook.load().at(date(2026, 2, 2))).total
    Decimal('76.00')
    """
    if amount <= 0:
        return Costs()
    venue = venue_of(security)
    commission = max(rules.number("commission_min", venue=venue), amount * rules.number("commission_rate", venue=venue))
    if asset_class in _NOT_STOCKS or board_key(security) in ("fund", "bond"):
        return Costs(commission=to_fen(commission))
    duty = amount * rules.number("stamp_duty_rate", venue=venue) if side == "sell" else _ZERO
    fee = amount * rules.number("transfer_fee_rate", venue=venue)
    return Costs(commission=to_fen(commission), stamp_duty=to_fen(duty), transfer_fee=to_fen(fee))
