"""Comparisons in words held against the figures on both sides: in the same sentence, or of the two years elsewhere in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.places import about, spoken
from liangrong.research.claims.verify.document.relations import Relation, Side, relations
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support
from liangrong.research.claims.words.degrees import GREATLY, SLIGHTLY

__all__ = ["check_comparisons"]

_REFERENCE: Final = re.compile(
    r"平均|均值|中位|峰值|高点|同期|前一|上年|去年|历史|\b(?:average|mean|median|peak|high|previous|prior|last year|a year earlier|that of)\b",
    re.IGNORECASE,
)
_CROSSING: Final = re.compile(
    r"(?:跌|降|回落|掉|滑)(?:破|至)?$|\b(?:fall\w*|fell|drop\w*|slip\w*|declin\w*|decreas\w*|ris\w*|rose|rais\w+|if|when|once|should)\b[^,，]*$|(?:若|如果|当|一旦)[^，]*$",
    re.IGNORECASE,
)
_JOINT: Final = re.compile(r"[，,](?!\d{3})")
_SENTENCE: Final = re.compile(r"[。；;]|\.(?=\s)")
_MEAN: Final = re.compile(r"平均|均值|\b(?:average|mean|norm)\b", re.IGNORECASE)
_LONG: Final = re.compile(
    r"历史|过去|长期|多年|[近前][^，。；]{0,4}年|\b(?:histor\w+|long-(?:term|run)|(?:\w+-year)|decades?|years?)\b", re.IGNORECASE
)
"""A mean of years, and not that of a week or of the market."""
_PAST: Final = re.compile(r"峰值|高点|当时|曾|\b(?:peak|high of|back then|once)\b", re.IGNORECASE)
_BESIDE: Final = 16
_CLOSE: Final = Fraction(1, 10)
"""A value this close to its mean is near it, and not far from it."""
_WIDE: Final = Fraction(1, 4)
"""A value this far from its mean is far from it, and not near it."""
_FALLS: Final = frozenset({"down", "out"})
_RATIO: Final = "_to_"
_LEVERAGE: Final = re.compile(r"leverage|杠杆|_cap$")


def check_comparisons(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Rule on comparisons whose two sides are printed."""
    for passage in spoken(article):
        here = claims_in(claims, passage)
        if not here:
            continue
        found = list(relations(passage))
        for relation in found:
            yield from _in_brackets(relation, here)
            yield from _in_clause(relation, here, found)
            yield from _of_years(relation, here, claims)
    for claim in claims:
        if claim.aspect is Aspect.RELATION and claim.figure is None and claim.metric and claim.nature is Nature.FACT:
            yield from _of_means(claim, claims)


def _in_brackets(relation: Relation, here: Sequence[Claim]) -> Iterable[Ruling]:
    """A (6% to 7%) costs less than B (8% to 10%): the figures illustrate the comparison, so that it is what is claimed."""
    bracketed = [(claim, figure) for claim, figure in _figured(here) if _bracketed(figure, relation)]
    before = [one for one in bracketed if one[1].end - relation.passage.start <= relation.start]
    after = [one for one in bracketed if one[1].start - relation.passage.start >= relation.end]
    if before and after:
        yield from _weighed(relation, before[-1], after[0], _worded(relation, here), supports=True)


def _in_clause(relation: Relation, here: Sequence[Claim], relations_here: Sequence[Relation]) -> Iterable[Ruling]:
    """4.8%, slightly below the mean of 4.9%: refuted where the figures stand the other way round; a level is not proved by being in place.

    What an earlier comparison of the sentence compared with is not what a later one compares: above 3 %, and above 4 % as well.
    """
    text, base = relation.passage.text, relation.passage.start
    behind, ahead = text[relation.end : relation.clause_end], text[relation.clause_start : relation.start]
    if not _REFERENCE.search(behind) or _CROSSING.search(ahead):
        return
    objects = [range(one.end, one.clause_end) for one in relations_here if one.clause_end <= relation.clause_start]
    before = [one for one in _figured(here) if one[1].end - base <= relation.start]
    before = [one for one in before if not any(one[1].start - base in span for span in objects)]
    after = [one for one in _figured(here) if relation.start <= one[1].start - base < relation.clause_end]
    if not before or len(after) != 1:
        return
    first, second = before[-1], after[0]
    between = text[first[1].end - base : relation.start]
    if len(_JOINT.findall(between)) > 1 or _SENTENCE.search(between) or _bracketed(first[1], relation):
        return
    if {first[0].direction, second[0].direction} & _FALLS or (
        first[0].metric and second[0].metric and first[0].metric != second[0].metric
    ):
        return
    yield from _weighed(relation, first, second, _worded(relation, here), supports=False)


