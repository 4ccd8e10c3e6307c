"""Whose a figure is: the name before it in its clause, a phrase that is no name we know, or whoever was spoken of before.

The whole market is meant only where nothing else can be: a phrase between the clause's beginning and its metric that is not understood
keeps a claim from getting a scope.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.extract.clauses import Clause
from liangrong.research.claims.extract.entities import Entity
from liangrong.research.claims.extract.memory import Memory, Who
from liangrong.research.claims.extract.mentions import Mention
from liangrong.research.claims.extract.sentence import Sentence, inside
from liangrong.research.claims.extract.vocabulary import cues, frames
from liangrong.research.claims.extract.vocabulary.terms import COUNTED
from liangrong.research.claims.extract.vocabulary.verbs import FINITE
from liangrong.research.claims.figure import Figure, Kind

if TYPE_CHECKING:
    from liangrong.research.claims.extract.figures import Bound

__all__ = ["PLACES_OF", "announced", "behind", "left_over", "subject_of"]

_FILLER: Final = re.compile(frames.FILLER, re.IGNORECASE)
_AFTER_NAME: Final = re.compile(
    r"^(?:行业|板块|指数|市场|个股|股票|概念股?|类|等|股|成[份分]股|公司|sectors?|industr(?:y|ies)|index|stocks?|shares|market|constituents|boards?|['’]s?)+",
    re.IGNORECASE,
)
_ADJECTIVE: Final = re.compile(
    r"[a-z]{2,}(?:ing|ed|ly|able|est)|massive|huge|whopping|strong|sharp|steep|robust|significant|big|biggest|largest|highest|lowest|top|net|relentless|dramatic|potent|broad|broader"
)
_ALIAS: Final = re.compile(r"^\s*[(（][^()（）]*[)）]\s*")
_ANAPHORA: Final = re.compile(frames.ANAPHORA, re.IGNORECASE)
_CUES: Final = re.compile(
    "|".join(
        (
            cues.UP_ZH,
            cues.DOWN_ZH,
            cues.IN_ZH,
            cues.OUT_ZH,
            cues.ABOVE_ZH,
            cues.BELOW_ZH,
            cues.NEAR_ZH,
            *(
                rf"\\b{one}\\b"
                for one in (
                    cues.UP_EN,
                    cues.DOWN_EN,
                    cues.UP_NOUN_EN,
                    cues.DOWN_NOUN_EN,
                    cues.IN_EN,
                    cues.OUT_EN,
                    cues.ABOVE_EN,
                    cues.BELOW_EN,
                    cues.NEAR_EN,
                )
            ),
        )
    ),
    re.IGNORECASE,
)
_JOINED: Final = re.compile(
    r"(?:\s*[(（][^()（）\d]*[)）])?\s*(?:、|和|与|及|以及|,|&|\band\b|\+|, and)\s*(?:the )?", re.IGNORECASE
)
_SOME: Final = re.compile(
    r"(?:某|部分|多数|个别|一些|大型|中小型?|头部|多家|其他|各|[一两几数\d]家|\b(?:some|several|many|most|other|certain|individual|large|small|leading|traditional|major|mainstream))\s*$",
    re.IGNORECASE,
)
"""What makes a name mean only part of what it names."""
_THAT_ONE: Final = re.compile(
    r"(?P<security>(?:该|这只|这家)(?:股|个股|公司|企业|券商|银行|机构|基金)|\b[Tt](?:he|his|hat) (?:stock|company|firm|broker|brokerage|bank|fund))(?!s)|(?P<industry>(?:该|这一)(?:行业|板块)|\b[Tt](?:he|his|hat) (?:sector|industry)\b)"
    r"|(?P<index>(?:该|这一)指数|\b[Tt](?:he|his|hat) (?:index|gauge of stocks)\b)"
)
"""Somebody who was named before; nobody if it was another kind of subject."""
_NTH: Final = re.compile(
    r"^\W*(?:and |while |but |whereas |with )?the (?P<en>first|former|second|latter|third|last)\b(?: one| of (?:them|the (?:two|three)))?(?=\s)(?! (?:half|quarter|time|day|week|month|session|year|thing|place|rise|fall|such|two|three|four|five|six|few|several|\d))"
    r"|^\W*(?:而|其中|但)?(?P<zh>前者|后者|第[一二三](?:家|个|位|只|名)(?=[\u3400-\u9fff]))"
)
"""One of those who were named right before, told by its place; ``last`` and ``latter`` count from the end."""
PLACES_OF: Final = {
    "first": 0, "former": -2, "second": 1, "latter": -1, "third": 2, "last": -1, "前者": -2, "后者": -1, "第一": 0, "第二": 1, "第三": 2,
}  # fmt: skip
"""Which of those named a place means, from the front or from the end."""
_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "security": ("security:",),
    "industry": ("industry:", "board:"),
    "index": ("index:",),
}
_PLACED: Final = re.compile(
    r"\b(?:in|on|of|for|among|across|at)\s+(?:the\s+)?((?:[A-Z][A-Za-z]+)(?:(?:,| and| &)? [A-Z][A-Za-z]+)*)"
)
_TOGETHER: Final = re.compile(
    r"^(?:a )?total\b|合计|共计|总计|总额|之和|[两三四五六七八九十]者|\b(?:together|combined|in all|in total|altogether)\b",
    re.IGNORECASE,
)
"""Of all that a list named, of nobody in it."""
_GROUP: Final = re.compile(
    r"^(?:而|其中|上述|这|以上|前)?(?:[一二两三四五六七八九十\d]+(?:个|家|只|大|者|项|板|名|天|日)(?:行业|板块|个股|股票|公司)?)(?:一?共|合计|总计|的)"
    r"|^(?:and |together,? |in all,? )*(?:the|these|those|all) (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b",
    re.IGNORECASE,
)
_LEADING: Final = re.compile(
    r"^(?:(?:and|but|while|with|as|if|when|where|whereas|although|though|however|for (?:instance|example)|in contrast|conversely|such as|then|也|而|但|且|并|其中|若|如果)[\s,，]*)+",
    re.IGNORECASE,
)
_OF_NAME: Final = re.compile(
    r"(?: yuan)? (?:worth )?(?:of|in|into|to|for|from|out of|on|against|tied to) (?:the )?(?:shares of |stock of )?",
    re.IGNORECASE,
)
_OF_UNKNOWN: Final = re.compile(
    r"(?: yuan)? (?:of|in|into|for|from) (?:the )?(?P<name>[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)*)(?=[,;]|\.?$| and\b)"
)
_OF_THAT: Final = re.compile(r"^(?:that|those) of (?:the )?", re.IGNORECASE)
_PRONOUNS: Final = frozenset({"that", "this", "it", "they", "there", "these", "those", "which", "so that"})
_LONGEST: Final = 48
_APART: Final = re.compile(r"\brespectively\b|分别", re.IGNORECASE)
_PLACES: Final = re.compile(r"Shanghai(?:, Beijing)?(?: and|,) Shenzhen|沪深[京北]?(?=[^\d])|沪、深")
"""The exchanges in one breath, which are no whole where each of them has a figure of its own."""
_LABEL: Final = re.compile(r"【[^】]*】")
"""A label before a headline."""
_CODE: Final = re.compile(r"(?<!\d)\d{6}(?:\.(?:SH|SZ|BJ|SS))?(?!\d)", re.IGNORECASE)
_MARKET: Final = "market"


def subject_of(
    sentence: Sentence, clause: Clause, place: int, mention: Mention | None, memory: Memory, done: Sequence[Bound]
) -> Who:
    """Whose the thing at a place is.

    Parameters
    ----------
    place
        Where the figure begins, or the end of the clause for a claim in words.
    mention
        The metric it belongs to.
    """
    who = _told(sentence, clause, place, mention, memory, done)
    if who.scope == _MARKET and _APART.search(clause.text) and _PLACES.search(clause.text):
        return Who("", who.subject or _MARKET)
    unknown = not who.scope or (who.scope == _MARKET and not who.subject)
    if unknown and memory.headed.scope and mention is not None and mention.term.margin and not mention.term.rule:
        return who if inside(sentence.entities, clause.start, clause.end) or _GROUP.match(clause.text) else memory.headed
    return who


def announced(sentence: Sentence) -> Who:
    """Whom a passage names that says nothing else: the run-in head of a paragraph, a heading over several.

    Only a security is announced so; with its code a word or two of its name may be ones we do not know.
    """
    named = [one for one in sentence.entities if one.scope.startswith("security:")]
    if not named or len({one.scope for one in named}) > 1:
        return Who()
    rest = sentence.passage.text
    for one in sentence.entities:
        rest = rest.replace(one.text, " ")
    coded = _CODE.search(sentence.passage.text) is not None
    words = re.findall(r"[A-Za-z\u3400-\u9fff\d]+", _CODE.sub(" ", rest))
    if len(words) > (2 if coded else 0) or any(not word[0].isupper() for word in words):
        return Who()
    return Who(named[0].scope, named[0].name)


def _told(sentence: Sentence, clause: Clause, place: int, mention: Mention | None, memory: Memory, done: Sequence[Bound]) -> Who:
    names = _names(sentence, clause)
    if (group := _GROUP.match(clause.text)) and not inside(names, clause.start, place):
        return Who("", group[0])
    head_end = mention.start if mention is not None and clause.start <= mention.start < place else place
    between = [
        one
        for one in names
        if mention is not None and mention.end <= one.start and one.end <= place and mention.start >= clause.start
    ]
    if between:
        return _of(between[-1], sentence)
    head = [one for one in names if one.end <= head_end]
    since = max([clause.start, *(one.end for one in sentence.figures if one.end <= head_end)])
    told = max([clause.start, *(one.end for one in sentence.figures if one.end <= place)])
    if nth := _NTH.match(sentence.between(told, place)):
        return _nth(sentence, clause.start, nth["en"] or nth["zh"])
    recent = [one for one in head if one.start >= since] or head
    if recent:
        last = recent[-1]
        first = _chain_start(sentence, head, last)
        if first is not None:
            return Who("", sentence.between(first.start, last.end))
        rest = left_over(sentence, last.end, head_end, after_name=True)
        return _of(last, sentence) if not rest else Who("", _phrase(sentence, last.start, head_end))
    if that := _THAT_ONE.search(sentence.between(clause.start, head_end)):
        return memory.who if memory.who.scope.startswith(_KINDS[that.lastgroup or ""]) else Who("", that[0])
    rest = left_over(sentence, clause.start, head_end)
    if rest and not _ANAPHORA.search(sentence.between(clause.start, place)):
        behind = [
            one
            for one in names
            if one.start >= place and one.end <= clause.end and mention is not None and one.end <= mention.start
        ]
        if behind:
            return _of(behind[0], sentence)
        return Who("", rest)
    if (
        mention is not None
        and clause.start <= mention.start
        and (placed := _PLACED.search(sentence.between(mention.end, place)))
        and not _dated(sentence, mention.end + placed.start(1))
    ):
        return Who("", placed[1])
    inner = _inner(sentence, mention)
    if inner is not None:
        return _of(inner, sentence)
    if _TOGETHER.search(sentence.between(clause.start, place)) and done and done[-1].claim.group:
        return Who()
    named = _named_since(sentence, clause, done)
    if named is not None:
        return _of(named, sentence)
    for bound in reversed(done):
        foreign = bound.mention is not None and mention is not None and bound.mention.term.margin != mention.term.margin
        foreign = foreign or (bound.mention is None and mention is not None and bound.claim.scope.startswith("index:"))
        if bound.claim.aspect is not Aspect.COUNT and not foreign and (bound.claim.scope or bound.claim.subject):
            return Who(bound.claim.scope, bound.claim.subject)
    counted = next((bound.claim for bound in reversed(done) if bound.claim.scope.startswith("security:")), None)
    if counted is not None:
        return Who(counted.scope, counted.subject)
    return _earlier(sentence, mention, memory)


def _nth(sentence: Sentence, before: int, word: str) -> Who:
    """Who is meant by a place among those named before; nobody we know where there are too few."""
    named = list({one.scope: one for one in sentence.entities if one.end <= before}.values())
    place = PLACES_OF[word if word in PLACES_OF else word[:2]]
    return _of(named[place], sentence) if -len(named) <= place < len(named) and len(named) > 1 else Who("", word)


def behind(sentence: Sentence, clause: Clause, figure: Figure, done: Sequence[Bound]) -> Who | None:
    """The name right behind an amount that is of it: 5.2 billion yuan of CATL, 3.1 billion of BYD; not where somebody was named before."""
    named = [
        Who(one.scope, one.name)
        for one in sentence.entities
        if one.start >= figure.end and _OF_NAME.fullmatch(sentence.between(figure.end, one.start))
    ]
    if not named and done and (unknown := _OF_UNKNOWN.match(sentence.between(figure.end, clause.end))):
        named = [Who("", unknown["name"])]
    if not named or figure.kind not in (Kind.MONEY, Kind.SHARES) or named[0].scope == _MARKET:
        return None
    previous = done[-1].claim.figure if done and done[-1].claim.passage is sentence.passage else None
    since = previous.start if previous is not None else clause.start
    ahead = [one for one in _names(sentence, clause) if max(since, clause.start) <= one.start < figure.start]
    told = previous is not None and len(ahead) == 1 and _OF_NAME.fullmatch(sentence.between(previous.end, ahead[0].start))
    return named[0] if not ahead or told else None


def _dated(sentence: Sentence, place: int) -> bool:
    """Whether a place lies in a date."""
    return any(period.at[0] <= place < period.at[1] for period in (*sentence.periods, *sentence.bases))


def _earlier(sentence: Sentence, mention: Mention | None, memory: Memory) -> Who:
    """Whoever was spoken of in the sentences before; a metric that is named anew keeps only a subject that is understood."""
    if mention is not None and mention.term.margin:
        if mention.term.rule or mention.term.kinds == COUNTED:
            return Who(_MARKET, "")
        anew = mention.start >= sentence.passage.start
        if anew and "_to_" in mention.term.metric and not mention.term.elliptic and memory.who.scope.startswith("industry:"):
            return Who(_MARKET, "")
        if memory.who.scope or (memory.who.subject and not anew):
            return memory.who
        return Who(_MARKET, "")
    if mention is None and (memory.topic.scope or memory.topic.subject):
        return memory.topic
    return Who()


def _chain_start(sentence: Sentence, names: Sequence[Entity], last: Entity) -> Entity | None:
    """The first of several names that stand in one list with the last one."""
    first = None
    at = last.start
    for one in reversed(names[: names.index(last)]):
        if not _JOINED.fullmatch(sentence.between(one.end, at)):
            break
        first, at = one, one.start
    return first


def _named_since(sentence: Sentence, clause: Clause, done: Sequence[Bound]) -> Entity | None:
    """The first name of the last clause that has one, between the figure before and this clause: 其中计算机净买入额最高，达…."""
    since = max((bound.claim.figure.end for bound in done if bound.claim.figure is not None), default=sentence.passage.start)
    for earlier in reversed([one for one in sentence.clauses if one.end <= clause.start and one.start >= since - 1]):
        names = _names(sentence, earlier)
        if names:
            return names[0]
    return None


def _names(sentence: Sentence, clause: Clause) -> list[Entity]:
    """The names of a clause that can be subjects: not who says it, not part of a metric's name, not the members in a bracket."""
    found = []
    for one in inside(sentence.entities, clause.start, clause.end):
        if sentence.spoken is not None and sentence.spoken.start <= one.start < sentence.spoken.end:
            continue
        if any(mention.start <= one.start and one.end <= mention.end for mention in sentence.mentions):
            continue
        if _bracketed(sentence, one, clause):
            continue
        found.append(one)
    return found


