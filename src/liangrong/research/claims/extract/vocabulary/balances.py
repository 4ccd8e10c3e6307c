"""What is owed at a moment: money for shares, shares for sale, and both together, under all the names they go by."""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.extract.vocabulary.terms import MONEY, Term

__all__ = ["TERMS"]

_BOTH_ZH: Final = r"(?:两融|融资融券|融资与融券|融资和融券)"
_OUT_EN: Final = r"(?:outstanding |total |overall |aggregate |combined )*"
_SHORT_EN: Final = (
    r"(?:securities[- ]lending|stock[- ]lending|short[- ]s(?:elling|ales)|short positions|borrowed (?:stock|shares|securities))"
)
_BOUGHT_EN: Final = r"(?:to (?:buy|purchase|acquire|fund|finance)|for (?:buying|purchasing)) (?:[\w-]+ ){0,3}(?:shares|stocks?|equities|securities)"
_WITHOUT_EN: Final = r",? (?:without|excluding|leaving aside|leaving out|setting aside|stripping out|not counting|apart from|ex|before|net of|less|minus|but not) (?:the |its |any )?(?:\w+ ){0,1}(?:short|securities|stock)[\w -]*"

TERMS: Final = (
    Term(
        "margin_trading_balance", MONEY,
        (rf"{_BOTH_ZH}(?:规模|业务|资金|交易|市场|合计)?(?:总)?(?:余额|金额|规模|总额|总量|存量|盘子|体量)(?:合计)?", r"两融(?=(?:首次|再度|再次|一举|历史首次)?(?:突破|升破|站上|跌破|达到|超过|创))",
         r"融资融券总额", r"两融总?盘子", r"信用交易(?:总)?余额", r"融资、?融券余额(?:合计|之和|总和)", r"(?<=[亿元])的?(?:A股)?(?:两融|融资融券)(?:市场|大盘)", r"场内杠杆(?:总)?(?:规模|余额|体量)"),
        (r"(?:outstanding )?margin[- ]trading (?:balance|debt|outstanding)s?", r"(?:total |combined |overall |aggregate )(?:outstanding )?margin (?:balance|debt|credit)s?", r"combined balances?",
         rf"balance of margin trading(?: and {_SHORT_EN})?", rf"margin (?:trading|financing|lending|loans?) and {_SHORT_EN}(?: balances?| combined)?",
         rf"{_OUT_EN}(?:balance|value|amount)s? of (?:margin )?(?:financing|trading|loans|purchases|lending) and {_SHORT_EN}",
         rf"(?:financing|margin(?: financing)?) and {_SHORT_EN} balances?", r"(?:two[- ]way|both[- ]way) margin (?:balance|debt)s?", r"liang ?rong balances?", r"(?<=yuan )margin(?:[- ](?:trading|finance))? market",
         r"margin debt,? (?:including|plus|with|counting) (?:\w+ )?(?:short|borrowed|securities)[\w -]{0,24}"),
    ),
    Term(
        "financing_balance", MONEY,
        (r"融资(?:资金|总|交易|买入|债务|负债)?余额", r"融资(?:盘|总)?规模", r"融资存量", r"融资盘(?:余额|存量|总量)?", r"融资(?:负债|欠款|头寸|敞口)(?:余额|规模)?", r"(?:未偿还?|待偿(?:还)?|尚未偿还的?)(?:的)?融资(?:余额|款|额|资金|本金)?",
         r"(?:借|融)资?(?:钱|资金)?(?:炒股|买股)(?:的)?(?:资金)?(?:余额|规模|存量)", r"(?:杠杆)?做多(?:端)?余额", r"杠杆多头(?:余额|规模|头寸)?"),
        (rf"{_OUT_EN}(?:margin[- ])?financing (?:balance|outstanding|book)s?", r"balance of (?:margin )?financing",
         r"outstanding (?:margin |cash )?(?:loans|purchases)", r"balance of outstanding margin purchases", rf"{_OUT_EN}cash (?:loans?|lending|leg)", rf"{_OUT_EN}financed positions?",
         r"(?<!equity )(?<!debt )(?<!bond )(?<!corporate )(?<!bank )(?<!re)financing(?= (?:of|was|is|stood|made|accounted|part|portion|side|leg|came|rose|fell|to) | \d)", r"(?<=was )financing", r"(?<=of )financing(?=:| and\b|[,.;])",
         r"borrowing (?:for|against) (?:[\w-]+ ){0,2}(?:shares|stocks)", rf"(?:money|funds?|cash|loans?|credit)(?: that was| that were)? (?:borrowed |lent |extended |taken out )?{_BOUGHT_EN}", r"borrowed (?:money|cash|funds)",
         rf"(?:margin (?:debt|balance|loans?)|financing balance|total){_WITHOUT_EN}", r"(?:long|cash|financing|buy)[- ](?:leg|side)(?= (?:of|was|is|stood|came|made|at|alone))", r"leveraged long(?: position)?s?",
         r"(?:borrowers?|clients|investors|traders|punters|accounts|buyers) (?:\w+ ){0,5}?ow(?:e|ed|ing|es)(?= (?:\w+ ){0,2}?[\d¥])", r"(?:borrowings?|loans?) (?:on|against|for) (?:the )?(?:stock|shares?|name)(?=\W)"),
    ),
    Term(
        "financing_balance", MONEY, (r"杠杆资金(?:的)?(?:规模|余额|存量|总量|体量)", r"场内杠杆资金(?:规模|余额)?", r"(?<!总)(?<!率)杠杆余额"),
        (r"margin balances?", r"margin debts?", r"margin loans?(?: balances?| book)?", r"margin lending(?: balance)?", r"leveraged (?:funds|positions|bets)(?= (?:balance|stood|reached|in))", r"leveraged (?:positions|holdings)",
         r"margin borrowings?", r"margin credit", r"outstanding margin (?:debt|credit|lending|balances?)", r"leverage gauge", r"value of margin trading", r"margin financing", r"margin (?:book|positions?|indebtedness|exposure)s?"),
        ("margin_trading_balance",),
    ),
    Term("financing_balance", MONEY, (r"杠杆资金",), (r"leveraged funds",), ("margin_trading_balance", "net_financing_purchase")),
    Term(
        "short_balance", MONEY,
        (r"融券(?:总|交易|负债|卖空|做空)?余额", r"融券(?:总)?规模", r"融券存量", r"(?:做空|卖空|空头)余额", r"融出证券(?:余额|规模)", r"融券盘(?:余额|规模)?", r"融券(?:市值|头寸|敞口|负债)", r"(?:借出|融出|被借走)的?(?:证券|股票|券)(?:余额|规模|市值|金额)", r"空头(?:头寸|规模|敞口|仓位)", r"借券余额"),
        (rf"{_OUT_EN}short[- ](?:selling |sale |position |side )?balances?", rf"{_OUT_EN}(?:securities|stock)[- ]lending (?:balance|book)s?", r"balance of (?:short sales|securities lent)",
         r"short interest", r"(?:shares|stocks?|securities) (?:lent|on loan|borrowed)(?: out)?", r"(?:lent|borrowed) (?:shares|securities|stocks?)", r"securities lending", rf"{_OUT_EN}short (?:positions?|book|bets|leg|side|exposure|balances?)", r"open shorts", r"worth of shorts", r"short[- ]s(?:elling|ales)(?= (?:made up|accounted|contributed|stood|came|amounted|totall?ed|represented|was worth|were worth))", r"bearish bets"),
    ),
    Term("relending_balance", MONEY, (r"转融券余额", r"转融通证券出借余额", r"转融券规模"), (r"(?:securities )?(?:relending|refinancing) balance",)),
    Term("relending_funds_balance", MONEY, (r"转融资余额",), (r"refinancing loans? balance",)),
)  # fmt: skip
"""Longest text first where two meet the same place."""
