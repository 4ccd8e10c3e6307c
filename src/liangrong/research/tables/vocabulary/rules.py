"""Columns of the law and of broker packs."""

from __future__ import annotations

from typing import Final

from liangrong.research.tables.headings import Heading, Shown

__all__ = ["HEADINGS", "WORDS"]

_KEYS: Final = {
    "cash": "现金", "cash_product": "现金管理产品", "index_a_share": "指数成份 A 股", "other_a_share": "其他 A 股", "etf": "ETF",
    "treasury": "国债", "other_fund_or_bond": "其他基金与债券", "warrant": "权证", "suspended_listing": "暂停上市的股票",
    "high_pe": "高市盈率股票", "main": "主板", "chinext": "创业板", "star": "科创板", "bse": "北交所", "fund": "基金", "bond": "债券",
    "stock": "股票", "risk_warned": "风险警示股票", "collateral": "担保证券", "financed_bonus_shares": "融资买入证券的送转股",
    "short_cash_dividend": "融券证券的现金红利", "short_bonus_shares": "融券证券的送转股", "short_rights": "融券证券的配股权",
    "share_reform_done": "已完成股权分置改革", "risk_warned_excluded": "不含风险警示股票", "bse50_members_included": "含北证 50 成份股",
    "turnover_share_least": "换手率低于基准指数的倍数", "deviation_most": "涨跌幅偏离", "volatility_multiple": "波动幅度倍数",
    "float_value": "流通市值", "trading_amount": "成交金额", "restricted_holder_may_short": "限售股股东可否融券",
    "major_holder_may_use_margin": "大股东可否融资融券", "individual_may_pledge_ex_restricted": "个人可否以解除限售存量股充抵",
    "financing_suspend": "融资暂停", "financing_resume": "融资恢复", "short_suspend": "融券暂停", "short_resume": "融券恢复",
    "etf_suspend": "ETF 暂停", "etf_resume": "ETF 恢复", "stock_without_trade": "当日无成交的股票", "charges": "支付息费",
    "charges_paid": "息费已付清", "security_eligible": "仍为标的证券", "cash_compensation": "现金补偿", "cash_products": "现金管理产品",
    "other_permitted": "其他许可用途", "client_financing": "单一客户融资", "client_short": "单一客户融券",
    "collateral_stock": "单一担保股票", "good_least": "良好，最低", "good_most": "良好，最高", "other": "其他",
    "star_making_good": "做市，良好", "star_making_other": "做市，其他", "low": "较低", "high": "较高",
    "funds_from": "转融资开始", "securities_from": "转融券开始", "market_based_funds_from": "市场化转融资开始",
    "executives_placement_stopped": "停止高管战略配售股出借", "restricted_share_lending_stopped": "停止限售股出借",
    "securities_size_capped_from": "转融券规模不得新增", "next_day_availability_from": "转融券次日可用",
    "securities_suspended_from": "暂停转融券", "must_close_by": "存量须了结", "eligible_list": "标的名单",
    "conversion_ratio": "折算率", "margin_ratio": "保证金比例", "suspend_market": "暂停市场",
    "professional_institution_exempt": "专业机构豁免", "existing_small_account_may_continue": "存量小额账户可继续",
    "broker_affiliate_admitted": "接受证券公司股东与关联人", "condition": "条件", "recheck": "复核", "applies": "生效",
    "shortest": "最短", "longest": "最长",
}  # fmt: skip
"""Parts of a parameter, as a chart names them; a table gives the name that is asked with."""

HEADINGS: Final[dict[str, Heading]] = {
    "parameter": Heading("参数", "parameter"),
    "key": Heading("分项", "key", words=_KEYS),
    "keys": Heading("分项", "keys", Shown.PROSE),
    "venue": Heading("交易所", "exchange"),
    "venues": Heading("交易所", "exchanges"),
    "on": Heading("当日", "on"),
    "opened_on": Heading("开立日", "opened on"),
    "authority": Heading("规定者", "authority"),
    "confidence": Heading("把握", "confidence"),
    "old_value": Heading("原值", "old value"),
    "provision": Heading("规定", "provision", Shown.PROSE),
    "reach": Heading("适用与展期", "reach", Shown.PROSE),
    "last_change": Heading("最近变更", "last change"),
    "pack": Heading("规则包", "pack"),
    "parameters": Heading("涉及参数", "parameters", Shown.PROSE),
}  # fmt: skip

WORDS: Final[dict[str, str]] = {}
