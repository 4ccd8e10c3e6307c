"""Mends what copying broke: line ends, spaces inside Chinese words, lines wrapped inside a sentence; only white space is ever changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Repair

__all__ = ["Mended", "mend"]

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\x00]|\r(?=\n)")
_GAP: Final = re.compile(rf"(?<=[{_HAN}])[ \u3000\u00a0]{{1,2}}(?=[{_HAN}])")
_CLAUSE: Final = re.compile(r"[，。；：！？、,;:!?（）()“”\"《》\n|\t]+")
_SINGLES: Final = re.compile(rf"(?<![{_HAN}])[{_HAN}](?: [{_HAN}])+(?![{_HAN}])")
_PROSE_STOP: Final = re.compile(r"[。！？；]|[,，].*[,，。]")
_PROSE: Final = 24
"""A line at least this long with a stop, or with two commas, is prose."""
_BYLINE: Final = 7
"""A first word of a line up to this long is a place or a name (本报讯 记者), which its space parts from the rest."""
_STOPS: Final = "。！？；：…!?;:"
_WIDE: Final = "，。、；：！？）》”"
_NARROWEST, _WIDEST = 36, 140
"""How wide a line of a hard-wrapped paragraph is, a Chinese character counting two."""
_RAGGED_ZH, _RAGGED_EN = 4, 16
"""By how much such lines may differ: Chinese breaks anywhere, English only between words."""


@dataclass(frozen=True, slots=True)
class Mended:
    """Repaired text with the way back and what was done.

    Parameters
    ----------
    starts, shifts
        As in ``Article.map_starts`` and ``map_shifts``.
    """

    text: str
    starts: tuple[int, ...]
    shifts: tuple[int, ...]
    repairs: tuple[Repair, ...]


def mend(original: str) -> Mended:
    """Repair a text; what is not white space stays as it is, in its order."""
    cuts = [(match.start(), match.end(), "") for match in _INVISIBLE.finditer(original)]
    text, starts, shifts = _apply(original, cuts)
    text = (
        text.replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .replace("\x0b", "\n")
        .replace("\x0c", "\n")
        .replace("\x85", "\n")
    )
    wraps = list(_wraps(text))
    joined, wrap_starts, wrap_shifts = _apply(text, wraps)
    starts, shifts = _chained(starts, shifts, wrap_starts, wrap_shifts)
    gaps = list(_gaps(joined))
    mended, gap_starts, gap_shifts = _apply(joined, [(start, end, "") for start, end in gaps])
    starts, shifts = _chained(starts, shifts, gap_starts, gap_shifts)
    return Mended(mended, starts, shifts, tuple(_notes(joined, mended, gaps)))


def _apply(text: str, cuts: Iterable[tuple[int, int, str]]) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """Replace stretches of white space by shorter ones, and tell from where on offsets differ by how much."""
    pieces: list[str] = []
    starts, shifts = [0], [0]
    behind = length = 0
    for start, end, new in cuts:
        pieces += [text[behind:start], new]
        length += start - behind + len(new)
        behind = end
        if starts[-1] == length:
            shifts[-1] = end - length
        else:
            starts.append(length)
            shifts.append(end - length)
    pieces.append(text[behind:])
    return "".join(pieces), tuple(starts), tuple(shifts)


def _chained(
    starts: tuple[int, ...], shifts: tuple[int, ...], later_starts: tuple[int, ...], later_shifts: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """One way back out of two: from the last text to the one before it, and from there to the first."""
    found: dict[int, int] = {}
    first = second = 0
    place = 0
    while True:
        while second + 1 < len(later_starts) and later_starts[second + 1] <= place:
            second += 1
        middle = place + later_shifts[second]
        while first + 1 < len(starts) and starts[first + 1] <= middle:
            first += 1
        found[place] = later_shifts[second] + shifts[first]
        nexts = []
        if second + 1 < len(later_starts):
            nexts.append(later_starts[second + 1])
        if first + 1 < len(starts):
            nexts.append(max(starts[first + 1] - later_shifts[second], place + 1))
        if not nexts:
            break
        place = min(nexts)
    return tuple(found), tuple(found.values())


def _wraps(text: str) -> Iterator[tuple[int, int, str]]:
    """The line breaks inside the sentences of hard-wrapped paragraphs; where one is wrapped, the short ones next to it are too."""
    blocks = [(start, text[start:end].split("\n")) for start, end in _blocks(text)]
    wrapped = [_full_lines(lines) for _, lines in blocks]
    width = max((max(map(_width, lines)) for (_, lines), full in zip(blocks, wrapped, strict=True) if full), default=0)
    for (start, lines), found in zip(blocks, wrapped, strict=True):
        full = found or (_full_lines(lines, width) if width else found)
        place = start
        for number, (line, following) in enumerate(pairwise(lines)):
            place += len(line)
            if number in full:
                body, rest = line.rstrip(), following.lstrip()
                is_glued = _is_han(body[-1]) and (_is_han(rest[0]) or rest[0].isdigit() or rest[0] in _WIDE)
                yield place - len(line) + len(body), place + 1 + len(following) - len(rest), "" if is_glued else " "
            place += 1


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that are not empty."""
    place = begin = 0
    for line in (*text.split("\n"), ""):
        if not line.strip():
            if place - 1 > begin:
                yield begin, place - 1
            begin = place + len(line) + 1
        place += len(line) + 1


