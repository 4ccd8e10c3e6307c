"""What stands in front of a claim: the end of its own paragraph's earlier sentences, which name what it goes on about."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Claim

__all__ = ["passages_before", "said_before"]

_NO_SENTENCE: Final = ("furniture", "row")


def passages_before(article: Article, claim: Claim, *, most: int = 1) -> tuple[Passage, ...]:
    """The sentences of the same item in front of the claim's, the nearest first.

    Parameters
    ----------
    most
        How many are looked at, at least 1.

    Raises
    ------
    ValueError
        ``most`` is less than 1.
    """
    if most < 1:
        raise ValueError(f"most is {most}; it must be at least 1")
    place = bisect_left(article.passages, claim.passage.start, key=lambda passage: passage.start)
    found = [
        one
        for one in article.passages[max(place - most, 0) : place]
        if one.item == claim.passage.item and one.role not in _NO_SENTENCE
    ]
    return tuple(reversed(found))


def said_before(article: Article, claim: Claim, *, most: int = 1) -> str:
    """The text of those sentences, in the order of the page."""
    return " ".join(one.text for one in reversed(passages_before(article, claim, most=most)))
