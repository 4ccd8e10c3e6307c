"""The names under which a file may give each field: ours, those of the worked examples, Chinese ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

__all__ = [
    "ACCOUNT",
    "COLLATERAL",
    "COLUMNS",
    "EVENT",
    "EVENT_NAMES",
    "FINANCING",
    "KINDS",
    "LINES",
    "MARK",
    "REMARKS",
    "SHORT",
    "TERMS",
    "UNITS",
    "folded",
    "named",
    "unit_of",
]

UNITS: Final = ("", "元", "股", "份", "张", "元/股", "年", "cny", "yuan", "shares", "%")
"""What may stand in the brackets of a field's name. ``%`` is read as such; 万元 and 亿元 are refused, not scaled in silence."""

REMARKS: Final = ("title", "note", "expect", "remark", "标题", "备注", "说明")
"""Read over: they are for people, or for a test that compares."""

_SECURITY: Final[Mapping[str, tuple[str, ...]]] = {"security": ("code", "symbol", "证券代码", "证券", "代码", "股票代码")}

MARK: Final[Mapping[str, tuple[str, ...]]] = {
    "price": ("last_price", "close", "市价", "最新价", "现价", "价格", "收盘价"),
    "conversion_ratio": ("haircut", "折算率"),
    "asset_class": ("证券类别", "担保品类别"),
    "previous_close": ("昨收", "昨收价", "前收盘"),
    "suspended": ("停牌", "是否停牌"),
    "fair_price": ("公允价格", "公允价", "估值价"),
    "industry": ("行业", "所属行业"),
}
"""What a position may say of its security; also the fields of a list of ``marks``."""

_NAME: Final[Mapping[str, tuple[str, ...]]] = {"name": ("证券名称", "名称", "股票名称", "证券简称")}

_CONTRACT: Final[Mapping[str, tuple[str, ...]]] = {
    "contract_id": ("id", "合约编号", "合约号"),
    "opened_on": ("opened", "open_date", "开仓日期", "开立日期", "合约日期"),
    "margin_ratio": ("保证金比例",),
    "rate": ("年利率", "利率", "费率"),
    "due_on": ("due", "到期日", "到期日期"),
    "rolled_on": ("rolled", "展期日期", "展期日"),
    "accrued": ("应计利息", "未付利息", "未还息费"),
    "accrued_to": ("计息至", "计息截止日"),
}

COLLATERAL: Final[Mapping[str, tuple[str, ...]]] = {
    **_SECURITY,
    **_NAME,
    "quantity": ("qty", "shares", "数量", "持仓数量", "股数", "证券数量"),
    "bought": ("当日买入", "今日买入"),
    "bought_on": ("买入日期",),
    **MARK,
}

FINANCING: Final[Mapping[str, tuple[str, ...]]] = {
    **_SECURITY,
    **_NAME,
    **_CONTRACT,
    "quantity": ("qty", "shares", "数量", "融资买入数量", "合约数量", "股数", "证券数量"),
    "principal": ("amount", "金额", "融资金额", "融资本金", "未还本金", "融资余额", "合约金额"),
    "purchase_price": ("open_price", "开仓价", "买入价", "买入价格", "融资买入价", "成本价"),
    "margin_ratio": (*_CONTRACT["margin_ratio"], "融资保证金比例"),
    **MARK,
}

SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    **_SECURITY,
    **_NAME,
    **_CONTRACT,
    "quantity": ("qty_owed", "qty", "shares", "数量", "融券数量", "未还数量", "合约数量", "股数", "证券数量"),
    "proceeds": ("sell_amount", "amount", "金额", "卖出金额", "融券卖出金额", "合约金额"),
    "sale_price": ("open_price", "开仓价", "卖出价", "卖出价格", "融券卖出价"),
    "margin_ratio": (*_CONTRACT["margin_ratio"], "融券保证金比例"),
    **MARK,
}

LINES: Final[Mapping[str, tuple[str, ...]]] = {
    "withdrawal_line": ("提取线", "提保线"),
    "warning_line": ("警戒线", "预警线"),
    "call_line": ("追保线", "平仓线"),
    "immediate_line": ("即时平仓线", "紧急平仓线"),
    "cure_target": ("追保目标", "解除线"),
}
"""Agreed lines: a file may state them beside the cash as well as among the terms."""

ACCOUNT: Final[Mapping[str, tuple[str, ...]]] = {
    "account_id": ("id", "account", "账户", "账号", "资金账号", "信用账号"),
    "as_of": ("date", "日期", "截至日期", "估值日期", "截至"),
    "investor": ("客户类型", "投资者类型", "投资者"),
    "cash": ("cash_incl_short_proceeds", "现金", "资金", "资金余额"),
    "charges": ("accrued_interest_and_fees", "利息及费用", "息费"),
    "other_collateral": ("other", "其他担保物", "其他担保物价值"),
    "credit_line": ("授信额度",),
    "netting": ("轧差方式",),
    "pack": ("broker_pack", "规则包"),
    "terms": ("lines", "约定", "合同约定"),
    "collateral": ("担保品", "担保物", "担保证券", "可充抵保证金证券"),
    "financing": ("融资", "融资合约"),
    "shorts": ("short", "融券", "融券合约"),
    "marks": ("行情",),
    "events": ("事件", "流水"),
    **LINES,
}

