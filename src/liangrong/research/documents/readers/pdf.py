"""PDF: the text of its pages in the order in which the file gives it, lines and hyphenated words joined, running heads left out.

A scan has no text and is refused; no picture is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import quantiles
from typing import Any, Final

from liangrong.core.errors import BadInput, ExtraMissing
from liangrong.core.results import Note
from liangrong.research.documents.readers.extracted import Extracted
from liangrong.research.documents.readers.limits import CHARACTERS, PAGES
from liangrong.research.documents.words import CJK

__all__ = ["flowing", "read_pdf"]

_HYPHENS: Final = "\u00ad\ufffe\x02"
"""What stands for a hyphen at the end of a line that is none of the word."""
_RUNNING: Final = 0.5
"""A first or last line that so many pages share, but for its figures, is a running head."""
_FEWEST: Final = 3
"""Pages from which running heads are looked for."""
_FULL: Final = 0.75
"""A line shorter than this share of the page's long lines ends its paragraph."""
_WIDE: Final = re.compile(f"[{CJK}\u3000-\u303f\uff00-\uffef]")
_ENDS: Final = re.compile(r"[。！？；.!?;:：]['\"”’)）\]]*$")
_STARTS: Final = re.compile(
    r"^(?:[•●▪■◆➢–—\-*] ?|\d{1,2}[.、)）]\s?|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)"
)
_DAY: Final = re.compile(r"D:(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2}))?")


def read_pdf(content: bytes, name: str) -> Extracted:
    """The text of a PDF.

    Raises
    ------
    BadInput
        It is encrypted, damaged, has too many pages, or no text at all: a scan.
    ExtraMissing
        pypdfium2 is not installed.
    """
    try:
        import pypdfium2
    except ModuleNotFoundError:
        raise ExtraMissing(what="Reading a PDF", what_zh="读取 PDF ", extra="documents") from None
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _unopened(str(error), name) from error
    try:
        count = len(document)
        if count > PAGES:
            raise BadInput(
                place=name,
                reason=f"it has {count:,} pages; {PAGES:,} can be read. Split it.",
                reason_zh=f"有 {count:,} 页，最多可读 {PAGES:,} 页，请先拆分。",
            )
        pages, broken = _pages(document, count, pypdfium2.PdfiumError)
        said = document.get_metadata_dict()
    finally:
        document.close()
    empty = sum(not page.strip() for page in pages)
    if empty == len(pages):
        raise BadInput(
            place=name,
            reason="it has no text: it is a scan, or its pages are pictures. Run it through text recognition first.",
            reason_zh="没有文字：应为扫描件或图片，请先做文字识别（OCR）。",
        )
    notes = []
    if empty or broken:
        notes.append(
            Note(
                f"{len(pages)} 页中有 {empty} 页没有文字（扫描页、图片或损坏页），未读取。",
                f"{empty} of {len(pages)} pages have no text (scans, pictures or damage) and were not read.",
            )
        )
    return Extracted(
        flowing(pages), "pdf", str(said.get("Title", "")).strip(), "", _day(str(said.get("CreationDate", ""))), tuple(notes)
    )


def flowing(pages: Sequence[str]) -> str:
    r"""Pages of lines as paragraphs.

    Examples
    --------
    >>> flowing(["两融余额连续第五个交易日上升，再创历史\n新高。\nThe lever\u00ad\nage of the market"])
    '两融余额连续第五个交易日上升，再创历史新高。\nThe leverage of the market'
    """
    lines = [[line.strip(" \t\u3000\r") for line in _joined(page).split("\n")] for page in pages]
    lines = _without_running(lines)
    flat = [line for page in lines for line in page]
    full = [len(line) for line in flat if line]
    if not full:
        return ""
    long = quantiles([_width(line) for line in flat if line], n=10)[8] if len(full) > 1 else _width(flat[0])
    parts: list[str] = [flat[0]] if flat else []
    for before, line in pairwise(flat):
        if _continues(before, line, long):
            wide = bool(_WIDE.match(before[-1]) and _WIDE.match(line[0]))
            parts.append(line if wide else f" {line}")
        else:
            parts.append(f"\n{line}")
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip()


def _pages(document: Any, count: int, failure: type[Exception]) -> tuple[list[str], int]:
    pages: list[str] = []
    broken = characters = 0
    for number in range(count):
        try:
            page = document[number]
            text = page.get_textpage().get_text_range()
            page.close()
        except failure:
            text, broken = "", broken + 1
        characters += len(text)
        pages.append(text)
        if characters > CHARACTERS:
            break  # the caller refuses a text of this length
    return pages, broken


def _joined(page: str) -> str:
    """Hyphens at the end of a line taken out where the word goes on."""
    text = page.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(f"[{_HYPHENS}]\n?", "", text)
    return re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text)


def _width(line: str) -> int:
    """Columns: a Chinese character is as wide as two letters."""
    return sum(2 if _WIDE.match(character) else 1 for character in line)


def _continues(before: str, line: str, long: float) -> bool:
    if not before or not line or _STARTS.match(line):
        return False
    return _width(before) >= _FULL * long and not (_ENDS.search(before) and _width(before) < 0.95 * long)


def _without_running(pages: list[list[str]]) -> list[list[str]]:
    """Pages without their running heads and feet and bare page numbers."""
    if len(pages) < _FEWEST:
        return pages
    edges = Counter(mark for page in pages for mark in {_mark(line) for line in _edges(page)})
    running = {mark for mark, times in edges.items() if times >= max(_FEWEST, _RUNNING * len(pages))}
    kept = []
    for page in pages:
        filled = [place for place, line in enumerate(page) if line]
        outer = {place for place in (*filled[:2], *filled[-2:]) if _mark(page[place]) in running}
        kept.append([line for place, line in enumerate(page) if place not in outer])
    return kept


def _edges(page: list[str]) -> list[str]:
    filled = [line for line in page if line]
    return [*filled[:2], *filled[-2:]]


def _mark(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _day(told: str) -> datetime | None:
    match = _DAY.match(told)
    if match is None:
        return None
    year, month, day, hour, minute = match.groups()
    try:
        return datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0))  # noqa: DTZ001 - as printed, without a zone
    except ValueError:
        return None


def _unopened(said: str, name: str) -> BadInput:
    if "password" in said.lower() or "security" in said.lower():
        return BadInput(
            place=name, reason="it is encrypted; save it without a password.", reason_zh="文件已加密，请另存为无密码的文件。"
        )
    return BadInput(place=name, reason="it is a damaged PDF and cannot be opened.", reason_zh="PDF 已损坏，无法打开。")
