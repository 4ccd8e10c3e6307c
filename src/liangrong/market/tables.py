"""The standard tables. Money in 元, quantities in 股/份, ratios as pure numbers, days as sessions.

Field names follow GLOSSARY.md: ``financing_*`` 融资, ``short_*`` 融券, ``margin_trading_*`` 两融, ``margin_*`` only 保证金.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from liangrong.core.errors import UnknownName
from liangrong.core.units import Unit
from liangrong.market.schemas import MONEY, Column, Table, columns

__all__ = ["TABLES", "table"]

_DATE = pl.Date()
_TEXT = pl.String()
_FLAG = pl.Boolean()
_INT = pl.Int64()
_FLOAT = pl.Float64()


def _money(name: str, zh: str, en: str, tushare: str = "", akshare: str = "") -> Column:
    return Column(name, MONEY, zh, en, Unit.YUAN, tushare, akshare)


def _shares(name: str, zh: str, en: str, tushare: str = "", akshare: str = "") -> Column:
    return Column(name, _INT, zh, en, Unit.SHARE, tushare, akshare)


def _ratio(name: str, zh: str, en: str, tushare: str = "", akshare: str = "") -> Column:
    return Column(name, _FLOAT, zh, en, Unit.RATIO, tushare, akshare)


def _count(name: str, zh: str, en: str) -> Column:
    return Column(name, _INT, zh, en, Unit.COUNT)


def _points(name: str, zh: str, en: str) -> Column:
    return Column(name, _FLOAT, zh, en, Unit.POINT)


_TRADE_DATE = Column("trade_date", _DATE, "交易日", "session the figures belong to", tushare="trade_date", akshare="信用交易日期")
_SECURITY = Column("security_id", _TEXT, "证券代码", "security, as 600519.SH", tushare="ts_code", akshare="标的证券代码")
_NAME = Column("name", _TEXT, "证券简称", "short name as printed, spaces removed", tushare="name", akshare="标的证券简称")
_EXCHANGE = Column(
    "exchange", _TEXT, "交易所", "SSE, SZSE, BSE, or SSE+SZSE where only their sum was published", tushare="exchange_id"
)
_ROUNDING = _money(
    "rounding", "舍入半宽", "half of the last printed digit of this row's money, in 元; 0 when printed to the yuan"
)

_MARGIN = (
    _money("financing_balance", "融资余额", "financing outstanding at the close", "rzye", "融资余额"),
    _money("financing_buy_amount", "融资买入额", "bought with borrowed money on the day", "rzmre", "融资买入额"),
    _money("financing_repay_amount", "融资偿还额", "financing repaid on the day", "rzche", "融资偿还额"),
    _money("short_balance", "融券余额", "short_quantity at the close price", "rqye", "融券余额"),
    _shares("short_quantity", "融券余量", "shares lent and sold, outstanding at the close", "rqyl", "融券余量"),
    _shares("short_sell_quantity", "融券卖出量", "sold short on the day", "rqmcl", "融券卖出量"),
    _shares("short_repay_quantity", "融券偿还量", "returned on the day", "rqchl", "融券偿还量"),
    _money("margin_trading_balance", "融资融券余额", "financing_balance + short_balance", "rzrqye", "融资融券余额"),
)
_BARS = (
    _points("open", "开盘", "first level of the session"),
    _points("high", "最高", "highest level"),
    _points("low", "最低", "lowest level"),
    _points("close", "收盘", "last level"),
    _points("previous_close", "前收盘", "close of the previous session"),
)

_ALL = (
    Table(
        "market_totals", "两融交易汇总", "margin totals by exchange", ("exchange", "trade_date"), "trade_date",
        columns(
            _EXCHANGE, _TRADE_DATE, _MARGIN,
            _money("float_cap", "流通市值", "float cap of the exchange's shares, as the vendor publishes it beside the totals"),
            _ratio("financing_balance_to_float_cap", "融资余额占流通市值比", "as published by the vendor"),
            _ROUNDING,
        ),
    ),
    Table(
        "margin_detail", "两融交易明细", "margin detail by security", ("security_id", "trade_date"), "trade_date",
        columns(_SECURITY, _TRADE_DATE, _NAME, _MARGIN, _ROUNDING),
    ),
    Table(
        "quotes", "日行情", "daily quotes, unadjusted", ("security_id", "trade_date"), "trade_date",
        columns(
            _SECURITY, _TRADE_DATE, _NAME,
            _money("open", "开盘价", "first price of the session"),
            _money("high", "最高价", "highest price"),
            _money("low", "最低价", "lowest price"),
            _money("close", "收盘价", "last price"),
            _money("previous_close", "前收盘价", "previous close, adjusted for ex-rights as the exchange prints it"),
            _shares("volume", "成交量", "shares traded"),
            _money("turnover", "成交额", "value traded"),
        ),
    ),
    Table(
        "caps", "市值", "market capitalisation by security", ("security_id", "trade_date"), "trade_date",
        columns(
            _SECURITY, _TRADE_DATE,
            _money("float_cap", "流通市值", "close x listed tradable shares", "circ_mv", "流通市值"),
            _money("free_float_cap", "自由流通市值", "close x shares really free to trade", "free_share x close"),
            _money("total_cap", "总市值", "close x all shares", "total_mv", "总市值"),
            _ratio("turnover_rate", "换手率", "volume / tradable shares", "turnover_rate", "换手率"),
        ),
    ),
    Table(
        "index_quotes", "指数行情", "daily index levels", ("security_id", "trade_date"), "trade_date",
        columns(
            _SECURITY, _TRADE_DATE, _BARS,
            _ratio("change_ratio", "涨跌幅", "close / previous close - 1, as published"),
            _shares("volume", "成交量", "shares traded in the constituents"),
            _money("turnover", "成交额", "value traded in the constituents"),
            _ratio("pe", "市盈率", "price/earnings of the index, as published"),
        ),
    ),
    Table(
        "memberships", "行业与指数成份", "industry and index membership with dates",
        ("scheme", "security_id", "from_date"), "from_date",
        columns(
            Column("scheme", _TEXT, "分类体系", "sw (申万), index:000300.SH, board:NAME …"),
            _SECURITY,
            Column("from_date", _DATE, "计入日期", "first day of membership"),
            Column("to_date", _DATE, "剔除日期", "last day of membership; null while it lasts or where the source gives starts only"),
            Column("group", _TEXT, "类别代码", "industry code, or the index itself"),
            Column("group_name", _TEXT, "类别名称", "name of the group where the source prints one"),
            _ratio("weight", "权重", "weight in the index"),
        ),
    ),
    Table(
        "industry_classes", "行业分类", "industry codes and their names", ("scheme", "group"), "from_date",
        columns(
            Column("scheme", _TEXT, "分类体系", "sw (申万)"),
            Column("group", _TEXT, "类别代码", "industry code"),
            Column("from_date", _DATE, "生效日期", "first day of this version of the scheme"),
            Column("level", _INT, "级别", "1, 2 or 3"),
            Column("group_name", _TEXT, "类别名称", "name at its own level"),
            Column("level1_name", _TEXT, "一级行业", "name of the level-1 industry it belongs to"),
            Column("level2_name", _TEXT, "二级行业", "name of the level-2 industry it belongs to"),
        ),
    ),
    Table(
        "securities", "证券名录", "names and listing dates", ("security_id", "trade_date"), "trade_date",
        columns(
            _SECURITY,
            Column("trade_date", _DATE, "名录日期", "day the list speaks of"),
            _NAME,
            Column("pinyin", _TEXT, "拼音首字母", "initials of the name", tushare="cnspell"),
            Column("list_date", _DATE, "上市日期", "first trading day", tushare="list_date"),
            Column("delist_date", _DATE, "退市日期", "last trading day", tushare="delist_date"),
            Column("industry_label", _TEXT, "行业标签", "the vendor's own industry, not 申万", tushare="industry"),
        ),
    ),
    Table(
        "underlying_securities", "标的证券", "underlying lists and the day's permissions", ("security_id", "trade_date"), "trade_date",
        columns(
            _SECURITY, _TRADE_DATE, _NAME,
            Column("financing_eligible", _FLAG, "融资标的", "on the financing list", akshare="融资标的"),
            Column("short_eligible", _FLAG, "融券标的", "on the short-selling list", akshare="融券标的"),
            Column("financing_open", _FLAG, "当日可融资", "financing is open on this day", akshare="当日可融资"),
            Column("short_open", _FLAG, "当日可融券", "short selling is open on this day", akshare="当日可融券"),
            Column("short_price_limited", _FLAG, "融券卖出价格限制", "the tick rule (报升规则) applies", akshare="融券卖出价格限制"),
            _ratio("price_limit", "涨跌幅限制", "daily price limit; null when there is none"),
        ),
    ),
    Table(
        "eligible_collateral", "可充抵保证金证券", "securities accepted as collateral", ("security_id", "trade_date"), "trade_date",
        columns(
            _SECURITY, _TRADE_DATE, _NAME,
            _ratio("conversion_ratio", "折算率", "share of the market value that counts as margin"),
        ),
    ),
    Table(
        "broker_margin_ratios", "券商保证金比例", "a broker's own margin ratios", ("broker", "security_id", "trade_date"), "trade_date",
        columns(
            Column("broker", _TEXT, "券商", "who demands it"), _SECURITY, _TRADE_DATE, _NAME,
            _ratio("financing_margin_ratio", "融资保证金比例", "margin demanded per yuan financed"),
            _ratio("short_margin_ratio", "融券保证金比例", "margin demanded per yuan sold short"),
        ),
    ),
    Table(
        "account_statistics", "两融账户统计", "account statistics of the securities finance company", ("trade_date",), "trade_date",
        columns(
            _TRADE_DATE,
            _money("financing_balance", "融资余额", "on the account-statistics basis: never spliced with market_totals", akshare="融资余额"),
            _money("short_balance", "融券余额", "on the account-statistics basis", akshare="融券余额"),
            _money("margin_trading_balance", "融资融券余额", "on the account-statistics basis"),
            _money("financing_buy_amount", "融资买入额", "bought with borrowed money on the day", akshare="融资买入额"),
            _money("short_sell_amount", "融券卖出额", "value sold short on the day", akshare="融券卖出额"),
            _ratio("average_maintenance_ratio", "平均维持担保比例", "as published; not collateral_value / balance", akshare="平均维持担保比例"),
            _money("collateral_value", "担保物总价值", "cash and securities pledged", akshare="担保物总价值"),
            _money("collateral_cash", "担保资金", "cash part of the collateral"),
            _money("collateral_securities_value", "可充抵证券市值", "securities part of the collateral"),
            _count("individual_investors", "个人投资者数量", "individual accounts"),
            _count("institutional_investors", "机构投资者数量", "institutional accounts"),
            _count("trading_investors", "参与交易的投资者数量", "accounts that traded on the day"),
            _count("indebted_investors", "有融资融券负债的投资者数量", "accounts in debt at the close"),
            _count("brokers", "证券公司数量", "brokers in the business"),
            _count("branches", "营业部数量", "branches in the business"),
            _ratio("margin_trading_balance_to_float_cap", "两融余额占流通市值比", "as published"),
            _ratio("margin_trading_share_of_turnover", "两融交易额占A股成交额比", "as published"),
            _points("sse_composite_close", "上证指数收盘", "SSE Composite beside the statistics"),
            _ROUNDING,
        ),
    ),
    Table(
        "northbound", "北向交易", "northbound trading by channel", ("exchange", "trade_date"), "trade_date",
        columns(
            Column("exchange", _TEXT, "通道", "SSE (沪股通) or SZSE (深股通)"), _TRADE_DATE,
            _money("buy_amount", "买入成交额", "ended 2024-08-16"),
            _money("sell_amount", "卖出成交额", "ended 2024-08-16"),
            _money("net_buy_amount", "净买额", "ended 2024-08-16"),
            _money("turnover", "成交总额", "buys plus sells"),
            _money("etf_turnover", "ETF成交总额", "ETF part of the turnover"),
            _count("trades", "成交笔数", "number of trades"),
            _money("holdings_cap", "持股市值", "market value held through the channel"),
            _points("index_close", "指数收盘", "SSE Composite or SZSE Component beside the figures"),
            _ratio("index_change_ratio", "指数涨跌幅", "daily change of that index"),
        ),
    ),
    Table(
        "board_margin", "板块两融", "margin figures of a vendor's own boards", ("scheme", "group", "trade_date"), "trade_date",
        columns(
            Column("scheme", _TEXT, "分类体系", "eastmoney:industry, eastmoney:concept or eastmoney:region"),
            Column("group", _TEXT, "板块代码", "the vendor's code"), _TRADE_DATE,
            Column("group_name", _TEXT, "板块名称", "the vendor's name"), _MARGIN,
            _money("float_cap", "流通市值", "float cap of the board"),
        ),
    ),
    Table(
        "securities_refinancing", "转融券", "securities refinancing of the securities finance company", ("security_id", "trade_date"), "trade_date",
        columns(
            _SECURITY, _TRADE_DATE, _NAME,
            _shares("opening_quantity", "期初余量", "outstanding at the open"),
            _shares("lent_quantity", "融出数量", "lent on the day"),
            _shares("closing_quantity", "期末余量", "outstanding at the close"),
            _money("closing_balance", "期末余额", "closing quantity at the close price"),
        ),
    ),
    Table(
        "index_futures", "股指期货", "index futures by contract", ("contract", "trade_date"), "trade_date",
        columns(
            Column("contract", _TEXT, "合约代码", "such as IF2602"), _TRADE_DATE, _BARS,
            _points("settlement", "结算价", "settlement price"),
            _count("volume", "成交量", "contracts traded"),
            _money("turnover", "成交额", "value traded"),
            _count("open_interest", "持仓量", "contracts open at the close"),
        ),
    ),
    Table(
        "trading_days", "交易日历", "published trading calendars", ("trade_date",), "trade_date",
        columns(
            _TRADE_DATE,
            Column("is_session", _FLAG, "是否交易日", "whether the exchanges traded"),
        ),
    ),
    Table(
        "policy_events", "政策事件", "dated changes of the margin-trading regime", ("event", "trade_date"), "trade_date",
        columns(
            Column("event", _TEXT, "事件", "short name, stable"),
            Column("trade_date", _DATE, "生效日期", "first session in force"),
            Column("title_zh", _TEXT, "中文标题", "what happened, in Chinese"),
            Column("title_en", _TEXT, "英文标题", "what happened, in English"),
            Column("before", _TEXT, "变化前", "the value before, as printed"),
            Column("after", _TEXT, "变化后", "the value after, as printed"),
            Column("applies_to", _TEXT, "适用范围", "all contracts or new contracts only"),
            Column("citation", _TEXT, "依据", "where it is announced"),
        ),
    ),
    Table(
        "discrepancies", "质量记录", "findings made while reading sources", ("check", "dataset", "place", "column", "observed"), "trade_date",
        columns(
            Column("check", _TEXT, "检查", "name of the check"),
            Column("dataset", _TEXT, "数据表", "table the finding is about"),
            Column("place", _TEXT, "对象", "exchange, security or file"),
            _TRADE_DATE,
            Column("severity", _TEXT, "严重程度", "info, warning, error or quarantined"),
            Column("column", _TEXT, "列", "the cell, or the first of the cells that disagree"),
            Column("observed", _TEXT, "实际值", "what stands there"),
            Column("expected", _TEXT, "应有值", "what should stand there"),
            Column("note_zh", _TEXT, "说明", "the sentence in Chinese"),
            Column("note_en", _TEXT, "英文说明", "the sentence in English"),
        ),
    ),
)  # fmt: skip

TABLES: Final[dict[str, Table]] = {t.name: t for t in _ALL}


def table(name: str) -> Table:
    """The table called ``name``.

    Raises
    ------
    UnknownName
        There is no such table.
    """
    found = TABLES.get(name)
    if found is None:
        raise UnknownName(kind="table", name=name, known=", ".join(TABLES))
    return found
