"""The wire layouts: where each exchange answers, how it is asked, what its keys mean and in which unit they are printed.

Connectors read with these layouts and the simulated exchange writes with them. Layouts only: no figures, no parsing.
The units are those seen in recorded answers; SZSE prints its own beside the data, and there the printed ones count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from liangrong.core.units import Unit

__all__ = [
    "BSE",
    "BSE_DETAIL",
    "BSE_DETAIL_PATH",
    "BSE_DETAIL_REFERER",
    "BSE_SUMMARY",
    "BSE_SUMMARY_PATH",
    "BSE_UNDERLYING",
    "BSE_UNDERLYING_PATH",
    "BSE_UNDERLYING_REFERER",
    "CFFEX",
    "CFFEX_DAILY",
    "CFFEX_DAILY_PATH",
    "CSF",
    "CSF_REFINANCING",
    "CSF_REFINANCING_PATH",
    "CSF_REFINANCING_SHEET",
    "EASTMONEY",
    "EASTMONEY_PATH",
    "EASTMONEY_REFERER",
    "PINGAN",
    "PINGAN_MARKETS",
    "PINGAN_PATH",
    "PINGAN_RATIOS",
    "SSE_DETAIL",
    "SSE_DETAIL_SQL",
    "SSE_LIST_FILES",
    "SSE_LIST_PATH",
    "SSE_MARGIN_PATH",
    "SSE_NORTHBOUND",
    "SSE_NORTHBOUND_SQL",
    "SSE_PAGE_CAP",
    "SSE_QUERY",
    "SSE_REFERER",
    "SSE_SITE",
    "SSE_SOA_PATH",
    "SSE_SUMMARY",
    "SSE_SUMMARY_SQL",
    "SSE_WORKBOOK_DETAIL",
    "SSE_WORKBOOK_PATH",
    "SSE_WORKBOOK_SHEETS",
    "SSE_WORKBOOK_SUMMARY",
    "SZSE",
    "SZSE_CALENDAR_PATH",
    "SZSE_COLLATERAL_CATALOG",
    "SZSE_COLLATERAL_REFERER",
    "SZSE_COLLATERAL_WORKBOOK",
    "SZSE_DETAIL",
    "SZSE_DETAIL_TAB",
    "SZSE_DETAIL_WORKBOOK",
    "SZSE_JSON_PATH",
    "SZSE_MARGIN_CATALOG",
    "SZSE_NORTHBOUND",
    "SZSE_NORTHBOUND_CATALOG",
    "SZSE_REFERER",
    "SZSE_ROWS_PER_PAGE",
    "SZSE_SUMMARY",
    "SZSE_SUMMARY_TAB",
    "SZSE_UNDERLYING_CATALOG",
    "SZSE_UNDERLYING_REFERER",
    "SZSE_UNDERLYING_WORKBOOK",
    "SZSE_XLSX_PATH",
    "Key",
]


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an answer, or one header of a sheet.

    Parameters
    ----------
    name
        The key or header as the source writes it.
    column
        The column of the standard table it fills.
    unit
        The unit its numbers are printed in; ``None`` for text.
    label
        What the source prints as the heading of a keyed column.
    optional
        Whether an answer may lack it; its cells are then null.
    """

    name: str
    column: str
    unit: Unit | None = None
    label: str = ""
    optional: bool = False


