"""From the characters of a text to an ``Article``: mended, cut into pieces and passages, with what is wrong with it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from liangrong.research.claims.article import Article, Item, Passage, Role
from liangrong.research.claims.reading.datelines import dateline, wire_date
from liangrong.research.claims.reading.defects import defects
from liangrong.research.claims.reading.layout import Line, goes_on, lines_of
from liangrong.research.claims.reading.repair import mend
from liangrong.research.claims.reading.sentences import sentences

__all__ = ["read_article"]

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_LATIN: Final = re.compile(r"[A-Za-z]{2,}")
_BULLETS: Final = re.compile(r"\s-\s?(?=\*\*|[A-Z“\"\u4e00-\u9fff])")
_LONGEST_TITLE: Final = 90
_SMALL: Final = frozenset(
    ["and", "of", "in", "for", "the", "to", "with", "by", "on", "vs", "a", "an", "or", "at", "from", "-", "&"]
)
_DATELINES: Final = 12
"""Among so many first lines, and as many last ones, the dateline of an article is looked for."""


def read_article(text: str, *, name: str = "-", published: date | None = None) -> Article:
    r"""Read a text.

    Parameters
    ----------
    text
        As handed in; it may be anything.
    name
        The name of its file.
    published
        Its day, where the caller knows it; otherwise that of its dateline.

    Examples
    --------
    >>> article = read_article("某报 2026-01-19 02:13\n截至1月16日，融资余额2.6万 亿元。增长放缓！")
    >>> article.published, [one.text for one in article.passages if one.role == "body"]
    (datetime.date(2026, 1, 19), ['截至1月16日，融资余额2.6万亿元。', '增长放缓！'])
    """
    mended = mend(text)
    lines = lines_of(mended.text)
    day = published or _published(mended.text, lines)
    passages = _passages(text, mended.text, lines, mended.starts, mended.shifts)
    items = _items(mended.text, lines)
    title = next((line.text.lstrip("# ") for line in lines if line.role == "title"), "")
    found = sorted((*mended.repairs, *defects(mended.text, passages)), key=lambda one: (one.start, one.end))
    return Article(
        name=name, original=text, text=mended.text, lang=_language(mended.text), published=day, title=title, passages=passages, items=items,
        repairs=tuple(found), map_starts=mended.starts, map_shifts=mended.shifts,
    )  # fmt: skip


def _language(text: str) -> Literal["zh", "en"]:
    return "zh" if len(_HAN.findall(text)) >= len(_LATIN.findall(text)) else "en"


def _published(text: str, lines: Sequence[Line]) -> date | None:
    """The day of the first dateline near the head or the foot; that of a page of several pieces is its latest."""
    if lines and lines[-1].item:
        return max((day for line in lines if line.role == "furniture" and (day := dateline(line.text))), default=None)
    near = [line for place, line in enumerate(lines) if place < _DATELINES or place >= len(lines) - _DATELINES]
    return next((day for line in near if (day := dateline(line.text))), None) or wire_date(text)


def _items(text: str, lines: Sequence[Line]) -> tuple[Item, ...]:
    if not lines or not lines[-1].item:
        title = next((line.text for line in lines if line.role == "title"), "")
        return (Item(0, 0, len(text), title, None),) if text else ()
    starts = [line.start for line in lines if line.role == "title"]
    bounds = [0, *starts[1:], len(text)]
    found = []
    for number, start in enumerate(starts):
        own = [line for line in lines if line.item == number and line.start >= start]
        day = next((day for line in own[:3] if (day := dateline(line.text))), None)
        found.append(Item(number, bounds[number], bounds[number + 1], own[0].text, day))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Lines that are read as one: a sentence that the page broke in two is not two."""

    start: int
    end: int
    role: Role
    item: int


def _stretches(text: str, lines: Sequence[Line]) -> Iterator[_Stretch]:
    held: _Stretch | None = None
    for line in lines:
        if (
            held is not None
            and held.role == line.role == "body"
            and held.item == line.item
            and goes_on(text[held.start : held.end], line.text)
        ):
            held = _Stretch(held.start, line.end, held.role, held.item)
            continue
        if held is not None:
            yield held
        held = _Stretch(line.start, line.end, line.role, line.item)
    if held is not None:
        yield held


def _passages(
    original: str, text: str, lines: Sequence[Line], starts: tuple[int, ...], shifts: tuple[int, ...]
) -> tuple[Passage, ...]:
    breaks = [match.start() for match in re.finditer(r"\r\n|\r|\n|\u2028|\u2029|\x0b|\x0c|\x85", original)]
    found: list[Passage] = []
    for stretch in _stretches(text, lines):
        for start, end in _cut(text, stretch):
            origin = start + shifts[bisect_right(starts, start) - 1]
            line = bisect_right(breaks, origin) + 1
            role: Role = "furniture" if stretch.role == "body" and dateline(text[start:end]) is not None else stretch.role
            found.append(Passage(len(found), start, end, text[start:end], role, line, stretch.item))
    return tuple(found)


def _cut(text: str, stretch: _Stretch) -> Iterator[tuple[int, int]]:
    if stretch.role not in ("body", "summary"):
        yield stretch.start, stretch.end
        return
    for start, end in _bullets(text, stretch):
        yield from sentences(text, start, end)


def _is_title(text: str) -> bool:
    """Whether every word begins large, as in a heading."""
    words = [word.strip(".,:;!?()[]'\"&/") for word in text.split()]
    return 0 < len(text) <= _LONGEST_TITLE and all(not word or word in _SMALL or not word[0].islower() for word in words)


def _bullets(text: str, stretch: _Stretch) -> Iterator[tuple[int, int]]:
    """A list of points run together in one line: ``… [1] - **Copper**: …``; a dash between words is none."""
    behind = stretch.start
    for match in _BULLETS.finditer(text, stretch.start, stretch.end):
        head = text[behind : match.start()]
        after = head[max(head.rfind("]"), head.rfind(". "), head.rfind("。"), head.rfind(": ")) + 1 :].strip()
        if text.startswith("**", match.end()) or not after or after.endswith((":", "：")) or _is_title(after):
            if head.strip():
                yield behind, match.start()
            behind = match.end()
    yield behind, stretch.end
