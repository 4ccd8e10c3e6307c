"""What is the same for every strategy of a comparison: money, rate, rules, and how the broker sells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Final

from liangrong.accounts.calls.sale_positions import SaleOrder
from liangrong.accounts.limits.collateral import asset_class_of, capped
from liangrong.accounts.terms import venue_of
from liangrong.core.errors import InvalidSecurity
from liangrong.rules.parameters import Investor
from liangrong.rules.rulebook import Rulebook, RulesInForce

__all__ = ["Setup", "collateral_of"]

_PLAIN_STOCK: Final = "other_a_share"


@dataclass(frozen=True, kw_only=True)
class Setup:
    """An account before its first order, and the terms it trades on.

    Parameters
    ----------
    cash
        Own money, 元.
    rate
        Interest on financing, per year.
    rulebook
        The law, with a broker's pack amended in where there is one.
    conversion_ratios
        Security to 折算率; what is missing counts at the cap of its class, and none above it.
    liquidation_order
        Which position the broker sells first.
    financing_first
        Buy the financed part before the own part. The own money is then cash while margin is asked for, and cash counts in
        full: more can be financed than after it has become shares.
    costs
        Whether orders pay commission, stamp duty and transfer fee.
    interest_cushion_days
        Cash kept back for so many days of interest on the debt of a target, so that the first charges find it.
    """

    rulebook: Rulebook
    rate: Decimal
    cash: Decimal = Decimal(1_000_000)
    investor: Investor = "general"
    conversion_ratios: Mapping[str, Decimal] = field(default_factory=dict)
    liquidation_order: SaleOrder = "risk"
    financing_first: bool = False
    costs: bool = True
    interest_cushion_days: int = 40


def collateral_of(security: str, rules: RulesInForce, setup: Setup) -> tuple[str, Decimal]:
    """Return the class of collateral of a security and the 折算率 it counts at on a day.

    A label that is no code has no class, and counts like an ordinary stock where the setup names no ratio.
    """
    asset_class, cap = _class_and_cap(security, rules)
    given = setup.conversion_ratios.get(security, cap)
    return asset_class, min(given, cap) if asset_class else given


@lru_cache(maxsize=16384)
def _class_and_cap(security: str, rules: RulesInForce) -> tuple[str, Decimal]:
    venue = venue_of(security)
    try:
        asset_class = asset_class_of(security, rules)
    except InvalidSecurity:
        return "", capped(Decimal(1), _PLAIN_STOCK, rules, venue)
    return asset_class, capped(Decimal(1), asset_class, rules, venue)
