"""What can happen to an account, as dated facts. What each does stands in the modules that apply them.

Amounts are 元, prices 元 per share, quantities shares, rates per year. ``costs`` are commission, stamp duty and transfer
fee together, paid from cash. Chinese terms are those of brokers' systems.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from liangrong.accounts.marks import Mark
from liangrong.rules.parameters import Scalar

__all__ = [
    "EVENTS",
    "BonusShares",
    "BuyToCover",
    "CashDividend",
    "CashRepay",
    "ChargeInterest",
    "Clearing",
    "CollateralBuy",
    "CollateralSell",
    "ConversionRatioChange",
    "Cure",
    "Delisting",
    "Deposit",
    "Event",
    "FinancingBuy",
    "ForcedSale",
    "MarginCalled",
    "MarketUpdate",
    "OtherCollateral",
    "RateChange",
    "Resumption",
    "ReturnSecurities",
    "RightsIssue",
    "RiskWarning",
    "Rollover",
    "RuleChange",
    "SellToRepay",
    "ShortSell",
    "Split",
    "Suspension",
    "TransferIn",
    "TransferOut",
    "Withdraw",
]

_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit(_Dated):
    """Cash paid in (存入资金)."""

    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(_Dated):
    """Cash taken out (提取资金), within F-9."""

    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferIn(_Dated):
    """Securities moved in as collateral (担保物转入)."""

    security: str
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOut(_Dated):
    """Collateral moved out (担保物转出), within F-9."""

    security: str
    quantity: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherCollateral(_Dated):
    """Other collateral accepted by the broker, valued as agreed; replaces the value before (since the 2019 rules)."""

    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CollateralBuy(_Dated):
    """A purchase with own cash (担保品买入)."""

    security: str
    quantity: Decimal
    price: Decimal
    costs: Decimal = _ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class CollateralSell(_Dated):
    """A sale of free collateral (担保品卖出); what is owed for the same security is repaid from it first."""

    security: str
    quantity: Decimal
    price: Decimal
    costs: Decimal = _ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class FinancingBuy(_Dated):
    """A margin purchase (融资买入). Without ``margin_ratio`` the contract takes the ratio of the rulebook on the day."""

    security: str
    quantity: Decimal
    price: Decimal
    rate: Decimal = _ZERO
    margin_ratio: Decimal | None = None
    contract_id: str | None = None
    costs: Decimal = _ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class SellToRepay(_Dated):
    """A sale whose proceeds repay financing (卖券还款): first what is owed for that security, then the others."""

    security: str
    quantity: Decimal
    price: Decimal
    contract_id: str | None = None
    costs: Decimal = _ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class CashRepay(_Dated):
    """Financing repaid with own cash (直接还款), of one contract or in the agreed order."""

    amount: Decimal
    contract_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortSell(_Dated):
    """A short sale (融券卖出)."""

    security: str
    quantity: Decimal
    price: Decimal
    rate: Decimal = _ZERO
    margin_ratio: Decimal | None = None
    contract_id: str | None = None
    costs: Decimal = _ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyToCover(_Dated):
    """A purchase that returns borrowed securities at once (买券还券), paid from the proceeds first."""

    security: str
    quantity: Decimal
    price: Decimal
    contract_id: str | None = None
    costs: Decimal = _ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSecurities(_Dated):
    """Held securities given back (直接还券)."""

    security: str
    quantity: Decimal
    contract_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollover(_Dated):
    """A contract prolonged (展期); its ratio keeps or adopts as the rulebook says."""

    contract_id: str
    months: int | None = None
    agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChange(_Dated):
    """Another rate of interest or lending fee from this day on: of one contract, or of all on one ``side``."""

    rate: Decimal
    contract_id: str | None = None
    side: Literal["financing", "short"] = "financing"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeInterest(_Dated):
    """Accrued interest and fees are debited (结息), rounded to 0.01 元 per contract."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashDividend(_Dated):
    """A cash dividend (现金红利), 元 per share before tax; a short seller owes it to the lender."""

    security: str
    per_share: Decimal
    tax_rate: Decimal = _ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusShares(_Dated):
    """Bonus shares or conversion of reserves (送股、转增): ``ratio`` new shares per share held."""

    security: str
    ratio: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(_Dated):
    """A split or merger of shares or fund units (拆分、合并): ``ratio`` shares after for each before."""

    security: str
    ratio: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsIssue(_Dated):
    """A rights issue (配股): ``ratio`` rights per share at ``price``; ``subscribed`` shares are taken up and paid."""

    security: str
    ratio: Decimal
    price: Decimal
    subscribed: Decimal = _ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension(_Dated):
    """Trading in a security stops (停牌)."""

    security: str
    fair_price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumption(_Dated):
    """Trading resumes (复牌)."""

    security: str
    price: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskWarning(_Dated):
    """A security is put under ST or *ST (风险警示), or freed from it."""

    security: str
    lifted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delisting(_Dated):
    """A security enters the delisting period (退市整理期); ``last_day`` of trading, where known."""

    security: str
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionRatioChange(_Dated):
    """The broker sets another 折算率, never above the cap of the security's class."""

    security: str
    conversion_ratio: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange(_Dated):
    """The broker, or a supposed reform, sets a parameter anew from this day. ``reform``: may also loosen."""

    parameter: str
    value: Scalar | Mapping[str, Scalar]
    reform: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketUpdate(_Dated):
    """New prices, or whole marks, for some securities."""

    prices: Mapping[str, Decimal] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing(_Dated):
    """The clearing after the close (日终清算): interest accrues, charges fall due, the lines are tested."""

    prices: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginCalled(_Dated):
    """The broker calls (追保通知), on its own terms: for a call that the clearing would not make by itself."""

    target: Decimal | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cure(_Dated):
    """The broker accepts the call as cured (解除追保)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForcedSale(_Dated):
    """The broker sells (强制平仓) and repays, in the order planned or given: one line of a liquidation plan."""

    security: str
    quantity: Decimal
    price: Decimal
    contract_id: str | None = None
    costs: Decimal = _ZERO


Event: TypeAlias = (
    Deposit | Withdraw | TransferIn | TransferOut | OtherCollateral | CollateralBuy | CollateralSell | FinancingBuy
    | SellToRepay | CashRepay | ShortSell | BuyToCover | ReturnSecurities | Rollover | RateChange | ChargeInterest | CashDividend
    | BonusShares | Split | RightsIssue | Suspension | Resumption | RiskWarning | Delisting | ConversionRatioChange
    | RuleChange | MarketUpdate | Clearing | MarginCalled | Cure | ForcedSale
)  # fmt: skip

EVENTS: Final[Mapping[str, type[Event]]] = {
    "deposit": Deposit, "withdraw": Withdraw, "transfer_in": TransferIn, "transfer_out": TransferOut,
    "other_collateral": OtherCollateral, "collateral_buy": CollateralBuy, "collateral_sell": CollateralSell,
    "financing_buy": FinancingBuy, "sell_to_repay": SellToRepay, "cash_repay": CashRepay, "short_sell": ShortSell,
    "buy_to_cover": BuyToCover, "return_securities": ReturnSecurities, "rollover": Rollover,
    "rate_change": RateChange,
    "charge_interest": ChargeInterest, "cash_dividend": CashDividend, "bonus_shares": BonusShares, "split": Split,
    "rights_issue": RightsIssue, "suspension": Suspension, "resumption": Resumption, "risk_warning": RiskWarning,
    "delisting": Delisting, "conversion_ratio_change": ConversionRatioChange, "rule_change": RuleChange,
    "market_update": MarketUpdate, "clearing": Clearing, "margin_called": MarginCalled, "cure": Cure,
    "forced_sale": ForcedSale,
}  # fmt: skip
"""Name in a ledger file to event."""
