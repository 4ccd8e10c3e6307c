"""An article as the desk reads it: repaired text, its passages, its items, and the way back to what was handed in."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from liangrong.core.results import Note

__all__ = ["Article", "Item", "Passage", "Repair", "Role"]

Role: TypeAlias = Literal["title", "summary", "heading", "body", "caption", "row", "furniture"]
"""``summary``: what repeats the body in short (bullets of key points); ``row``: a row of a table; ``furniture``: what is no content (menus,
bylines, adverts), which is not searched for claims except for dates."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, a heading, or a row of a table.

    Parameters
    ----------
    start, end
        Where it stands in ``Article.text``.
    line
        The line of the original text, from 1.
    item
        Which item of a page of several items, from 0.
    """

    number: int
    start: int
    end: int
    text: str
    role: Role
    line: int
    item: int = 0

    def until(self, place: int) -> str:
        """Its text up to a place of the article."""
        return self.text[: place - self.start]


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of a page: a page of search results holds several, each with its own title and day."""

    number: int
    start: int
    end: int
    title: str
    published: date | None


@dataclass(frozen=True, slots=True)
class Repair:
    """Something in the text that was mended, or that could only be reported.

    Parameters
    ----------
    kind
        ``spaced_word`` (spaces inside Chinese words), ``fused_cells`` (a row of a table without separators), ``stripped_figure`` (a sentence
        that lost its number), ``mixed_dates`` (as-of dates that differ), ``impossible_date`` (a day that no calendar holds, such as February 30),
        ``cut_off`` (… where the rest was left out).
    mended
        Whether it was mended; otherwise it is only reported.
    """

    kind: str
    start: int
    end: int
    text: str
    mended: bool
    note: Note


@dataclass(frozen=True, eq=False)
class Article:
    """A text ready to be searched for claims; two articles are the same only if they are one object, so that what is found in it can be kept.

    Parameters
    ----------
    name
        The name of its file, or ``-`` for pasted text; a published figure that was taken from this very article proves nothing about it.
    original
        The text that was handed in.
    text
        The repaired text; all offsets but those of ``origin`` count in it.
    map_starts, map_shifts
        The way back: from ``map_starts[i]`` on, the original offset is the offset plus ``map_shifts[i]``.
    published
        The article's own day, from its dateline or from the caller; ``None`` where neither says.
    """

    name: str
    original: str
    text: str
    lang: Literal["zh", "en"]
    published: date | None
    title: str
    passages: tuple[Passage, ...]
    items: tuple[Item, ...] = ()
    repairs: tuple[Repair, ...] = ()
    map_starts: tuple[int, ...] = field(default=(0,), repr=False)
    map_shifts: tuple[int, ...] = field(default=(0,), repr=False)

    def origin(self, offset: int) -> int:
        """Where a character of ``text`` stands in ``original``."""
        return offset + self.map_shifts[bisect_right(self.map_starts, offset) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of ``text`` in ``original``: from its first character to behind its last."""
        return self.origin(start), self.origin(end - 1) + 1 if end > start else self.origin(start)

    def day(self, item: int) -> date | None:
        """The day of an item, or of the article where the item has none."""
        found = self.items[item].published if item < len(self.items) else None
        return found or self.published
