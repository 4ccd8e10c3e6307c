"""Lines and their roles: title, heading, body, summary, caption, row, furniture; and the pieces of a page of several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from liangrong.research.claims.article import Role
from liangrong.research.claims.reading.datelines import dateline, is_source_line
from liangrong.research.claims.reading.furniture import ends_content, is_furniture
from liangrong.research.claims.reading.table_lines import table_lines

__all__ = ["Line", "goes_on", "lines_of"]

_STOP: Final = re.compile(r"[。；！!;,，]$|[.]$|[：:]$")
_BULLET: Final = re.compile(r"^\s*(?:[–—•·*▪●◆■□➢-]\s*|\d{1,2}[.、)]\s*|[(（]\d{1,2}[)）]|[①-⑳])(?=\S)")
_CAPTION: Final = re.compile(
    r"^(?:图表?|表)\s?\d*[：:、. ]|^(?:Figure|Fig\.|Table|Chart|Exhibit|Source|Note)s?\b.{0,6}[:.]|^(?:资料|数据|图片)来源|^截图自|^注[：:]|[(（](?:单位[：:]?)?(?:亿|万|元|%)[元股%]*[)）]$",
    re.IGNORECASE,
)
_SUMMARY: Final = re.compile(
    r"summary|key (?:takeaways?|points?)|takeaways|highlights|at a glance|tl;?dr|摘要|要点|导读|内容提要|划重点|核心提示",
    re.IGNORECASE,
)
_CONTINUES: Final = re.compile(r"[,.;:，、；](?!\.)|[a-z]")
_HANGING: Final = re.compile(
    r"\b(?:of|at|by|to|the|an?|and|or|than|from|in|for|with|was|were|is|are|that|which|its|their|took|into|on|as|some|about|over|nearly|only)$",
)
"""A last word that no sentence and no heading ends in."""
_SHORTEST_HANGING: Final = 24
"""Shorter lines are labels: In, At, About."""
_NUMBERED: Final = re.compile(r"\d{1,2}[.、)]\s")
_ENDS: Final = "。！？；：…!?;:.”』」》】"
_LONGEST_TITLE: Final = 120
_LONGEST_HEADING: Final = 96


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the repaired text, without white space at its ends.

    Parameters
    ----------
    blank_before
        Whether an empty line stands before it.
    item
        Which piece of the page.
    """

    start: int
    end: int
    text: str
    blank_before: bool
    role: Role = "body"
    item: int = 0


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines that are not empty, with role and item."""
    lines = _split(text)
    starts = _items(lines)
    rows = table_lines([line.text for line in lines])
    roles = _roles(lines, starts, rows)
    item = 0
    found = []
    for place, line in enumerate(lines):
        item = next((number for number, start in enumerate(starts) if start == place), item) if starts else 0
        found.append(replace(line, role=roles[place], item=item))
    return tuple(found)


def goes_on(before: str, after: str) -> bool:
    """Whether a line goes on where the one before broke off: it begins small or with a comma, and the other has no stop.

    Examples
    --------
    >>> goes_on("The value jumped", ", its largest rise"), goes_on("It rose.", "it fell")
    (True, False)
    """
    if before[-1] in _ENDS:
        return False
    if _CONTINUES.match(after):
        return before[-1].isalnum() or before[-1] in ",，、)%"
    is_broken = len(before) >= _SHORTEST_HANGING and bool(_HANGING.search(before))
    return is_broken and not _NUMBERED.match(after) and after[0].isascii() and (after[0].isalnum() or after[0] in "$¥(")


def _split(text: str) -> list[Line]:
    found: list[Line] = []
    place, blank = 0, False
    for raw in text.split("\n"):
        body = raw.strip()
        if body:
            start = place + len(raw) - len(raw.lstrip())
            found.append(Line(start, start + len(body), body, blank))
            blank = False
        else:
            blank = True
        place += len(raw) + 1
    return found


def _items(lines: Sequence[Line]) -> list[int]:
    """Where the pieces of a page begin: the titles that stand right above a source and a time; empty for a page of one piece."""
    found = [
        place
        for place, line in enumerate(lines[:-1])
        if is_source_line(lines[place + 1].text) and not is_source_line(line.text) and len(line.text) <= _LONGEST_TITLE
    ]
    return found if len(found) > 1 else []


def _roles(lines: Sequence[Line], starts: Sequence[int], rows: frozenset[int]) -> list[Role]:
    titles = set(starts) or {_title(lines, rows)}
    roles: list[Role] = []
    summary = over = False
    spaced = sum(line.blank_before for line in lines) * 2 > len(lines)
    for place, line in enumerate(lines):
        if place in starts:
            over = summary = False
        over = over or (ends_content(line.text) and place > len(lines) // 2)
        role: Role
        if place in titles:
            role = "title"
        elif over or (starts and place < starts[0]) or is_furniture(line.text) or dateline(line.text) is not None:
            role = "furniture"
        elif place in rows:
            role = "row"
        elif _CAPTION.search(line.text) and len(line.text) <= _LONGEST_HEADING:
            role = "caption"
        elif _is_heading(line, lines[place + 1] if place + 1 < len(lines) else None) and not _is_card(lines, place):
            role = (
                "caption"
                if line.blank_before and not spaced and not _was_heading(roles) and _says_as_of(line.text)
                else "heading"
            )
        else:
            role = "body"
        if role in {"heading", "furniture"}:
            summary = bool(_SUMMARY.search(line.text)) and not starts
        elif summary and role == "body" and _ends_summary(line):
            summary = False
        roles.append("summary" if summary and role == "body" else role)
    return _unsummarised(roles)


def _unsummarised(roles: list[Role]) -> list[Role]:
    """A page that is all key points has no body that they repeat: then they are the body."""
    return roles if "body" in roles else ["body" if role == "summary" else role for role in roles]


def _ends_summary(line: Line) -> bool:
    return not _BULLET.match(line.text) and not line.text.endswith((":", "："))


def _was_heading(roles: Sequence[Role]) -> bool:
    return bool(roles) and roles[-1] in ("heading", "title")


_CARD: Final = re.compile(r"^[>~<≈≥≤+\-−约超近]{0,2}[\d.,]+\s?(?:%|％|倍|亿元?|万亿元?|x|bn|billion|trillion)?$")


def _is_card(lines: Sequence[Line], place: int) -> bool:
    """Whether a figure stands alone in the line before: then this line says what it is, and is no heading."""
    return place > 0 and bool(_CARD.match(lines[place - 1].text)) and bool(re.search(r"\d|[百千万亿]", lines[place].text))


def _says_as_of(text: str) -> bool:
    return bool(re.search(r"[(（](?:截至|截止|as of)|排名|变化|走势|一览|趋势图?$", text))


def _title(lines: Sequence[Line], rows: frozenset[int]) -> int:
    """The first line that is no furniture, if it is short and no sentence; -1 without a title."""
    for place, line in enumerate(lines[:12]):
        if dateline(line.text) is not None or is_furniture(line.text):
            continue
        if place in rows:
            return -1
        if _SUMMARY.search(line.text) or (place + 1 < len(lines) and goes_on(line.text, lines[place + 1].text)):
            return -1
        short = (
            len(line.text) <= _LONGEST_TITLE
            and not re.search(r"。|[.；;]$|[，,：:]$", line.text)
            and not _BULLET.match(line.text)
        )
        return place if short and len(lines) > 1 else -1
    return -1


def _is_heading(line: Line, following: Line | None) -> bool:
    if (
        following is None
        or goes_on(line.text, following.text)
        or len(line.text) > _LONGEST_HEADING
        or _BULLET.match(line.text)
        or _STOP.search(line.text)
    ):
        return False
    if re.search(r"[。；]", line.text) or line.text[0] in ",.;:，。；：、)]）】":
        return False
    latin = re.findall(r"[A-Za-z][\w'’-]*", line.text)
    if len(latin) >= 4 and len(re.findall(r"[\u4e00-\u9fff]", line.text)) < 4:
        capitals = sum(word[0].isupper() for word in latin if len(word) > 3)
        return len(latin) <= 16 and capitals * 2 >= sum(len(word) > 3 for word in latin)
    return len(line.text) <= 48 and not re.match(r"[>~<+\-]?\d", line.text)
