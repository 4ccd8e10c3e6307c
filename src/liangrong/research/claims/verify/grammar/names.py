"""Which amount of a text belongs to a name: ``Luxshare 1.18``, ``3.1 billion of BYD``, or the third name and the third figure of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from liangrong.research.claims.verify.grammar.quantities import Part, Quantity

__all__ = ["amount_of", "is_of_all", "run_before"]

_REACH: Final = 3
"""Sentences before a name's second mention in which its amount may stand."""
_BREAK: Final = re.compile(r"[,，;；。、:：()（）]|\band\b|\bwhile\b|和|及|与")
_OF: Final = re.compile(r"^\s*(?:yuan )?(?:of|for|in|into|from) (?P<name>[^,.;，。；]+?)(?=,| and\b|\.|;|$)")
_ENUMERATED: Final = re.compile(
    r"(?:[^，。；、：:,;\d\s]{2,12}、)+[^，。；、：:,;\d\s]{2,12}(?:(?:和|及|与|以及)[^，。；、：:,;\d\s]{2,12})?"
)
_PLACES: Final = re.compile(
    r"沪|深|北交|创业|科创|主板|行业|板块|个股|\b(?:Shanghai|Shenzhen|Beijing|SSE|SZSE|BSE|ChiNext|STAR|main board|exchanges?|boards?|sectors?|industr\w+|stocks?)\b",
    re.IGNORECASE,
)
_AMOUNTS: Final = (Part.LEVEL, Part.CHANGE)


def amount_of(name: str, one: Quantity, quantities: Sequence[Quantity], *, before: int) -> Quantity | None:
    """The one amount that stands beside a name; ``None`` where there is none, or there are several.

    Parameters
    ----------
    one
        Where the name is mentioned again.
    before
        Where the clause of that mention begins, in ``Article.text``.
    """
    hits = [
        other
        for other in quantities[: one.place]
        if other.part in _AMOUNTS
        and other.figure.end <= before
        and one.sentence - other.sentence <= _REACH
        and other.claim.passage.item == one.claim.passage.item
        and any(_is(name, label) for label in _labels(other, quantities))
    ]
    return hits[0] if hits and len({(hit.figure.base, hit.figure.kind) for hit in hits}) == 1 else None


def is_of_all(one: Quantity) -> bool:
    """Whether no exchange, board or industry is named in the sentence up to a figure: then a balance is the whole market's."""
    passage = one.claim.passage
    return not _PLACES.search(passage.text[: one.figure.start - passage.start])


def run_before(one: Quantity, quantities: Sequence[Quantity], count: int) -> list[Quantity]:
    """The amounts of the nearest list before a figure, in its sentence or the one before; empty where they are not so many."""
    run: list[Quantity] = []
    for other in reversed(quantities[: one.place]):
        if one.sentence - other.sentence > 1 or (run and other.sentence != run[0].sentence):
            break
        if other.part in _AMOUNTS and (not run or other.figure.kind is run[0].figure.kind):
            run.insert(0, other)
        elif run:
            break
        elif other.sentence != one.sentence:
            return []
    while run and run[0].figure.hedge and len(run) > count:
        run.pop(0)
    return run if len(run) == count and len({other.part for other in run}) == 1 else []


def _labels(one: Quantity, quantities: Sequence[Quantity]) -> Iterator[str]:
    yield _BREAK.split(one.before)[-1]
    if (found := _OF.match(one.after)) is not None:
        yield found["name"]
    if one.claim.group and one.claim.place:
        members = [other for other in quantities if other.sentence == one.sentence and other.claim.group == one.claim.group]
        head = one.claim.passage.text[: members[0].figure.start - one.claim.passage.start]
        for found in _ENUMERATED.finditer(head):
            names = re.split(r"、|以及|和|及|与", found[0])
            if len(names) == len(members):
                yield re.sub(r"^.*(?:分别为|分别是|依次为|依次是|包括|为|是)", "", names[members.index(one)])


def _is(name: str, label: str) -> bool:
    """Whether a label is that name, perhaps with a verb behind it or a word in front."""
    text, wanted = label.strip().lower(), name.strip().lower()
    if len(wanted) < 2 or wanted not in text:
        return False
    return bool(re.search(rf"(?<![a-z]){re.escape(wanted)}(?![a-z])", text))
