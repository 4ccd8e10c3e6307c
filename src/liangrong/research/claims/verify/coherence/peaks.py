"""Records against the old peak that the same text prints: a new high lies above it, and what it passed already is not passed for the first time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.figure import Figure
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import AMOUNT, Line, Outline
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_peaks"]

_GAP: Final = rf"[^{AMOUNT}。；;]"
_OLD: Final = re.compile(
    rf"\b(?:old|previous|prior|earlier|former|last|standing)\s(?:all-time\s)?(?:peak|high|record|best)\b{_GAP}{{0,48}}?(?P<a>{AMOUNT})"
    rf"|(?:此前|之前|先前|原先?|上一个?|前一?次?)的?(?:历史)?(?:高点|高位|纪录|峰值|新高|最高(?:点|值|纪录)?){_GAP}{{0,20}}?(?P<b>{AMOUNT})"
    rf"|(?:刷新|打破|超越|改写)了?{_GAP}{{0,20}}?(?P<c>{AMOUNT})的?(?:历史)?(?:纪录|高点|峰值|新高)"
    rf"|(?P<d>{AMOUNT}),? (?:which had been|until then|the (?:old|previous|prior) (?:peak|high|record|best)|had been the)",
    re.IGNORECASE,
)
_NEW: Final = re.compile(
    r"新高|纪录|历史最高|首[次度]|\b(?:all-time high|record|highest|best|first time|never before|new (?:peak|high))\b",
    re.IGNORECASE,
)
_LOW: Final = re.compile(
    r"新低|最低|谷底|\b(?:low|lowest|trough|worst)\b|未能|没有|\b(?:fail\w*|short of|not|below)\b", re.IGNORECASE
)


def check_peaks(outline: Outline) -> Iterator[Ruling]:
    """Rule on records beside which the old one is printed."""
    for line in outline.lines:
        after = outline.after(line)
        for where in (line, *((after,) if after is not None else ())):
            match = _OLD.search(where.text)
            if match is None:
                continue
            place = next(match.start(name) for name in "abcd" if match[name])
            if not _LOW.search(where.text):
                yield from _ruled(line, where, where.at(place), match)
            break


def _ruled(line: Line, where: Line, old: Figure, match: re.Match[str]) -> Iterator[Ruling]:
    start, end = (match.start(), match.end()) if where is line else (len(line.text), len(line.text))
    rewrites = match["c"] is not None
    spots = [
        place
        for place, one in zip(line.places, line.figures, strict=True)
        if line.text[place] == AMOUNT and one is not old and one.kind is old.kind and (place < start or place >= end)
    ]
    said = _NEW.search(line.text, 0, start) or _NEW.search(line.text, end)
    if (said is None and not rewrites) or not spots:
        return
    at = match.start() if said is None else said.start()
    claims = _claims(line, at, old)
    crossed = [one.figure for one in claims if one.aspect is Aspect.CROSSING and one.figure is not None]
    new = [line.at(place) for place in spots if not crossed or line.at(place).start != crossed[0].start]
    if len(new) != 1 and not crossed:
        return
    mark = crossed[0] if crossed else new[0]
    reason = Note(
        f"{mark.text.strip()}，而此前的高点是{old.text.strip()}。", f"{mark.text.strip()}; the old peak was {old.text.strip()}."
    )
    above, below = old.rounding(), mark.rounding()
    if crossed:
        if re.search(r"首|第一次|first|never", line.text, re.IGNORECASE) and below.below(above):
            yield from refute(claims, "sort_order", reason, quoted(where.passage))
    elif below.below(above):
        yield from refute(claims or line.of([old]), "sort_order", reason, quoted(where.passage))
    elif above.below(below):
        yield from support([one for one in claims if one.aspect is Aspect.RECORD], reason, quoted(where.passage))


def _claims(line: Line, at: int, old: Figure) -> list[Claim]:
    place = line.origin(at)
    here = [one for one in line.claims if one.nature is Nature.FACT and one.start <= place < one.end and one.figure is not old]
    here = [one for one in here if one.figure is None or one.figure.start != old.start]
    records = [one for one in here if one.aspect in (Aspect.RECORD, Aspect.CROSSING)]
    return records or [one for one in here if one.figure is None]
