"""Ratios and accounts of the margin market, as texts name them; balances and flows have tables of their own."""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.extract.vocabulary.terms import COUNTED, MONEY, PART, Term

__all__ = ["TERMS"]

_BOTH_ZH: Final = r"(?:两融|融资融券)"
_OF_ZH: Final = r"(?:规模|业务|资金|交易)?(?:余额|金额|规模|总额|总量|存量)"
_SHARE_ZH: Final = r"(?:的)?(?:比例|比重|比值|占比|比率|比)?"
_WHOSE_ZH: Final = r"(?:A股|沪深|两市|市场|全市场|同期|板块|行业|其|总体|整体|总|全部|该股|公司|个股){0,3}(?:的)?"
_TURNOVER_ZH: Final = r"(?:日|当日|日均)?(?:总)?成交(?:总额|金额|额|量)"
_THE: Final = r"(?:the |A-share |China's |China’s |Chinese |market's |market’s |total |its |their |all )*"
_TURNOVER_EN: Final = (
    rf"{_THE}(?:market |stock |daily |trading |A-share |overall )*(?:turnover|trading volume|trading value|transactions)"
)
_FLOAT_EN: Final = (
    r"(?:"
    rf"{_THE}(?:A-share |stock )?(?:float(?:ing)?|tradable|circulating|negotiable|free float)(?:[- ](?:share|stock|market))*[ -]?"
    r"(?:market )?(?:capitali[sz]ation|cap|value)"
    rf"|{_THE}(?:market )?(?:capitali[sz]ation|cap|value) of (?:all |the |A-share |freely )*(?:tradable|floating|negotiable|circulating) (?:A-)?(?:shares|stocks?)"
    r")"
)
_FREE_EN: Final = (
    rf"{_THE}free[- ]?(?:float(?:ing)?|circulating|tradable)(?:[- ](?:share|adjusted|stock|market))*[ -]?(?:market )?"
    r"(?:capitali[sz]ation|cap|value)"
)
_TOTAL_EN: Final = rf"{_THE}(?:total |aggregate |overall )?(?:market )(?:capitali[sz]ation|cap|value)"
_AS_SHARE_EN: Final = (
    r"(?:s)?(?:['’]s)?(?: share)? ?(?:as a (?:share|percentage|proportion|percent) of|relative to|to|/|over|share of|as a % of) "
)


def _ratio(metric: str, base_zh: str, base_en: str, cap_zh: str, cap_en: str, may_mean: tuple[str, ...] = ()) -> Term:
    """A balance over a market value, said in one breath; without a Chinese base only in English."""
    chinese = (
        rf"{base_zh}(?:约|仅|只|仍|已|合计){{0,2}}(?:占(?:到|了)?|相当于|等于){_WHOSE_ZH}{cap_zh}{_SHARE_ZH}",
        rf"{base_zh}[/／÷与]{cap_zh}(?:之)?{_SHARE_ZH}",
    )
    return Term(metric, PART, chinese if base_zh else (), (rf"{base_en}{_AS_SHARE_EN}{cap_en}",), may_mean)


_FLOAT_ZH: Final = r"流通(?:A股)?(?:总)?市值"
_FREE_ZH: Final = r"自由流通(?:A股)?(?:总)?市值"
_TOTAL_ZH: Final = r"(?:总|A股|股票)?市值"
_BASES: Final = (
    (
        "margin_trading_balance",
        rf"(?:{_BOTH_ZH}(?:{_OF_ZH})?)",
        r"(?:margin[- ]trading |two[- ]way margin )(?:balance|debt)",
    ),
    ("financing_balance", r"(?:融资(?:余额|规模|盘))", r"(?:margin )?financing balance"),
    (
        "short_balance",
        r"(?:融券(?:余额|规模))",
        r"(?:short[- ](?:selling |sale )?balance|securities[- ]lending balance|short interest)",
    ),
)
_CAPS: Final = (
    ("free_float_cap", _FREE_ZH, _FREE_EN),
    ("float_cap", _FLOAT_ZH, _FLOAT_EN),
    ("total_cap", _TOTAL_ZH, _TOTAL_EN),
)

