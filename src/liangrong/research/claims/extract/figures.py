"""A printed figure becomes a claim: which aspect of which metric, whose, when, against what, in which direction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim, Direction
from liangrong.research.claims.extract import subjects, timing
from liangrong.research.claims.extract.clauses import Clause
from liangrong.research.claims.extract.lists import Slot
from liangrong.research.claims.extract.memory import Memory, Who
from liangrong.research.claims.extract.mentions import Mention
from liangrong.research.claims.extract.nature import nature_of
from liangrong.research.claims.extract.sentence import Sentence, inside
from liangrong.research.claims.extract.vocabulary import cues, frames
from liangrong.research.claims.extract.vocabulary.terms import COUNTED, MONEY, PART, Term
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.period import Period

__all__ = ["Bound", "bind", "metric_of"]

_CHANGES: Final = (Kind.PERCENT, Kind.MULTIPLE)
_POINTS: Final = (Kind.PERCENTAGE_POINT, Kind.BASIS_POINT)
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
    rf"^(?:的(?:增幅|涨幅|增长|升幅|涨势|增速|上涨))|^(?:[ -](?!and\b|or\b|to\b)[\w-]+){{0,3}}[ -]{cues.UP_NOUN_EN}\b|^ (?:higher|more|up)\b|^ (?:above|ahead of|more than) (?:the|its|that|last|a|an)\b",
    re.IGNORECASE,
)
_DOWN_AFTER: Final = re.compile(
    rf"^(?:的(?:降幅|跌幅|下降|下跌|减幅))|^(?:[ -](?!and\b|or\b|to\b)[\w-]+){{0,3}}[ -]{cues.DOWN_NOUN_EN}\b|^ (?:lower|less|down)\b|^ (?:below|under|short of|less than) (?:the|its|that|last|a|an)\b",
    re.IGNORECASE,
)
_TO: Final = re.compile(
    r"(?:至|到|为)(?:了|约|近|超|逾)?\s*$|\b(?:to|at)(?: about| roughly| nearly| a record| an all-time high of| a record high of)?\s*$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"(?:从|(?<!自)由(?!于))[^，,；;]{0,16}$|\bfrom(?: the| a| about| around)?\s*$", re.IGNORECASE)
_OR: Final = re.compile(
    r"(?:[,，]?\s*(?:or|即|或|合|幅度为?|增幅为?|降幅为?|，)\s*(?:约|about |roughly )?|[(（])$", re.IGNORECASE
)
_MEAN: Final = re.compile(
    r"(?:均值|平均(?:值|水平)?|日均[^，,]{0,8})(?:均?为|是|达到?|的|约|有|[\s])*$|\b(?:averag\w*|mean)(?: of| was| is| at| by)*\s*$",
    re.IGNORECASE,
)
_MEAN_AFTER: Final = re.compile(r"^(?:左右)?的(?:历史)?(?:平均|均值)|^ (?:on )?average\b", re.IGNORECASE)
_SHARE: Final = re.compile(r"占[^，,]{0,16}$|\baccount(?:s|ed|ing) for(?: about| nearly)?\s*$|\bmore than\s*$", re.IGNORECASE)
_RATE: Final = re.compile(r"(?:增幅|涨幅|升幅|降幅|跌幅|减幅|增速|回撤幅度)[^，,；;、\d]{0,6}$")
_FALL: Final = re.compile(r"降|跌|减|回撤")
_MEMBERS: Final = re.compile(
    r"行业|板块|个股|股票|标的|[只家]|sectors?|industries|stocks?|names?|companies|makers|banks", re.IGNORECASE
)
"""What is counted where it is no account and no investor."""
_VERB_FIRST: Final = re.compile(r"(?:exceed|surpass)\w* ", re.IGNORECASE)
_FOLDED: Final = re.compile(
    r"\b(?:doubl|tripl|quadrupl)(?:es|ed|ing)\b|翻(?:了)?(?:一|两)?番|(?P<down>\bhalv(?:es|ed|ing)\b|减半|腰斩)", re.IGNORECASE
)
"""A figure that is itself the change."""
_OFF: Final = re.compile(r"(?:较|比)[^，,；;]{1,24}(?:高出?|多出?|(?P<down>低|少))(?:了|约|近)?$")
"""比峰值高24%."""
_LEVELLED: Final = re.compile(r"(?:below|above|under|past|through|beneath|beyond)\b|跌破|升破|站上|突破", re.IGNORECASE)
_SHARE_OF: Final = re.compile(r"占[^，,；;]{0,16}$")
_SHARE_AFTER: Final = re.compile(r"^ of (?!the (?:circulating|float|free))", re.IGNORECASE)
_STREAK: Final = re.compile(r"连续(?:第)?\s*$|\bfor (?:a|the) [\w-]*\s*$", re.IGNORECASE)
_STREAK_AFTER: Final = re.compile(
    r"^连(?:涨|跌|升|降|增)|^(?:次|个交易日|日|周|个月)?(?:连续|以来连续)|^ (?:straight|consecutive|successive)\b|^ in a row",
    re.IGNORECASE,
)
_STREAK_IN: Final = re.compile(r"连续|连(?:涨|跌|升|降|增)|straight|consecutive|in a row|successive", re.IGNORECASE)
_FIRST: Final = re.compile(
    r"首次|首度|首破|第一次|史上首|头一回|\bfirst time\b|\bfor the first\b|\bfirst-ever\b|\bfirst (?:cut|hike|breach|crossing)",
    re.IGNORECASE,
)
_RECORD: Final = re.compile(
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
_REFERENCE: Final = re.compile(
    r"(同比|环比|年初|较?上一?(?:个)?交易日|历史峰值|峰值|高点|均值|平均水平|year[- ]on[- ]year|year[- ]over[- ]year|quarter[- ]on[- ]quarter|month[- ]on[- ]month|from (?:the )?(?:previous|prior) (?:trading )?(?:session|day|year|week|month|quarter)|"
    r"compared (?:with|to) [^,;]{3,40}|(?:A股市场|市场|行业)均值|from a year (?:ago|earlier))",
    re.IGNORECASE,
)
_IN: Final = re.compile(cues.IN_ZH + "|" + cues.IN_EN, re.IGNORECASE)
_OUT: Final = re.compile(cues.OUT_ZH + "|" + cues.OUT_EN, re.IGNORECASE)
_ANY_UP: Final = re.compile(rf"{cues.UP_ZH}|\b{cues.UP_EN}\b|\b{cues.UP_NOUN_EN}\b", re.IGNORECASE)
_ANY_DOWN: Final = re.compile(rf"{cues.DOWN_ZH}|\b{cues.DOWN_EN}\b|\b{cues.DOWN_NOUN_EN}\b", re.IGNORECASE)
_ANAPHORA: Final = re.compile(frames.ANAPHORA, re.IGNORECASE)
_IT: Final = re.compile(r"\bit (?!is \w+ that)(?:\w+ )?|^(?:that|this) (?:is|was|compares|leaves|brings|puts) ", re.IGNORECASE)
_GOES_TO: Final = re.compile(r"至|到|升|降|增|提|调|扩|缩|涨|跌|回落|变为")
_VERSUS: Final = re.compile(
    r"\b(?:versus|vs\.?|compared (?:with|to)|up from|down from)(?: the| a| an| only| about)*\s*$", re.IGNORECASE
)
_EARLIER: Final = re.compile(
    r"^(?: yuan)? (?:(?:a|one|two|three) )?(?:day|week|month|quarter|year)s? (?:earlier|ago|before)\b|^ (?:previously|before)\b",
    re.IGNORECASE,
)
_SELECTS: Final = re.compile(r"^的(?:行业|个股|股票|公司|板块|标的)")
_START: Final = "from"
"""The reference of a figure that a change began with."""
_MONEYED: Final = frozenset({"leverage_multiple", "loss", "position_days"})
"""Terms of contracts that people also give advice on."""
_ABOVE: Final = (Hedge.OVER, Hedge.AT_LEAST)
_BELOW: Final = (Hedge.UNDER, Hedge.AT_MOST)


@dataclass(frozen=True, slots=True)
class Bound:
    """A claim, the mention that it was bound by, and whether it only says what something else is compared with."""

    claim: Claim
    mention: Mention | None
    compared: bool = False


def bind(
    sentence: Sentence,
    figure: Figure,
    memory: Memory,
    done: Sequence[Bound],
    *,
    slot: Slot | None = None,
    threshold: Figure | None = None,
) -> Bound:
    """Make the claim of a figure.

    Parameters
    ----------
    done
        What the sentence has said so far; an ellipsis goes back to it.
    slot
        Its place in a list whose subjects are paired by place.
    threshold
        Of a count: the figure that decides who is counted.
    """
    clause = sentence.clause_at(figure.start)
    pre, post = sentence.between(clause.start, figure.start), sentence.between(figure.end, clause.end)
    near = sentence.between(max([clause.start, *(one.end for one in sentence.figures if one.end <= figure.start)]), figure.start)
    previous = done[-1].claim if done else None
    aspect, direction = _aspect(figure, near, pre, post, previous)
    mention = _specific(sentence, clause, _mention(sentence, clause, figure, aspect, memory, done))
    aspect = _settled(aspect, figure, mention, pre, post, near)
    metric, others = metric_of(mention, sentence, memory)
    if not metric and aspect is Aspect.RANK and memory.caption is not None:
        metric = memory.caption.term.metric
    if not direction:
        direction = _flow(
            mention, sentence, clause, near, previous if slot and previous and previous.group == slot.group else None
        )
    who = (
        slot.who
        if slot and slot.who
        else behind
        if (behind := subjects.behind(sentence, clause, figure, done))
        else subjects.subject_of(sentence, clause, _place(sentence, clause, figure, aspect), mention, memory, done)
    )
    if aspect is Aspect.RANK and not who.scope:
        who = next((Who(one.claim.scope, one.claim.subject) for one in reversed(done) if one.claim.subject), who)
    period, base = timing.times(sentence, clause, figure.start, figure.end, metric, aspect, memory, done)
    whole = sentence.between(clause.start, clause.end)
    reference = _REFERENCE.search(whole)
    started = _is_start(near, post) and (period is None or period not in sentence.bases)
    if started:
        period = _before(period) if mention is not None and mention.term.rule else None
    if _SELECTS.match(post) and figure.hedge is not Hedge.NONE:
        who = Who("", "")
    lead = sentence.between(sentence.passage.start, clause.start)
    start, end = clause.start, clause.end
    return Bound(
        Claim(
            0, sentence.passage, start, end, sentence.text[start:end], figure, metric, aspect, who.scope, who.subject,
            period, base, _START if started else reference[0] if reference else "", threshold, direction or _hedged(figure),
            nature_of(whole, lead=lead[-24:] if sentence.chinese else lead[-60:], figure=True, rule=mention is not None and mention.term.rule and mention.term.metric not in _MONEYED),
            sentence.spoken.name if sentence.spoken else "",
            slot.group if slot else 0, slot.place if slot else 0,
            bool(_FIRST.search(near)), bool(_RECORD.search(_beside(near)) or _RECORD.match(post.lstrip("的 "))), ambiguous=others,
        ),
        mention,
        started or (period is not None and period in sentence.bases),
    )  # fmt: skip


def _aspect(figure: Figure, near: str, pre: str, post: str, previous: Claim | None) -> tuple[Aspect | None, Direction]:
    """The aspect and direction that the words around the figure say, as far as they do."""
    if figure.kind is Kind.RANK:
        return Aspect.RANK, ""
    if _STREAK.search(near) or _STREAK_AFTER.match(post) or _STREAK_IN.search(figure.text):
        return Aspect.STREAK, ""
    if rate := _RATE.search(near):
        return Aspect.GROWTH if figure.kind in _CHANGES else Aspect.CHANGE, "down" if _FALL.search(rate[0]) else "up"
    if _LEVELLED.match(figure.text):
        return None, ""
    if figure.kind in _CHANGES and (folded := _FOLDED.search(figure.text)):
        return Aspect.GROWTH, "down" if folded["down"] else "up"
    if figure.kind is Kind.PERCENT and (off := _OFF.search(near)):
        return Aspect.GROWTH, "down" if off["down"] else "up"
    if _FROM.search(near) and figure.kind is not Kind.COUNT and not _ANY_UP.search(near[-6:]):
        return Aspect.LEVEL, ""
    if _MEAN.search(near) or _MEAN_AFTER.match(post):
        return Aspect.MEAN, ""
    if (
        previous is not None
        and previous.aspect in (Aspect.GROWTH, Aspect.CHANGE)
        and re.fullmatch(r"[,，]?\s*(?:to|至|到)\s*", near)
    ):
        return Aspect.LEVEL, ""
    if _TO.search(near) and (_ANY_UP.search(near) or _ANY_DOWN.search(near)):
        return Aspect.LEVEL, ""
    changed = Aspect.GROWTH if figure.kind in _CHANGES else Aspect.CHANGE
    for direction, *patterns in (("up", _UP, _UP_NOUN), ("down", _DOWN, _DOWN_NOUN)):
        if any(pattern.search(near + _leading(figure.text)) for pattern in patterns):
            return changed, direction  # type: ignore[return-value]
    if _UP_AFTER.match(post):
        return changed, "up"
    if _DOWN_AFTER.match(post):
        return changed, "down"
    if (
        previous is not None
        and previous.aspect in (Aspect.GROWTH, Aspect.CHANGE)
        and figure.kind in (*_CHANGES, *_POINTS, previous.figure.kind if previous.figure else figure.kind)
    ):
        if _OR.search(near) and previous.figure is not None and figure.kind is not previous.figure.kind:
            return changed, previous.direction
        if re.search(r"(?:\bby|、|和|与|及|\band)\s*$|^[、和与及]", near) or re.search(r"\bby\s*$", pre):
            return changed, previous.direction
    if figure.kind in _POINTS:
        return Aspect.CHANGE, "up" if _ANY_UP.search(pre) and not _ANY_DOWN.search(pre) else "down" if _ANY_DOWN.search(
            pre
        ) else ""
    return None, ""


def _leading(text: str) -> str:
    """The verb that a figure's own words begin with: exceeds 75 per cent."""
    found = _VERB_FIRST.match(text)
    return found[0] if found else ""


