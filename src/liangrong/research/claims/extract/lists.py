"""Lists whose figures and names belong together by place: 分别, respectively, and enumerations with a figure behind every name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.extract.entities import Entity
from liangrong.research.claims.extract.memory import Who
from liangrong.research.claims.extract.sentence import Sentence, inside
from liangrong.research.claims.figure import Figure

__all__ = ["Slot", "slots"]

_BY_PLACE: Final = re.compile(r"分别|依次(?:为|是)|各(?:大?[增减升降涨跌]|为|是)(?=[^、]{0,8}、)|\brespectively\b", re.IGNORECASE)
_FIGURE_GAP: Final = re.compile(
    r"^(?:[,，、;；\s]|和|与|及|以及|\band\b|增长|增加|上升|上涨|提高|下降|减少|下跌|降低|回落|涨|跌|升|降|了|约|大幅|净买入|净偿还|净卖出|净流入|净流出|为|达|rising|falling|up|down|about|by|a gain of|a fall of)*$",
    re.IGNORECASE,
)
_NAME_GAP: Final = re.compile(
    r"^(?:行业|板块|指数|类)?(?:\s*[(（][^()（）]*[)）])?(?:[、,，\s]|和|与|及|以及|&|\band\b(?: the\b)?)+$",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"、|以及|和|与|及")
_TAIL: Final = re.compile(
    r"(?:等.*|行业.*|板块.*|近.*|则.*|两融.*|融资.*|融券.*|的.*|股价.*|个股.*|\d.*|在.*|今年.*|去年.*|上半年.*|期间.*|合计.*|涨.*|跌.*|净.*|收.*|报.*|占.*|期末.*)$"
)
_HEAD: Final = re.compile(r"^.*(?:其中|例如|比如|包括|分别是|而|以|，|,|：|:|的)")
_STEP: Final = 60
_BREAKS: Final = re.compile(
    r"[;；。:：]|合计|共计|总计|\b(?:together|combined|total|each|both|average)\b|各|均|平均", re.IGNORECASE
)
_OPEN_HEAD: Final = re.compile(r"^.*(?:其中|例如|比如|包括|分别是|，|,|：|:)")
_NAME: Final = 6
"""Characters of a name in a list; a longer part has words in front of it."""
_ENUMERATED: Final = re.compile(
    r"^(?:[)）]|[,，、;；:]|\s|\band\b|\bfollowed by\b|\bwith\b|\bat\b|以及|和|与|及|[(（]|为|遭|获|融资|净买入|净偿还|净卖出|紧随其后|其次(?:是|为)|行业|板块|sector|the|of)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a list.

    Parameters
    ----------
    group
        The number of the list in the article, from 1.
    place
        The place in it, from 1.
    who
        The subject at the same place; ``None`` where it stands beside the figure, or where the lists differ in length.
    """

    group: int
    place: int
    who: Who | None = None


def slots(sentence: Sentence, first_group: int, listed: Sequence[Who] = ()) -> dict[int, Slot]:
    """Which figures of a sentence stand in lists, by where they begin.

    Parameters
    ----------
    listed
        The names of the last list before the sentence, to which a list without names goes back.
    """
    found: dict[int, Slot] = {}
    group = first_group
    for figures, names in (*_by_place(sentence, listed), *_in_step(sentence), *_enumerated(sentence)):
        fresh = [figure for figure in figures if figure.start not in found]
        if len(fresh) < 2:
            continue
        paired = names if len(names) == len(figures) else [None] * len(figures)
        for place, (figure, who) in enumerate(zip(figures, paired, strict=True), start=1):
            found.setdefault(figure.start, Slot(group, place, who))
        group += 1
    return found


def _by_place(sentence: Sentence, named: Sequence[Who]) -> Iterator[tuple[list[Figure], list[Who | None]]]:
    for match in _BY_PLACE.finditer(sentence.passage.text):
        at = sentence.passage.start + match.start()
        after = match[0].lower() == "respectively"
        run = (
            _run(sentence, [one for one in sentence.figures if one.end <= at], backwards=True)
            if after
            else _run(sentence, [one for one in sentence.figures if one.start >= at], backwards=False)
        )
        if len(run) >= 2 and (after or "、" not in sentence.between(at + len(match[0]), run[0].start)):
            limit = run[0].start if after else at
            found = _subjects(sentence, limit, len(run), chinese=not after)
            yield run, found or (list(named) if not inside(sentence.entities, sentence.passage.start, limit) else [])


