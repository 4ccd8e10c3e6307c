"""One quantity told twice with other values: the same measure of the same thing at the same time, where one value is the other after a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.closure.near import is_slip
from liangrong.research.claims.verify.coherence.outline import Outline
from liangrong.research.claims.verify.comparison import digits_of
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_retold"]

_KINDS: Final = frozenset({Kind.MONEY, Kind.PERCENT, Kind.SHARES, Kind.POINTS})
_LEVELS: Final = frozenset({Aspect.LEVEL, Aspect.CROSSING, Aspect.SHARE})
_ASPECTS: Final = _LEVELS | {Aspect.CHANGE, Aspect.GROWTH}
_ELSEWHEN: Final = re.compile(
    r"前一|上[一个]?[日周月季年交]|此前|当时|去年|上年|同期|昨|年初|月初|从|由|自|曾|预计|预期|有望|将|目标|较|修正|修订|更正|初值"
    r"|\b(?:previous|prior|earlier|ago|last|from|then|had been|was at|since|before|until|expected?|forecast|target|could|would|revised|preliminary|compared|against|versus|by)\b",
    re.IGNORECASE,
)
_SLIP_DIGITS: Final = 3
_LINES: Final = ("_line",)
"""Metrics of lines, which a text calls by "below" and "above" as well."""
_OF_ACCOUNTS: Final = frozenset({"maintenance_ratio", "market_cap"})
"""Metrics that an example tells of one account."""
_TENS: Final = frozenset(Fraction(10) ** power for power in (1, 2, -1, -2))
_BEFORE: Final = 24
_BEHIND: Final = 12
"""Characters around a figure in which words of another time are looked for."""


_ENOUGH: Final = 2
"""So many other ranges must agree before one is called an outlier."""
_APART: Final = Fraction(13, 10)
"""The middles of two ranges of one rate that are so many times apart are no two tellings of it."""
_PLACE: Final = re.compile(
    r"港股|香港|美股|美国|海外|日本|场外|配资|期货|优惠|大客户|最低|\b(?:Hong Kong|US|U\.S\.|overseas|Japan\w*|off-exchange|over-the-counter|futures|crypto\w*|preferential|discount\w*|VIP|large clients|lowest)(?!\w)",
    re.IGNORECASE,
)
"""Another market, another lender, or another customer."""
_CASE: Final = re.compile(
    r"情[形景况][一二三四甲乙丙A-D\d]|方案|另一种|\b(?:case|scenario|option) (?:[A-D]|one|two|three|\d)\b|\binstead\b"
)
"""One of several things that may be done to an account."""


def check_retold(outline: Outline) -> Iterator[Ruling]:
    """Refute the one of two tellings that the rest of the text speaks against: the line that sums up, the value told once, the later one."""
    told = [one for one in outline.claims if _tells(outline, one)]
    for first, second in combinations(told, 2):
        if not _one_thing(first, second) or not _slipped(first, second) or _are_cases(outline, first, second):
            continue
        counts = [sum(_agrees(one, other) for other in told if _one_thing(one, other)) for one in (first, second)]
        if first.metric.endswith(_LINES):
            counts = [sum(_agrees(one, other) for other in told if other.metric == one.metric) for one in (first, second)]
            if counts[0] == counts[1]:
                continue
        briefs = [bool((line := outline.line(one)) and line.is_brief) for one in (first, second)]
        kin = [_has_kin(outline, one, other) for one, other in ((first, second), (second, first))]
        if counts[0] == counts[1] and not _is_told_exactly(first, second):
            if kin[0] is kin[1]:
                continue
            counts = [int(one) for one in kin]
        wrong, right = (
            (first, second) if counts[0] < counts[1] or (counts[0] == counts[1] and briefs == [True, False]) else (second, first)
        )
        assert wrong.figure is not None, "chosen for its figure"
        assert right.figure is not None, "chosen for its figure"
        reason = Note(
            f"文中另一处为{right.figure.text.strip()}，此处为{wrong.figure.text.strip()}。",
            f"Elsewhere the text has {right.figure.text.strip()}, here {wrong.figure.text.strip()}.",
        )
        yield from refute([wrong], "cross_statement", reason, quoted(right.passage), corrected=right.figure.text.strip())
    yield from _outlying([one for one in told if _spans(one)])


def _outlying(ranges: list[Claim]) -> Iterator[Ruling]:
    """The one range of a typical rate that lies apart, where two others of the same rate agree with each other."""
    for claim in ranges:
        others = [
            one
            for one in ranges
            if one is not claim and one.passage != claim.passage and one.metric == claim.metric
            and _whose(one) == _whose(claim) and _years(one) == _years(claim) and not _PLACE.search(one.passage.text)
        ]  # fmt: skip
        if len(others) < _ENOUGH or _PLACE.search(claim.passage.text) or not all(_lies_apart(claim, one) for one in others):
            continue
        if any(_lies_apart(first, second) for first, second in combinations(others, 2)):
            continue
        shown = "、".join(dict.fromkeys(one.figure.text.strip() for one in others if one.figure is not None))
        assert claim.figure is not None, "chosen for its figure"
        reason = Note(
            f"同一利率文中另写作{shown}，与{claim.figure.text.strip()}没有重叠。",
            f"Of the same rate the text also has {shown.replace('、', ', ')}, which {claim.figure.text.strip()} does not meet.",
        )
        yield from refute([claim], "cross_statement", reason, quoted(*(one.passage for one in others)))


def _spans(claim: Claim) -> bool:
    figure = claim.figure
    return figure is not None and figure.upper is not None and figure.kind is Kind.PERCENT and claim.metric.endswith("_rate")


def _lies_apart(first: Claim, second: Claim) -> bool:
    """Whether two ranges do not meet, and their middles are far from each other."""
    low, high = sorted((_ends(first), _ends(second)))
    return low[1] < high[0] and sum(high, Fraction(0)) > sum(low, Fraction(0)) * _APART


def _ends(claim: Claim) -> tuple[Fraction, Fraction]:
    assert claim.figure is not None, "chosen for its figure"
    return Fraction(claim.figure.value), Fraction(claim.figure.upper or claim.figure.value)


def _years(claim: Claim) -> int | None:
    """The year that its sentence prints; a year that is only the item's counts for nothing."""
    return claim.period.end.year if claim.period is not None and claim.period.at != (-1, -1) else None


