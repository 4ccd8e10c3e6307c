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
_GLUE_ZH: Final = r"(?:了|约|近|超|逾|高?达|达到?|仅|只|为|分别|累计|共|合计|大幅|的|幅度|额|金额|[\s“”]){0,4}$"
_BY_EN: Final = r"(?:of|by|is|was|were|exceed(?:s|ed)|reach(?:es|ed)|totall?(?:s|ed)|came to|comes to|amount(?:s|ed) to)"
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
_UP_AFTER: Final = re.compile(
    rf"^(?:的(?:增幅|涨幅|增长|升幅|涨势|增速|上涨))|^(?:[ -](?!and\b|or\b|to\b)[\w-]+){{0,3}}[ -]{cues.UP_NOUN_EN}\b|^ (?:higher|more|up)\b|^(?! times| fold)[ -](?:larger|bigger|greater|heavier|stronger|longer|faster|richer|dearer)\b|^ (?:above|ahead of|more than) (?:the|its|that|last|a|an)\b",
    re.IGNORECASE,
)
_DOWN_AFTER: Final = re.compile(
    rf"^(?:的(?:降幅|跌幅|下降|下跌|减幅))|^(?:[ -](?!and\b|or\b|to\b)[\w-]+){{0,3}}[ -]{cues.DOWN_NOUN_EN}\b|^ (?:lower|less|fewer|down)\b|^[ -](?:smaller|lighter|weaker|shorter|slower|cheaper|poorer|thinner)\b|^ (?:below|under|short of|less than) (?:the|its|that|last|a|an)\b",
    re.IGNORECASE,
)
_MORE_ZH: Final = re.compile(
    rf"(?:放量|(?:较|比|同比|环比)[^，,；;]{{0,24}}(?:多增|多开|多卖|多买|多出|放大|多)){_GLUE_ZH}", re.IGNORECASE
)
_LESS_ZH: Final = re.compile(rf"(?:缩量|少增|少开|少买|(?:较|比|同比|环比)[^，,；;]{{0,24}}(?:少出|少)){_GLUE_ZH}", re.IGNORECASE)
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
    r"(?:均值|平均(?:值|水平)?|(?:日均|户均|人均|[月周年季]均|平均(?:每|单)[\u3400-\u9fff]|[每单](?:户|人|家|只|个账户)平均)[^，,；;\d]{0,8})(?:均?为|是|达到?|的|约|有|[\s])*$|\b(?:averag\w*|mean)(?: of| was| is| at| by)*\s*$",
    re.IGNORECASE,
)
_MEAN_AFTER: Final = re.compile(r"^(?:左右)?的(?:历史)?(?:平均|均值)|^ (?:on )?average\b|^ (?:a|per) head\b", re.IGNORECASE)
_SHARE: Final = re.compile(
    r"占[^，,]{0,16}$|\b(?:account(?:s|ed|ing)? for|ma(?:de|kes?|king) up|represent(?:s|ed|ing)?|constitut(?:es?|ed|ing)|compris(?:es?|ed|ing)|correspond(?:s|ed|ing)? to|contribut(?:es?|ed|ing)"
    r"|suppl(?:y|ies|ied)|provid(?:es?|ed|ing))(?: about| nearly| just| only)?\s*$|\bmore than\s*$",
    re.IGNORECASE,
)
_OF_WHICH: Final = re.compile(r"\b(?:of|to) (?:which|that|this|these|those|them)\b|其中", re.IGNORECASE)
_PART_AFTER: Final = re.compile(r"^(?:以上)?的?[\u3400-\u9fff]|^ (?:(?:margin|retail|leveraged|of) )?[a-z]+s\b")
"""What a part in words is a part of: 过半个股, one in five clients."""
_GROUPED: Final = re.compile(
    r"^(?:以上|多)?的?(?:行业|板块|个股|股票|公司|券商|客户|投资者|账户|资金|基金|受访者|品种|标的|产品|机构|城市)"
)
_SO_MANY: Final = re.compile(r"\b(?:in|out of)(?: every)? [\w-]+$", re.IGNORECASE)
_RATE: Final = re.compile(r"(?:增幅|涨幅|升幅|降幅|跌幅|减幅|增速|回撤幅度)[^，,；;、\d]{0,6}$")
_FALL: Final = re.compile(r"降|跌|减|回撤")
_MEMBERS: Final = re.compile(
    r"行业|板块|个股|股票|标的|[只家]|sectors?|industries|stocks?|names?|companies|makers|banks", re.IGNORECASE
)
"""What is counted where it is no account and no investor."""
_VERB_FIRST: Final = re.compile(r"(?:exceed|surpass)\w* ", re.IGNORECASE)
_FOLDED: Final = re.compile(
    r"\b(?:doubl|tripl|quadrupl)(?:es|ed|ing)\b|翻了?(?:近|超|逾|约)?(?:[一两二三]?番|一?倍)|(?P<down>\bhalv(?:es|ed|ing)\b|\bin half\b|减半|腰斩)",
    re.IGNORECASE,
)
"""A figure that is itself the change."""
_OFF: Final = re.compile(r"(?:较|比)[^，,；;]{1,24}(?:高出?|多出?|(?P<down>低|少))(?:了|约|近)?$")
"""比峰值高24%."""
_LEVELLED: Final = re.compile(r"(?:below|above|under|past|through|beneath|beyond)\b|跌破|升破|站上|突破", re.IGNORECASE)
SHARE_OF: Final = re.compile(r"占[^，,；;]{0,16}$")
_SHARE_AFTER: Final = re.compile(r"^ of (?!the (?:circulating|float|free))", re.IGNORECASE)
_STREAK: Final = re.compile(r"连续(?:第)?\s*$|连(?:升|涨|增|降|跌|减)(?:了|逾|超|近)?$|\bfor (?:a|the) [\w-]*\s*$", re.IGNORECASE)
_STREAK_AFTER: Final = re.compile(
    r"^连(?:涨|跌|升|降|增)|^(?:次|个交易日|日|周|个月)?(?:连续|以来连续)|^ (?:straight|consecutive|successive)\b|^ (?:in a row|running\b(?! to)|in succession)",
    re.IGNORECASE,
)
_STREAK_IN: Final = re.compile(
    r"连续|连(?:涨|跌|升|降|增|阳|阴|红|绿|板)|straight|consecutive|in a row|successive|running|in succession", re.IGNORECASE
)
_RISES: Final = re.compile(r"连[升增涨阳红板]")
_FALLS: Final = re.compile(r"连[降跌减阴绿]")
FIRST: Final = re.compile(
    r"首次|首度|首破|第一次|史上首|头一回|\bfirst time\b|\bfor the first\b|\bfirst-ever\b|\bfirst (?:cut|hike|breach|crossing)",
    re.IGNORECASE,
)
RECORD: Final = re.compile(
    r"新高|新低|历史(?:最高|最低|峰值|高点)|纪录|记录|最高(?!人民)|\brecord(?!ed|s? at)\b|\ball-time\b|\bhistorical high\b|\bunprecedented\b|\bhighest\b|\bmulti-year high\b|\brecent high\b|\blargest\b",
    re.IGNORECASE,
)
_CROSS: Final = re.compile(
    r"突破|站上|升破|跌破|击穿|冲破|越过|超过|\bbreak(?:s|ing)?\b|\bbroke\b|\bbreach\w*|\bcross\w*|\bsurpass\w*|\btopp?\w*|\bexceed\w*|\bpast\b|\bpass(?:es|ed)\b",
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
    if _TO.search(near) and (ANY_UP.search(near) or _ANY_DOWN.search(near)):
        return Aspect.LEVEL, ""
    changed = Aspect.GROWTH if figure.kind in _CHANGES else Aspect.CHANGE
    near = _PHRASAL.sub("", near)
    if _LESS_ZH.search(near):
        return changed, "down"
    if _MORE_ZH.search(near):
        return changed, "up"
    for direction, *patterns in (("up", _UP, _UP_NOUN), ("down", _DOWN, _DOWN_NOUN)):
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
    if figure.kind in POINTS:
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
        moved = _PHRASAL.sub("", pre)
        if ANY_UP.search(moved) or _ANY_DOWN.search(moved):
            return Aspect.GROWTH
        return Aspect.SHARE if mention is not None and mention.term.kinds & MONEY else Aspect.LEVEL
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
