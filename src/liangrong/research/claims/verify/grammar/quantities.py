"""The figures of a text in order, each with the words around it and the part it plays: a level, a change, a growth, a share, a total, a mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.words.movement import (
    FALL_EN,
    FALL_NOUN_EN,
    FALL_NOUN_ZH,
    FALL_ZH,
    RISE_EN,
    RISE_NOUN_EN,
    RISE_NOUN_ZH,
    RISE_ZH,
)

__all__ = ["Part", "Quantity", "alike", "alike_figures", "quantities_of"]


class Part(Enum):
    """What a figure is in its sentence."""

    LEVEL = "level"
    CHANGE = "change"
    GROWTH = "growth"
    SHARE = "share"
    MULTIPLE = "multiple"
    MEAN = "mean"
    TOTAL = "total"
    OTHER = "other"


_AMOUNTS: Final = (Kind.MONEY, Kind.SHARES, Kind.COUNT, Kind.POINTS, Kind.NUMBER)
_BARE: Final = ({Kind.COUNT}, {Kind.NUMBER}, {Kind.COUNT, Kind.NUMBER}, {Kind.POINTS, Kind.NUMBER})
"""Kinds of which one may be printed without its unit: from 5,178 points to 2,638."""
_ZH_MOVE: Final = re.compile(
    rf"(?:{RISE_ZH}|{FALL_ZH}|{RISE_NOUN_ZH}|{FALL_NOUN_ZH}|变动|变化|环比|同比|较.{{0,11}}[^的])(?:了|约|近|超过?|逾|达到?|高达|为|至少|不足|仅|幅度为|[:：])*\s*$"
)
_ZH_TO: Final = re.compile(rf"(?:{RISE_ZH}|{FALL_ZH}|攀|突破|达|扩)(?:至|到)(?:了|约|近)?\s*$")
_EN_MOVE: Final = re.compile(
    rf"\b(?:{RISE_EN}|{FALL_EN}|{RISE_NOUN_EN}|{FALL_NOUN_EN}|"
    r"change|above|below|or|and)\s*"
    r"(?:of|by|in|slightly|sharply|another|a|an|about|around|roughly|nearly|just|some|only|more than|over|less than|CNY|RMB|,|\s)*$",
    re.IGNORECASE,
)
_EN_TO: Final = re.compile(
    r"\b(?:to|at|reached|reaching|hit|hitting)\s*(?:about|around|nearly|roughly|just|a record|CNY|RMB|\s)*$", re.IGNORECASE
)
_SHARE_BEFORE: Final = re.compile(
    r"占|比重|份额|贡献(?:率|了)|只有当时的|相当于|\bshare\b|\baccount(?:s|ed|ing)? for\b|\bmade up\b|\bmakes? up\b|\brepresent(?:s|ed|ing)?\b|\bcontribut|\bequal to\b|"
    r"\bcompris|\bor\s*$|\bproportion\b",
    re.IGNORECASE,
)
_SAYS_SHARE: Final = re.compile(
    r"占|比重|份额|贡献|只有当时的|相当于|\bshare\b|\baccount|\bmade up\b|\bequal to\b", re.IGNORECASE
)
_SHARE_AT: Final = re.compile(
    r"\b(?:puts?|putting|brings?|bringing|leaves?|leaving)\b[^,.;]*\b(?:share|proportion)\b[^,.;]*$", re.IGNORECASE
)
_SHARE_AFTER: Final = re.compile(r"^\s*(?:of (?!the (?:year|month|day))|out of )", re.IGNORECASE)
_TOTAL: Final = re.compile(
    r"(?:合计|共计|总计|总和|之和|总额|一共|加总|相加|合并|两者|三者|四者|共)[^,，。;；]{0,14}$|\b(?:together|combined|in all|altogether|in total|total(?:led|ling|ing|s)?|sum(?:s|med)? to|add(?:s|ed)? up to|overall)\b[^,.;]{0,40}$",
    re.IGNORECASE,
)
_GAP: Final = re.compile(
    r"(?:相差|之差|差额|差距|高出|低出|多出|少了)[^,，。;；]{0,6}$|\b(?:difference|gap)\b[^,.;]{0,30}$", re.IGNORECASE
)
"""What is said to lie between two figures is no total of them."""
_TOTAL_AFTER: Final = re.compile(r"^\s*(?:in all|in total|altogether|combined|together|between them)\b", re.IGNORECASE)
_MEAN: Final = re.compile(
    r"(?:平摊|均摊|摊到|折合|算下来)[^。；]{0,10}每个?(?:交易日|[日天周月季])[^,，。;；]{0,10}$|(?:日均|均值|平均|户均|人均|月均|周均)[^,，。;；]{0,16}$|\b(?:averag(?:e|ed|ing)|mean)\b[^.;]{0,50}$",
    re.IGNORECASE,
)
_MEAN_AFTER: Final = re.compile(
    r"^\s*(?:a|per|each) (?:day|session|week|month|account|borrower|investor)\b(?!\s+(?:earlier|ago|before|later))|^\s*(?:on average|a day on average)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quantity:
    """One figure in its place.

    Parameters
    ----------
    place
        Its number among the figures of the text.
    before, after
        The words up to the figure before and after it, inside the passage.
    sentence
        The number of its passage.
    """

    place: int
    claim: Claim
    figure: Figure
    before: str
    after: str
    part: Part

    @property
    def sentence(self) -> int:
        """The number of its passage."""
        return self.claim.passage.number

    @property
    def rounding(self) -> Interval:
        """What its digits leave open, sign dropped, in base units."""
        found = self.figure.rounding()
        return -found if self.figure.value < 0 else found

    @property
    def stated(self) -> Interval:
        """Where its author puts it, sign dropped, in base units."""
        found = self.figure.interval()
        return -found if self.figure.value < 0 else found

    @property
    def falls(self) -> bool:
        """Whether the words call it a fall or an outflow."""
        return self.figure.value < 0 or self.claim.direction in ("down", "out")

    @property
    def rises(self) -> bool:
        """Whether the words call it a rise or an inflow."""
        return self.figure.value >= 0 and self.claim.direction in ("up", "in")


def quantities_of(article: Article, claims: Sequence[Claim]) -> tuple[Quantity, ...]:
    """The figures of all passages in prose, in order; a threshold counts as a figure of its claim."""
    placed: dict[int, tuple[Claim, Figure]] = {}
    for claim in claims:
        if claim.passage.role in ("row", "furniture"):
            continue
        for figure in (claim.figure, claim.threshold):
            if figure is not None:
                placed.setdefault(figure.start, (claim, figure))
    return tuple(_parted(article, [placed[start] for start in sorted(placed)]))


def alike(one: Quantity, other: Quantity) -> bool:
    """Whether two figures measure the same kind of thing, so that they can be added or compared."""
    return alike_figures(one.figure, other.figure)


def alike_figures(first: Figure, second: Figure) -> bool:
    """Whether two figures are of one kind, currency and noun."""
    bare = {first.kind, second.kind} in _BARE and "" in (first.unit, second.unit)
    if (first.kind is not second.kind and not bare) or first.upper is not None or second.upper is not None:
        return False
    if first.kind is Kind.MONEY:
        return first.currency == second.currency or "" in (first.currency, second.currency)
    one, other = _noun(first.unit), _noun(second.unit)
    return (
        bare
        or first.kind in (Kind.PERCENT, Kind.SHARES)
        or one == other
        or f" {one}".endswith(f" {other or '?'}")
        or f" {other}".endswith(f" {one or '?'}")
    )


def _noun(unit: str) -> str:
    return re.sub(r"^[十百千万亿]+|^(?:million|billion|thousand|trillion)\s*", "", unit)


def _parted(article: Article, placed: Sequence[tuple[Claim, Figure]]) -> Iterator[Quantity]:
    for place, (claim, figure) in enumerate(placed):
        start, end = claim.passage.start, claim.passage.end
        if place and placed[place - 1][0].passage.number == claim.passage.number:
            start = placed[place - 1][1].end
        if place + 1 < len(placed) and placed[place + 1][0].passage.number == claim.passage.number:
            end = placed[place + 1][1].start
        before, after = article.text[start : figure.start], article.text[figure.end : end]
        yield Quantity(place, claim, figure, before, after, _part(claim, figure, before, after))


def _part(claim: Claim, figure: Figure, before: str, after: str) -> Part:
    clause = re.split(r"[，。；;、！？]|,\s|\band\b", before)[-1]
    plain = re.sub(r"(?:约|近|超过?|逾|不足|大约|将近)\s*$", "", before)
    if figure.hedge is not Hedge.NONE and figure.text[:1] in "超逾约近不将":
        plain = before
    if figure.kind is Kind.MULTIPLE:
        return Part.MULTIPLE
    if _MEAN.search(before) or _MEAN_AFTER.match(after):
        return Part.MEAN
    if figure.kind in (Kind.PERCENT, Kind.PERCENTAGE_POINT):
        return _percent_part(claim, figure, clause, plain, after)
    if figure.kind not in _AMOUNTS:
        return Part.OTHER
    if _GAP.search(before):
        return Part.CHANGE
    if _TOTAL.search(before) or _TOTAL_AFTER.match(after):
        return Part.TOTAL
    if _ZH_TO.search(plain) or _EN_TO.search(plain):
        return Part.LEVEL
    if _ZH_MOVE.search(plain) or (_EN_MOVE.search(plain) and claim.aspect is Aspect.CHANGE):
        return Part.CHANGE
    return Part.CHANGE if claim.aspect is Aspect.CHANGE else Part.LEVEL


def _percent_part(claim: Claim, figure: Figure, clause: str, plain: str, after: str) -> Part:
    if figure.kind is Kind.PERCENTAGE_POINT:
        return Part.CHANGE
    if _SHARE_AT.search(clause):
        return Part.SHARE
    if _ZH_TO.search(plain) or _EN_TO.search(plain):
        return Part.LEVEL
    if _SHARE_AFTER.match(after) or claim.aspect is Aspect.SHARE:
        return Part.SHARE
    if claim.aspect is Aspect.GROWTH and not _SAYS_SHARE.search(clause):
        return Part.GROWTH
    if _SHARE_BEFORE.search(clause):
        return Part.SHARE
    if claim.aspect is Aspect.GROWTH or _ZH_MOVE.search(plain):
        return Part.GROWTH
    return Part.LEVEL