def _tells(outline: Outline, claim: Claim) -> bool:
    figure, line = claim.figure, outline.line(claim)
    if figure is None or line is None or figure.kind not in _KINDS or claim.nature is not Nature.FACT or claim.stripped:
        return False
    if not claim.metric or claim.group or claim.aspect not in _ASPECTS:
        return False
    text, base = claim.passage.text, claim.passage.start
    around = (
        text[max(0, figure.start - base - _BEFORE) : figure.start - base].rpartition("\n")[2]
        + "#"
        + text[figure.end - base : figure.end - base + _BEHIND].partition("\n")[0]
    )
    if claim.metric.endswith(_LINES):
        return digits_of(figure) >= _SLIP_DIGITS and figure.upper is None
    told = digits_of(figure) >= _SLIP_DIGITS or figure.upper is not None or "_to_" in claim.metric
    return told and figure.hedge in (Hedge.NONE, Hedge.ABOUT) and not _ELSEWHEN.search(around)


def _one_thing(first: Claim, second: Claim) -> bool:
    """Whether two claims speak of one quantity at one time; a time that is not printed is that of the text."""
    if first.passage == second.passage or first.passage.item != second.passage.item:
        return False
    aspects = {first.aspect, second.aspect}
    if (
        (first.metric, first.ambiguous) != (second.metric, second.ambiguous)
        or not (len(aspects) == 1 or aspects <= _LEVELS)
        or first.signed != second.signed
    ):
        return False
    if _whose(first) != _whose(second) or _kind(first) is not _kind(second):
        return False
    spans = [(one.period.start, one.period.end) if one.period is not None else None for one in (first, second)]
    printed = [one.period is not None and one.period.at != (-1, -1) for one in (first, second)]
    if spans[0] is None or spans[1] is None or spans[0] == spans[1]:
        return spans[0] == spans[1]
    return (
        all(printed)
        and spans[0][1] == spans[1][1]
        and (spans[0][0].year, spans[0][0].month) == (spans[1][0].year, spans[1][0].month)
    )


