"""What the words of the margin market mean: what is borrowed, what a net purchase is, what the balances are made of and how interest runs; no number of law."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.verify.document.statements import Statement, false, true

__all__ = ["DEFINITIONS"]

_IS_ZH: Final = r"(?:等于|就是|是指|指的是|即为|即|是|指|为|=)"
_IS_EN: Final = r"(?:is|are|equals?|means?|refers? to|stands? for|=)"
_ZH: Final = r"[^，,。；;！？]"
_EN: Final = r"[^,;:.!?]"
_NOT_ZH: Final = r"(?P<no>并不|并非|不)?"
_NOT_EN: Final = r"(?P<no> not| never)?"
_FINANCING: Final = r"(?:margin financing|financing|margin (?:buying|purchas(?:e|es|ing)|loans?)|buying on margin)"
_SHORTING: Final = r"(?:short[- ]?selling|short sales?|securities lending|margin shorting|shorting)"
_MONEY: Final = r"(?:money|cash|funds)"
_SHARES: Final = r"(?:shares|stocks?|securities)"

_WAYS: Final = Note(
    "融资是借钱买入证券，融券是借入证券卖出。", "Financing borrows money to buy; short selling borrows shares to sell."
)
_SUM: Final = Note(
    "两融余额是融资余额与融券余额之和。", "The margin trading balance is the sum of the financing balance and the short balance."
)
_NET: Final = Note("融资净买入等于融资买入减去融资偿还。", "Net financing purchases are purchases less repayments.")
_VALUED: Final = Note(
    "融券余额等于融券余量乘当日收盘价，股价变动时没有借还也会变。",
    "The short balance is the shares short times the day's price, so that it moves with the price alone.",
)
_INTEREST: Final = Note(
    "利息按金额、利率和天数计算，天数越多越高。",
    "Interest is the amount times the rate times the days: more days, more interest.",
)
_MOVES: Final = Note(
    "维持担保比例是资产市值与负债之比，股价变动时随之变动。",
    "The maintenance ratio is what the assets are worth to what is owed: it moves with prices.",
)
_GAINS: Final = Note(
    "融券者先卖后买，价格下跌才赚。", "A short seller sells first and buys later, and gains only when the price falls."
)
_RATIO: Final = Note(
    "可融资金额等于保证金除以保证金比例，比例越高可借越少。",
    "What can be borrowed is the margin divided by the margin ratio: a higher ratio lets one borrow less.",
)

DEFINITIONS: Final[tuple[Statement, ...]] = (
    true(
        "what financing and shorting are",
        _WAYS,
        rf"(?<!融)融资(?:买入|交易|业务)?{_NOT_ZH}{_IS_ZH}{_ZH}{{0,10}}?借(?:入)?(?:钱|资金|款){_ZH}{{0,6}}?买",
        rf"融券(?:卖出|交易|业务)?{_NOT_ZH}{_IS_ZH}{_ZH}{{0,10}}?借(?:入|来)?(?:股票|证券|券|股){_ZH}{{0,6}}?(?:卖|抛)",
        rf"\b{_FINANCING} {_IS_EN}{_NOT_EN} {_EN}{{0,20}}?borrow\w* {_MONEY} {_EN}{{0,20}}?(?:buy|purchase)",
        rf"\b{_SHORTING} {_IS_EN}{_NOT_EN} {_EN}{{0,20}}?borrow\w* {_SHARES} {_EN}{{0,20}}?sell",
    ),
    false(
        "financing and shorting swapped",
        _WAYS,
        rf"融券(?:卖出|交易|业务)?{_NOT_ZH}{_IS_ZH}{_ZH}{{0,10}}?借(?:入)?(?:钱|资金|款){_ZH}{{0,6}}?买",
        rf"(?<!融)融资(?:买入|交易|业务)?{_NOT_ZH}{_IS_ZH}{_ZH}{{0,10}}?借(?:入|来)?(?:股票|证券|券|股){_ZH}{{0,6}}?(?:卖|抛)",
        rf"\b{_SHORTING} {_IS_EN}{_NOT_EN} {_EN}{{0,20}}?borrow\w* {_MONEY} {_EN}{{0,20}}?(?:buy|purchase)",
        rf"\b{_FINANCING} {_IS_EN}{_NOT_EN} {_EN}{{0,20}}?borrow\w* {_SHARES} {_EN}{{0,20}}?sell",
    ),
    true(
        "the total is financing and short",
        _SUM,
        rf"(?:两融|融资融券)余额{_NOT_ZH}{_IS_ZH}融资余额(?:与|和|加上?|\+){_ZH}{{0,3}}?融券余额",
        rf"\bmargin (?:trading )?balance {_IS_EN}{_NOT_EN} (?:the )?(?:sum|total) of (?:the )?(?:margin )?financing{_EN}{{0,20}}? and (?:the )?(?:short|securities lending)",
        rf"\bmargin (?:trading )?balance {_IS_EN}{_NOT_EN} (?:the )?(?:margin )?financing balance plus (?:the )?(?:short|securities lending)",
    ),
    false(
        "the total is a difference",
        _SUM,
        rf"(?:两融|融资融券)余额{_NOT_ZH}{_IS_ZH}融资余额(?:减去?|扣除|与融券余额(?:的|之)差)",
        rf"\bmargin (?:trading )?balance {_IS_EN}{_NOT_EN} (?:the )?(?:margin )?financing balance (?:minus|less|net of) (?:the )?(?:short|securities lending)",
        rf"\bmargin (?:trading )?balance {_IS_EN}{_NOT_EN} the difference (?:between|of) (?:the )?(?:margin )?financing",
    ),
    true(
        "net purchases are purchases less repayments",
        _NET,
        rf"净买入额?{_NOT_ZH}{_IS_ZH}(?:当[日期])?(?:融资)?买入额?(?:减去?|扣除|与{_ZH}{{0,4}}偿还额?(?:的|之)差)",
        rf"\bnet (?:financing |margin )?(?:purchases?|buying) {_IS_EN}{_NOT_EN} (?:gross |financing |margin |the )?(?:purchases|buying) (?:minus|less|net of|after) (?:\w+ )?repayments?",
    ),
    false(
        "net purchases are purchases and repayments",
        _NET,
        rf"净买入额?{_NOT_ZH}{_IS_ZH}(?:当[日期])?(?:融资)?买入额?(?:加上?|与{_ZH}{{0,4}}偿还额?(?:的|之)和)",
        rf"\bnet (?:financing |margin )?(?:purchases?|buying) {_IS_EN}{_NOT_EN} (?:the sum of )?(?:gross |financing |margin |the )?(?:purchases|buying) (?:plus|and|added to) (?:\w+ )?repayments?",
    ),
    true(
        "the short balance is counted at the current price",
        _VALUED,
        r"\bshort(?:[- ]selling)? balance [^.;]{0,70}?\b(?:it |can |may )*(?P<no>cannot )?(?:moves?|changes?|rises?|falls?) even (?:when|if|though) no (?:shares|stock)[\w ]{0,30}",
        rf"融券余额{_NOT_ZH}{_ZH}{{0,4}}?(?:按|以|用|等于{_ZH}{{0,8}}?乘以?){_ZH}{{0,6}}?(?:收盘价|市价|现价|最新价|当前价)",
        rf"\bshort(?:[- ]selling)? balance {_IS_EN}{_NOT_EN} (?:valued|measured|counted|calculated|marked|priced)(?: at| by| on| to| using)? (?:the )?{_EN}{{0,12}}?(?:current|closing|market|latest) (?:\w+ )?(?:price|value)",
        r"融券余额[^。；]{0,40}?(?:即使|即便|就算)(?:没有|无)[^。；]{0,12}?[，,]?(?:余额)?也(?P<no>不)?(?:会|可能)(?:随之)?(?:变|波动)",
    ),
    false(
        "the short balance is counted at the selling price",
        _VALUED,
        rf"融券余额{_NOT_ZH}{_ZH}{{0,4}}?(?:按|以|用){_ZH}{{0,6}}?(?:卖出价|卖出时的?价|成交价|借入时的?价)",
        rf"\bshort(?:[- ]selling)? balance {_IS_EN}{_NOT_EN} (?:valued|measured|counted|calculated|priced)(?: at| by| on| using)? (?:the )?{_EN}{{0,10}}?(?:selling|sale|original|entry) price",
    ),
    true(
        "interest grows with the days",
        _INTEREST,
        rf"利息{_ZH}{{0,4}}?{_NOT_ZH}(?:按|依|根据)(?:照)?{_ZH}{{0,6}}?(?:天数|逐日|日){_ZH}{{0,4}}?(?:计|算|收)",
        rf"(?:越长|越久|天数越多)[，,]?{_ZH}{{0,8}}?利息{_ZH}{{0,4}}?越(?:多|高)",
        rf"\binterest (?:on {_EN}{{0,20}}? )?(?:is )?(?P<no>not |never )?(?:(?:charged|calculated|accrued) (?:by the day|daily|for (?:each|every) day)|accrues? (?:daily|by the day|with))",
        rf"\bthe longer {_EN}{{0,30}}?,? the (?:more|higher) (?:the )?interest",
    ),
    false(
        "interest does not depend on the days",
        _INTEREST,
        rf"利息[^。；]{{0,16}}?与{_ZH}{{0,6}}?(?:天数|时间|期限|长短|多久)无关",
        rf"(?:越长|越久|天数越多)[，,]?{_ZH}{{0,8}}?利息{_ZH}{{0,4}}?越(?:少|低)",
        rf"\binterest {_EN}{{0,20}}?(?:regardless of|independent of|does not depend on) {_EN}{{0,16}}?(?:how long|days|duration|time)",
        rf"\bthe longer {_EN}{{0,30}}?,? the (?:less|lower) (?:the )?interest",
    ),
    false(
        "the maintenance ratio does not depend on prices",
        _MOVES,
        rf"担保比例与{_ZH}{{0,4}}?(?:股价|市值|价格|行情){_ZH}{{0,6}}?无关",
        rf"\bmaintenance (?:collateral )?ratio (?:is|are) (?:independent of|unaffected by|not affected by) {_EN}{{0,20}}?(?:price|value)",
        rf"\bmaintenance (?:collateral )?ratio does not (?:depend on|move with|change with) {_EN}{{0,20}}?(?:price|value)",
    ),
    false(
        "a short seller gains when the price rises",
        _GAINS,
        r"融券[^。；]{0,8}?(?:股价|价格)(?:上涨|上升|走高)[^。；]{0,10}?(?P<no>不会?|无法|难以|不能)?(?:盈利|获利|赚钱)",
    ),
    true(
        "a higher ratio lets one borrow less",
        _RATIO,
        rf"保证金比例{_ZH}{{0,3}}?(?:越高|提高|上调){_ZH}{{0,3}}?[，,]?{_ZH}{{0,8}}?(?:可融|可借|能借|融资额度){_ZH}{{0,8}}?(?:越少|减少|越低|下降)",
        rf"保证金比例{_ZH}{{0,3}}?(?:越低|降低|下调){_ZH}{{0,3}}?[，,]?{_ZH}{{0,8}}?(?:可融|可借|能借|融资额度){_ZH}{{0,8}}?(?:越多|增加|越高|上升)",
        rf"\bhigher (?:\w+ )?margin (?:ratio|requirement){_EN}{{0,40}}?(?P<no>not )?\bborrow (?:less|smaller)",
        rf"\blower (?:\w+ )?margin (?:ratio|requirement){_EN}{{0,40}}?(?P<no>not )?\bborrow (?:more|larger)",
    ),
    false(
        "a higher ratio lets one borrow more",
        _RATIO,
        rf"保证金比例{_ZH}{{0,3}}?(?:越高|提高|上调){_ZH}{{0,3}}?[，,]?{_ZH}{{0,8}}?(?:可融|可借|能借|融资额度){_ZH}{{0,8}}?(?:越多|增加|越高|上升)",
        rf"保证金比例{_ZH}{{0,3}}?(?:越低|降低|下调){_ZH}{{0,3}}?[，,]?{_ZH}{{0,8}}?(?:可融|可借|能借|融资额度){_ZH}{{0,8}}?(?:越少|减少|越低|下降)",
        rf"\bhigher (?:\w+ )?margin (?:ratio|requirement){_EN}{{0,40}}?(?P<no>not )?\bborrow (?:more|larger)",
        rf"\blower (?:\w+ )?margin (?:ratio|requirement){_EN}{{0,40}}?(?P<no>not )?\bborrow (?:less|smaller)",
    ),
)
"""As ``STATEMENTS``, of what things are instead of what follows from them."""
