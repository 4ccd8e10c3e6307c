"""Figures of which one is said to follow from the other: 50% margin leads to 2 times leverage."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from liangrong.research.claims.extract.sentence import Sentence
from liangrong.research.claims.figure import Figure, Kind

__all__ = ["conditions"]

_LEADS: Final = re.compile(
    r"对应|相当于|即|意味着|→|=|＝|为|则|\b(?:leads?|leading|corresponds?|corresponding|equals?|equates|gives?|giving|implies|implying|means?|meaning|translates?|allows?|to|is|are|yields?)\b",
    re.IGNORECASE,
)
_FROM_TO: Final = re.compile(r"(?:从|由)[^，,]{0,12}$|\bfrom\s*$|(?:至|到|\bto)\s*$", re.IGNORECASE)
_LONGEST: Final = 70
_NEAR: Final = 45
_RESULTS: Final = (Kind.MULTIPLE, Kind.RATIO)


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
