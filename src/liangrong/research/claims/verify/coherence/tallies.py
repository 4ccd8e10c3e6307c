"""Counts against what they count: the parts of a counted whole, the members of a printed list that pass a bound, and the names of an enumeration."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import AMOUNT, ANY, COUNT, Line, Outline
from liangrong.research.claims.verify.coherence.series import series_in
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support
from liangrong.research.claims.words.movement import DOWN_WORDS, UP_WORDS

__all__ = ["check_tallies"]

_WHOLE: Final = re.compile(
    rf"\b(?:of|out of|among|polled|surveyed|tracks?|covers?|between) (?:(?:the|all|its|these|those|our|a total of) )*(?P<en>{COUNT})"
    rf"|(?P<en2>{COUNT})(?=[^.;:{COUNT}]{{0,40}}:)"
    rf"|(?P<zh>{COUNT})(?=[^。；;，,{COUNT}]{{0,24}}?(?:里|中|当中|之中|之内|内)(?:[，,：:]|有|仅|只|{COUNT}|$))"
    rf"|(?:共|全部|合计|总共|一共|统计的|纳入|覆盖|监测的?|调查了?)[^。；;，,{ANY[1:-1]}]{{0,8}}(?P<zh2>{COUNT})",
    re.IGNORECASE,
)
_REST: Final = re.compile(
    rf"(?:\bthe )?\b(?:other|others|remaining|rest|remainder|balance)\b[^.;,{COUNT}]{{0,16}}(?P<en>{COUNT})|(?P<en2>{COUNT}) (?:others?|more|remaining)\b"
    rf"|(?:其余|剩余|剩下|余下|其他|另外|另有|另)(?:的)?[^。；，,{COUNT}]{{0,4}}(?P<zh>{COUNT})",
    re.IGNORECASE,
)
_INSIDE: Final = re.compile(r"其中|当中(?=有)|\b(?:of which|of whom|including|among them|of these)\b", re.IGNORECASE)
_THEM: Final = re.compile(rf"{COUNT} of (?:them|these|those)\b", re.IGNORECASE)
_OF_THEM: Final = re.compile(r"\s+of (?:them|these|those|which|whom)\b", re.IGNORECASE)
"""A part of the part just told."""
_UNREAD: Final = re.compile(r"(?<![\w.,])\d{1,4}(?= [a-z]{3,})")
"""A number that was not read as a count and may be a part all the same."""
_LAST: Final = re.compile(r"(?:\b(?:and|while|with|but)\b|[，,、；;]|和|及|而)[^.。；;，,]{0,12}$", re.IGNORECASE)
_NEW_WHOLE: Final = re.compile(rf"\b(?:of|among|out of)\s(?:the |all )*{COUNT}$", re.IGNORECASE)
_MOVES: Final = (
    re.compile(rf"{UP_WORDS}|盈利|正收益|\b(?:buying|bullish|positive)\b", re.IGNORECASE),
    re.compile(rf"{DOWN_WORDS}|亏损|负收益|\b(?:sold|repa\w+|bearish|negative)\b", re.IGNORECASE),
    re.compile(r"持平|平盘|不变|收平|\b(?:unchanged|flat|neutral|steady|left it|stood pat|where it was)\b", re.IGNORECASE),
)  # fmt: skip
_ONLY: Final = re.compile(r"(?:仅|只)(?:有)?[^，。；]{0,2}$|\b(?:only|just|merely|no more than)\s*$", re.IGNORECASE)
_AMONG: Final = re.compile(r"其中[^，。；]{0,4}$|\b(?:of (?:which|them|these|those)|among them)[^.;]{0,12}$", re.IGNORECASE)
_BESIDES: Final = re.compile(
    r"(?:另有?|另外|其余|其他|还有)[^，。；]{0,4}$|\b(?:another|other|further|additional|remaining)\s*$", re.IGNORECASE
)
_ABOVE: Final = frozenset({Hedge.OVER, Hedge.AT_LEAST})
_BELOW: Final = frozenset({Hedge.UNDER, Hedge.AT_MOST})
_FIRMS: Final = frozenset("只家支个")
"""Stocks and the companies that issued them are counted in one breath."""
_NEAR_MISS: Final = 2
_THREE: Final = 3


def check_tallies(outline: Outline) -> Iterator[Ruling]:
    """Rule on counts whose members the text counts, prints or names."""
    for line in outline.lines:
        if COUNT in line.text:
            yield from _parts(outline, line)
            yield from _passing(outline, line)


def _parts(outline: Outline, line: Line) -> Iterator[Ruling]:
    """So many in all, so many of this and so many of that: where a rest is named, or the list is closed, the parts make the whole."""
    for start, end in _clauses(line.text):
        text = line.text[start:end]
        whole = _whole(outline, line, start, end)
        if whole is None:
            continue
        figure, from_place, is_open = whole
        parts = _members(line, figure, from_place, start, end)
        if len(parts) < (1 if _THEM.search(text) is None else 2):
            continue
        rest = next((match for match in _REST.finditer(text) if _mark(match) + start == line.place(parts[-1])), None)
        if len(parts) < 2 or not figure.value:
            continue
        total, many = sum(int(one.value) for one in parts), int(figure.value)
        working = " + ".join(str(int(one.value)) for one in parts) + f" = {total}"
        last = line.of(parts[-1:])
        if total == many:
            reason = Note(f"{working}，正是全部。", f"{working}, which is all of them.")
            yield from support(last if rest else line.of(parts), reason, basis="within_sentence")
        elif rest is not None or _is_closed(line, parts, is_open=is_open, total=total, many=many):
            reason = Note(f"{working}，而总数是{many}。", f"{working}, but there are {many} in all.")
            right = many - total + int(parts[-1].value)
            yield from refute(
                last, "count_mismatch", reason, basis="within_sentence", corrected=str(right) if rest and right > 0 else None
            )


def _clauses(text: str) -> list[tuple[int, int]]:
    """The sentences of a line; a colon or semicolon does not end one, for the rest of a whole may follow it."""
    ends = [match.end() for match in re.finditer(r"[。！？]|[.!?](?=\s|$)", text)]
    bounds = [0, *ends, *([len(text)] if not ends or ends[-1] < len(text) else [])]
    return list(pairwise(bounds))


def _whole(outline: Outline, line: Line, start: int, end: int) -> tuple[Figure, int, bool] | None:
    """The counted whole, from where its parts are counted, and whether a colon announces them all."""
    text = line.text[start:end]
    for match in _WHOLE.finditer(text):
        figure = line.at(start + _mark(match))
        tail = text[match.end() :]
        if _plain(figure) and COUNT in tail:
            return figure, start + match.end(), bool(re.match(rf"[^{COUNT}]{{0,40}}[:：]", tail))
        if _plain(figure) and COUNT in text[: match.start()] and _REST.search(tail):
            return figure, start, False
    if _THEM.search(text):
        for one in outline.before(line, 2):
            counts = [figure for figure in one.figures if figure.kind is Kind.COUNT and _plain(figure)]
            if counts:
                return counts[0], start, False
    return None


def _members(line: Line, whole: Figure, from_place: int, start: int, end: int) -> list[Figure]:
    """The counts behind a whole that are its parts: plain, of no other noun, and not parts of parts."""
    found: list[Figure] = []
    for place, figure in zip(line.places, line.figures, strict=True):
        if not from_place <= place < end or place < start or figure is whole or line.text[place] != COUNT:
            continue
        before = line.text[from_place:place]
        if _UNREAD.search(before):
            return []
        last = max(before.rfind(COUNT), 0)
        if _INSIDE.search(before[last:]):
            if found:
                continue
        elif not _plain(figure) or figure.value > whole.value:
            return []
        if found and _OF_THEM.match(line.text[place + 1 :]):
            continue
        if _NEW_WHOLE.search(line.text[max(start, place - 24) : place + 1]) or not _one_noun(whole, figure):
            continue
        found.append(figure)
    return found


def _one_noun(whole: Figure, part: Figure) -> bool:
    chinese = re.search(r"[\u3400-\u9fff]", whole.unit + part.unit)
    units = {whole.unit[:1], part.unit[:1]}
    return not chinese or "" in units or len(units) == 1 or units <= _FIRMS


def _plain(figure: Figure) -> bool:
    return figure.hedge is Hedge.NONE and figure.upper is None and figure.value == int(figure.value) and figure.size == 1


def _is_closed(line: Line, parts: Sequence[Figure], *, is_open: bool, total: int, many: int) -> bool:
    """Whether a list of counts is all of the whole: behind a colon, or so many different moves that it nearly closes."""
    if is_open and _LAST.search(line.text[: line.place(parts[-1])]):
        return abs(total - many) <= max(_NEAR_MISS, many // 10)
    places = [line.place(one) for one in parts]
    tails = [line.text[place : places[at + 1] if at + 1 < len(places) else place + 40] for at, place in enumerate(places)]
    moves = [next((number for number, words in enumerate(_MOVES) if words.search(tail)), -1) for tail in tails]
    apart = -1 not in moves and len(set(moves)) == len(moves)
    ranged = len(parts) > _THREE and all(AMOUNT in tail or move != -1 for tail, move in zip(tails, moves, strict=True))
    if apart and total > many:
        return True
    return (ranged or (apart and len(parts) >= _THREE)) and abs(total - many) <= _NEAR_MISS


def _passing(outline: Outline, line: Line) -> Iterator[Ruling]:
    """So many of a printed list above a bound."""
    for claim in line.claims:
        figure, bound = claim.figure, claim.threshold
        if (
            claim.aspect is not Aspect.COUNT
            or figure is None
            or bound is None
            or not _plain(figure)
            or figure not in line.figures
        ):
            continue
        if _NEW_WHOLE.search(line.text[: line.place(figure) + 1]):
            continue
        lists = [
            (one, some)
            for one in (line, *outline.before(line))
            for some in series_in(one)
            if some[0].kind is bound.kind and (one is not line or some[-1].end <= figure.start)
        ]
        if not lists or bound.hedge not in _ABOVE | _BELOW:
            continue
        where, members = lists[-1] if lists[-1][0] is line else lists[0]
        yield from _counted(line, claim, figure, bound, members, where)


def _counted(line: Line, claim: Claim, figure: Figure, bound: Figure, members: Sequence[Figure], where: Line) -> Iterator[Ruling]:
    sides = [(abs(one.base) > abs(bound.base)) if bound.hedge in _ABOVE else (abs(one.base) < abs(bound.base)) for one in members]
    if any(one.rounding().contains(bound.base) for one in members):
        return
    many, stated = sum(sides), int(figure.value)
    listed = "、".join(one.text.strip() for one in members)
    reason = Note(f"所列{listed}中符合的有{many}个。", f"Of those listed ({listed.replace('、', ', ')}), {many} qualify.")
    lead = line.text[: line.place(figure)]
    inside = _ONLY.search(lead) or _AMONG.search(lead)
    whole = any(one.kind in (Kind.COUNT, Kind.RANK) and one.value == len(members) for one in (*line.figures, *where.figures))
    if not (inside or whole) or _BESIDES.search(lead) or not stated:
        return
    if many == stated:
        yield from support([claim], reason, quoted(where.passage))
    elif stated <= len(members) and (many > stated or whole or inside):
        yield from refute([claim], "count_mismatch", reason, quoted(where.passage), corrected=str(many))


def _mark(match: re.Match[str]) -> int:
    """Where the mark of a match stands."""
    return next(match.start(name) for name, value in match.groupdict().items() if value is not None)
