"""Series of figures inside a sentence: three or more of one kind in a row with nothing but joints between them, in the order of their days or names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from liangrong.research.claims.figure import Figure
from liangrong.research.claims.verify.coherence.outline import ANY, DURATION, RANK, Line

__all__ = ["series_in"]

_JOINT: Final = re.compile(
    r"^\s*(?:[、，,/;；]|(?:[、，,]\s*)?(?:和|与|及|以及|and|then|followed by|to|至|→|->)|[、，,]\s*(?:and|then))\s*(?:of |at |the )?$",
    re.IGNORECASE,
)
_FEWEST: Final = 3


def series_in(line: Line, fewest: int = _FEWEST) -> Iterator[tuple[Figure, ...]]:
    """Every run of figures of one kind in a line that only joints part."""
    if len(line.figures) < fewest or not re.search(ANY, line.text):
        return
    run: list[Figure] = []
    last = -1
    for place, figure in zip(line.places, line.figures, strict=True):
        joined = bool(run) and run[-1].kind is figure.kind and _JOINT.match(line.text[last + 1 : place])
        if not joined:
            if len(run) >= fewest:
                yield tuple(run)
            run = []
        if line.text[place] not in (RANK, DURATION) and figure.upper is None:
            run.append(figure)
        last = place
    if len(run) >= fewest:
        yield tuple(run)
