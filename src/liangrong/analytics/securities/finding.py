"""An index of named things that answers while someone types: by code, name, spelling or English name.

Every key is squeezed (``spelling.squeezed``) and lies in one long text that is searched as a whole; spellings are looked up by their
first two letters. A query touches what it finds and no more.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from liangrong.analytics.securities.spelling import Form, Speller, beginnings, plain_name, squeezed, syllables

__all__ = ["LONGEST", "Answer", "Finder", "Found", "MatchedBy", "Thing"]

LONGEST: Final = 64
"""Characters of a query that are read; no name is longer."""
_RARE: Final = 15
"""What a spelling loses that needs a reading which is not the usual one."""
_ENOUGH: Final = 2
"""From so many characters on the middle of a name is searched too."""
_ENOUGH_DIGITS: Final = 3
"""From so many digits on the middle of a code is searched too."""
_NARROW: Final = 3
"""Letters by which the spellings are narrowed down: what fits a text fits its beginning."""
_REMEMBERED: Final = 1_000
"""Answers that are kept: what is typed first, a letter or two, meets most things and is typed by everybody."""
_MARK: Final = "\n"


class MatchedBy(StrEnum):
    """Which part of a thing the query met."""

    CODE = "code"
    NAME = "name"
    OLD_NAME = "old_name"
    PINYIN = "pinyin"
    INITIALS = "initials"
    ENGLISH = "english"


_SCORES: Final = {
    MatchedBy.CODE: (100, 90, 30),
    MatchedBy.NAME: (80, 60, 40),
    MatchedBy.OLD_NAME: (79, 59, 39),
    MatchedBy.ENGLISH: (80, 60, 40),
    MatchedBy.INITIALS: (70, 60, 40),
    MatchedBy.PINYIN: (80, 60, 40),
}
"""What it is worth to meet the whole of a part, its beginning, or its middle."""
_MIXED: Final = 5
"""What a spelling loses that is neither whole syllables nor initials."""
_FITS: Final = ("exact", "prefix", "inside")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a name.

    Parameters
    ----------
    kind, id
        What it is and how the house spells it.
    name, english
        What people call it; empty where nobody does.
    codes
        Spellings that mean exactly it: codes, names of ours, abbreviations of a vendor.
    others
        Other Chinese names that are still in use.
    old
        Names that it had.
    weight
        Larger comes first among equals.
    """

    kind: str
    id: str
    name: str
    english: str = ""
    codes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    old: tuple[str, ...] = ()
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that a query met.

    Parameters
    ----------
    score
        From 100 (the very code) down.
    matched
        The text of the thing that was met.
    fit
        ``exact``, ``prefix`` or ``inside``.
    """

    thing: Thing
    score: int
    matched: str
    matched_by: MatchedBy
    fit: str


class Answer(NamedTuple):
    """The first things that a query met, and how many there are in all."""

    found: list[Found]
    total: int


class _Hit(NamedTuple):
    """One way in which a query met a thing; the smallest is the best."""

    cost: int
    by: MatchedBy
    at: int
    matched: str


class Finder:
    """The index over a list of things.

    Examples
    --------
    >>> things = [Thing("security", "600519.SH", "贵州茅台", "Kweichow Moutai", ("600519",)), Thing("industry", "industry:sw1:银行", "银行")]
    >>> finder = Finder(things)
    >>> [each.thing.name for each in finder.find("maotai").found], finder.find("GZMT").found[0].matched_by.value
    (['贵州茅台'], 'initials')
    """

    def __init__(self, things: Iterable[Thing]) -> None:
        self._things = sorted(things, key=lambda thing: (-thing.weight, thing.id))
        self._codes = _Keys(_codes(self._things))
        self._names = _Keys(_names(self._things))
        self._english = _Keys(_words(self._things))
        self._asked: dict[tuple[str, frozenset[str], int | None], Answer] = {}

    @cached_property
    def _spellings(self) -> _Spellings:
        """How everything is typed; only who types letters needs to know."""
        return _Spellings(self._things)

    def find(self, text: str, kinds: Iterable[str] = (), *, top: int | None = None) -> Answer:
        """What ``text`` may mean, the likeliest first, each thing once.

        Parameters
        ----------
        text
            Whatever was typed; characters that no name has are passed over.
        kinds
            Only these; all when empty.
        top
            So many at most.
        """
        key = _typed_by(text), frozenset(kinds), top
        if key not in self._asked:
            if len(self._asked) >= _REMEMBERED:
                self._asked.clear()
            self._asked[key] = self._sought(*key)
        return self._asked[key]

    def _sought(self, typed: str, wanted: frozenset[str], top: int | None) -> Answer:
        best: dict[int, _Hit] = {}
        for query in dict.fromkeys((typed, plain_name(typed))):
            for place, hit in self._hits(query):
                if place not in best or hit < best[place]:
                    best[place] = hit
        order = sorted((hit.cost, place) for place, hit in best.items() if not wanted or self._things[place].kind in wanted)
        return Answer([self._found(place, best[place]) for _, place in order[:top]], len(order))

    def nearest(self, text: str, kinds: Iterable[str] = (), *, top: int | None = None) -> Answer:
        """What the longest beginning or end of ``text`` means that means anything; for a query that found nothing."""
        query, wanted = _typed_by(text), tuple(kinds)
        least = max(_ENOUGH_DIGITS, len(query) // 2) if query.isascii() else _ENOUGH
        found = Answer([], 0)
        longest = 0
        for from_end in (False,) if query.isascii() else (False, True):
            length = self._longest(query, wanted, least, from_end=from_end)
            if length > longest:
                longest, found = length, self.find(_cut(query, length, from_end=from_end), wanted, top=top)
        return found

    def _longest(self, query: str, kinds: tuple[str, ...], least: int, *, from_end: bool) -> int:
        """The largest number of characters that are still found: what is found whole is found by any of its beginnings."""
        low, high = 0, len(query) - 1
        while high >= max(low + 1, least):
            middle = max((low + high + 1) // 2, least)
            if self.find(_cut(query, middle, from_end=from_end), kinds, top=0).total:
                low = middle
            else:
                high = middle - 1
        return low

    def _hits(self, query: str) -> Iterator[tuple[int, _Hit]]:
        if not query:
            return
        yield from self._codes.hits(query, inside=query.isdecimal() and len(query) >= _ENOUGH_DIGITS)
        yield from self._names.hits(query, inside=not query.isascii() or len(query) >= _ENOUGH)
        yield from self._english.hits(query, inside=False)
        if query.isascii():
            yield from self._spellings.hits(query)

    def _found(self, place: int, hit: _Hit) -> Found:
        return Found(self._things[place], -hit.cost, hit.matched, hit.by, _FITS[hit.at])


class _Spellings:
    """How the Chinese names are typed, by the first two letters from each character on."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self._plain = [squeezed(thing.name) for thing in things]
        self._typed = [syllables(thing.name) for thing in things]
        self._starts: dict[str, list[tuple[int, int]]] = {}
        self._narrowed: dict[str, list[tuple[int, int]]] = {}
        for place, typed in enumerate(self._typed):
            for start in range(len(typed)):
                first = {reading[0] for reading in typed[0]} if start == 0 else set()
                for letters in beginnings(typed, start) | first:
                    self._starts.setdefault(letters, []).append((place, start))

    def hits(self, query: str) -> Iterator[tuple[int, _Hit]]:
        """The things whose names the letters spell from some character on."""
        speller = Speller(query)
        for place, start in self._candidates(query):
            fit = speller.fit(self._typed[place], start)
            if fit is None:
                continue
            at = 2 if start else 0 if fit.characters == len(self._typed[place]) else 1
            by = MatchedBy.INITIALS if fit.form is Form.INITIALS else MatchedBy.PINYIN
            lost = (_RARE if fit.rare else 0) + (_MIXED if fit.form is Form.MIXED else 0)
            worth = _SCORES[by][1 if fit.form is Form.MIXED and at == 0 else at]
            yield place, _Hit(lost - worth, by, at, self._plain[place][start : start + fit.characters])

    def _candidates(self, query: str) -> Sequence[tuple[int, int]]:
        """Where the query may be spelled: by its first two letters, or by its first three once somebody has typed them."""
        if len(query) < _NARROW:
            return self._starts.get(query, ())
        letters = query[:_NARROW]
        if letters not in self._narrowed:
            speller = Speller(letters)
            wide = self._starts.get(query[:2], ())
            self._narrowed[letters] = [(place, start) for place, start in wide if speller.fit(self._typed[place], start)]
        return self._narrowed[letters]


