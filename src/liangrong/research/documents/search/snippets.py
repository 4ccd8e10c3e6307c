"""Where a document holds what was asked for: a few words around the densest place, with the hits marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.research.documents.search.query import Phrase
from liangrong.research.documents.words import Word, words_with_places

__all__ = ["Snippet", "hits_in", "snippet"]

_WIDTH: Final = 160
"""Characters of a snippet."""
_BEFORE: Final = 40
"""Of them, how many stand before the first hit."""
_CHUNK: Final = 100_000
"""Characters of a long text that are looked through at a time."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """Part of a text on one line.

    Parameters
    ----------
    marks
        Where the hits stand in ``text``.
    start
        Where it begins in the document.
    """

    text: str
    marks: tuple[tuple[int, int], ...]
    start: int

    def marked(self, before: str = "**", behind: str = "**") -> str:
        """The text with its hits between two marks.

        Examples
        --------
        >>> Snippet("融资余额上升", ((0, 4),), 0).marked()
        '**融资余额**上升'
        """
        parts, at = [], 0
        for start, end in self.marks:
            parts += [self.text[at:start], before, self.text[start:end], behind]
            at = end
        return "".join([*parts, self.text[at:]])


def snippet(text: str, phrases: Sequence[Phrase]) -> Snippet:
    r"""The part of a text with most of what was asked for; its beginning where nothing is found.

    Examples
    --------
    >>> snippet("昨日保证 金\n比例上调", [Phrase(("保证", "证金", "金比", "比例"))]).marked()
    '昨日**保证 金 比例**上调'
    """
    for offset in range(0, max(1, len(text)), _CHUNK):
        hits = hits_in(text[offset : offset + _CHUNK + _WIDTH], phrases)
        if hits:
            return _around(text, [(start + offset, end + offset, which) for start, end, which in hits])
    return _cut(text, 0, [])


def hits_in(text: str, phrases: Sequence[Phrase]) -> list[tuple[int, int, int]]:
    """Where each phrase stands: from its first character to behind its last, and which phrase it is; in order of the text."""
    read = words_with_places(text)
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(read):
        places[word.text].append(place)
    found: list[tuple[int, int, int]] = []
    for which, phrase in enumerate(phrases):
        for place in _starts(phrase, read, places):
            if _stands(phrase, read, place):
                last = read[place + len(phrase.words) - 1]
                end = last.start + len(phrase.words[-1]) if phrase.is_start else last.end
                found.append((read[place].start, end, which))
    return sorted(found)


def _starts(phrase: Phrase, read: Sequence[Word], places: dict[str, list[int]]) -> Sequence[int]:
    first = phrase.words[0]
    if len(phrase.words) == 1 and phrase.is_start:
        return [place for place, word in enumerate(read) if word.text.startswith(first)]
    return places.get(first, ())


def _stands(phrase: Phrase, read: Sequence[Word], place: int) -> bool:
    stretch = read[place : place + len(phrase.words)]
    if len(stretch) < len(phrase.words):
        return False
    *inner, last = (word.text for word in stretch)
    is_last = last.startswith(phrase.words[-1]) if phrase.is_start else last == phrase.words[-1]
    return is_last and inner == list(phrase.words[:-1])


def _around(text: str, hits: list[tuple[int, int, int]]) -> Snippet:
    """The window that holds most different phrases, then most hits, the earliest of equals."""
    best, most = 0, (0, 0)
    for place, (start, _, _) in enumerate(hits):
        inside = [which for at, end, which in hits[place:] if end <= start + _WIDTH - _BEFORE]
        value = (len(set(inside)), len(inside))
        if value > most:
            best, most = place, value
    return _cut(text, max(0, hits[best][0] - _BEFORE), [(start, end) for start, end, _ in hits])


def _cut(text: str, start: int, hits: Sequence[tuple[int, int]]) -> Snippet:
    """A window on one line; it begins and ends between words, and has no ``**`` of its own that could pass for a mark."""
    end = min(len(text), start + _WIDTH)
    while (
        0 < start < len(text)
        and text[start - 1].isascii()
        and text[start - 1].isalnum()
        and text[start].isascii()
        and text[start].isalnum()
    ):
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum() and text[end - 1].isascii() and text[end - 1].isalnum():
        end += 1
    parts: list[str] = ["…" if start > 0 else ""]
    places: dict[int, int] = {}
    at = len(parts[0])
    blank = True
    for place in range(start, end):
        places[place] = at
        letter = text[place]
        if letter == "*" and "*" in (text[place - 1 : place], text[place + 1 : place + 2]):
            continue
        if letter.isspace():
            if not blank:
                parts.append(" ")
                at += 1
            blank = True
            continue
        parts.append(letter)
        at += 1
        blank = False
    places[end] = at
    if end < len(text):
        parts.append("…")
    marks = _joined([(places[first], places[last]) for first, last in hits if start <= first and last <= end])
    return Snippet("".join(parts), marks, start)


def _joined(marks: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Marks that overlap or touch as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
