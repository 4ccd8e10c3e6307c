"""What the numbers and the events of an account are called and mean: the vocabulary of ``assess`` and of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from liangrong.core.units import Unit

__all__ = ["ACCOUNT_MEASURES", "EVENTS_ZH", "AccountMeasure"]


@dataclass(frozen=True, slots=True)
class AccountMeasure:
    """A field of ``Assessment``: its names, its unit (``None`` for words) and its definition."""

    zh: str
    en: str
    unit: Unit | None
    definition: str


_YUAN, _RATIO = Unit.YUAN, Unit.RATIO

ACCOUNT_MEASURES: Final[Mapping[str, AccountMeasure]] = {
    "available_margin": AccountMeasure("保证金可用余额", "available margin", _YUAN,
        "discounted collateral and floating profits, less losses, short proceeds, margin in use and charges; may be negative"),
    "maintenance_ratio": AccountMeasure("维持担保比例", "maintenance ratio", _RATIO, "assets / debt: 1.30, never 130; none without debt"),
    "zone": AccountMeasure("所处区间", "zone", None, "between which lines the maintenance ratio lies"),
    "assets": AccountMeasure("总资产", "assets", _YUAN, "cash, all securities at market value, other collateral"),
    "debt": AccountMeasure("总负债", "debt", _YUAN, "financed principal, market value owed in shares, unpaid charges"),
    "equity": AccountMeasure("净资产", "equity", _YUAN, "assets less debt; negative when more is owed than there is"),
    "shortfall": AccountMeasure("追保缺口", "shortfall", _YUAN, "cash that lifts a called account to the target"),
    "cash": AccountMeasure("现金", "cash", _YUAN, "with the proceeds of open short sales inside"),
    "collateral_value": AccountMeasure("担保证券市值", "collateral value", _YUAN, "securities free of any financing contract"),
    "financed_value": AccountMeasure("融资买入证券市值", "financed value", _YUAN, "securities of open financing contracts"),
    "other_collateral": AccountMeasure("其他担保物", "other collateral", _YUAN, "accepted by the broker, as agreed; since the rules of 2019"),
    "financing_debt": AccountMeasure("融资负债", "financing debt", _YUAN, "principal outstanding"),
    "short_debt": AccountMeasure("融券负债", "short debt", _YUAN, "shares owed at the current price"),
    "accrued_charges": AccountMeasure("利息及费用", "charges", _YUAN, "accrued or due, and unpaid"),
    "short_proceeds": AccountMeasure("融券卖出所得", "short proceeds", _YUAN, "the part of the cash that is frozen"),
    "margin_used": AccountMeasure("已占用保证金", "margin used", _YUAN, "what open contracts hold: Σ F·m + Σ B·n"),
    "financing_multiple": AccountMeasure("融资倍数 1/m", "financing multiple 1/m", None,
        "money financed per yuan of the margin that holds it: 1/m of the open contracts"),
    "exposure": AccountMeasure("总敞口", "exposure", _YUAN, "long and short market value together"),
    "exposure_leverage": AccountMeasure("敞口杠杆（倍）", "exposure leverage (times)", None, "exposure / equity; none where equity is not positive"),
    "largest_security": AccountMeasure("最大持仓", "largest position", None, "the security with the greatest market value"),
    "largest_share": AccountMeasure("最大持仓占比", "share of the largest", _RATIO, "its market value over assets"),
}  # fmt: skip
"""Field of ``assess.Assessment`` to what it is called, in the order in which answers show them."""

EVENTS_ZH: Final[Mapping[str, str]] = {
    "deposit": "存入资金", "withdraw": "提取资金", "transfer_in": "担保物转入", "transfer_out": "担保物转出",
    "other_collateral": "其他担保物登记", "collateral_buy": "担保品买入", "collateral_sell": "担保品卖出",
    "financing_buy": "融资买入", "sell_to_repay": "卖券还款", "cash_repay": "直接还款", "short_sell": "融券卖出",
    "buy_to_cover": "买券还券", "return_securities": "直接还券", "rollover": "展期", "rate_change": "利率变更",
    "charge_interest": "结息", "cash_dividend": "现金红利", "bonus_shares": "送股转增", "split": "拆分合并",
    "rights_issue": "配股", "suspension": "停牌", "resumption": "复牌", "risk_warning": "风险警示", "delisting": "退市整理",
    "conversion_ratio_change": "折算率调整", "rule_change": "规则变更", "market_update": "行情更新", "clearing": "日终清算",
    "margin_called": "追保通知", "cure": "解除追保", "forced_sale": "强制平仓",
}  # fmt: skip
"""What the events are called in Chinese, by their names in a ledger file."""
