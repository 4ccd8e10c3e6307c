"""Words for meanings, not phrases: money that comes or goes, more or less, and what kind of thing a figure of the margin market is."""

from __future__ import annotations

import re
from typing import Final

from liangrong.research.claims.extract.vocabulary import cues

__all__ = [
    "ACCOUNTS", "BOTH", "CAP", "FINANCING", "FREE", "MARGIN", "MORE_THAN_ONE", "NET", "NEW", "SHORT", "TURNOVER", "flow_of", "way_from", "way_of",
]  # fmt: skip

_IN: Final = re.compile(
    r"净买|净流入|净增|净申购|买入|流入|加仓|增持|增仓|建仓|加码|涌入|涌向|进场|入场|吸金|揽金|吸引|吸纳|扫货|抢筹|追捧|青睐|热捧|看好|布局|押注|受宠|回流|净投入|注入|流向|买进|杀入|抄底|收获"
    r"|\bnet (?:margin |financing |leveraged |credit )?(?:purchas\w*|buy\w*|inflows?|additions?)|\binflows?\b|\bnet[- ]bought\b|\bnet buyers?\b"
    r"|\b(?:bought|attract\w*|absorb\w*|soak\w* up|drew|draws?|took in|taken in|takes? in|lur\w+|pour\w*|pil(?:ed|ing) in\w*|flock\w*|rush\w* in\w*|load\w* up|add(?:ed|ing|s)? to|snapp\w* up|scoop\w* up|built up|accumulat\w*|favou?r(?:ed|ites?)|embrac\w*|welcom\w*|chas(?:ed|ing)|inject\w*|plough\w*|plow\w*|put (?:in|into|a net)|flow(?:ed|ing|s)? (?:in|into)|stock\w* up|cheer\w*|gather\w*|receiv\w*|pull(?:ed|ing) in|reel\w* in|rak\w* in|haul\w* in|bet(?:s|ting)? on|(?:rais|increas|boost|expand|enlarg|lift|grew|add)\w*(?: (?:their|its|the|back|on))*(?: \w+)? (?:exposure|positions?|holdings?|stakes?|bets?|books?))\b",
    re.IGNORECASE,
)
_OUT: Final = re.compile(
    r"净卖|净偿还|净流出|净还款|净赎回|净减|偿还|还款|流出|卖出|减仓|减持|抛售|抛弃|抛|撤离|撤出|撤退|撤资|撤|抽走|抽离|抽身|出逃|逃离|失血|离场|退出|退场|遇冷|受冷|遭弃|冷落|降杠杆|去杠杆|净抽|流失|不进反退|获利了结"
    r"|\bnet (?:margin |financing |leveraged |credit )?(?:repa\w+|sell\w*|sales|sold|outflows?|redemptions?|paydowns?)|\boutflows?\b|\bnet sellers?\b|\bnet[- ]sold\b"
    r"|\b(?:repa(?:id|y\w*)|paid (?:down|back|off)|pay(?:ing|s)? (?:down|back|off)|withdr\w+|fled|flee\w*|pull(?:ed|ing)?(?: back| out)?(?! in)|exit\w*|left|leav(?:e|ing) (?:the )?(?:sector|stock|name)|shed\w*|dump\w*|unw[io]\w*nd\w*|deleverag\w*|sold|offload\w*|trimm\w*|par(?:ed|ing)|cut back|retreat\w*|desert\w*|abandon\w*|drain\w*|bled|lost|los(?:es|ing)|flow(?:ed|ing|s)? out|bail\w* out|cash\w* out|took out|taken out|walk\w* away|shunn\w*|out of favou?r|turn\w* cold|clos(?:ed|ing) out|(?:cut(?:ting)?|reduc\w+|lower\w*|lighten\w*|shrank|slash\w*|scal\w+)(?: (?:their|its|the|back|on))*(?: \w+)? (?:exposure|positions?|holdings?|stakes?|bets?|books?))\b",
    re.IGNORECASE,
)
_TURNED_OUT: Final = re.compile(
    r"不进反退|(?:净)?(?:买入|流入)转(?:为|成)?(?:净)?(?:卖出|流出|偿还)|\bfrom (?:net )?(?:buy\w*|inflows?|purchases) to (?:net )?(?:sell\w*|outflows?|repay\w*)|\bturn\w* (?:into |to )?net (?:sell|repay)\w*",
    re.IGNORECASE,
)
_TURNED_IN: Final = re.compile(
    r"(?:净)?(?:卖出|流出|偿还)转(?:为|成)?(?:净)?(?:买入|流入)|\bfrom (?:net )?(?:sell\w*|outflows?|repay\w*) to (?:net )?(?:buy\w*|inflows?|purchases)|\bturn\w* (?:into |to )?net buy\w*",
    re.IGNORECASE,
)
_NOT: Final = re.compile(
    r"(?:没有|没|并未|未曾|未能|未|并非|不是|不再|难以|拒绝|停止|无)(?:[\u3400-\u9fff]{0,4})$|\b(?:not|no|never|hardly|without|nor|stopped|ceased|refrain\w* from|rather than|instead of|n['’]t)\b[\w ]{0,14}$",
    re.IGNORECASE,
)
_NOUNS: Final = re.compile(
    r"净?融资买入额?占|融资买入(?:股票|证券)|买入(?:股票|证券|A股)|\bto (?:buy|purchase|repay)\b|\bfor buying\b|\bbuying power\b|平仓"
    r"|\b(?:receiv\w*|dr[ae]w\w*|attract\w*|gather\w*|pull\w* in|took in)(?= (?:\w+ ){0,3}(?:outflows?|inflows?|redemptions?|repayments?|selling)\b)|[吸获]引?(?=[了到]?(?:\w{0,3})净流)",
    re.IGNORECASE,
)
"""Words of a flow that only name a thing, or that leave it to the noun behind them which way it went."""
_UP: Final = re.compile(
    rf"{cues.UP_ZH}|多出|多了|净增|翻番|翻倍|翻了|壮大|膨胀|加大|攀|抬升|走升|新添|上扬|蹿升|劲增|猛增|添|\b(?:{cues.UP_EN}|{cues.UP_NOUN_EN}|increment|widen(?:ed|ing)|put on|built up|swell\w*|mount(?:ed|ing)|quadrupled|inflated|enlarged|strengthened|picked up|bulk\w* up)\b",
    re.IGNORECASE,
)
_DOWN: Final = re.compile(
    rf"{cues.DOWN_ZH}|少了|少于|净减|腰斩|缩小|缩(?!写)|蒸发|流失|去掉|削减|走弱|掉|缩量|折损|回撤|退潮|下挫|\b(?:{cues.DOWN_EN}|{cues.DOWN_NOUN_EN}|erod\w*|evaporat\w*|halved|wiped|shed|thinn\w*|recede\w*|crash\w*|collaps\w*|diminish\w*|deplet\w*|wither\w*|cool\w*|gave up)\b",
    re.IGNORECASE,
)
MARGIN: Final = re.compile(
    r"融资|两融|杠杆|信用(?:账户|交易)|借钱|借来|净?偿还|\brepa(?:id|y\w*)\b|\bmargin\b(?! of)|\bleverag\w*|\bgeared\b|\bfinancing\b|\bborrow\w*|\bcredit (?:accounts?|trad\w+|buyers)|\bon credit\b|\bcash (?:lent|loans?|lending)\b|\bowe[ds]?\b|\blent\b",
    re.IGNORECASE,
)
"""Of the margin market."""
SHORT: Final = re.compile(
    r"融券(?!余额(?:合计|之和))|做空|卖空|空头|借券|融出|\bshort(?:s|ed|ing|[- ]s\w+)?\b(?! of)|\bbearish\b|\bsecurities[- ]lending\b|\b(?:stock|share)s? (?:lent|on loan|borrowed)|\bborrowed (?:stock|shares|securities)|\blent (?:stock|shares|securities)",
    re.IGNORECASE,
)
"""Of shares that are borrowed and sold."""
BOTH: Final = re.compile(
    r"两融|融资融券|融资、?[和与]?融券|二者|两者|合计|\bcombined|\btotal\b|\btogether\b|\bmargin (?:trading|finance|financing|lending) and\b|\btwo[- ]way",
    re.IGNORECASE,
)
"""Of both sides of the market."""
FINANCING: Final = re.compile(
    r"融资(?!融券|、|和融券|与融券)|借钱|做多|\bfinanc(?:ing|ed)|\bpurchases?\b|\bcash (?:lent|loans?|leg)|\b(?:borrow\w*|lent|owe[ds]?)\b|\bto buy\b|\blong (?:leg|side)",
    re.IGNORECASE,
)
"""Of its money side."""
FREE: Final = re.compile(r"自由流通|\bfree[- ]?(?:float\w*|circulating|tradable)", re.IGNORECASE)
CAP: Final = re.compile(
    r"市值|\b(?:market (?:cap\w*|value)|(?:tradable|free-float|floating) cap\w*|float|capitali[sz]ation|tradable (?:shares|stock|value)|free[- ]float)\b",
    re.IGNORECASE,
)
TURNOVER: Final = re.compile(r"成交|交易额|\b(?:turnover|trading (?:value|volume)|traded value|deals)\b", re.IGNORECASE)
ACCOUNTS: Final = re.compile(
    r"账户|开户|户数|\baccounts?\b(?!\w* for| of)|\bsign(?:ed|ing)?[- ]?ups?\b|\bopenings?\b", re.IGNORECASE
)
NEW: Final = re.compile(r"新[增开添]|\bnew(?:ly)?\b|\bopen(?:ed|ings?)\b|\bsign(?:ed|ing)?[- ]?ups?\b", re.IGNORECASE)
NET: Final = re.compile(
    r"净买|净流|净偿|净卖|净增|加仓|流入|流出|吸金|资金流向|\b(?:net|(?:in|out)?flows?|haul|intake|buying|bought|purchases|repa\w+|took in|attracted|drew)\b",
    re.IGNORECASE,
)
"""Of what came or went on balance."""
MORE_THAN_ONE: Final = re.compile(r"分别|依次|各自|\brespectively\b|\bin that order\b|\beach\b", re.IGNORECASE)


