"""From a text to the words it is found by: pairs of Chinese characters, stems of English words, numbers without commas.

No database here. What a text is indexed by and what a question is looked up by come from the same function, so they cannot differ.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

__all__ = ["CJK", "GAP", "VERSION", "Word", "fold", "squeezed", "stem", "words", "words_with_places"]

VERSION: Final = 1
"""Of the rules below: an index made by others is made anew."""

CJK: Final = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0002fa1f"
"""Characters that are written without spaces, as the inside of a regular expression's brackets."""
GAP: Final = "[ \\t\u00a0\u00ad\u200b\u3000]{0,3}[\\n\\f]?[ \\t\u00a0\u00ad\u200b\u3000]{0,3}"
"""What may stand inside a Chinese word that a page broke: a few spaces and one line end, never an empty line."""

_MARKS: Final = r"\u0300-\u036f"
_PATTERN: Final = re.compile(
    f"(?P<cjk>[{CJK}]+(?:{GAP}[{CJK}]+)*)|(?P<number>[0-9]+(?:,[0-9]{{3}})*(?:\\.[0-9]+)?)|(?P<word>[^\\W\\d_{CJK}{_MARKS}]+)"
)
_NOISE: Final = re.compile(r"(?<!\d)\.|\.(?!\d)|[^\w.]+|_+")
_NOT_CJK: Final = re.compile(f"[^{CJK}]+")
_CHINESE_COMMA: Final = 0xFF0C
"""It stands between numbers of a list, never inside one."""
_ONE_TO_ONE: Final = {
    code: unicodedata.normalize("NFKC", chr(code))
    for first, last in ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFF01, 0xFF5E), (0x3000, 0x3000), (0x00A0, 0x00A0))
    for code in range(first, last + 1)
    if len(unicodedata.normalize("NFKC", chr(code))) == 1 and code != _CHINESE_COMMA
}
_LONGEST: Final = 40
"""Characters of a word; longer ones are no words (keys, base64) and are cut."""
_SHORTEST_STEM: Final = 3


class Word(NamedTuple):
    """A word and where it stands in the text it was read from."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Full-width letters and look-alike characters of PDF fonts as the usual ones, each in its place.

    Examples
    --------
    >>> fold("６００５１９，⾦融")
    '600519，金融'
    """
    return text.translate(_ONE_TO_ONE)


def squeezed(text: str) -> str:
    r"""A text without what a page adds: case, white space and punctuation; two copies of one text are equal.

    Examples
    --------
    >>> squeezed("融资 余额，2.7\n万亿") == squeezed("融资余额 2.7万亿")
    True
    """
    return _NOISE.sub("", fold(text).lower())


def words(text: str) -> list[str]:
    r"""The words that a text is found by, in order.

    A run of Chinese characters gives each pair of neighbours and, at its end, the last character alone; a break inside the run is
    passed over. So every word of two characters and more is found wherever it stands, and one of a single character by its beginning.

    Examples
    --------
    >>> words("保证金 比\n例 80%, 600519.SH rises")
    ['保证', '证金', '金比', '比例', '例', '80', '600519', 'sh', 'ris']
    """
    found: list[str] = []
    for match in _PATTERN.finditer(fold(text)):
        kind, raw = match.lastgroup, match.group()
        if kind == "cjk":
            run = _NOT_CJK.sub("", raw)
            found += [run[place : place + 2] for place in range(len(run))]
        elif kind == "number":
            found.append(raw.replace(",", "")[:_LONGEST])
        else:
            found.append(stem(raw))
    return found


def words_with_places(text: str) -> list[Word]:
    """The same words, each with its place: a pair of characters reaches over the break between them.

    Examples
    --------
    >>> [(word.text, word.start, word.end) for word in words_with_places("比 例 fell")]
    [('比例', 0, 3), ('例', 2, 3), ('fell', 4, 8)]
    """
    found: list[Word] = []
    for match in _PATTERN.finditer(fold(text)):
        raw, start = match.group(), match.start()
        if match.lastgroup == "cjk":
            run = _NOT_CJK.sub("", raw)
            places = (
                range(start, start + len(raw))
                if len(run) == len(raw)
                else [start + place for place, character in enumerate(raw) if not _NOT_CJK.match(character)]
            )
            for place, at in enumerate(places):
                last = places[min(place + 1, len(places) - 1)]
                found.append(Word(run[place : place + 2], at, last + 1))
        else:
            text_found = raw.replace(",", "")[:_LONGEST] if match.lastgroup == "number" else stem(raw)
            found.append(Word(text_found, start, match.end()))
    return found


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """An English word without its inflection: the first steps of Porter's stemmer, and the final e.

    References
    ----------
    M. F. Porter (1980), An algorithm for suffix stripping, steps 1a, 1b, 1c and 5a.

    Examples
    --------
    >>> [stem(word) for word in ("balances", "Financing", "leveraged", "leverage", "securities", "security", "fell")]
    ['balanc', 'financ', 'leverag', 'leverag', 'securiti', 'securiti', 'fell']
    """
    small = word.lower()[:_LONGEST]
    if not small.isascii() or len(small) < _SHORTEST_STEM:
        return small
    small = _without_plural(small)
    small = _without_past(small)
    if small.endswith("y") and _has_vowel(small[:-1]):
        small = small[:-1] + "i"
    if small.endswith("e") and len(small) > _SHORTEST_STEM and _has_vowel(small[:-1]):
        small = small[:-1]
    return small


def _without_plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _without_past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1]
    for ending in ("ed", "ing"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST_STEM and _has_vowel(rest):
            if rest.endswith(("at", "bl", "iz")):
                return rest + "e"
            if rest[-1] == rest[-2] and rest[-1] not in "lsz":
                return rest[:-1]
            return rest
    return word


def _has_vowel(text: str) -> bool:
    return any(letter in "aeiouy" for letter in text)
