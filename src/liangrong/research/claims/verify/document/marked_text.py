"""A sentence with a mark in the place of each figure, so that patterns can speak of figures whatever their digits, units and hedges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.reading.figures import figures_in

__all__ = ["MARK", "Marked", "marked"]

MARK: Final = "\x01"


@dataclass(frozen=True)
class Marked:
    """A text in which each figure of some kinds is one character.

    Parameters
    ----------
    places
        Where each mark stands in ``text``, in the order of ``figures``.
    """

    passages: tuple[Passage, ...]
    text: str
    places: tuple[int, ...]
    figures: tuple[Figure, ...]

    def within(self, start: int, end: int) -> tuple[Figure, ...]:
        """The figures whose marks stand in a span of ``text``."""
        return tuple(figure for place, figure in zip(self.places, self.figures, strict=True) if start <= place < end)

    def claims(self, claims: Iterable[Claim], figures: Sequence[Figure]) -> list[Claim]:
        """The claims that are about some of the figures."""
        starts = {one.start for one in figures}
        return [one for one in claims if one.figure is not None and one.figure.start in starts]


def marked(article: Article, passages: Sequence[Passage], *kinds: Kind) -> Marked:
    """Passages joined into one text, with each figure of the kinds as a mark."""
    parts: list[str] = []
    places: list[int] = []
    figures: list[Figure] = []
    length = 0
    for passage in passages:
        at = passage.start
        for figure in figures_in(article, passage):
            if figure.kind not in kinds or figure.start < at:
                continue
            between = article.text[at : figure.start]
            length += len(between)
            parts += [between, MARK]
            places.append(length)
            figures.append(figure)
            length += 1
            at = figure.end
        rest = article.text[at : passage.end] + " "
        parts.append(rest)
        length += len(rest)
    return Marked(tuple(passages), "".join(parts), tuple(places), tuple(figures))
