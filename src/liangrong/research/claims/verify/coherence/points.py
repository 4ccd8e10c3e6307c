"""Percentage points where only per cent can stand: a part of a whole, and by how much an amount or a number of things grew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import AMOUNT, COUNT, Line, Outline
from liangrong.research.claims.verify.comparison import digits_of
from liangrong.research.claims.verify.grammar.verdicts import informative
from liangrong.research.claims.verify.rulings import refuted
from liangrong.research.claims.words.amounts import AMOUNT_NOUNS, SIGNED

__all__ = ["check_points"]

_PART: Final = re.compile(
    r"(?:占(?!比[^，,。；]{0,6}[升降增减回提])[^，,。；#]{0,14}?(?:比[例重]?)?(?:到|达到?|了|约|为|的|至|有|是|仅|只)*|(?:accounts? for|accounted for|makes? up|made up|equal(?:s|led)? to)(?: about| roughly| some| only| just)?\s*)$",
    re.IGNORECASE,
)
_GREW: Final = re.compile(
    rf"{AMOUNT}(?:元)?(?:\s*[，,、(（]?\s*(?:即|或|相当于|[增降涨跌升]幅(?:为|达到?|约|是)*)|,? or(?: about| roughly| some| nearly)?|,? (?:a|an) (?:rise|increase|gain|fall|drop|decline|decrease|growth) of(?: about| roughly)?)\s*$",
    re.IGNORECASE,
)
_MOVED: Final = re.compile(
    r"上升|提[高升]|下降|回落|增加|减少|变[动化]|高出|低了|多|少|差|扩大|收窄|较|\b(?:up|down|rise|rose|rising|fell|fall\w*|higher|lower|gain\w*|increase\w*|decrease\w*|drop\w*|than|gap|difference|contribut\w*|widen\w*|narrow\w*)\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[，,。；;]")
_RATIO: Final = re.compile(
    r"占|比[例重率]|之比|率|贡献|权重|份额|仓位|杠杆|市场份|胜|概率|敞口|利|息|\b(?:ratios?|rates?|shares? of|as a share|percentage of|weights?|yields?|leverage|allocations?|contribut\w*|probabilit\w*|concentration)\b",
    re.IGNORECASE,
)
"""What is told in per cent, so that it moves by points."""
_FROM_TO: Final = re.compile(
    rf"(?:\bfrom\b|由|从|自)[^{AMOUNT}{COUNT}。；;.]{{0,24}}[{AMOUNT}{COUNT}][^{AMOUNT}{COUNT}。；;.]{{0,24}}(?:\bto\b|[至到为])[^{AMOUNT}{COUNT}。；;.]{{0,12}}[{AMOUNT}{COUNT}]",
    re.IGNORECASE,
)
_LEVELS: Final = frozenset({Kind.MONEY, Kind.COUNT, Kind.SHARES})
_NEAR: Final = 2
"""Lines around the points in which the two levels may stand that are no from and to."""
_TELLING: Final = 2


def check_points(outline: Outline) -> Iterator[Ruling]:
    """Refute points of a share as it stands, and points by which money is said to have grown beside the amount itself."""
    for line in outline.lines:
        for place, figure in zip(line.places, line.figures, strict=True):
            if figure.kind is not Kind.PERCENTAGE_POINT:
                continue
            before = line.text[:place]
            part = _PART.search(before)
            if part is not None and _MOVED.search(_CLAUSE.split(before)[-1] + _CLAUSE.split(line.text[place + 1 :])[0]):
                part = None
            grew = _GREW.search(before)
            if grew is not None and line.at(grew.start()).kind is not Kind.MONEY:
                grew = None
            if part is None and grew is None and not _is_growth(outline, line, place):
                continue
            for claim in _facts(line, place):
                value = f"{figure.value:f}%"
                reason = Note(
                    f"{'占比' if part else '金额的增减幅度'}以%计，不是百分点：应为{value}。",
                    f"{'A part of a whole' if part else 'How far an amount moved'} is told in per cent, not in points: {value}.",
                )
                yield refuted(claim, reason, "unit_slip", basis="within_sentence", corrected=value)


def _facts(line: Line, place: int) -> list[Claim]:
    return [one for one in line.of([line.at(place)]) if one.nature is Nature.FACT]


def _is_growth(outline: Outline, line: Line, place: int) -> bool:
    """Whether points are said of an amount, and are how far two levels of the text lie apart in per cent."""
    clause = _CLAUSE.split(line.text[:place])[-1]
    points = line.at(place)
    subject = AMOUNT_NOUNS.search(clause) and not (_RATIO.search(clause) or SIGNED.search(clause) or AMOUNT in clause)
    if not subject or points.upper is not None or digits_of(points) < _TELLING:
        return False
    near = [one for each in (line, *outline.before(line, _NEAR)) for one in each.figures]
    pairs = list(combinations(near, 2))
    for other in outline.lines:
        if other.passage.item == line.passage.item:
            pairs += [pair for match in _FROM_TO.finditer(other.text) for pair in combinations(other.within(*match.span()), 2)]
    return any(_makes(points, *pair) or _makes(points, *pair[::-1]) for pair in pairs)


def _makes(points: Figure, new: Figure, old: Figure) -> bool:
    """Whether the growth from one level to another is what the points print."""
    alike = new.kind is old.kind and new.kind in _LEVELS and new.currency == old.currency and not (new.upper or old.upper)
    if not alike or (new.rounding().low or 0) < 0 or (old.rounding().low or 0) <= 0:
        return False
    grown, point = new.rounding().over(old.rounding()) + Interval.of(-1, -1), Fraction(new.base) / Fraction(old.base) - 1
    close = informative(grown) and any(points.rounding().meets(size) for size in (grown, -grown))
    return close or points.rounding().contains(abs(point))
