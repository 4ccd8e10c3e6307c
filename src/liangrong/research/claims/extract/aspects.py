"""What of its metric a printed figure states, and in which direction: a level, a change, a growth, a share, a mean, a count, a streak, a rank.

The words right around the figure say it; which metric it is, and whose, is found elsewhere.
"""

from __future__ import annotations

import re
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim, Direction
from liangrong.research.claims.extract.mentions import Mention
from liangrong.research.claims.extract.vocabulary import cues
from liangrong.research.claims.extract.vocabulary.terms import COUNTED, MONEY, PART, Term
from liangrong.research.claims.figure import Figure, Kind

__all__ = ["ANY_UP", "FIRST", "FROM", "POINTS", "RECORD", "SHARE_OF", "START", "aspect_of", "fits", "settled"]

START: Final = "from"
"""The reference of a figure that a change began with."""
_CHANGES: Final = (Kind.PERCENT, Kind.MULTIPLE)
POINTS: Final = (Kind.PERCENTAGE_POINT, Kind.BASIS_POINT)
_GLUE_ZH: Final = r"(?:了|约|近|超|逾|高?达|达到?|仅|只|为|分别|累计|共|合计|大幅|的|幅度|额|金额|去|掉|[\s“”]){0,4}$"
_BY_EN: Final = r"(?:of|by|is|was|were|exceed(?:s|ed)|reach(?:es|ed)|totall?(?:s|ed)|came to|comes to|amount(?:s|ed) to|equal(?:s|led)|work(?:s|ed) out (?:at|to)|came in at)"
_GAUGED: Final = r"\b(?:the|an?|this|that|its|their|whose|weekly|daily|monthly|overall|total)(?: [a-z-]+)? "
_HOW_MUCH: Final = r"(?: (?:in|since|from|over|of) [\w -]{1,40})? (?:c(?:ame|omes) to|amount(?:s|ed|ing) to|work(?:s|ed) out (?:at|to))(?: exactly| about| roughly| some| nearly| just| only)?\s*$"
_MOST_EN: Final = r"(?: (?:the )?(?:fastest|most|further|again))?,?"
_UP: Final = re.compile(
    rf"(?:{cues.UP_ZH}{_GLUE_ZH})|(?:\b{cues.UP_EN}(?: \w+ly)?{_MOST_EN}(?: by| of| about| another| roughly| some| nearly| an?| approximately)*\s*$)",
    re.IGNORECASE,
)
_DOWN: Final = re.compile(
    rf"(?:{cues.DOWN_ZH}{_GLUE_ZH})|(?:\b{cues.DOWN_EN}(?: \w+ly)?{_MOST_EN}(?: by| of| about| another| roughly| some| nearly| an?| approximately)*\s*$)",
    re.IGNORECASE,
)
_UP_NOUN: Final = re.compile(
    rf"{cues.UP_NOUN_EN}(?: (?:in|since|from|over) [\w -]{{1,40}})? {_BY_EN}(?: about| roughly| some| nearly| approximately)?\s*$",
    re.IGNORECASE,
)
_DOWN_NOUN: Final = re.compile(
    rf"{cues.DOWN_NOUN_EN}(?: (?:in|since|from|over) [\w -]{{1,40}})? {_BY_EN}(?: about| roughly| some| nearly| approximately)?\s*$",
    re.IGNORECASE,
)
_NOT_OF_IT: Final = r"(?:and|or|to|is|was|are|were|in|at|by|with|belong\w*|go(?:es)?|went)\b"
"""What ends the words between a figure and the rise or fall that it measures."""
_SOMETHING: Final = (
    r"(?:the|its|their|our|that|this|those|last|an?|where|what|when|it|all|any|par|average|(?:mid-?|late |early )?[A-Z][a-z]+)\b"
)
_UP_AFTER: Final = re.compile(
    rf"^(?: as \w+)? again\b|^(?:的(?:增幅|涨幅|增长|升幅|涨势|增速|上涨))|^(?:[ -](?!{_NOT_OF_IT})[\w-]+){{0,3}}[ -]{cues.UP_NOUN_EN}\b|^ (?:higher|more|up)\b|^(?! times| fold)[ -](?:better|busier|larger|bigger|greater|heavier|stronger|longer|faster|richer|dearer)\b|^ (?:above|ahead of|more than) {_SOMETHING}|^ ahead(?=[.,;]|$)|^(?: yuan)? (?:ahead|clear) of\b",
    re.IGNORECASE,
)
_DOWN_AFTER: Final = re.compile(
    rf"^(?:的(?:降幅|跌幅|下降|下跌|减幅))|^ (?:w[e]nt|go(?:es)?|gone|going|flowed|handed) back\b|^(?:[ -](?!{_NOT_OF_IT})[\w-]+){{0,3}}[ -]{cues.DOWN_NOUN_EN}\b|^ (?:lower|less|fewer|down)\b|^[ -](?:worse|smaller|lighter|weaker|shorter|slower|cheaper|poorer|thinner)\b|^ (?:below|under|short of|shy of|less than) {_SOMETHING}|^(?: yuan)? behind\b",
    re.IGNORECASE,
)
_GAP: Final = re.compile(
    r"(?:差距|缺口|差额|相差|之差)(?:为|是|达|约|有|[:：])*$|\b(?:gap|difference)(?: of| is| was)*(?: about| some| only)?\s*$",
    re.IGNORECASE,
)
"""What lies between two figures."""
_GAUGED_UP: Final = re.compile(rf"{_GAUGED}{cues.UP_NOUN_EN}{_HOW_MUCH}", re.IGNORECASE)
_GAUGED_DOWN: Final = re.compile(rf"{_GAUGED}{cues.DOWN_NOUN_EN}{_HOW_MUCH}", re.IGNORECASE)
"""The retreat came to so much: no level that was come to."""
_PUT_UP: Final = re.compile(
    rf"\b(?:put(?:s|ting)? on|pil(?:ed|es) on|tack(?:ed|s) on|t(?:ook|akes) on|dr[ae]w down|built up)(?: (?:a|another|about|some|nearly|roughly|over))*\s*$|^\W*another\s*$|\b{cues.UP_EN}(?: (?!to\b|from\b|while\b|and\b|but\b)[\w'’-]+){{1,5}} by(?: about| some| nearly| roughly| another)?\s*$",
    re.IGNORECASE,
)
_PAID_DOWN: Final = re.compile(
    rf"\b(?:pa(?:id|ys?|ying)|g[ai]ve[sn]?|hand(?:s|ed|ing)|go|went) (?:back|down|off)(?: (?:a|another|about|some|nearly|roughly|over))*\s*$|\b{cues.DOWN_EN}(?: (?!to\b|from\b|while\b|and\b|but\b)[\w'’-]+){{1,5}} by(?: about| some| nearly| roughly| another)?\s*$",
    re.IGNORECASE,
)
_MORE_ZH: Final = re.compile(
    rf"(?:放量|多出|多了|高出|^[多高]|(?:较|比|同比|环比)[^，,；;]{{0,24}}(?:多增|多开|多卖|多买|多出|放大|多|高出?)){_GLUE_ZH}",
    re.IGNORECASE,
)
_LESS_ZH: Final = re.compile(
    rf"(?:缩量|少增|少开|少买|少了|低了|少掉|^[少低]|(?:较|比|同比|环比)[^，,；;]{{0,24}}(?:少出|少|低)){_GLUE_ZH}", re.IGNORECASE
)
_PHRASAL: Final = re.compile(
    r"\b(?:put(?:s|ting)?|set(?:s|ting)?|ma(?:de|kes?|king)|tak(?:es?|ing|en)|took|end(?:s|ed|ing)?|w(?:ound|inds?)|start(?:s|ed)?|pa(?:id|ys?|ying)|g[ai]ve[sn]?|open(?:s|ed)?|back(?:s|ed)?) (?:up|down)\b",
    re.IGNORECASE,
)
"""Verbs whose up and down is no direction: put up margin, make up a share."""
_VERB_AFTER: Final = re.compile(
    r"^ (?:had|have|has|saw|see|were|are|was|is|did|do|posted|recorded|rose|fell|gained|lost|declined|advanced|dropped|attracted|received|drew|ended|closed|finished|climbed|slipped|added|shed"
    r"|stayed|remained|showed|kept|took|reported|bought|sold|carr(?:y|ied)|made|trade)\b",
    re.IGNORECASE,
)
"""A number without a noun before such a verb counts those who do it."""
_ARRIVES: Final = re.compile(
    r"^[^,，;；。]{0,32}?(?:(?:至|到|为|成)(?:了|约|近|超|逾)?|\b(?:to|into)(?: about| roughly| nearly)?)\s*$", re.IGNORECASE
)
_TO: Final = re.compile(
    r"(?:至|到|为)(?:了|约|近|超|逾)?\s*$|\b(?:to|at)(?: about| roughly| nearly| a record| an all-time high of| a record high of)?\s*$",
    re.IGNORECASE,
)
FROM: Final = re.compile(r"(?:从|(?<!自)由(?!于))[^，,；;]{0,16}$|\bfrom(?: the| a| about| around)?\s*$", re.IGNORECASE)
_OR: Final = re.compile(
    r"(?:[,，]?\s*(?:or|即|或|合|幅度为?|增幅为?|降幅为?|，)\s*(?:约|about |roughly )?|[(（])$", re.IGNORECASE
)
_MEAN: Final = re.compile(
    r"(?:均值|平均(?:值|水平|下来|而言|算来)?|(?:日均|户均|人均|[月周年季]均|平均(?:每|单|下来)[\u3400-\u9fff]|[每单](?:户|人|家|只|个账户)平均)[^，,；;\d]{0,8})(?:均?为|是|达到?|的|约|有|[\s])*$|\b(?:averag\w*|mean)(?: of| was| is| at| by)*\s*$|\bon average,?(?: [\w-]+){1,4}\s*$|\b(?:average|mean)(?: (?!of\b|in\b|for\b|on\b)[a-z-]+){1,3} (?:of|was|is|at|came to|comes to|stood at|stands at|equals)(?: about| some| roughly| nearly)?\s*$",
    re.IGNORECASE,
)
_MEAN_AFTER: Final = re.compile(
    r"^(?:左右)?的(?:历史)?(?:平均|均值)|^ (?:on )?average\b|^ apiece\b|^(?: changed hands)? (?:a|per|each|every) (?:head|(?:trading )?(?:day|session)|account|client|customer|borrower|investor)\b|^ (?:a|per|each) (?:week|month)\b(?! (?:ago|earlier|before|later|on))",
    re.IGNORECASE,
)
_SHARE: Final = re.compile(
    r"占[^，,]{0,16}$|\b(?:account(?:s|ed|ing)? for|ma(?:de|kes?|king) up|represent(?:s|ed|ing)?|constitut(?:es?|ed|ing)|compris(?:es?|ed|ing)|correspond(?:s|ed|ing)? to|contribut(?:es?|ed|ing)"
    r"|suppl(?:y|ies|ied)|provid(?:es?|ed|ing))(?: about| nearly| just| only)?\s*$|\bmore than\s*$",
    re.IGNORECASE,
)
_REST: Final = re.compile(
    r"(?:余下?|剩下?|剩余|其余|余者)的?(?:仅|只|约|近|不足|占|的|则|[\s])*$|\b(?:the|its|with the) (?:remaining|other|rest,?)(?: (?:just|only|about|some))?\s*$",
    re.IGNORECASE,
)
"""What is left of a whole is a part of it."""
_LAST: Final = re.compile(r"\bthe last\s*$", re.IGNORECASE)
_LAST_AFTER: Final = re.compile(
    r"^ (?:is|was|are|were|belong\w*|goes|go|went|sits?|comes|came|lies?|falls? to|being)\b", re.IGNORECASE
)
_FRACTION: Final = re.compile(
    r"[成半]|分之[一二三四五六七八九]$|\b(?:half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?\b", re.IGNORECASE
)
"""A part in words, where nothing says that it is a change."""
_OF_WHICH: Final = re.compile(r"\b(?:of|to) (?:which|that|this|these|those|them)\b|其中", re.IGNORECASE)
_PART_AFTER: Final = re.compile(r"^(?:以上)?的?[\u3400-\u9fff]|^ (?:(?:margin|retail|leveraged|of) )?[a-z]+s\b")
"""What a part in words is a part of: 过半个股, one in five clients."""
_GROUPED: Final = re.compile(
    r"^(?:以上|多)?的?(?:行业|板块|个股|股票|公司|券商|客户|投资者|账户|资金|基金|受访者|品种|标的|产品|机构|城市)"
)
_SO_MANY: Final = re.compile(r"\b(?:in|out of)(?: every)? [\w-]+$", re.IGNORECASE)
_RATE: Final = re.compile(r"(?:增幅|涨幅|升幅|降幅|跌幅|减幅|增速|增长率|增长幅度|下降率|回撤幅度)[^，,；;、\d的]{0,6}$")
_FALL: Final = re.compile(r"降|跌|减|回撤")
_MEMBERS: Final = re.compile(
    r"行业|板块|个股|股票|标的|[只家]|sectors?|industries|stocks?|names?|companies|makers|banks", re.IGNORECASE
)
"""What is counted where it is no account and no investor."""
_VERB_FIRST: Final = re.compile(r"(?:exceed|surpass)\w* ", re.IGNORECASE)
_FOLDED: Final = re.compile(
    r"\b(?:doubl|tripl|trebl|quadrupl|quintupl|sextupl)(?:es|ed|ing)\b|翻了?(?:近|超|逾|约)?(?:[一两二三]?番|一?倍)|(?P<down>\bhalv(?:es|ed|ing)\b|\bin half\b|减半|腰斩|拦腰)",
    re.IGNORECASE,
)
"""A figure that is itself the change."""
_OFF: Final = re.compile(r"(?:较|比)[^，,；;]{1,24}(?:高出?|多出?|(?P<down>低|少))(?:了|约|近)?$")
"""比峰值高24%."""
_COMPARED: Final = re.compile(
    r"(?:[同环]比|涨跌幅?|变动|变化|增减)(?:为|是|[\s:：])*$|\b(?:yoy|y/y|mom|m/m|qoq|q/q|chg|change)\b[ :]*$", re.IGNORECASE
)
"""What a printed sign makes a growth."""
_LEVELLED: Final = re.compile(r"(?:below|above|under|past|through|beneath|beyond|over the)\b|跌破|升破|站上|突破", re.IGNORECASE)
SHARE_OF: Final = re.compile(r"占[^，,；;]{0,16}$")
_SHARE_AFTER: Final = re.compile(
    r"^ of (?!the (?:circulating|float|free))|^ (?:are|were|belong\w*|goes to|went to|sits?|sat|comes? from|came from|lies|lay|(?:is|was) (?:split|divided|held|owed|in|with))\b",
    re.IGNORECASE,
)
_STREAK: Final = re.compile(r"连续(?:第)?\s*$|连(?:升|涨|增|降|跌|减)(?:了|逾|超|近)?$|\bfor (?:a|the) [\w-]*\s*$", re.IGNORECASE)
_STREAK_AFTER: Final = re.compile(
    r"^连(?:涨|跌|升|降|增)|^ of (?:uninterrupted|unbroken|continuous)\b|^(?:次|个交易日|日|周|个月)?(?:连续|以来连续)|^ (?:straight|consecutive|successive)\b|^ (?:in a row|running\b(?! to)|in succession)",
    re.IGNORECASE,
)
_STREAK_IN: Final = re.compile(
    r"连续|连(?:涨|跌|升|降|增|阳|阴|红|绿|板)|straight|consecutive|in a row|successive|running|in succession", re.IGNORECASE
)
_RISES: Final = re.compile(r"连[升增涨阳红板]")
_FALLS: Final = re.compile(r"连[降跌减阴绿]")
FIRST: Final = re.compile(
    r"首[次度破]|第一次|史上首|头一[回次遭]|破天荒|\bfirst time\b|\bfor the first\b|\bfirst-ever\b|\bfirst (?:cut|hike|breach|crossing)|\bfirst (?:climb|cross|pass|break|broke|topp|exceed|surpass|mov|push|rose|r[io]s[ei]|jump|vault|went)\w* (?:above|over|past|through|beyond|the)\b",
    re.IGNORECASE,
)
RECORD: Final = re.compile(
    r"新高|新低|历史(?:最高|最低|峰值|高点)|纪录|记录|最高(?!人民)|\brecord(?!ed|s? at)\b|\ball-time\b|\bhistorical high\b|\bunprecedented\b|\bhighest\b|\bmulti-year high\b|\brecent high\b|\blargest\b",
    re.IGNORECASE,
)
_CROSS: Final = re.compile(
    r"突破|站上|升破|跌破|击穿|冲破|越过|超过|\bbreak(?:s|ing)?\b|\bbroke\b|\bbreach\w*|\bcross\w*|\bsurpass\w*|\btopp?\w*|\bexceed\w*|\bpast\b|\bbeyond\b|\bover the\b|\bpass(?:es|ed)\b",
    re.IGNORECASE,
)
_PASSED: Final = re.compile(
    r"\b(?:pass|cross|breach)(?:es|ed)\s*$|\bbroke (?:through|above)\s*$|(?:突破|站上|升破|跌破|冲破|越过)了?$", re.IGNORECASE
)
ANY_UP: Final = re.compile(rf"{cues.UP_ZH}|\b{cues.UP_EN}\b|\b{cues.UP_NOUN_EN}\b", re.IGNORECASE)
_ANY_DOWN: Final = re.compile(rf"{cues.DOWN_ZH}|\b{cues.DOWN_EN}\b|\b{cues.DOWN_NOUN_EN}\b", re.IGNORECASE)


