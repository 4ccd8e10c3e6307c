"""What the words of the margin market mean: what a net purchase is, what the balances are made of and how interest runs; no number of law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.core.results import Note

__all__ = ["DEFINITIONS", "Statement"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A kind of sentence, whatever its words, with its truth.

    Parameters
    ----------
    name
        What it says, for tests and for the reader of this list.
    pattern
        Finds it in either language; a group named ``no…`` that matched turns it into its denial.
    holds
        Whether it is true where it is not denied.
    reason
        Why.
    """

    name: str
    pattern: re.Pattern[str]
    holds: bool
    reason: Note


def _true(name: str, reason: Note, *patterns: str) -> Statement:
    """A kind of sentence that is true; each pattern may have one group ``no`` for its denial."""
    return Statement(name, _either(patterns), holds=True, reason=reason)


def _false(name: str, reason: Note, *patterns: str) -> Statement:
    """A kind of sentence that is false; each pattern may have one group ``no`` for its denial."""
    return Statement(name, _either(patterns), holds=False, reason=reason)


def _either(patterns: Sequence[str]) -> re.Pattern[str]:
    numbered = (re.sub(r"\(\?P<no>", f"(?P<no{place}>", one) for place, one in enumerate(patterns))
    return re.compile("|".join(numbered), re.IGNORECASE)


_IS_ZH: Final = r"(?:等于|就是|是指|指的是|即为|即|是|指|为|=)"
_IS_EN: Final = r"(?:is|are|equals?|means?|refers? to|stands? for|=)"
_ZH: Final = r"[^，,。；;！？]"
_EN: Final = r"[^,;:.!?]"
_NOT_ZH: Final = r"(?P<no>并不|并非|不)?"
_NOT_EN: Final = r"(?P<no> not| never)?"

_SUM: Final = Note(
    "两融余额是融资余额与融券余额之和。", "The margin trading balance is the sum of the financing balance and the short balance."
)
_NET: Final = Note("融资净买入等于融资买入减去融资偿还。", "Net financing purchases are purchases less repayments.")
_VALUED: Final = Note(
    "融券余额等于融券余量乘当日收盘价，股价变动时没有借还也会变。",
    "The short balance is the shares short times the day's price, so that it moves with the price alone.",
)
_NAMES: Final = Note(
    "融资（rongzi）是借钱买入，融券（rongquan）是借券卖出。",
    "Rongzi is borrowing money to buy, rongquan is borrowing shares to sell.",
)
_OWED: Final = Note(
    "融资余额是尚未偿还的融资款，融券余额是尚未归还的证券的市值。",
    "The financing balance is money not yet repaid, the short balance is the value of shares not yet returned.",
)
_ASKED: Final = Note(
    "保证金比例等于保证金除以融资（融券）金额。", "The margin ratio is the margin divided by what is borrowed or sold short."
)
_RELENT: Final = Note(
    "转融券是证金公司把证券出借给证券公司。", "In securities refinancing the securities finance company lends shares to brokers."
)
_INTEREST: Final = Note(
    "利息按金额、利率和天数计算，天数越多越高。",
    "Interest is the amount times the rate times the days: more days, more interest.",
)
_DAILY: Final = Note(
    "利息按自然日计算，周末和节假日照常计息。", "Interest runs on calendar days, weekends and holidays included."
)
_IDLE_ZH: Final = r"周末|双休日|节假日|休市日?|非交易日|假期"
_IDLE_EN: Final = r"weekends?|saturdays?|sundays?|(?:public )?holidays|non-trading days|days? (?:on which|when) the (?:market|exchange)s? (?:is|are) (?:closed|shut)"
_OWES_NOTHING: Final = Note(
    "没有负债就没有维持担保比例可言，也不会被追保。", "Without debt there is no ratio of assets to debt, and no margin call."
)
_MOVES: Final = Note(
    "维持担保比例是资产市值与负债之比，股价变动时随之变动。",
    "The maintenance ratio is what the assets are worth to what is owed: it moves with prices.",
)