def _settled(aspect: Aspect | None, figure: Figure, mention: Mention | None, pre: str, post: str, near: str) -> Aspect:
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
    if rule:
        return Aspect.RULE if figure.kind is Kind.DURATION else Aspect.LEVEL
    if figure.kind is Kind.PERCENT and (mention is None or not mention.term.kinds & PART):
        if _SHARE.search(near) or _SHARE_AFTER.match(post):
            return Aspect.SHARE
        if _ANY_UP.search(pre) or _ANY_DOWN.search(pre):
            return Aspect.GROWTH
        return Aspect.SHARE if mention is not None and mention.term.kinds & MONEY else Aspect.LEVEL
    if (
        _CROSS.search(near[-14:])
        and figure.kind in (Kind.MONEY, Kind.POINTS, Kind.NUMBER)
        and (_FIRST.search(near) or _CROSS.search(figure.text) or not mention or _PASSED.search(near))
    ):
        return Aspect.CROSSING
    if figure.kind in (Kind.MONEY, Kind.POINTS) and (
        (_CROSS.search(figure.text) and not re.search(r"超过?|exceed", figure.text)) or _FIRST.search(near)
    ):
        return Aspect.CROSSING
    return Aspect.LEVEL


def _beside(near: str) -> str:
    """The words that belong to a figure alone: from the last comma or conjunction on."""
    return re.split(r"[,，;；、]|\band\b", near)[-1]