def aspect_of(figure: Figure, near: str, pre: str, post: str, previous: Claim | None) -> tuple[Aspect | None, Direction]:
    """The aspect and direction that the words around the figure say, as far as they do."""
    if figure.kind is Kind.RANK:
        return Aspect.RANK, ""
    if (_STREAK.search(near) and figure.kind is not Kind.COUNT) or _STREAK_AFTER.match(post) or _STREAK_IN.search(figure.text):
        return Aspect.STREAK, _way(figure.text, post, pre)
    if figure.kind is Kind.COUNT and not figure.unit and _VERB_AFTER.match(post):
        return Aspect.COUNT, ""
    if rate := _RATE.search(near):
        return Aspect.GROWTH if figure.kind in _CHANGES else Aspect.CHANGE, "down" if _FALL.search(rate[0]) else "up"
    if _LEVELLED.match(figure.text):
        return None, ""
    if figure.kind in _CHANGES and (folded := _FOLDED.search(figure.text)):
        return Aspect.GROWTH, "down" if folded["down"] else "up"
    if figure.kind in _CHANGES and figure.text[:1] in "+-−" and _COMPARED.search(near):
        return Aspect.GROWTH, "down" if figure.value < 0 else "up"
    if figure.kind is Kind.PERCENT and (off := _OFF.search(near)):
        return Aspect.GROWTH, "down" if off["down"] else "up"
    if FROM.search(near) and figure.kind is not Kind.COUNT and not ANY_UP.search(near[-6:]):
        return Aspect.LEVEL, ""
    if _MEAN.search(near) or _MEAN_AFTER.match(post):
        return Aspect.MEAN, ""
    if (
        previous is not None
        and previous.aspect in (Aspect.GROWTH, Aspect.CHANGE)
        and re.fullmatch(r"[,，]?\s*(?:to|至|到)\s*", near)
    ):
        return Aspect.LEVEL, ""
    if previous is not None and previous.reference == START and _ARRIVES.match(near):
        return Aspect.LEVEL, ""
    if found := _GAUGED_UP.search(near) or _GAUGED_DOWN.search(near):
        return Aspect.GROWTH if figure.kind in _CHANGES else Aspect.CHANGE, "up" if found.re is _GAUGED_UP else "down"
    if _TO.search(near) and (ANY_UP.search(near) or _ANY_DOWN.search(near)):
        return Aspect.LEVEL, ""
    changed = Aspect.GROWTH if figure.kind in _CHANGES else Aspect.CHANGE
    near = _PHRASAL.sub("", near)
    if _LESS_ZH.search(near):
        return changed, "down"
    if _MORE_ZH.search(near):
        return changed, "up"
    for direction, *patterns in (("up", _UP, _UP_NOUN, _PUT_UP), ("down", _DOWN, _DOWN_NOUN, _PAID_DOWN)):
        if any(pattern.search(near + _leading(figure.text)) for pattern in patterns):
            return changed, direction  # type: ignore[return-value]
    if _UP_AFTER.match(post):
        return changed, "up"
    if _DOWN_AFTER.match(post):
        return changed, "down"
    if figure.kind is Kind.PERCENT and (_SHARE.search(near) or _OF_WHICH.search(near) or _is_part(figure, post)):
        return None, ""
    if (
        previous is not None
        and previous.aspect in (Aspect.GROWTH, Aspect.CHANGE)
        and figure.kind in (*_CHANGES, *POINTS, previous.figure.kind if previous.figure else figure.kind)
    ):
        if _OR.search(near) and previous.figure is not None and figure.kind is not previous.figure.kind:
            return changed, previous.direction
        if re.search(r"(?:\bby|、|和|与|及|\band)\s*$|^[、和与及]", near) or re.search(r"\bby\s*$", pre):
            return changed, previous.direction
    if figure.kind in POINTS or _GAP.search(near):
        return Aspect.CHANGE, "up" if ANY_UP.search(pre) and not _ANY_DOWN.search(pre) else "down" if _ANY_DOWN.search(
            pre
        ) else ""
    return None, ""