DEFINITIONS: Final[tuple[Statement, ...]] = (
    _true(
        "the total is financing and short",
        _SUM,
        rf"(?:两融|融资融券)余额{_NOT_ZH}{_IS_ZH}融资余额(?:与|和|加上?|\+){_ZH}{{0,3}}?融券余额",
        rf"\bmargin (?:trading )?balance {_IS_EN}{_NOT_EN} (?:the )?(?:sum|total) of (?:the )?(?:margin )?financing{_EN}{{0,20}}? and (?:the )?(?:short|securities lending)",
        rf"\bmargin (?:trading )?balance {_IS_EN}{_NOT_EN} (?:the )?(?:margin )?financing balance plus (?:the )?(?:short|securities lending)",
    ),
    _false(
        "the total is a difference",
        _SUM,
        rf"(?:两融|融资融券)余额{_NOT_ZH}{_IS_ZH}融资余额(?:减去?|扣除|与融券余额(?:的|之)差)",
        rf"\bmargin (?:trading )?balance {_IS_EN}{_NOT_EN} (?:the )?(?:margin )?financing balance (?:minus|less|net of) (?:the )?(?:short|securities lending)",
        rf"\bmargin (?:trading )?balance {_IS_EN}{_NOT_EN} the difference (?:between|of) (?:the )?(?:margin )?financing",
    ),
    _true(
        "net purchases are purchases less repayments",
        _NET,
        rf"净买入额?{_NOT_ZH}{_IS_ZH}(?:当[日期])?(?:融资)?买入额?(?:减去?|扣除|与{_ZH}{{0,4}}偿还额?(?:的|之)差)",
        rf"\bnet (?:financing |margin )?(?:purchases?|buying) {_IS_EN}{_NOT_EN} (?:gross |financing |margin |the )?(?:purchases|buying) (?:minus|less|net of|after) (?:\w+ )?repayments?",
    ),
    _false(
        "net purchases are purchases and repayments",
        _NET,
        rf"净买入额?{_NOT_ZH}{_IS_ZH}(?:当[日期])?(?:融资)?买入额?(?:加上?|与{_ZH}{{0,4}}偿还额?(?:的|之)和)",
        rf"\bnet (?:financing |margin )?(?:purchases?|buying) {_IS_EN}{_NOT_EN} (?:the sum of )?(?:gross |financing |margin |the )?(?:purchases|buying) (?:plus|and|added to) (?:\w+ )?repayments?",
    ),
    _true(
        "the short balance is counted at the current price",
        _VALUED,
        r"\bshort(?:[- ]selling)? balance [^.;]{0,70}?\b(?:it |can |may )*(?P<no>cannot )?(?:moves?|changes?|rises?|falls?) even (?:when|if|though) no (?:shares|stock)[\w ]{0,30}",
        rf"融券余额{_NOT_ZH}{_ZH}{{0,4}}?(?:按|以|用|等于{_ZH}{{0,8}}?乘以?){_ZH}{{0,6}}?(?:收盘价|市价|现价|最新价|当前价)",
        rf"\bshort(?:[- ]selling)? balance {_IS_EN}{_NOT_EN} (?:valued|measured|counted|calculated|marked|priced)(?: at| by| on| to| using)? (?:the )?{_EN}{{0,12}}?(?:current|closing|market|latest) (?:\w+ )?(?:price|value)",
        r"融券余额[^。；]{0,40}?(?:即使|即便|就算)(?:没有|无)[^。；]{0,12}?[，,]?(?:余额)?也(?P<no>不)?(?:会|可能)(?:随之)?(?:变|波动)",
    ),
    _false(
        "the short balance is counted at the selling price",
        _VALUED,
        rf"融券余额{_NOT_ZH}{_ZH}{{0,4}}?(?:按|以|用|等于{_ZH}{{0,8}}?乘以?){_ZH}{{0,6}}?(?:卖出价|卖出时的?价|成交价|借入时的?价)",
        rf"\bshort(?:[- ]selling)? balance {_IS_EN}{_NOT_EN} (?:valued|measured|counted|calculated|priced)(?: at| by| on| using)? (?:the )?{_EN}{{0,10}}?(?:selling|sale|original|entry) price",
    ),
    _false(
        "the names are mixed up",
        _NAMES,
        r"\bshort(?: |-)?(?:side|leg|sell\w*|sales?)?\b[^.;]{0,14}?(?:\bis |\bare )?(?:\(|, or |called |known as |termed )\W?(?:rongzi|融资)(?!融券)",
        r"\b(?:financing|margin (?:buying|loans?|purchases)|long side|buying on (?:credit|margin))\b[^.;]{0,14}?(?:\bis |\bare )?(?:\(|, or |called |known as |termed )\W?(?:rongquan|融券)",
    ),
    _true(
        "the names are right",
        _NAMES,
        r"\bshort(?: |-)?(?:side|leg|sell\w*|sales?)?\b (?:is|are) (?:called|known as|termed) \W?(?:rongquan|融券)",
        r"\b(?:financing|margin (?:buying|loans?|purchases)|long side|buying on (?:credit|margin))\b (?:is|are) (?:called|known as|termed) \W?(?:rongzi|融资)(?!融券)",
    ),
    _true(
        "a balance is what is still owed",
        _OWED,
        rf"融资余额{_NOT_ZH}{_IS_ZH}{_ZH}{{0,10}}?(?:尚未|还没|还未|未)(?:偿还|归还|还清)的?(?:融资|借款|资金|负债|款)",
        rf"融券余额{_NOT_ZH}{_IS_ZH}{_ZH}{{0,10}}?(?:尚未|还没|还未|未)(?:偿还|归还|了结)的?(?:融券|证券|股票|券)",
        rf"\bfinancing balance {_IS_EN}{_NOT_EN} (?:the )?(?:money|loans?|amount|sum)\b{_EN}{{0,24}}?(?:not (?:yet )?repaid|outstanding|still owed|unpaid)",
    ),
    _false(
        "a balance is what the other side owes",
        _OWED,
        rf"融券余额{_NOT_ZH}{_IS_ZH}{_ZH}{{0,10}}?(?:尚未|还没|还未|未)(?:偿还|归还|还清)的?(?:融资|借款|资金|现金)",
        rf"融资余额{_NOT_ZH}{_IS_ZH}{_ZH}{{0,10}}?(?:尚未|还没|还未|未)(?:偿还|归还|了结)的?(?:融券|证券|股票)",
        rf"\bfinancing balance {_IS_EN}{_NOT_EN} (?:the )?(?:value|number) of (?:the )?(?:shares|stocks?|securities) (?:borrowed|lent|sold)",
        rf"\bshort(?:[- ]selling)? balance {_IS_EN}{_NOT_EN} (?:the )?(?:money|cash|funds|amount|sum) (?:borrowed|lent) (?:to|by) buy",
    ),
    _true(
        "the margin ratio is margin over what it supports",
        _ASKED,
        rf"保证金比例{_NOT_ZH}{_IS_ZH}(?:客户|投资者)?{_ZH}{{0,8}}?保证金(?:金额)?(?:除以|与|÷|/){_ZH}{{0,6}}?(?:融资|融券|借款|交易)",
    ),
    _false(
        "the margin ratio is upside down",
        _ASKED,
        rf"保证金比例{_NOT_ZH}{_IS_ZH}(?:融资|融券|借款|交易){_ZH}{{0,8}}?(?:除以|与|÷|/){_ZH}{{0,6}}?保证金",
        rf"(?<!maintenance )\bmargin ratio {_IS_EN}{_NOT_EN} (?:the )?(?:loan|amount borrowed|financed amount|sum borrowed){_EN}{{0,12}}?(?:divided by|over) (?:the )?(?:margin|deposit|cash)",
    ),
    _true(
        "the finance company lends shares to brokers",
        _RELENT,
        rf"转融券(?:业务)?{_NOT_ZH}{_IS_ZH}(?:中国)?(?:证券金融|证金|中证金融)(?:股份有限)?(?:公司)?{_ZH}{{0,8}}?(?:证券|股票|券){_ZH}{{0,4}}?借给(?:证券公司|券商)",
    ),
    _false(
        "brokers lend shares up",
        _RELENT,
        rf"转融券(?:业务)?{_NOT_ZH}{_IS_ZH}(?:证券公司|券商|交易所|投资者){_ZH}{{0,12}}?(?:证券|股票|券){_ZH}{{0,4}}?借给{_ZH}",
    ),
    _true(
        "interest grows with the days",
        _INTEREST,
        rf"利息{_ZH}{{0,4}}?{_NOT_ZH}(?:按|依|根据)(?:照)?{_ZH}{{0,6}}?(?<!交易)(?:天数|逐日|(?<!交易)日){_ZH}{{0,4}}?(?:计|算|收)",
        rf"(?:越长|越久|天数越多)[，,]?{_ZH}{{0,8}}?利息{_ZH}{{0,4}}?越(?:多|高)",
        rf"\binterest (?:on {_EN}{{0,20}}? )?(?:is )?(?P<no>not |never )?(?:(?:charged|calculated|accrued) (?:by the day|daily|for (?:each|every) day)|accrues? (?:daily|by the day|with))",
        rf"\bthe longer {_EN}{{0,30}}?,? the (?:more|higher) (?:the )?interest",
        r"\blinear(?:ly)?\b[^,;:!?]{0,25}?(?:cost|interest|growth)[^,;:!?]{0,20}?(?:with|over|in) (?:the )?(?:holding|borrowing|number of|time|days)",
        r"\b(?:costs?|interest)[^,;:!?]{0,25}?(?:grow|ris|increas|accru)\w*[^,;:!?]{0,6}?(?P<no>not )?(?:linearly|in proportion)[^,;:!?]{0,24}?(?:time|days|holding|period)",
        rf"(?:利息|成本){_ZH}{{0,8}}?(?:持有|融资|借款|占用){_ZH}{{0,4}}?(?:时间|天数|期限){_ZH}{{0,4}}?(?P<no>不成|不呈)?(?:线性|正比)",
    ),
    _false(
        "interest does not depend on the days",
        _INTEREST,
        rf"利息[^。；]{{0,16}}?与{_ZH}{{0,6}}?(?:天数|时间|期限|长短|多久)无关",
        rf"(?:越长|越久|天数越多)[，,]?{_ZH}{{0,8}}?利息{_ZH}{{0,4}}?越(?:少|低)",
        rf"\binterest {_EN}{{0,20}}?(?:regardless of|independent of|does not depend on) {_EN}{{0,16}}?(?:how long|days|duration|time)",
        rf"\bthe longer {_EN}{{0,30}}?,? the (?:less|lower) (?:the )?interest",
    ),
    _false(
        "interest does not grow in proportion",
        _INTEREST,
        rf"(?:利息|成本)(?:(?![不非未]){_ZH}){{0,16}}?(?:呈|成|按|以)?(?:指数|几何)(?:级数?|式|级)?(?:增|上升|攀升|膨胀|扩大)",
        r"\bexponential(?:ly)?\b[^,;:!?]{0,25}?(?:cost|interest)[^,;:!?]{0,12}?(?:growth|increase|rise)",
        r"\b(?:costs?|interest)\b(?:(?!\bnot\b|n't\b|\bnever\b)[^,;:!?]){0,25}?(?:grow|ris|increas|accru)\w* exponentially",
        r"\b(?:costs?|interest(?! rates?))\b(?:(?!\bnot\b|n't\b|\bnever\b)[^,;:!?]){0,12}?\b(?:falls?|declines?|decreases?|drops?|shrinks?)\b[^,;:!?]{0,20}?(?:with|over|as) (?:the )?(?:holding|borrowing|time|days|number of days)",
        rf"(?:利息|融资成本){_ZH}{{0,4}}?随(?:着)?{_ZH}{{0,4}}?(?:持有|融资|借款|占用){_ZH}{{0,4}}?(?:时间|天数|期限){_ZH}{{0,6}}?(?P<no>不会|不)?(?:线性)?(?:下降|减少|降低|递减)",
    ),
    _false(
        "a call that is met forces the sale",
        Note(
            "追加担保物可以避免平仓，未按时追加才会被强制平仓。",
            "Collateral that is added in time averts the sale; only a call that is not met leads to one.",
        ),
        rf"(?:未|没有?|不)(?:能|按)?(?:按时|及时|如期)?(?:追加|补足|补充|满足){_ZH}{{0,12}}?[，,]?{_ZH}{{0,4}}?(?:免于|避免|不会被?|解除)(?:强制)?(?:平仓|强平)",
        r"\b(?:fail\w*|not|without|unable)(?: to)? (?:meet|satisfy|answer)\w*[^,;:.!?]{0,20}?margin calls?[^;:.!?]{0,16}?\b(?:avert|avoid|prevent|cancel|end|spare)\w*[^,;:.!?]{0,12}?(?:liquidat|forced)",
        r"(?<!not )(?<!without )\b(?:meeting|satisfying|answering) (?:the |a )?margin calls?[^;:.!?]{0,20}?\b(?:lead|result|trigger|caus|bring)\w*[^,;:.!?]{0,16}?(?:liquidat|forced)",
    ),
    _true(
        "interest runs on every day",
        _DAILY,
        rf"(?:利息|计息|融资成本){_ZH}{{0,10}}?{_NOT_ZH}(?:按|以|依)(?:照)?(?:自然|日历)(?:日|天)",
        rf"(?:{_IDLE_ZH}){_ZH}{{0,6}}?(?:也|均|都|同样|照样|仍)(?:然)?(?:要|会|需|须)?(?:照常)?(?P<no>不)?(?:计|付|算|收)(?:收|算|付)?{_ZH}{{0,3}}?(?:利?息)",
        rf"\binterest\b{_EN}{{0,24}}?\b(?P<no>not |never )?(?:by|on|for|over|counts?|counting) (?:every |each |all )?calendar days?\b",
        rf"\binterest\b{_EN}{{0,30}}?\b(?P<no>not |never |n't )?(?:charged|runs?|accrues?|counted|due|owed|ticks?)\b{_EN}{{0,20}}?\b(?:{_IDLE_EN})\b",
    ),
    _false(
        "interest runs on trading days only",
        _DAILY,
        rf"(?:利息|计息){_ZH}{{0,6}}?{_NOT_ZH}(?:只|仅)?(?:按|以|在)(?:照)?交易日(?:天数)?(?:计|算|收)?",
        rf"(?:{_IDLE_ZH}){_ZH}{{0,6}}?(?:不(?:计|收|算|付|用付|产生)(?:收|算|付)?{_ZH}{{0,3}}?利?息|免息|没有利息|无(?:需付)?息)",
        rf"\binterest\b{_EN}{{0,30}}?\b(?P<no>not )?(?:only|solely|just)\b{_EN}{{0,10}}?\b(?:trading|business|working) days\b",
        rf"\binterest\b{_EN}{{0,30}}?\b(?P<no>not )?(?:on|for|by) (?:trading|business|working) days (?:only|alone)\b",
        rf"\b(?:{_IDLE_EN})\b{_EN}{{0,16}}?\b(?P<no>not |n't )?(?:free of (?:any )?interest|interest[- ]free|carry no interest|cost nothing|(?:are|is) not (?:charged|counted))",
        rf"\bno interest\b{_EN}{{0,26}}?\b(?:{_IDLE_EN})\b",
    ),
    _true(
        "who owes nothing gets no call",
        _OWES_NOTHING,
        rf"(?:没有|无)(?:任何)?(?:负债|融资融券债务|欠款){_ZH}{{0,14}}?[，,]?{_ZH}{{0,6}}?(?:不(?:会|存在|涉及|必|需|用)|无(?:需|须|所谓)|没有){_ZH}{{0,8}}?(?:追保|补仓|平仓|追加|担保比例|强平)",
        rf"\b(?:without|owes? no|has no|have no|with no|free of) (?:any )?(?:debts?|liabilit\w+|loans?)\b[^.;]{{0,40}}?\b(?:no|never|not|cannot|without)\b{_EN}{{0,24}}?\b(?:margin calls?|called|liquidat\w+|maintenance)",
    ),
    _false(
        "the maintenance ratio does not depend on prices",
        _MOVES,
        rf"担保比例与{_ZH}{{0,4}}?(?:股价|市值|价格|行情){_ZH}{{0,6}}?无关",
        rf"\bmaintenance (?:collateral )?ratio (?:is|are) (?:independent of|unaffected by|not affected by) {_EN}{{0,20}}?(?:price|value)",
        rf"\bmaintenance (?:collateral )?ratio does not (?:depend on|move with|change with) {_EN}{{0,20}}?(?:price|value)",
    ),
)
"""What a reader of the rules of the balances may look up; what the trades are stands in ``trades.py``."""
