"""What broker and client agreed on, as the rulebook has it on a day: read once, used by every calculation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, Literal, TypeAlias, cast

from liangrong.core.errors import InvalidSecurity
from liangrong.core.securities import SecurityId
from liangrong.rules.parameters import Investor, Venue
from liangrong.rules.rulebook import RulesInForce

__all__ = ["Netting", "RepaymentOrder", "Terms", "agreed_terms", "venue_of"]

Netting: TypeAlias = Literal["per_contract", "per_security"]
RepaymentOrder: TypeAlias = Literal["due_date", "opening_date", "highest_rate"]


@dataclass(frozen=True, slots=True)
class Terms:
    """The parameters of the account on one day; names are those of the rulebook.

    ``rules`` answers everything else, with citations.
    """

    rules: RulesInForce
    investor: Investor
    warning_line: Decimal
    call_line: Decimal
    immediate_line: Decimal
    cure_target: Decimal
    cure_deadline_sessions: int
    liquidation_start_sessions: int
    intraday_immediate_line: bool
    withdrawal_line: Decimal
    netting: Netting
    day_count_basis: int
    count_first_day: bool
    count_last_day: bool
    min_interest_days: int
    repayment_order: RepaymentOrder
    interest_first: bool
    short_fee_base: Literal["sale_amount", "market_value"]
    charge_day: int
    overdue_penalty_rate: Decimal
    collateral_buy_requires_nonneg_margin: bool
    other_collateral_admitted: bool
    contract_max_months: int
    rollover_allowed: bool
    concentration_tiers: tuple[Mapping[str, Any], ...]

    @property
    def on(self) -> date:
        """The day."""
        return self.rules.on


_ACCOUNT_WIDE: Final = tuple(name for name in Terms.__dataclass_fields__ if name not in ("rules", "investor"))


@lru_cache(maxsize=8192)
def agreed_terms(rules: RulesInForce, investor: Investor = "general") -> Terms:
    """The terms of an account under the rules of a day.

    Raises
    ------
    RuleNotInForce
        Margin trading did not exist on that day.
    """
    values: dict[str, Any] = {name: rules.value(name) for name in _ACCOUNT_WIDE}
    return Terms(rules=rules, investor=investor, **values)


@lru_cache(maxsize=16384)
def venue_of(security: str) -> Venue:
    """The exchange whose rules govern a security; a label that is no code is read as one of Shanghai.

    Shanghai and Shenzhen have had the same ratios throughout.
    """
    try:
        return cast("Venue", SecurityId.parse(security).exchange.name)
    except InvalidSecurity:
        return "SSE"