def _place(sentence: Sentence, clause: Clause, figure: Figure, aspect: Aspect) -> int:
    """Where to look for the subject from: of a share, from before the whole."""
    share = _SHARE_OF.search(sentence.between(clause.start, figure.start)) if aspect is Aspect.SHARE else None
    return clause.start + share.start() if share else figure.start


def _fits(term: Term, figure: Figure, aspect: Aspect | None) -> bool:
    """Whether a figure of its kind can be said of a metric in this way."""
    if figure.kind is Kind.COUNT and term.kinds == COUNTED and _MEMBERS.search(figure.unit):
        return term.metric == "eligible_stock_count"
    if aspect in (Aspect.RANK, Aspect.STREAK, Aspect.COUNT) or figure.kind in (Kind.COUNT, Kind.RANK):
        return True
    if aspect is Aspect.GROWTH:
        return not term.kinds <= PART or term.metric.endswith(("growth", "return", "upside"))
    if figure.kind in _POINTS:
        return bool(term.kinds & PART) or term.metric == "policy_rate"
    if figure.kind in term.kinds:
        return True
    return aspect is None and figure.kind is Kind.PERCENT and bool(term.kinds & MONEY)


def _mention(
    sentence: Sentence, clause: Clause, figure: Figure, aspect: Aspect | None, memory: Memory, done: Sequence[Bound]
) -> Mention | None:
    """The metric that a figure belongs to: named behind it with "in" or "of", before it in its clause, before it in its sentence, or earlier."""
    if aspect is Aspect.GROWTH and done and (ratio := _ratio_before(sentence, figure, done[-1])):
        return ratio
    fitting = [
        one
        for one in sentence.mentions
        if _fits(one.term, figure, aspect) and not (one.start < figure.end and figure.start < one.end and one.end > figure.end)
    ]
    here = inside(fitting, clause.start, clause.end)
    if share := _SHARE_OF.search(sentence.between(clause.start, figure.start)):
        here = [
            one for one in here if one.end <= clause.start + share.start() or "_to_" in one.term.metric or one.term.kinds == PART
        ] or here
    best = (
        [one for one in here if figure.kind in one.term.kinds]
        if aspect in (None, Aspect.LEVEL, Aspect.MEAN, Aspect.CROSSING)
        else here
    )
    for candidates in (best, here):
        behind = [one for one in candidates if one.start >= figure.end]
        glued = [
            one
            for one in behind
            if re.fullmatch(
                r"\s*(?:的|(?:就|便|即)?(?:是|为)|in|of|worth of|for|was|were|is)?(?: the| its| total| new| outstanding)*\s*",
                sentence.between(figure.end, one.start),
            )
        ]
        ahead = [one for one in candidates if one.end <= figure.start or one.start <= figure.start < one.end]
        if glued and (not ahead or sentence.between(figure.end, glued[0].start).strip() or not sentence.chinese):
            return glued[0]
        if ahead:
            return ahead[-1]
        if behind and not done:
            return behind[0]
    before = [one for one in fitting if one.end <= clause.start]
    strong = [one for one in before if figure.kind in one.term.kinds] if aspect in (None, Aspect.LEVEL, Aspect.MEAN) else before
    said = [bound.mention for bound in done if bound.mention is not None and _fits(bound.mention.term, figure, aspect)]
    if strong:
        return strong[-1]
    if said:
        return said[-1]
    if here:
        return here[0]
    if before and not strong:
        return before[-1]
    return _remembered(sentence, clause, figure, aspect, memory)


