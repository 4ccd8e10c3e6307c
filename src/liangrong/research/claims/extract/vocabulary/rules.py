"""Rules, lines and rates of margin trading, as texts name them; the names of the rulebook where it has one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from liangrong.research.claims.extract.vocabulary.terms import COUNTED, LEVELS, MONEY, PART, TERM, TIMES, Term

__all__ = ["TERMS"]

_LISTED: Final = (
    Term(
        "financing_margin_ratio", PART,
        (r"融资(?:的)?(?:最低)?保证金(?:的)?(?:最低)?比例", r"最低融资保证金比例", r"融资买入(?:证券)?(?:时)?的?(?:最低)?(?:融资)?保证金(?:最低)?比例", r"(?:两融|初始)保证金比例"),
        (r"(?:minimum |initial )*(?:margin )?financing margin (?:ratios?|requirements?|rates?)", r"margin (?:ratio|requirement)s? (?:for|on) (?:margin )?(?:financing|purchases|buying|loans)",
         r"margin requirements? for (?:margin financing|investors buying)", r"initial margin (?:ratios?|requirements?)", r"minimum margin (?:ratio|requirement)s?(?: for (?:margin )?financing)?",
         r"margin financing ratio"),
    ),
    Term("financing_margin_ratio", PART, (r"(?<!融券)(?<!卖出)保证金比例",), (r"margin (?:ratio|requirement|level)s?", r"(?<=% )margin(?= (?:leads|to|means|gives|implies|corresponds))"),
         ("short_margin_ratio",)),
    Term(
        "short_margin_ratio", PART, (r"融券(?:卖出)?(?:的)?(?:最低)?保证金(?:最低)?比例", r"私募(?:证券投资)?基金(?:参与)?融券(?:的)?保证金比例"),
        (r"(?:minimum )?(?:short[- ]?(?:selling|sale)?|securities[- ]lending) margin (?:ratios?|requirements?)", r"margin (?:ratio|requirement)s? (?:for|on) (?:short[- ]s(?:elling|ales)|securities lending)"),
    ),
    Term(
        "maintenance_ratio", PART, (r"维持担保比例", r"担保比例", r"维保比例"),
        (r"maintenance (?:margin|guarantee|collateral)? ?ratios?", r"maintenance guarantee ratios?", r"(?:guarantee|collateral) ratios?", r"maintenance margin(?: requirements?)?"),
    ),
    Term("conversion_ratio", PART, (r"(?:两融|担保品|担保物|可充抵保证金证券)?折算率",), (r"(?:collateral )?(?:conversion|haircut|discount) (?:ratios?|rates?)", r"stock collateral rates?", r"collateral rates?")),
    Term("warning_line", PART, (r"(?:警戒|预警|关注)线",), (r"(?:typical )?(?:warning|alert|pre-warning) (?:line|level|threshold)s?",)),
    Term("call_line", PART, (r"(?:追保|补仓|追加担保物?)线",), (r"margin[- ]call (?:line|level|threshold)s?", r"margin calls?")),
    Term("liquidation_line", PART, (r"(?:强制)?平仓线|强平线",), (r"(?:forced[- ])?(?:liquidation|close-?out|closing) (?:line|level|threshold)s?",)),
    Term("withdrawal_line", PART, (r"提取线|提保线",), (r"withdrawal (?:line|level|threshold)s?",)),
    Term("contract_max_months", TERM, (r"(?:合约|融资|融券|两融)(?:最长)?期限", r"最长(?:合约)?期限"), (r"maximum (?:term|tenor|maturity|duration)(?: (?:for|of) [\w ]{0,40}(?:transaction|contract|loan|position)s?)?", r"contract (?:term|tenor)s?")),
    Term("cure_deadline_sessions", TERM, (r"追加担保物(?:的)?期限", r"补足期限"), (r"(?:deadline|time) (?:to|for) (?:replenish|top(?:ping)? up)\w*",)),
    Term(
        "financing_rate", PART, (r"融资(?:的)?(?:年化|年)?(?:利率|费率|利息|成本)", r"两融利率", r"融资(?:的)?年利率"),
        (r"(?:margin )?financing (?:(?:for|of|against) (?:stocks|shares|securities|equities) )?(?:interest )?(?:rates?|costs?)", r"cost of financing(?: interest)?", r"financing interest", r"(?:annual(?:i[sz]ed)?|yearly) (?:interest )?rates?", r"margin (?:loan )?interest rates?", r"borrowing costs?"),
    ),
    Term("short_fee_rate", PART, (r"融券(?:年化|年)?(?:费率|利率|利息|成本)",), (r"(?:short[- ]?selling|securities[- ]lending|stock borrow(?:ing)?) (?:fees?|fee rates?|costs?|rates?)", r"(?:that|cost) of short selling")),
    Term(
        "leverage_multiple", TIMES | PART, (r"杠杆(?:倍数|比例|比率|水平)?", r"倍数", r"杠杆倍率", r"融资杠杆"),
        (r"leverage (?:ratios?|multiples?|range|levels?|factor)", r"(?:low |high |maximum |moderate |financing )*leverage", r"leveraged (?:times|multiple)"),
    ),
    Term("financing_limit", LEVELS, (r"融资(?:额度|限额|授信)", r"授信额度"), (r"financing limits?", r"credit (?:limit|line)s?")),
    Term("investor_assets_least", MONEY, (r"(?:日均)?(?:证券类)?资产(?:不低于|门槛)",), (r"(?:average )?(?:daily )?assets of at least", r"asset threshold")),
    Term("investor_experience_months", TERM, (r"(?:交易|投资)(?:经验|年限)", r"从事证券交易(?:时间)?"), (r"trading experience",)),
    Term("investor_risk_level", LEVELS, (r"风险(?:承受能力|评估|测评)(?:等级|级别|结果)?",), (r"risk[- ](?:assessment|tolerance) levels?", r"risk assessment")),
    Term("service_fee_rate", PART, (r"服务费(?:率)?|手续费(?:率)?|佣金(?:率)?",), (r"service (?:charge|fee)s?", r"(?<!regulatory )(?<!reform )commission(?:s| rates?)(?! \w+ commission)", r"handling fees?")),
    Term("minimum_fee", MONEY, (r"最低(?:收费|费用|佣金)",), (r"minimum (?:fee|charge|commission)s?(?: of)?",)),
    Term("eligible_market_value", MONEY, (r"(?:标的)?(?:流通)?市值(?:不低于|门槛)",), (r"market capitali[sz]ation of at least",)),
    Term("eligible_stock_count", COUNTED, (r"(?:两融|融资融券|融资|融券)标的(?:股票|证券)?(?:数量|数|只数)?",), (r"(?:number of )?(?:eligible|margin|underlying) (?:stocks|securities)", r"(?:financing|short[- ]selling) targets?")),
    Term("loss", PART | MONEY, (r"(?:最大)?(?:亏损|损失)",), (r"(?:maximum |total |theoretical |average )*loss(?:es)?",), (), margin=False),
    Term("position_days", TERM, (r"持仓(?:时间|期限|天数)",), (r"(?:positions?|holding(?: period)?)(?= should not exceed)", r"holding periods?"), (), margin=False),
)  # fmt: skip

TERMS: Final = tuple(replace(term, rule=True) for term in _LISTED)
"""Longest text first where two meet the same place."""
