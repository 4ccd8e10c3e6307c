"""Bounds that some figures set to others: so many above a line cannot add up to less, nor average less; each of a list; a part and its whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.numerals import ENGLISH, chinese, digits, english
from liangrong.research.claims.verify.coherence.outline import AMOUNT, ANY, COUNT, Line, Outline
from liangrong.research.claims.verify.document.verdicts import quoted, refute
from liangrong.research.claims.words.amounts import AMOUNT_NOUNS, SIGNED
from liangrong.research.claims.words.forms import any_case
from liangrong.research.claims.words.movement import FALL_WORDS

__all__ = ["check_bounds"]

_SUM: Final = re.compile(
    r"合计|共计|总计|累计|总额|共(?!同)|加起来|\b(?:combined|together|in all|total\w*|add(?:s|ed|ing)? up|sum\w*|between them|in aggregate|aggregate)\b",
    re.IGNORECASE,
)
_JOINTLY: Final = re.compile(r"合计|总额|累计|\b(?:combined|together|between them|aggregate|total\w*)\b", re.IGNORECASE)
_MEAN: Final = re.compile(r"平均|均值|户均|家均|只均|\b(?:averag\w+|mean)\b", re.IGNORECASE)
_FLOW: Final = re.compile(
    r"净|流入|流出|买入|卖出|增加|减少|\b(?:net|inflows?|outflows?|bought|sold|added|shed|rose|fell|gain\w*|lost)\b",
    re.IGNORECASE,
)
"""Words of a flow, which the levels of its members do not bound."""
_GAP: Final = 60
_SAME: Final = re.compile(
    rf"^\W*(?:(?:in all|together|combined|on average),? ?)?(?:the (?:combined|total|sum|average|mean|{COUNT})|their|they|these|this|those|between them|together|combined|in all|合计|共计|总计|累计|这|它们|其|上述|平均)",
    re.IGNORECASE,
)
_PASSING: Final = re.compile(rf"(?P<many>{COUNT})(?P<between>[^{COUNT}{AMOUNT}。；.;]{{0,60}}?)(?P<bound>{AMOUNT})")
_OTHER: Final = re.compile(r"其中|\b(?:of which|including|the (?:other|remaining|rest))\b|其余", re.IGNORECASE)
_ABOVE: Final = frozenset({Hedge.OVER, Hedge.AT_LEAST})
_BELOW: Final = frozenset({Hedge.UNDER, Hedge.AT_MOST})
_EACH: Final = re.compile(
    rf"(?P<bound>{AMOUNT})\s*(?:each|apiece|in each case)\b|\beach\b[^.;{AMOUNT}]{{0,30}}(?P<bound2>{AMOUNT})|(?:均|都|各自?|每[只家个][^。，；{AMOUNT}]{{0,4}}均?)[^。，；{AMOUNT}]{{0,8}}(?P<bound3>{AMOUNT})",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(rf"{AMOUNT}(?:、|和|及|与| and |, and |, )[^。；.;{AMOUNT}，]{{0,24}}?(?={AMOUNT})")
_MANY: Final = rf"(?:{COUNT}|\d{{1,3}}(?![\d.,%])|{ENGLISH}|[两三四五六七八九十]{{1,3}})"
"""How many, whether or not it was read as a figure."""
_WHOLE: Final = re.compile(
    rf"\b(?:whole|entire|full) (?:\w+ )?(?:of )?{_MANY}|\bthe (?:whole|entire) (?:group|list|sample|field)\b(?: of {ANY})?|\ball {_MANY}|\bincluding (?:these|those|the) {_MANY}|(?:全部|所有|整个|全体|包括上述|含上述)(?:的)?{COUNT}?",
    re.IGNORECASE,
)
_AGAIN: Final = re.compile(
    rf"^\W*(?:(?:in all|together|combined|on average),? ?)?(?:the|these|those|这|上述) ?(?P<many>{_MANY})(?![\w%])", re.IGNORECASE
)
_BIGGEST: Final = re.compile(
    rf"\b(?:{_MANY}[ -]+(?:largest|biggest|best)|(?:largest|biggest|top) {_MANY}|(?:the|these|those) {_MANY}|the (?:trio|quartet|quintet))(?![\w%])|(?:最大的?|前){_MANY}|前[三五十]大?|这{_MANY}",
    re.IGNORECASE,
)


def check_bounds(outline: Outline) -> Iterator[Ruling]:
    """Refute sums, means and members that lie beyond what other figures leave them."""
    for line in outline.lines:
        if AMOUNT in line.text:
            yield from _of_counts(outline, line)
            yield from _of_each(line)
            yield from _of_wholes(outline, line)
        yield from _of_falls(line)
    yield from _of_parts(outline)
    yield from _of_levels(outline)


def _of_counts(outline: Outline, line: Line) -> Iterator[Ruling]:
    """So many above a bound, and their sum or their mean in the same sentence or the next one that goes on about them."""
    for match in _PASSING.finditer(line.text):
        many, bound = line.at(match.start("many")), line.at(match.start("bound"))
        if bound.hedge not in _ABOVE | _BELOW or bound.base <= 0 or bound.upper is not None or many.hedge is not Hedge.NONE:
            continue
        if _JOINTLY.search(match["between"]) or _MEAN.search(match["between"]):
            continue
        for where, start in _scopes(outline, line, match.end(), int(many.value)):
            for place, one in zip(where.places, where.figures, strict=True):
                if place < start or one.kind is not bound.kind or one.currency != bound.currency:
                    continue
                lead = where.text[max(start if where is line else 0, place - _GAP) : place]
                summed, averaged = bool(_SUM.search(lead)), bool(_MEAN.search(lead))
                if _FLOW.search(lead) and not _FLOW.search(line.text[max(0, match.start() - _GAP) : match.end()]):
                    break
                if summed is averaged or COUNT in where.text[max(start, 1) : place] or _OTHER.search(where.text[start:place]):
                    break
                limit = Fraction(bound.base) * (1 if averaged else int(many.value))
                yield from _beyond(where, line, one, bound, many, limit, averaged=averaged)
                break


def _scopes(outline: Outline, line: Line, start: int, many: int) -> Iterator[tuple[Line, int]]:
    """The rest of the sentence, and the next one where it goes on about the same so many."""
    yield line, start
    behind = outline.after(line)
    if behind is None:
        return
    again = _AGAIN.search(behind.text)
    if again is not None:
        text = again["many"]
        read = None if text == COUNT else digits(text) if text.isdigit() else chinese(text) or english(text)
        if many == (behind.at(again.start("many")).value if text == COUNT else read.value if read else None):
            yield behind, again.end()
    elif _SAME.search(behind.text) and COUNT not in line.text[start:]:
        yield behind, 0


def _beyond(
    where: Line, line: Line, one: Figure, bound: Figure, many: Figure, limit: Fraction, *, averaged: bool
) -> Iterator[Ruling]:
    stated = one.rounding()
    if stated.low is None or stated.high is None:
        return
    broken = stated.high < limit if bound.hedge in _ABOVE else stated.low > limit
    if not broken:
        return
    what = Note("平均数", "the mean") if averaged else Note("合计", "the sum")
    reason = Note(
        f"{many.text.strip()}都{bound.text.strip()}，{what.zh}不可能是{one.text.strip()}。",
        f"With {many.text.strip()} {bound.text.strip()}, {what.en} cannot be {one.text.strip()}.",
    )
    basis = "within_sentence" if where is line else "same_document"
    yield from refute(where.of([one]), "impossible_bound", reason, quoted(line.passage), basis=basis)  # type: ignore[arg-type]


def _of_each(line: Line) -> Iterator[Ruling]:
    """A and B, more than so much each, where one of the two printed figures is not."""
    for match in _EACH.finditer(line.text):
        place = next(match.start(name) for name, value in match.groupdict().items() if value is not None)
        bound = line.at(place)
        if bound.hedge not in _ABOVE | _BELOW or bound.kind is Kind.NUMBER:
            continue
        before = [one for one in line.within(0, place) if one.kind is bound.kind and one.hedge is Hedge.NONE]
        lists = list(_LISTED.finditer(line.text[:place]))
        if len(before) < 2 or not lists or line.text[lists[-1].end() :].find(AMOUNT) != 0:
            continue
        members = [one for one in before if line.place(one) >= lists[0].start()]
        beyond = [
            one
            for one in members
            if (abs(one.base) < bound.base if bound.hedge in _ABOVE else abs(one.base) > bound.base)
            and not one.rounding().contains(bound.base)
        ]
        if beyond:
            reason = Note(
                f"{beyond[0].text.strip()}并不是{bound.text.strip()}。", f"{beyond[0].text.strip()} is not {bound.text.strip()}."
            )
            yield from refute(line.of([bound]), "impossible_bound", reason, basis="within_sentence")


def _of_wholes(outline: Outline, line: Line) -> Iterator[Ruling]:
    """A whole group with less than its largest members, by the sentences just before."""
    match = _WHOLE.search(line.text)
    amounts = [
        one
        for place, one in zip(line.places, line.figures, strict=True)
        if match and place >= match.end() and line.text[place] == AMOUNT and one.kind is not Kind.NUMBER
    ]
    if match is None or len(amounts) != 1:
        return
    whole = amounts[0]
    for other in outline.before(line, 3):
        part = _BIGGEST.search(other.text)
        if part is None:
            continue
        behind = [
            one
            for place, one in zip(other.places, other.figures, strict=True)
            if place > part.start() and one.kind is whole.kind and one.currency == whole.currency
        ]
        if not behind:
            return
        most = max(behind, key=lambda one: one.base)
        kinds = {one.metric for one in other.of([most])} & {one.metric for one in line.of([whole])}
        share = whole.kind is Kind.PERCENT
        if not whole.interval().below(most.interval()) or (
            share and not _MARKET.search(f"{line.text[match.end() :]} {other.text[part.end() :]}")
        ):
            return
        if not share and not kinds:
            return
        reason = Note(
            f"其中一部分已有{most.text.strip()}，全体不可能只有{whole.text.strip()}。",
            f"A part of it has {most.text.strip()} already: the whole cannot have {whole.text.strip()}.",
        )
        yield from refute(line.of([whole]), "impossible_bound", reason, quoted(other.passage))
        return


_FELL: Final = any_case(
    rf"(?:{FALL_WORDS}|[降跌减]幅)(?:了|约|近|超过?|逾|达到?|高达|为|是|幅度|\s|by|of|a|an|about|some|roughly|nearly|almost|more than|over|as much as|sharply|steeply)*$"
)
_WHOLLY: Final = Fraction(1)


def _of_falls(line: Line) -> Iterator[Ruling]:
    """A fall by more than all there was of what cannot be negative."""
    for place, one in zip(line.places, line.figures, strict=True):
        if one.kind is not Kind.PERCENT or one.upper is not None or one.hedge in _BELOW or one.base <= _WHOLLY:
            continue
        clause = re.split(r"[，。；;：:]|[,.]\s|\b(?:and|while|but)\b", line.text[:place])[-1]
        falls = [claim for claim in line.of([one]) if claim.aspect is Aspect.GROWTH and claim.metric.find("net_") < 0]
        if not falls or not _FELL.search(clause) or SIGNED.search(clause) or not AMOUNT_NOUNS.search(clause):
            continue
        reason = Note(
            f"这个量不会是负数，减少不可能超过100%：{one.text.strip()}。",
            f"What cannot be negative cannot fall by more than 100%: {one.text.strip()}.",
        )
        yield from refute(falls, "impossible_bound", reason, basis="within_sentence")


_MARKET: Final = re.compile(r"\bof (?:the|all)\b|占", re.IGNORECASE)
_PARTS: Final = ("financing_balance", "short_balance")
_TOTAL: Final = "margin_trading_balance"
_THIS: Final = re.compile(r"^\W*(?:This|That|It|The (?:milestone|figure|level|reading))\b|^\W*(?:这|该)", re.IGNORECASE)
_AHEAD: Final = re.compile(
    r"\b(?:will|would|could|should|may|might|if|once|when|until|expected?|forecast|target|before|toward)\b|将|可能|有望|预计|若|如果|一旦|目标|距|逼近|接近|未",
    re.IGNORECASE,
)
_SLIPPED: Final = 5
"""A part that many times its whole tells of a unit, and not which of the two bears the wrong one."""


def _of_parts(outline: Outline) -> Iterator[Ruling]:
    """A part of the margin trading balance that exceeds it, of one scope on one day."""
    levels = [
        one
        for one in outline.claims
        if one.figure is not None
        and one.figure.kind is Kind.MONEY
        and one.aspect in (Aspect.LEVEL, Aspect.CROSSING)
        and one.period is not None
        and one.passage.role != "row"
        and not one.ambiguous
    ]
    for part in (one for one in levels if one.metric in _PARTS):
        for total in (one for one in levels if one.metric == _TOTAL and _one_day(part, one)):
            assert part.figure is not None, "chosen for its figure"
            assert total.figure is not None, "chosen for its figure"
            if total.figure.hedge in _ABOVE or not total.figure.interval().below(part.figure.interval()):
                continue
            reason = Note(
                f"{part.figure.text.strip()}是总额{total.figure.text.strip()}的一部分，不可能比它大。",
                f"{part.figure.text.strip()} is a part of the total of {total.figure.text.strip()} and cannot exceed it.",
            )
            if part.figure.base > total.figure.base * _SLIPPED:
                continue
            later = max(part, total, key=lambda one: one.start)
            yield from refute([later], "impossible_bound", reason, quoted(part, total))


def _of_levels(outline: Outline) -> Iterator[Ruling]:
    """A level that is said to be passed, above the level that the same text, or the sentence just before, gives for the same time."""
    told = [one for one in outline.claims if one.figure is not None and one.figure.kind is Kind.MONEY and outline.line(one)]
    levels = [
        one
        for one in told
        if one.aspect is Aspect.LEVEL and one.figure is not None and one.figure.hedge is Hedge.NONE and one.nature is Nature.FACT
    ]
    for claim in told:
        figure = claim.figure
        if (
            claim.aspect is not Aspect.CROSSING
            or figure is None
            or figure.hedge not in _ABOVE
            or not claim.metric
            or claim.nature is Nature.ADVICE
        ):
            continue
        if _AHEAD.search(claim.text):
            continue
        near = [one for one in levels if _same_measure(claim, one) and (_one_day(claim, one) or _taken_up(outline, claim, one))]
        near.sort(key=lambda one: one.figure.base if one.figure is not None else 0, reverse=True)
        told_twice = len({one.passage.number for one in near}) > 1 or any(_taken_up(outline, claim, one) for one in near)
        same = [one.figure for one in levels if one.figure is not None and _same_measure(claim, one)]
        values = [one.interval() for one in same if one.base < figure.base * _SLIPPED]
        if not told_twice or not values or any(not one.below(figure.interval()) for one in values) or _past_by_far(figure, near):
            continue
        shown = near[0].figure
        assert shown is not None, "chosen for its figure"
        reason = Note(
            f"文中的数是{shown.text.strip()}，没有到{figure.text.strip()}。",
            f"The text has {shown.text.strip()}, short of “{figure.text.strip()}”.",
        )
        yield from refute([claim], "impossible_bound", reason, quoted(near[0]))


def _same_measure(claim: Claim, level: Claim) -> bool:
    names = {claim.metric, *claim.ambiguous}
    return bool(names & {level.metric, *level.ambiguous}) and claim.passage.item == level.passage.item


def _taken_up(outline: Outline, claim: Claim, level: Claim) -> bool:
    """Whether a sentence goes on, with a pronoun, about the level of the one before it."""
    line = outline.line(claim)
    before = outline.before(line) if line is not None else ()
    return bool(before) and before[0].passage == level.passage and bool(_THIS.match(claim.passage.text))


def _past_by_far(figure: Figure, near: list[Claim]) -> bool:
    """Whether the two differ by a unit, which tells nothing of which is wrong."""
    first = near[0].figure if near else None
    return first is not None and not figure.base < first.base * _SLIPPED < figure.base * _SLIPPED**2


def _one_day(part: Claim, total: Claim) -> bool:
    if part.period is None or total.period is None:
        return False
    return (part.scope, part.period.start, part.period.end, part.passage.item) == (
        total.scope,
        total.period.start,
        total.period.end,
        total.passage.item,
    )
