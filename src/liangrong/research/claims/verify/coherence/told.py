"""Words of order, streak, record and direction against the standings of an article: which standing a claim speaks of, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.extract.mentions import mentions_in
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import Outline
from liangrong.research.claims.verify.coherence.polarity import LEAST, MOST
from liangrong.research.claims.verify.coherence.prose_standings import in_bullets, in_line
from liangrong.research.claims.verify.coherence.sayings import (
    AMOUNT,
    PLACE_CUE,
    RUN,
    STEP,
    counts_hold,
    place_holds,
    places_hold,
    sign_in,
    sum_holds,
    ways_hold,
)
from liangrong.research.claims.verify.coherence.series_sayings import (
    move_holds,
    overall_holds,
    record_holds,
    step_holds,
    streak_holds,
    trend_holds,
)
from liangrong.research.claims.verify.coherence.standings import Standing
from liangrong.research.claims.verify.coherence.table_standings import in_tables
from liangrong.research.claims.verify.document.content_words import content
from liangrong.research.claims.verify.document.grid_groups import is_hinted
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support
from liangrong.research.claims.words.ratios import RATIO

__all__ = ["check_told"]

_NEAR: Final = 6
_FAR: Final = 20
"""Passages between a table and what is said of it."""
_LONGEST: Final = 160
_OPEN: Final = re.compile(
    r"至[多少]|\bat (?:most|least)\b|的[\d.]+倍|不是|并非|没有|是否|若|如果|预计|可能|[?？]|之一|几乎|最[多高低少](?:可|能|放大|只|不|达|为)|[几多]少?倍|\b(?:not|no longer|never|n't|if|would|could|(?-i:may)|might|expect\w*|likely|(?:one|some|many|most) of the|among the(?! (?:two|three|four|five|six|seven|eight|nine|ten)\b)|(?:two|three|four) of the (?=(?:largest|biggest|most|top))|almost|nearly)\b",
    re.IGNORECASE,
)
_SAYINGS: Final = (
    streak_holds,
    trend_holds,
    step_holds,
    record_holds,
    overall_holds,
    sum_holds,
    counts_hold,
    places_hold,
    place_holds,
    ways_hold,
    move_holds,
)
_OF_ONE: Final = (step_holds, record_holds, places_hold, place_holds, move_holds)
"""Sayings of one entry, which the clause before may name."""
_MANY: Final = r"[\d一二两三四五六七八九十]"
_CUE: Final = re.compile(
    rf"{PLACE_CUE.pattern}|{STEP.pattern}|{RUN.pattern}|逐[日天周月季年]|新[高低]|[高低]点|峰值|{_MANY}[天日周家只类]|一[增升涨降跌减]|方向|背道|齐|之和|总和|合计|加起来|加总|全[周月]|"
    r"\b(?:diverged|opposite|combined|together|in total|trough|ended|closed|finished|new (?:high|low)|all-time|once|twice|thrice|days|sessions|(?:tops|topped|exceeds|beats) (?:every|all|each))\b",
    re.IGNORECASE,
)
"""What any of them needs, beside words of direction."""
_FIGURE: Final = re.compile(
    r"\d[\d,]*(?:\.\d+)?(?:\s?(?:%|％|[万亿]+元?|元|倍|billion|million|trillion|bn|yuan|points|per cent))+", re.IGNORECASE
)
_LEANING: Final = re.compile(
    r"^\W*(?:(?:and|but|which|that|making|being|is|was|were|are|the|it|still|also|its|a|ranking|coming)\b\W*)*", re.IGNORECASE
)
_IN_TURN: Final = re.compile(r"依次|分[别列]|\brespectively\b", re.IGNORECASE)
_RATIO: Final = re.compile(r"占|比例|比重|比率|按|若以|\b(?:share|ratio|measured|relative|per)\b", re.IGNORECASE)
"""What brings in a measure that no column may have."""
_COUNTED: Final = re.compile(rf"有{_MANY}+[个只家类]")
"""A clause that counts entries of its own."""
_SHORT: Final = 40
_TYPES: Final = {
    "streak_holds": "count_mismatch",
    "counts_hold": "count_mismatch",
    "ways_hold": "wrong_sign",
    "overall_holds": "wrong_sign",
    "move_holds": "wrong_sign",
}
_SAID: Final = (Aspect.STREAK, Aspect.COUNT, Aspect.RANK, Aspect.RECORD, Aspect.ORDER, Aspect.LEVEL)


def check_told(outline: Outline) -> Iterator[Ruling]:
    """Rule on claims in words, and on those that say a place, a record or a streak beside their figure."""
    prose = [one for line in outline.lines for one in in_line(line)]
    whole = [one for one in prose if len(one.entries) > 1]
    standings = [*whole, *in_bullets(outline), *in_tables(outline.article), *_paragraphs(prose)]
    if not standings:
        return
    for claim in outline.claims:
        if claim.nature is not Nature.FACT or claim.stripped or claim.passage.role in ("row", "furniture"):
            continue
        if (claim.figure is not None and claim.aspect not in _SAID) or len(claim.text) > _LONGEST or _OPEN.search(claim.text):
            continue
        if not (sign_in(claim.text) or _CUE.search(claim.text)):
            continue
        yield from _ruled(claim, standings)


def _ruled(claim: Claim, standings: Sequence[Standing]) -> Iterator[Ruling]:
    lead = _lead(claim) if _leans(claim.text) else ""
    groups = list(_meant(claim, lead, standings))
    for saying in (record_holds, sum_holds, places_hold) if AMOUNT.search(claim.text) else _SAYINGS:
        found = []
        for group, is_sure in groups:
            text = claim.text
            asked = [one for one in group if saying is not step_holds or one.is_stepped]
            before = claim.passage.text[: claim.start - claim.passage.start]
            if (not is_sure and _RATIO.search(before)) or (RATIO.search(text) and not _are_ratios(group)):
                continue
            if lead and saying in _OF_ONE and not _COUNTED.search(text) and not any(one.named(text) for one in asked):
                if not all(_prints(lead, one) for one in asked):
                    continue
                text = f"{_FIGURE.sub(' ', lead)}{text}"
            verdicts = {saying(text, one) for one in asked if is_sure or saying is not move_holds}
            if len(verdicts) == 1 and None not in verdicts:
                found.append((asked[0], verdicts.pop()))
        if not found:
            continue
        standing, holds = found[0]
        reason = Note(f"文中所列：{standing.shown}。", f"The text has {standing.shown.replace('、', ', ')}.")
        if not holds:
            yield from refute([claim], _TYPES.get(saying.__name__, "sort_order"), reason, quoted(standing.entries[0].passage))
        elif all(one for _, one in found) and (not standing.is_joined or saying is sum_holds):
            yield from support([claim], reason, quoted(standing.entries[0].passage))
        return


def _are_ratios(standings: Sequence[Standing]) -> bool:
    return any(one.figure.kind in (Kind.PERCENT, Kind.MULTIPLE) for standing in standings for one in standing.entries)


def _lead(claim: Claim) -> str:
    """The clause before a claim in its sentence."""
    before = re.split(r"[。；;！？!?]|\.\s", claim.passage.text[: max(claim.start - claim.passage.start, 0)])[-1]
    if not before.rstrip().endswith(("，", ",")) or len(before) > _LONGEST or _OPEN.search(before):
        return ""
    cut = max((one.end() for one in re.finditer(r"[，,](?=\D)", before.rstrip(" ，,"))), default=0)
    return before if len(before) < _SHORT or _IN_TURN.search(claim.text) else before[cut:]


def _leans(text: str) -> bool:
    """Whether a clause says something of what the clause before names: it has no subject of its own."""
    if not re.search(r"[a-z]{3}", text):
        return True
    bare = _LEANING.sub("", text)
    return any(one.match(bare) for one in (MOST, LEAST, STEP, PLACE_CUE)) or bool(sign_in(" ".join(bare.split()[:2])))


def _prints(lead: str, standing: Standing) -> bool:
    """Whether the figures of a clause, if it has any, are that of the one entry it names, or its move: else it speaks of another measure."""
    told = {Fraction(one[0].replace(",", "")) for one in re.finditer(r"\d[\d,]*(?:\.\d+)?", " ".join(_FIGURE.findall(lead)))}
    named = standing.named(_FIGURE.sub(" ", lead))
    return not told or any(
        abs(Fraction(one.figure.value)) in told
        or (one.old is not None and abs(Fraction(one.figure.value - one.old.value)) in told)
        for one in named
    )


def _meant(claim: Claim, lead: str, standings: Sequence[Standing]) -> Iterator[tuple[list[Standing], bool]]:
    """The standings that a claim may speak of, the nearest first, and whether its words say so; the columns of one table together, those it means alone."""
    near = [
        one
        for one in standings
        if one.item == claim.passage.item
        and _distance(claim, one) <= (_FAR if one.is_table else _NEAR)
        and not _holds(claim, one)
    ]
    near.sort(key=lambda one: (one.is_joined, _distance(claim, one), one.first > claim.passage.number))
    done: set[int] = set()
    for one in near:
        if not one.is_table:
            if _fits(claim, one):
                yield [one], True
        elif one.first not in done:
            done.add(one.first)
            columns = [other for other in near if other.is_table and other.first == one.first]
            words = content(claim.text)
            meant = [other for other in columns if (own := content(other.column)) and own <= words]
            meant = meant or [other for other in columns if claim.metric and claim.metric in other.metrics]
            for text in (claim.text, lead):
                meant = meant or [other for other in columns if _is_meant(text, other)]
            meant = meant or _by_last(claim.text, columns)
            yield meant or columns, bool(meant)


def _distance(claim: Claim, standing: Standing) -> int:
    number = claim.passage.number
    return max(standing.first - number, number - standing.last, 0)


def _holds(claim: Claim, standing: Standing) -> bool:
    """Whether the words of a claim are those in which the standing itself is told."""
    inside = sum(claim.start <= one.figure.start < claim.end for one in standing.entries)
    own = claim.aspect is Aspect.LEVEL and any(one.figure == claim.figure for one in standing.entries)
    return inside > 1 or own


def _fits(claim: Claim, standing: Standing) -> bool:
    """Whether a claim names no other measure, and nobody else."""
    if standing.is_timed and claim.scope and standing.scopes and claim.scope not in standing.scopes:
        return False
    named = _metrics(claim.text)
    return not named or not standing.metrics or bool(named & standing.metrics) or _flows(named) == _flows(standing.metrics)


@lru_cache(maxsize=64)
def _metrics(text: str) -> frozenset[str]:
    """The measures that a text names."""
    return frozenset(one.term.metric for one in mentions_in(text))


def _flows(metrics: frozenset[str] | set[str]) -> bool:
    return any(re.search(r"net_|flow|purchase|repay", one) for one in metrics)


def _is_meant(text: str, standing: Standing) -> bool:
    named = _metrics(text)
    if named & standing.metrics:
        return True
    words = content(standing.column)
    return bool(words and words <= content(text)) or is_hinted(text, standing.column)


def _by_last(text: str, columns: Sequence[Standing]) -> list[Standing]:
    """The one column whose last word alone stands in a text: 余额 of 融券余额."""
    found = [one for one in columns if len(one.column) > 2 and not one.column.isascii() and one.column[-2:] in text]
    return found if len(found) == 1 else []


def _paragraphs(lines: Sequence[Standing]) -> Iterator[Standing]:
    """Standings of the names of two or three sentences that follow each other and measure one thing."""
    for number, first in enumerate(lines):
        joined = [first]
        for other in lines[number + 1 : number + 3]:
            if other.item == first.item and other.first - joined[-1].last == 1 and other.joins(first):
                joined.append(other)
                yield replace(
                    first, entries=tuple(entry for one in joined for entry in one.entries), last=other.last, is_joined=True
                )
