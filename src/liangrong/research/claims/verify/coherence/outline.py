"""An article as lines of text in which each figure is one character that tells its kind, with the claims beside their figures; nothing is judged here."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.verify.document.briefs import brief

__all__ = ["AMOUNT", "ANY", "COUNT", "DURATION", "MULTIPLE", "RANK", "Line", "Outline", "outline_of"]

AMOUNT: Final = "\ue000"
"""Money, shares, percentages, points and bare numbers."""
COUNT: Final = "\ue001"
RANK: Final = "\ue002"
DURATION: Final = "\ue003"
MULTIPLE: Final = "\ue004"
ANY: Final = f"[{AMOUNT}-{MULTIPLE}]"
"""A pattern for a figure of whatever kind."""

_MARKS: Final = {
    Kind.COUNT: COUNT,
    Kind.RANK: RANK,
    Kind.DURATION: DURATION,
    Kind.MULTIPLE: MULTIPLE,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A passage in which each figure is one character.

    Parameters
    ----------
    places
        Where the mark of each figure stands in ``text``, in the order of ``figures``.
    is_brief
        Whether it repeats others in short: titles, summaries, key points.
    """

    passage: Passage
    text: str
    places: tuple[int, ...]
    figures: tuple[Figure, ...]
    claims: tuple[Claim, ...]
    is_brief: bool

    def at(self, place: int) -> Figure:
        """The figure whose mark stands at a place."""
        return self.figures[self.places.index(place)]

    def within(self, start: int, end: int) -> tuple[Figure, ...]:
        """The figures whose marks stand in a span of ``text``."""
        return tuple(figure for place, figure in zip(self.places, self.figures, strict=True) if start <= place < end)

    def place(self, figure: Figure) -> int:
        """Where the mark of a figure stands."""
        return self.places[self.figures.index(figure)]

    def origin(self, place: int) -> int:
        """Where a place of ``text`` stands in ``Article.text``."""
        before = bisect_right(self.places, place - 1)
        if not before:
            return self.passage.start + place
        return self.figures[before - 1].end + place - self.places[before - 1] - 1

    def of(self, figures: Iterable[Figure]) -> list[Claim]:
        """The facts whose figure is one of these."""
        wanted = {(one.start, one.end) for one in figures}
        return [
            one
            for one in self.claims
            if one.figure is not None and one.nature is Nature.FACT and (one.figure.start, one.figure.end) in wanted
        ]

    def worded(self, start: int, end: int) -> list[Claim]:
        """The facts without a figure, the shortest ones, whose words meet a span of ``text``."""
        low, high = self.origin(start), self.origin(end)
        found = [
            one
            for one in self.claims
            if one.figure is None and not one.stripped and one.nature is Nature.FACT and one.start < high and low < one.end
        ]
        shortest = min((one.end - one.start for one in found), default=0)
        return [one for one in found if one.end - one.start == shortest]


@dataclass(frozen=True)
class Outline:
    """All lines of prose of an article, in the order of the text."""

    article: Article
    claims: tuple[Claim, ...]
    lines: tuple[Line, ...]

    @cached_property
    def _numbers(self) -> Mapping[int, int]:
        return {line.passage.number: place for place, line in enumerate(self.lines)}

    def line(self, claim: Claim) -> Line | None:
        """The line that a claim stands in; ``None`` for a row of a table."""
        place = self._numbers.get(claim.passage.number)
        return None if place is None else self.lines[place]

    def before(self, line: Line, many: int = 1) -> Sequence[Line]:
        """The lines of the same item just before a line, the nearest first."""
        place = self._numbers[line.passage.number]
        return [one for one in reversed(self.lines[max(0, place - many) : place]) if one.passage.item == line.passage.item]

    def after(self, line: Line) -> Line | None:
        """The line of the same item that follows."""
        place = self._numbers[line.passage.number] + 1
        found = self.lines[place] if place < len(self.lines) else None
        return found if found is not None and found.passage.item == line.passage.item else None


def outline_of(article: Article, claims: Sequence[Claim]) -> Outline:
    """Lay an article out."""
    by_passage: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_passage[claim.passage.number].append(claim)
    short = brief(article)
    lines = [
        _line(article, one, by_passage[one.number], is_brief=one.number in short)
        for one in article.passages
        if one.role not in ("row", "furniture")
    ]
    return Outline(article, tuple(claims), tuple(lines))


def _line(article: Article, passage: Passage, claims: Sequence[Claim], *, is_brief: bool) -> Line:
    parts: list[str] = []
    places: list[int] = []
    figures: list[Figure] = []
    length, at = 0, passage.start
    for figure in figures_in(article, passage):
        if figure.start < at:
            continue
        between = article.text[at : figure.start]
        parts += [between, _MARKS.get(figure.kind, AMOUNT)]
        length += len(between)
        places.append(length)
        figures.append(figure)
        length += 1
        at = figure.end
    parts.append(article.text[at : passage.end])
    return Line(passage, "".join(parts), tuple(places), tuple(figures), tuple(claims), is_brief)
