"""Places that words give to printed figures (led with, third with, 依次位列第二、第三, 由高到低依次为) against the figures: a later place cannot hold more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Figure
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import AMOUNT, ANY, COUNT, MULTIPLE, RANK, Line, Outline
from liangrong.research.claims.verify.coherence.series import series_in
from liangrong.research.claims.verify.document.verdicts import refute, support

__all__ = ["check_placed"]

_VALUE: Final = f"[{AMOUNT}{COUNT}{MULTIPLE}]"
_BARE: Final = rf"[^{ANY[1:-1]}，,。；;.]"
_LEADS: Final = re.compile(
    rf"\b(?:led|topped|headed|leads|tops|heads|(?:came|ranked|placed) first|in first place|the (?:largest|biggest|highest))\b(?! to\b){_BARE}{{0,60}}?(?P<value>{_VALUE})"
    rf"|(?:居首的?是|排名第一的?是|领跑的?是|以)(?:{_BARE}{{0,12}}?)(?P<value2>{_VALUE})的?{_BARE}{{0,10}}?(?:居首|居{_BARE}{{0,8}}(?:首|榜首)|领跑|领先|位居榜首|排名第一|(?:位?居|位列|排名|名列){_BARE}{{0,10}}{RANK})",
    re.IGNORECASE,
)
_NEXT: Final = re.compile(
    rf"\b(?:followed|trailed)(?: closely)? by{_BARE}{{0,60}}?(?P<value>{_VALUE})|(?:紧随其后|其次|次之|随后)的?(?:是|为)?[，,]?{_BARE}{{0,30}}?(?P<value2>{_VALUE})|\b(?:then|next) came{_BARE}{{0,60}}?(?P<value3>{_VALUE})",
    re.IGNORECASE,
)
_AT: Final = re.compile(
    rf"(?P<rank>{RANK})(?:[- ](?:largest|biggest|highest|place))?{_BARE}{{0,40}}?\b(?:with|at|on|by|of|took|drew|had|attracted|held|posted|saw)\b{_BARE}{{0,24}}?(?P<value>{_VALUE})"
    rf"|(?P<value2>{_VALUE})[，,]?{_BARE}{{0,10}}?(?P<verb>位列|排名|排在|位居|名列|列|居)?{_BARE}{{0,6}}?(?P<rank2>{RANK})",
    re.IGNORECASE,
)
_PAIRED: Final = re.compile(rf"(?:依次|分别)?(?:位列|排名|位居|排在|名列|列|居)(?P<ranks>{RANK}(?:(?:、|和|与|及|,|，){RANK})+)")
_FALLING: Final = re.compile(
    r"[由从](?:高|大|多)[到至](?:低|小|少)|\b(?:in descending order|from (?:the )?(?:highest|largest|biggest|most) to)\b",
    re.IGNORECASE,
)
_RISING: Final = re.compile(
    r"[由从](?:低|小|少)[到至](?:高|大|多)|\b(?:in ascending order|from (?:the )?(?:lowest|smallest|least) to)\b", re.IGNORECASE
)
_LEAST: Final = re.compile(
    r"\b(?:smallest|lowest|least|weakest|fewest|bottom|ascending)\b|最(?:少|小|低|弱)|末位|垫底|由低到高|从低到高|并列",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(r"[。！？]|\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class _Place:
    number: int
    figure: Figure
    at: int
    rank: Figure | None = None


def check_placed(outline: Outline) -> Iterator[Ruling]:
    """Rule on figures that the words of one sentence put in places."""
    for line in outline.lines:
        if sum(map(line.text.count, (AMOUNT, COUNT, MULTIPLE))) < 2:
            continue
        yield from _sorted(line)
        start = 0
        for end in [*(match.end() for match in _SENTENCE.finditer(line.text)), len(line.text)]:
            if not _LEAST.search(line.text[start:end]):
                yield from _ruled(line, _places(line, start, end))
            start = end


def _places(line: Line, start: int, end: int) -> list[_Place]:
    """The places of a sentence, in the order of the text."""
    text = line.text[:end]
    found: dict[int, _Place] = {}
    for match in _PAIRED.finditer(text, start):
        ranks = line.within(match.start("ranks"), match.end("ranks"))
        series = [some for some in series_in(line, 2) if some[-1].end <= ranks[0].start and line.place(some[0]) >= start]
        if series and len(series[-1]) == len(ranks):
            for rank, figure in zip(ranks, series[-1], strict=True):
                found[line.place(figure)] = _Place(int(rank.value), figure, match.start(), rank)
    for match in _AT.finditer(text, start):
        forward = match["value"] is not None
        at = match.start("value" if forward else "value2")
        rank = line.at(match.start("rank" if forward else "rank2"))
        if forward or match["verb"] or "首" in rank.text:
            found.setdefault(at, _Place(int(rank.value), line.at(at), match.start(), rank))
    for match in _LEADS.finditer(text, start):
        place = match.start("value") if match["value"] else match.start("value2")
        inside = line.within(match.start(), match.end())
        if not any(one.value != 1 and line.text[line.place(one)] == RANK for one in inside):
            found.setdefault(place, _Place(1, line.at(place), match.start()))
    for match in _NEXT.finditer(text, start):
        place = next(match.start(name) for name, value in match.groupdict().items() if value)
        before = [one for one in found.values() if line.place(one.figure) < place]
        if before and place not in found:
            found[place] = _Place(max(one.number for one in before) + 1, line.at(place), match.start())
    return [found[place] for place in sorted(found)]


def _ruled(line: Line, places: Sequence[_Place]) -> Iterator[Ruling]:
    for first, second in combinations(sorted(places, key=lambda one: one.number), 2):
        if first.number == second.number or first.figure.kind is not second.figure.kind or not _comparable(line, first, second):
            continue
        if not _size(first.figure).below(_size(second.figure)):
            continue
        reason = Note(
            f"{first.figure.text.strip()}排在{second.figure.text.strip()}之前，却比它小。",
            f"{first.figure.text.strip()} is put before {second.figure.text.strip()}, which is more.",
        )
        later = max(first, second, key=lambda one: (one.at, line.place(one.figure)))
        together = [first, second] if first.at == second.at else [later]
        said = line.of([one.rank for one in together if one.rank is not None]) + line.of(
            [] if first.at == second.at else [later.figure]
        )
        yield from refute(said or line.of([later.figure]), "sort_order", reason, basis="within_sentence")
        return


def _comparable(line: Line, first: _Place, second: _Place) -> bool:
    """Whether two places are of one ranking: figures of one metric and aspect, as far as the text says."""
    one, two = ({(claim.metric, claim.aspect) for claim in line.of([place.figure])} for place in (first, second))
    return not one or not two or bool(one & two) or {"" for metric, _ in one | two if not metric} == {""}


def _sorted(line: Line) -> Iterator[Ruling]:
    """A list that is said to fall, or to rise, and its figures."""
    for words, falls in ((_FALLING, True), (_RISING, False)):
        for match in words.finditer(line.text):
            behind = [some for some in series_in(line) if line.place(some[0]) > match.start()]
            if len(behind) != 1:
                continue
            pairs = [(first, second) for first, second in combinations(behind[0], 2)]
            wrong = [
                pair
                for pair in pairs
                if (_size(pair[0]).below(_size(pair[1])) if falls else _size(pair[1]).below(_size(pair[0])))
            ]
            right = all(
                _size(second).below(_size(first)) if falls else _size(first).below(_size(second)) for first, second in pairs
            )
            listed = "、".join(one.text.strip() for one in behind[0])
            reason = Note(f"所列依次为{listed}。", f"The figures in turn are {listed.replace('、', ', ')}.")
            said = _said(line, match.start(), match.end())
            if wrong:
                yield from refute(said, "sort_order", reason, basis="within_sentence")
            elif right:
                yield from support(
                    [one for one in said if one.aspect in (Aspect.ORDER, Aspect.RANK)], reason, basis="within_sentence"
                )


def _said(line: Line, start: int, end: int) -> list[Claim]:
    """What says the order: the claim of it, else whatever claim stands at its words."""
    low, high = line.origin(start), line.origin(end)
    near = [one for one in line.claims if one.start < high and low < one.end]
    orders = [one for one in near if one.aspect in (Aspect.ORDER, Aspect.RANK)]
    return orders or [one for one in near if one.figure is None] or near[:1]


def _size(figure: Figure) -> Interval:
    return -figure.interval() if figure.value < 0 else figure.interval()
