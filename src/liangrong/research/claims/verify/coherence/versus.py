"""Two things set against each other in words (more than, short of, out-earned), each with a printed figure: which is the larger is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import AMOUNT, COUNT, MULTIPLE, Line, Outline
from liangrong.research.claims.verify.document.verdicts import refute, support

__all__ = ["check_versus"]

_MORE: Final = (
    r"高于|超过|超出|超越|多于|大于|高出|胜过|强于|领先于?|快于|贵于|盖过|压过"
    r"|\b(?:above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|topp(?:ed|ing)|tops|more than|higher than|greater than|larger than|bigger than|outdid|outpaced|outstripped|out-?earned|outweighed|eclipsed|ahead of|faster than|beat|dwarfed|overtook)\b"
)
_LESS: Final = (
    r"低于|少于|小于|不及|逊于|弱于|不如|落后于?|慢于|不敌"
    r"|\b(?:below|less than|lower than|fewer than|smaller than|short of|trail(?:s|ed|ing)|lag(?:s|ged|ging)|behind|slower than|undershot|under)\b"
)
_WORDS: Final = re.compile(rf"(?P<more>{_MORE})|(?P<less>{_LESS})", re.IGNORECASE)
_STOP: Final = re.compile(
    r"[。！？；;]|\.(?=\s|$)|\b(?:if|would|could|may|might|should|must|unless|cannot|expect\w*|forecast\w*|line|threshold|limit|cap|target|requirement|half|third|quarter|double|twice|times|year|record|average|mean|peak|since)\b|若|如果|可能|应|须|预计|未|没有|是否|警戒线|平仓线|门槛|上限|下限|目标|一半|倍|成|此前|预期|历史|平均|均值|差距|曾",
    re.IGNORECASE,
)
_NOT: Final = re.compile(r"\b(?:not|never|no|n't|nor)\b|不(?:再)?$|未|没", re.IGNORECASE)
_DIFFERENCE: Final = re.compile(r"^\s*(?:by|了)|^[^，,。]{0,4}个百分点", re.IGNORECASE)
_BY: Final = re.compile(r"\b(?:by|at least|at most|up to|of more than)\s*$|出\s*$", re.IGNORECASE)
_AWAY: Final = re.compile(
    r"\s*(?:(?:percentage )?points?|pct|bps?|turns?|times|people|accounts|more|shares|or so)?\s*", re.IGNORECASE
)
"""Between a figure and the words: the figure is how far above or below."""
_TOGETHER: Final = re.compile(
    r"之和|合计|总和|加起来|\b(?:combined|together|sum of|put together|taken together)\b", re.IGNORECASE
)
_EACH: Final = re.compile(r"均|都|分别|\b(?:both|each|respectively)\b", re.IGNORECASE)
"""Several are held against several, each against its own."""
_ALSO: Final = re.compile(r"(?:还|也|又|更|\balso|\bas well as|\band)\s*(?:[\u3400-\u9fff]{1,3}|\w+)?\s*$", re.IGNORECASE)
"""What an earlier comparison compared with is not what a further one compares: above 3 %, and also above 4 %."""
_NEAR: Final = {True: 40, False: 90}


@dataclass(frozen=True, slots=True)
class _Sides:
    left: tuple[Figure, ...]
    right: tuple[Figure, ...]


def check_versus(outline: Outline) -> Iterator[Ruling]:
    """Refute a comparison that stands the wrong way round, support one in words that holds."""
    for line in outline.lines:
        if sum(map(line.text.count, (AMOUNT, COUNT, MULTIPLE))) >= 2:
            for match in _WORDS.finditer(line.text):
                yield from _compared(line, match)


def _compared(line: Line, match: re.Match[str]) -> Iterator[Ruling]:
    sides = _sides(line, match)
    if sides is None:
        return
    more = match["more"] is not None
    left = sum(Fraction(abs(one.base)) for one in sides.left)
    slack = sum(Fraction(one.half_ulp * one.size) for one in (*sides.left, *sides.right))
    joined = _TOGETHER.search(line.text[match.end() : match.end() + 60]) is not None
    rights = (
        [sum((Fraction(abs(one.base)) for one in sides.right), Fraction(0))]
        if joined
        else [Fraction(abs(one.base)) for one in sides.right]
    )
    holds = [(left > one if more else left < one) for one in rights]
    clear = [abs(left - one) > 2 * slack or (abs(left - one) > 0 and slack == 0) for one in rights]
    exact = [left != one for one in rights]
    shown = "、".join(one.text.strip() for one in sides.right)
    mine = "、".join(one.text.strip() for one in sides.left)
    reason = Note(
        f"前者{mine}，后者{shown}。", f"The first is {mine.replace('、', ' + ')}, the second {shown.replace('、', ', ')}."
    )
    said = _said(line, match)
    if not all(holds) and any(not hold and fine for hold, fine in zip(holds, exact, strict=True)):
        yield from refute(said or _standing(line, match, sides), "cross_statement", reason, basis="within_sentence")
    elif all(holds) and all(clear):
        yield from support(said, reason, basis="within_sentence")


def _sides(line: Line, match: re.Match[str]) -> _Sides | None:
    """The figures on both sides of the words: the last before them, and those behind up to the end of the sentence."""
    text = line.text
    chinese = re.search(r"[\u3400-\u9fff]", match[0]) is not None
    near = _NEAR[chinese]
    ahead = text[max(0, match.start() - near) : match.start()]
    behind = text[match.end() : match.end() + near]
    end = next((one.start() for one in re.finditer(r"[。！？；;]|\.(?=\s|$)", behind)), len(behind))
    behind = behind[:end]
    marks = re.compile(f"[{AMOUNT}{MULTIPLE}{COUNT}]")
    before = [one.start() + max(0, match.start() - near) for one in marks.finditer(ahead)]
    after = [one.start() + match.end() for one in marks.finditer(behind)]
    if not before or not after:
        return None
    first = line.at(after[0])
    lefts = [one for one in before if _alike(line.at(one), first)]
    if not lefts or lefts[-1] != before[-1]:
        return None
    gaps = (text[lefts[-1] + 1 : match.start()], text[match.end() : after[0]])
    if (
        any(_STOP.search(gap) for gap in gaps)
        or _NOT.search(gaps[0])
        or _DIFFERENCE.search(gaps[1])
        or not gaps[1].strip(" 的了约")
    ):
        return None
    if not chinese and _AWAY.fullmatch(gaps[0]):
        return None
    if _BY.search(gaps[1]) or first.hedge is not Hedge.NONE or line.at(lefts[-1]).hedge is not Hedge.NONE:
        return None
    if gaps[0].count("，") + len(re.findall(r",\s", gaps[0])) > 1 or gaps[1].count("，") + len(re.findall(r",\s", gaps[1])) > 1:
        return None
    if _ALSO.search(gaps[0]) and any(not marks.search(text[one.end() : lefts[-1]]) for one in _WORDS.finditer(text[: lefts[-1]])):
        return None
    rights = [after[0]]
    for place in after[1:]:
        between = text[rights[-1] + 1 : place]
        if not _alike(line.at(place), first) or not re.fullmatch(
            r"[^，。,;；]{0,3}(?:[、]|和|与|及|\s?and\s|,\s(?:and\s)?)[^，。,;；]{0,24}", between
        ):
            break
        rights.append(place)
    if len(rights) > 1 and _EACH.search(text[lefts[-1] + 1 : after[-1]]):
        return None
    return _Sides((line.at(lefts[-1]),), tuple(line.at(one) for one in rights))


def _alike(first: Figure, second: Figure) -> bool:
    if (
        first.kind is not second.kind
        or first.upper is not None
        or second.upper is not None
        or first.value < 0
        or second.value < 0
    ):
        return False
    if first.kind is Kind.COUNT and first.unit[:1] != second.unit[:1]:
        return False
    return first.kind not in (Kind.RANK, Kind.DURATION, Kind.PERCENTAGE_POINT, Kind.NUMBER) or (
        first.kind is Kind.NUMBER and second.kind is Kind.NUMBER
    )


def _said(line: Line, match: re.Match[str]) -> Sequence[Claim]:
    """The claim in words of the comparison."""
    return [
        one
        for one in line.worded(match.start(), match.end())
        if one.aspect in (Aspect.RELATION, Aspect.ORDER, Aspect.STATEMENT, Aspect.SIGN)
    ]


def _standing(line: Line, match: re.Match[str], sides: _Sides) -> Sequence[Claim]:
    """Where no claim was read in the words: that of the figure whose clause they stand in."""
    low, high = line.origin(match.start()), line.origin(match.end())
    there = [one for figures in (sides.right[:1], sides.left) for one in line.of(figures) if one.start <= low and high <= one.end]
    return there[:1] or line.of(sides.right[:1])
