"""From one level to another where the growth of it stands elsewhere: in the headline of a tile, or in a sentence on the same subject."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.arithmetic import computing
from liangrong.research.claims.verify.arithmetic.equation import Compute, Equation, Topic
from liangrong.research.claims.verify.arithmetic.grammar import MOVES
from liangrong.research.claims.verify.arithmetic.sheet import Sheet, Slotted
from liangrong.research.claims.verify.arithmetic.term import Term, alike
from liangrong.research.claims.verify.arithmetic.times import quantity, same_period
from liangrong.research.claims.verify.document.briefs import brief

__all__ = ["from_to"]

_TO_TIMES: Final = re.compile(r"\bto\b(?:[^,.;]|\.\d){0,16}times\b|[至到为][^，。；]{0,6}倍")
_NEAR: Final = 6
_TILE: Final = 24
"""A passage no longer than this is the headline of a tile: a label and its figure."""
_WORD: Final = re.compile(r"[A-Za-z]{5,}|[\u4e00-\u9fff]{2,}")
_COMMON: Final = frozenset({"surged", "jumped", "number", "chinese", "china", "market", "about", "growth", "increase", "rising"})


def from_to(sheet: Sheet) -> Iterator[Equation]:
    """Growth claims against the levels that a text moves between; a fall of so many times is loose language."""
    growths = [
        one
        for one in sheet.facts()
        if one.aspect is Aspect.GROWTH
        and one.figure is not None
        and (one.figure.kind is Kind.PERCENT or (one.figure.kind is Kind.MULTIPLE and one.direction == "up"))
    ]
    for page in sheet.slotted:
        for pattern in MOVES:
            for match in pattern.finditer(page.text):
                if any(match.groupdict().get(name) is not None for name in ("rate", "before", "noun", "word")):
                    continue
                first, last = (
                    _exact(replace(page.term(match[name]), sign=1, shifts=(0,), at_least=False)) for name in ("a", "b")
                )
                if alike(first.figure, last.figure) and first.figure.kind is not Kind.PERCENT:
                    for growth in (one for one in growths if _same_subject(sheet, page, (first, last), one)):
                        tile = page.passage.number - growth.passage.number == 1 and len(growth.passage.text) <= _TILE
                        firm = tile or _retells(sheet, page, growth)
                        formula, compute, term = _told(sheet, growth)
                        yield Equation(Topic.GROWTH, (first, last, term), formula, (compute,), firm=firm)


def _exact(term: Term) -> Term:
    """A count of single things is not rounded."""
    figure = term.figure
    exact = figure.kind is Kind.COUNT and figure.size == 1 and figure.hedge is Hedge.NONE
    return replace(term, figure=replace(figure, half_ulp=Decimal(0))) if exact else term


def _told(sheet: Sheet, growth: Claim) -> tuple[str, Compute, Term]:
    """What a growth says of two levels: grown to so many times is their quotient; threefold growth may be all or what was added."""
    term, base = sheet.term(growth), growth.passage.start
    near = growth.passage.text[max(0, term.figure.start - base - _NEAR) : term.figure.end - base]
    if term.figure.kind is Kind.MULTIPLE and _TO_TIMES.search(near):
        return "{1}/{0}", _times, replace(term, shifts=(0,))
    return "{1}/{0} - 1", computing.growth, term


def _times(operands: Sequence[Interval]) -> Interval | None:
    return computing.quotient(operands[::-1])


def _retells(sheet: Sheet, page: Slotted, growth: Claim) -> bool:
    """Whether a line that sums up gives the growth that the sentence of the two levels has lost, or does not print."""
    own = [one for one in sheet.facts() if one.passage == page.passage and one.aspect is Aspect.GROWTH and one.figure is not None]
    return growth.passage.number in brief(sheet.article) and not own


def _same_subject(sheet: Sheet, page: Slotted, ends: tuple[Term, Term], growth: Claim) -> bool:
    """Whether a growth speaks of what moves between the two levels."""
    if growth.passage.item != page.passage.item or growth.passage == page.passage:
        return False
    claims = [sheet.claim(number) for term in ends for number in term.claims]
    if any(
        one.period is not None
        and growth.period is not None
        and (one.period.end < growth.period.start or growth.period.end < one.period.start)
        for one in claims
    ):
        return False
    what = quantity(growth)
    if what is not None and any(quantity(one) == what for one in claims):
        return True
    if growth.scope or not any(same_period(one, growth) for one in claims):
        return False
    words = {word.casefold() for word in _WORD.findall(growth.subject)} - _COMMON
    text = page.text.casefold()
    return any(word in text for word in words)
