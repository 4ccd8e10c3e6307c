"""HTML: the main content of a page with its tables, its title, its source and its time; menus and adverts are left out."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

from liangrong.core.errors import BadInput, ExtraMissing
from liangrong.research.documents.readers.decoding import decoded
from liangrong.research.documents.readers.extracted import Extracted

__all__ = ["read_html"]

_DECLARED: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_HEAD: Final = 4096
_UNSEEN: Final = "script|style|noscript|template|svg|math|iframe|object|head"
_SHARE: Final = 0.1
"""Main content below this share of all visible text was found wrongly, where the page is short: then all visible text is taken."""
_SHORT: Final = 2_000
_STAMP: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?")
_TIMES: Final = (
    "//meta[@property='article:published_time']/@content", "//meta[@name='publishdate']/@content", "//meta[@name='PubDate']/@content",
    "//meta[@itemprop='datePublished']/@content", "//time/@datetime",
)  # fmt: skip
_PROLOGUE: Final = re.compile(
    r"\A\s*(?:<\?xml[^>]{0,500}\?>\s*)?(?:<!DOCTYPE[^>\[]{0,500}\[[^\]]{0,100000}\]\s*>)?", re.IGNORECASE
)
"""What stands before a page and is none of it; entities that are declared there are never read."""
_DEEPEST: Final = 200
"""Levels of elements inside each other; a page that has more is read as bare text."""


def read_html(content: bytes, name: str) -> Extracted:
    """The main content of a page.

    Raises
    ------
    BadInput
        Its encoding cannot be told, or it has no visible text.
    ExtraMissing
        trafilatura is not installed.
    """
    try:
        from lxml import html
        from trafilatura import bare_extraction
    except ModuleNotFoundError:
        raise ExtraMissing(what="Reading HTML", what_zh="读取 HTML ", extra="documents") from None
    page, notes = _text(content, name)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(_PROLOGUE.sub("", page, count=1), parser=parser)
    except (ValueError, html.etree.ParserError, html.etree.XMLSyntaxError) as error:
        raise _empty(name) from error
    seen = _visible(tree)
    found: Any = None
    if _depth(tree) <= _DEEPEST:
        try:
            found = bare_extraction(
                tree, include_tables=True, include_comments=False, include_links=False, include_images=False, favor_recall=True,
                with_metadata=True, date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
            )  # fmt: skip
        except (RecursionError, ValueError, AttributeError, TypeError, KeyError, IndexError):
            found = None  # a broken page breaks the finder of main content; its visible text is still there
    text = (found.text or "") if found is not None else ""
    main = _rows(text)
    if len(main) < _SHARE * len(seen) or (len(seen) < _SHORT and len(main) < len(seen) / 2):
        main = seen
    if not main.strip():
        raise _empty(name)
    title = (found.title if found is not None else "") or _first(tree, "//title/text()") or _first(tree, "//h1//text()")
    source = (found.sitename or found.author or "") if found is not None else ""
    return Extracted(main, "html", " ".join(title.split()), " ".join(source.split()), _published(tree, found), notes)


def _text(content: bytes, name: str) -> tuple[str, tuple[Any, ...]]:
    declared = _DECLARED.search(content[:_HEAD])
    if declared:
        encoding = {"gb2312": "gb18030", "gbk": "gb18030"}.get(declared[1].decode().lower(), declared[1].decode())
        try:
            return content.decode(encoding), ()
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(content, name)


def _visible(tree: Any) -> str:
    """All text that a reader of the page could see, a line for each block; a row of a table is one line."""
    blocks = {
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "section",
        "article",
        "table",
        "ul",
        "ol",
        "blockquote",
    }
    unseen = frozenset(_UNSEEN.split("|"))
    parts: list[str] = []
    hidden = 0
    from lxml import etree

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += tag in unseen
            if tag in blocks:
                parts.append("\n")
            elif tag in {"td", "th"} and element.getprevious() is not None:
                parts.append(" | ")
            if not hidden and element.text and tag:
                parts.append(element.text.replace("\n", " "))
        else:
            hidden -= tag in unseen
            if tag in blocks:
                parts.append("\n")
            if not hidden and element.tail:
                parts.append(element.tail.replace("\n", " "))
    return _rows("".join(parts))


def _rows(text: str) -> str:
    """Lines without blanks around them; bars at the edges of rows are left out."""
    lines = (" ".join(line.split()).strip("| ").strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not re.fullmatch(r"[-| :]+", line))


def _depth(tree: Any) -> int:
    deepest, here = 0, 0
    from lxml import etree

    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        here += 1 if event == "start" else -1
        deepest = max(deepest, here)
    return deepest


def _first(tree: Any, path: str) -> str:
    return next((str(text).strip() for text in tree.xpath(path) if str(text).strip()), "")


def _published(tree: Any, found: Any) -> date | datetime | None:
    for told in (*(_first(tree, path) for path in _TIMES), (found.date or "") if found is not None else ""):
        match = _STAMP.match(told)
        if match is None:
            continue
        year, month, day, hour, minute = match.groups()
        try:
            if hour:
                return datetime(int(year), int(month), int(day), int(hour), int(minute))  # noqa: DTZ001 - as printed, without a zone
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _empty(name: str) -> BadInput:
    return BadInput(place=name, reason="it is a page without visible text.", reason_zh="网页中没有可见文字。")
