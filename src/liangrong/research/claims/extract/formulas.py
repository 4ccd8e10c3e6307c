"""Figures of which one is said to follow from the other: 50% margin leads to 2 times leverage."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from liangrong.research.claims.extract.sentence import Sentence
from liangrong.research.claims.figure import Figure, Kind

__all__ = ["amounts", "conditions", "states"]

_LEADS: Final = re.compile(
    r"对应|相当于|即|意味着|→|=|＝|为|则|\b(?:leads?|leading|corresponds?|corresponding|equals?|equates|gives?|giving|implies|implying|means?|meaning|translates?|allows?|to|is|are|yields?)\b",
    re.IGNORECASE,
)
_FROM_TO: Final = re.compile(r"(?:从|由)[^，,]{0,12}$|\bfrom\s*$|(?:至|到|\bto)\s*$", re.IGNORECASE)
_MARGIN_AFTER: Final = re.compile(
    r"的?(?:保证金|自有资金|本金)|,? (?:of|in|as) (?:margin|(?:own|their own|his own) (?:funds|money|capital))\b", re.IGNORECASE
)
_MARGIN_BEFORE: Final = re.compile(r"(?:保证金|自有资金|本金)(?:为|是|有)?$|\bmargin of (?:about )?$", re.IGNORECASE)
_SUPPORTS: Final = re.compile(
    r"融资|融券|借入|借款|\b(?:borrow\w*|loans?|supports?|short sales|financ\w+|buys?)\b", re.IGNORECASE
)
_SAME_MARGIN: Final = re.compile(r"同样的?(?:保证金|自有资金)|\bthe same margin\b", re.IGNORECASE)
_BEFORE: Final = re.compile(r"此前|之前|原来|过去|\bbefore\b|\bpreviously\b|\bearlier\b", re.IGNORECASE)
_STATED: Final = re.compile(
    r"(?:\b(?:is|was|are|were|remains|stands at|set at)|为|是|至)(?: now| currently| at| set at|约)?\s*$", re.IGNORECASE
)
_HAS: Final = re.compile(
    r"\b(?:has|have|carr(?:y|ies)|requires?|asks?(?: for)?|demands?|comes? with|needs?|faces?)\b[^,;:.]{0,40}$", re.IGNORECASE
)
"""What is had, or asked for, is told of somebody."""
_SUPPOSED: Final = re.compile(r"\W*(?:若|如果|假设|按|当|with\b|if\b|when\b|at\b|assum\w+|suppos\w+)", re.IGNORECASE)
_LONGEST: Final = 70
_NEAR: Final = 45
_RESULTS: Final = (Kind.MULTIPLE, Kind.RATIO)


def states(sentence: Sentence, condition: Figure) -> bool:
    """Whether a condition is asserted itself: the minimum ratio is 80%, which allows ….

    A condition that only opens what follows (with a ratio of 50%, a 40% ratio) is none.
    """
    clause = sentence.clause_at(condition.start)
    said = sentence.between(clause.start, condition.start)
    if _SUPPOSED.match(clause.text):
        return False
    ends = not re.search(r"\w", sentence.between(condition.end, clause.end))
    return (ends and bool(_STATED.search(said))) or bool(_HAS.search(said))


def amounts(sentence: Sentence) -> dict[int, str]:
    """What an amount that margin supports follows from, by where it begins: the ratio of the sentence, else the margin.

    1,000,000 of margin supports a loan of 1,250,000: the second follows from the first; a third beside it does as well.
    """
    money = [one for one in sentence.figures if one.kind is Kind.MONEY]
    margin = next((place for place, one in enumerate(money) if _posted(sentence, one)), None)
    found: dict[int, str] = {}
    if margin is None and not _SAME_MARGIN.search(sentence.passage.text):
        return found
    for one in money[0 if margin is None else margin + 1 :]:
        said = sentence.between(sentence.clause_at(one.start).start, one.start)
        if found or _SUPPORTS.search(said):
            clause = sentence.clause_at(one.start)
            ratios = [other for other in sentence.figures if other.kind is Kind.PERCENT and other.end <= one.start]
            now = ratios and not _BEFORE.search(sentence.between(clause.start, clause.end))
            found[one.start] = ratios[-1].text if now else money[margin].text if margin is not None else ""
    return found


def _posted(sentence: Sentence, figure: Figure) -> bool:
    """Whether an amount is margin that somebody puts up."""
    return bool(
        _MARGIN_AFTER.match(sentence.text, figure.end)
        or _MARGIN_BEFORE.search(sentence.between(sentence.passage.start, figure.start))
    )


def conditions(sentence: Sentence) -> dict[int, Figure]:
    """The condition of every figure that is said to follow from one, by where the figure begins."""
    found: dict[int, Figure] = {}
    margins = [one for one in sentence.mentions if one.term.metric in ("financing_margin_ratio", "short_margin_ratio")]
    for first, second in pairwise(sentence.figures):
        gap = sentence.between(first.end, second.start)
        if first.kind is not Kind.PERCENT or second.kind not in _RESULTS or len(gap) > _LONGEST:
            continue
        if _FROM_TO.search(sentence.between(sentence.passage.start, first.start)) or re.search(r"[;；。]|\bfrom\b|从|由", gap):
            continue
        named = any(first.start - _NEAR <= one.start and one.end <= second.start for one in margins) or "margin" in gap.lower()
        if named and _LEADS.search(gap):
            found[second.start] = first
    return found