def _weighed(
    relation: Relation, first: tuple[Claim, Figure], second: tuple[Claim, Figure], worded: Sequence[Claim], *, supports: bool
) -> Iterable[Ruling]:
    one, two = first[1], second[1]
    if one.kind is not two.kind or relation.side is Side.NEAR or (one.currency and two.currency and one.currency != two.currency):
        return
    lower, upper = (_spread(one), _spread(two)) if relation.side.is_below else (_spread(two), _spread(one))
    apart = first[0].end - relation.passage.start <= relation.clause_start
    said = (second[0], *worded) if apart else (first[0], second[0], *worded)
    facts = list(dict.fromkeys(claim for claim in said if claim.nature is Nature.FACT))
    words = relation.passage.text[relation.start : relation.end]
    if supports and lower.below(upper):
        reason = Note(
            f"{one.text}与{two.text}不重叠，“{words}”成立。", f"{one.text} and {two.text} do not overlap, so “{words}” holds."
        )
        yield from support(facts, reason, strength="feasibility", basis="within_sentence")
    elif upper.high is not None and lower.low is not None and upper.high <= lower.low:
        reason = Note(
            f"{one.text}与{two.text}相比，“{words}”说反了。", f"“{words}” is the wrong way round for {one.text} and {two.text}."
        )
        yield from refute(facts, "wrong_sign", reason, basis="within_sentence")


def _of_years(relation: Relation, here: Sequence[Claim], claims: Sequence[Claim]) -> Iterable[Ruling]:
    """Leverage is still below 2015: every ratio that the text gives for both times must say so."""
    if len(relation.against) != 1 or relation.side is Side.NEAR:
        return
    said = [one for one in _worded(relation, here) if one.nature is Nature.FACT]
    if not said:
        return
    year = next(iter(relation.against))
    pairs = []
    for metric in dict.fromkeys(one.metric for one in claims if one.figure and one.metric and _fits(said[0], one.metric)):
        levels = [
            one
            for one in claims
            if one.metric == metric and one.figure and one.aspect in (Aspect.LEVEL, Aspect.SHARE) and one.period
        ]
        levels = [one for one in levels if one.scope == (said[0].scope or "market")]
        then = [one for one in levels if one.period and one.period.start.year == one.period.end.year == year]
        now = [one for one in levels if one.period and one.period.start.year > year and one.nature is Nature.FACT]
        if then and now:
            pairs.append((max(now, key=_end), then[0]))
    sides = {_stands(now, then) for now, then in pairs}
    shown = "；".join(f"{now.figure.text} / {then.figure.text}" for now, then in pairs if now.figure and then.figure)
    evidence = quoted(*(one for pair in pairs for one in pair))
    if sides == {Side.BELOW if relation.side.is_below else Side.ABOVE}:
        reason = Note(
            f"与文中两个时点的数字一致：{shown}。", f"The figures of both times in the text agree: {shown.replace('；', '; ')}."
        )
        yield from support(said, reason, evidence)
    elif sides == {Side.ABOVE if relation.side.is_below else Side.BELOW}:
        reason = Note(
            f"文中两个时点的数字正相反：{shown}。",
            f"The figures of both times in the text say the opposite: {shown.replace('；', '; ')}.",
        )
        yield from refute(said, "cross_statement", reason, evidence)