def _way(text: str, post: str, pre: str) -> Direction:
    """Which way a streak goes: by its own word, else by what follows it, else by what stands before."""
    for said in (text, post, pre):
        up, down = ANY_UP.search(said) or _RISES.search(said), _ANY_DOWN.search(said) or _FALLS.search(said)
        if up or down:
            return "up" if up and (not down or up.start() < down.start()) else "down"
    return ""


def _is_part(figure: Figure, post: str) -> bool:
    """Whether a figure in words is a part of what follows it."""
    if "占" in figure.text:
        return True
    if _GROUPED.match(post):
        return True
    return figure.is_word and "成" not in figure.text and bool(_SO_MANY.search(figure.text) or _PART_AFTER.match(post))


def _leading(text: str) -> str:
    """The verb that a figure's own words begin with: exceeds 75 per cent."""
    found = _VERB_FIRST.match(text)
    return found[0] if found else ""


def settled(aspect: Aspect | None, figure: Figure, mention: Mention | None, pre: str, post: str, near: str) -> Aspect:
    """The aspect, once the metric is known."""
    rule = mention is not None and mention.term.rule
    if aspect is not None:
        return (
            Aspect.LEVEL
            if rule and aspect is Aspect.GROWTH and not _UP_AFTER.match(post) and not _DOWN_AFTER.match(post) and _TO.search(near)
            else aspect
        )
    if figure.kind is Kind.COUNT and (mention is None or Kind.COUNT not in mention.term.kinds):
        return Aspect.COUNT
    if figure.kind is Kind.PERCENT and _is_part(figure, post):
        return Aspect.SHARE
    if rule:
        return Aspect.RULE if figure.kind is Kind.DURATION else Aspect.LEVEL
    if figure.kind is Kind.PERCENT and (mention is None or not mention.term.kinds & PART):
        if _SHARE.search(near) or _SHARE_AFTER.match(post) or _OF_WHICH.search(near) or _is_part(figure, post):
            return Aspect.SHARE
        if _REST.search(near) or (_LAST.search(near) and _LAST_AFTER.match(post)):
            return Aspect.SHARE
        moved = _PHRASAL.sub("", pre)
        if ANY_UP.search(moved) or _ANY_DOWN.search(moved):
            return Aspect.GROWTH
        is_part = (figure.is_word and _FRACTION.search(figure.text)) or (mention is not None and mention.term.kinds & MONEY)
        return Aspect.SHARE if is_part else Aspect.LEVEL
    if (
        _CROSS.search(near[-14:])
        and figure.kind in (Kind.MONEY, Kind.POINTS, Kind.NUMBER)
        and (FIRST.search(near) or _CROSS.search(figure.text) or not mention or _PASSED.search(near))
    ):
        return Aspect.CROSSING
    if figure.kind in (Kind.MONEY, Kind.POINTS) and (
        (_CROSS.search(figure.text) and not re.search(r"超过?|exceed", figure.text)) or FIRST.search(near)
    ):
        return Aspect.CROSSING
    return Aspect.LEVEL


def fits(term: Term, figure: Figure, aspect: Aspect | None) -> bool:
    """Whether a figure of its kind can be said of a metric in this way."""
    if figure.kind is Kind.COUNT and term.kinds == COUNTED and _MEMBERS.search(figure.unit):
        return term.metric == "eligible_stock_count"
    if aspect in (Aspect.RANK, Aspect.STREAK, Aspect.COUNT) or figure.kind in (Kind.COUNT, Kind.RANK):
        return True
    if aspect is Aspect.GROWTH:
        return not term.kinds <= PART or term.metric.endswith(("growth", "return", "upside"))
    if figure.kind in POINTS:
        return bool(term.kinds & PART) or term.metric == "policy_rate"
    if figure.kind in term.kinds:
        return True
    return aspect is None and figure.kind is Kind.PERCENT and bool(term.kinds & MONEY)