def _bracketed(sentence: Sentence, one: Entity, clause: Clause) -> bool:
    """Whether a name stands in a bracket with others: the bracket explains what stands before it."""
    before = sentence.between(clause.start, one.start)
    opened = max(before.rfind("("), before.rfind("（"))
    if opened < 0 or re.search(r"[)）]", before[opened:]):
        return False
    closed = re.search(r"[)）]", sentence.between(one.end, clause.end))
    inner = sentence.between(clause.start + opened, one.end + (closed.start() if closed else 0))
    return bool(re.search(r"[、,，]", inner)) or not re.search(r"\d", inner)


def _of(one: Entity, sentence: Sentence) -> Who:
    part = _SOME.search(sentence.between(sentence.passage.start, one.start))
    return Who("", f"{part[0]}{one.name}") if part else Who(one.scope, one.name)


def _inner(sentence: Sentence, mention: Mention | None) -> Entity | None:
    """A name inside the metric's own words: A-share margin balance."""
    if mention is None:
        return None
    held = [one for one in sentence.entities if mention.start <= one.start and one.end <= mention.end]
    return held[0] if held else None


def left_over(sentence: Sentence, start: int, end: int, *, after_name: bool = False) -> str:
    """What remains of a stretch when days, figures, speakers and words without a subject are taken away."""
    text = _LABEL.sub(lambda match: " " * len(match[0]), sentence.between(start, end))
    spans = (
        [period.at for period in (*sentence.periods, *sentence.bases)]
        + [(one.start, one.end) for one in sentence.figures]
        + [(one.start, one.end) for one in sentence.mentions]
    )
    if sentence.spoken is not None:
        spans.append((sentence.spoken.start, sentence.spoken.end))
    for left, right in sorted(spans, reverse=True):
        if start <= left and right <= end:
            text = text[: left - start] + " " + text[right - start :]
    if after_name:
        text = _AFTER_NAME.sub("", _ALIAS.sub("", text))
    kept = " ".join(
        word
        for word in _FILLER.sub(" ", _CUES.sub(" ", text)).split()
        if word.lower() not in FINITE and not _ADJECTIVE.fullmatch(word)
    )
    plain = re.sub(r"[^\u3400-\u9fffA-Za-z]", "", kept)
    return _phrase(sentence, start, end) if len(plain) > 1 else ""


def _phrase(sentence: Sentence, start: int, end: int) -> str:
    text = _LEADING.sub("", sentence.between(start, end).strip(' ,，、:：-–—"“”'))
    if text.isascii():
        text = _spoken_of(text)
    return text[:_LONGEST].strip()


def _spoken_of(text: str) -> str:
    """An English subject without its verb: that of Shandong Gold fell from → Shandong Gold; nothing of a bare pronoun."""
    words = _OF_THAT.sub("", text).split()
    verb = next((place for place, word in enumerate(words) if place and word.lower().strip(",.") in FINITE), len(words))
    said = " ".join(words[:verb]).strip(" ,")
    return "" if said.lower() in _PRONOUNS else said
