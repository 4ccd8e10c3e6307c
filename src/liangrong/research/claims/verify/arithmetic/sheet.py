"""What the finders of equations read: the claims of an article by passage, and each passage with its figures as slots."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.verify.arithmetic.term import Term, term_of

__all__ = ["LETTERS", "Sheet", "Slotted", "sheet_of"]

LETTERS: Final = {
    Kind.MONEY: "m", Kind.PERCENT: "p", Kind.PERCENTAGE_POINT: "q", Kind.BASIS_POINT: "b", Kind.MULTIPLE: "x", Kind.RATIO: "r",
    Kind.SHARES: "s", Kind.COUNT: "n", Kind.RANK: "k", Kind.POINTS: "o", Kind.DURATION: "d", Kind.NUMBER: "u",
}  # fmt: skip
"""How a figure of a kind looks in a slotted text: ``⟦m3⟧`` is the fourth figure, an amount of money."""
_SLOT: Final = re.compile(r"⟦[a-z](?P<place>\d+)⟧")


@dataclass(frozen=True)
class Slotted:
    """A passage whose figures are slots, so that grammar can be matched without reading numbers again."""

    passage: Passage
    text: str
    figures: tuple[Figure, ...]
    terms: tuple[Term, ...]

    def term(self, place: str | int) -> Term:
        """The figure of a slot."""
        return self.terms[int(place)]

    def places(self, text: str) -> list[int]:
        """The slots in a piece of the slotted text."""
        return [int(slot["place"]) for slot in _SLOT.finditer(text)]


@dataclass(frozen=True)
class Sheet:
    """An article with its claims in reach."""

    article: Article
    claims: tuple[Claim, ...]
    desk: Desk
    by_number: Mapping[int, Claim]
    by_passage: Mapping[int, tuple[Claim, ...]]
    by_figure: Mapping[tuple[int, int], tuple[Claim, ...]]
    slotted: tuple[Slotted, ...]

    def term(self, claim: Claim) -> Term:
        """The figure of a claim, with all claims that rest on that figure."""
        figure = claim.figure
        assert figure is not None, "a claim without a figure is no term"
        same = self.by_figure.get((figure.start, figure.end), ())
        others = [one.number for one in same if one.number != claim.number and one.aspect is claim.aspect]
        return term_of(claim, *others)

    def claim(self, number: int) -> Claim:
        """The claim of a number."""
        return self.by_number[number]

    def passage_of(self, figure: Figure) -> int:
        """The number of the passage that a figure stands in; a line that is no prose has claims too."""
        claims = self.by_figure.get((figure.start, figure.end))
        if claims:
            return claims[0].passage.number
        inside = (one.passage for one in self.slotted if one.passage.start <= figure.start and figure.end <= one.passage.end)
        return next((passage.number for passage in inside), -1)

    def facts(self) -> Iterator[Claim]:
        """The claims that can be true or false and that have a figure."""
        return (one for one in self.claims if one.nature is Nature.FACT and one.figure is not None and not one.stripped)

    def facts_of(self, passage: int) -> list[Claim]:
        """The facts with a figure in a sentence."""
        return [
            one
            for one in self.by_passage.get(passage, ())
            if one.nature is Nature.FACT and one.figure is not None and not one.stripped
        ]

    def at(self, start: int, end: int) -> tuple[Claim, ...]:
        """The facts whose figure stands in a span; where there is none, those without a figure whose words meet it."""
        near = [
            one
            for one in self.claims
            if one.passage.start <= start < one.passage.end or one.passage.start < end <= one.passage.end
        ]
        facts = [one for one in near if one.nature is Nature.FACT]
        figured = tuple(one for one in facts if one.figure is not None and one.figure.start < end and start < one.figure.end)
        return figured or tuple(one for one in facts if one.figure is None and one.start < end and start < one.end)


def sheet_of(article: Article, claims: Sequence[Claim], desk: Desk) -> Sheet:
    """Lay an article out."""
    by_passage: dict[int, list[Claim]] = defaultdict(list)
    by_figure: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        by_passage[claim.passage.number].append(claim)
        if claim.figure is not None:
            by_figure[claim.figure.start, claim.figure.end].append(claim)
    slotted = tuple(
        _slot(article, passage, by_passage[passage.number], by_figure)
        for passage in article.passages
        if passage.role != "furniture"
    )
    return Sheet(
        article, tuple(claims), desk, {claim.number: claim for claim in claims}, {place: tuple(some) for place, some in by_passage.items()},
        {place: tuple(some) for place, some in by_figure.items()}, slotted,
    )  # fmt: skip


def _slot(
    article: Article, passage: Passage, claims: Sequence[Claim], by_figure: Mapping[tuple[int, int], list[Claim]]
) -> Slotted:
    claimed = [figure for one in claims for figure in (one.figure, one.threshold) if figure is not None]
    figures: list[Figure] = []
    for figure in sorted(
        {(one.start, one.end): one for one in (*figures_in(article, passage), *claimed)}.values(),
        key=lambda one: (one.start, -one.end),
    ):
        if passage.start <= figure.start and figure.end <= passage.end and (not figures or figure.start >= figures[-1].end):
            figures.append(figure)
    pieces: list[str] = []
    at = passage.start
    for place, figure in enumerate(figures):
        pieces.extend((article.text[at : figure.start], f"⟦{LETTERS[figure.kind]}{place}⟧"))
        at = figure.end
    pieces.append(article.text[at : passage.end])
    return Slotted(
        passage,
        "".join(pieces),
        tuple(figures),
        tuple(_term(figure, by_figure.get((figure.start, figure.end), ())) for figure in figures),
    )


def _term(figure: Figure, claims: Sequence[Claim]) -> Term:
    facts = [one for one in claims if one.nature is Nature.FACT]
    return term_of(facts[0], *(one.number for one in facts[1:])) if facts else Term(figure)
