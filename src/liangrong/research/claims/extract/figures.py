"""A printed figure becomes a claim: which aspect of which metric, whose, when, against what, in which direction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim, Direction
from liangrong.research.claims.extract import subjects, timing
from liangrong.research.claims.extract.aspects import ANY_UP, FIRST, FROM, RECORD, SHARE_OF, START, aspect_of, fits, settled
from liangrong.research.claims.extract.clauses import Clause
from liangrong.research.claims.extract.endpoints import moved_by
from liangrong.research.claims.extract.lists import Slot
from liangrong.research.claims.extract.memory import Memory, Who
from liangrong.research.claims.extract.mentions import Mention
from liangrong.research.claims.extract.nature import nature_of
from liangrong.research.claims.extract.sentence import Sentence, inside
from liangrong.research.claims.extract.vocabulary import cues, flows, frames
from liangrong.research.claims.extract.vocabulary.terms import PART
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.period import Period
from liangrong.research.claims.words.forms import any_case

__all__ = ["Bound", "bind", "metric_of"]

_REFERENCE: Final = re.compile(
    r"(同比|环比|年初|较?上一?(?:个)?交易日|历史峰值|峰值|高点|均值|平均水平|year[- ]on[- ]year|year[- ]over[- ]year|quarter[- ]on[- ]quarter|month[- ]on[- ]month|from (?:the )?(?:previous|prior) (?:trading )?(?:session|day|year|week|month|quarter)|"
    r"compared (?:with|to) [^,;]{3,40}|(?:A股市场|市场|行业)均值|from a year (?:ago|earlier))",
    re.IGNORECASE,
)
_IN: Final = re.compile(cues.IN_ZH + "|" + cues.IN_EN, re.IGNORECASE)
_OUT: Final = re.compile(cues.OUT_ZH + "|" + cues.OUT_EN, re.IGNORECASE)
_RATE: Final = re.compile(r"(?:增幅|降幅|升幅|减幅|增速)[^，,；;、\d]{0,6}$")
"""How much a thing just spoken of grew or fell, without its name."""
_NET: Final = re.compile(r"\bnet(?: of)?\s*$|净\S{0,3}$", re.IGNORECASE)
_NET_IN: Final = re.compile(flows.NET_IN, re.IGNORECASE)
_A_NET: Final = re.compile(
    r"\b(?:(?P<put>put|pour\w*|pump\w*|add\w*|plough\w*|plow\w*|inject\w*|bought|invested|committed|built|took on|snapped up)|shed|lost|pull\w*|withdr\w+|took out|sold|repaid|unwound|cut|trimmed|dumped)"
    r"\b(?: \w+){0,3} (?:a|another) net(?: of)?\s*$",
    re.IGNORECASE,
)
_NET_OUT: Final = re.compile(flows.NET_OUT, re.IGNORECASE)
_ANAPHORA: Final = re.compile(frames.ANAPHORA, re.IGNORECASE)
_OPENING: Final = any_case(
    r"\W*(?:(?:after|before|since|while|despite|upon|having)\s+)?(?:[a-z]+ing|(?:having|been)\s+[a-z]+)\b[^,]*$"
)
"""A clause that has its subject behind the comma that ends it."""
_ANOTHER: Final = any_case(
    r"[^,.;]*,\s*(?!(?:it|they|this|that|both|the (?:balance|total|figure|gauge|sum|amount|stock of loans))\b)[a-z]"
)
"""What stands there is no word for the thing spoken of before."""
_IT: Final = re.compile(r"\bit (?!is \w+ that)(?:\w+ )?|^(?:that|this) (?:is|was|compares|leaves|brings|puts) ", re.IGNORECASE)
_LISTED: Final = re.compile(r"\s?(?:,|，|、|和|与|及|,? and|,? or)\s?", re.IGNORECASE)
_GOES_TO: Final = re.compile(r"至|到|升|降|增|提|调|扩|缩|涨|跌|回落|变为")
_VERSUS: Final = re.compile(
    r"\b(?:versus|vs\.?|compared (?:with|to)|up from|down from)(?: the| a| an| only| about)*\s*$", re.IGNORECASE
)
_EARLIER: Final = re.compile(
    r"^(?: yuan)? (?:(?:a|one|two|three) )?(?:day|week|month|quarter|year)s? (?:earlier|ago|before)\b|^ (?:previously|before)\b",
    re.IGNORECASE,
)
_SELECTS: Final = re.compile(r"^的(?:行业|个股|股票|公司|板块|标的)")
_COLON: Final = (":", "：")
_LABEL: Final = 8
"""Characters of the label before a colon that say what the figure behind it is: 同比:+9.4%."""
_GIVEN: Final = re.compile(r"^的(?!目标)[^，,。；;达现实]{1,10}?(?:或将?|恐|料|可能|面临|将(?:会|要)?面)")
"""2.7万亿元的余额或将…: what a clause foresees something of is told as a fact."""
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
    if not near.strip() and sentence.text[clause.start - 1 : clause.start] in _COLON and clause.start > sentence.passage.start:
        near = sentence.between(max(sentence.passage.start, clause.start - _LABEL), figure.start)
    previous = done[-1].claim if done else None
    beyond = _beyond(sentence, clause, figure)
    aspect, direction = aspect_of(figure, near, pre, beyond, previous)
    if aspect is None and (moved := moved_by(sentence, figure, near, (one.claim for one in done))):
        aspect, direction = moved
    mention = _specific(sentence, clause, _mention(sentence, clause, figure, aspect, memory, done))
    aspect = settled(aspect, figure, mention, pre, beyond, near)
    metric, others = metric_of(mention, sentence, memory)
    if not metric and aspect is Aspect.RANK and memory.caption is not None:
        metric = memory.caption.term.metric
    if not direction and figure.kind is Kind.COUNT:
        direction = _done(
            sentence.between(figure.end, min([clause.end, *(one.start for one in sentence.figures if one.start >= figure.end)]))
        )
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
            period, base, START if started else reference[0] if reference else "", threshold, direction or _hedged(figure),
            nature_of(pre + figure.text if _GIVEN.match(post) else whole, lead=lead[-24:] if sentence.chinese else lead[-60:], figure=True, before=pre, rule=mention is not None and mention.term.rule and mention.term.metric not in _MONEYED),
            sentence.spoken.name if sentence.spoken else "",
            slot.group if slot else 0, slot.place if slot else 0,
            bool(FIRST.search(near)), bool(RECORD.search(_beside(near)) or RECORD.match(post.lstrip("的 "))), ambiguous=others,
        ),
        mention,
        started or (period is not None and period in sentence.bases),
    )  # fmt: skip


def _beyond(sentence: Sentence, clause: Clause, figure: Figure) -> str:
    """What stands behind a figure, or behind the last of the list that it stands in: 9.1%, 5.8% and 3.2% above the offer price."""
    end = figure.end
    for other in sentence.figures:
        if other.start >= end and other.kind is figure.kind and _LISTED.fullmatch(sentence.between(end, other.start)):
            end = other.end
    return sentence.between(end, clause.end)


def _beside(near: str) -> str:
    """The words that belong to a figure alone: from the last comma or conjunction on."""
    return re.split(r"[,，;；、]|\band\b", near)[-1]


def _place(sentence: Sentence, clause: Clause, figure: Figure, aspect: Aspect) -> int:
    """Where to look for the subject from: of a share, from before the whole."""
    share = SHARE_OF.search(sentence.between(clause.start, figure.start)) if aspect is Aspect.SHARE else None
    return clause.start + share.start() if share else figure.start


def _mention(
    sentence: Sentence, clause: Clause, figure: Figure, aspect: Aspect | None, memory: Memory, done: Sequence[Bound]
) -> Mention | None:
    """The metric that a figure belongs to: named behind it with "in" or "of", before it in its clause, before it in its sentence, or earlier."""
    if aspect is Aspect.GROWTH and done and (ratio := _ratio_before(sentence, figure, done[-1])):
        return ratio
    fitting = [
        one
        for one in sentence.mentions
        if fits(one.term, figure, aspect) and not (one.start < figure.end and figure.start < one.end and one.end > figure.end)
    ]
    here = inside(fitting, clause.start, clause.end)
    if share := SHARE_OF.search(sentence.between(clause.start, figure.start)):
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
                r"\s*(?:的|(?:就|便|即)?(?:是|为|属于?)|(?:(?:was|were|is|are|being) )?(?:in|of|worth of|for)|was|were|is)?(?: the| its| total| new| outstanding)*\s*",
                sentence.between(figure.end, one.start),
            )
        ]
        ahead = [one for one in candidates if one.end <= figure.start or one.start <= figure.start < one.end]
        if ahead and _moved_net(sentence, ahead[-1], figure):
            return ahead[-1]
        if glued and (not ahead or sentence.between(figure.end, glued[0].start).strip() or not sentence.chinese):
            return glued[0]
        if ahead:
            return ahead[-1]
        if behind and not done:
            return behind[0]
    before = [one for one in fitting if one.start < clause.start and one.end <= figure.start]
    strong = [one for one in before if figure.kind in one.term.kinds] if aspect in (None, Aspect.LEVEL, Aspect.MEAN) else before
    said = [bound.mention for bound in done if bound.mention is not None and fits(bound.mention.term, figure, aspect)]
    if strong:
        return strong[-1]
    if said:
        return said[-1]
    if here:
        return here[0]
    if before and not strong:
        return before[-1]
    return _remembered(sentence, clause, figure, aspect, memory)


def _moved_net(sentence: Sentence, mention: Mention, figure: Figure) -> bool:
    """Whether a flow is named before a net amount, so that what stands behind it is only what moved: added a net 6 billion of financed positions."""
    return mention.term.metric.startswith("net_") and bool(_NET.search(sentence.between(mention.end, figure.start)))


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
    if _IT.search(said) and memory.head is not None and fits(memory.head.term, figure, aspect):
        return memory.head
    if _OPENING.match(said) and _ANOTHER.match(sentence.between(figure.end, sentence.passage.end)):
        return None
    for mention in (memory.mention, memory.margin):
        if mention is None or not fits(mention.term, figure, aspect):
            continue
        if (
            aspect is Aspect.GROWTH
            and mention.term.margin
            and sentence.passage.line == memory.mention_line
            and _RATE.search(said)
        ):
            return mention
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
    if put := _A_NET.search(near):
        return "in" if put["put"] else "out"
    if listed is not None and listed.direction and not _OUT.search(near) and not _IN.search(near):
        return listed.direction
    nearer = (near, mention.text) if mention.text not in near else (mention.text, near)
    for text in (*nearer, sentence.between(sentence.passage.start, clause.end)):
        if _NET_IN.search(text):
            return "in"
        if _NET_OUT.search(text) or _OUT.search(text):
            return "out"
        if _IN.search(text):
            return "in"
    return ""


def _done(post: str) -> Direction:
    """In or out, of those who are counted, by the first word behind their number: 13个遭净偿还."""
    found = [(match.start(), way) for pattern, way in ((_OUT, "out"), (_IN, "in")) if (match := pattern.search(post))]
    return min(found)[1] if found else ""  # type: ignore[return-value]


def _is_start(near: str, post: str) -> bool:
    """Whether a figure is where a change began, or what another day had: from 80%, versus 3.1 billion a week earlier."""
    if (began := FROM.search(near)) and not ANY_UP.search(near[-6:]) and (began[0].isascii() or _GOES_TO.search(post)):
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
