"""One thing that is said to have overtaken another, against the figures of both before and after; nothing else is compared here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.figure import Figure
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import AMOUNT, Line, Outline
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_overtaking"]

_OVERTOOK: Final = re.compile(
    r"(?P<a>[A-Z\u3400-\u9fff][\w\u3400-\u9fff&-]{0,11}?)\s?(?:反超|赶超|超越)了?\s?(?P<b>[\u3400-\u9fff]{2,8})"
    r"|(?P<c>[A-Za-z][\w&-]*) (?:(?:has |have )?(?:overtook|overtaken|overtakes?|leapfrogged|passed)) (?:the )?(?P<d>[\w&-]+)"
    r"|(?P<f>[A-Za-z][\w&-]*) (?:cedes?|ceded|lost|loses?|yield(?:s|ed)?) (?:the )?(?:\w+|\ue002)(?: place| spot| rank)? to (?:the )?(?P<e>[\w&-]+)"
)
_FOUR: Final = 4
_BACK: Final = 24


def check_overtaking(outline: Outline) -> Iterator[Ruling]:
    """Rule on overtaking where the four figures stand in the same passage or in one beside it."""
    for line in outline.lines:
        match = _OVERTOOK.search(line.text)
        if match is None:
            continue
        names = tuple(name for name in (match["a"] or match["c"] or match["e"], match["b"] or match["d"] or match["f"]) if name)
        after = outline.after(line)
        for where in (line, *((after,) if after is not None else ()), *outline.before(line, 2)):
            start = match.end() if where is line else 0
            four = _four(where, start, names)
            if four is not None:
                yield from _ruled(line, match, where, four)
                break


def _four(line: Line, start: int, names: tuple[str, ...]) -> tuple[Figure, Figure, Figure, Figure] | None:
    """The figures of the first and of the second before, and of both after."""
    places = [place for place in line.places if place >= start and line.text[place] == AMOUNT]
    if len(places) != _FOUR or len({line.at(place).kind for place in places}) != 1:
        return None
    figures = [line.at(place) for place in places]
    told: list[int | None] = []
    last = start
    for place in places:
        text = line.text[max(last, place - _BACK) : place].lower()
        here = [number for number, name in enumerate(names) if _short(name, text)]
        told.append(here[0] if len(here) == 1 else None)
        last = place + 1
    if told in ([0, 1, 0, 1], [0, 1, None, None], [None, None, None, None], [0, None, None, None]):
        return figures[0], figures[1], figures[2], figures[3]
    if told in ([1, 0, 1, 0], [1, 0, None, None]):
        return figures[1], figures[0], figures[3], figures[2]
    if told in ([0, None, 1, None], [0, 0, 1, 1]):
        return figures[0], figures[2], figures[1], figures[3]
    if told in ([1, None, 0, None], [1, 1, 0, 0]):
        return figures[2], figures[0], figures[3], figures[1]
    return None


def _short(name: str, text: str) -> bool:
    return name.lower() in text or (len(name) > 1 and name[:2].lower() in text and re.match(r"[\u3400-\u9fff]", name) is not None)


def _ruled(line: Line, match: re.Match[str], where: Line, four: tuple[Figure, Figure, Figure, Figure]) -> Iterator[Ruling]:
    size = max(one.size for one in four)
    first, second, third, fourth = (Fraction(one.value * (one.size if one.unit else size)) for one in four)
    said = line.worded(match.start(), match.end())
    shown = [one.text.strip() for one in four]
    reason = Note(
        f"此前{shown[0]}对{shown[1]}，此后{shown[2]}对{shown[3]}。",
        f"Before, {shown[0]} against {shown[1]}; after, {shown[2]} against {shown[3]}.",
    )
    if third < fourth or first > second:
        yield from refute(said, "cross_statement", reason, quoted(where.passage))
    elif first < second and third > fourth:
        yield from support(said, reason, quoted(where.passage))
