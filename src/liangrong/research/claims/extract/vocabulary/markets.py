"""Everything else that such texts put figures to: indexes, turnover, flows, rates, companies, goods; plain names of ours."""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.extract.vocabulary.terms import AMOUNT, COUNTED, LEVELS, MONEY, PART, POINTS, Term
from liangrong.research.claims.figure import Kind

__all__ = ["TERMS"]


def _plain(metric: str, kinds: frozenset[Kind], zh: tuple[str, ...], en: tuple[str, ...]) -> Term:
    return Term(metric, kinds, zh, en, (), margin=False)


TERMS: Final = (
    _plain("turnover", MONEY, (r"(?:日|日均|全天|合计)?成交(?:总额|金额|额|量)", r"交易量"), (r"(?:daily |average |total |combined )*(?:turnover|trading (?:volume|value))",)),
    _plain("market_cap", MONEY, (r"(?:总|流通|自由流通|持股)?市值",), (r"(?:total |float |free-float |circulating )*market (?:capitali[sz]ation|cap|value)", r"valuations?(?= of \d)")),
    _plain("rsi", POINTS, (r"相对强弱(?:指数|指标)?", r"(?<![A-Za-z])RSI(?![A-Za-z])"), (r"(?:\d+-day )?relative[- ]strength index", r"\bRSI\b")),
    _plain("fund_flow", MONEY, (r"(?:主力)?资金(?:净)?(?:流入|流出)(?:额)?", r"净(?:流入|流出)(?:额)?"), (r"(?:fund|capital|money) (?:in|out)?flows?",)),
    _plain("northbound_net_inflow", MONEY, (r"北[向上]资金(?:合计|累计|全天|单日)?(?:净(?:流入|流出|买入|卖出))?",), (r"northbound (?:net )?(?:in|out)?flows?", r"northbound (?:funds|capital|money)")),
    _plain("foreign_flow", MONEY, (r"(?:主动|被动)?外资(?:净)?(?:流入|流出|回流)?", r"海外资金(?:净)?(?:流入|流出)?"), (r"foreign (?:net )?(?:capital |fund )?(?:in|out)flows?", r"(?:foreign|overseas) (?:capital|funds|investors)")),
    _plain("foreign_holdings", MONEY, (r"外资(?:在A股市场)?持股(?:市值|规模)",), (r"foreign (?:holdings|ownership)",)),
    _plain("foreign_allocation", PART, (r"(?:主动)?外资配置[^,，。;；]{0,12}比例", r"(?:低|超|高)配"), (r"(?:under|over)weight", r"foreign allocation")),
    _plain("policy_rate", PART | MONEY, (r"(?:政策|基准|回购|存款|贷款)利率", r"(?:降|加)息", r"(?:逆回购|LPR|MLF)(?:利率)?"), (r"(?:policy|benchmark|interest|repo|lending|fed funds) rates?", r"rate (?:cut|hike|increase)s?", r"rates(?= by)")),
    _plain("reserve_ratio", PART, (r"存款准备金率|降准",), (r"reserve requirement ratio|\bRRR\b",)),
    _plain("gdp_growth", PART, (r"GDP(?:增速|增长)?",), (r"GDP(?: growth)?",)),
    _plain("inflation", PART, (r"通胀(?:率)?|CPI|PPI",), (r"inflation|\bCPI\b|\bPPI\b",)),
    _plain("unemployment_rate", PART, (r"失业率",), (r"unemployment(?: rate)?",)),
    _plain("earnings_growth", PART, (r"(?:盈利|利润|业绩|净利润|企业利润)(?:增速|增长)", ), (r"(?:earnings|profit) growth",)),
    _plain("earnings", MONEY, (r"(?:归母)?(?:净)?利润|营收|营业收入|业绩",), (r"(?:corporate |net )?(?:earnings|profits?(?!-taking)|revenues?|net income)",)),
    _plain("capital_expenditure", MONEY, (r"资本(?:开支|支出)",), (r"capital (?:expenditure|spending)|\bcapex\b",)),
    _plain("valuation", POINTS | PART, (r"市盈率|市净率|(?<![A-Za-z])P[EB](?![A-Za-z])|估值",), (r"price[- ]to[- ](?:earnings|book)(?: ratio)?|\bP/E\b|\bPE\b",)),
    _plain("upside", PART, (r"上行空间|上涨空间|下行空间",), (r"(?:up|down)side(?: (?:potential|space))?",)),
    _plain("success_rate", PART, (r"(?:成功|胜)率",), (r"(?:success|win(?:ning)?|hit) rates?",)),
    _plain("funds_raised", MONEY, (r"(?:募资|募集资金|融资额)(?:总额)?",), (r"(?:funds |capital |money )?raised(?: a combined)?", r"proceeds")),
    _plain("capacity", AMOUNT, (r"产能",), (r"(?:total |production |device )*capacity",)),
    _plain("operating_rate", PART, (r"开工率|产能利用率|开机率",), (r"operating (?:rate|load)s?|utili[sz]ation rates?|high - level operation",)),
    _plain("inventory", AMOUNT, (r"(?:港口|社会|厂内|中游)?库存",), (r"(?:port |social |mid - stream |mid-stream |domestic port )*(?:inventory|inventories|stockpiles?|warehouse receipts)",)),
    _plain("output", AMOUNT, (r"产量|供[应给]量?",), (r"(?:production|output|supply)",)),
    _plain("demand", AMOUNT, (r"需求",), (r"demand",)),
    _plain("basis", AMOUNT | PART, (r"基差|价差|升贴水",), (r"(?:price difference|\bbasis\b(?! points?)|\bspreads?\b)",)),
    _plain("price", MONEY | POINTS, (r"(?:现货|期货)?(?:价格|价)(?![值])",), (r"(?:spot |futures |share |stock |unit )*prices?",)),
    _plain("index_level", POINTS, (r"(?:收(?:盘)?(?:报|于)|点位|关口)",), (r"closed at",)),
    _plain("daily_return", PART, (r"(?:涨跌幅|涨停|跌停|收涨|收跌)",), (r"daily (?:return|change)|limit[- ](?:up|down)",)),
    _plain("count", COUNTED, (r"(?:家数|只数|数量|个数|数目)",), (r"(?:number|count) of [\w' -]{2,40}?(?= (?:surged|rose|fell|increased|reached|grew|jumped|declined|dropped|climbed|hit))",)),
    _plain("sentiment", LEVELS, (r"(?:市场)?(?:情绪|风险偏好)",), (r"(?:market |investor |speculative )*sentiment|risk appetite",)),
    _plain("position", AMOUNT, (r"持仓(?:量)?|仓位",), (r"(?:futures )?positions?",)),
)  # fmt: skip
"""Longest text first where two meet the same place."""
