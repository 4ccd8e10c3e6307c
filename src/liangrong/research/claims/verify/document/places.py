"""Where claims stand: those that a stretch of text is about, and the clause around a place; what they say is not read here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Aspect, Claim

__all__ = ["about", "clause", "in_words", "neighbours", "spoken"]

_LEAST_SHARE = 0.5
"""A claim is about a stretch of text if the two share half of the shorter one."""
_SENTENCE_END = re.compile(r"[。！？；!?;]|\.(?=\s|$|[”\"])|\n")


def spoken(article: Article) -> tuple[Passage, ...]:
    """The passages that say something: all but menus, bylines and adverts."""
    return tuple(one for one in article.passages if one.role != "furniture")


def about(claims: Iterable[Claim], start: int, end: int) -> list[Claim]:
    """Claims that are about a stretch of ``Article.text``: half of the shorter of the two lies in the other."""
    found = []
    for one in claims:
        shared = min(one.end, end) - max(one.start, start)
        if shared > 0 and shared >= _LEAST_SHARE * min(one.end - one.start, end - start):
            found.append(one)
    return found


def in_words(claims: Iterable[Claim], start: int, end: int, *preferred: Aspect) -> list[Claim]:
    """Claims in words about a stretch of text; of these, the ones of the first preferred aspect that there is, or else all."""
    found = [one for one in about(claims, start, end) if one.figure is None or one.aspect in preferred]
    for aspect in preferred:
        chosen = [one for one in found if one.aspect is aspect]
        if chosen:
            return chosen
    return [one for one in found if one.figure is None and not one.stripped]


def clause(passage: Passage, place: int) -> tuple[int, int]:
    """The sentence inside a passage around a place of ``Article.text``, as offsets of ``Article.text``."""
    inside = place - passage.start
    ends = [match.end() for match in _SENTENCE_END.finditer(passage.text)]
    start = max((one for one in ends if one <= inside), default=0)
    end = min((one for one in ends if one > inside), default=len(passage.text))
    return passage.start + start, passage.start + end


def neighbours(passages: Sequence[Passage], passage: Passage, before: int = 1) -> tuple[Passage, ...]:
    """The passages of the same item just before this one, the nearest last."""
    place = passages.index(passage)
    return tuple(one for one in passages[max(0, place - before) : place] if one.item == passage.item)
