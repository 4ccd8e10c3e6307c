"""So many of a group did one thing, so many another, and the rest a third: the parts make up the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.closure.operands import sentences
from liangrong.research.claims.verify.closure.words import way_of
from liangrong.research.claims.verify.grammar.quantities import Quantity
from liangrong.research.claims.verify.grammar.verdicts import closes, failed

__all__ = ["check_partitions"]

_REST: Final = re.compile(
    r"(?:其余|剩余|剩下|余下|其他|其它)的?(?:则)?(?:有|为|的)?(?:另外)?\s*$|\b(?:the )?(?:other|remaining|others,)\s*$",
    re.IGNORECASE,
)
_SOME: Final = re.compile(r"^\s*\w+ ones\b|^(?:中小|大型|小型|头部)", re.IGNORECASE)
"""What makes the others only some of the others."""
_BESIDES: Final = re.compile(
    r"另外?有?\s*$|\b(?:and|while|with|plus)\s*(?:the other |another )?$|[，,、;；]\s*(?:and |以及|和)?\s*$", re.IGNORECASE
)
_OF: Final = re.compile(r"\b(?:out )?of (?:the |all (?:the )?|these |those |its |our )?$", re.IGNORECASE)
_OPENS: Final = re.compile(
    r"^[^，,。；;]{0,30}?(?:之?中|里|当中|内)?[，,:：]|^[^.;]{0,60}?(?:[:：,]|\bof (?:which|whom|them)\b)|^[^。；]{0,12}其中|^[^，。；]{0,14}(?:之?中|里)有?$",
    re.IGNORECASE,
)
_NESTED: Final = re.compile(r"^[^,.;，。；]{0,12}\b(?:of (?:them|which|whom|these|those)|among them)\b", re.IGNORECASE)
_NESTED_BEFORE: Final = re.compile(r"\b(?:including|of which|among them|with)\s*$|其中(?:有)?\s*$|包括\s*$", re.IGNORECASE)
_FEWEST: Final = 3
_MOST: Final = 8
_NEAR: Final = 10
"""Three or more parts that exceed their whole by less than a tenth of it were meant to make it up."""


def check_partitions(operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """Rule on the parts of every counted whole, in its sentence or the one after."""
    groups = list(sentences(operands))
    for place, group in enumerate(groups):
        here = [one for one in group if _is_count(one)]
        found = list(_of_sentence(here))
        if not found and place and groups[place - 1][0].sentence == group[0].sentence - 1:
            found = list(_of_two(groups[place - 1], here))
        yield from found


def _of_sentence(here: Sequence[Quantity]) -> Iterator[Ruling]:
    for at, whole in enumerate(here[:-1]):
        ahead, behind = here[:at], here[at + 1 :]
        behind = _run(whole, behind)
        if at == 1 and _OF.fullmatch(whole.before.lstrip()) and _rest(behind):
            yield from _judged(whole, ahead, behind)
            return
        opens = behind and (_OPENS.match(_between(whole, behind[0])) or _OF.search(whole.before))
        if not ahead and opens and len(behind) > 1:
            yield from _judged(whole, (), behind)
            return


def _of_two(before: Sequence[Quantity], here: Sequence[Quantity]) -> Iterator[Ruling]:
    """The parts in the sentence after the one that ends with the whole: 19 of them, 14 and five."""
    wholes = [one for one in before if _is_count(one)]
    if (
        len(wholes) == 1
        and len(here) >= _FEWEST
        and re.match(r"^\s*(?:of )?(?:them|these|those)\b", here[0].after.lstrip(" of"), re.IGNORECASE)
    ):
        yield from _judged(wholes[0], (), _run(wholes[0], here))


def _run(whole: Quantity, behind: Sequence[Quantity]) -> list[Quantity]:
    """The counts behind a whole that can be its parts: no larger than it, of its noun or of none."""
    found: list[Quantity] = []
    for one in behind[:_MOST]:
        if one.figure.value > whole.figure.value:
            break
        if "" not in (one.figure.unit, whole.figure.unit) and one.figure.unit[0] != whole.figure.unit[0] and not _is_verb(one):
            continue
        if _NESTED.match(one.after) and found:
            continue
        if found and _NESTED_BEFORE.search(one.before) and way_of(one.before, one.after) != "flat":
            continue
        found.append(one)
        if _REST.search(one.before):
            break
    return found


def _judged(whole: Quantity, ahead: Sequence[Quantity], behind: Sequence[Quantity]) -> Iterator[Ruling]:
    parts = [*ahead, *behind]
    total = int(whole.figure.value)
    values = [int(one.figure.value) for one in parts]
    if len(parts) < 2 or total <= max(values):
        return
    rest = parts[-1] if _REST.search(parts[-1].before) else None
    trio = {way_of(one.before, one.after) for one in parts}
    complete = len(parts) >= _FEWEST and {"up", "down", "flat"} <= trio
    exact = sum(values) == total
    if exact and (rest is not None or {"up", "down"} <= trio or len(parts) >= _FEWEST):
        yield from closes([whole, *parts], f"{' + '.join(map(str, values))} = {total}")
        return
    if rest is not None:
        others = values[:-1]
        nested = any(sum(some) + values[-1] == total for size in range(1, len(others)) for some in combinations(others, size))
        if not nested and sum(others) < total and not _SOME.match(rest.after):
            yield from _failed(rest, whole, others, total - sum(others))
        return
    over = sum(values) - total
    close = len(parts) >= _FEWEST and 0 < over * _NEAR <= total and _BESIDES.search(parts[-1].before)
    opposed = {"up", "down"} <= trio and over > 0
    if (complete and len(parts) == _FEWEST) or close or opposed:
        last = parts[-1]
        together = whole.claim.start == parts[0].claim.start == parts[1].claim.start
        wrong = [
            one for one in parts if one is last or (together and one.claim.start == whole.claim.start) or _is_twin(one, last)
        ]
        right = total - sum(values[:-1])
        note = Note(
            f"{' + '.join(map(str, values))} = {sum(values)}，而总数是{total}。",
            f"{' + '.join(map(str, values))} = {sum(values)}, but there are {total} in all.",
        )
        yield from failed(wrong, [whole, *parts], note.en.removesuffix("."), str(right) if right > 0 else None, "count_mismatch")


def _failed(rest: Quantity, whole: Quantity, others: Sequence[int], right: int) -> Iterator[Ruling]:
    working = f"{whole.figure.value:f} - {' - '.join(map(str, others))} = {right}"
    yield from failed([rest], [whole, rest], working, str(right), "count_mismatch")


def _is_twin(one: Quantity, last: Quantity) -> bool:
    """Whether nothing tells a part from the last one: two are neutral and two are bearish, in one clause."""
    return one.claim.start == last.claim.start and one.figure.value == last.figure.value


def _rest(parts: Sequence[Quantity]) -> bool:
    return bool(parts) and bool(_REST.search(parts[-1].before))


def _between(one: Quantity, other: Quantity) -> str:
    text, start = one.claim.passage.text, one.claim.passage.start
    return text[one.figure.end - start : other.figure.start - start]


def _is_verb(one: Quantity) -> bool:
    """Whether what was read as a noun is a verb: 11 cut it."""
    return one.figure.unit.isascii() and one.figure.unit in ("cut", "lost", "rose", "fell", "saw")


def _is_count(one: Quantity) -> bool:
    figure = one.figure
    whole = figure.value == int(figure.value) and figure.value > 0 and figure.size == 1
    return whole and figure.upper is None and figure.hedge is Hedge.NONE and figure.kind in (Kind.COUNT, Kind.NUMBER)
