"""Figures of titles and summaries held against the one figure that the body gives for the same thing: rounding agrees, anything else is a conflict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.mentions import mentions_in
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.comparison import is_loose
from liangrong.research.claims.verify.document.briefs import brief
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_headlines"]

_LONG: Final = ("body", "caption")
_ASPECTS: Final = frozenset({Aspect.LEVEL, Aspect.CHANGE, Aspect.GROWTH, Aspect.SHARE, Aspect.CROSSING})
_KINDS: Final = frozenset({Kind.MONEY, Kind.PERCENT, Kind.PERCENTAGE_POINT})
_TENS: Final = tuple(Fraction(10) ** power for power in (-4, -3, -2, -1, 1, 2, 3, 4))
_SLACK: Final = Fraction(1, 20)
_CLOSE: Final = Fraction(1, 50)
_FLOWS: Final = frozenset({"fund_flow", "net_financing_purchase"})
"""Headlines say that money flows in where the body says that it is net financing purchases."""


_SPAN: Final = re.compile(
    r"[一本上两三四\d]周|[一本上两三\d]个?月|季度?|半年|[全今去本一]年|日内|\b(?:weeks?|months?|quarters?|years?|days)\b",
    re.IGNORECASE,
)
"""Of a longer time than a day."""


def check_headlines(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute a figure that differs from the only one of the body for that metric, aspect, scope and time."""
    numbers = brief(article)
    usable = [
        one
        for one in claims
        if one.figure is not None and one.figure.kind in _KINDS and one.metric and one.scope and not one.stripped
    ]
    usable = [one for one in usable if one.aspect in _ASPECTS and one.nature is Nature.FACT and not one.group]
    for claim in (one for one in usable if one.passage.number in numbers and _is_named(one)):
        body = [
            one for one in usable if one.passage.number not in numbers and one.passage.role in _LONG and _one_thing(claim, one)
        ]
        if not body and not _prints_time(claim):
            yield from _slipped(claim, [one for one in usable if one.passage.number not in numbers and one.passage.role in _LONG])
            continue
        values = {one.figure.base for one in body if one.figure}
        if len(values) != 1 or claim.figure is None or body[0].figure is None:
            continue
        own, other = claim.figure, body[0].figure
        if own.interval().meets(other.interval()) or own.rounding().meets(other.rounding()):
            continue
        ratio = Fraction(own.base) / Fraction(other.base) if other.base else Fraction(0)
        if (is_loose(own) or is_loose(other)) and abs(ratio - 1) < _SLACK:
            continue
        slipped = own.kind is Kind.MONEY and any(abs(ratio / ten - 1) < _SLACK for ten in _TENS)
        reason = Note(f"正文中为{other.text}，此处为{own.text}。", f"The body has {other.text}, this line {own.text}.")
        yield from refute(
            [claim], "unit_slip" if slipped else "cross_statement", reason, quoted(body[0].passage), corrected=other.text
        )


def _slipped(claim: Claim, body: Sequence[Claim]) -> Iterable[Ruling]:
    """A line without a time of its own whose digits the body prints once, for the same thing, in a unit tens of times larger or smaller."""
    same = [
        one
        for one in body
        if one.figure is not None
        and claim.figure is not None
        and one.figure.kind is claim.figure.kind is Kind.MONEY
        and one.passage.item == claim.passage.item
        and (one.scope, one.signed) == (claim.scope, claim.signed)
        and (one.aspect is claim.aspect or {one.aspect, claim.aspect} <= {Aspect.LEVEL, Aspect.CROSSING})
        and (one.metric == claim.metric or {one.metric, claim.metric} <= _FLOWS)
    ]
    if len({one.figure.base for one in same if one.figure}) != 1 or claim.figure is None or same[0].figure is None:
        return
    own, other = claim.figure, same[0].figure
    ratio = Fraction(own.base) / Fraction(other.base) if other.base else Fraction(0)
    if any(abs(ratio / ten - 1) < _CLOSE for ten in _TENS):
        reason = Note(f"正文中为{other.text}，此处为{own.text}。", f"The body has {other.text}, this line {own.text}.")
        yield from refute([claim], "unit_slip", reason, quoted(same[0].passage), corrected=other.text)


def _prints_time(claim: Claim) -> bool:
    """Whether the line names a day or a window that the body's figure does not share; a part of a year is its own time."""
    return claim.period is not None and claim.period.at != (-1, -1) and claim.period.is_day


def _is_named(claim: Claim) -> bool:
    """Whether the line itself names the metric: what a heading inherits from elsewhere it does not say."""
    return any(one.term.metric == claim.metric for one in mentions_in(claim.passage.text))


def _one_thing(claim: Claim, other: Claim) -> bool:
    if (
        claim.passage.item != other.passage.item
        or claim.figure is None
        or other.figure is None
        or claim.figure.kind is not other.figure.kind
    ):
        return False
    same = claim.metric == other.metric and claim.scope == other.scope and claim.signed == other.signed
    level = {claim.aspect, other.aspect} <= {Aspect.LEVEL, Aspect.CROSSING}
    if _SPAN.search(claim.text) and not _SPAN.search(other.text):
        return False
    if not same or not (level or claim.aspect is other.aspect) or claim.ambiguous != other.ambiguous:
        return False
    if claim.period is None or other.period is None:
        return claim.period is other.period
    return (claim.period.start, claim.period.end) == (other.period.start, other.period.end)