def _in_step(sentence: Sentence) -> Iterator[tuple[list[Figure], list[Who | None]]]:
    """As many names as figures behind them, each a plain run: A and B led with 3.4 and 2.9 billion; 银行、煤炭净偿还1.2亿元和0.8亿元."""
    for chain in _chains(sentence, sentence.entities):
        behind = [one for one in sentence.figures if one.start >= chain[-1].end]
        run = _run(sentence, behind, backwards=False)
        if len(chain) < 2 or len(run) != len(chain):
            continue
        gap = sentence.between(chain[-1].end, run[0].start)
        if len(gap) <= _STEP and not _BREAKS.search(gap) and not inside(sentence.entities, chain[-1].end, run[0].start):
            yield run, [Who(one.scope, one.name) for one in chain]


def _run(sentence: Sentence, figures: Sequence[Figure], *, backwards: bool) -> list[Figure]:
    """Figures that follow each other with nothing but separators between, nearest to the word first."""
    ordered = list(reversed(figures)) if backwards else list(figures)
    run: list[Figure] = []
    for figure in ordered:
        if run:
            left, right = (figure, run[-1]) if backwards else (run[-1], figure)
            if figure.kind is not run[0].kind or not _FIGURE_GAP.match(sentence.between(left.end, right.start)):
                break
        run.append(figure)
    return list(reversed(run)) if backwards else run


def _subjects(sentence: Sentence, limit: int, wanted: int, *, chinese: bool) -> list[Who | None]:
    """The list of names before a place: the last chain of so many names, or the parts of the last Chinese list."""
    if chinese:
        clause = sentence.clause_at(limit)
        listed = _listed(sentence, clause.start, limit)
        if len(listed) >= 2:
            return list(listed)
        before = [one for one in sentence.clauses if one.end <= clause.start]
        if before and not inside(sentence.figures, before[-1].start, before[-1].end):
            listed = _listed(sentence, before[-1].start, before[-1].end)
            if len(listed) >= 2:
                return list(listed)
    chains = list(_chains(sentence, [one for one in sentence.entities if one.end <= limit]))
    fitting = [chain for chain in chains[-1:] if len(chain) == wanted]
    fitting = fitting or ([chain for chain in chains if len(chain) == wanted] if chains and len(chains[-1]) == 1 else [])
    if fitting:
        return [Who(one.scope, one.name) for one in fitting[-1]]
    return [Who(one.scope, one.name) for one in chains[-1]] if chains and len(chains[-1]) > 1 else []


def _listed(sentence: Sentence, start: int, end: int) -> list[Who]:
    region = sentence.between(start, end)
    if "、" not in region and not re.search(r"和|与|及", region):
        return []
    found = []
    at = 0
    for part in _SPLIT.split(region):
        place = region.index(part, at)
        at = place + len(part)
        names = inside(sentence.entities, start + place, start + place + len(part))
        names = [one for one in names if not any(m.start <= one.start and one.end <= m.end for m in sentence.mentions)]
        if names:
            found.append(
                Who(
                    names[-1].scope if at < len(region) else names[0].scope, names[-1].name if at < len(region) else names[0].name
                )
            )
        else:
            head = _HEAD if not found or len(part) > _NAME else _OPEN_HEAD
            text = head.sub("", part).strip(' “”"')
            text = _TAIL.sub("", text).strip(' “”"') if at >= len(region) or len(text) > _NAME else text
            if text:
                found.append(Who("", text))
    return found


def _chains(sentence: Sentence, entities: Sequence[Entity]) -> Iterator[list[Entity]]:
    chain: list[Entity] = []
    for one in entities:
        if chain and not _NAME_GAP.match(sentence.between(chain[-1].end, one.start)):
            yield chain
            chain = []
        chain.append(one)
    if chain:
        yield chain


def _enumerated(sentence: Sentence) -> Iterator[tuple[list[Figure], list[Who | None]]]:
    """Runs of names each with its own figure: A (88 billion), B (60 billion); A with 17 billion, B with 15 billion."""
    run: list[Figure] = []
    for figure in sentence.figures:
        if run:
            names = inside(sentence.entities, run[-1].end, figure.start)
            gap = sentence.between(run[-1].end, figure.start)
            for one in reversed(names):
                left = one.start - run[-1].end
                gap = gap[:left] + gap[left + len(one.text) :]
            gap = re.sub(r"[(（][^()（）]*[)）]", "", gap)
            if not names or figure.kind is not run[-1].kind or not _ENUMERATED.match(gap):
                if len(run) > 1:
                    yield run, []
                run = []
        run.append(figure)
    if len(run) > 1:
        yield run, []