def _of_means(said: Claim, claims: Sequence[Claim]) -> Iterable[Ruling]:
    """Well above its historical mean, in words alone: the latest value and the mean that the text prints of the same ratio must say so."""
    if said.direction not in ("above", "below", "near") or not (_MEAN.search(said.text) and _LONG.search(said.text)):
        return
    told = [
        one
        for one in claims
        if one.figure is not None and one.metric == said.metric and (one.scope or "market") == (said.scope or "market") and one.passage.item == said.passage.item
        and one.figure.kind is Kind.PERCENT and one.figure.upper is None and one.nature is Nature.FACT and one.figure.base > 0
    ]  # fmt: skip
    means = [one for one in told if one.aspect is Aspect.MEAN and _LONG.search(_around(one))]
    levels = [one for one in told if one.aspect in (Aspect.LEVEL, Aspect.SHARE) and not _PAST.search(_around(one))]
    if len({one.figure.base for one in means if one.figure}) != 1 or not levels:
        return
    last = max((_end(one) for one in levels if one.period is not None), default=None)
    levels = [one for one in levels if one.period is None or one.period.end == last]
    if len({one.figure.base for one in levels if one.figure}) != 1:
        return
    one, two = levels[0].figure, means[0].figure
    assert one is not None, "chosen for its figure"
    assert two is not None, "chosen for its figure"
    times = Fraction(one.base) / Fraction(two.base)
    if levels[0].passage == means[0].passage and any(
        one.start <= each.start + levels[0].passage.start <= two.start and each.side.is_below is (times > 1)
        for each in relations(levels[0].passage)
        if each.side is not Side.NEAR
    ):
        return
    holds = _holds(said, times)
    shown = f"{one.text.strip()} / {two.text.strip()}"
    if holds:
        reason = Note(f"与文中的数值和均值相符：{shown}。", f"The value and the mean in the text agree: {shown}.")
        yield from support([said], reason, quoted(levels[0], means[0]))
    elif holds is False:
        reason = Note(f"文中的数值和均值不是这样：{shown}。", f"The value and the mean in the text say otherwise: {shown}.")
        yield from refute([said], "cross_statement", reason, quoted(levels[0], means[0]))


def _around(claim: Claim) -> str:
    """The words right beside a figure."""
    assert claim.figure is not None, "chosen for its figure"
    text, base = claim.passage.text, claim.passage.start
    return text[max(0, claim.figure.start - base - _BESIDE) : claim.figure.end - base + _BESIDE]


def _holds(said: Claim, times: Fraction) -> bool | None:
    """Whether a value so many times its mean is near, above, well above or slightly above it, or below; ``None`` where that may be argued."""
    apart = max(times, 1 / times) - 1
    if said.direction == "near":
        return True if apart <= _CLOSE else False if apart > _WIDE else None
    if times == 1 or (times > 1) is not (said.direction == "above"):
        return False
    if SLIGHTLY.search(said.text):
        return True if apart <= _CLOSE else False if apart > _WIDE else None
    if GREATLY.search(said.text):
        return True if apart > _WIDE else False if apart <= _CLOSE else None
    return True


def _stands(now: Claim, then: Claim) -> Side | None:
    assert now.figure is not None, "chosen for its figure"
    assert then.figure is not None, "chosen for its figure"
    if now.figure.kind is not then.figure.kind or now.scope != then.scope:
        return None
    if now.figure.interval().below(then.figure.interval()):
        return Side.BELOW
    return Side.ABOVE if then.figure.interval().below(now.figure.interval()) else None


def _fits(said: Claim, metric: str) -> bool:
    """Whether a figure's metric is what is compared: the same, or any ratio to a market value where only leverage is spoken of."""
    if said.metric == metric:
        return True
    loose = not said.metric or bool(_LEVERAGE.search(said.metric)) or "杠杆" in said.text or "leverage" in said.text.lower()
    return loose and _RATIO in metric and metric.endswith("_cap")


def _worded(relation: Relation, here: Sequence[Claim]) -> list[Claim]:
    start, end = relation.passage.start + relation.start, relation.passage.start + relation.end
    found = [one for one in about(here, start, end) if one.figure is None and not one.stripped]
    return [one for one in found if one.aspect is Aspect.RELATION] or found


def _spread(figure: Figure) -> Interval:
    """From end to end as printed for a range, whose ends are chosen and not measured; what rounding leaves open for a single figure."""
    if figure.upper is None:
        return figure.rounding()
    return Interval.of(figure.base, figure.upper * figure.size)


def _figured(here: Sequence[Claim]) -> list[tuple[Claim, Figure]]:
    """Claims with their figures from left to right, each figure once."""
    found = {(one.figure.start, one.figure.end): (one, one.figure) for one in reversed(here) if one.figure is not None}
    return [found[place] for place in sorted(found)]


def _bracketed(figure: Figure, relation: Relation) -> bool:
    """Whether a figure stands in brackets of its own within the sentence of the comparison."""
    text, base = relation.passage.text, relation.passage.start
    return text[: figure.start - base].rstrip()[-1:] in ("(", "（") and text[figure.end - base :].lstrip()[:1] in (")", "）")


def _end(claim: Claim) -> date:
    assert claim.period is not None, "chosen for its period"
    return claim.period.end
