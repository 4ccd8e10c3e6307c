"""Standings in sentences and in runs of bullets: which figures stand in one list, and which words beside each name it; nothing is judged here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.verify.coherence.naming import names_in
from liangrong.research.claims.verify.coherence.outline import AMOUNT, COUNT, MULTIPLE, Line, Outline
from liangrong.research.claims.verify.coherence.standings import FLOWING, Entry, Standing
from liangrong.research.claims.words.days import day_in, order_of_days
from liangrong.research.claims.words.movement import INFLOW_EN, INFLOW_ZH, OUTFLOW_EN, OUTFLOW_ZH, way_of

__all__ = ["in_bullets", "in_line"]

_MARK: Final = f"[{AMOUNT}{MULTIPLE}]"
_PAIR: Final = re.compile(
    rf"(?:\bfrom|由|从|自)\s?(?P<old>{AMOUNT})[^{AMOUNT}。.;；，,]{{0,14}}?(?:\bto|至|到|为|成)\s?(?P<new>{AMOUNT})"
    rf"|(?P<new2>{AMOUNT})[^{AMOUNT}。.;；，,()（）]{{0,14}}?\bfrom\s(?P<old2>{AMOUNT})"
    rf"|(?P<new3>{AMOUNT})\s?[（(][^{AMOUNT}()（）]{{0,24}}?(?:previous|earlier|ago|before|前一|上周|上月|上年|此前|前值)[^{AMOUNT}()（）]{{0,14}}(?P<old3>{AMOUNT})[^{AMOUNT}()（）]{{0,14}}[)）]",
    re.IGNORECASE,
)
_END: Final = re.compile(r"[。！？!?]|\.(?=\s|$)")
_CUT: Final = re.compile(
    r"[，,；;：:、。]|[.!?](?=\s|$)|\s(?:and|while|whereas|but|versus|vs\.?|against|with)\s|(?:^|\s)[-–—•*](?=\s)|——",
    re.IGNORECASE,
)
_TOTAL: Final = re.compile(
    r"合计|共计|总计|总额|之和|加起来|平均|均值|差额|相差|其余|其他|全周|累计|总余额|\b(?:total\w*|combined|together|altogether|averag\w+|mean|gap|difference|others?|rest|overall|sum)\b",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(r"、|和|与|及|,\s?and\s|,\s|\sand\s")
_BEHIND_IT: Final = re.compile(r"\s(?:in|into|for|from|at|by)\s[^,;.\d]{2,40}(?:,|,? and)\s", re.IGNORECASE)
"""A name that stands behind its figure in a list: 5 billion in banks, 3 billion in coal."""
_REACH: Final = (40, 70)
"""Letters between two figures of one list, in Chinese and in other words."""
_WITHIN: Final = re.compile(r"其中|\bof which\b|(?P<aside>[（(])[^()（）]*$", re.IGNORECASE)
_BEHIND: Final = re.compile(r"\b(?:before|earlier|previous|prior|ago)\b|上周[一二三四五]|前一", re.IGNORECASE)
_BULLET: Final = re.compile(r"^\s*(?:[-–—•·*●■📌]|\d{1,2}[.)、．](?!\d)|[（(]\d)")
_FLOWS: Final = re.compile(rf"{INFLOW_ZH}|{OUTFLOW_ZH}|\b(?:{INFLOW_EN}|{OUTFLOW_EN})\b", re.IGNORECASE)
_MOVES: Final = (Aspect.CHANGE, Aspect.GROWTH)


def in_line(line: Line) -> Iterator[Standing]:
    """The standings of a sentence."""
    cells = _cells(line)
    runs: dict[object, list[tuple[int, Entry]]] = {}
    closed: list[list[tuple[int, Entry]]] = []
    for place, entry, gap in cells:
        figure = entry.figure
        is_money = figure.kind is Kind.MONEY or not figure.unit
        kind = "money" if is_money else (figure.kind, figure.currency, figure.unit[:1] if figure.kind is Kind.COUNT else "")
        run = runs.setdefault(kind, [])
        limit = _REACH[0] if re.search(r"[\u3400-\u9fff]", gap) else _REACH[1]
        unnamed = bool(run) and COUNT in gap and not (entry.words or entry.day)
        if run and (unnamed or _END.search(gap) or _TOTAL.search(gap) or _is_within(gap, run[-1][1], entry) or len(gap) > limit):
            closed.append(run)
            run = runs[kind] = []
        if not unnamed and (not _TOTAL.search(gap.rsplit(MULTIPLE)[-1]) or not run):
            run.append((place, entry))
    told: list[list[Entry]] = []
    for run in (*closed, *runs.values()):
        entries = _named(line, run)
        if len(entries) > 1 and not any(one.words or one.day for one in entries[1:]):
            lists = [one for one in told if len(one) == len(entries) and all(other.words for other in one)]
            entries = (
                [replace(one, words=other.words) for one, other in zip(entries, lists[-1], strict=True)] if lists else entries
            )
        told.append(entries)
        if entries:
            found = _standing(line, entries)
            if found is not None:
                yield found


def _standing(line: Line, entries: Sequence[Entry]) -> Standing | None:
    claims = [claim for one in entries for claim in line.of([one.figure])]
    metrics = frozenset(claim.metric for claim in claims if claim.metric)
    scopes = frozenset(claim.scope for claim in claims if claim.scope)
    if len({bool(FLOWING.search(one)) for one in metrics}) > 1:
        return None
    days = [one.day for one in entries]
    bare = not any(one.words or one.day for one in entries[1:])
    timed = (
        bare and len(entries) > 2 and bool(re.search(r"[日周月季年天]|\b(?:day|week|month|session|quarter|year)s?\b", line.text))
    )
    if all(days) and len(set(days)) == len(days):
        now = [one for one in entries if not one.is_prior]
        timed = True
        entries = [one for one in entries if one.is_prior] + [now[place] for place in order_of_days([one.day for one in now])]
    elif not bare and any(not one.words for one in entries):
        return None
    number = line.passage.number
    return Standing(
        tuple(_directed(entries)), line, line.text, metrics, number, number, line.passage.item, is_timed=timed, scopes=scopes
    )


def _is_within(gap: str, before: Entry, entry: Entry) -> bool:
    """Whether an entry begins a list of parts, or an aside, and not another day of the same series."""
    match = _WITHIN.search(gap)
    return match is not None and not (match["aside"] and before.day and entry.day)


def _directed(entries: Sequence[Entry]) -> list[Entry]:
    """Where some are printed with a sign, the others rise; else each goes the way that words last told."""
    if any(one.figure.value < 0 for one in entries):
        return [one if one.way else replace(one, way=1) for one in entries]
    told: list[Entry] = []
    for one in entries:
        told.append(one if one.way or not told or one.old else replace(one, way=told[-1].way))
    return told


def _cells(line: Line) -> list[tuple[int, Entry, str]]:
    """The figures of a line, a pair of before and after as one: where, what, and the words since the one before."""
    olds: dict[int, int] = {}
    for match in _PAIR.finditer(line.text):
        new = next(match.start(name) for name in ("new", "new2", "new3") if match[name])
        olds[new] = next(match.start(name) for name in ("old", "old2", "old3") if match[name])
    found: list[tuple[int, Entry, str]] = []
    last, behind = 0, False
    places = [place for place in line.places if re.match(_MARK, line.text[place]) and place not in olds.values()]
    for number, place in enumerate(places):
        figure = line.at(place)
        begin = min(place, olds.get(place, place))
        end = places[number + 1] if number + 1 < len(places) else len(line.text)
        gap = line.text[last:begin]
        if figure.upper is None and figure.hedge in (Hedge.NONE, Hedge.ABOUT):
            tail = re.split(_CUT, line.text[max(place, olds.get(place, place)) + 1 : end])[0]
            old = line.at(olds[place]) if place in olds else None
            follows = _BEHIND_IT.fullmatch(line.text[place + 1 : end]) is not None
            lead = gap if behind or not (follows and names_in(tail)[0]) else " "
            found.append((place, _entry(line, figure, lead, tail, old, is_first=not number), gap))
            behind = follows
        last = max(place, olds.get(place, place)) + 1
    return found


def _entry(line: Line, figure: Figure, gap: str, tail: str, old: Figure | None, *, is_first: bool) -> Entry:
    bare = re.sub(r"[（(][^()（）]*[)）]|^[^()（）]*[)）]", " ", gap)
    parts = re.split(_CUT, bare)
    place = max((place for place, part in enumerate(parts) if part.strip()), default=0)
    lead = parts[place] if place or is_first or len(parts) == 1 else ""
    words, day = names_in(lead)
    if not (words or day):
        words, day = names_in(tail)
    elif not day:
        day = day_in(tail)
    aside = [word for part in re.findall(r"[（(]([^()（）]*)[)）]?", gap[-40:]) for word in names_in(part)[0]]
    minus = figure.value < 0 or re.search(r"(?:[-−–]|\bminus|负)\s*$", gap) is not None
    plus = gap.rstrip().endswith("+") or figure.text.lstrip().startswith("+")
    told = f"{lead} {tail}"
    moved = old is None and (_FLOWS.search(told) or any(one.aspect in _MOVES for one in line.of([figure])))
    way = (way_of(lead, flows=True) or way_of(tail, flows=True)) if moved else ""
    return Entry(
        line.passage,
        figure,
        figure,
        frozenset((*words, *aside)),
        day,
        -1 if minus else 1 if plus else {"up": 1, "down": -1}.get(way, 0),
        old,
        is_prior=_BEHIND.search(f"{lead} {tail}") is not None,
    )


def _named(line: Line, run: Sequence[tuple[int, Entry]]) -> list[Entry]:
    """The entries of a run with their units and, where a list of names goes before a list of figures, each with its own."""
    if not run:
        return []
    units = [entry.figure for _, entry in run if entry.figure.unit]
    unit = units[-1] if units else run[-1][1].figure
    entries = [replace(entry, unit=entry.figure if entry.figure.unit else unit) for _, entry in run]
    number = 0
    while number < len(entries):
        behind = number + 1
        while behind < len(entries) and not (entries[behind].words or entries[behind].day):
            behind += 1
        many = behind - number
        if many > 1:
            for lead in reversed(re.split(r"[。；;：:]|[\ue000-\ue004]", line.text[: run[number][0]])):
                names = [one for part in re.split(_LISTED, lead) if (one := names_in(part)[0])]
                if len(names) == many or (len(names) > many and not number):
                    told = zip(entries[number:behind], names[-many:], strict=True)
                    entries[number:behind] = [replace(one, words=frozenset(name)) for one, name in told]
                    break
        number = behind
    return entries


def in_bullets(outline: Outline) -> Iterator[Standing]:
    """Runs of bullets that each give one figure."""
    run: list[tuple[Line, Entry]] = []
    for line in (*outline.lines, None):
        cells = _cells(line) if line is not None and _BULLET.match(line.text) else []
        if cells and (
            not run
            or (
                cells[0][1].figure.kind is run[0][1].figure.kind
                and line is not None
                and line.passage.number == run[-1][0].passage.number + 1
            )
        ):
            assert line is not None, "a line with cells"
            run.append((line, cells[0][1]))
            continue
        if len(run) > 1 and all(entry.words or entry.day for _, entry in run):
            entries = _directed([entry for _, entry in run])
            metrics = frozenset(claim.metric for one, entry in run for claim in one.of([entry.figure]) if claim.metric)
            first, last = run[0][0].passage, run[-1][0].passage
            if len(metrics) < 2:
                yield Standing(tuple(entries), None, first.text, metrics, first.number, last.number, first.item)
        run = [(line, cells[0][1])] if cells and line is not None else []
