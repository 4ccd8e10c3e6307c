"""Title, source and day of a text that declares them in words: bylines, datelines, headings.

What a file declares about itself wins over what is read here; claims of the text have their own reader of days.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from liangrong.research.documents.document import Lang
from liangrong.research.documents.words import CJK, fold

__all__ = ["Metadata", "dateline_of", "language_of", "metadata_of"]

_LINES: Final = 25
"""Lines from the top in which a dateline is looked for."""
_TITLE: Final = 120
"""Characters of the longest line that can be a title."""
_TITLE_LINES: Final = 2
"""Lines from the top of which one is the title, where no dateline tells."""
_OPENING: Final = 60
"""Characters that a text without a title is called by."""
_SHORT_LINE: Final = 160
"""A dateline stands in a short line, not in a paragraph."""
_STAMP: Final = re.compile(
    r"(?<!\d)(?P<y>20\d{2}|19\d{2})\s?(?:[-/.年])\s?(?P<m>\d{1,2})\s?(?:[-/.月])\s?(?P<d>\d{1,2})(?!\d)日?(?:[ T]{0,3}(?P<h>\d{1,2}):(?P<n>\d{2}))?"
)
_MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_ENGLISH: Final = re.compile(
    r"\b(?:(?P<d1>\d{1,2})\s+)?(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+(?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<y>20\d{2})\b",
    re.IGNORECASE,
)
_SOURCE: Final = re.compile(
    r"(?:来源|稿源|出处|文章来源|Source)\s*[:：]\s*(?P<name>[^\s|,，;；。]{2,40}(?: [A-Z][\w.&-]{1,20}){0,4})", re.IGNORECASE
)
_AUTHOR: Final = re.compile(r"(?:作者|记者|By)\s*[:：]?\s+(?P<name>[^\n|,，;；。]{2,40})")
_BYLINE: Final = re.compile(r"^(?P<name>[^\d:：|。！？]{2,40}?)\s*[·•|｜]\s*(?:发布(?:于|时间)?\s*[:：]?\s*)?$")
_MARKUP: Final = re.compile(r"^[#*\s>\-–—•]+|[*\s]+$")
_HAN: Final = re.compile(f"[{CJK}]")
_LETTER: Final = re.compile(r"[A-Za-z]")
_END: Final = re.compile(r"[。.！!；;…，,:：]$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a text says of itself; empty or ``None`` where it does not."""

    title: str
    source: str
    published: date | datetime | None


def metadata_of(text: str) -> Metadata:
    r"""Title, source and day from the top of a text.

    Examples
    --------
    >>> metadata_of("两融余额创新高\n证券时报· 2026-01-19 02:13\n截至1月15日……")
    Metadata(title='两融余额创新高', source='证券时报', published=datetime.datetime(2026, 1, 19, 2, 13))
    """
    lines = [line.strip() for line in fold(text[:20_000]).splitlines() if line.strip()][:_LINES]
    place, published = _dateline(lines)
    return Metadata(_title(lines, place), _source(lines, place), published)


def dateline_of(line: str) -> tuple[str, date | datetime] | None:
    """The source, which may be empty, and the day of a line that is a dateline and nothing else; ``None`` where it is none.

    Examples
    --------
    >>> dateline_of("证券时报· 2026-01-19 02:13")
    ('证券时报', datetime.datetime(2026, 1, 19, 2, 13))
    """
    plain = fold(line).strip()
    match = _STAMP.search(plain)
    if match is None or len(plain) > _SHORT_LINE or plain[match.end() :].strip(" |·•)"):
        return None
    before, found = plain[: match.start()].strip(), _stamp(plain)
    byline = _BYLINE.match(before)
    return (byline["name"].strip() if byline else "", found) if found and (byline or not before) else None


def language_of(text: str) -> Lang:
    """Chinese where there is a Chinese character for every six letters: a Chinese report quotes English names, not the reverse.

    Examples
    --------
    >>> language_of("AI 概念股融资余额上升"), language_of("Margin balance (融资余额) rose to a record high")
    ('zh', 'en')
    """
    head = text[:2_000]
    return "zh" if len(_HAN.findall(head)) * 6 >= len(_LETTER.findall(head)) else "en"


def _dateline(lines: list[str]) -> tuple[int, date | datetime | None]:
    for place, line in enumerate(lines):
        if len(line) > _SHORT_LINE:
            continue
        found = _stamp(line)
        if found is not None:
            return place, found
    return -1, None


def _stamp(line: str) -> date | datetime | None:
    if match := _STAMP.search(line):
        year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
        hour = match["h"]
        try:
            if hour:
                return datetime(year, month, day, int(hour), int(match["n"]))  # noqa: DTZ001 - as printed, without a zone
            return date(year, month, day)
        except ValueError:
            return None
    match = _ENGLISH.search(line)
    if match is None or not (match["d1"] or match["d2"]):
        return None
    month = next(number for number, name in enumerate(_MONTHS, 1) if name.startswith(match["month"].lower()))
    try:
        return date(int(match["y"]), month, int(match["d1"] or match["d2"]))
    except ValueError:
        return None


def _title(lines: list[str], dateline: int) -> str:
    """The line before the dateline where that can be a title, else one of the first lines that can, else how the text begins."""
    bare = [_MARKUP.sub("", line) for line in lines]
    if dateline > 0 and _can_be_title(bare[dateline - 1]):
        return bare[dateline - 1]
    found = next((line for place, line in enumerate(bare[:_TITLE_LINES]) if place != dateline and _can_be_title(line)), "")
    if found or not bare:
        return found
    return bare[0] if len(bare[0]) <= _OPENING else f"{bare[0][:_OPENING]}…"


def _can_be_title(line: str) -> bool:
    return 4 <= len(line) <= _TITLE and not _END.search(line) and not _SOURCE.match(line)


def _source(lines: list[str], dateline: int) -> str:
    for line in lines:
        if len(line) <= _SHORT_LINE and (match := _SOURCE.search(line)):
            return match["name"].strip()
    if dateline >= 0:
        before = _STAMP.split(lines[dateline])[0]
        if match := _BYLINE.match(before.strip()):
            return match["name"].strip()
    for line in lines[: dateline + 3 if dateline >= 0 else 5]:
        if len(line) <= _SHORT_LINE and (match := _AUTHOR.match(line)):
            return match["name"].strip()
    return ""
