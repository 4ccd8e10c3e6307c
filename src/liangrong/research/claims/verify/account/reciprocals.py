"""Multiples of borrowing beside the margin ratio from which they follow: one divided by it, or one more where the own money is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.verify.arithmetic.wording import number, shown
from liangrong.research.claims.verify.rulings import refuted, supported

__all__ = ["check_reciprocals"]

_MULTIPLE: Final = re.compile(
    r"倍数|倒数|杠杆|撬动|几倍|\b(?:multiples?|leverage|reciprocal|divided by|times (?:the|your|one's) (?:cash|margin))\b",
    re.IGNORECASE,
)
_RATIO: Final = re.compile(r"保证金(?:最低)?比例|\bmargin (?:ratio|requirement)|\b(?:the|its) ratio\b", re.IGNORECASE)
_BESIDE: Final = re.compile(
    r"\s*(?:的(?:保证金)?比例)?[,，]?\s*(?:就|则|只)?(?:对应|即|为|是|[:：=→]|就是|最多|可融资?|it (?:is|was)|is|means?|gives?|makes?|the multiple is|corresponds to|to)?\s*(?:about|约)?\s*",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"(?:由|从|自|\bfrom)\s*$", re.IGNORECASE)
"""In front of the multiple that an earlier ratio allowed."""
_RATIOS: Final = (Fraction(2, 5), Fraction(5, 2))
_MOST: Final = Fraction(7, 2)
_APART: Final = Fraction(1, 50)
_NAMED: Final = 24
"""So many characters may name the multiple between a ratio and it."""


def check_reciprocals(article: Article, claims: Sequence[Claim], _: Desk) -> Iterator[Ruling]:
    """Confirm or correct a multiple that stands beside its margin ratio."""
    by_start = {claim.figure.start: claim for claim in claims if claim.figure is not None}
    before = ""
    for passage in article.passages:
        words, before = before + passage.text, passage.text
        if not (_MULTIPLE.search(words) and _RATIO.search(words)):
            continue
        figures = list(figures_in(article, passage))
        for ratio, multiple in pairwise(figures):
            claim = by_start.get(multiple.start)
            if claim is not None and _belong(article, ratio, multiple):
                yield from _ruled(claim, passage, ratio, multiple)


def _belong(article: Article, ratio: Figure, multiple: Figure) -> bool:
    if ratio.kind is not Kind.PERCENT or multiple.kind not in (Kind.NUMBER, Kind.MULTIPLE) or multiple.upper is not None:
        return False
    between = article.text[ratio.end : multiple.start]
    if _FROM.search(between):
        return False
    near = bool(_BESIDE.fullmatch(between)) or (len(between) <= _NAMED and bool(_MULTIPLE.search(between)))
    return near and _RATIOS[0] <= Fraction(ratio.base) <= _RATIOS[1] and 0 < Fraction(multiple.base) <= _MOST


def _ruled(claim: Claim, passage: Passage, ratio: Figure, multiple: Figure) -> Iterator[Ruling]:
    right = 1 / Fraction(ratio.base)
    values = {f"1/{shown(ratio)}": right, f"1/{shown(ratio)} + 1": right + 1}
    stated = multiple.rounding()
    fitting = next((one for one in values.items() if stated.meets(Interval.around(one[1]))), None)
    working, value = fitting or next(iter(values.items()))
    text = f"{working} = {number(value, 4)}"
    evidence = (Evidence("passage", passage.text, start=passage.start, end=passage.end), Evidence("calculation", text))
    if fitting is not None:
        yield supported(
            claim, Note(f"{text}，与文中所写相符。", f"{text}, as the text says."), basis="same_document", evidence=evidence
        )
    elif multiple.hedge in (Hedge.NONE, Hedge.ABOUT) and all(
        abs(one - Fraction(multiple.base)) > one * _APART for one in values.values()
    ):
        said = shown(multiple)
        why = Note(f"{text}，而文中写的是{said}。", f"{text}, but the text says {said}.")
        yield refuted(claim, why, "arithmetic", basis="same_document", corrected=number(value, 4), evidence=evidence)
