"""The rules that give one number, with the words by which a sentence speaks of each: terms, thresholds, lines, limits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.words.forms import any_case

__all__ = ["TERMS", "Term"]


@dataclass(frozen=True, slots=True)
class Term:
    """A rule with one number.

    Parameters
    ----------
    kinds
        What the figure may be.
    context
        What the sentence must be about.
    wording
        By which words a clause speaks of it; the metric of the vocabulary counts too.
    stricter
        On which side of the number a house may stand; ``fixed``: on none.
    bars
        What makes the sentence one about something else.
    needs
        What the sentence must say besides.
    """

    rule: str
    key: str | None
    kinds: tuple[Kind, ...]
    metrics: tuple[str, ...]
    context: re.Pattern[str]
    wording: re.Pattern[str]
    stricter: Literal["higher", "lower", "fixed"]
    bars: re.Pattern[str] | None = None
    needs: re.Pattern[str] | None = None


_ZH: Final = r"[^，,。；;]"
_EN: Final = r"[^.,;]"
_MULTIPLES: Final = (Kind.MULTIPLE, Kind.NUMBER, Kind.COUNT, Kind.RATIO)
_LENDING: Final = any_case(
    r"融资|融券|两融|信用账户|margin|financing|short[- ]?sell|(?:each|every|a) contract\b|每笔合约|展期|\broll(?:ed|s|ing)?\b|\brenew\w*|\bbrokers?\b"
)
_OPENING: Final = any_case(r"开户|开立|开通|投资者|客户|适当性|门槛|open|eligib|investors?|clients?|qualif|threshold")
_LISTED: Final = any_case(r"标的|underlying|eligible|target|listing")
_NEED: Final = r"(?:不低于|不少于|达到?|至少|门槛|满|须|需|要求|不得低于|在)"
_CAP: Final = any_case(
    r"不得|不超过|不能|不可|上限|最[多高大]|至多|以内|\bmay\b|\bmust\b|\bcannot\b|\bcan\b|\blimit|\bcaps?\b|\bcapped|at most|up to|\bexceed|no more|\bceiling"
)

TERMS: Final[tuple[Term, ...]] = (
    Term("contract_max_months", None, (Kind.DURATION,), ("contract_max_months",), _LENDING,
         any_case(rf"(?:合约|融资|融券|每笔){_ZH}{{0,8}}(?:最长|期限){_ZH}{{0,8}}(?:不超过|不得超过|最长|为|是)|(?:合约|融资|融券|展期){_ZH}{{0,6}}期限|maximum (?:term|tenor|duration)|longest term|(?:contracts?|loans?)\b{_EN}{{0,20}}\b(?:runs?|lasts?|terms?)\b{_EN}{{0,20}}(?:at most|up to|no more than|not exceed|no longer than)|"
                rf"(?:contracts?|loans?)\b{_EN}{{0,30}}\b(?:may|must|can|must not|may not) (?:be )?(?:not )?(?:run|last|exceed|repaid|closed|be closed)\b"), "lower"),
    Term("investor_assets_least", None, (Kind.MONEY,), ("investor_assets_least",), _OPENING,
         any_case(rf"(?:日均|证券类|账户|金融)(?:证券类)?资产{_ZH}{{0,10}}{_NEED}?|资产(?:不低于|门槛)|(?:daily|securities|account|average)[\w ]{{0,16}} assets?\b|asset (?:threshold|minimum)|\bassets of (?:at least|no less than)"),
         "higher", any_case(r"平均每户|户均|人均|per account|per client|each client on average|\bdebt\b|负债"),
         any_case(r"不低于|不少于|不得少于|达到?|至少|门槛|满足?|须|需|要求|\bat least|\bno less|\bminimum|\bmust\b|\bneeds?\b|\brequire\w*|\bthreshold")),
    Term("eligible_stock_months", None, (Kind.DURATION,), ("eligible_stock_months",), _LISTED,
         any_case(rf"上市(?:交易)?(?:时间)?{_ZH}{{0,6}}(?:满|超过|不少于|至少)|listing (?:time|period) of|listed (?:for )?(?:at least|more than|over)"), "higher"),
    Term("eligible_float_value", "financing", (Kind.MONEY,), ("eligible_market_value",), _LISTED,
         any_case(rf"流通市值{_ZH}{{0,6}}(?:不低于|不少于|至少)|market cap(?:itali[sz]ation)? of (?:at least|over|more than)"), "higher"),
    Term("investor_experience_months", None, (Kind.DURATION,), ("investor_experience_months",), _OPENING,
         any_case(rf"(?:从事证券)?交易(?:经验|时间)?{_ZH}{{0,6}}(?:满|不少于|至少|超过)|(?:年|个月)(?:以上)?(?:的)?(?:证券)?交易(?:经[验历]|经历)|(?:months?|years?)(?:'s?)? (?:of )?(?:securities )?trading|trading (?:experience|record|history)|\btraded (?:securities|shares|stocks|A-shares)? ?for"), "higher"),
    Term("withdrawal_line", None, (Kind.PERCENT,), ("withdrawal_line",), any_case(r"担保|提取|collateral|withdraw|\bratio\b"),
         any_case(rf"(?:维持)?担保比例{_ZH}{{0,8}}(?:超过|高于|达到|大于|升至|升破){_ZH}{{0,8}}[,，]?[^。;；]{{0,24}}(?:提取|转出)|(?:提取|转出)[^。;；]{{0,14}}(?:担保比例|超过|高于)[^。;；]{{0,10}}|"
                r"(?:withdraw\w*|take out|taking out|taken out|draw out|pull out)[^.]{0,80}(?:above|exceed\w*|over|past|higher than|beyond|at least|tops?|more than|reach\w*)|(?:above|exceed\w*|over|past|higher than|beyond|tops)[^.]{0,60}(?:withdraw\w*|take out|taken out)|担保比例[^,，。]{0,6}(?:低于|不足|未达|未超过)[^。;；]{0,10}(?:不得|不能|不可|无法)(?:提取|转出)|\bbelow\b[^.]{0,60}(?:cannot|may not|must not|no)[^.]{0,20}(?:withdraw\w*|take out)"), "higher"),
    Term("business_to_net_capital_max", None, _MULTIPLES, (), any_case(rf"{_LENDING.pattern}|信用业务|规模|business"),
         any_case(r"净资本|\bnet capital"), "lower", any_case(r"该公司|公司.{0,8}为|平均|目前.{0,6}仅|\baverage|\bits ratio|\bstood at|\bcurrently"), _CAP),
    Term("pe_zero_threshold", None, (Kind.MULTIPLE, Kind.NUMBER, Kind.RATIO), (), any_case(r"折算率|担保|充抵|抵押|collateral|conversion|count\w*"),
         any_case(r"市盈率[^。;；]{0,60}(?:折算率|充抵|担保)[^。;；]{0,10}(?:零|0|为零|归零|调整为|不得|不能)|(?:折算率|充抵|担保)[^。;；]{0,20}(?:零|0)[^。;；]{0,30}市盈率|(?:price[- ](?:to[- ])?earnings|P/E)[^.;]{0,80}(?:count\w* for nothing|zero|no collateral|lose\w*|cannot count)"), "fixed"),
    Term("stamp_duty_rate", None, (Kind.PERCENT,), (), any_case(r"印花税|stamp (?:duty|tax)"), any_case(r"印花税|stamp (?:duty|tax)"), "fixed",
         any_case(r"香港|港股|Hong Kong|收入|增长|同比|占|下降|revenue|rose|fell|from")),
)  # fmt: skip
"""Every such rule; the more special words first."""
