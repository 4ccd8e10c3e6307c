"""Documents of the corpus as they stand in a list: title, what is known of them, the place that was found, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from liangrong.core.errors import LiangrongError
from liangrong.core.results import Note
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.state import State
from liangrong.research.tables.labels import word
from liangrong.services.neutral_words import NeutralWords

__all__ = ["NO_DOCUMENTS", "Listed", "listed", "topic_address", "unreadable"]

NO_DOCUMENTS: Final = Note(
    "还没有文档。文档由数据目录的主人在命令行收入，随后即可在这里检索：",
    "There are no documents yet. The owner of the store adds them on the command line; then they can be searched here:",
)
_MARK: Final = "**"
"""What stands before and behind a hit in a snippet; a snippet has no other."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list.

    Parameters
    ----------
    title, address
        What it is called, and its page.
    facts
        Source, day, kind of file and number of copies, where they are known.
    pieces
        The place that was found: text, and whether it is what was looked for.
    """

    title: str
    address: str
    facts: str
    pieces: tuple[tuple[str, bool], ...] = ()


def listed(row: Mapping[str, Any], state: State) -> Listed:
    """A row of ``search-documents``, ``list-documents``, ``show-document`` or ``topic`` for a reader.

    Examples
    --------
    >>> found = listed({"document": 7, "title": None, "published": None, "snippet": "昨日**融资**", "copies": 2}, State("/documents", lang="en"))
    >>> found.title, found.facts, found.pieces
    ('Document 7', 'no date · 2 copies', (('昨日', False), ('融资', True)))
    """
    number, day, copies = row["document"], row["published"], row["copies"]
    title = row["title"] or row.get("file_name") or state.say(f"文档 {number}", f"Document {number}")
    told = [
        row.get("document_source") or "",
        f"{day} {row.get('clock') or ''}".strip() if day else state.say("未注明日期", "no date"),
        word("file_kind", row.get("file_kind") or "", state.lang),
        state.say(f"{copies} 处", f"{copies} copies") if copies > 1 else "",
    ]
    return Listed(title, state.there(f"/documents/{number}"), " · ".join(filter(None, told)), _pieces(row.get("snippet") or ""))


def topic_address(name: str, state: State) -> str:
    """The page of a topic.

    Examples
    --------
    >>> topic_address("两融?", State("/documents", {"lang": "en"}))
    '/documents/topics/%E4%B8%A4%E8%9E%8D%3F?lang=en'
    """
    return state.there(f"/documents/topics/{quote(name, safe='')}")


def unreadable(desk: Desk, error: LiangrongError, state: State) -> str:
    """Why the corpus could not be asked, without the folders of this machine."""
    told = NeutralWords(desk.settings.store).text(error.message(state.lang), state.lang)
    return f"{told} {error.hint(state.lang) or ''}".strip()


def _pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    return tuple((piece, place % 2 == 1) for place, piece in enumerate(snippet.split(_MARK)) if piece)
