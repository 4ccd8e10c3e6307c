"""The checks of this room: one outline of the article, asked by each of them in turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Check, Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.bounds import check_bounds
from liangrong.research.claims.verify.coherence.codes import check_codes
from liangrong.research.claims.verify.coherence.compared import check_compared
from liangrong.research.claims.verify.coherence.dated import check_dated
from liangrong.research.claims.verify.coherence.extremes import check_extremes
from liangrong.research.claims.verify.coherence.lines import check_lines
from liangrong.research.claims.verify.coherence.outline import outline_of
from liangrong.research.claims.verify.coherence.overbought import check_overbought
from liangrong.research.claims.verify.coherence.overtaking import check_overtaking
from liangrong.research.claims.verify.coherence.peaks import check_peaks
from liangrong.research.claims.verify.coherence.points import check_points
from liangrong.research.claims.verify.coherence.quantified import check_quantified
from liangrong.research.claims.verify.coherence.retold import check_retold
from liangrong.research.claims.verify.coherence.swapped import check_swapped
from liangrong.research.claims.verify.coherence.tallies import check_tallies
from liangrong.research.claims.verify.coherence.told import check_told
from liangrong.research.claims.verify.coherence.versus import check_versus
from liangrong.research.claims.verify.coherence.ways import check_ways

__all__ = ["CHECKS", "check_coherence"]


def check_coherence(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterator[Ruling]:
    """Hold the words of a text against the figures that it prints."""
    outline = outline_of(article, claims)
    yield from check_told(outline)
    yield from check_tallies(outline)
    yield from check_quantified(outline)
    yield from check_extremes(outline)
    yield from check_bounds(outline)
    yield from check_peaks(outline)
    yield from check_overtaking(outline)
    yield from check_versus(outline)
    yield from check_compared(outline)
    yield from check_retold(outline)
    yield from check_overbought(outline)
    yield from check_swapped(outline)
    yield from check_codes(outline, desk)
    yield from check_dated(outline)
    yield from check_ways(outline)
    yield from check_lines(outline)
    yield from check_points(outline)


CHECKS: Final[tuple[Check, ...]] = (check_coherence,)
