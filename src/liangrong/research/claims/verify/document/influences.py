"""What moves with what, and which way: the quantities of borrowing and shorting in pairs, and how a sentence says that one of them moves and the other with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.words.forms import any_case
from liangrong.research.claims.words.movement import FALL_EN, FALL_NOUN_EN, FALL_ZH, RISE_EN, RISE_NOUN_EN, RISE_ZH

__all__ = ["Influence", "told_influence"]


@dataclass(frozen=True, slots=True)
class Influence:
    """What a stretch of text says of two quantities.

    Parameters
    ----------
    start, end
        Where it says so.
    right
        Whether they do move so.
    """

    start: int
    end: int
    right: bool
    reason: Note


@dataclass(frozen=True, slots=True)
class _Move:
    quantity: str
    sign: int
    start: int
    end: int


_QUANTITIES: Final = any_case(
    r"(?P<added>(?:追加|补充|增加|补足)(?:的)?(?:担保物|保证金|现金|资金)|\b(?:add|post|deposit|pay|bring|put)(?:ing|s|ed)?(?: \w+){0,3} (?:collateral|cash|funds|margin)\b(?! (?:ratio|requirement))|\btop(?:ping|s|ped)?[- ]up\b(?:(?: \w+){0,3} (?:collateral|cash|funds|margin)\b)?)|"
    r"(?P<paidoff>还款(?!能力|日|期)|还债|(?:偿还|归还|还掉)(?:了)?(?:一?部分)?(?:的)?(?:负债|债务|欠款|借款|融资款)|\b(?:repay|pay)(?:ing|s)?(?: down| back| off)?(?: part of| some of)? (?:the |their |his |her )?(?:debts?|loans?)\b)|"
    r"(?P<floor>(?:融资|融券)?(?:最低)?保证金(?:最低)?(?:比例|要求|门槛|下限)|首付比例|\b(?<!maintenance )(?:margin (?:ratio|requirement|rate|floor)|collateral requirement)s?)|"
    r"(?P<ratio>(?:维持)?担保比例|维保比例|\b(?:maintenance|guarantee|collateral) (?:\w+ )?ratios?)|"
    r"(?P<nearness>(?P<near>(?:离|距)[^，。；]{0,4}(?:平仓|警戒|追保|强平)[^，。；]{0,4}(?:越|更)近|\b(?:nearer|closer) (?:to|the)\b[^.;,]{0,16}(?:liquidation|call|clos))|(?:离|距)[^，。；]{0,4}(?:平仓|警戒|追保|强平)[^，。；]{0,4}(?:越|更)远|\b(?:further|farther) (?:away )?from\b[^.;,]{0,16}(?:liquidation|call|clos\w*))|"
    r"(?P<forced>(?:被|遭)(?:券商)?(?:强制)?(?:平仓|强平)(?!线)|触发(?:强制)?(?:平仓|强平|追保)(?!线)|\b(?:forced (?:liquidation|selling)|liquidated|margin calls?)\b(?! lines?))|"
    r"(?P<risk>(?P<risky>越危险|更危险|越不安全|更不安全|越容易(?:被)?(?:强)?平仓|风险(?:就|也|则)?(?:越|更)[高大]|\b(?:riskier|more (?:dangerous|risky)|(?:greater|higher|bigger|larger|more) (?:the )?risk))|(?:越|更)安全|风险(?:就|也|则)?(?:越|更)[低小]|\b(?:safer|less (?:dangerous|risky)|(?:lower|smaller|less) (?:the )?risk))|"
    r"(?P<conversion>折算率|\bconversion (?:ratio|rate)s?)|(?P<haircut>\bhaircuts?)|"
    r"(?P<credit>可(?:供)?(?:融资?|借)(?:入|得|到)?(?:的)?(?:资?金)?(?:额度?|规模|款|金额)?|能借(?:到|入)?(?:的)?(?:钱|资金)?|借得(?!越[久长])|融资额度|授信(?:额度)?|(?:可|能)?(?:供|用来)?充抵(?:的)?(?:保证金)?(?:价值|金额)?|可用(?:的)?保证金|保证金(?:可用余额|价值)|\b(?:(?:sum|amount|money) that can be borrowed|can (?:be )?borrow(?:ed)?|to borrow|borrow(?:ing)?(?: power| capacity)?|buying power|margin credit|credit|collateral value|count(?:s)? as margin)\b)|"
    r"(?P<leverage>杠杆(?:率|倍数|水平)?|\bleverage|\bgearing)|"
    r"(?P<owed>(?:融券|空头)(?:的)?负债|融券标的(?:的)?(?:股价|价格)?|(?:所|被)(?:卖空|融券)[^，。；]{0,4}(?:股票|证券)?(?:股价|价格)|\b(?:prices? of (?:the )?short(?:ed)? (?:shares?|stocks?)|shorted (?:shares?|stocks?)|(?:market )?value (?:that )?(?:they|he|she|it|short sellers) owes?|what (?:they|he|she|it|the short sellers?) owes?))|"
    r"(?P<shortgain>(?:融券|做空|卖空)(?:者|方|客|投资者)?(?=[^，。；]{0,14}(?P<szgain>获利|盈利|赚|受益))|(?:融券|做空|卖空)(?:者|方|客|投资者)?(?=[^，。；]{0,14}(?:亏|损失))|\bshort[- ]?(?:sellers?|selling|positions?|sales?)\b(?=[^.;]{0,24}\b(?P<sgain>gain|profit|make money|earn|benefit|win)s?\b)|\bshort[- ]?(?:sellers?|positions?|sales?)\b(?=[^.;]{0,24}\b(?:lose|suffer)s?\b))|"
    r"(?P<balance>融资余额|\b(?:financing|margin|the) balance)|(?P<repaid>融资(?:净)?偿还|净偿还|\b(?:net |margin |financing |loan )+repayments?)|(?P<bought>融资(?:净)?买入|\b(?:new |more |net )*(?:financing|margin|financed) (?:purchases|buying|buys))|"
    r"(?P<cost>(?:做空|融券|投机|加杠杆|建仓|开仓)(?:的)?(?:成本|门槛)|\bcosts? of (?:short\w*|leverage|borrowing)|\bhurdle)|"
    r"(?P<interest>利息(?:支出|费用|成本)?|融资成本|\binterest(?! rates?)(?: (?:cost|bill|charge)s?)?)|(?P<days>(?:持有|占用|借款|融资|使用)(?:的)?(?:时间|天数|期限)|天数|期限|借得(?=越[久长])|\b(?:holding period|(?:days|time|period) (?:held|borrowed)|loan (?:is )?(?:held|runs|lasts)|(?:you|one|they|it) (?:hold|keep|borrow)s?)\b)|(?P<rate>(?:融资)?利率|\binterest rates?)|"
    r"(?P<price>股价|(?:持仓|证券|股票|担保物|资产)?市值|(?<!市场)价格|\b(?:(?:share|stock|market|collateral|asset)s? )?prices?\b|\b(?:collateral|market|stock|share|portfolio) values?|\bvalue of the (?:holdings|securities|shares|collateral|portfolio)|\bstocks?\b(?= (?:rise|fall|drop|go))|担保物(?=[^，。]{0,6}(?:缩|贬|跌))|(?<=the )collateral\b(?! (?:ratio|requirement|value)))|"
    r"(?P<same>\bthe ratio\b|该比例|(?<!担保)(?<!保证金)比例(?=越))|"
    r"(?P<cover>(?:空头|融券|做空者?)?(?:回补|平仓买入|买券还券)|\b(?:short[- ])?covering\b|\bcover(?:s|ed)? (?:their |its |the )?shorts?\b)|"
    r"(?P<selling>抛压|卖压|抛售压力|卖盘|\bselling pressure|\bsell(?:ing)? orders)|(?P<buying>买盘|买压|买入需求|\bbuying (?:pressure|demand|interest|power)\b|\bdemand for (?:the )?(?:shares|stock))|"
    r"(?P<debt>负债|债务|欠款|\b(?:debts?|liabilit(?:y|ies)|loans?\b(?! (?:rate|book|balance)|['-]))|\bwhat is owed|\bsum owed)"
)
_INHERENT: Final = frozenset({"added", "paidoff", "repaid", "bought", "cover", "nearness", "risk", "forced", "shortgain"})
"""What is named with its own direction."""
_UP: Final = any_case(
    rf"越(?:高|大|多|长|久|重|严)|{RISE_ZH}|提[至到]|调至|放大|加大|变[大高多长]|推高|改善|更[高大多长]|\b(?:{RISE_EN}|{RISE_NOUN_EN}|higher|more|larger|greater|bigger|longer|stricter|tougher|boost\w*|improv\w+|amplif\w+|add(?:s|ed|ing)? to|push\w* up|go(?:es)? up|up)\b"
)
_DOWN: Final = any_case(
    rf"越(?:低|小|少|短|轻|松)|{FALL_ZH}|缩水|缩小|变[小低少短]|压低|压缩|拉低|更[低小少短]|\b(?:{FALL_EN}|{FALL_NOUN_EN}|lower(?:s|ed|ing)?|less|smaller|fewer|shorter|looser|reduc\w+|cut(?:s|ting)?|drag\w*|limit(?:s|ing)?|curb\w*|push\w* down|go(?:es)? down|down)\b"
)
_STILL: Final = any_case(
    r"(?:保持|维持)?(?<!改)不变|不(?:会|发生|再)?(?:有)?(?:任何)?(?:变化|改变|变动)|没有(?:任何)?变化|原封不动|\b(?:stays?|remains?|is left|keeps?) (?:the same|unchanged|as (?:it is|they are|before)|where it is|constant)\b|\b(?:does|do|will|would|is)(?: not|n't) (?:change|affected|move)\w*\b|\bunchanged\b|\bunaffected\b|\bno change\b"
)
"""That something does not move."""
_IN_STEP: Final = any_case(
    r"随之|随着|跟着|同步|自动|一同|一起|同时|等比例|\b(?:along with|in step|in line|together with|automatically|in proportion|by the same|with (?:it|them))\b"
)
"""Without these words two things that do not hang together may still move at one time, each for its own reason."""
_PAIRS: Final = {
    frozenset(pair.split()): (sign, Note(zh, en))
    for pair, sign, zh, en in (
        ("floor credit", -1, "可借金额等于保证金除以保证金比例，比例越高，能借的越少。", "What can be borrowed is the margin divided by the margin ratio: the higher the ratio, the less."),
        ("floor leverage", -1, "可借金额等于保证金除以保证金比例，比例越高，杠杆越低。", "What can be borrowed is the margin divided by the margin ratio: a higher ratio means less leverage."),
        ("floor cost", 1, "保证金比例越高，同样的资金可做的越少，成本和门槛越高。", "A higher margin ratio ties up more money for the same trade: it costs more."),
        ("conversion credit", 1, "折算后的价值等于市值乘折算率，折算率越高，可充抵的保证金和可借金额越多。", "What counts as margin is the market value times the conversion ratio: the higher it is, the more can be borrowed."),
        ("conversion leverage", 1, "折算率越高，可充抵的保证金越多，可借金额越多。", "The higher the conversion ratio, the more counts as margin and can be borrowed."),
        ("haircut credit", -1, "折扣越大，可充抵的保证金越少。", "The larger the haircut, the less counts as margin."),
        ("price ratio", 1, "负债不变而市值变动，担保比例同向变动。", "The debt stays while the value moves, and the ratio of the two moves with it."),
        ("owed ratio", -1, "融券负债按市价计算，标的上涨时负债增加，担保比例下降。", "What a short seller owes is counted at market prices: it grows with the price, and the ratio falls."),
        ("owed risk", 1, "融券负债随标的上涨而增加，担保比例下降，账户更危险。", "What a short seller owes grows with the price and the ratio falls: the account is less safe."),
        ("owed nearness", 1, "融券负债随标的上涨而增加，离平仓线更近。", "What a short seller owes grows with the price: liquidation is nearer."),
        ("owed forced", 1, "融券负债随标的上涨而增加，担保比例下降。", "What a short seller owes grows with the price, and the ratio falls."),
        ("price debt", 0, "融资负债按借入的金额计算，股价涨跌不改变它，变的是担保物的市值。", "A loan is the money borrowed: prices change what the collateral is worth, not what is owed."),
        ("cover selling", -1, "空头回补是买入，增加买盘而不是抛压。", "Short covering is buying: it adds to demand, not to selling."),
        ("cover buying", 1, "空头回补是买入，增加买盘。", "Short covering is buying: it adds to demand."),
        ("debt ratio", -1, "担保比例是资产与负债之比，负债越多比例越低。", "The maintenance ratio is assets over debt: more debt lowers it."),
        ("added ratio", 1, "追加担保物使资产增加而负债不变，担保比例上升。", "Adding collateral raises what is held and leaves the debt: the ratio rises."),
        ("paidoff ratio", 1, "还债使负债减少，担保比例上升。", "Paying off debt leaves less owed: the ratio rises."),
        ("ratio risk", -1, "维持担保比例是资产与负债之比，越高离平仓线越远。", "The maintenance ratio is assets over debt: the higher it is, the further from liquidation."),
        ("ratio nearness", -1, "维持担保比例越高，离平仓线越远。", "The higher the maintenance ratio, the further from liquidation."),
        ("ratio forced", -1, "强制平仓是在担保比例跌到平仓线以下时，而不是上升时。", "A position is liquidated when its ratio falls below the line, not when it rises."),
        ("leverage nearness", 1, "杠杆越高，同样的跌幅使担保比例降得越多，离平仓线越近。", "The higher the leverage, the more the same fall takes off the ratio: liquidation is nearer."),
        ("leverage risk", 1, "杠杆越高，盈亏放大越多，风险越大。", "The higher the leverage, the more gains and losses are multiplied: the risk is greater."),
        ("leverage ratio", -1, "杠杆越高，负债相对资产越多，担保比例越低。", "The higher the leverage, the more debt stands against the assets: the ratio is lower."),
        ("price shortgain", -1, "融券者先卖后买，价格下跌才赚。", "A short seller sells first and buys later, and gains only when the price falls."),
        ("owed shortgain", -1, "融券者先卖后买，价格下跌才赚。", "A short seller sells first and buys later, and gains only when the price falls."),
        ("repaid balance", -1, "偿还减少负债，融资余额随之下降。", "Each repayment takes off the debt and so off the balance."),
        ("bought balance", 1, "融资买入增加负债，融资余额随之上升。", "Each financed purchase adds to the debt and so to the balance."),
        ("days interest", 1, "利息按金额、利率和天数计算，天数越多越高。", "Interest is the amount times the rate times the days: more days, more interest."),
        ("rate interest", 1, "利息按金额、利率和天数计算，利率越高利息越多。", "Interest is the amount times the rate times the days: a higher rate, more interest."),
    )
}  # fmt: skip
_TIED: Final = any_case(
    r"越[^，。；]{1,12}越|越[^，。；]{0,8}[，,][^，。；]{0,16}越|使|令|让|导致|意味|会|将|则|就|随之|因此|从而|可以|了|后[，,]|时[，,]|在[^，。]{0,8}(?:时|后)|"
    r"\bthe (?:higher|lower|more|less|larger|smaller|longer|greater|stricter)\b[^.;]{0,70}\bthe (?:higher|lower|more|less|larger|smaller|nearer|closer|further|farther|safer|greater|riskier)\b|\b(?:mean|impl|let|allow|permit|leave|lead|put|result|limit|support)\w*\b|\bwhen\b|\bif\b|\bonce\b|\bas\b|\bwith it\b|\bin turn\b"
)
_UNTIED: Final = any_case(
    r"但|却|反而|仍|尽管|虽|即使|即便|希望|余额占|\b(?:but|yet|though|although|despite|even|while|whereas|nevertheless|still)\b"
)
_AIMED: Final = any_case(r"旨在|意在|为了|目的|\b(?:aim\w*|meant to|intend\w*|in order)\b")
"""What is aimed at need not come, but nobody aims at the contrary of what a thing does."""
_KEPT_DOWN: Final = any_case(
    r"控制|防范|防止|抑制|遏制|避免|应对|\b(?:against|avoid\w*|prevent\w*|control\w*|curb\w*|check\w*|contain\w*|rein\w* in)\b"
)
_NEWS: Final = any_case(
    r"今年|本周|上周|本月|上月|近[日期]|[昨今][日天]|以来|平均|\d\s*[年月日]|\b(?:this|last|past) (?:week|month|year|quarter)|\b(?:since|average|yesterday|on (?:mon|tues|wednes|thurs|fri)day)\b"
)
"""What has happened is no rule of how things move."""
_HAPPENED: Final = any_case(
    r"\b(?:rose|fell|grew|climbed|declined|dropped|slipped|slid|sank|shrank|jumped|gained|advanced|was|were|had)\b"
)
_DENIAL: Final = any_case(
    r"(?<!差)不(?!足|断|良|少)|并非|未必|没有|无法|难以|\bnot\b|n't\b|\bnever\b|\bno longer\b|\bcannot\b|\bwithout\b"
)
_LESS: Final = any_case(r"\s*越[少小]")
_WITH_IT: Final = any_case(r"\bwith it\s+(?:the\s+)?$|(?:随之|同步)(?:变动的是)?$")
_STOP: Final = any_case(r"[。；;，,]|\. ")
_LINE: Final = any_case(r"[。；;！？!?\n]|\.(?=\s|$)")
_SHORT: Final = any_case(r"融券|做空|卖空|\bshort")
_DOUBLE: Final = 2
"""Two denials are more than can be told apart."""
_GAP: Final = 26
_FAR: Final = 70
_NEXT: Final = 14
"""So near stands what follows without a word of its own for it."""


def told_influence(text: str) -> Influence | None:
    """The first pair of quantities that a sentence says to move together, and whether they do; ``None`` where it says of none."""
    moves = _moves(text)
    for place, other in enumerate(moves):
        for one in reversed(moves[:place]):
            found = _PAIRS.get(frozenset((one.quantity, other.quantity)))
            if found is None or other.start - one.end > _FAR or _LINE.search(text, one.end, other.start):
                continue
            start, end = min(one.start, other.start), max(one.end, other.end)
            if not _is_general(text, start, end) or not (_TIED.search(text, start, end) or _acts_on(one, other, text)):
                continue
            denied = len(_DENIAL.findall(_STILL.sub("", text[start:end])))
            apart = found[0] == 0 and other.sign and not denied and not _IN_STEP.search(text)
            right = (one.sign * other.sign == found[0]) is not bool(denied)
            aimed = _AIMED.search(text, start, end) and (right or _KEPT_DOWN.search(text, start, end))
            if denied < _DOUBLE and not apart and not aimed:
                return Influence(start, end, right, found[1])
    return None


def _is_general(text: str, start: int, end: int) -> bool:
    """Whether it is told how things move, not what happened, nor what somebody is after."""
    return not (_UNTIED.search(text, start, end) or _NEWS.search(text) or len(_HAPPENED.findall(text, start, end)) > 1)


def _acts_on(one: _Move, other: _Move, text: str) -> bool:
    """Whether the word that moves the second quantity stands in front of it, with the first as its subject, or both are told bare, one after the other."""
    between = text[one.end : other.start]
    return len(between) <= _NEXT or not _STOP.search(between)


def _moves(text: str) -> list[_Move]:
    """The quantities of a text that are said to move, in their order."""
    named = [(found.lastgroup or "", found) for found in _QUANTITIES.finditer(text)]
    signs = sorted(
        [(one.start(), one.end(), 1) for one in _UP.finditer(text)]
        + [(one.start(), one.end(), -1) for one in _DOWN.finditer(text)]
        + [(one.start(), one.end(), 0) for one in _STILL.finditer(text)]
    )
    used: set[int] = set()
    moves: list[_Move] = []
    for place, (_, found) in enumerate(named):
        quantity = next(name for name in _NAMES if found[name])
        before = named[place - 1][1].end() if place else 0
        after = named[place + 1][1].start() if place + 1 < len(named) else len(text)
        if quantity == "price" and _SHORT.search(text) and "担保" not in text[: found.start()] and "融资" not in text:
            quantity = "price" if "shortgain" in {_name(one) for _, one in named} else "owed"
        if quantity == "same":
            earlier = [_name(one) for _, one in named[:place] if _name(one) in ("floor", "ratio", "conversion")]
            quantity = earlier[-1] if earlier else ""
        if quantity in _INHERENT:
            sign = 1
            if quantity in {"nearness", "risk"}:
                sign = 1 if found["near"] or found["risky"] else -1
            elif quantity == "shortgain":
                sign = 1 if found["szgain"] or found["sgain"] else -1
            elif _LESS.match(text, found.end()):
                sign = -1
            moves.append(_Move(quantity, sign, found.start(), found.end()))
            continue
        if _WITH_IT.search(text[: found.start()]) and moves:
            moves.append(_Move(quantity, moves[-1].sign, found.start(), found.end()))
            continue
        left = [one for one in signs if before <= one[0] and one[1] <= found.start() and one[0] not in used]
        right = [one for one in signs if found.end() <= one[0] and one[1] <= after and one[0] not in used]
        nearest = _nearest(text, left, right, found)
        if nearest is not None:
            used.add(nearest[0])
            moves.append(_Move(quantity, nearest[2], min(nearest[0], found.start()), max(nearest[1], found.end())))
    return moves


_NAMES: Final = tuple(name for name in _QUANTITIES.groupindex if name not in ("near", "risky", "szgain", "sgain"))


def _name(found: re.Match[str]) -> str:
    return next(name for name in _NAMES if found[name])


def _nearest(
    text: str, left: list[tuple[int, int, int]], right: list[tuple[int, int, int]], found: re.Match[str]
) -> tuple[int, int, int] | None:
    """The word that says which way a quantity moves: the one before it in the same part of the sentence, else the one behind it."""
    if left and found.start() - left[-1][1] <= _GAP and not _STOP.search(text, left[-1][1], found.start()):
        return left[-1]
    if right and right[0][0] - found.end() <= _GAP and not _STOP.search(text, found.end(), right[0][0]):
        return right[0]
    return None