# --- Shanghai: numbers in 元 and 股/份 everywhere ------------------------------------------------------------------
SSE_QUERY: Final = "https://query.sse.com.cn"
SSE_SITE: Final = "https://www.sse.com.cn"
SSE_REFERER: Final = "https://www.sse.com.cn/"
SSE_MARGIN_PATH: Final = "/marketdata/tradedata/queryMargin.do"
"""``beginDate endDate`` for the summary, ``tabType=mxtype detailsDate`` for the detail; dates as YYYYMMDD."""
SSE_SOA_PATH: Final = "/commonSoaQuery.do"
"""``sqlId beginDate endDate``; with ``jsonCallBack`` the answer is JSONP. An unknown ``sqlId`` answers 200 and ``result: null``."""
SSE_SUMMARY_SQL: Final = "RZRQ_HZ_INFO"
SSE_DETAIL_SQL: Final = "RZRQ_MX_INFO"
SSE_NORTHBOUND_SQL: Final = "FW_HGTZL_HGTSCSJ_HGTCJGK_MRTJ"
SSE_PAGE_CAP: Final = 2_000
"""Rows served at most per page, whatever ``pageHelp.pageSize`` asks for."""
SSE_SUMMARY: Final = (
    Key("rzye", "financing_balance", Unit.YUAN),
    Key("rzmre", "financing_buy_amount", Unit.YUAN),
    Key("rzche", "financing_repay_amount", Unit.YUAN),
    Key("rqylje", "short_balance", Unit.YUAN),
    Key("rqyl", "short_quantity", Unit.SHARE),
    Key("rqmcl", "short_sell_quantity", Unit.SHARE),
    Key("rqchl", "short_repay_quantity", Unit.SHARE, optional=True),
    Key("rzrqjyzl", "margin_trading_balance", Unit.YUAN),
)
SSE_DETAIL: Final = (
    Key("stockCode", "security_id"),
    Key("securityAbbr", "name"),
    Key("rzye", "financing_balance", Unit.YUAN),
    Key("rzmre", "financing_buy_amount", Unit.YUAN),
    Key("rzche", "financing_repay_amount", Unit.YUAN),
    Key("rqylje", "short_balance", Unit.YUAN, optional=True),
    Key("rqyl", "short_quantity", Unit.SHARE),
    Key("rqmcl", "short_sell_quantity", Unit.SHARE),
    Key("rqchl", "short_repay_quantity", Unit.SHARE),
    Key("rzrqjyzl", "margin_trading_balance", Unit.YUAN, optional=True),
)
SSE_WORKBOOK_PATH: Final = "/market/dealingdata/overview/margin/a/rzrqjygk{day:%Y%m%d}.xls"
"""The daily workbook on ``SSE_SITE``; its date stands in its name only."""
SSE_WORKBOOK_SHEETS: Final = ("汇总信息", "明细信息")
SSE_WORKBOOK_SUMMARY: Final = (
    Key("本日融资余额(元)", "financing_balance", Unit.YUAN),
    Key("本日融资买入额(元)", "financing_buy_amount", Unit.YUAN),
    Key("本日融资偿还额(元)", "financing_repay_amount", Unit.YUAN, optional=True),
    Key("本日融券余量", "short_quantity", Unit.SHARE),
    Key("本日融券余量金额(元)", "short_balance", Unit.YUAN),
    Key("本日融券卖出量", "short_sell_quantity", Unit.SHARE),
    Key("本日融资融券余额(元)", "margin_trading_balance", Unit.YUAN),
)
SSE_WORKBOOK_DETAIL: Final = (
    Key("标的证券代码", "security_id"),
    Key("标的证券简称", "name"),
    Key("本日融资余额(元)", "financing_balance", Unit.YUAN),
    Key("本日融资买入额(元)", "financing_buy_amount", Unit.YUAN),
    Key("本日融资偿还额(元)", "financing_repay_amount", Unit.YUAN),
    Key("本日融券余量", "short_quantity", Unit.SHARE),
    Key("本日融券卖出量", "short_sell_quantity", Unit.SHARE),
    Key("本日融券偿还量", "short_repay_quantity", Unit.SHARE),
)
SSE_LIST_PATH: Final = "/services/tradingservice/margin/info/againstmargin/data_{number}.js"
"""JavaScript lists on ``SSE_SITE``: ``tableData['tableData_961'] = {staticDate: '…', list: [['1','510050 ','50ETF '],…,[]]};``"""
SSE_LIST_FILES: Final = {"collateral": 960, "financing": 961, "short": 962}
SSE_NORTHBOUND: Final = (
    Key("totalAmount", "turnover", Unit.YI_YUAN),
    Key("etfTotalAmount", "etf_turnover", Unit.YI_YUAN, optional=True),
    Key("totalVolume", "trades", Unit.WAN_COUNT),
)

