"""Where a text names a metric: every mention with its place and what it may mean."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from liangrong.research.claims.extract.vocabulary import balances, flows, margin, markets, rules
from liangrong.research.claims.extract.vocabulary.terms import Term

__all__ = ["Mention", "mentions_in"]

_ALL: Final = (*balances.TERMS, *flows.TERMS, *margin.TERMS, *rules.TERMS, *markets.TERMS)


@dataclass(frozen=True, slots=True)
class Mention:
    """A metric named at a place."""

    start: int
    end: int
    text: str
    term: Term


def mentions_in(text: str) -> tuple[Mention, ...]:
    """Every metric that a text names, from left to right; of two that overlap the longer one.

    Examples
    --------
    >>> [(one.text, one.term.metric) for one in mentions_in("其中融资余额占流通市值的比重")]
    [('融资余额占流通市值的比重', 'financing_balance_to_float_cap')]
    """
    found = [
        Mention(match.start(), match.end(), match[0], _ALL[place])
        for place, pattern in _patterns()
        for match in pattern.finditer(text)
        if match[0].strip()
    ]
    return tuple(_longest(found))


@cache
def _patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    compiled = []
    for place, term in enumerate(_ALL):
        if term.zh:
            compiled.append((place, re.compile("|".join(term.zh))))
        if term.en:
            compiled.append((place, re.compile(rf"(?<![A-Za-z])(?:{'|'.join(term.en)})(?![A-Za-z])", re.IGNORECASE)))
    return tuple(compiled)


def _longest(found: Iterable[Mention]) -> Iterator[Mention]:
    """The longest mention at each place; a longer one that begins later wins over a shorter one that it overlaps."""
    starts: list[int] = []
    taken: list[Mention] = []
    for one in sorted(found, key=lambda mention: (mention.start - mention.end, mention.start)):
        place = bisect_right(starts, one.start)
        if (place == 0 or taken[place - 1].end <= one.start) and (place == len(taken) or one.end <= taken[place].start):
            starts.insert(place, one.start)
            taken.insert(place, one)
    yield from taken
