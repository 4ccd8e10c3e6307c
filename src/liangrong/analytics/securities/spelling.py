"""How a Chinese name is typed on a Latin keyboard: every reading of every character, in full, by initials, or mixed.

A character that is read in several ways (重庆, 银行, 长安) is found by each of them, but the reading that its word asks for comes first;
ü may be typed as v or u.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from typing import Final, NamedTuple, TypeAlias

__all__ = ["Fit", "Form", "Speller", "Syllables", "beginnings", "plain_name", "squeezed", "syllables"]

Syllables: TypeAlias = tuple[tuple[str, ...], ...]
"""For each character that can be typed, its readings, the usual one in this word first."""

_TWO_LETTERS: Final = ("zh", "ch", "sh")
"""Initials of two letters; people type them whole or by their first letter."""
_ASCII: Final = 0x80
_MARKS: Final = re.compile(r"^\*?ST(?=[^\x00-\x7f])|-(?:U|W|UW|WD)$", re.IGNORECASE)


class Form(IntEnum):
    """How the characters were typed."""

    FULL = 0
    """Every syllable whole."""
    INITIALS = 1
    """Every syllable by its initial."""
    MIXED = 2
    """Some whole, some by their initial, or the last one begun."""


class Fit(NamedTuple):
    """How well letters spell a name; the smallest is the best.

    Parameters
    ----------
    rare
        Whether a reading was needed that is not the usual one in this word.
    form
        How the characters were typed.
    characters
        How many characters were spelled.
    """

    rare: bool
    form: Form
    characters: int


_Step: TypeAlias = tuple[int, Form, bool]
"""How many letters one character takes, in which form, by a rare reading or not."""


def squeezed(text: str) -> str:
    """Letters, digits and Chinese characters alone: full-width, upper case, spaces, points and stars make no difference.

    Examples
    --------
    >>> squeezed("*ST 南玻Ａ"), squeezed("Kweichow  Moutai")
    ('st南玻a', 'kweichowmoutai')
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def plain_name(name: str) -> str:
    """A name squeezed, without the marks that it gains and loses: of risk-warned stocks, of companies without profit or with two votes.

    Examples
    --------
    >>> plain_name("*ST海王"), plain_name("寒武纪-U")
    ('海王', '寒武纪')
    """
    return squeezed(_MARKS.sub("", "".join(unicodedata.normalize("NFKC", name).split())))


def syllables(name: str) -> Syllables:
    """The readings of each character of a name.

    Examples
    --------
    >>> syllables("银行A")
    (('yin',), ('hang', 'xing', 'heng'), ('a',))
    """
    plain = squeezed(name)
    found = [_readings(character) for character in plain]
    if any(len(readings) > 1 for readings in found):
        from pypinyin import lazy_pinyin

        usual = lazy_pinyin(plain, errors=_one_by_one)  # type: ignore[arg-type]  # several letters are as welcome as one text
        found = [_with_usual(readings, spoken) for readings, spoken in zip(found, usual, strict=True)]
    return tuple(readings for readings in found if readings)


def beginnings(typed: Syllables, start: int) -> set[str]:
    """The first two letters with which someone may begin to spell a name from its character ``start`` on.

    Examples
    --------
    >>> sorted(beginnings(syllables("贵州"), 0))
    ['gu', 'gz']
    """
    following = {reading[0] for reading in typed[start + 1]} if start + 1 < len(typed) else set()
    pairs = {reading[0] + letter for reading in typed[start] for letter in following}
    return pairs | {reading[:2] for reading in typed[start] if len(reading) > 1 or not following}


class Speller:
    """What one typed text may spell.

    Parameters
    ----------
    query
        Letters and digits in lower case.

    Examples
    --------
    >>> name = syllables("重庆银行")
    >>> Speller("cqyh").fit(name)
    Fit(rare=False, form=<Form.INITIALS: 1>, characters=4)
    >>> Speller("zhongqing").fit(name)
    Fit(rare=True, form=<Form.FULL: 0>, characters=2)
    >>> Speller("yinhang").fit(name, 2).characters, Speller("gz").fit(name)
    (2, None)
    """

    def __init__(self, query: str) -> None:
        self._query = query
        self._known: dict[tuple[int, tuple[str, ...]], tuple[_Step, ...]] = {}

    def fit(self, typed: Syllables, start: int = 0) -> Fit | None:
        """How the text spells a name from its character ``start`` on; ``None`` where it does not."""
        length = len(self._query)
        if not self._may(typed, start, length):
            return None
        ends: list[Fit] = []
        states: set[tuple[int, Form | None, bool]] = {(0, None, False)}
        for place in range(start, len(typed)):
            following: set[tuple[int, Form | None, bool]] = set()
            for at, form, rare in states:
                for letters, how, is_rare in self._steps(at, typed[place]):
                    joined = how if form in (None, how) else Form.MIXED
                    if at + letters == length:
                        ends.append(Fit(rare or is_rare, joined, place + 1 - start))
                    else:
                        following.add((at + letters, joined, rare or is_rare))
            if not following:
                break
            states = following
        return min(ends, default=None)

    def _may(self, typed: Syllables, start: int, length: int) -> bool:
        """Whether the first two characters leave it open: most names are set aside here."""
        for letters, *_ in self._steps(0, typed[start]):
            if letters == length or (start + 1 < len(typed) and self._steps(letters, typed[start + 1])):
                return True
        return False

    def _steps(self, at: int, readings: tuple[str, ...]) -> tuple[_Step, ...]:
        """What one character may take of the text from a place on; the same characters come again and again."""
        key = (at, readings)
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(self._taken(at, readings)))
        return self._known[key]

    def _taken(self, at: int, readings: tuple[str, ...]) -> Iterator[_Step]:
        query, left = self._query, len(self._query) - at
        for number, reading in enumerate(readings):
            rare = number > 0
            if query.startswith(reading, at):
                yield len(reading), Form.FULL, rare
            elif 1 < left < len(reading) and reading.startswith(query[at:]):
                yield left, Form.MIXED, rare
            if query[at] == reading[0]:
                yield 1, Form.INITIALS, rare
            if reading[:2] in _TWO_LETTERS and query.startswith(reading[:2], at):
                yield 2, Form.INITIALS, rare


def _one_by_one(other: str) -> list[str]:
    """What is no Chinese character, letter by letter."""
    return list(other)


@cache
def _readings(character: str) -> tuple[str, ...]:
    """How one character may be typed; nothing where a keyboard has no way to."""
    if ord(character) < _ASCII:
        return (character,)
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    read = dict.fromkeys(typed for reading in (found[0] if found else ()) for typed in (reading, reading.replace("v", "u")))
    return tuple(reading for reading in read if reading.isascii() and reading.isalpha())


@cache
def _with_usual(readings: tuple[str, ...], usual: str) -> tuple[str, ...]:
    """The readings of a character, that of its word first."""
    return (usual, *(reading for reading in readings if reading != usual)) if usual in readings else readings