# --- Shenzhen: each report prints its own units --------------------------------------------------------------------
SZSE: Final = "https://www.szse.cn"
SZSE_REFERER: Final = "https://www.szse.cn/"
SZSE_JSON_PATH: Final = "/api/report/ShowReport/data"
"""``SHOWTYPE=JSON CATALOGID TABKEY txtDate=YYYY-MM-DD tab2PAGENO``; an array with one object per tab."""
SZSE_XLSX_PATH: Final = "/api/report/ShowReport"
"""``SHOWTYPE=xlsx CATALOGID TABKEY txtDate``; the whole list in one workbook, every number as text with commas."""
SZSE_CALENDAR_PATH: Final = "/api/report/exchange/onepersistenthour/monthList"
"""``month=YYYY-M``; ``jybz`` is "1" on sessions, ``jyrq`` the day, ``zrxh`` the weekday from 1 = Sunday."""
SZSE_MARGIN_CATALOG: Final = "1837_xxpl"
SZSE_SUMMARY_TAB: Final = "tab1"
SZSE_DETAIL_TAB: Final = "tab2"
SZSE_ROWS_PER_PAGE: Final = 20
"""Rows of a JSON detail page, whatever is asked."""
SZSE_SUMMARY: Final = (
    Key("jrrzmr", "financing_buy_amount", Unit.YI_YUAN, "融资买入额<br>(亿元)"),
    Key("jrrzye", "financing_balance", Unit.YI_YUAN, "融资余额<br>(亿元)"),
    Key("jrrjmc", "short_sell_quantity", Unit.YI_SHARE, "融券卖出量<br>(亿股/亿份)"),
    Key("jrrjyl", "short_quantity", Unit.YI_SHARE, "融券余量<br>(亿股/亿份)"),
    Key("jrrjye", "short_balance", Unit.YI_YUAN, "融券余额<br>(亿元)"),
    Key("jrrzrjye", "margin_trading_balance", Unit.YI_YUAN, "融资融券余额<br>(亿元)"),
)
SZSE_DETAIL: Final = (
    Key("zqdm", "security_id", None, "证券代码"),
    Key("zqjc", "name", None, "证券简称"),
    Key("jrrzmr", "financing_buy_amount", Unit.YI_YUAN, "融资买入额<br>(亿元)"),
    Key("jrrzye", "financing_balance", Unit.YI_YUAN, "融资余额<br>(亿元)"),
    Key("jrrjmc", "short_sell_quantity", Unit.WAN_SHARE, "融券卖出量<br>(万股/万份)"),
    Key("jrrjyl", "short_quantity", Unit.WAN_SHARE, "融券余量<br>(万股/万份)"),
    Key("jrrjye", "short_balance", Unit.WAN_YUAN, "融券余额<br>(万元)"),
    Key("jrrzrjye", "margin_trading_balance", Unit.YI_YUAN, "融资融券余额<br>(亿元)"),
)
SZSE_DETAIL_WORKBOOK: Final = (
    Key("证券代码", "security_id"),
    Key("证券简称", "name"),
    Key("融资买入额(元)", "financing_buy_amount", Unit.YUAN),
    Key("融资余额(元)", "financing_balance", Unit.YUAN),
    Key("融券卖出量(股/份)", "short_sell_quantity", Unit.SHARE),
    Key("融券余量(股/份)", "short_quantity", Unit.SHARE),
    Key("融券余额(元)", "short_balance", Unit.YUAN),
    Key("融资融券余额(元)", "margin_trading_balance", Unit.YUAN),
)
SZSE_UNDERLYING_CATALOG: Final = "1834_xxpl"
SZSE_UNDERLYING_REFERER: Final = "https://www.szse.cn/disclosure/margin/object/index.html"
SZSE_UNDERLYING_WORKBOOK: Final = (
    Key("证券代码", "security_id"),
    Key("证券简称", "name"),
    Key("融资标的", "financing_eligible"),
    Key("融券标的", "short_eligible"),
    Key("当日可融资", "financing_open"),
    Key("当日可融券", "short_open"),
    Key("融券卖出价格限制", "short_price_limited"),
    Key("涨跌幅限制", "price_limit", Unit.PERCENT),
)
SZSE_COLLATERAL_CATALOG: Final = "1835_xxpl_snapshot"
SZSE_COLLATERAL_REFERER: Final = "https://www.szse.cn/disclosure/margin/securites/index.html"
SZSE_COLLATERAL_WORKBOOK: Final = (Key("证券代码", "security_id"), Key("证券简称", "name"))
SZSE_NORTHBOUND_CATALOG: Final = "SGT_SGTJYRB"
SZSE_NORTHBOUND: Final = (
    Key("当日交易总额", "turnover"),
    Key("当日ETF交易总额", "etf_turnover", optional=True),
    Key("当日交易总笔数", "trades"),
)
"""Rows of label and total; the unit stands in brackets behind the label, the label must match as a whole."""