TERMS: Final[Mapping[str, tuple[str, ...]]] = {
    **{name: (*others, name.removesuffix("_line")) for name, others in LINES.items() if name != "cure_target"},
    "cure_target": LINES["cure_target"],
    "cure_deadline_sessions": ("追保期限",),
    "liquidation_start_sessions": ("强平起始",),
    "intraday_immediate_line": ("盘中即时平仓",),
    "netting": ("轧差方式",),
    "day_count_basis": ("计息基数",),
    "count_first_day": ("首日计息",),
    "count_last_day": ("末日计息",),
    "min_interest_days": ("最少计息天数",),
    "repayment_order": ("还款顺序",),
    "interest_first": ("先还息",),
    "short_fee_base": ("融券费用基数",),
    "charge_day": ("结息日",),
    "overdue_penalty_rate": ("罚息率",),
    "collateral_buy_requires_nonneg_margin": (),
    "financing_margin_constant": ("融资保证金比例常数",),
    "financing_margin_least": ("融资保证金比例下限",),
    "short_margin_constant": ("融券保证金比例常数",),
    "short_margin_least": ("融券保证金比例下限",),
    "contract_max_months": ("合约期限",),
    "commission_rate": ("佣金率",),
    "commission_min": ("最低佣金",),
}
"""What broker and client may have agreed on; any other name of the rulebook is taken as it is."""

KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "account": ("accounts", "账户"),
    "cash": ("现金", "资金"),
    "charges": ("利息及费用", "息费"),
    "other_collateral": ("other", "其他担保物"),
    "credit_line": ("授信额度",),
    "collateral": ("担保品", "担保物", "担保证券", "持仓", "positions", "holdings"),
    "financing": ("融资", "融资合约", "融资买入"),
    "shorts": ("short", "融券", "融券合约", "融券卖出"),
    "marks": ("mark", "行情", "prices"),
    "events": ("event", "事件", "流水"),
}
"""What the column ``kind`` (类型) of a table may hold; also the names of sheets that hold one kind alone."""

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "account_id": tuple(name for name in ACCOUNT["account_id"] if name != "id"),
    "as_of": ACCOUNT["as_of"],
    "kind": ("type", "类型", "类别"),
}
"""The columns that say whose row it is, of which day and what kind."""


EVENT_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "deposit": ("存入资金", "转入资金", "银证转入"),
    "withdraw": ("提取资金", "转出资金", "银证转出"),
    "transfer_in": ("担保物转入", "担保品转入"),
    "transfer_out": ("担保物转出", "担保品转出"),
    "other_collateral": ("其他担保物", "其他担保物登记"),
    "collateral_buy": ("担保品买入", "普通买入"),
    "collateral_sell": ("担保品卖出", "普通卖出"),
    "financing_buy": ("融资买入", "margincash_open"),
    "sell_to_repay": ("卖券还款", "margincash_close"),
    "cash_repay": ("直接还款", "现金还款", "margincash_direct_refund"),
    "short_sell": ("融券卖出", "marginsec_open"),
    "buy_to_cover": ("买券还券", "marginsec_close"),
    "return_securities": ("直接还券", "现券还券", "marginsec_direct_refund"),
    "rollover": ("展期",),
    "rate_change": ("利率变更", "利率调整", "费率调整"),
    "charge_interest": ("结息",),
    "cash_dividend": ("现金红利", "派息", "分红"),
    "bonus_shares": ("送股", "转增", "送转", "送股转增"),
    "split": ("拆分", "合并", "拆分合并"),
    "rights_issue": ("配股",),
    "suspension": ("停牌",),
    "resumption": ("复牌",),
    "risk_warning": ("风险警示",),
    "delisting": ("退市", "退市整理"),
    "conversion_ratio_change": ("折算率调整",),
    "rule_change": ("规则变更", "规则调整"),
    "market_update": ("行情", "行情更新"),
    "clearing": ("清算", "日终清算"),
    "margin_called": ("追保", "追保通知"),
    "cure": ("解除追保",),
    "forced_sale": ("强制平仓", "强平"),
}

EVENT: Final[Mapping[str, tuple[str, ...]]] = {
    "event": ("type", "kind", "事件", "类型", "业务类型", "业务"),
    "on": ("date", "日期", "发生日期"),
    "security": _SECURITY["security"],
    "amount": ("金额", "发生金额"),
    "quantity": ("qty", "shares", "数量", "成交数量"),
    "price": ("价格", "成交价", "成交价格"),
    "costs": ("费用", "交易费用"),
    "contract_id": ("合约编号", "合约号"),
    "margin_ratio": ("保证金比例",),
    "rate": ("年利率", "利率", "费率"),
    "value": ("价值", "取值"),
    "months": ("月数",),
    "agreed": ("协商一致",),
    "side": ("方向",),
    "per_share": ("每股派息",),
    "tax_rate": ("税率",),
    "ratio": ("比例",),
    "subscribed": ("认购数量",),
    "fair_price": ("公允价格",),
    "lifted": ("撤销",),
    "last_day": ("最后交易日",),
    "conversion_ratio": ("haircut", "折算率"),
    "parameter": ("参数",),
    "reform": ("改革",),
    "prices": ("行情", "收盘价"),
    "marks": (),
    "target": ("目标",),
    "deadline": ("截止日",),
}


def named(fields: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Every accepted spelling to our name.

    Examples
    --------
    >>> named(COLLATERAL)["折算率"]
    'conversion_ratio'
    """
    return {folded(spelling): name for name, others in fields.items() for spelling in (name, *others)}


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A field's name without case, surrounding space and full-width letters; ``数量（股）`` is ``数量``."""
    return _halfwidth(name).partition("(")[0].strip()


@lru_cache(maxsize=4096)
def unit_of(name: str) -> str:
    """What stands in the brackets of a field's name: ``股`` for ``数量（股）``, else nothing."""
    return _halfwidth(name).partition("(")[2].rstrip(") ")


def _halfwidth(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().lower()
