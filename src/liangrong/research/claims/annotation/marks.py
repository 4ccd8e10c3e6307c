"""Where the claims of a text stand in it: the text as it was handed in, cut into stretches that bear the same claims."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from liangrong.research.claims.check import Checked, Judged
from liangrong.research.claims.judgement import Support

__all__ = ["Stretch", "paragraphs", "weight"]

_WEIGHT: Final[dict[Support, int]] = {"not_checkable": 0, "supported": 1, "refuted": 2}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some characters and the claims that stand on them.

    Parameters
    ----------
    claims
        The heaviest first; none where nothing is claimed.
    ends
        The claims whose last character this stretch has: their numbers are printed behind it.
    """

    text: str
    claims: tuple[Judged, ...] = ()
    ends: tuple[Judged, ...] = ()

    @property
    def support(self) -> Support | None:
        """How the stretch is marked: as the heaviest of its claims."""
        return self.claims[0].judgement.verdict.support if self.claims else None


def paragraphs(checked: Checked) -> tuple[tuple[Stretch, ...], ...]:
    """The text line by line, empty lines left out, each cut into stretches; together they are the whole text.

    A claim with a figure is marked on the figure, one in words on its clause.
    """
    original = checked.article.original
    spans = {judged.claim.number: _span(checked, judged) for judged in checked.claims}
    found = []
    start = 0
    for line in original.split("\n"):
        end = start + len(line)
        if line.strip():
            found.append(_stretches(checked, spans, start, end))
        start = end + 1
    return tuple(found)


def weight(judged: Judged) -> int:
    """What is wrong weighs most, then what is right."""
    return _WEIGHT[judged.judgement.verdict.support]


def _span(checked: Checked, judged: Judged) -> tuple[int, int]:
    figure = judged.claim.figure
    return checked.article.span(*((figure.start, figure.end) if figure else (judged.claim.start, judged.claim.end)))


def _stretches(checked: Checked, spans: dict[int, tuple[int, int]], start: int, end: int) -> tuple[Stretch, ...]:
    here = [judged for judged in checked.claims if spans[judged.claim.number][0] < end and spans[judged.claim.number][1] > start]
    cuts = {start, end}
    for judged in here:
        cuts |= {min(max(side, start), end) for side in spans[judged.claim.number]}
    places = sorted(cuts)
    found = []
    for first, last in pairwise(places):
        on = [judged for judged in here if spans[judged.claim.number][0] <= first and spans[judged.claim.number][1] >= last]
        on.sort(key=lambda judged: (-weight(judged), judged.claim.number))
        ends = tuple(sorted((each for each in on if spans[each.claim.number][1] == last), key=lambda each: each.claim.number))
        found.append(Stretch(checked.article.original[first:last], tuple(on), ends))
    return tuple(found)