def _ratio_before(sentence: Sentence, figure: Figure, last: Bound) -> Mention | None:
    """The ratio whose value was told right before, of which a percentage then is the change: 由2.47%升至2.53%，上升0.06%."""
    told, mention = last.claim.figure, last.mention
    if told is None or mention is None or not mention.term.kinds <= PART or mention.term.rule:
        return None
    if told.kind is not figure.kind or last.claim.aspect is not Aspect.LEVEL or inside(sentence.mentions, told.end, figure.start):
        return None
    return mention


def _specific(sentence: Sentence, clause: Clause, mention: Mention | None) -> Mention | None:
    """A bare 净买入 is the margin market's unless the clause says whose money it is: 北向资金净卖出."""
    if mention is None or not mention.text.startswith("净"):
        return mention
    others = [one for one in inside(sentence.mentions, clause.start, mention.start) if "flow" in one.term.metric]
    return others[-1] if others else mention


def _remembered(sentence: Sentence, clause: Clause, figure: Figure, aspect: Aspect | None, memory: Memory) -> Mention | None:
    """The metric spoken of before: of a pronoun, of the same paragraph, or where nothing else can be meant."""
    if figure.kind is Kind.COUNT and not figure.unit:
        return None
    said = sentence.between(clause.start, figure.start)
    referred = bool(_ANAPHORA.search(said))
    if _IT.search(said) and memory.head is not None and _fits(memory.head.term, figure, aspect):
        return memory.head
    for mention in (memory.mention, memory.margin):
        if mention is None or not _fits(mention.term, figure, aspect):
            continue
        if referred or (sentence.passage.line == memory.mention_line and figure.kind in mention.term.kinds):
            return mention
        if (
            mention.term.margin
            and not subjects.left_over(sentence, clause.start, figure.start)
            and not inside(sentence.entities, clause.start, figure.start)
        ):
            return mention
    return None