class _Keys:
    """Squeezed keys, one after the other in a long text."""

    def __init__(self, keys: Iterable[tuple[str, int, MatchedBy, str]]) -> None:
        self._owners = [key for key in dict.fromkeys(keys) if key[0]]
        self._text = _MARK + "".join(f"{key}{_MARK}" for key, *_ in self._owners)
        self._ends = list(accumulate(len(key) + 1 for key, *_ in self._owners))

    def hits(self, query: str, *, inside: bool) -> Iterator[tuple[int, _Hit]]:
        """The things whose keys hold the query: at their beginning, or anywhere."""
        pattern = query if inside else _MARK + query
        at = self._text.find(pattern)
        while at >= 0:
            start = at + len(pattern) - len(query)
            key, place, by, shown = self._owners[bisect_right(self._ends, start - 1)]
            where = 2 if self._text[start - 1] != _MARK else 0 if len(key) == len(query) else 1
            yield place, _Hit(-_SCORES[by][where], by, where, shown)
            at = self._text.find(pattern, at + 1)


def _codes(things: Sequence[Thing]) -> Iterator[tuple[str, int, MatchedBy, str]]:
    for place, thing in enumerate(things):
        for code in thing.codes:
            yield squeezed(code), place, MatchedBy.CODE, code


def _names(things: Sequence[Thing]) -> Iterator[tuple[str, int, MatchedBy, str]]:
    for place, thing in enumerate(things):
        for name in (thing.name, *thing.others):
            yield squeezed(name), place, MatchedBy.NAME, name
            yield plain_name(name), place, MatchedBy.NAME, name
        for name in thing.old:
            yield squeezed(name), place, MatchedBy.OLD_NAME, name


def _words(things: Sequence[Thing]) -> Iterator[tuple[str, int, MatchedBy, str]]:
    """English names from each of their words on; what stands in brackets is a name of its own.

    A key that begins with a later word ends in a blank, which no query has: meeting all of it is not meeting the whole name.
    """
    for place, thing in enumerate(things):
        for name in re.split(r"[()]", thing.english):
            words = [squeezed(word) for word in re.split(r"[\s_/-]+", name)]
            for start in range(len(words)):
                yield "".join(words[start:]) + (" " if start else ""), place, MatchedBy.ENGLISH, thing.english


def _cut(query: str, length: int, *, from_end: bool) -> str:
    return query[-length:] if from_end else query[:length]


def _typed_by(text: str) -> str:
    return squeezed(text[: 4 * LONGEST])[:LONGEST]
