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
    small = text.lower()
    if len(small) != len(text):
        small = text
    found = [
        Mention(start, end, text[start:end], _ALL[place])
        for place, pattern, script in _patterns()
        for start, end in (_words(pattern, small if script == "en" else text) if script else _spans(pattern, text))
        if text[start:end].strip()
    ]
    return tuple(_longest(found))


_ESCAPED: Final = re.compile(r"\\.|[A-Z]")
_CASED: Final = "(?-i"
"""A pattern that asks for capitals cannot be put in small letters."""


@cache
def _patterns() -> tuple[tuple[int, re.Pattern[str], str], ...]:
    """The patterns with the script they are for: English ones in small letters, which is found several times faster than any letters."""
    compiled = []
    for place, term in enumerate(_ALL):
        if term.zh:
            compiled.append((place, re.compile("|".join(term.zh)), ""))
        if term.en:
            pattern = rf"(?:{'|'.join(term.en)})(?![A-Za-z])"
            if _CASED in pattern:
                compiled.append((place, re.compile(pattern, re.IGNORECASE), "cased"))
            else:
                small = _ESCAPED.sub(lambda match: match[0] if match[0].startswith("\\") else match[0].lower(), pattern)
                compiled.append((place, re.compile(small), "en"))
    return tuple(compiled)


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text))


def _words(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where a pattern meets from the beginning of a word; told here, for in the pattern it would hide from the search what a match begins with."""
    place = 0
    while (match := pattern.search(text, place)) is not None:
        before = text[match.start() - 1 : match.start()]
        if before.isascii() and before.isalpha():
            place = match.start() + 1
            continue
        yield match.span()
        place = max(match.end(), match.start() + 1)


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