def metric_of(mention: Mention | None, sentence: Sentence, memory: Memory) -> tuple[str, tuple[str, ...]]:
    """The name of the metric, and what else it may be; a share whose numerator is not printed takes the balance named before."""
    if mention is None:
        return "", ()
    term = mention.term
    if term.elliptic and "_to_" in term.metric:
        cap = term.metric.partition("_to_")[2]
        named = [one.term for one in sentence.mentions if one.end <= mention.start]
        for part in (*reversed(named), *(one.term for one in (memory.head, memory.mention) if one is not None)):
            if f"{part.metric}_to_{cap}" in (term.metric, *term.may_mean):
                return f"{part.metric}_to_{cap}", tuple(
                    f"{other}_to_{cap}" for other in part.may_mean if other.endswith("balance")
                )
    return term.metric, term.may_mean


def _flow(mention: Mention | None, sentence: Sentence, clause: Clause, near: str, listed: Claim | None) -> Direction:
    """In or out, where the metric is a net flow: the nearest word before the figure says it, else the one before it in its list."""
    if mention is None or not (mention.term.metric.startswith("net_") or "flow" in mention.term.metric):
        return ""
    if listed is not None and listed.direction and not _OUT.search(near) and not _IN.search(near):
        return listed.direction
    nearer = (near, mention.text) if mention.text not in near else (mention.text, near)
    for text in (*nearer, sentence.between(sentence.passage.start, clause.end)):
        if _OUT.search(text):
            return "out"
        if _IN.search(text):
            return "in"
    return ""


def _is_start(near: str, post: str) -> bool:
    """Whether a figure is where a change began, or what another day had: from 80%, versus 3.1 billion a week earlier."""
    if (began := _FROM.search(near)) and not _ANY_UP.search(near[-6:]) and (began[0].isascii() or _GOES_TO.search(post)):
        return True
    return bool(_VERSUS.search(near) or _EARLIER.match(post))


def _before(period: Period | None) -> Period | None:
    """The last day before a rule changed."""
    if period is None or period.start == date.min:
        return None
    eve = period.start - timedelta(days=1)
    return Period(eve, eve, certain=False)


def _hedged(figure: Figure) -> Direction:
    return (
        "above"
        if figure.hedge in _ABOVE
        else "below"
        if figure.hedge in _BELOW
        else "near"
        if figure.hedge is Hedge.NEARLY
        else ""
    )