# --- Beijing: 元 and 股, JSONP with a date behind the rows -----------------------------------------------------------
BSE: Final = "https://www.bse.cn"
BSE_SUMMARY_PATH: Final = "/rzrqjyyexxController/summaryInfoResult.do"
"""GET ``callback transDate=YYYY-MM-DD page=0``; answers ``cb([[ROW],'YYYY-MM-DD'])``, sometimes with ``;``."""
BSE_DETAIL_PATH: Final = "/rzrqjyyexxController/detailInfoResult.do"
"""POST ``transDate page`` (from 0) with ``callback`` in the query; ``cb([[{content, totalPages, totalElements}],'YYYY-MM-DD'])``."""
BSE_UNDERLYING_PATH: Final = "/rzrqbdzqController/infoResult.do"
BSE_DETAIL_REFERER: Final = "https://www.bse.cn/disclosure/rzrq_trans_list.html"
BSE_UNDERLYING_REFERER: Final = "https://www.bse.cn/disclosure/rzrq_bdzq_list.html"
BSE_SUMMARY: Final = (
    Key("rzye", "financing_balance", Unit.YUAN),
    Key("rzmre", "financing_buy_amount", Unit.YUAN),
    Key("rqye", "short_balance", Unit.YUAN),
    Key("rqyl", "short_quantity", Unit.SHARE),
    Key("rqmcl", "short_sell_quantity", Unit.SHARE),
    Key("rzrqye", "margin_trading_balance", Unit.YUAN),
)
"""Beside each stands ``…Round`` in 万元/万股, which is not read."""
BSE_DETAIL: Final = (Key("zqdm", "security_id"), Key("zqjc", "name"), *BSE_SUMMARY)
BSE_UNDERLYING: Final = (
    Key("zqdm", "security_id"),
    Key("zqjc", "name"),
    Key("rzbd", "financing_eligible"),
    Key("rqbd", "short_eligible"),
    Key("drkrz", "financing_open"),
    Key("drkrq", "short_open"),
)

# --- beside the exchanges ---------------------------------------------------------------------------------------------
EASTMONEY: Final = "https://datacenter-web.eastmoney.com"
EASTMONEY_PATH: Final = "/api/data/v1/get"
EASTMONEY_REFERER: Final = "https://data.eastmoney.com/rzrq/"

CFFEX: Final = "http://www.cffex.com.cn"
CFFEX_DAILY_PATH: Final = "/sj/hqsj/rtj/{day:%Y%m}/{day:%d}/{day:%Y%m%d}_1.csv"
CFFEX_DAILY: Final = (
    Key("合约代码", "contract"),
    Key("今开盘", "open", Unit.POINT),
    Key("最高价", "high", Unit.POINT),
    Key("最低价", "low", Unit.POINT),
    Key("成交量", "volume", Unit.COUNT),
    Key("成交金额", "turnover", Unit.WAN_YUAN),
    Key("持仓量", "open_interest", Unit.COUNT),
    Key("今收盘", "close", Unit.POINT),
    Key("今结算", "settlement", Unit.POINT),
)
"""成交金额 is 万元. Contracts are followed by 小计 per product and 合计; 前结算 is no close and is not read."""

CSF: Final = "http://www.csf.com.cn"
CSF_REFINANCING_PATH: Final = "/IAutoDisclosure/file/margin{day:%Y%m%d}.xls"
CSF_REFINANCING_SHEET: Final = "转融券交易汇总"
CSF_REFINANCING: Final = (
    Key("证券代码", "security_id"),
    Key("证券简称", "name"),
    Key("期初余量(万股)", "opening_quantity", Unit.WAN_SHARE),
    Key("转融券融出数量(万股)", "lent_quantity", Unit.WAN_SHARE),
    Key("期末余量(万股)", "closing_quantity", Unit.WAN_SHARE),
    Key("期末余额(万元)", "closing_balance", Unit.WAN_YUAN),
)

PINGAN: Final = "https://stock.pingan.com"
PINGAN_PATH: Final = "/fss/servlet/fsscoreapp/stockSource/mrgRatio"
PINGAN_MARKETS: Final = {"SSE": "10", "SZSE": "00", "BSE": "30"}
PINGAN_RATIOS: Final = (
    Key("secuCode", "security_id"),
    Key("secuName", "name"),
    Key("fiMarginRatio", "financing_margin_ratio", Unit.RATIO),
    Key("slMarginRatio", "short_margin_ratio", Unit.RATIO),
)
