"""What moved in a day or a window: bought on credit, repaid, sold short, and the net of it, under all the names it goes by."""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.extract.vocabulary.terms import MONEY, SHARES, Term

__all__ = ["NET_IN", "NET_OUT", "TERMS"]

_BY_ZH: Final = r"(?:融资客|两融资金|融资资金|融资盘|杠杆资金|杠杆盘|两融投资者|融资买盘|杠杆投资者)"
_HOW_ZH: Final = r"(?:[^，,。；;、：:\d亿余额占规存]{0,8}?)"
_DONE_ZH: Final = r"(?:净买入|净卖出|净流入|净流出|净偿还|净增持|净减持|净加仓|净减仓|加仓|减仓|增仓|增持|减持|流入|流出|买入|卖出|偿还|抛售|撤离|撤出|出逃|加码|扫货|吸纳|涌入|离场|抛掉|卖掉|抛出)(?:金)?额?"
_WHO_EN: Final = r"(?:margin|leveraged|credit|geared) (?:traders|investors|buyers|money|funds|accounts|players|punters|clients|borrowers|capital)|borrowers|leverage"
_ADVERBS_EN: Final = r"(?: (?:also|then|have|has|had|together|collectively|in turn|again|\w+ly)){0,3}"
_DONE_EN: Final = r"(?:bought|sold|put in|put|added|poured|withdrew|repaid|pulled|took out|unwound|trimmed|pared|shed|dumped|offloaded|snapped up|picked up|piled|built up|paid (?:down|back|off)|ploughed|plowed|injected|withdrawn|bought up)"
NET_IN: Final = (
    r"\b(?:purchases?|buying|buys)\b[^.;,]{0,40}? (?:exceed(?:ed|s|ing)|outweigh(?:ed|s)|outran|topp(?:ed|ing)|outpac(?:ed|es)|beat|outstripp?(?:ed|s)|surpass(?:ed|es)) (?:the )?(?:repayments?|redemptions?|sales)"
    r"|\bnet of (?:\w+ )?repayments\b|\bafter (?:deducting |subtracting )?repayments\b|(?:融资)?买入(?:金)?额?(?:超过|超出|高于|大于|多于)(?:了)?(?:融资)?(?:偿还|卖出)(?:金)?额?"
    r"|(?:融资)?(?:偿还|卖出)(?:金)?额?(?:低于|少于|不及|小于)(?:了)?(?:融资)?买入(?:金)?额?"
)
"""Words that name the repayments and yet say that more was bought."""
NET_OUT: Final = (
    r"\b(?:repayments?|redemptions?)\b[^.;,]{0,40}? (?:exceed(?:ed|s|ing)|outweigh(?:ed|s)|outran|topp(?:ed|ing)|outpac(?:ed|es)|beat|outstripp?(?:ed|s)|surpass(?:ed|es)) (?:the )?(?:new )?(?:purchases?|buying|buys)"
    r"|(?:融资)?(?:偿还|卖出)(?:金)?额?(?:超过|超出|高于|大于|多于)(?:了)?(?:融资)?买入(?:金)?额?|(?:融资)?买入(?:金)?额?(?:低于|少于|不及|小于)(?:了)?(?:融资)?(?:偿还|卖出)(?:金)?额?"
)
"""Words that name the purchases and yet say that more was repaid."""

TERMS: Final = (
    Term(
        "net_financing_purchase", MONEY,
        (r"融资净(?:买入|流入|流出|偿还|卖出|增加?|减少?|申购|赎回)(?:金)?额?", r"融资净额", r"净融资(?:买入|偿还)?(?:金)?额?", r"(?:被)?融资客(?:净|大幅)?(?:买入|卖出|偿还|加仓|减仓)", r"净(?:买入|卖出|偿还|增仓|减仓|加仓)(?:金)?额?",
         rf"(?:被|获|遭)?{_BY_ZH}{_HOW_ZH}{_DONE_ZH}", r"融资余额净(?:增|减)(?:加|少)?(?:额)?",
         r"(?:获|被)(?:得)?(?:融资|两融|杠杆)(?:资金|客|盘)?(?:净)?(?:买入|加仓|增持|增仓)", r"(?:遭|被)(?:到)?(?:融资|两融|杠杆)(?:资金|客|盘)?(?:净)?(?:卖出|偿还|减仓|减持|抛售)", NET_IN, NET_OUT),
        (r"net (?:margin |financing |leveraged )?(?:purchas(?:es?|ing)|buy(?:s|ing)?|addition|accumulation)(?: of [\w ]{0,12}margin)?", r"net margin (?:inflows?|outflows?|repayments?|selling|sales|additions?|redemptions?)",
         r"net financing (?:inflows?|outflows?|repayments?|selling)", r"net (?:repayments?|paydowns?|deleveraging)", r"margin (?:inflows?|outflows?|repayments?)", r"(?:net )?margin[- ]financed buying",
         r"net margin buying", r"repayments", r"leveraged (?:buying|purchases|demand|selling)", NET_IN, NET_OUT,
         r"(?:bought|purchased|added|sold),? (?:net of|after)(?: their| all)? repayments", rf"(?:(?:{_WHO_EN}) (?:were|was|are|have been|had been|turned|became|remained) )?net (?:buyers|sellers|repayers)(?= of)", rf"(?:{_WHO_EN}){_ADVERBS_EN}(?= {_DONE_EN}\b)"),
    ),
    Term(
        "net_financing_purchase", MONEY, (), (r"net (?:leveraged )?(?:inflows?|outflows?)", r"leveraged (?:inflows?|outflows?|money)"), ("fund_flow",),
    ),
    Term("net_financing_purchase", MONEY, (r"(?:合计|累计|共)?(?:吸金|失血|揽金)(?:额|超)?",), (), ("fund_flow",)),
    Term("financing_buy_amount", MONEY, (r"融资买入(?:总)?(?:金)?额", r"融资买入(?!额?占)"), (r"(?:margin|financing) (?:buys?|buying|purchases?)(?! balance)(?: amount)?",)),
    Term("financing_repay_amount", MONEY, (r"融资偿还(?:金)?额?", r"偿还额"), (r"(?:margin|financing) repayments? amount", r"gross repayments?")),
    Term("short_sell_amount", MONEY, (r"融券卖出(?:金)?额", r"融券卖出(?!量)"), (r"short[- ]sales?(?: amount| value)", r"short[- ]selling (?:value|turnover)")),
    Term("short_sell_quantity", SHARES, (r"融券卖出量",), (r"(?:shares|volume) sold short", r"short[- ](?:sale|selling) volume")),
    Term("short_repay_quantity", SHARES, (r"融券偿还量",), (r"shares returned",)),
    Term("short_quantity", SHARES, (r"融券余量",), (r"short (?:position|quantity) \(shares\)", r"shares (?:on loan|short)")),
    Term("net_short_sale_quantity", SHARES | MONEY, (r"融券净卖出(?:量|额)?", r"融券净偿还(?:量|额)?"), (r"net short[- ]s(?:ales?|elling)",)),
    Term("margin_trading_turnover", MONEY, (r"(?:两融|融资融券)(?:日)?(?:交易|成交)(?:金)?额",), (r"margin[- ]trading (?:turnover|volume|transactions)",)),
)  # fmt: skip
"""Longest text first where two meet the same place."""
