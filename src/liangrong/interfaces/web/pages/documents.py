"""Documents: the corpus searched or leafed through, and the topics that were saved; nothing is added or changed here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from liangrong.core.errors import LiangrongError
from liangrong.core.results import Note
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.listed_documents import NO_DOCUMENTS, listed, topic_address, unreadable
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.state import State
from liangrong.services.documents.place import NO_CORPUS

__all__ = ["DOCUMENTS"]

_LEAF: Final = 20
"""Documents at a time."""
_LEAVES: Final = 10
"""How far one can leaf; who looks for more narrows the question."""
_NARROWING: Final = ("source", "from", "to")


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """The box, what was found or else the newest, and the topics; a question that cannot be read becomes a sentence."""
    shown: dict[str, Any] = {
        "text": state.text("text"),
        "words_alone": state.text("words") == "alone",
        "is_narrowed": bool(state.only(*_NARROWING)),
        "hits": [],
        "first": 1,
        "found": 0,
        "leaves": [],
        "topics": [],
        "notes": [],
        "refused": "",
        "none_yet": "",
    }
    try:
        shown |= {"topics": _topics(desk, state), **_found(desk, state)}
    except LiangrongError as error:
        return {**shown, "refused": unreadable(desk, error, state)}
    return shown


def _found(desk: Desk, state: State) -> dict[str, Any]:
    number = state.text("page")
    wanted = max(1, min(int(number), _LEAVES)) if number.isdecimal() and len(number) <= len(str(_LEAVES)) else 1
    given = {**state.only(*_NARROWING), "top": f"{wanted * _LEAF + 1}"}
    text = state.text("text")
    if text:
        asked = {"text": text, "also_english": "false" if state.text("words") == "alone" else "true"}
        found = desk.ask("search-documents", {**given, **asked}, state.lang)
    else:
        found = desk.ask("list-documents", given, state.lang)
    if NO_CORPUS in found.warnings or (found.data.is_empty() and not text and not state.only(*_NARROWING)):
        return {"none_yet": NO_DOCUMENTS.text(state.lang)}
    rows = found.data
    leaf = min(wanted, max(1, -(-rows.height // _LEAF)))
    is_more = rows.height > leaf * _LEAF
    start, last = (leaf - 1) * _LEAF, min(leaf + is_more, _LEAVES)
    return {
        "hits": [listed(row, state) for row in rows.slice(start, _LEAF).iter_rows(named=True)],
        "first": start + 1,
        "found": 0 if is_more else rows.height,
        "leaves": [(each, state.here(page=f"{each}"), each == leaf) for each in range(1, last + 1)] if last > 1 else [],
        "notes": [note.text(state.lang) for note in found.warnings],
    }


def _topics(desk: Desk, state: State) -> list[tuple[str, str, str]]:
    """Name, address and question of every topic."""
    rows = desk.ask("topic", {"part": "topics"}, state.lang).data.iter_rows(named=True)
    return [(row["topic_name"], topic_address(row["topic_name"], state), row["topic_query"]) for row in rows]


DOCUMENTS: Final = Page("documents", "/documents", Note("文档", "Documents"), build, keeps=False)
