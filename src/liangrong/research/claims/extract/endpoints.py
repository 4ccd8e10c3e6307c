"""Which way a thing moved where the words around its size do not say: by the move told just before, or by where it began and ended.

``By 27 %: from 1,412 to 1,800`` is a rise; ``shrank by 30 billion to 970 billion, that is by exactly 3 %`` a fall. Whether the size is right is not
asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim, Direction
from liangrong.research.claims.extract.sentence import Sentence
from liangrong.research.claims.figure import Figure, Kind

__all__ = ["moved_by"]

_BY: Final = re.compile(r"(?:^|\b)by(?: (?:exactly|precisely|just|only|fully|a full|all of))?\s*$", re.IGNORECASE)
_RELATIVE: Final = (Kind.PERCENT, Kind.MULTIPLE)
_FROM: Final = re.compile(r"\bfrom\b[^,;.\d]{0,24}$|[从由][^，,；;。\d]{0,12}$", re.IGNORECASE)
_TO: Final = re.compile(r"\bto\b[^,;.\d]{0,24}$|[至到成为][^，,；;。\d]{0,6}$", re.IGNORECASE)


def moved_by(sentence: Sentence, figure: Figure, near: str, told: Iterable[Claim]) -> tuple[Aspect, Direction] | None:
    """Growth or change and its direction, of a figure that stands behind "by"; ``None`` where that is not said.

    Parameters
    ----------
    near
        What stands between the figure before it, or the beginning of its clause, and the figure.
    told
        What the sentence has said so far.
    """
    if not _BY.search(near):
        return None
    aspect = Aspect.GROWTH if figure.kind in _RELATIVE else Aspect.CHANGE
    moves = [one for one in told if one.aspect in (Aspect.GROWTH, Aspect.CHANGE) and one.direction in ("up", "down")]
    if moves:
        return aspect, moves[-1].direction
    way = _between_ends(sentence, figure)
    return (aspect, way) if way else None


def _between_ends(sentence: Sentence, figure: Figure) -> Direction:
    """Up or down, from the figure that a thing began with to the one that it ended with."""
    others = [one for one in sentence.figures if one is not figure and one.kind not in (*_RELATIVE, Kind.DURATION, Kind.RANK)]
    for began, ended in pairwise(others):
        before = sentence.between(max(sentence.passage.start, began.start - 30), began.start)
        between = sentence.between(began.end, ended.start)
        if began.kind is ended.kind and began.base != ended.base and _FROM.search(before) and _TO.search(between):
            return "up" if ended.base > began.base else "down"
    return ""