def _are_cases(outline: Outline, first: Claim, second: Claim) -> bool:
    """Whether the figures are what different moves in front of them lead to: cases of an example, not one quantity told twice."""
    moves = [
        {
            other.figure.base
            for other in outline.claims
            if other.figure is not None
            and other.aspect is Aspect.GROWTH
            and other.passage == one.passage
            and other.start < one.start
        }
        for one in (first, second)
    ]
    if first.metric in _OF_ACCOUNTS and any(_CASE.search(one.passage.text) for one in (first, second)):
        return True
    return moves[0] != moves[1] and (all(moves) or first.metric in _OF_ACCOUNTS)


def _whose(claim: Claim) -> str:
    """Whose quantity it is; a line or a rate that is nobody's in particular is the market's."""
    if claim.metric.endswith((*_LINES, "_rate")) and ":" not in claim.scope:
        return "market"
    return claim.scope or claim.subject


def _is_told_exactly(first: Claim, second: Claim) -> bool:
    """Whether both are told with digits enough that the later one is held to the earlier."""
    return all(
        one.figure is not None and digits_of(one.figure) >= _SLIP_DIGITS and one.figure.upper is None for one in (first, second)
    )


def _has_kin(outline: Outline, claim: Claim, rival: Claim) -> bool:
    """Whether another figure of the same measure, wherever it stands, is of the same order, so that this telling is no slip."""
    assert claim.figure is not None, "chosen for its figure"
    size = claim.figure.base
    return any(
        one.figure is not None
        and one.metric == claim.metric
        and one.passage not in (claim.passage, rival.passage)
        and one.figure.kind is claim.figure.kind
        and size <= 2 * one.figure.base <= 4 * size
        for one in outline.claims
    )


def _kind(claim: Claim) -> Kind | None:
    return claim.figure.kind if claim.figure is not None else None


def _agrees(first: Claim, second: Claim) -> bool:
    """Whether the second value bears the first out: it is the same, be it with its point at another place."""
    assert first.figure is not None, "chosen for its figure"
    assert second.figure is not None, "chosen for its figure"
    if first.metric.endswith(_LINES):
        return first.figure.rounding().meets(second.figure.rounding())
    said, known = first.figure.interval(), second.figure.interval()
    return any(said.meets(known.scaled(factor)) for factor in (Fraction(1), *_TENS))


def _slipped(first: Claim, second: Claim) -> bool:
    one, two = first.figure, second.figure
    assert one is not None, "chosen for its figure"
    assert two is not None, "chosen for its figure"
    met = one.rounding().meets(two.rounding()) if first.metric.endswith(_LINES) else one.interval().meets(two.interval())
    if met or (one.currency != two.currency and one.currency and two.currency):
        return False
    if first.metric.endswith(_LINES):
        return sorted(str(one.value)) == sorted(str(two.value))
    return _is_slip(one, two) or _is_slip(two, one)


def _is_slip(one: Figure, two: Figure) -> bool:
    if one.upper is not None or two.upper is not None or min(digits_of(one), digits_of(two)) < _SLIP_DIGITS:
        return _is_shifted(one, two)
    return one.half_ulp > 0 and is_slip(one, two.rounding())


def _is_shifted(one: Figure, two: Figure) -> bool:
    """Whether the same digits stand there with the point at another place, at both ends of a range."""
    ends = [(one.base, two.base), ((one.upper or one.value) * one.size, (two.upper or two.value) * two.size)]
    factors = {Fraction(first) / Fraction(second) for first, second in ends if second}
    return (one.upper is None) == (two.upper is None) and len(factors) == 1 and factors <= _TENS