def flow_of(text: str) -> int:
    """1 where a text says that money came, -1 where it went; 0 where it says neither, both or a denial.

    Examples
    --------
    >>> flow_of("Leveraged money fled electronics"), flow_of("杠杆资金不进反退"), flow_of("融资余额为5亿元")
    (-1, -1, 0)
    """
    if _TURNED_OUT.search(text):
        return -1
    if _TURNED_IN.search(text):
        return 1
    bare = _NOUNS.sub(lambda found: "□" * len(found[0]), text)
    return _side(bare, _IN, _OUT)


def way_of(text: str) -> int:
    """1 where a text says that something grew, -1 where it shrank; 0 where it says neither, both or a denial.

    Examples
    --------
    >>> way_of("the balance eroded 61%"), way_of("余额多出5亿元"), way_of("余额没有下降")
    (-1, 1, 0)
    """
    return _side(text, _UP, _DOWN)


def way_from(text: str, start: int) -> int:
    """Where the first word from a place on stands that says that something grew or shrank; the end of the text where none does.

    Examples
    --------
    >>> way_from("银行则降5%", 2), way_from("余额", 0)
    (3, 2)
    """
    found = [match.start() for pattern in (_UP, _DOWN) if (match := pattern.search(text, start))]
    return min(found, default=len(text))


def _side(text: str, up: re.Pattern[str], down: re.Pattern[str]) -> int:
    rises, falls = list(up.finditer(text)), list(down.finditer(text))
    if any(_NOT.search(text[: one.start()]) for one in (*rises, *falls)):
        return 0
    clear = [one for one in rises if not any(one.start() < other.end() and other.start() < one.end() for other in falls)]
    if bool(clear) == bool(falls):
        return 0
    return 1 if clear else -1