TERMS: Final = (
    # ratios
    *(_ratio(f"{name}_to_{cap}", zh, en, cap_zh, cap_en) for name, zh, en in _BASES for cap, cap_zh, cap_en in _CAPS),
    *(_ratio(f"financing_balance_to_{cap}", "", r"margin (?:debt|balances?|loans?|lending)", "", cap_en, (f"margin_trading_balance_to_{cap}",)) for cap, _, cap_en in _CAPS),
    Term("margin_trading_balance_to_float_cap", PART,
         (rf"占(?:到)?{_WHOSE_ZH}{_FLOAT_ZH}{_SHARE_ZH}",),
         (rf"(?:(?:of|to|against|relative to|share of) ){_FLOAT_EN}",),
         ("financing_balance_to_float_cap", "short_balance_to_float_cap"), elliptic=True),
    Term("margin_trading_balance_to_float_cap", PART, (r"两融占比", r"(?:A股|市场|沪深)(?:市场)?(?:的)?(?:整体)?杠杆(?:率|水平)", r"杠杆率"), (r"(?:market|A-share) leverage (?:ratio|level)",),
         ("margin_trading_balance_to_free_float_cap", "leverage_multiple")),
    Term("margin_trading_balance_to_free_float_cap", PART, (rf"占(?:到)?{_WHOSE_ZH}{_FREE_ZH}{_SHARE_ZH}",),
         (rf"(?:(?:of|to|against|relative to|share of) ){_FREE_EN}",), ("financing_balance_to_free_float_cap", "short_balance_to_free_float_cap"), elliptic=True),
    Term("margin_trading_balance_to_total_cap", PART, (rf"占(?:到)?{_WHOSE_ZH}{_TOTAL_ZH}{_SHARE_ZH}",),
         (rf"(?:(?:of|to|against|relative to|share of) ){_TOTAL_EN}",), ("financing_balance_to_total_cap", "short_balance_to_total_cap"), elliptic=True),
    Term(
        "margin_trading_share_of_turnover", PART,
        (rf"{_BOTH_ZH}(?:日)?(?:交易(?:金)?额|成交(?:金)?额|交易)?占(?:到)?{_WHOSE_ZH}{_TURNOVER_ZH}{_SHARE_ZH}", rf"{_BOTH_ZH}(?:交易|成交)(?:金)?额占比", rf"{_BOTH_ZH}交易占比"),
        (rf"margin[- ]?(?:trading|trades|transactions)?(?: turnover| volume)?{_AS_SHARE_EN}{_TURNOVER_EN}", rf"margin[- ]trading(?: turnover)? share of {_TURNOVER_EN}"),
    ),
    Term(
        "financing_buy_to_turnover", PART,
        (rf"融资买入(?:金)?额?占(?:到)?{_WHOSE_ZH}{_TURNOVER_ZH}{_SHARE_ZH}", r"融资买入(?:额)?占比", rf"融资(?:资金)?交易(?:额)?占{_WHOSE_ZH}{_TURNOVER_ZH}{_SHARE_ZH}"),
        (rf"(?:margin|financing|leveraged) (?:buy(?:s|ing)?|purchases?){_AS_SHARE_EN}{_TURNOVER_EN}",),
    ),
    Term("margin_trading_share_of_turnover", PART, (rf"占(?:到)?{_WHOSE_ZH}{_TURNOVER_ZH}{_SHARE_ZH}",),
         (rf"(?:(?:of|to|share of) ){_TURNOVER_EN}",), ("financing_buy_to_turnover",), elliptic=True),
    Term("average_maintenance_ratio", PART, (r"(?:市场|客户|两融)?平均维持担保比例",), (r"average (?:maintenance|collateral|guarantee)(?: margin)? ratio",)),
    Term("collateral_value", MONEY, (r"担保物(?:总)?(?:价值|市值|金额)",), (r"(?:value of )?collateral (?:value|pledged)",)),
    # people and accounts
    Term("new_margin_accounts", COUNTED, (r"(?:新增|新开)(?:的)?(?:两融|融资融券|信用)(?:证券)?(?:账户|开户)(?:数|数量|总数)?", r"两融新(?:开|增)(?:账)?户(?:数|数量)?"),
         (r"(?:number of )?new(?:ly opened)? (?:margin|credit)(?:[- ]trading)? accounts?", r"new accounts? for margin trading", r"new (?:margin )?accounts?")),
    Term("margin_accounts", COUNTED, (r"(?:两融|融资融券|信用)(?:证券|资金)?(?:账户|开户)(?:数|数量|总数)?",), (r"(?:total )?(?:number of )?(?:margin|credit)(?:[- ]trading)? accounts?",)),
    Term("individual_investors", COUNTED, (r"(?:两融)?个人投资者(?:数|数量|人数)?",), (r"(?:number of )?individual (?:margin )?investors", r"retail margin investors")),
    Term("institutional_investors", COUNTED, (r"(?:两融)?机构投资者(?:数|数量)",), (r"(?:number of )?institutional margin investors",)),
    Term("trading_investors", COUNTED, (r"参与(?:两融|融资融券)?交易的投资者(?:数|数量|人数)?",), (r"investors (?:who|that) traded on margin",)),
    Term("indebted_investors", COUNTED, (r"有(?:两融|融资融券)负债的投资者(?:数|数量|人数)?",), (r"(?:number of )?investors with (?:margin )?debt",)),
)  # fmt: skip
"""Longest text first where two meet the same place."""
