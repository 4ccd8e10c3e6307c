"""What a clause says in words beside the figures that are its claims: an order, a record, a first place, a day that is told for itself; nothing is judged here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.extract.clauses import Clause
from liangrong.research.claims.extract.nature import nature_of
from liangrong.research.claims.extract.sentence import Sentence

__all__ = ["asides", "inferred", "is_order", "own_days"]

_SEGMENT: Final = re.compile(r"[^,，;；:：()（）—]+(?:(?<=\d),(?=\d)[^,，;；:：()（）—]+)*")
_SAYS: Final = re.compile(
    r"\b(?:(?:in )?(?:descending|ascending) order|(?:sorted|ranked|listed|ordered) (?:by|from)|(?:largest|biggest|highest|smallest|lowest|cheapest) first|"
    r"from (?:the )?(?:highest|largest|biggest|smallest|lowest|least|most) to|all-time (?:high|low)|(?:highest|lowest|best|worst|most|least|largest|smallest|biggest|fewest)\b[^,]{0,12} (?:ever|yet|on record|so far|of (?:any|all|the)|of its|this (?:year|month|quarter|week))|"
    r"(?:the )?most of any|more than any other|(?:up|down|higher|lower|rising|falling) (?:at|in|on|with) every|(?:up|down|higher|lower) (?:every|each) |each (?:one )?(?:smaller|larger|higher|lower|bigger|less|more) than|without (?:a break|exception))\b"
    r"|[由从自](?:高|大|多|低|小|少)[到至往](?:低|小|少|高|大|多)|(?:降|升)序",
    re.IGNORECASE,
)
_WEEKDAY_BEFORE: Final = re.compile(
    r"(?<!last )(?<!next )\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*(?:\(|the )?$", re.IGNORECASE
)
_WEEKDAY_BEHIND: Final = re.compile(
    r"\s*[（(，,]?\s*(?:是|为|系)?(?:星期|周|礼拜)[一二三四五六日天][)）]?|\s*[,(]\s*(?:a )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b\)?",
    re.IGNORECASE,
)
_WEEKDAY: Final = re.compile(r"(?:星期|周|礼拜)[一二三四五六日天]|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_RULED: Final = re.compile(
    r"保证金(?:最低)?(?:比例|要求)|转融券|\bmargin (?:ratio|requirement|floor)s?\b|\bminimum\b[^.;,]{0,24}\bmargin\b|\bre-?(?:financ|lend)\w*",
    re.IGNORECASE,
)
"""Without these words a day from which something holds is no day of a rule."""
_HOLDS_BEFORE: Final = re.compile(
    r"(?:[自从]|\b(?:effective|in force|with effect|tak(?:es?|ing) effect|took effect|applies|as)(?: as)?(?: on| from| of| since)?|\b(?:last|latest|previous|only) (?:increase|rise|raise|hike|cut|reduction|change)\b[^.;,]{0,16}\b(?:in|on)|\b(?:must|ha(?:s|ve) to|had to)\b[^.;,]{0,40}\b(?:by|before|no later than))\s*$",
    re.IGNORECASE,
)
_PREPOSITION: Final = re.compile(r"(?:[自从]|\b(?:by|before|no later than|in|on|from|since|as of))\s*$", re.IGNORECASE)
_HOLDS_BEHIND: Final = re.compile(
    r"\s*(?:[（(][^)）]{1,6}[)）])?(?:收[市盘]后)?\s*(?:起|开始(?:实施|施行|执行)|(?:正式)?(?:施行|实施|生效)|(?:之|以)?前(?:须|必须|应)?(?:全部)?(?:了结|清零))"
)
_ORDER: Final = re.compile(
    r"\border\b|\b(?:sorted|ranked|listed|ordered)\b| first$|[由从自].[到至往].|[降升]序|\bfrom\b", re.IGNORECASE
)
_BEFORE: Final = 16
_INFERS: Final = re.compile(
    r"\b(?:suggest|indicate|signal|hint|show|demonstrate|impl|mean|reflect)(?:s|y|ies)?(?: that)?\b(?= \w+ \w+ \w)|(?:表明|说明|意味着|显示出?|反映出?|预示着?)(?=[\u3400-\u9fff]{4})",
    re.IGNORECASE,
)
"""What a view is drawn with from what is told before it."""


def asides(sentence: Sentence, clauses: Sequence[Clause]) -> Iterator[Clause]:
    """The parts of clauses with figures that hold none and say in words how the figures lie."""
    for clause in clauses:
        for match in _SEGMENT.finditer(clause.text):
            text = match[0].strip()
            start = clause.start + match.start() + match[0].index(text) if text else clause.start
            end = start + len(text)
            if _SAYS.search(text) and not any(one.start < end and start < one.end for one in sentence.figures):
                yield Clause(start, end, text)


def inferred(sentence: Sentence, claim: Claim) -> tuple[Claim, Clause] | None:
    """What is told with a figure, and the view that its clause goes on to draw from it."""
    if claim.figure is None or claim.nature not in (Nature.OPINION, Nature.FORECAST):
        return None
    match = _INFERS.search(sentence.between(claim.figure.end, claim.end))
    told = sentence.between(claim.start, claim.figure.end)
    if match is None or nature_of(told, figure=True) is not Nature.FACT:
        return None
    start = claim.figure.end + match.start()
    fact = replace(claim, end=start, text=sentence.text[claim.start : start], nature=Nature.FACT)
    return fact, Clause(start, claim.end, sentence.text[start : claim.end])


def is_order(text: str) -> bool:
    """Whether what is said beside figures is the order in which they are printed."""
    return _ORDER.search(text) is not None


def own_days(sentence: Sentence, claims: Sequence[Claim]) -> Iterator[Claim]:
    """Days that are printed with their weekday or as those of a rule, unless a claim of their own tells them."""
    for period in (*sentence.periods, *sentence.bases):
        low, high = period.at
        if low < 0 or not re.search(r"\d", sentence.between(low, high)):
            continue
        weekday = _with_weekday(sentence, low, high) if period.is_day else None
        found = weekday or _of_rule(sentence, low, high)
        if found is None:
            continue
        start, end = found
        told = [one for one in claims if one.figure is None and one.start < end and start < one.end]
        if any(one.aspect is Aspect.DATE or (one.aspect is Aspect.RULE and weekday is None) for one in told):
            continue
        if any(one.start >= start - 1 and one.end <= end + 1 for one in told):
            continue
        yield Claim(0, sentence.passage, start, end, sentence.text[start:end], None, "", Aspect.DATE, period=period)


def _with_weekday(sentence: Sentence, low: int, high: int) -> tuple[int, int] | None:
    """From where to where a day is printed with its weekday."""
    ahead = sentence.between(max(sentence.passage.start, low - _BEFORE), low)
    before, behind = _WEEKDAY_BEFORE.search(ahead), _WEEKDAY_BEHIND.match(sentence.between(high, sentence.passage.end))
    start, end = low - len(ahead) + before.start() if before else low, high + behind.end() if behind else high
    return (start, end) if before or behind or _WEEKDAY.search(sentence.between(low, high)) else None


def _of_rule(sentence: Sentence, low: int, high: int) -> tuple[int, int] | None:
    """From where to where a time is printed as that from which, or up to which, a rule holds."""
    if not _RULED.search(sentence.text):
        return None
    ahead = sentence.between(sentence.passage.start, low)
    before, behind = _HOLDS_BEFORE.search(ahead), _HOLDS_BEHIND.match(sentence.between(high, sentence.passage.end))
    word = _PREPOSITION.search(ahead) if before else None
    return (low - len(word[0]) if word else low, high + behind.end() if behind else high) if before or behind else None