def _width(line: str) -> int:
    """How wide a line is, a Chinese character counting two."""
    return sum(2 if "\u2e80" <= char <= "\uffef" else 1 for char in line.rstrip())


def _full_lines(lines: list[str], page: int = 0) -> frozenset[int]:
    """The lines of a block that were cut at a fixed width inside a sentence.

    Such lines are equally wide, have no stop, and there are several of them: headlines below each other are not equally wide.

    Parameters
    ----------
    page
        How wide the hard-wrapped paragraphs of this page are, where there are such; then one line as wide as they are is enough.
    """
    least = 2 if page else 3
    if len(lines) < least or any("|" in line or "\t" in line for line in lines):
        return frozenset()
    widths = [_width(line) for line in lines]
    if page and max(widths) > page:
        return frozenset()
    widest = page or max(widths)
    is_chinese = sum(_is_han(char) for line in lines for char in line) * 4 > sum(map(len, lines))
    slack = _RAGGED_ZH if is_chinese else _RAGGED_EN
    if not _NARROWEST <= widest <= _WIDEST:
        return frozenset()
    found = [
        place
        for place, (line, following) in enumerate(pairwise(lines))
        if widths[place] >= widest - slack and line.rstrip()[-1] not in _STOPS and not _begins_anew(following)
    ]
    if not page and not is_chinese and not any(lines[place + 1].lstrip()[:1].islower() for place in found):
        return frozenset()
    if page and not re.search(r"[.。！？!?]\W?$", lines[-1].rstrip()):
        return frozenset()
    return frozenset(found) if len(found) >= least - 1 else frozenset()


def _begins_anew(line: str) -> bool:
    return (
        bool(re.match(r"\s*(?:[-–—•·*▪●◆■□➢]\s|\d{1,2}[.、)](?!\d)|[(（]?[一二三四五六七八九十]{1,2}[)）、]|#|>)", line))
        or not line.strip()
    )


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _gaps(text: str) -> Iterator[tuple[int, int]]:
    """The spaces inside Chinese words."""
    place = 0
    for line in text.split("\n"):
        if " " in line or "\u3000" in line or "\u00a0" in line:
            yield from ((place + start, place + end) for start, end in _gaps_of(line))
        place += len(line) + 1


def _gaps_of(line: str) -> list[tuple[int, int]]:
    if len(line) >= _PROSE and _PROSE_STOP.search(line) and "|" not in line and "\t" not in line and not _is_row(line):
        return [gap for low, high in _clauses(line) for gap in _gaps_of_clause(line, low, high)]
    return [
        (match.start() + at, match.start() + at + 1)
        for match in _SINGLES.finditer(line)
        if match[0].count(" ") <= 3
        for at in range(1, len(match[0]), 2)
    ]


_BEFORE_NAME: Final = re.compile(r"(?:记者|编辑|作者|来源|讯|电|实习生|通讯员|分析师|校对|责编|摄影|图片)$")
_CODE: Final = re.compile(r"(?<!\d)\d{6}(?!\d)")


def _is_row(line: str) -> bool:
    """Whether a line is a row of a table rather than prose: it begins with short cells and a code, or has many spaces."""
    cells = line.split()
    return len(cells) >= 4 and bool(_CODE.search(" ".join(cells[:4])))


def _clauses(line: str) -> Iterator[tuple[int, int]]:
    behind = 0
    for match in _CLAUSE.finditer(line):
        yield behind, match.start()
        behind = match.end()
    yield behind, len(line)


def _gaps_of_clause(line: str, low: int, high: int) -> list[tuple[int, int]]:
    """At most two gaps in a clause are wraps of a line; more are a list of words, unless all are single characters."""
    found = [match.span() for match in _GAP.finditer(line, low, high)]
    found = [span for span in found if not _BEFORE_NAME.search(line[low : span[0]])]
    if low == 0 and found and found[0][0] <= _BYLINE:
        found = found[1:] if len(line[: found[0][0]]) > 1 else found
    parts = line[low:high].split()
    if len(found) > 2 and max(map(len, parts), default=0) <= 4 and not all(len(part) == 1 for part in parts):
        return []
    return found


def _notes(before: str, after: str, gaps: list[tuple[int, int]]) -> Iterator[Repair]:
    """One remark for each word, however many gaps it had."""
    runs: list[list[tuple[int, int]]] = []
    for gap in gaps:
        if runs and gap[0] == runs[-1][-1][1] + 1:
            runs[-1].append(gap)
        else:
            runs.append([gap])
    gone = 0
    for run in runs:
        start = run[0][0] - gone - 1
        end = start + len(run) + 1
        old = before[run[0][0] - 1 : run[-1][1] + 1]
        gone += sum(high - low for low, high in run)
        new = after[start:end]
        note = Note(f"“{old}”中的空格已去掉：“{new}”。", f"the space inside '{old}' was taken out: '{new}'")
        yield Repair("spaced_word", start, end, old, mended=True, note=note)
